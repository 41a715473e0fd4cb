import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainees.rules.phones import InvalidPhone, as_dialled, clean_phone, masked_email, masked_phone


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "(0812) 3456.7890",
        "6281234567890",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 (0)812 3456 7890",
        "006281234567890",
        "81234567890",
        " 081234567890\u00a0",
    ],
)
def test_every_way_of_writing_gives_one_number(typed):
    assert clean_phone(typed) == "+6281234567890"


@pytest.mark.parametrize("typed", ["0811234567", "08123456789", "0895123456789", "0881012345678"])
def test_short_and_long_numbers_of_real_networks_are_accepted(typed):
    assert clean_phone(typed) == "+62" + typed[1:]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("0812", "impossible"),
        ("08123456789012345", "impossible"),
        ("0000000000", "impossible"),
        ("nol delapan", "not_digits"),
        ("0812x345", "not_digits"),
        ("-", "impossible"),
        ("+65 9123 4567", "foreign"),
        ("+1 650 253 0000", "foreign"),
        ("021 5555 1234", "not_mobile"),
    ],
)
def test_what_cannot_receive_a_message_is_refused_by_code(typed, code):
    with pytest.raises(InvalidPhone) as refusal:
        clean_phone(typed)

    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


@given(st.text(max_size=20))
def test_any_text_is_either_a_number_that_stays_itself_or_refused(text):
    try:
        phone = clean_phone(text)
    except InvalidPhone:
        return
    assert phone.startswith("+628")
    assert clean_phone(phone) == phone


def test_masks_show_enough_to_recognise_and_too_little_to_use():
    assert masked_phone("+6281234567890") == "+62812****7890"
    assert masked_phone("12345") == "*****"
    assert masked_phone("") == ""
    assert masked_email("siti.aminah@contoh.id") == "s***@contoh.id"
    assert masked_email("a@b.id") == "a***@b.id"
    assert masked_email("bukan-alamat") == "************"
    assert masked_email("") == ""


def test_a_number_is_shown_as_people_dial_it():
    assert as_dialled("+6281234567890") == "0812 3456 7890"
    assert as_dialled("+819012345678") == "+819012345678"
