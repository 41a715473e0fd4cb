"""Forty kinds of papers that real people hand in. {kind: (name, bytes, pages, size of the first)}."""

from functools import partial
from io import BytesIO

from PIL import Image, ImageFilter
from pypdf import PdfReader, PdfWriter

from tests.uploads.making import paper, pdf, saved, stream

SIDE, FLAT = (1000, 700), (700, 1000)
A4 = (1697, 2400)


def genuine():
    return photographs() | sheets()


def photographs():
    return {
        "a phone's photo": ("IMG_20260101_081500.jpg", saved(paper()), 1, SIDE),
        "a phone's photo on end": ("IMG_0002.JPG", saved(paper(700, 1000)), 1, FLAT),
        "a progressive JPEG": ("foto.jpeg", saved(paper(), progressive=True), 1, SIDE),
        "a grey JPEG": ("scan.jpg", saved(paper(mode="L")), 1, SIDE),
        "a CMYK JPEG": ("cetak.jpg", saved(paper(mode="CMYK")), 1, SIDE),
        "a JPEG at its best": ("foto.jpg", saved(paper(), quality=100, subsampling=0), 1, SIDE),
        "a JPEG at its worst": ("foto.jpg", saved(paper(), quality=5), 1, SIDE),
        "a JPEG with a profile": ("foto.jpg", saved(paper(), icc_profile=b"x" * 3000), 1, SIDE),
        "a JPEG from an old Nokia": ("Image001.jpg", saved(paper(320, 240)), 1, (320, 240)),
        "two pictures in one, as Samsungs make": (
            "20260101.jpg",
            saved(paper(), "MPO", save_all=True, append_images=[paper(320, 240)]),
            1,
            SIDE,
        ),
        "twelve megapixels": ("IMG_1.jpg", saved(paper(4000, 3000)), 1, (2400, 1800)),
        "fifty megapixels": ("IMG_50MP.jpg", saved(paper(8160, 6120), quality=60), 1, (2400, 1800)),
        "a photo sent by WhatsApp": ("IMG-20260101-WA0001.jpg", saved(paper(1280, 896), quality=70), 1, (1280, 896)),
        **{
            f"turned by EXIF, {turn}": (f"IMG_{turn}.jpg", _held(turn), 1, SIDE if turn < 5 else FLAT)
            for turn in range(1, 9)
        },
        "a screenshot": ("Screenshot_2026.png", saved(paper(1080, 2400), "PNG"), 1, (1080, 2400)),
        "a PNG with a palette": ("scan.png", saved(paper(mode="P"), "PNG"), 1, SIDE),
        "a PNG one can see through": ("foto.png", saved(_cut_out(), "PNG"), 1, SIDE),
        "a palette one can see through": ("foto.png", saved(paper(mode="P"), "PNG", transparency=3), 1, SIDE),
        "a grey PNG": ("scan.png", saved(paper(mode="L"), "PNG"), 1, SIDE),
        "a PNG of sixteen bits": ("scan.png", saved(_fine_grey(), "PNG"), 1, SIDE),
        "a PNG in black and white": ("fax.png", saved(paper(mode="1"), "PNG"), 1, SIDE),
        "a lossy WebP": ("foto.webp", saved(paper(), "WEBP"), 1, SIDE),
        "a lossless WebP": ("foto.webp", saved(paper(), "WEBP", lossless=True), 1, SIDE),
        "a WebP one can see through": ("stiker.webp", saved(_cut_out(), "WEBP"), 1, SIDE),
        "an iPhone's photo": ("IMG_0001.HEIC", saved(paper(), "HEIF", quality=70), 1, SIDE),
        "an iPhone's photo, twelve megapixels": (
            "IMG_0002.HEIC",
            saved(paper(4032, 3024), "HEIF", quality=50, tile_size=512, enc_params={"preset": "ultrafast"}),
            1,
            (2400, 1800),
        ),
        "an iPhone's photo, turned": ("IMG_0003.HEIC", _held_iphone(), 1, FLAT),
        "an iPhone's photo one can see through": ("IMG_0004.HEIC", saved(_cut_out(), "HEIF", quality=70), 1, SIDE),
    }


def sheets():
    return {
        "a scan of five sheets": ("ijazah dan nilai.pdf", _scan(5), 5, A4),
        "one sheet from a scanner on the phone": ("CamScanner 01-01-2026 08.15.pdf", _scan(1), 1, A4),
        "ten sheets": ("transkrip.pdf", _scan(10, size=(248, 351)), 10, A4),
        "a card, scanned alone": ("KTP.pdf", saved(paper(), "PDF", resolution=300), 1, SIDE),
        "a sheet on its side": ("piagam.pdf", saved(paper(1754, 1240), "PDF", resolution=150), 1, (2400, 1697)),
        "a sheet turned by the viewer": ("putar.pdf", _turned(), 1, (2400, 1697)),
        "typed, without fonts of its own": ("surat.pdf", _typed(), 1, A4),
        "a form that was filled in": ("formulir.pdf", _form(), 1, A4),
        "a PDF that forbids copying": ("KK.pdf", _forbidding(), 1, A4),
        "a PDF of the newest version": ("e-ijazah.pdf", _scan(1).replace(b"%PDF-1.4", b"%PDF-2.0", 1), 1, A4),
        "a name in another script": ("身分証明書 – é 😀.jpg", saved(paper()), 1, SIDE),
        "no name at all": ("", saved(paper()), 1, SIDE),
    }


def _fine_grey():
    return paper(mode="L").convert("I").point(lambda value: value * 257).convert("I;16")


def _cut_out():
    image = paper(mode="RGBA")
    image.paste((0, 0, 0, 0), (500, 0, 1000, 700))
    return image


HOLD = {  # what a camera stores, so that the turn named in EXIF makes it upright again
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def _held(turn):
    exif = Image.Exif()
    exif[0x0112] = turn
    image = paper(*(SIDE if turn < 5 else FLAT))
    return saved(image.transpose(HOLD[turn]) if HOLD[turn] is not None else image, exif=exif)


def _held_iphone():
    """The encoder turns EXIF's word into the container's own, as phones do."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(paper(*FLAT).transpose(HOLD[6]), "HEIF", quality=70, exif=exif.tobytes())


def _scan(count, size=(1240, 1754)):
    sheets = [paper(*size) for _number in range(count)]
    return saved(sheets[0], "PDF", resolution=size[0] / 8.27, save_all=True, append_images=sheets[1:], title="Pindai")


def _turned():
    return _rewritten(_scan(1), lambda writer: writer.pages[0].rotate(90))


def _forbidding():
    return _rewritten(_scan(1), partial(PdfWriter.encrypt, user_password="", owner_password="dukcapil"))


def _rewritten(raw, change):
    writer = PdfWriter(clone_from=PdfReader(BytesIO(raw)))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


FONT = b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
WORDS = b"1 0 0 rg 0 772 60 70 re f 0 g BT /F 24 Tf 60 700 Td (SURAT KETERANGAN LULUS) Tj 0 -40 Td (Contoh) Tj ET"


def _typed():
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.3 841.9] /Contents 4 0 R %s >>" % FONT,
        stream(WORDS),
    )


def _form():
    """What was typed into the box shows, as its own drawing says it."""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.3 841.9] /Contents 4 0 R /Annots [5 0 R] %s >>" % FONT,
        stream(WORDS),
        b"<< /Subtype /Widget /FT /Tx /T (nama) /V (Ayu) /Rect [60 400 460 500] /F 4 /AP << /N 6 0 R >> >>",
        stream(b"0 0 1 rg 0 0 400 100 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 400 100]"),
    )


def out_of_focus(radius):
    return ImageFilter.GaussianBlur(radius)
