"""The portal's own settings for the processes that are tormented. Nothing that a promise rests on is changed.

`FAULTS_HASTE=1` cuts leases and pauses to seconds, so that the small size ends within `make test`.
"""

import os

os.environ.setdefault("PORTAL_PROFILE", "test")

from blk_portal.settings import *  # noqa: F403 - all of it, and a few lines of our own

STORAGES = {  # nothing is collected here
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
JOB_HANDLERS["slow"] = "bench.faults.work.Slow"  # noqa: F405
QUIET_HOURS = ""  # the harness runs at any hour
if os.environ.get("FAULTS_HASTE"):
    CELERY_IMPORTS = ["bench.faults.haste"]
    EMAIL_TIMEOUT = 1
