"""The printed form of a certificate: a function of its snapshot and the moment it was issued, down to the last byte.

So a lost file can be made again, and a copy can be told from a forgery by its SHA-256.
"""

import hashlib
import io
import json
import logging
from functools import cache
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

HOME = Path(__file__).parent / "typst"
logger = logging.getLogger(__name__)


@cache
def compiler():
    """One a process: fonts are read once. The machine's own fonts would make the bytes depend on the machine."""
    return typst.Compiler(root=str(HOME), font_paths=[str(HOME / "fonts")], ignore_system_fonts=True)


class Unprintable(Exception):
    """The fonts have no sign for some letter; an archive copy may not show an empty box instead."""


def render(snapshot, issued_at):
    """PDF/A-2a, tagged. The same arguments give the same bytes. Raises Unprintable."""
    try:
        return _compile(snapshot, format="pdf", pdf_standards=["a-2a"], timestamp=int(issued_at.timestamp()))
    except typst.TypstError as error:
        raise Unprintable(str(error)) from error


def drawn(snapshot, dots_per_inch):
    """The pages as PNG pictures."""
    return _compile(snapshot, format="png", ppi=dots_per_inch)


def _compile(snapshot, **how):
    inputs = {"data": json.dumps(snapshot), "qr": qr_svg(snapshot["verify_url"])}
    return compiler().compile(input=str(HOME / "certificate.typ"), sys_inputs=inputs, **how)


def qr_svg(url):
    """Medium correction: a fold or a stamp over a corner does not silence it."""
    buffer = io.BytesIO()
    segno.make(url, error="m", micro=False).save(buffer, kind="svg", border=1, dark="#0f4632", xmldecl=False)
    return buffer.getvalue().decode()


def keep(name, content):
    """Write the private file, over an earlier one: the number is held under a lock, so whoever writes owns it."""
    FileSystemStorage(location=settings.MEDIA_ROOT, allow_overwrite=True).save(name, ContentFile(content))
    return hashlib.sha256(content).hexdigest()


def content(certificate):
    """The bytes to hand out: the file as issued, or, if it is lost or damaged, the same made again."""
    kept = _kept(certificate)
    if kept is not None and hashlib.sha256(kept).hexdigest() == certificate.pdf_sha256:
        return kept
    if certificate.pdf_sha256:
        logger.warning("certificate %s: its file is lost or damaged and was made again", certificate.pk)
    return render(certificate.snapshot, certificate.issued_at)


def _kept(certificate):
    try:
        with certificate.pdf.open("rb") as file:
            return file.read()
    except (FileNotFoundError, ValueError):  # gone from the disk; never written
        return None
