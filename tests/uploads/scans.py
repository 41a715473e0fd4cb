"""Hostile PDFs and HEICs. {name: (bytes, what becomes of it)}."""

import zlib
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from tests.uploads.making import (
    HEIC,
    PHP,
    SCRIPT,
    WORD,
    box,
    flipped,
    heic_of_size,
    pages,
    paper,
    saved,
    sheet,
    stream,
)
from tests.uploads.pictures import CLEAN, EITHER

SCAN = saved(paper(), "PDF")


def pdfs():
    action = b"/OpenAction << /S /%s >>"
    return {
        "eleven pages": (pages(11), "too_many_pages"),
        "a million pages": (pages(1_000_000), "too_many_pages"),
        "a million pages by its count": (pages(1).replace(b"/Count 1", b"/Count 1000000"), "too_many_pages"),
        "no page": (pages(0), "broken"),
        "pages in a circle": (pages(2).replace(b"3 0 R 3 0 R", b"2 0 R 2 0 R"), EITHER),
        "a sheet of a thousand kilometres": (sheet(media=b"[0 0 2834645669 2834645669]"), EITHER),
        "a sheet thin as a thread": (sheet(media=b"[0 0 1 14400]"), "broken"),
        "a sheet of nothing": (sheet(media=b"[0 0 0 0]"), EITHER),
        "a sheet of minus one": (sheet(media=b"[0 0 -1 -1]"), EITHER),
        "content that unpacks to 40 MB": (sheet(_packed(b"q " * 20_000_000), words=FLATE), EITHER),
        "content packed twice": (
            sheet(zlib.compress(_packed(b"0 0 m " * 2_000_000)), words=b"/Filter [/FlateDecode /FlateDecode]"),
            EITHER,
        ),
        "a picture of 400 megapixels": (_with_picture(20_000, 20_000, _packed(b"\0" * 50_000_000)), EITHER),
        "a drawing that runs a script": (sheet(catalog=action % b"JavaScript /JS (app.alert('%s'))" % WORD), CLEAN),
        "a drawing that starts a program": (sheet(catalog=action % b"Launch /F (cmd.exe %s)" % WORD), CLEAN),
        "a drawing that opens a page": (sheet(catalog=action % b"URI /URI (http://%s)" % WORD), CLEAN),
        "a drawing that sends a form": (sheet(catalog=action % b"SubmitForm /F (http://%s)" % WORD), CLEAN),
        "a program inside": (_with_file("evil.exe", b"MZ\x90" + WORD), CLEAN),
        "a PDF in a PDF in a PDF": (_with_file("a.pdf", _with_file("b.pdf", _with_file("c.pdf", SCAN + WORD))), CLEAN),
        "a form with scripts": (sheet(catalog=b"/AcroForm << /XFA (%s) /Fields [] >>" % SCRIPT), CLEAN),
        "a script in its title": (sheet(trailer=b"/Info << /Title (%s) >>" % SCRIPT), CLEAN),
        "a page behind the PDF": (SCAN + b"<html>" + SCRIPT, CLEAN),
        "a ZIP behind the PDF": (SCAN + b"PK\x03\x04" + WORD + b"PK\x05\x06" + b"\0" * 18, CLEAN),
        "PHP before the first page": (SCAN.replace(b"%PDF-1.4\n", b"%PDF-1.4\n%" + PHP + b"\n", 1), EITHER),
        "locked": (_locked("AES-256"), "locked"),
        "locked the old way": (_locked("RC4-40"), "locked"),
        "locked by a lock nobody knows": (
            sheet(trailer=b"/Encrypt << /Filter /Evil /V 9 >> /ID [(a) (b)]"),
            {"locked", "broken"},
        ),
        "five bytes": (b"%PDF-", "broken"),
        "a PDF only by name": (b"%PDF-1.7\n" + SCRIPT * 40, "broken"),
        "no table of objects": (SCAN[: SCAN.rindex(b"xref")], EITHER),
        "a table that points nowhere": (SCAN.replace(b"startxref\n", b"startxref\n9", 1), EITHER),
        "nested ten thousand deep": (sheet(catalog=b"/X " + b"[" * 10_000 + b"]" * 10_000), EITHER),
        **{f"PDF cut off at {part:.0%}": (SCAN[: int(len(SCAN) * part)], EITHER) for part in (0.05, 0.4, 0.9)},
        **{f"PDF with bits turned, {one}": (flipped(SCAN, 0.1 * one + 0.03, 0.9), EITHER) for one in range(3)},
    }


def slow():
    """What would keep a processor busy for hours."""
    return {
        "a picture of four billion": _with_picture(65_535, 65_535, _packed(b"\0" * 1_000)),
        "a drawing that draws itself": _billion_laughs(deep=1, wide=2, itself=True),
        "drawings in drawings in drawings": _billion_laughs(deep=9, wide=30),
        "a pattern of a hundred million tiles": sheet(
            b"/Pattern cs /P scn 0 0 595 842 re f",
            stream(b"1 0 0 rg 0 0 1 1 re f", PATTERN),
            page=b"/Resources << /Pattern << /P 5 0 R >> >>",
        ),
    }


def heics():
    inner = HEIC[HEIC.index(b"meta") - 4 :]
    return {
        "HEIC of 30,000 px square": (heic_of_size(HEIC, 30_000, 30_000), "too_many_pixels"),
        "HEIC of four billion px": (heic_of_size(HEIC, 2**32 - 1, 2**32 - 1), {"too_many_pixels", "broken"}),
        "HEIC of no size": (heic_of_size(HEIC, 0, 0), "broken"),
        "HEIC larger than it says": (heic_of_size(HEIC, 16, 16), EITHER),
        "HEIC smaller than it says": (heic_of_size(HEIC, 5_000, 5_000), EITHER),
        "HEIC with a script behind it": (HEIC + SCRIPT, CLEAN),
        "HEIC with a script in EXIF": (saved(paper(), "HEIF", quality=60, exif=_exif_with_script()), CLEAN),
        "HEIC with a script in a free box": (_shifted(box(b"free", SCRIPT * 10)), EITHER),
        "nothing but its brand": (box(b"ftyp", b"heic\0\0\0\0mif1heic"), "broken"),
        "a brand and noise": (box(b"ftyp", b"heic\0\0\0\0mif1heic") + SCRIPT * 300, "broken"),
        "an endless box": (box(b"ftyp", b"heic\0\0\0\0mif1heic") + b"\xff\xff\xff\xffmeta" + WORD, "broken"),
        "boxes in boxes": (box(b"ftyp", b"heic\0\0\0\0mif1heic") + _nested(3_000), "broken"),
        "no picture data": (HEIC[: HEIC.index(b"mdat") + 4], "broken"),
        "AVIF under another brand": (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif" + inner, EITHER),
        "a film": (box(b"ftyp", b"mp42\0\0\0\0mp42isom") + WORD, "not_a_photo"),
        **{f"HEIC cut off at {part:.0%}": (HEIC[: int(len(HEIC) * part)], EITHER) for part in (0.02, 0.3, 0.6, 0.9)},
        **{f"HEIC with bits turned, {one}": (flipped(HEIC, 0.2 + 0.15 * one, 0.5), EITHER) for one in range(4)},
        **{
            f"HEIC with a turned header, {one}": (flipped(HEIC, (60 + 37 * one) / len(HEIC)), EITHER)
            for one in range(6)
        },
    }


# --- pieces --------------------------------------------------------------------------------------------------------

FLATE = b"/Filter /FlateDecode"
PATTERN = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep .0001 /YStep .0001"


def _packed(body):
    return zlib.compress(body, 9)


def _with_picture(width, height, packed):
    words = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1 /ColorSpace /DeviceGray" % (
        width,
        height,
    )
    return sheet(
        b"595 0 0 842 0 0 cm /I Do",
        stream(packed, words + b" " + FLATE),
        page=b"/Resources << /XObject << /I 5 0 R >> >>",
    )


def _billion_laughs(deep, wide, itself=False):
    """Each drawing draws the next one many times."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /F %d 0 R >> >>"
    last = 5 + deep
    forms = [stream(b"/F Do " * wide, form % (5 if itself else min(5 + number + 1, last))) for number in range(deep)]
    forms.append(stream(b"0 0 m 595 842 l S " * wide, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]"))
    return sheet(b"/F Do " * wide, *forms, page=b"/Resources << /XObject << /F 5 0 R >> >>")


def _with_file(name, content):
    writer = PdfWriter(clone_from=PdfReader(BytesIO(SCAN)))
    writer.add_attachment(name, content)
    return _written(writer)


def _locked(how):
    writer = PdfWriter(clone_from=PdfReader(BytesIO(SCAN)))
    writer.encrypt("rahasia", algorithm=how)
    return _written(writer)


def _written(writer):
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _exif_with_script():
    return b"Exif\0\0MM\0*\0\0\0\x08\0\0" + SCRIPT


def _shifted(extra):
    """A box more before the data, so that every place in the file is off."""
    at = HEIC.index(b"mdat") - 4
    return HEIC[:at] + extra + HEIC[at:]


def _nested(depth):
    made = b""
    for _level in range(depth):
        made = box(b"moov", made)
    return made
