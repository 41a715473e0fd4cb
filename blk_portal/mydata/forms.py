"""What a trainee may ask of the office about their own data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trainees.models import DataRequest


class RequestForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Apa yang Anda minta?"),
        choices=DataRequest.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih salah satu.")},
    )
    words = forms.CharField(
        label=_("Jelaskan"),
        help_text=_("Misalnya: nama saya tertulis Sari Dewy, yang benar Sari Dewi, seperti di KTP. Jangan tulis NIK."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Tulis apa yang perlu diperbaiki atau Anda tanyakan.")},
    )
