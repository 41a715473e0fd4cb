"""Pages of a scan as pictures. Only ever run in the child: PDFium is C++ and the bytes are a stranger's.

Nothing of the file acts: this PDFium has neither JavaScript nor XFA, no link is followed, no attachment opened.
"""

import pypdfium2
from pypdfium2 import raw as pdfium

from trainees.images.drawing import finished
from trainees.images.formats import LONG_SIDE, MAX_PAGES, Unreadable

POINTS_PER_INCH = 72
DPI = 300  # an ID card scanned alone is not blown up to the size of a sheet
SMALLEST = 1 / 50  # of the long side: below it there is nothing to read


def draw(raw, kind):
    """Every page, in order. Raises Unreadable."""
    document = _opened(raw)
    if len(document) > MAX_PAGES:
        raise Unreadable("too_many_pages")
    if not len(document):
        raise Unreadable("broken")
    return [_page(document, number) for number in range(len(document))]


def _opened(raw):
    try:
        document = pypdfium2.PdfDocument(raw)
        if document.get_formtype() != pdfium.FORMTYPE_NONE:
            document.init_forms()  # what was typed into its boxes is drawn; nothing in them runs
        return document
    except pypdfium2.PdfiumError as problem:
        locked = getattr(problem, "err_code", None) in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        raise Unreadable("locked" if locked else "broken") from problem


def _page(document, number):
    try:
        page = document[number]
        long, short = sorted(page.get_size(), reverse=True)
        if short < long * SMALLEST or long <= 0:
            raise Unreadable("broken")
        scale = min(LONG_SIDE / long, DPI / POINTS_PER_INCH)
        bitmap = page.render(scale=scale, may_draw_forms=True)
        image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
        return finished(image)
    except pypdfium2.PdfiumError as problem:
        raise Unreadable("broken") from problem
