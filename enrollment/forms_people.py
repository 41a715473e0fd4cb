"""What an officer says with each button on a person: a correction, and the answer to a question about their data."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.scoped import native
from trainees.models import Sex
from trainees.rules.nik import InvalidNik, clean_nik

LINES = forms.Textarea(attrs={"rows": 3})


class CorrectionForm(forms.Form):
    """The values of today stand in it; what is left alone stays as it is."""

    writes_over = True
    full_name = forms.CharField(label=_("Nama lengkap sesuai KTP/KK"), max_length=120)
    birth_place = forms.CharField(label=_("Tempat lahir"), max_length=80, required=False)
    birth_date = forms.DateField(label=_("Tanggal lahir"), widget=native(forms.DateInput, "date", "%Y-%m-%d"))
    sex = forms.ChoiceField(label=_("Jenis kelamin"), choices=Sex.choices, widget=forms.RadioSelect)
    nik = forms.CharField(
        label=_("NIK yang benar"),
        required=False,
        max_length=40,
        help_text=_("Isi hanya bila NIK yang tersimpan keliru."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Dasar perbaikan"),
        max_length=500,
        help_text=_("Berkas yang Anda lihat, misalnya KTP asli di loket. Tersimpan pada riwayat."),
        widget=LINES,
    )

    @classmethod
    def for_object(cls, trainee, data):
        names = ("full_name", "birth_place", "birth_date", "sex")
        return cls(data, initial={name: getattr(trainee, name) for name in names})

    def clean_birth_date(self):
        day = self.cleaned_data["birth_date"]
        if day > timezone.localdate():
            raise ValidationError(_("Tanggal lahir ini belum terjadi. Periksa lagi tahunnya."), code="future")
        return day

    def clean_nik(self):
        text = self.cleaned_data["nik"]
        try:
            return clean_nik(text) if text else ""
        except InvalidNik as problem:
            raise ValidationError(problem.sentence, code=problem.code) from problem


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Jawaban"),
        max_length=1000,
        help_text=_("Dibaca oleh peserta: apa yang dikerjakan, atau mengapa tidak dapat."),
        widget=LINES,
    )
