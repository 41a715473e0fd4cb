"""What is in the database: tables with their number of rows and a digest of them, and the files that rows name."""

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import FileField

TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1
"""


def without_rows():
    """Whoever was signed in signs in again; what was cached is made again."""
    return ["django_session", settings.CACHES["default"].get("LOCATION") or "portal_cache"]


def tables(cursor):
    cursor.execute(TABLES)
    return [name for (name,) in cursor.fetchall()]


def digests(cursor):
    """{table: [rows, sum of the rows' hashes]}: in any order of rows the same."""
    found = {}
    for name in tables(cursor):
        if name in without_rows():
            continue
        cursor.execute(
            f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) "
            f"FROM public.{connection.ops.quote_name(name)} AS t"
        )
        rows, digest = cursor.fetchone()
        found[name] = [rows, str(digest)]
    return found


def named_files(cursor):
    """Every file that a row names, as a path in MEDIA_ROOT."""
    names = set()
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, FileField):
                quote = connection.ops.quote_name
                column, table = quote(field.column), quote(model._meta.db_table)
                cursor.execute(f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL AND {column} <> ''")
                names.update(name for (name,) in cursor.fetchall())
    return names
