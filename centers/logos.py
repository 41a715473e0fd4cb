"""A center's logo: drawn anew from its pixels, so that nothing else that was in the file is served to anybody."""

from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image

MAX_BYTES = 2 * 1024 * 1024
MAX_PIXELS = 8_000_000
LONG_SIDE = 600
SIGNATURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}


def clean_logo(file):
    """A PNG of our own making for an open upload; ValidationError says what to do instead."""
    if file.size > MAX_BYTES:
        raise ValidationError(_("Logo ini lebih dari 2 MB. Kecilkan gambarnya dulu."), code="too_large")
    raw = file.read(MAX_BYTES + 1)
    kind = next((kind for signature, kind in SIGNATURES.items() if raw.startswith(signature)), None)
    if kind is None:
        raise ValidationError(_("Berkas ini bukan gambar PNG atau JPG."), code="not_an_image")
    out = BytesIO()
    _drawn(raw, kind).save(out, "PNG", optimize=True)
    return ContentFile(out.getvalue(), name=f"{uuid4().hex}.png")


def _drawn(raw, kind):
    try:
        image = Image.open(BytesIO(raw), formats=[kind])
        size = image.width * image.height
    except Exception as problem:  # a decoder fed with hostile bytes may raise anything
        raise _broken() from problem
    if size > MAX_PIXELS:
        raise ValidationError(_("Gambar ini terlalu besar. Kecilkan sampai 2.000 piksel."), code="too_many_pixels")
    try:
        image.load()
        image = image.convert("RGBA")
        image.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    except Exception as problem:
        raise _broken() from problem
    image.info = {}
    return image


def _broken():
    return ValidationError(_("Gambar ini rusak atau tidak terkirim lengkap. Pilih berkas lain."), code="broken")
