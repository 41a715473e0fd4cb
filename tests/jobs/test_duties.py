import pytest

from jobs.tasks import duties

CALLS = []


def one():
    CALLS.append("one")


def broken():
    raise KeyError("Siti Aminah")


def two():
    CALLS.append("two")


def path(function):
    return f"{__name__}.{function.__name__}"


def test_each_duty_is_done_whatever_the_others_did(settings):
    CALLS.clear()
    settings.DUTIES = [path(one), path(broken), path(two)]

    with pytest.raises(ExceptionGroup, match="duties failed") as failure:
        duties()

    assert CALLS == ["one", "two"]
    assert [type(error) for error in failure.value.exceptions] == [KeyError]


def test_a_duty_nobody_wrote_is_said_loudly(settings):
    settings.DUTIES = ["jobs.nowhere.to_be_found"]

    with pytest.raises(ExceptionGroup) as failure:
        duties()

    assert [type(error) for error in failure.value.exceptions] == [ModuleNotFoundError]
