from django.db import migrations

SQL = """
CREATE FUNCTION enrollment_policy_stays_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a locked selection policy does not change' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER enrollment_policy_locked BEFORE UPDATE OR DELETE ON enrollment_selectionpolicy
FOR EACH ROW EXECUTE FUNCTION enrollment_policy_stays_locked();

CREATE FUNCTION enrollment_policy_follows_its_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version > 1 AND NOT EXISTS (
        SELECT 1 FROM enrollment_selectionpolicy
        WHERE offering_id = NEW.offering_id AND version = NEW.version - 1
        AND seed = NEW.seed AND commitment = NEW.commitment
    ) THEN
        RAISE EXCEPTION 'a later selection policy follows its last and keeps the draw'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enrollment_policy_follows BEFORE INSERT ON enrollment_selectionpolicy
FOR EACH ROW EXECUTE FUNCTION enrollment_policy_follows_its_last();

CREATE FUNCTION enrollment_offering_keeps_its_policy() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest enrollment_selectionpolicy%ROWTYPE;
BEGIN
    SELECT * INTO latest FROM enrollment_selectionpolicy WHERE offering_id = NEW.id ORDER BY version DESC LIMIT 1;
    IF FOUND AND (NEW.test_weight, NEW.interview_weight, NEW.minimum_score, NEW.tie_break, NEW.reserves, NEW.mode)
        IS DISTINCT FROM (latest.test_weight, latest.interview_weight, latest.minimum_score, latest.tie_break,
                          latest.reserves, 'selection')
    THEN
        RAISE EXCEPTION 'the selection policy of this offering is locked'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enrollment_offering_policy BEFORE UPDATE ON cohorts_offering
FOR EACH ROW EXECUTE FUNCTION enrollment_offering_keeps_its_policy();

CREATE FUNCTION enrollment_score_needs_locked_policies() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM enrollment_choice choice JOIN cohorts_offering offering ON offering.id = choice.offering_id
        WHERE choice.application_id = NEW.application_id AND offering.mode = 'selection'
        AND NOT EXISTS (SELECT 1 FROM enrollment_selectionpolicy WHERE offering_id = offering.id)
    ) THEN
        RAISE EXCEPTION 'no score before the selection policies are locked'
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER enrollment_score_after_policies BEFORE INSERT OR UPDATE ON enrollment_score
FOR EACH ROW EXECUTE FUNCTION enrollment_score_needs_locked_policies();

CREATE TRIGGER enrollment_rankingterms_frozen BEFORE INSERT OR UPDATE OR DELETE ON enrollment_rankingterms
FOR EACH ROW EXECUTE FUNCTION enrollment_published_ranking_is_frozen();
"""
UNDO = """
DROP TRIGGER enrollment_rankingterms_frozen ON enrollment_rankingterms;
DROP TRIGGER enrollment_score_after_policies ON enrollment_score;
DROP TRIGGER enrollment_offering_policy ON cohorts_offering;
DROP TRIGGER enrollment_policy_follows ON enrollment_selectionpolicy;
DROP TRIGGER enrollment_policy_locked ON enrollment_selectionpolicy;
DROP FUNCTION enrollment_score_needs_locked_policies();
DROP FUNCTION enrollment_offering_keeps_its_policy();
DROP FUNCTION enrollment_policy_follows_its_last();
DROP FUNCTION enrollment_policy_stays_locked();
"""


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0016_policies_of_earlier_waves"), ("cohorts", "0004_tie_break")]
    operations = [migrations.RunSQL(SQL, UNDO), migrations.RemoveField("ranking", "seed")]
