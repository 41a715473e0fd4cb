"""WhatsApp's templates without a shell: seen, renamed, drafted, and given to the worker to submit and to ask about."""

import pytest
from django.urls import reverse

from centers.models import Role
from jobs import runner
from jobs.models import Job
from notifications import texts
from notifications.models import LANGUAGES, WhatsAppTemplate
from tests import whatsapp
from tests.factories.accounts import SuperuserFactory
from tests.factories.centers import CenterFactory, actor_at
from tests.filled import filled

pytestmark = pytest.mark.django_db
KIND = "enrollment/accepted"


@pytest.fixture
def root(client):
    user = SuperuserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def meta(settings):
    with whatsapp.running() as meta:
        for name, value in whatsapp.settings_for(meta).items():
            setattr(settings, name, value)
        yield meta


@pytest.fixture
def template():
    return WhatsAppTemplate.objects.create(
        kind=KIND, name="blk_accepted", parameters=texts.parameters(KIND, "id"), approval="approved"
    )


def press(client, name):
    return client.post(reverse("admin:whatsapp_templates", args=[name]))


def save(client, template, **values):
    url = reverse("admin:notifications_whatsapptemplate_change", args=[template.pk])
    answer = client.post(url, filled(client.get(url)) | values)
    template.refresh_from_db()
    return answer


def test_what_is_missing_is_drafted_at_once_and_only_once(client, root):
    for _time in range(2):
        press(client, "siapkan")

    assert set(WhatsAppTemplate.objects.values_list("approval", flat=True)) == {"draft"}
    assert set(WhatsAppTemplate.objects.filter(kind=KIND).values_list("language", flat=True)) == {
        code for code, _name in LANGUAGES
    }


def test_the_button_asks_nobody_and_the_worker_submits_each_draft(client, root, meta, template):
    WhatsAppTemplate.objects.update(approval="draft")

    answers = [press(client, "ajukan").url for _time in range(2)]
    job, asked = Job.objects.get(), list(meta.requests)
    runner.run_due()

    template.refresh_from_db()
    job.refresh_from_db()
    assert (answers, asked) == ([job.get_absolute_url()] * 2, [])
    assert (job.state, job.done, template.approval) == ("done", 1, "pending")


def test_the_worker_asks_what_became_of_them(client, root, meta, template):
    WhatsAppTemplate.objects.update(approval="pending")
    meta.approve(template.name, len(template.parameters))

    press(client, "tanyakan")
    runner.run_due()

    template.refresh_from_db()
    assert template.approval == "approved"


def test_what_is_not_set_up_or_unknown_starts_no_work(client, root):
    assert press(client, "ajukan").url == reverse("admin:channels")
    assert press(client, "lain").status_code == 404
    assert Job.objects.exists() is False


def test_another_name_is_another_template_and_must_be_asked_about(client, root, template):
    save(client, template, name="Diterima Baru")
    assert (template.name, template.approval) == ("diterima_baru", "draft")

    WhatsAppTemplate.objects.update(approval="approved")
    save(client, template)
    assert template.approval == "approved"


@pytest.mark.parametrize(
    ("values", "field"), [({"name": "tanda!"}, "name"), ({"parameters": "nama, nik"}, "parameters")]
)
def test_what_meta_or_the_event_does_not_know_is_refused(client, root, template, values, field):
    page = save(client, template, **values)

    assert list(page.context["adminform"].form.errors) == [field]
    assert template.approval == "approved"


def test_the_order_of_the_gaps_is_typed_in_one_line(client, root, template):
    save(client, template, parameters="balai,  nama")

    assert (template.parameters, template.approval) == (["balai", "nama"], "draft")


def test_a_head_reads_the_names_and_has_no_buttons(client, template):
    client.force_login(actor_at(CenterFactory(), Role.HEAD).user)

    page = client.get(reverse("admin:channels")).content.decode()

    assert ("blk_accepted" in page, "saluran/templat" in page, "whatsapptemplate" in page) == (True, False, False)
