from celery import shared_task

from jobs import duties as minute_duties
from jobs import runner
from jobs.models import Heartbeat


@shared_task
def tick():
    """Every two seconds, on the queue `jobs`: a sign of life, then whatever is due."""
    Heartbeat.beat("beat")
    runner.run_due()


@shared_task
def duties():
    """Every minute, on the queue `jobs`: what deadlines demand."""
    minute_duties.do_all()
