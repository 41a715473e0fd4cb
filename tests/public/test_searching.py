"""What a visitor finds: by words, trade, place, month, method, boarding, and what fits them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from cohorts.models import ProgramTopic
from enrollment import showcase
from enrollment.views import catalogue
from tests.factories.centers import RegionFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory, SessionFactory, WaveFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db


def found(client, **query):
    return {card.pk for _wave, cards in client.get("/", query).context["waves"] for card in cards}


def test_words_are_looked_for_in_name_units_topics_and_place(client):
    by_name = OfferingFactory(program__name="Juru Las SMAW")
    by_unit = OfferingFactory(program__units=1)
    unit = by_unit.program.units.get()
    unit.title = "Mengelas pelat"
    unit.save()
    by_topic = OfferingFactory(place="Desa Cikulur")
    ProgramTopic.objects.create(program=by_topic.program, name="Keselamatan kerja")

    assert found(client, q="smaw LAS") == {by_name.pk}
    assert found(client, q="pelat") == {by_unit.pk}
    assert found(client, q="cikulur keselamatan") == {by_topic.pk}
    assert found(client, q="smaw cikulur") == set()


def test_place_is_where_it_is_taught_and_else_the_center_s(client):
    here, village = OfferingFactory(), OfferingFactory(region=RegionFactory(code="36.04"), method="village")

    assert found(client, place="36.74") == {here.pk}
    assert found(client, place="36.04") == {village.pk}
    assert found(client, method="village") == {village.pk}
    assertContains(client.get("/"), "Bengkel Contoh, Kab. Serang")


def test_month_boarding_and_open_narrow_too(client):
    later = OfferingFactory(
        wave=WaveFactory(starts_on=date(2031, 5, 2), ends_on=date(2031, 6, 2)), age_on=date(2031, 5, 2), boarding=True
    )
    closed = OfferingFactory(wave=WaveFactory(closed=True))

    assert found(client, month="2031-05") == {later.pk}
    assert found(client, boarding="on") == {later.pk}
    assert found(client, open="on") == {later.pk}
    assert found(client, month="2031-13", method="x", place="nowhere", center="x") == {later.pk, closed.pk}


def test_a_month_or_trade_of_which_nothing_is_on_stays_chosen_and_says_so(client):
    offering = OfferingFactory(wave=WaveFactory(past=True))

    page = client.get("/", {"track": offering.program.track.code, "month": "2040-01"})

    assertContains(page, f'<option value="{offering.program.track.code}" selected>')
    assertContains(page, '<option value="2040-01" selected>Januari 2040</option>')
    assertContains(page, "Tidak ada program yang cocok")


def test_what_somebody_typed_comes_back_escaped(client):
    assertContains(client.get("/", {"q": '"><b>'}), 'value="&quot;&gt;&lt;b&gt;"')


def test_only_what_fits_is_for_who_is_signed_in(client):
    fits, too_old = OfferingFactory(age_max=60), OfferingFactory()
    trainee = TraineeFactory(birth_date=date(1980, 1, 1))
    assert found(client, fits="on") == {fits.pk, too_old.pk}
    assertNotContains(client.get("/"), 'name="fits"')

    client.force_login(trainee.account)

    assert found(client, fits="on") == {fits.pk}
    assertContains(client.get("/"), 'name="fits"')


@pytest.mark.parametrize("size", [1, 5])
def test_what_fits_costs_the_same_for_many(client, size, django_assert_num_queries):
    trainee = TraineeFactory()
    OfferingFactory.create_batch(size)
    client.force_login(trainee.account)

    with django_assert_num_queries(6):  # session, account, cards, the person, programs, rule rows
        assert len(found(client, fits="on")) == size


def test_a_long_list_comes_in_pages_that_keep_what_was_asked(client, monkeypatch):
    monkeypatch.setattr(catalogue, "CARDS_PER_PAGE", 2)
    wave = WaveFactory()
    OfferingFactory.create_batch(5, wave=wave)

    page = client.get("/", {"open": "on", "halaman": "2"})

    assertContains(page, "Halaman 2 dari 3")
    assertContains(page, "?open=on&amp;halaman=3#program")
    assert sum(len(cards) for _wave, cards in page.context["waves"]) == 2
    assert client.get("/", {"halaman": "x"}).status_code == 200


# --- what a card says ---


def card_of(offering):
    (card,) = [card for card in showcase.on_show(past=True) if card.pk == offering.pk]
    return card


def test_first_come_says_how_many_seats_are_left_and_then_that_there_is_a_queue(client):
    cohort = CohortFactory(offering=OfferingFactory(mode="first_come"), seats=2)
    ApplicationFactory(cohort=cohort, status="provisional")
    assert (card_of(cohort.offering).label, card_of(cohort.offering).demand) == (
        "open",
        "Siapa cepat: sisa 1 dari 2 kursi",
    )

    ApplicationFactory(cohort=cohort, status="provisional")

    assert card_of(cohort.offering).label == "queue"
    assertContains(client.get("/"), "Penuh: masuk antrean")
    assertContains(client.get(cohort.offering.get_absolute_url()), "Daftar dan masuk antrean")
    assert found(client, open="on") == {cohort.offering.pk}


def test_days_are_those_on_which_the_class_meets():
    cohort = CohortFactory()
    assert (card_of(cohort.offering).days, card_of(cohort.offering).size) == (0, "200 JP")

    for day in range(3):
        SessionFactory(cohort=cohort, date=timezone.localdate() + timedelta(days=day))
    SessionFactory(cohort=cohort, date=timezone.localdate(), starts_at="16:00", ends_at="17:00")
    SessionFactory(cohort=cohort, date=timezone.localdate() + timedelta(days=9), status="cancelled")

    assert card_of(cohort.offering).size == "200 JP, 3 hari"


def test_what_can_be_applied_for_stands_first():
    closed = OfferingFactory(wave=WaveFactory(closed=True))
    soon = OfferingFactory(wave=WaveFactory(opens_at=timezone.now() + timedelta(days=2)))
    open_ = OfferingFactory(wave=WaveFactory(opens_at=timezone.now() - timedelta(days=9)))

    groups = showcase.by_wave(showcase.on_show(past=False))

    assert [[card.pk for card in cards] for _wave, cards in groups] == [[open_.pk], [soon.pk], [closed.pk]]
