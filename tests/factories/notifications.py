import uuid

import factory
from django.utils import timezone

from notifications.models import MessageText, OutboxMessage
from notifications.workflow import HAS_LEFT, WITH_ERROR, State
from tests.factories.accounts import UserFactory
from tests.factories.centers import CenterFactory


class OutboxMessageFactory(factory.django.DjangoModelFactory):
    """Any `state` gives a row the database accepts: moments and reasons follow it."""

    class Meta:
        model = OutboxMessage

    kind = "tests/hello"
    to_address = factory.Sequence("peserta{}@example.test".format)
    subject = "Halo"
    body = "Isi pesan."
    state = State.WAITING
    message_id = factory.LazyFunction(lambda: f"<{uuid.uuid4()}@portal.test>")
    attempts = factory.LazyAttribute(lambda m: 0 if m.state == State.WAITING else 1)
    sent_at = factory.LazyAttribute(lambda m: timezone.now() if m.state in HAS_LEFT else None)
    claimed_until = factory.LazyAttribute(lambda m: timezone.now() if m.state == State.SENDING else None)
    last_error = factory.LazyAttribute(lambda m: "451 later" if m.state in WITH_ERROR else "")


class MessageTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MessageText

    center = factory.SubFactory(CenterFactory)
    kind = "enrollment/accepted"
    version = 1
    subject = "{nama}, kabar baik"
    body = "Isi kami, {nama}, sampai {batas}: {tautan}"
    created_by = factory.SubFactory(UserFactory)
