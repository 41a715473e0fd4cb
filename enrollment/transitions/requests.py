"""Requests about one's own data: asked by the trainee, answered by the office within three times 24 hours.

They stand here and not with the trainees because the center that answers is the one applied to.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock
from enrollment.announcements import moment, recipient_of
from enrollment.models import Application
from notifications.outbox import enqueue
from trainees.models import DataRequest

TIME_TO_ANSWER = timedelta(hours=72)  # UU 27/2022 art. 30, 40 and 41
MOST_OPEN = 3


@transaction.atomic
def ask(trainee, kind, words, *, by):
    """Put a question to the center applied to last. Refused("too_many") while three of theirs wait for an answer."""
    lock(trainee)
    if trainee.data_requests.filter(state=DataRequest.State.OPEN).count() >= MOST_OPEN:
        raise Refused("too_many", _("Tiga permintaan Anda masih menunggu jawaban. Tunggu jawabannya lebih dahulu."))
    now = timezone.now()
    request = DataRequest.objects.create(
        trainee=trainee, center=_center_of(trainee), kind=kind, words=words, asked_at=now, due_at=now + TIME_TO_ANSWER
    )
    trail.write("datarequest.ask", by=by, about=request, facts={"kind": kind})
    _tell(request, "request_received")
    return request


def _center_of(trainee):
    newest = Application.objects.filter(trainee=trainee).select_related("wave__center").order_by("-pk").first()
    return newest.wave.center if newest else None


def fulfil(request, *, by, answer):
    """Done as asked, or as far as the law allows; `answer` says what was done. Refused("answered") a second time."""
    return _answer(request, DataRequest.State.DONE, answer, by)


def decline(request, *, by, answer):
    """Not done, and why, in words the person reads. Refused("answered") a second time."""
    return _answer(request, DataRequest.State.REFUSED, answer, by)


@transaction.atomic
def _answer(request, state, answer, by):
    lock(request)
    if request.state != DataRequest.State.OPEN:
        raise Refused("answered", _("Permintaan ini sudah dijawab."))
    request.state, request.answer = state, answer
    request.answered_at, request.answered_by = timezone.now(), by.user
    request.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    trail.write(f"datarequest.{'fulfil' if state == DataRequest.State.DONE else 'decline'}", by=by, about=request)
    _tell(request, "request_answered")
    return request


def _tell(request, event):
    trainee, center = request.trainee, request.center
    values = {
        "nama": trainee.full_name,
        "balai": str(center or _("balai")),
        "tautan": f"{settings.SITE_URL}{reverse('mydata:home')}",
    }
    if event == "request_received":
        values["batas"] = moment(request.due_at)
    code = center.code if center else ""
    enqueue(f"enrollment/{event}", to=recipient_of(trainee), values=values, about=request, center_code=code)
