from django.db import migrations

SQL = """
CREATE FUNCTION certification_issued_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (to_jsonb(NEW) - '{status,ended_at,end_reason,pdf,pdf_sha256}'::text[])
         = (to_jsonb(OLD) - '{status,ended_at,end_reason,pdf,pdf_sha256}'::text[])
       AND (OLD.pdf_sha256 = '' OR NEW.pdf_sha256 = OLD.pdf_sha256)
       AND (OLD.status = 'valid' OR NEW.status = OLD.status) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an issued certificate does not change' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER certification_certificate_frozen BEFORE UPDATE OR DELETE ON certification_certificate
FOR EACH ROW EXECUTE FUNCTION certification_issued_is_frozen();
CREATE FUNCTION certification_assessment_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.superseded_at IS NULL
       AND (to_jsonb(NEW) - 'superseded_at') = (to_jsonb(OLD) - 'superseded_at') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an assessment is corrected by a new row' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER certification_assessment_kept BEFORE UPDATE OR DELETE ON certification_assessment
FOR EACH ROW EXECUTE FUNCTION certification_assessment_is_kept();
"""
UNDO = """
DROP TRIGGER certification_assessment_kept ON certification_assessment;
DROP TRIGGER certification_certificate_frozen ON certification_certificate;
DROP FUNCTION certification_assessment_is_kept();
DROP FUNCTION certification_issued_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
