"""The page that everybody opens first, on cheap phones: one wave of eleven programs and thirteen classes of 16.

Asked as a server is asked, through the whole of the application and without the test client's own work. What is drawn
once for everybody (cards, head, filter) has been drawn: that is how a process works from its second request on.
"""

import re
import time
from pathlib import Path
from statistics import median

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.template import Template
from django.test import Client, RequestFactory

from blk_portal.collector import settle
from tests.factories.cohorts import CohortFactory, OfferingFactory, WaveFactory

pytestmark = pytest.mark.django_db
ROUNDS = 200


@pytest.fixture
def wave():
    wave = WaveFactory()
    offerings = [OfferingFactory(wave=wave) for _ in range(11)]
    for number in range(13):
        CohortFactory(offering=offerings[number % 11], seats=16)
    return wave


def test_cpu_of_one_catalogue_page(wave, figure, monkeypatch):
    """All of it: middleware, queries, template. Django's tests record every template; a server does not."""
    monkeypatch.setattr(Template, "_render", lambda template, context: template.nodelist.render(context))
    asked = server()
    assert asked("/").startswith("200")

    figure("catalogue, uncached, CPU of the web process", spent(asked, "/"), 4, "ms")


def test_cpu_of_one_catalogue_page_within_its_second(wave, figure, settings):
    """What the other visitors of the same second cost."""
    settings.SHARED_PAGE_SECONDS = 60
    asked = server()
    asked("/")

    figure("catalogue, kept for a second, CPU", spent(asked, "/"), 1, "ms")


def spent(asked, path):
    """The median of ten rounds, in ms a request: what else the machine does is no work of this page."""
    rounds = []
    for _ in range(10):
        began = time.process_time()
        for _ in range(ROUNDS // 10):
            asked(path)
        rounds.append((time.process_time() - began) / (ROUNDS // 10) * 1000)
    return median(rounds)


def server():
    """Asks the application by WSGI and answers with the status; its connection stays, as CONN_MAX_AGE keeps it."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    application = WSGIHandler()
    settle()

    def asked(path):
        told = []
        environ = RequestFactory().get(path).environ | {"HTTP_HOST": "testserver"}
        answer = application(environ, lambda status, headers: told.append(status))
        b"".join(answer)
        return told[0]

    return asked


@pytest.fixture(autouse=True)
def _with_connections_closed_again():
    yield
    signals.request_started.connect(close_old_connections)
    signals.request_finished.connect(close_old_connections)


def test_queries_of_one_catalogue_page(wave, figure, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as asked:
        Client().get("/")

    figure("catalogue, database queries", len(asked), 2, "")


def test_weight_of_the_first_load(wave, figure):
    """The page as it is sent, and what it names as whitenoise sends it: compressed once, fonts as they are."""
    page = Client().get("/").content.decode()
    sent = Client().get("/", headers={"Accept-Encoding": "gzip"}).content
    files = [Path(finders.find(path)) for path in set(re.findall(r'(?:href|src)="/static/([^"#?]+)', page))]
    weight = len(sent) + sum(len(smallest(path.read_bytes())) for path in files)

    figure("first load over the wire", weight / 1000, 100, "KB")


def smallest(content):
    return min(content, brotli.compress(content), key=len)
