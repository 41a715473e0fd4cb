from celery import shared_task

from jobs import duties, runner
from jobs.models import Heartbeat


@shared_task
def tick():
    """Every two seconds, on the queue `jobs`: a sign of life, then whatever is due."""
    Heartbeat.beat("beat")
    runner.run_due()


@shared_task(soft_time_limit=duties.LIMIT)
def duty(name):
    """Every minute for each of settings.DUTIES, on the queue `jobs`: what a deadline demands."""
    duties.do(name)
