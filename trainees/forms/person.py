"""What a person types about themselves, a few fields at a time. Every refusal is a sentence that says what to do."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import EducationLevel
from trainees import transitions
from trainees.forms.fields import YES_NO, BirthDateField, PhoneField, wanted
from trainees.models import Sex
from trainees.rules.nik import InvalidNik, clean_nik


class PersonForm(forms.Form):
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
        help_text=gettext_lazy("16 angka pada KTP, KK, atau KIA. Spasi boleh."),
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


class EducationForm(forms.Form):
    education = forms.ModelChoiceField(
        label=gettext_lazy("Pendidikan terakhir yang tamat"),
        queryset=EducationLevel.objects.order_by("rank"),
        empty_label=gettext_lazy("Pilih pendidikan"),
        help_text=gettext_lazy("Ijazah Paket A, B, dan C sama nilainya."),
        error_messages=wanted(gettext_lazy("Pilih pendidikan terakhir Anda.")),
    )
    abroad_experience = forms.ChoiceField(
        label=gettext_lazy("Pernah bekerja di luar negeri?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    abroad_interest = forms.ChoiceField(
        label=gettext_lazy("Berminat bekerja di luar negeri?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy("Jawaban ini tidak memengaruhi seleksi."),
    )

    def __init__(self, *args, trainee, **kwargs):
        self.trainee = trainee
        words = {True: "yes", False: "no", None: ""}
        initial = {
            "education": trainee.education_id,
            "abroad_experience": words[trainee.abroad_experience],
            "abroad_interest": words[trainee.abroad_interest],
        }
        super().__init__(*args, initial=initial, **kwargs)

    def save(self):
        answers = {"yes": True, "no": False, "": None}
        said = {name: answers[self.cleaned_data[name]] for name in ("abroad_experience", "abroad_interest")}
        transitions.describe(self.trainee, education=self.cleaned_data["education"], **said)


class ContactsForm(forms.Form):
    phone = PhoneField(
        label=gettext_lazy("Nomor ponsel Anda"),
        autocomplete="tel",
        help_text=gettext_lazy("Petugas menghubungi nomor ini, misalnya 0812 3456 7890."),
        error_messages=wanted(gettext_lazy("Isi nomor ponsel Anda.")),
    )
    contact_name = forms.CharField(
        label=gettext_lazy("Nama orang lain yang bisa dihubungi"),
        help_text=gettext_lazy("Keluarga atau tetangga, bila ponsel Anda tidak aktif."),
        max_length=120,
        required=False,
    )
    contact_relation = forms.CharField(label=gettext_lazy("Hubungan dengan Anda"), max_length=60, required=False)
    contact_phone = PhoneField(label=gettext_lazy("Nomor ponselnya"), required=False)

    def __init__(self, *args, trainee, **kwargs):
        self.trainee = trainee
        initial = {"phone": trainee.phone}
        contact = trainee.contacts.order_by("pk").first()
        if contact:
            initial |= {f"contact_{name}": getattr(contact, name) for name in ("name", "relation", "phone")}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        given = self.cleaned_data
        if given.get("contact_phone") and not given.get("contact_name"):
            self.add_error("contact_name", _("Tulis nama pemilik nomor itu."))
        if given.get("contact_name") and "contact_phone" in given and not given["contact_phone"]:
            self.add_error("contact_phone", _("Tulis nomor ponsel orang itu."))

    def save(self):
        given = self.cleaned_data
        transitions.describe(self.trainee, phone=given["phone"])
        names = ("name", "relation", "phone")
        transitions.set_contact(self.trainee, **{name: given[f"contact_{name}"] for name in names})
