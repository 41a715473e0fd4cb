from django.db import migrations

SQL = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT 1 FROM audit_purgerecord
        WHERE id::text = current_setting('portal.purge', true)
          AND transaction_id = pg_current_xact_id()::text
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the trail is append-only (%)', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_auditentry
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_viewlog_append_only BEFORE UPDATE OR DELETE ON audit_viewlog
FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE FUNCTION audit_purge_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a purge record is never changed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_purge_kept BEFORE UPDATE OR DELETE ON audit_purgerecord
FOR EACH ROW EXECUTE FUNCTION audit_purge_is_kept();
"""
UNDO = """
DROP TRIGGER audit_purge_kept ON audit_purgerecord;
DROP TRIGGER audit_viewlog_append_only ON audit_viewlog;
DROP TRIGGER audit_entry_append_only ON audit_auditentry;
DROP FUNCTION audit_purge_is_kept();
DROP FUNCTION audit_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
