"""The portal's settings with a dozen values changed in the open."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("PORTAL_PROFILE", "test")
if "DATABASE_URL" not in os.environ:
    # tests/database.py starts an ephemeral PostgreSQL behind this very socket; xdist's workers inherit the name.
    sockets = tempfile.mkdtemp(prefix="blk-test-", dir="/tmp" if os.access("/tmp", os.W_OK) else None)
    os.environ |= {"PORTAL_TEST_SOCKETS": sockets, "DATABASE_URL": f"postgres://portal@/{sockets}/portal"}
    atexit.register(shutil.rmtree, sockets, ignore_errors=True)

from blk_portal.settings import *  # noqa: F403 - the environment must be ready first

DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # nothing is collected here, and nobody need be warned of it
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
TEXTS_KEPT_FOR = ROWS_KEPT_FOR = -1  # seconds: here everything may change before the next request
QUIET_HOURS = REMINDER_HOURS = ""  # tests run at any hour; those of the quiet hours set them
LOGGING = {"LEVEL": "WARNING", "WARNINGS": False}  # pytest makes errors of them
