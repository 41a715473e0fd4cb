"""What a person types about themselves, a few fields at a time. Every refusal is a sentence that says what to do."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainees import transitions
from trainees.forms.fields import BirthDateField, StepForm, wanted
from trainees.models import Sex
from trainees.rules.nik import InvalidNik, clean_nik


class PersonForm(StepForm):
    """Who you are. With `settled`, an officer has relied on it already and only the birth place may change."""

    full_name = forms.CharField(
        label=gettext_lazy("Nama lengkap"),
        help_text=gettext_lazy("Seperti tertulis di KTP atau KK. Satu kata juga boleh."),
        max_length=120,
        error_messages=wanted(gettext_lazy("Isi nama lengkap Anda.")),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    nik = forms.CharField(
        label=gettext_lazy("NIK"),
        max_length=40,
        help_text=gettext_lazy("16 angka pada KTP. Belum 17 tahun atau belum punya KTP? Salin dari KK atau KIA."),
        error_messages=wanted(gettext_lazy("Isi NIK: 16 angka pada KTP, KK, atau KIA.")),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    birth_place = forms.CharField(
        label=gettext_lazy("Tempat lahir"),
        max_length=80,
        error_messages=wanted(gettext_lazy("Isi tempat lahir seperti di KTP atau KK.")),
    )
    birth_date = BirthDateField()
    sex = forms.ChoiceField(
        label=gettext_lazy("Jenis kelamin"),
        choices=Sex.choices,
        widget=forms.RadioSelect,
        error_messages=wanted(gettext_lazy("Pilih jenis kelamin.")),
    )

    def __init__(self, *args, trainee, settled=False, **kwargs):
        self.trainee = trainee
        names = ["full_name", "birth_place", "birth_date", "sex"]
        super().__init__(*args, initial={name: getattr(trainee, name) for name in names}, **kwargs)
        if trainee.nik_sealed:
            self._keep_nik()
        if settled:
            for name in ("full_name", "birth_date", "sex"):
                self.fields[name].disabled = True
            del self.fields["nik"]

    def _keep_nik(self):
        self.fields["nik"].required = False
        self.fields["nik"].label = _("Ganti NIK")
        self.fields["nik"].help_text = _("NIK tersimpan: %(nik)s. Isi hanya bila ingin menggantinya.") % {
            "nik": self.trainee.nik_tail
        }

    def clean_nik(self):
        text = self.cleaned_data["nik"]
        if not text:
            return ""
        try:
            return clean_nik(text)
        except InvalidNik as problem:
            raise ValidationError(problem.sentence, code=problem.code) from problem

    def save(self):
        transitions.describe(self.trainee, **self.cleaned_data)
