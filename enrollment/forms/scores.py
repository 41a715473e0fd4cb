"""Marks as an officer types them: one for a part, or the points of each of its criteria."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrollment.models import Criterion, Score
from enrollment.rules.marks import plain
from enrollment.scoring import known_marks
from enrollment.selectors.criteria import BEING_JUDGED, are_being_judged, rubric_of


class MarkField(forms.DecimalField):
    """A mark from 0 to 100, or points up to a maximum, written with a comma or a point."""

    def __init__(self, max_value=100, **kwargs):
        shared = {"max_digits": 5, "decimal_places": 2, "localize": True, "required": False}
        super().__init__(min_value=0, max_value=max_value, **shared, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "size": 6}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form: its mark of today, its fields, and whether they are criteria."""

    label: str
    mark: Decimal | None
    fields: list
    by_criteria: bool


class ScoreForm(forms.Form):
    """Gives `marks` and `points` as `scoring.give_scores` takes them."""

    writes_over = True

    def __init__(self, application, rubric, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.marks, self.rubric = known_marks(application)[0], rubric
        had = known_marks(application)[1]
        for part in Score.Part:
            for one in rubric.get(part, []):
                label = _("%(name)s (0–%(most)s)") % {"name": one.name, "most": plain(one.maximum)}
                self._add(f"kriteria_{one.pk}", MarkField(one.maximum, label=label), had.get(part, {}).get(one.pk))
            if part not in rubric:
                self._add(part.value, MarkField(label=part.label), self.marks.get(part))

    def _add(self, name, field, known):
        self.fields[name], self.initial[name] = field, known

    @classmethod
    def for_object(cls, application, data, prefix=None, rubric=None):
        return cls(application, rubric_of(application) if rubric is None else rubric, data, prefix=prefix)

    def parts(self):
        return [
            Part(part.label, self.marks.get(part), [self[name] for name in self._names(part)], part in self.rubric)
            for part in Score.Part
        ]

    def _names(self, part):
        return [f"kriteria_{one.pk}" for one in self.rubric[part]] if part in self.rubric else [part.value]

    def clean(self):
        given = super().clean()
        if self.errors:
            return given
        for part in Score.Part:
            self._check(part, given)
        if self.errors:
            return given
        asked = [part for part in Score.Part if given[self._names(part)[0]] is not None]
        points = {part: self.rubric[part] for part in asked if part in self.rubric}
        return {
            "marks": {part: given[part] for part in asked if part not in self.rubric},
            "points": {part: {one.pk: given[f"kriteria_{one.pk}"] for one in of} for part, of in points.items()},
        }

    def _check(self, part, given):
        """A part is given whole or not at all; what was written down is mended, never emptied."""
        names = self._names(part)
        empty = [name for name in names if given[name] is None]
        for name in empty:
            if self.initial[name] is not None:
                self.add_error(name, _("Nilai tidak bisa dikosongkan. Tulis yang benar."))
            elif len(empty) < len(names):
                self.add_error(name, _("Isi semua kriteria bagian ini."))


class CriterionForm(forms.ModelForm):
    """What somebody was judged by stays: the page then shows it and takes nothing."""

    class Meta:
        model = Criterion
        fields = ["center", "program", "part", "order", "name", "maximum", "weight"]
        help_texts = {
            "name": gettext_lazy("Misalnya: Motivasi, Kesiapan hadir, Pengetahuan dasar."),
            "weight": gettext_lazy(
                "Dibandingkan dengan kriteria lain pada bagian yang sama: 2 berarti dua kali lipat."
            ),
        }

    def clean(self):
        """All of a wave are judged alike: nothing is added between its first mark and its results."""
        given = super().clean()
        where = [given.get(name) for name in ("center", "program", "part")]
        if all(where) and are_being_judged(*where):
            self.add_error(None, BEING_JUDGED)
        return given


class SheetForm(forms.Form):
    sheet = forms.FileField(
        label=gettext_lazy("Lembar nilai yang sudah diisi"),
        help_text=gettext_lazy(
            "Berkas .xlsx yang diunduh dari halaman ini. Belum ada yang disimpan sebelum Anda setuju."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
