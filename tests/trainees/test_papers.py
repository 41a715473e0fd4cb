"""A corpus made in code: what phones send, and what people send to break things."""

import struct
import tracemalloc
import zlib
from hashlib import sha256
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from trainees.images.formats import LONG_SIDE, MAX_BYTES
from trainees.papers import InvalidPaper, clean_photo

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(width=60, height=40, mode="RGB"):
    """Left half red, right half blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image.convert(mode)


def saved(image, kind="JPEG", **options):
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def cleaned(raw):
    photo = clean_photo(BytesIO(raw))
    image = Image.open(BytesIO(photo.bytes))
    image.load()
    assert image.format == "JPEG"
    assert image.mode == "RGB"
    assert image.size == (photo.width, photo.height)
    assert photo.sha256 == sha256(photo.bytes).hexdigest()
    return photo, image


def refused(raw):
    with pytest.raises(InvalidPaper) as refusal:
        clean_photo(BytesIO(raw))
    assert refusal.value.sentence.endswith(".")
    return refusal.value.code


def is_like(pixel, colour):
    return all(abs(a - b) < 25 for a, b in zip(pixel, colour, strict=True))


def png_chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of_size(width, height):
    """A PNG whose header promises a huge picture and whose body is a few bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = png_chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + body + png_chunk(b"IEND", b"")


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_jpegs_of_every_kind_become_plain_jpegs(mode, progressive):
    photo, _ = cleaned(saved(picture(mode=mode), progressive=progressive))

    assert (photo.width, photo.height) == (60, 40)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_pngs_of_every_kind_become_jpegs(mode):
    source = picture(mode="L").convert(mode) if mode in {"I;16", "LA", "1"} else picture(mode=mode)

    photo, _ = cleaned(saved(source, "PNG"))

    assert (photo.width, photo.height) == (60, 40)


def test_transparent_parts_become_white_paper():
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 0))

    assert cleaned(saved(image, "PNG"))[1].getpixel((10, 10)) == (255, 255, 255)


def test_sixteen_bit_grey_is_not_washed_out():
    image = Image.new("I;16", (20, 20), 0x4000)

    assert is_like(cleaned(saved(image, "PNG"))[1].getpixel((10, 10)), (64, 64, 64))


@pytest.mark.parametrize(
    ("orientation", "size", "red_corner"),
    [
        (1, (60, 40), (5, 5)),
        (2, (60, 40), (55, 5)),
        (3, (60, 40), (55, 35)),
        (4, (60, 40), (5, 35)),
        (5, (40, 60), (5, 5)),
        (6, (40, 60), (35, 5)),
        (7, (40, 60), (35, 55)),
        (8, (40, 60), (5, 55)),
        (99, (60, 40), (5, 5)),
    ],
)
def test_the_photo_stands_upright_and_forgets_how_it_was_held(orientation, size, red_corner):
    exif = Image.Exif()
    exif[0x0112] = orientation

    photo, image = cleaned(saved(picture(), exif=exif))

    assert (photo.width, photo.height) == size
    assert is_like(image.getpixel(red_corner), RED)
    assert dict(image.getexif()) == {}


def test_place_camera_comment_and_profile_are_gone():
    exif = Image.Exif()
    exif[0x010F] = "KAMERA-RAHASIA"
    exif.get_ifd(0x8825)[1] = "S"
    raw = saved(picture(), exif=exif, comment=b"ALAMAT-RUMAH", icc_profile=b"PROFIL-WARNA" * 20)

    photo, image = cleaned(raw)

    assert [word for word in (b"KAMERA", b"ALAMAT", b"PROFIL", b"Exif") if word in photo.bytes] == []
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_png_text_is_gone():
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "NAMA-IBU")

    assert b"NAMA-IBU" not in cleaned(saved(picture(), "PNG", pnginfo=text))[0].bytes


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_was_appended_vanishes(kind):
    raw = saved(picture(), kind) + b"<script>alert(1)</script><?php system($_GET[0]); ?>PK\x03\x04"

    photo, _ = cleaned(raw)

    assert [word for word in (b"script", b"php", b"PK\x03\x04") if word in photo.bytes] == []


def test_a_script_inside_a_comment_vanishes():
    assert b"<script" not in cleaned(saved(picture(), comment=b"<script>alert(1)</script>"))[0].bytes


@pytest.mark.parametrize(
    ("size", "becomes"),
    [
        ((4000, 3000), (2400, 1800)),
        ((3000, 4000), (1800, 2400)),
        ((2401, 10), (2400, 10)),
        ((2400, 2400), (2400, 2400)),
    ],
)
def test_the_long_side_is_bounded(size, becomes):
    photo, _ = cleaned(saved(Image.new("RGB", size, RED)))

    assert (photo.width, photo.height) == becomes
    assert max(becomes) <= LONG_SIDE


def test_a_second_picture_in_a_phone_s_jpeg_is_dropped():
    raw = saved(picture(), "MPO", save_all=True, append_images=[picture(30, 20)])

    assert raw.startswith(b"\xff\xd8\xff")
    assert (cleaned(raw)[0].width, cleaned(raw)[0].height) == (60, 40)


def test_an_animation_is_not_a_photo():
    raw = saved(picture(), "PNG", save_all=True, append_images=[Image.new("RGB", (60, 40), BLUE)])

    assert refused(raw) == "animated"


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "PPM", "ICO", "EPS"])
def test_other_pictures_called_jpg_are_not_opened(kind):
    assert refused(saved(picture(), kind)) == "not_a_photo"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n1 0 obj", "broken"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "broken"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42", "not_a_photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not_a_photo"),
        (b"<!doctype html><script>alert(1)</script>", "not_a_photo"),
        (b"PK\x03\x04docx", "not_a_photo"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "not_a_photo"),
        (b"MZ\x90\0", "not_a_photo"),
        (b"\xff\xd8", "not_a_photo"),
        (b"\xff\xd8\xff", "broken"),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", "broken"),
        (b"\x89PNG\r\n\x1a\n", "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"<svg/>" * 50, "broken"),
    ],
)
def test_what_is_no_photo_is_refused_by_code(raw, code):
    assert refused(raw) == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_a_photo_cut_off_on_the_way_is_refused(kind, part):
    raw = saved(Image.effect_noise((300, 200), 80), kind)

    assert refused(raw[: int(len(raw) * part)]) == "broken"


@pytest.mark.parametrize("size", [(30_000, 30_000), (65_000, 65_000), (20_001, 1_000)])
def test_a_png_that_promises_too_much_is_refused_before_decoding(size):
    tracemalloc.start()
    code = refused(png_of_size(*size))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert code == "too_many_pixels"
    assert peak < 2_000_000


def test_a_jpeg_that_promises_too_much_is_refused_before_decoding():
    raw = saved(picture())
    at = raw.index(b"\xff\xc0") + 5

    assert refused(raw[:at] + struct.pack(">HH", 8000, 8000) + raw[at + 4 :]) == "too_many_pixels"


def test_thousands_of_scans_are_refused_before_decoding():
    raw = saved(picture(), progressive=True)
    at = raw.index(b"\xff\xda")

    assert refused(raw[:at] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00" * 5000 + raw[at:]) == "broken"


def test_a_text_chunk_that_unpacks_to_gigabytes_is_refused():
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 80_000_000))
    raw = saved(picture(), "PNG")

    assert refused(raw[:33] + bomb + raw[33:]) == "broken"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_odd_exif_does_not_cost_the_photo():
    raw = saved(picture(), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff garbage")

    assert (cleaned(raw)[0].width, cleaned(raw)[0].height) == (60, 40)


def test_ten_megabytes_are_the_limit_whatever_the_client_says():
    raw = saved(picture())

    assert cleaned(raw + b"\0" * (MAX_BYTES - len(raw)))[0].width == 60
    assert refused(raw + b"\0" * (MAX_BYTES - len(raw) + 1)) == "too_large"


def test_a_file_said_to_be_too_large_is_not_even_read():
    upload = SimpleUploadedFile("foto.jpg", saved(picture()), "image/jpeg")
    upload.size = MAX_BYTES + 1

    with pytest.raises(InvalidPaper) as refusal:
        clean_photo(upload)

    assert (refusal.value.code, upload.tell()) == ("too_large", 0)


def test_name_and_declared_type_are_not_believed():
    upload = SimpleUploadedFile("ktp.pdf", saved(picture(), "PNG"), "application/pdf")

    assert clean_photo(upload).width == 60


def test_cleaning_twice_changes_no_size():
    once = clean_photo(BytesIO(saved(picture(500, 300))))

    again = clean_photo(BytesIO(once.bytes))

    assert (again.width, again.height) == (500, 300)


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(["JPEG", "PNG"]),
    changes=st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_damaged_bytes_give_a_photo_or_a_refusal_and_nothing_else(kind, changes):
    raw = bytearray(saved(picture(), kind))
    for place, value in changes:
        raw[int(place * len(raw))] = value

    try:
        photo = clean_photo(BytesIO(bytes(raw)))
    except InvalidPaper:
        return
    assert max(photo.width, photo.height) <= LONG_SIDE
