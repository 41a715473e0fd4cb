"""Templates: drafted from our texts, read by Meta, and what it says of them."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from notifications import approvals, duties, texts
from notifications.events import catalogue
from notifications.models import LANGUAGES, WhatsAppTemplate
from tests.whatsapp import ACCOUNT_ID, VERSION

pytestmark = pytest.mark.django_db
KIND = "enrollment/accepted"


@pytest.fixture
def template(meta):
    meta.templates.clear()
    WhatsAppTemplate.objects.all().delete()
    parameters = texts.parameters(KIND, "id")
    return WhatsAppTemplate.objects.create(kind=KIND, name="blk_enrollment_accepted", parameters=parameters)


def approval(template):
    template.refresh_from_db()
    return template.approval


def command(*arguments):
    out = io.StringIO()
    call_command("whatsapp_templates", *arguments, stdout=out)
    return out.getvalue()


def test_every_event_with_a_short_text_gets_a_draft_in_each_language_once():
    drafts = approvals.draft()

    assert {(draft.kind, draft.language) for draft in drafts} == {
        (kind, code) for kind in catalogue() for code, _name in LANGUAGES
    }
    assert all(draft.name.isascii() and draft.name == draft.name.lower() for draft in drafts)
    assert approvals.draft() == []


def test_meta_reads_the_text_with_numbered_gaps_and_an_example_for_each(template):
    said = approvals.application(template)

    (body,) = said["components"]
    assert (said["name"], said["language"], said["category"]) == ("blk_enrollment_accepted", "id", "UTILITY")
    assert [f"{{{{{n}}}}}" in body["text"] for n in range(1, len(template.parameters) + 2)] == [
        *[True] * len(template.parameters),
        False,
    ]
    assert len(body["example"]["body_text"][0]) == len(template.parameters)


def test_a_code_travels_in_metas_own_words(meta):
    code = WhatsAppTemplate(kind="entrance/code", name="blk_entrance_code", parameters=["kode"])

    said = approvals.application(code)

    assert said["category"] == "AUTHENTICATION"
    assert said["components"] == [
        {"type": "BODY", "add_security_recommendation": True},
        {"type": "FOOTER", "code_expiration_minutes": 15},
        {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]},
    ]


def test_a_draft_is_submitted_waits_and_is_approved(template, meta):
    assert [answer for _template, answer in approvals.submit()] == ["submitted"]
    assert approval(template) == "pending"

    meta.templates[template.name, "id"]["status"] = "APPROVED"
    approvals.sync()
    assert approval(template) == "approved"
    assert [*approvals.submit()] == []


def test_every_text_of_the_portal_passes_metas_first_look(template, meta):
    approvals.draft()

    answers = {answer for _template, answer in approvals.submit()}

    assert answers == {"submitted"}
    assert set(meta.requests) == {f"/{VERSION}/{ACCOUNT_ID}/message_templates"}


def test_what_meta_no_longer_has_is_a_draft_again_and_every_page_is_read(template, meta):
    meta.page_size = 2
    for number in range(5):
        meta.approve(f"other_{number}", 0)
    meta.approve(template.name, len(template.parameters))
    approvals.sync()
    assert approval(template) == "approved"

    del meta.templates[template.name, "id"]
    approvals.sync()
    assert approval(template) == "draft"


def test_the_duty_asks_once_an_hour_and_again_after_a_failure(template, meta, settings):
    meta.approve(template.name, len(template.parameters))
    WhatsAppTemplate.objects.update(approval="pending")
    good = settings.WHATSAPP_API
    with time_machine.travel(timezone.now(), tick=False) as clock:
        settings.WHATSAPP_API = "http://127.0.0.1:1"
        with pytest.raises(approvals.graph.ChannelDown):
            duties.sync_whatsapp_templates()
        settings.WHATSAPP_API = good
        duties.sync_whatsapp_templates()
        assert approval(template) == "approved"

        meta.templates[template.name, "id"]["status"] = "PAUSED"
        clock.shift(timedelta(minutes=59))
        duties.sync_whatsapp_templates()
        assert approval(template) == "approved"
        clock.shift(timedelta(minutes=2))
        duties.sync_whatsapp_templates()
        assert approval(template) == "paused"


def test_the_command_submits_asks_and_lists(template, meta):
    meta.approve("blk_enrollment_reserve", 9)

    said = command("--submit", "--sync")

    assert "blk_enrollment_accepted (id): submitted" in said
    assert any(line.startswith("pending   id blk_enrollment_accepted (") for line in said.splitlines())
    assert "blk_enrollment_accepted" in command()


def test_without_whatsapp_the_command_lists_and_refuses_the_rest():
    assert command() == ""
    with pytest.raises(CommandError, match="not configured"):
        command("--sync")


def test_meta_away_is_said_in_a_sentence(template, settings):
    settings.WHATSAPP_API = "http://127.0.0.1:1"

    with pytest.raises(CommandError, match="Meta did not do it: ConnectError"):
        command("--sync")
