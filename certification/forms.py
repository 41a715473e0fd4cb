from django import forms
from django.utils.translation import gettext_lazy as _

from certification.models import Assessment, BnspRecord, Result

NOT_SEEN = _("Belum dinilai")
BLANK = "–"  # in a list of one key each: K, B, T
SELECT = {"class": "form-select"}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=200,
        help_text=_("Tercatat dan disampaikan kepada peserta."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OutcomeForm(forms.Form):
    """K, BK or not seen yet: one field per trainee and unit. `changed()` is only what the instructor changed."""

    def __init__(self, *args, roster, units, radio=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.pairs = {}
        choices = [("", NOT_SEEN if radio else BLANK), *Assessment.Outcome.choices]
        for enrollment in roster:
            seen = {one.unit_id: one.outcome for one in enrollment.in_force}
            for unit in units:
                name = f"hasil-{enrollment.pk}-{unit.pk}"
                self.pairs[name] = (enrollment, unit)
                label = f"{enrollment.trainee.full_name}, {unit.code}"
                self.fields[name] = forms.ChoiceField(
                    label=label,
                    choices=choices,
                    initial=seen.get(unit.pk, ""),
                    required=False,
                    disabled=enrollment.ended_on is not None,
                    widget=forms.RadioSelect if radio else forms.Select({**SELECT, "aria-label": label}),
                )

    def field_of(self, enrollment, unit):
        return self[f"hasil-{enrollment.pk}-{unit.pk}"]

    def changed(self):
        """(enrollment, unit, outcome); clearing a result is no result, so it is left as it was."""
        values = self.cleaned_data
        return [(*self.pairs[name], values[name]) for name in self.changed_data if values[name]]


class OverallForm(forms.Form):
    """The same for a program without units: the overall result of each trainee."""

    def __init__(self, *args, roster, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {}
        for enrollment in roster:
            settled = getattr(enrollment, "overall_result", None)
            name = f"akhir-{enrollment.pk}"
            self.people[name] = enrollment
            self.fields[name] = forms.ChoiceField(
                label=enrollment.trainee.full_name,
                choices=[("", BLANK), *Result.choices],
                initial=settled.result if settled else "",
                required=False,
                disabled=enrollment.ended_on is not None,
                widget=forms.Select({**SELECT, "aria-label": enrollment.trainee.full_name}),
            )

    def field_of(self, enrollment):
        return self[f"akhir-{enrollment.pk}"]

    def changed(self):
        values = self.cleaned_data
        return [(self.people[name], values[name]) for name in self.changed_data if values[name]]


class BnspForm(forms.ModelForm):
    """What stands on the LSP's paper, typed. The portal never makes one of these numbers."""

    class Meta:
        model = BnspRecord
        fields = [
            "enrollment",
            "lsp",
            "scheme",
            "tested_on",
            "state",
            "certificate_number",
            "registration_number",
            "blank_number",
            "valid_until",
        ]

    def clean(self):
        """A paper that ends before its test was misread."""
        values = super().clean()
        tested, until = values.get("tested_on"), values.get("valid_until")
        if tested and until and until <= tested:
            self.add_error("valid_until", _("Tanggal berlaku harus sesudah tanggal uji."))
        return values
