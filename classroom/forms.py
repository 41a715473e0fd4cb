from django import forms
from django.utils.translation import gettext_lazy as _

from classroom.models import Mark


class PresenceForm(forms.Form):
    """One row of large radio buttons per trainee; everybody is present unless somebody says otherwise."""

    def __init__(self, *args, roster, marks, **kwargs):
        super().__init__(*args, **kwargs)
        self.roster = roster
        for enrollment in roster:
            mark = marks.get(enrollment.pk)
            self.fields[self.name(enrollment)] = forms.ChoiceField(
                label=enrollment.trainee.full_name,
                choices=Mark.Presence.choices,
                initial=mark.presence if mark else Mark.Presence.PRESENT,
                widget=forms.RadioSelect,
            )

    @staticmethod
    def name(enrollment):
        return f"hadir-{enrollment.pk}"

    def field_of(self, enrollment):
        return self[self.name(enrollment)]

    def presences(self):
        return {enrollment.pk: self.cleaned_data[self.name(enrollment)] for enrollment in self.roster}


class CorrectionForm(forms.Form):
    presence = forms.ChoiceField(
        label=_("Kehadiran yang benar"), choices=Mark.Presence.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=200,
        help_text=_("Dibaca pemeriksa. Misalnya: surat dokter menyusul."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
