"""What a message is filled with: every declared value, none that must not travel."""

from datetime import timedelta

import pytest
from django.utils import timezone

from enrollment.announcements import announce, values_of
from notifications.events import catalogue
from notifications.models import OutboxMessage
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, AppointmentFactory, CarryFactory

pytestmark = pytest.mark.django_db
OF_OTHERS = {"enrollment/identity_claimed", "enrollment/letter"}  # filled by the clock and by the letter's job
OF_OTHERS |= {"enrollment/reminder_asked", "enrollment/reminder_due"}  # of a contact without an application
OF_OTHERS |= {"enrollment/request_received", "enrollment/request_answered", "enrollment/data_corrected"}  # of a person
OF_OTHERS |= {kind for kind in catalogue() if kind.startswith("enrollment/remind_")}  # of many at once
KINDS = [kind for kind in catalogue() if kind.startswith("enrollment/") and kind not in OF_OTHERS]


@pytest.fixture
def application():
    one = ApplicationFactory()
    one.answer_by = timezone.now() + timedelta(days=2)
    return one


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_holds_a_nik_or_a_birth_date(application, kind):
    trainee, cohort = application.trainee, CohortFactory()
    born = trainee.birth_date

    CarryFactory(application=application)
    about = {"cohort": cohort, "offering": cohort.offering, "appointment": AppointmentFactory(application=application)}
    values = values_of(application, kind, "id", reason="foto buram", **about)

    told = " ".join(values.values())
    assert set(values) == set(catalogue()[kind].placeholders)
    assert trainee.nik not in told
    assert not any(f"{born:{form}}" in told for form in ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d%m%y"))


@pytest.mark.parametrize("name", ["{{7*7}}", "{tautan}", "%(a)s", "Siti <b>& Rekan</b>"])
def test_a_persons_name_arrives_as_typed(application, name):
    application.trainee.full_name = name

    announce(application, "submitted")

    message = OutboxMessage.objects.get()
    assert message.body.splitlines()[0] == f"Halo {name},"


@pytest.mark.parametrize(
    ("event", "change", "more", "kind"),
    [
        ("lapsed", {"verified_at": None}, {}, "seat_lapsed"),
        ("lapsed", {"verified_at": timezone.now()}, {}, "lapsed"),
        ("promoted", {"status": "provisional"}, {"choice": True}, "promoted_provisional"),
        ("promoted", {"status": "accepted"}, {"choice": True}, "promoted"),
        ("appeal_granted", {}, {"seat": None}, "appeal_queued"),
        ("appeal_granted", {}, {"seat": True}, "appeal_granted"),
    ],
)
def test_each_end_of_a_move_has_its_own_words(application, event, change, more, kind):
    for name, value in change.items():
        setattr(application, name, value)

    announce(application, event, offering=CohortFactory().offering, **more)

    assert OutboxMessage.objects.get().kind == f"enrollment/{kind}"
