"""What a file is, by its first bytes and nothing else; how much of it we read; how it may be refused."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE  # one file
MAX_PAGES = 10  # one document
LONG_SIDE = 2400  # of the pictures we make
# A camera's "50 megapixel" is 49.9 million. A JPEG that large is decoded at a half or a quarter of its size; the
# others are decoded whole.
MAX_PIXELS = {"JPEG": 52_000_000, "PNG": 20_000_000, "WEBP": 20_000_000, "HEIC": 26_000_000}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG of our own making. `sharpness` is low where nothing in it has an edge."""

    bytes: bytes
    width: int
    height: int
    sharpness: int


class Unreadable(ValueError):
    """This can't become a picture; `code` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def kind_of(raw):
    """One of the five kinds we open, or None."""
    if raw.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if raw.startswith(b"%PDF-"):
        return "PDF"
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return "WEBP"
    return "HEIC" if raw[4:8] == b"ftyp" and raw[8:12] in HEIC_BRANDS else None
