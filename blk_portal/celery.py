"""Celery carries ticks only. Rows in PostgreSQL (outbox, jobs) say what is to do; Valkey may forget everything."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blk_portal.settings")

app = Celery("blk_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def leave_logging_alone(**_):
    """Celery asks who sets up logging; that somebody answers is the answer. blk_portal/logs.py has done it."""
