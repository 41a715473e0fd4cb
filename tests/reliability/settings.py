"""What the worker and beat of these tests run with: a real broker, a real mail server, leases of seconds."""

import os

from tests.settings import *  # noqa: F403 - the suite's settings, and a few lines of our own

CELERY_BROKER_URL = os.environ["REDIS_URL"]
CELERY_IMPORTS = ["tests.reliability.leases"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DUTIES = []
LOGGING = {"LEVEL": "INFO"}
