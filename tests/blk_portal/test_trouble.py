"""What a person reads when the database has gone, or when we made a mistake."""

import sys

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.urls import path
from pytest_django.asserts import assertContains, assertNotContains

handler500 = "blk_portal.trouble.last_word"


@login_not_required
def away(request):
    raise OperationalError("server closed the connection unexpectedly")


@login_not_required
def cut(request):
    raise InterfaceError("connection already closed")


@login_not_required
def midway(request):
    raise DatabaseError("server closed the connection unexpectedly, before or while processing the request")


@login_not_required
def twice(request):
    raise IntegrityError("one_application_per_wave")


@login_not_required
def wrong(request):
    raise RuntimeError("no such thing")


urlpatterns = [
    path("pergi", away),
    path("putus", cut),
    path("tengah", midway),
    path("ganda", twice),
    path("salah", wrong),
]


@pytest.fixture
def page(client, settings):
    settings.ROOT_URLCONF = sys.modules[__name__]
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("address", ["/pergi", "/putus", "/tengah"])
def test_without_its_database_a_page_asks_to_try_again(page, address):
    answer = page.get(f"{address}?dari=1")

    assertContains(answer, "<h1>Sebentar, coba lagi</h1>", status_code=503)
    assertContains(answer, f'href="{address}?dari=1"', status_code=503)
    assert (answer["Retry-After"], answer["Cache-Control"]) == ("10", "no-store")


def test_what_was_sent_can_be_sent_again(page):
    answer = page.post("/pergi", {"nama": "Siti"})

    assertContains(answer, "isian Anda dikirim sekali lagi", status_code=503)
    assertNotContains(answer, "<a ", status_code=503)


@pytest.mark.parametrize("address", ["/salah", "/ganda"])
def test_a_mistake_of_ours_stays_a_500(page, address):
    assertContains(page.get(address), "Ada gangguan di pihak kami", status_code=500)


# --- what nobody can read ------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"nik=+AGE-", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"x=" + b"x" * 2_600_000, "application/x-www-form-urlencoded"),
        (b"x=&" * 4_001, "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data"),
        (b"x", f"multipart/form-data; boundary={'b' * 300}"),
    ],
)
@pytest.mark.parametrize("address", ["/akun/login/", "/tidak-ada/"])
def test_a_form_nobody_can_read_is_said_to_be_one(client, address, body, kind):
    client.handler.enforce_csrf_checks = True

    answer = client.post(address, body, content_type=kind)

    assertContains(answer, "Permintaan ini tidak bisa dibaca", status_code=400)


class CutLine:
    def read(self, *_):
        raise OSError("connection reset by peer")

    readline = read


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_form_that_was_cut_off_on_its_way_is_no_error_of_ours(client, kind):
    answer = client.generic("POST", "/akun/login/", b"x=1", kind, **{"wsgi.input": CutLine()})

    assert answer.status_code == 400
