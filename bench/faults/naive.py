"""The controls: sending as it is usually done. A message is a task, the broker its only memory, Celery as it comes."""

import os
import smtplib
import sys
import time
from email.message import EmailMessage

from celery import Celery

app = Celery("naive", broker=os.environ.get("REDIS_URL", "memory://"))
app.conf.task_default_queue = "naive"


@app.task
def send(host, port, message_id, to="peserta@example.test"):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "portal@blk.example", to, "Halo"
    mail["Message-ID"] = message_id
    mail.set_content("Isi pesan.")
    with smtplib.SMTP(host, port, timeout=1) as line:
        line.send_message(mail)


@app.task(acks_late=True)
def send_late(*arguments):
    send(*arguments)


@app.task
def send_all(host, port, ids):
    for message_id in ids:
        send(host, port, message_id)


def publish_one():
    """What a request would do that hands its work to the broker: how long until it goes on?"""
    began = time.monotonic()
    send.delay("127.0.0.1", 25, "<nobody@portal.test>")
    sys.stdout.write(f"{time.monotonic() - began:.3f}\n")


if __name__ == "__main__":
    publish_one()
