"""Uploaded papers: photos and scans, looked at by content, never kept as they came.

What people see are pictures of our own making. Only a PDF is also kept whole: to be saved, never shown.
"""

import re
from dataclasses import dataclass
from hashlib import sha256
from time import monotonic

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainees.images import drawing, sandbox
from trainees.images.formats import MAX_BYTES, MAX_PAGES, Unreadable, kind_of

SECONDS = 20  # for all files of one document
IN_CHILD = {"WEBP", "HEIC", "PDF"}
TINY = 600  # px of the long side
BLURRED = 20  # a page of small type reads well above 50, one nobody can read lies below 10
NAME_LENGTH = 24
UNPRINTABLE = re.compile(r"[^\w\s.,()&+@=-]|[\r\n\t_]+")

SENTENCES = {
    "empty": gettext_lazy("Berkas ini kosong. Pilih atau ambil fotonya sekali lagi."),
    "too_large": gettext_lazy(
        "Berkas ini lebih dari 10 MB. Kecilkan berkasnya atau ambil ulang dengan ukuran kamera lebih kecil."
    ),
    "not_a_photo": gettext_lazy(
        "Berkas ini bukan foto (JPG, PNG, WebP, HEIC) atau PDF. Ambil foto dengan kamera ponsel, lalu kirim lagi."
    ),
    "broken": gettext_lazy("Berkas ini rusak atau tidak terkirim lengkap. Ambil foto baru, lalu kirim lagi."),
    "animated": gettext_lazy("Gambar ini bergerak. Kirim foto biasa, misalnya dari kamera ponsel."),
    "too_many_pixels": gettext_lazy(
        "Ukuran foto ini terlalu besar. Pilih ukuran kamera 12 megapiksel atau kurang, lalu foto ulang."
    ),
    "too_many_pages": gettext_lazy("Satu dokumen paling banyak 10 halaman. Kirim halaman yang diminta saja."),
    "locked": gettext_lazy(
        "PDF ini dikunci dengan kata sandi. Simpan ulang tanpa kata sandi, atau foto halamannya dengan ponsel."
    ),
    "too_slow": gettext_lazy(
        "Berkas ini terlalu rumit untuk dibuka. Foto halamannya dengan ponsel, lalu kirim fotonya."
    ),
    "too_heavy": gettext_lazy(
        "Berkas ini terlalu berat untuk dibuka. Foto halamannya dengan ponsel, lalu kirim fotonya."
    ),
    "busy": gettext_lazy("Sedang banyak yang mengirim berkas. Tunggu satu menit, lalu kirim lagi."),
}


class InvalidPaper(ValueError):
    """This can't become a page. `code` is for tests and logs, `sentence` tells the person what to do."""

    def __init__(self, code, sentence=""):
        super().__init__(code)
        self.code = code
        self.sentence = sentence or str(SENTENCES[code])


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG of our own making. `sha256` is that of `bytes`."""

    bytes: bytes
    width: int
    height: int
    sha256: str
    sharpness: int = 0

    @property
    def hints(self):
        """What a person may want to do over; never a reason to refuse."""
        tiny, blurred = max(self.width, self.height) < TINY, self.sharpness < BLURRED
        return [code for code, holds in (("tiny", tiny), ("blurred", blurred)) if holds]


@dataclass(frozen=True, slots=True)
class CleanPaper:
    """The good pages of what was sent, the PDF they came from, and what was wrong with the other files."""

    pages: tuple
    original: bytes | None = None
    problems: tuple = ()

    @property
    def hints(self):
        return [(number, code) for number, page in enumerate(self.pages, 1) for code in page.hints]


def clean_upload(files):
    """The files of one document, in their order. A bad one costs only itself: it is in `problems`."""
    deadline = monotonic() + SECONDS
    pages, originals, problems = [], [], []
    for position, file in enumerate(files, 1):
        try:
            raw, kind, found = _cleaned(file, deadline)
            if len(pages) + len(found) > MAX_PAGES:
                raise InvalidPaper("too_many_pages")
        except InvalidPaper as problem:
            problems.append(_placed(problem, position, file) if len(files) > 1 else problem)
            continue
        pages += found
        originals += [raw] if kind == "PDF" else []
    return CleanPaper(tuple(pages), originals[0] if len(originals) == 1 else None, tuple(problems))


def clean_photo(file):
    """The one page of one file. Raises InvalidPaper."""
    paper = clean_upload([file])
    if paper.problems:
        raise paper.problems[0]
    return paper.pages[0]


def _cleaned(file, deadline):
    raw = _read(file)
    kind = kind_of(raw)
    if kind is None:
        raise InvalidPaper("not_a_photo")
    try:
        pictures = _drawn(raw, kind, deadline)
    except Unreadable as refusal:
        raise InvalidPaper(refusal.code if refusal.code in SENTENCES else "broken") from refusal
    return raw, kind, [_photo(one) for one in pictures]


def _photo(picture):
    digest = sha256(picture.bytes).hexdigest()
    return CleanPhoto(picture.bytes, picture.width, picture.height, digest, picture.sharpness)


def _read(file):
    """At most one byte more than allowed: the size a client states is a hint, not a fact."""
    said = getattr(file, "size", None) or 0
    raw = b"" if said > MAX_BYTES else file.read(MAX_BYTES + 1)
    if said > MAX_BYTES or len(raw) > MAX_BYTES:
        raise InvalidPaper("too_large")
    if not raw:
        raise InvalidPaper("empty")
    return raw


def _drawn(raw, kind, deadline):
    """Here what is light and well trodden, in a child what is not."""
    if kind not in IN_CHILD:
        image = drawing.opened(raw, kind)
        if drawing.is_light(image):
            return [drawing.finished(drawing.upright(image))]
    return sandbox.draw(raw, kind, deadline)


def _placed(problem, position, file):
    """Which of several files it was. The name is a stranger's: letters, digits and a few signs of it are shown."""
    name = UNPRINTABLE.sub("", str(getattr(file, "name", "") or ""))
    name = name if len(name) <= NAME_LENGTH else f"{name[:12]}…{name[-11:]}"
    where = _("Berkas ke-%(position)d (%(name)s)") % {"position": position, "name": name or "-"}
    return InvalidPaper(problem.code, f"{where}: {problem.sentence}")
