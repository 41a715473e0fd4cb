from django.db import migrations

SQL = """
CREATE FUNCTION enrollment_decision_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a decision does not change' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER enrollment_decision_frozen BEFORE UPDATE OR DELETE ON enrollment_decision
FOR EACH ROW EXECUTE FUNCTION enrollment_decision_is_frozen();
"""
UNDO = """
DROP TRIGGER enrollment_decision_frozen ON enrollment_decision;
DROP FUNCTION enrollment_decision_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("enrollment", "0018_appeals_and_carrying")]
    operations = [migrations.RunSQL(SQL, UNDO)]
