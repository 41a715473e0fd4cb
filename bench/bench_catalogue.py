"""The page that everybody opens first, on cheap phones: one wave of eleven programs and thirteen classes of 16."""

import re
import time
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.template import Template
from django.test import Client

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
    client = Client()
    assert client.get("/").status_code == 200
    began = time.process_time()
    for _ in range(ROUNDS):
        client.get("/")

    figure("catalogue, uncached, CPU of the web process", (time.process_time() - began) / ROUNDS * 1000, 20, "ms")


def test_queries_of_one_catalogue_page(wave, figure, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as asked:
        Client().get("/")

    figure("catalogue, database queries", len(asked), 8, "")


def test_weight_of_the_first_load(wave, figure):
    """The page as it is sent, and what it names as whitenoise sends it: compressed once, fonts as they are."""
    page = Client().get("/").content.decode()
    sent = Client().get("/", headers={"Accept-Encoding": "gzip"}).content
    files = [Path(finders.find(path)) for path in set(re.findall(r'(?:href|src)="/static/([^"#?]+)', page))]
    weight = len(sent) + sum(len(smallest(path.read_bytes())) for path in files)

    figure("first load over the wire", weight / 1000, 100, "KB")


def smallest(content):
    return min(content, brotli.compress(content), key=len)
