"""A session that dies under somebody's hands: what was typed is there again after signing in."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories.centers import BANTEN, JELUPANG, SERPONG_UTARA, TANGSEL
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import TraineeFactory, nik_for
from trainees.models import Trainee

pytestmark = pytest.mark.django_db
TYPED = {
    "full_name": "Suharti",
    "nik": "3674025205040007",
    "birth_place": "Cilegon",
    "birth_date_day": "12",
    "birth_date_month": "5",
    "birth_date_year": "2004",
    "sex": "F",
}


@pytest.fixture
def draft(cohort):
    trainee = TraineeFactory(nik__indexed=False)
    return ApplicationFactory(cohort=cohort, trainee=trainee, status="draft")


@pytest.fixture
def visitor(draft):
    """Whose session has just died."""
    visitor = Client()
    visitor.force_login(draft.trainee.account)
    Session.objects.all().delete()
    return visitor


def page(application, slug="data-diri"):
    return reverse("application_step", args=[application.pk, slug])


def back(visitor, application, slug="data-diri"):
    """Signed in again, in the session the visitor has by now, and led on to where they were."""
    visitor.force_login(application.trainee.account)
    return visitor.get(page(application, slug))


def test_what_was_typed_is_shown_again_and_saved_by_pressing_once_more(visitor, draft):
    assertRedirects(
        visitor.post(page(draft), TYPED),
        f"{reverse('account_login')}?next={page(draft)}",
        fetch_redirect_response=False,
    )
    shown = back(visitor, draft)

    assertContains(shown, "Isian Anda masih ada")
    assertContains(shown, 'value="Suharti"')
    assertContains(shown, '<option value="2004" selected>')
    assertNotContains(visitor.get(page(draft)), "Isian Anda masih ada")
    assertRedirects(visitor.post(page(draft), TYPED), page(draft, "pilihan"))
    assert Trainee.objects.get().full_name == "Suharti"


def test_nothing_is_saved_while_signed_out(visitor, draft):
    before = draft.trainee.full_name
    visitor.post(page(draft), TYPED)

    draft.trainee.refresh_from_db()
    assert draft.trainee.full_name == before


def test_it_lies_sealed_in_the_session(visitor, draft):
    visitor.post(page(draft), TYPED)

    kept = Session.objects.get().get_decoded()
    assert set(kept) >= {"typed"}
    assert "Suharti" not in str(kept)
    assert TYPED["nik"] not in str(kept)


def test_the_lists_of_an_address_come_back_as_far_as_they_had_grown(visitor, draft):
    given = {"area": TANGSEL, "within": SERPONG_UTARA, "village": JELUPANG, "address": "Kp. Lain RT 03/04"}
    visitor.post(page(draft, "alamat"), given)

    form = back(visitor, draft, "alamat").context["form"]

    assert BANTEN not in form.initial.values()
    assert {name: form[name].value() for name in given} == given


def test_answers_given_by_circles_come_back_too(visitor, draft):
    from_page = {"is_working": "yes", "abroad_interest": "no"}
    visitor.post(page(draft, "kegiatan"), from_page)

    form = back(visitor, draft, "kegiatan").context["form"]
    assert (form["is_working"].value(), form["abroad_interest"].value()) == ("yes", "no")


def test_after_an_hour_it_is_forgotten(visitor, draft, time_machine):
    visitor.post(page(draft), TYPED)
    time_machine.move_to(timezone.now() + timedelta(minutes=61))

    assertNotContains(back(visitor, draft), "Isian Anda masih ada")


def test_somebody_else_on_the_same_phone_does_not_see_it(visitor, draft):
    visitor.post(page(draft), TYPED)
    other = ApplicationFactory(trainee=TraineeFactory(), status="draft")

    assert back(visitor, other).status_code == 200
    assertNotContains(visitor.get(page(other)), "Suharti")
    assert visitor.get(page(draft)).status_code == 404


def test_more_than_a_form_can_hold_is_not_kept(visitor, draft):
    visitor.post(page(draft), TYPED | {"address": "x" * 9000})

    assert not Session.objects.filter(expire_date__gt=timezone.now()).exists()


def test_a_visitor_who_only_looks_leaves_nothing(visitor, draft):
    assertRedirects(
        visitor.get(page(draft)), f"{reverse('account_login')}?next={page(draft)}", fetch_redirect_response=False
    )
    assert not Session.objects.exists()
    assert nik_for(draft.trainee.birth_date, "F", 7) == TYPED["nik"]
