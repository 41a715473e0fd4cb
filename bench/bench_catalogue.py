"""The page that everybody opens first, on cheap phones: one wave of eleven programs and thirteen classes of 16."""

import gzip
import re
import time
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
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


def test_cpu_of_one_catalogue_page(wave, figure):
    client = Client()
    assert client.get("/").status_code == 200
    began = time.process_time()
    for _ in range(ROUNDS):
        client.get("/")

    figure("catalogue, uncached, CPU of the web process", (time.process_time() - began) / ROUNDS * 1000, 15, "ms")


def test_queries_of_one_catalogue_page(wave, figure, django_assert_max_num_queries):
    with django_assert_max_num_queries(100) as asked:
        Client().get("/")

    figure("catalogue, database queries", len(asked), 8, "")


def test_weight_of_the_first_load(wave, figure):
    """The page and what it names, each as a server that compresses would send it; icons and fonts come compressed."""
    page = Client().get("/").content
    named = {path for path in re.findall(r'(?:href|src)="/static/([^"#?]+)', page.decode())}
    files = [Path(finders.find(path)) for path in sorted(named)]
    styles = b"".join(path.read_bytes() for path in files if path.suffix == ".css").decode()
    files += [Path(found) for found in map(finders.find, fonts(styles)) if found]
    weight = sum(len(gzip.compress(content)) for content in (page, *(path.read_bytes() for path in files)))

    figure("first load over the wire", weight / 1000, 100, "KB")


def fonts(styles):
    """Those that a Latin page fetches: woff2 only, as every browser of the last eight years takes it."""
    return {found.lstrip("./") for found in re.findall(r"url\(['\"]?([^'\")]+\.woff2)", styles)}
