"""The same, but beat calls the control's task instead of ours."""

from tests.reliability.settings import *  # noqa: F403 - all of it, and one task replaced

CELERY_IMPORTS = ["tests.reliability.naive"]
CELERY_TASK_ROUTES = {"tests.reliability.naive.*": {"queue": "messages"}}
CELERY_BEAT_SCHEDULE = {
    "messages": {"task": "tests.reliability.naive.tick", "schedule": 2.0, "options": {"expires": 2}}
}
