"""Who shows a person, writes it down: asked of every address with every object."""

import pytest

from audit.models import ViewLog
from centers import telling
from tests.guards import PortalClient
from tests.test_roles import asked_of_models, asked_of_pages
from tests.world import World
from trainees.models import Trainee

IN_PUBLIC = {  # whoever holds the paper or the link reads what stands there; nobody is found by name
    "verify",
    "guardian_consent",
    "sitemap",
}
NOBODY_S = ("text/html", "text/plain", "text/javascript", "application/javascript", "application/manifest+json")


def asked(letter, world):
    return [*asked_of_pages(letter, world), *asked_of_models(letter, world)]


def text_of(response):
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return ""
    return response.content.decode()


def is_a_file(response):
    """Something that leaves the portal and is no page: a photo, a PDF, a sheet."""
    return response.status_code == 200 and not response["Content-Type"].startswith(NOBODY_S)


def read_to_the_end(response):
    """The test client closes a stream then, and its file with it."""
    if response.streaming:
        list(response.streaming_content)


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_every_address_that_shows_a_person_writes_the_view_log_in_words():
    """As a superuser, for whom every page is open; what it writes does not depend on who asks."""
    world, client = World(), PortalClient()
    names = set(Trainee.objects.exclude(full_name="").order_by("pk").values_list("full_name", flat=True))
    unwritten, shown = [], 0
    for method, url, _expected, row in asked("s", world):
        if "_auth_user_id" not in client.session:
            client.force_login(world.people["superuser"])
        before = ViewLog.objects.count()
        response = client.generic(method, url)
        text = text_of(response)
        shows = any(name in text for name in names) or (is_a_file(response) and "logo" not in url)
        read_to_the_end(response)
        if shows and row.split()[0] not in IN_PUBLIC:
            shown += 1
            unwritten += [row] if ViewLog.objects.count() == before else []

    pages = set(ViewLog.objects.order_by().values_list("page", flat=True)) - {"x"}
    assert unwritten == [], unwritten
    assert shown > 60
    assert {page for page in pages if telling.page_words(page) == page} == set()


@pytest.mark.django_db
def test_every_row_says_how_many_people_were_shown():
    world, client = World(), PortalClient()
    client.force_login(world.people["officer"])

    client.get("/admin/enrollment/application/")

    row = ViewLog.objects.order_by("-pk").first()
    assert row.rows == len(row.subject_ids) > 1
