"""What an officer writes down of a telephone call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enrollment.models import Call


class CallForm(forms.Form):
    """`deadline` says which one they spoke of: meanwhile it may have become another."""

    deadline = forms.DateTimeField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Muat ulang daftar ini, lalu catat lagi."),
            "invalid": _("Muat ulang daftar ini, lalu catat lagi."),
        },
    )
    note = forms.CharField(
        label=_("Catatan untuk petugas lain"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Catatannya terlalu panjang: paling banyak %(limit_value)d huruf.")},
    )
    result = forms.ChoiceField(
        choices=Call.Result.choices,
        error_messages={
            "required": _("Pilih hasil teleponnya."),
            "invalid_choice": _("Pilih hasil teleponnya."),
        },
    )

    @property
    def sentences(self):
        """All that is wrong with it, to stand beside its row."""
        return [error for errors in self.errors.values() for error in errors]
