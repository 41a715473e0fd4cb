import pytest
from django.http import HttpResponse

from audit import request_id
from audit.request_id import RequestIdMiddleware, current, fresh


@pytest.fixture
def answer(rf):
    seen = []

    def page(request):
        seen.append(current())
        return HttpResponse("ok")

    def ask(**headers):
        response = RequestIdMiddleware(page)(rf.get("/kelas/", headers=headers))
        return response["X-Request-ID"], seen[-1]

    return ask


def test_every_request_has_an_id_and_says_it(answer):
    told, inside = answer()

    assert told == inside
    assert told.isalpha()
    assert len(told) == 20


def test_a_sound_id_from_the_proxy_is_kept(answer):
    assert answer(**{"X-Request-ID": "edge-0a1b2c3d"}) == ("edge-0a1b2c3d", "edge-0a1b2c3d")


@pytest.mark.parametrize("offered", ["3604010101900001", "x", "a" * 65, "line\nbreak-line", "satu dua tiga"])
def test_an_unsound_id_is_replaced(answer, offered):
    told, _ = answer(**{"X-Request-ID": offered})

    assert told != offered
    assert request_id.SOUND.fullmatch(told)


def test_no_id_outlives_its_request(answer):
    answer()

    assert current() == ""


def test_ids_differ():
    assert len({fresh() for _ in range(100)}) == 100
