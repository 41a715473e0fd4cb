"""Whoever pressed the language button reads English on every page, not only in the catalogue of translations."""

from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst

from blk_portal.management.commands import messages_extract
from tests.addresses import ARGUMENTS, MORE, OBJECT_OF, WITHOUT_NAME, WITHOUT_OBJECT
from tests.role_pages import PAGES
from tests.role_table import LETTERS, MODELS
from tests.world import World

READ_ALOUD = {"aria-label", "placeholder", "title", "data-label"}
MODEL_OF = {name: model for model, names in OBJECT_OF.items() for name in names}
OF_THE_WORLD = {"Isi"}  # what its announcement says; a name or text of a center's own stays as it was written
ROWS = [line.split() for line in PAGES.strip().splitlines() if not line.startswith(("#", "POST"))]


class Words(HTMLParser):
    """Every text that a page shows or reads out, but for what it marks as Indonesian."""

    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.silent = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.silent = tag in {"script", "style"} or dict(attributes).get("lang") == "id"
        self.found |= {plain(value) for name, value in attributes if name in READ_ALOUD and value}

    def handle_endtag(self, tag):
        self.silent = False

    def handle_data(self, data):
        if not self.silent:
            self.found.add(plain(data))


def plain(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def indonesian():
    """What no English page says: the sentences of the portal that are written otherwise in English."""
    messages = [message for message in messages_extract.load("en") if isinstance(message.id, str) and message.id]
    english = {message.string for message in messages}
    return {message.id for message in messages} - english - {capfirst(string) for string in english} - OF_THE_WORLD


def pages_of(role, world):
    """Every address that answers `role`, about what is their own."""
    letter = next(letter for letter, name in LETTERS.items() if name == role)
    for name, which, *statuses in ROWS:
        if which in {"-", "own"} and name not in WITHOUT_NAME and statuses[list(LETTERS).index(letter)] == "200":
            yield reverse(name, args=[*arguments_of(name, which, world), *MORE.get(name, [])])
    for model, rights in MODELS.items():
        yield from admin_pages_of(letter, model, rights, world.own[model])


def arguments_of(name, which, world):
    if which == "-":
        return WITHOUT_OBJECT.get(name, [])
    return ARGUMENTS[MODEL_OF[name]](world.own[MODEL_OF[name]])


def admin_pages_of(letter, model, rights, one):
    page = f"admin:{model.replace('.', '_')}"
    if letter in rights.see:
        yield from (reverse(f"{page}_changelist"), reverse(f"{page}_change", args=[one.pk]))
    if letter in rights.add:
        yield reverse(f"{page}_add")
    yield from (reverse(f"{page}_move", args=[one.pk, move]) for move, who in rights.moves.items() if letter in who)


@pytest.mark.django_db
@pytest.mark.timeout(120)
@pytest.mark.parametrize("role", ["anonymous", "trainee", "instructor", "head", "superuser"])
def test_no_page_falls_back_to_indonesian(role, client, indonesian):
    world = World()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    left = {}
    for url in pages_of(role, world):
        if role != "anonymous" and "_auth_user_id" not in client.session:
            client.force_login(world.people[role])
        response = client.get(url, headers={"accept-language": "en"})
        if response.streaming:
            response.file_to_stream.close()
        elif response.headers["Content-Type"].startswith("text/html"):
            page = response.content.decode()
            wrong = Words(page).found & indonesian
            if wrong or ("<html" in page and 'lang="en"' not in page):
                left[url] = sorted(wrong)

    assert left == {}
