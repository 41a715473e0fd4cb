from django.db import migrations

SQL = """
CREATE FUNCTION enrollment_published_ranking_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.ranking_id ELSE OLD.ranking_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM enrollment_ranking WHERE id = touched AND status = 'published') THEN
        RAISE EXCEPTION 'a published ranking does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER enrollment_rankingrow_frozen BEFORE INSERT OR UPDATE OR DELETE ON enrollment_rankingrow
FOR EACH ROW EXECUTE FUNCTION enrollment_published_ranking_is_frozen();
CREATE FUNCTION enrollment_ranking_stays_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'published' THEN
        RAISE EXCEPTION 'a published ranking does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER enrollment_ranking_published BEFORE UPDATE OR DELETE ON enrollment_ranking
FOR EACH ROW EXECUTE FUNCTION enrollment_ranking_stays_published();
"""
UNDO = """
DROP TRIGGER enrollment_ranking_published ON enrollment_ranking;
DROP TRIGGER enrollment_rankingrow_frozen ON enrollment_rankingrow;
DROP FUNCTION enrollment_ranking_stays_published();
DROP FUNCTION enrollment_published_ranking_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
