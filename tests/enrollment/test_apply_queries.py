"""What each page of an application asks of the database: the same for one choice and three, few papers and many."""

import pytest
from django.urls import reverse

from centers import kept
from cohorts.models import OfferingDocument
from enrollment.models import Choice
from enrollment.views.steps import BY_NAME
from tests.factories.centers import DocumentKindFactory
from tests.factories.cohorts import CohortFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import ConsentTextFactory, ContactFactory, DocumentFactory, TraineeFactory

pytestmark = pytest.mark.django_db
SIZES = [(1, 1), (3, 4)]  # choices, papers of each
AGREED = {"processing": "on", "truth": "on"}


@pytest.fixture(autouse=True)
def as_in_a_rush(settings):
    """Somebody has just asked for the same: what is offered and the words of messages are at hand."""
    settings.ROWS_KEPT_FOR = settings.TEXTS_KEPT_FOR = 60
    kept.forget()


@pytest.fixture(params=SIZES, ids=["one choice, one paper", "three choices, four papers"])
def draft(request, client):
    ConsentTextFactory()
    ConsentTextFactory(purpose="truth", text="Data saya benar.")
    choices, papers = request.param
    kinds = [DocumentKindFactory(code=f"kertas{number}") for number in range(papers)]
    application = a_draft(choices, kinds)
    open_once(client, a_draft(0, kinds, like=application))
    client.force_login(application.trainee.account)
    return application


def a_draft(choices, kinds, like=None, cohort=None):
    """Complete, of somebody with all these papers; `like` another one, with the same choices."""
    cohort = like.choices.get(order=1).offering.cohorts.get() if like else cohort or CohortFactory()
    trainee = TraineeFactory(nik__indexed=False, is_studying=False, is_working=False, has_trained=False)
    application = ApplicationFactory(status="draft", cohort=cohort, trainee=trainee)
    ContactFactory(trainee=trainee)
    others = [one.offering for one in like.choices.filter(order__gt=1)] if like else []
    others += [OfferingFactory(wave=application.wave) for _ in range(choices - 1)]
    for order, offering in enumerate(others, start=2):
        Choice.objects.create(application=application, offering=offering, order=order)
    for kind in kinds:
        DocumentFactory(trainee=trainee, kind=kind)
    if not like:
        ask_for(kinds, application)
    return application


def ask_for(kinds, application):
    for choice in application.choices.all():
        OfferingDocument.objects.bulk_create(
            OfferingDocument(offering=choice.offering, kind=kind, required=True) for kind in kinds
        )


def open_once(client, application):
    """The first to come finds nothing at hand."""
    client.force_login(application.trainee.account)
    client.get(reverse("application_check", args=[application.pk]))
    client.post(reverse("application_check", args=[application.pk]), AGREED, follow=True)


def test_the_check_page(client, draft, django_assert_num_queries):
    # session, user, application with choices, texts agreed to, first pages of papers, other contact
    with django_assert_num_queries(3):
        assert client.get(reverse("application_check", args=[draft.pk])).context["may_send"]


def test_the_button(client, draft, django_assert_num_queries):
    # session, user, application with all that, consents, application held, NIK held, NIK taken, application, trail,
    # what came back from the address, message; and the test's own savepoint and its release
    with django_assert_num_queries(13):
        assert client.post(reverse("application_check", args=[draft.pk]), AGREED).status_code == 302


@pytest.mark.parametrize(("seats", "button", "result"), [(2, 16, 3), (1, 18, 4)])
def test_the_button_and_the_result_of_a_first_come_program(client, seats, button, result, django_assert_num_queries):
    """The wave held, the offering as it is, the next seat, one's choice; without a seat also the end of the queue."""
    kind, cohort = DocumentKindFactory(code="kertas"), CohortFactory(offering__mode="first_come", seats=seats)
    first = a_draft(1, [kind], cohort=cohort)
    open_once(client, first)
    draft = a_draft(0, [kind], like=first)
    client.force_login(draft.trainee.account)

    with django_assert_num_queries(button):
        sent = client.post(reverse("application_check", args=[draft.pk]), AGREED).url
    with django_assert_num_queries(result):
        assert client.get(sent).status_code == 200


def test_the_page_of_the_result(client, draft, django_assert_num_queries):
    sent = client.post(reverse("application_check", args=[draft.pk]), AGREED).url

    # session, user, application with choices
    with django_assert_num_queries(3):
        assert client.get(sent).status_code == 200


STEPS = {"person": 4, "choices": 5, "address": 8, "education": 4, "activity": 4, "contacts": 4, "documents": 7}


@pytest.mark.parametrize(("name", "queries"), STEPS.items())
def test_a_step(client, draft, name, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        assert client.get(BY_NAME[name].url_for(draft)).status_code == 200
