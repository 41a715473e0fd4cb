import pytest

from audit.models import AuditEntry
from audit.moves import Refused
from tests.factories.centers import CenterFactory, actor_at
from tests.factories.trainees import ConsentTextFactory, TraineeFactory
from trainees.models import Consent, ConsentGap
from trainees.transitions import close_gap

pytestmark = pytest.mark.django_db
SAID = {"name": "Contoh Ibu", "relation": "Ibu", "phone": "+628120000001", "note": "Surat di map 3."}


@pytest.fixture
def gap():
    return ConsentGap.objects.create(trainee=TraineeFactory(account=None), center=CenterFactory())


def test_an_officer_writes_down_who_agreed_and_where_the_letter_lies(gap):
    text, officer = ConsentTextFactory(purpose="guardian"), actor_at(gap.center)

    close_gap(gap, by=officer, **SAID)

    consent = Consent.objects.get(trainee=gap.trainee)
    assert (consent.text, consent.given_by, consent.channel) == (text, "Contoh Ibu", "letter")
    assert gap.trainee.guardian.relation == "Ibu"
    assert gap.closed_at == consent.given_at or gap.closed_at > consent.given_at
    entry = AuditEntry.objects.about(gap).get()
    assert (entry.action, entry.user, entry.note) == ("consentgap.close", officer.user, "Surat di map 3.")


def test_it_is_written_down_once(gap):
    ConsentTextFactory(purpose="guardian")
    close_gap(gap, by=actor_at(gap.center), **SAID)

    with pytest.raises(Refused, match="closed"):
        close_gap(gap, by=actor_at(gap.center), **SAID)


def test_without_the_words_to_agree_to_nothing_is_written(gap):
    with pytest.raises(Refused, match="no_text"):
        close_gap(gap, by=actor_at(gap.center), **SAID)

    assert not Consent.objects.exists()
