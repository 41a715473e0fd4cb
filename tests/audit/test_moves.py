import pytest
from django.db import transaction

from audit.models import AuditEntry, ViewLog
from audit.moves import CLOCK, Actor, Move, Refused, moving
from audit.trail import viewed, write
from cohorts.workflow import CLOSE_OFFERING, OfferingStatus
from tests.factories.accounts import StaffFactory
from tests.factories.centers import CenterFactory
from tests.factories.cohorts import OfferingFactory

pytestmark = pytest.mark.django_db


def test_a_move_saves_what_the_body_filled_and_leaves_an_entry():
    offering, officer = OfferingFactory(), Actor(user=StaffFactory(), role="officer", center_code="blk1")

    with moving(offering, CLOSE_OFFERING, by=officer, note="Penuh.", facts={"pendaftar": 620}):
        offering.place = "Bengkel lain"

    offering.refresh_from_db()
    entry = AuditEntry.objects.about(offering).get()
    assert (offering.status, offering.place) == (OfferingStatus.SELECTION, "Bengkel lain")
    assert (entry.user, entry.role, entry.center_code) == (officer.user, "officer", "blk1")
    assert (entry.from_status, entry.to_status, entry.note) == ("open", "selection", "Penuh.")
    assert entry.facts == {"pendaftar": 620}


def test_a_move_whose_body_refuses_writes_nothing():
    offering = OfferingFactory()

    with pytest.raises(Refused, match="no"), transaction.atomic(), moving(offering, CLOSE_OFFERING, by=CLOCK):
        raise Refused("no", "Tidak.")

    offering.refresh_from_db()
    assert offering.status == OfferingStatus.OPEN
    assert not AuditEntry.objects.exists()


def test_a_move_looks_at_the_row_and_not_at_the_instance_in_hand():
    offering = OfferingFactory()
    type(offering).objects.filter(pk=offering.pk).update(status=OfferingStatus.CANCELLED)

    with pytest.raises(Refused, match="wrong_status") as refusal, moving(offering, CLOSE_OFFERING, by=CLOCK):
        pass

    assert "Dibatalkan" in refusal.value.message


@pytest.mark.django_db(transaction=True)
def test_a_move_outside_a_transaction_is_refused_by_django():
    offering = OfferingFactory()

    with pytest.raises(transaction.TransactionManagementError), moving(offering, CLOSE_OFFERING, by=CLOCK):
        pass


def test_a_move_is_open_only_from_its_sources():
    move = Move("close", frozenset({"open"}), "selection")

    assert move.is_open_for(OfferingFactory.build(status="open", wave=None, program=None, funding=None, age_on=None))


def test_the_clock_acts_without_an_account():
    entry = write("wave.reminded", by=CLOCK)

    assert (entry.user, entry.role) == (None, "clock")


def test_a_look_at_several_people_is_one_row_with_their_ids():
    centers = CenterFactory.create_batch(3)

    viewed("admin:list", by=CLOCK, subjects=centers)

    assert ViewLog.objects.get().subject_ids == [center.pk for center in centers]


def test_a_look_at_nobody_is_no_row():
    viewed("admin:list", by=CLOCK, subjects=[])

    assert not ViewLog.objects.exists()
