"""Uploaded photos: only JPEG and PNG, looked at by content, never kept as they came.

What is stored is drawn anew from the pixels: turned upright, at most 2400 px long, without place, camera or any byte
of the original file, so whatever else was hidden in it is gone. Everything is bounded before the first pixel is read.
"""

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image
from PIL.Image import Transpose

MAX_BYTES = 10 * 1024 * 1024
LONG_SIDE = 2400
QUALITY = 85
SIGNATURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
# A PNG is decoded whole (up to 8 bytes a pixel at the peak), a JPEG at a fraction of its size, straight from the file.
MAX_PIXELS = {"JPEG": 40_000_000, "PNG": 20_000_000}
# Cameras write about ten scans; a file with thousands would keep a processor busy for minutes.
MAX_SCANS = 100
START_OF_SCAN = b"\xff\xda"

ORIENTATION = 0x0112
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


class InvalidPhoto(ValueError):
    """This can't become a photo. `code` is for tests and logs, `sentence` tells the person what to do."""

    def __init__(self, code, sentence):
        super().__init__(code)
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG of our own making. `sha256` is that of `bytes`."""

    bytes: bytes
    width: int
    height: int
    sha256: str


def clean_photo(file) -> CleanPhoto:
    """The photo in an open binary file (an upload), made anew; InvalidPhoto with what to do if there is none."""
    raw = _read(file)
    kind = _kind(raw)
    image = _drawn(_opened(raw, kind))
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    made = out.getvalue()
    return CleanPhoto(made, *image.size, sha256(made).hexdigest())


def _read(file):
    """At most one byte more than allowed: the size a client states is a hint, not a fact."""
    raw = b"" if (getattr(file, "size", None) or 0) > MAX_BYTES else file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES or (getattr(file, "size", None) or 0) > MAX_BYTES:
        raise InvalidPhoto(
            "too_large",
            _("Foto ini lebih dari 10 MB. Kecilkan fotonya atau ambil ulang dengan ukuran kamera lebih kecil."),
        )
    if not raw:
        raise InvalidPhoto("empty", _("Berkas ini kosong. Pilih atau ambil fotonya sekali lagi."))
    return raw


def _kind(raw):
    for signature, kind in SIGNATURES.items():
        if raw.startswith(signature):
            return kind
    if raw[4:8] == b"ftyp" and raw[8:12] in HEIC_BRANDS:
        raise InvalidPhoto(
            "heic",
            _(
                "Foto ini berformat HEIC. Ambil tangkapan layar dari foto itu, atau di iPhone pilih Pengaturan > "
                "Kamera > Format > Paling Kompatibel, lalu foto ulang."
            ),
        )
    if raw.startswith(b"%PDF"):
        raise InvalidPhoto(
            "pdf", _("Ini berkas PDF. Yang diminta foto: foto halamannya dengan ponsel, lalu kirim fotonya.")
        )
    raise InvalidPhoto(
        "not_a_photo", _("Berkas ini bukan foto JPG atau PNG. Ambil foto dengan kamera ponsel, lalu kirim lagi.")
    )


def _opened(raw, kind):
    """The image with only its header read; too many pixels, scans or frames end here."""
    if kind == "JPEG" and raw.count(START_OF_SCAN) > MAX_SCANS:
        raise _broken()
    try:
        image = Image.open(BytesIO(raw), formats=[kind])
        width, height = image.size
        frames = 1 if kind == "JPEG" else getattr(image, "n_frames", 1)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception as problem:  # a decoder fed with hostile bytes may raise anything
        raise _broken() from problem
    if width * height > MAX_PIXELS[kind]:
        raise _too_many_pixels()
    if frames > 1:
        raise InvalidPhoto("animated", _("Gambar ini bergerak. Kirim foto biasa, misalnya dari kamera ponsel."))
    return image


def _drawn(image):
    """Upright RGB pixels of a bounded size, carrying nothing else (`info` would bring along comments and profiles)."""
    try:
        turn = UPRIGHT.get(_orientation(image))
        image.draft(image.mode, (LONG_SIDE, LONG_SIDE))
        image.load()
        image = _flat(image)
        image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
        image = image.transpose(turn) if turn is not None else image
    except Exception as problem:  # as above: cut off, altered, or made to break decoders
        raise _broken() from problem
    image.info = {}
    return image


def _orientation(image):
    """Phones write odd EXIF; a photo is not lost for that, it is only not turned."""
    try:
        return image.getexif().get(ORIENTATION)
    except Exception:
        return None


def _flat(image):
    """RGB on white. Sixteen-bit grey is scaled first, since converting it would clip nearly all of it to white."""
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        return paper
    return image if image.mode == "RGB" else image.convert("RGB")


def _too_many_pixels():
    return InvalidPhoto(
        "too_many_pixels",
        _("Ukuran foto ini terlalu besar. Pilih ukuran kamera 12 megapiksel atau kurang, lalu foto ulang."),
    )


def _broken():
    return InvalidPhoto("broken", _("Foto ini rusak atau tidak terkirim lengkap. Ambil foto baru, lalu kirim lagi."))
