"""What is read along with an application is what questions of their own would have answered."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.moves import lock
from enrollment import selectors
from enrollment.models import Application, Choice
from tests.factories.centers import DocumentKindFactory
from tests.factories.cohorts import OfferingFactory
from tests.factories.enrollment import ApplicationFactory, EligibilityRuleFactory
from tests.factories.trainees import ConsentFactory, ContactFactory, DocumentFactory, nik_for
from trainees import selectors as people
from trainees.models import Trainee

pytestmark = pytest.mark.django_db


def values_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.fixture
def draft():
    """Two choices out of order, an old paper that was replaced, a consent withdrawn, two contacts."""
    application = ApplicationFactory(status="draft")
    trainee = application.trainee
    Choice.objects.filter(application=application).update(order=2)
    Choice.objects.create(application=application, offering=OfferingFactory(wave=application.wave), order=1)
    ktp, ijazah = DocumentKindFactory(code="ktp"), DocumentKindFactory(code="ijazah")
    DocumentFactory(trainee=trainee, kind=ktp, replaced_at=timezone.now())
    DocumentFactory(trainee=trainee, kind=ktp, state="fix", reason="Buram.")
    DocumentFactory(trainee=trainee, kind=ijazah, uploaded_at=timezone.now() - timedelta(days=1))
    ConsentFactory(trainee=trainee)
    given_at = timezone.now() - timedelta(days=1)
    ConsentFactory(trainee=trainee, given_at=given_at, withdrawn_at=timezone.now())
    ContactFactory(trainee=trainee, name="Contoh Pertama")
    ContactFactory(trainee=trainee, name="Contoh Kedua")
    return application


def read_along(pk, words):
    return selectors.along(selectors.read(Application.objects.filter(pk=pk), words))


def read_apart(pk):
    return selectors.along(Application.objects.select_related("trainee").get(pk=pk))


@pytest.mark.parametrize("status", ["draft", "provisional", "revision", "withdrawn"])
def test_the_application_and_its_person_are_the_same_to_the_microsecond(status):
    findings = [{"offering": 1, "look": ["Contoh “kutip” \\ \n 'x'"]}]
    application = ApplicationFactory(status=status, findings=findings)
    trainee = application.trainee
    trainee.nik = nik_for(trainee.birth_date, trainee.sex, 7)
    trainee.phone_verified_at, trainee.is_studying, trainee.studies_until = timezone.now(), True, date(2026, 6, 1)
    trainee.save()

    along, apart = read_along(application.pk, selectors.ALONE), read_apart(application.pk)

    assert values_of(along) == values_of(apart)
    assert values_of(along.trainee) == values_of(apart.trainee) | {"nik_sealed": bytes(apart.trainee.nik_sealed)}
    assert (along.trainee.nik, along._state.adding, along.trainee._state.db) == (trainee.nik, False, "default")


def test_of_nobodys_application_nothing_is_read():
    assert selectors.read(Application.objects.filter(pk=0)) is None


@pytest.mark.parametrize("rule", [{"kind": "health", "fact": "back"}, {"kind": "work"}])
def test_whether_a_chosen_program_asks_for_health_comes_along(draft, rule):
    EligibilityRuleFactory(offering=draft.choices.last().offering, **rule)

    own, at_the_counter = read_along(draft.pk, selectors.WITH_HEALTH), selectors.with_health(Application.objects.all())
    assert own.asks_health is (rule["kind"] == "health")
    assert at_the_counter.get(pk=draft.pk).asks_health is own.asks_health


@pytest.mark.parametrize("words", [selectors.WITH_CHOICES, selectors.WITH_EVERYTHING])
def test_choices_are_the_same_and_in_the_same_order(draft, words):
    along, apart = read_along(draft.pk, words), read_apart(draft.pk)

    told = [
        [
            (values_of(one), one.offering.status, one.offering.wave.opens_at, one.offering.wave.closes_at)
            for one in selectors.choices_of(application)
        ]
        for application in (along, apart)
    ]

    assert told[0] == told[1]
    assert [one.order for one in along.choices.all()] == [1, 2]


def test_papers_texts_and_contact_are_the_same(draft):
    along, apart = read_along(draft.pk, selectors.WITH_EVERYTHING).trainee, Trainee.objects.get(pk=draft.trainee_id)

    for told in (people.covers(along), people.covers(apart)):
        assert [page.document.reason for page in told.values()] == ["", "Buram."]
    assert {kind: values_of(page) for kind, page in people.covers(along).items()} == {
        kind: values_of(page) for kind, page in people.covers(apart).items()
    }
    assert people.covers(along).keys() == people.covers(apart).keys()
    assert sorted(people.states_of_papers(along)) == sorted(people.states_of_papers(apart))
    assert people.texts_to_ask(along) == people.texts_to_ask(apart)
    assert values_of(people.first_contact(along)) == values_of(people.first_contact(apart))


def test_somebody_with_nothing_yet_has_nothing(draft):
    bare = ApplicationFactory(status="draft").pk
    Choice.objects.filter(application=bare).delete()

    along = read_along(bare, selectors.WITH_EVERYTHING)

    assert selectors.choices_of(along) == []
    assert people.covers(along.trainee) == {}
    assert people.first_contact(along.trainee) is None


def test_what_is_read_again_under_the_lock_is_not_what_was_read_along(draft):
    along = read_along(draft.pk, selectors.WITH_EVERYTHING)
    Choice.objects.filter(application=draft, order=1).delete()

    lock(along)

    assert [one.order for one in selectors.choices_of(along)] == [2]
    assert along.trainee.at_hand is None
