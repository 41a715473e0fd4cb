"""Which columns a person's row has: one for a part, or one for each criterion of it; always called in Indonesian."""

from dataclasses import dataclass
from decimal import Decimal

from django.core import signing
from django.utils.translation import gettext as _

from enrollment.models import Score
from enrollment.rules.marks import plain
from enrollment.scoring import known_marks
from enrollment.wording import stored_words

SALT = "enrollment.score_sheet"


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    part: str
    maximum: Decimal
    criterion: int | None = None


@stored_words()
def columns_of(rubric):
    found = []
    for part in Score.Part:
        label = str(part.label)
        for one in rubric.get(part, []):
            heading = f"{label}: {one.name} (0–{plain(one.maximum)})"
            found.append(Column(heading, part.value, one.maximum, one.pk))
        if part not in rubric:
            found.append(Column(f"{label} (0–100)", part.value, Decimal(100)))
    return found


@stored_words()
def fixed_headings():
    """Those that nobody may change, in their order; the code of the row comes last of all."""
    return [_("No."), _("Nomor pendaftaran"), _("Nama"), _("Program pilihan pertama")]


@stored_words()
def code_heading():
    return _("Kode baris, jangan diubah")


def values_now(application, columns):
    """{heading: mark} of what is written down."""
    marks, points = known_marks(application)
    known = {
        one.heading: points.get(one.part, {}).get(one.criterion) if one.criterion else marks.get(one.part)
        for one in columns
    }
    return {heading: value for heading, value in known.items() if value is not None}


def code_of(application, columns):
    seen = {heading: str(value) for heading, value in values_now(application, columns).items()}
    return signing.Signer(salt=SALT).sign_object([application.pk, seen], compress=True)


def read_code(text):
    """(application's id, {heading: mark} when the sheet was made), or None: changed, cut short or not ours."""
    try:
        pk, seen = signing.Signer(salt=SALT).unsign_object(str(text or ""))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk, {heading: Decimal(value) for heading, value in seen.items()}
