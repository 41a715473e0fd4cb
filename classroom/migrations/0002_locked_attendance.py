from django.db import migrations

SQL = """
CREATE FUNCTION classroom_locked_mark_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.sheet_id ELSE OLD.sheet_id END;
BEGIN
    IF EXISTS (SELECT 1 FROM classroom_sheet WHERE id = touched AND locked_at IS NOT NULL)
       AND NOT (TG_OP = 'INSERT' AND NEW.corrects_id IS NOT NULL) THEN
        RAISE EXCEPTION 'locked attendance does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER classroom_mark_locked BEFORE INSERT OR UPDATE OR DELETE ON classroom_mark
FOR EACH ROW EXECUTE FUNCTION classroom_locked_mark_is_kept();
CREATE FUNCTION classroom_lock_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.locked_at IS NOT NULL THEN
        RAISE EXCEPTION 'a locked sheet does not change' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER classroom_sheet_locked BEFORE UPDATE OR DELETE ON classroom_sheet
FOR EACH ROW EXECUTE FUNCTION classroom_lock_is_kept();
"""
UNDO = """
DROP TRIGGER classroom_sheet_locked ON classroom_sheet;
DROP TRIGGER classroom_mark_locked ON classroom_mark;
DROP FUNCTION classroom_lock_is_kept();
DROP FUNCTION classroom_locked_mark_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("classroom", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
