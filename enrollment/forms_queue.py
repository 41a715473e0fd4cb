"""What is typed beside the papers of one file: for all of them together, and of each."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.scoped import native
from enrollment.transitions.reviewing import Answer

PAPER, WORDS = "paper-", "words-"  # names of fields, before the number of the paper
LONGEST = 9  # digits of a number that may name a row


class BesideForm(forms.Form):
    """`note` goes to the person with the papers, `fix_on` is the last day; `reason` is why they are not eligible."""

    note = forms.CharField(
        label=_("Catatan untuk peserta"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    fix_on = forms.DateField(
        label=_("Hari terakhir perbaikan"), required=False, widget=native(forms.DateInput, "date", "%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("Alasan tidak memenuhi syarat"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_fix_on(self):
        day = self.cleaned_data["fix_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Harinya sudah lewat."))
        return day

    @property
    def fix_by(self):
        """The last minute of that day here; None for the usual number of days."""
        day = self.cleaned_data["fix_on"]
        return datetime.combine(day, time(23, 59), timezone.get_default_timezone()) if day else None


def answers_in(data):
    """{paper's id: Answer} as posted. A paper without a choice is there with what was typed beside it."""
    posted = {name.partition("-")[2] for name in data if name.startswith((PAPER, WORDS))}
    return {
        int(one): Answer(data.get(f"{PAPER}{one}", ""), data.get(f"{WORDS}{one}", ""))
        for one in posted
        if is_number(one)
    }


def is_number(text):
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST
