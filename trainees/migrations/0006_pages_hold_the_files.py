from django.db import migrations

# The portal of yesterday may take papers until it is stopped: what came since the copy follows, and nothing between.
REST = """
LOCK TABLE trainees_document IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO trainees_documentpage (document_id, number, key, file, sha256, width, height)
SELECT id, 1, gen_random_uuid(), file, sha256, width, height FROM trainees_document
WHERE NOT EXISTS (SELECT FROM trainees_documentpage WHERE document_id = trainees_document.id);
SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):
    dependencies = [
        ("trainees", "0005_document_pages"),
    ]

    operations = [
        migrations.RunSQL(REST, migrations.RunSQL.noop),
        *[migrations.RemoveField("document", name) for name in ("file", "sha256", "width", "height")],
    ]
