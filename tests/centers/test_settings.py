"""A center's settings: numbers that stay unique, a logo that is only a picture, and who signs on which day."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from centers import logos
from centers.models import Role
from centers.numbering import check_pattern, is_sound
from centers.selectors import also_definitive, official_of
from tests.factories.centers import CenterFactory, OfficialFactory, actor_at
from tests.filled import filled

pytestmark = pytest.mark.django_db


# --- the pattern of numbers ---


@pytest.mark.parametrize("pattern", ["{number}/{year}", "500.15/{number:04d}/{center}/{month}/{year}"])
def test_a_sound_pattern_is_taken(pattern):
    check_pattern(pattern)
    assert is_sound(pattern) is True


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{number}", "Pola harus memuat {year}"),
        ("tetap", "Pola harus memuat {number}, {year}"),
        ("{number}/{year}/{nik}", "Hanya {number}"),
        ("{number.__class__}/{year}", "Hanya {number}"),
        ("{number}/{year}}", "Hanya {number}"),
    ],
)
def test_a_pattern_that_would_fail_later_is_refused_where_it_is_typed(pattern, sentence):
    with pytest.raises(ValidationError) as refused:
        check_pattern(pattern)

    assert refused.value.message.startswith(sentence)
    assert is_sound(pattern) is False


# --- the page ---


@pytest.fixture
def head(client):
    actor = actor_at(CenterFactory(code="sini"), Role.HEAD)
    client.force_login(actor.user)
    return actor


def save(client, center, **more):
    url = reverse("admin:centers_center_change", args=[center.pk])
    return client.post(url, {**filled(client.get(url)), **more})


def picture(kind="PNG", size=(900, 300), **options):
    buffer = BytesIO()
    Image.new("RGB", size, "green").save(buffer, kind, **options)
    return SimpleUploadedFile("logo.png", buffer.getvalue(), content_type="image/png")


def test_a_head_changes_contacts_thresholds_and_the_logo(client, head):
    center = head.user.memberships.get().center

    save(client, center, whatsapp="+6281200000016", attendance_threshold="75", logo=picture())

    center.refresh_from_db()
    answer = client.get(reverse("center_logo", args=["sini"]))
    assert (center.whatsapp, center.attendance_threshold) == ("+6281200000016", 75)
    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (600, 200)
    contact = client.get(reverse("contact")).content.decode()
    assert "https://wa.me/6281200000016" in contact
    assert reverse("center_logo", args=["sini"]) in contact


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("whatsapp", "081200000016"),
        ("attendance_threshold", "101"),
        ("confirm_days", "0"),
        ("offer_hours", "0"),
        ("fix_days", "0"),
        ("certificate_format", "{number}"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(client, head, name, value):
    page = save(client, head.user.memberships.get().center, **{name: value})

    assert list(page.context["adminform"].form.errors) == [name]


# --- the logo ---


def code(file):
    with pytest.raises(ValidationError) as refused:
        logos.clean_logo(file)
    return refused.value.code


def test_a_logo_carries_nothing_but_its_pixels():
    hidden = Image.Exif()
    hidden[0x010E] = "rahasia"

    made = logos.clean_logo(picture("JPEG", exif=hidden)).read()

    assert made.startswith(b"\x89PNG")
    assert b"rahasia" not in made


def test_what_is_no_picture_is_refused(monkeypatch):
    whole = picture().read()

    assert code(SimpleUploadedFile("x.svg", b"<svg onload='x'/>")) == "not_an_image"
    assert code(picture("GIF")) == "not_an_image"
    assert code(SimpleUploadedFile("x.png", whole[: len(whole) // 2])) == "broken"
    assert code(picture(size=(4000, 2001))) == "too_many_pixels"
    monkeypatch.setattr(logos, "MAX_BYTES", 10)
    assert code(picture()) == "too_large"


def test_a_center_without_a_logo_has_no_address_for_it(client):
    CenterFactory(code="polos")

    assert client.get("/balai/polos/logo.png").status_code == 404


# --- who signs ---


def test_whoever_was_appointed_last_signs_while_the_appointment_lasts():
    center = CenterFactory()
    head = OfficialFactory(center=center, valid_from=date(2024, 1, 1))
    acting = OfficialFactory(center=center, acting="Plh.", valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 10))
    OfficialFactory(valid_from=date(2026, 3, 5))  # of another center

    days = [date(2023, 12, 31), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 11)]
    assert [official_of(center, day) for day in days] == [None, head, acting, acting, head]


def test_two_definitive_officials_at_one_time_are_named_not_refused(client, head):
    center = head.user.memberships.get().center
    OfficialFactory(center=center, name="Lama", valid_from=date(2020, 1, 1))
    values = {"center": center.pk, "name": "Baru", "nip": "", "position": "Kepala", "valid_from": "2026-01-01"}

    page = client.post(reverse("admin:centers_official_add"), values, follow=True)

    told = [str(one) for one in page.context["messages"]]
    assert told[0].startswith("Pada masa yang sama ada pejabat definitif lain: Lama.")


@pytest.mark.parametrize(
    ("acting", "starts", "ends", "overlaps"),
    [
        ("", date(2026, 6, 30), None, True),
        ("", date(2026, 7, 1), None, False),
        ("", date(2025, 1, 1), date(2025, 12, 31), False),
        ("", date(2025, 1, 1), date(2026, 1, 1), True),
        ("Plt.", date(2026, 2, 1), date(2026, 3, 1), False),
    ],
)
def test_overlapping_is_counted_by_the_day(acting, starts, ends, overlaps):
    center = CenterFactory()
    OfficialFactory(center=center, valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30))

    other = OfficialFactory(center=center, acting=acting, valid_from=starts, valid_to=ends)

    assert also_definitive(other).exists() is overlaps
