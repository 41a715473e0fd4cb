"""What a person types about themselves, a few fields at a time. Every refusal is a sentence that says what to do."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import EducationLevel, Region
from trainees import transitions
from trainees.images import InvalidPhoto, clean_photo
from trainees.models import Consent, Sex
from trainees.rules.nik import InvalidNik, clean_nik
from trainees.rules.phones import InvalidPhone, clean_phone

OLDEST, YOUNGEST = 70, 10
YES_NO = [("yes", gettext_lazy("Ya")), ("no", gettext_lazy("Tidak"))]


def wanted(sentence):
    """What an empty field says."""
    return {"required": sentence}


# --- fields --------------------------------------------------------------------------------------------------------


class BirthDateWidget(forms.SelectDateWidget):
    """Three lists, each with a name of its own for who cannot see that they stand side by side."""

    is_required = property(lambda self: False, lambda self, value: None)  # else a list without "choose" says 1 January
    LABELS = {"day": gettext_lazy("Tanggal"), "month": gettext_lazy("Bulan"), "year": gettext_lazy("Tahun")}

    def __init__(self):
        this_year = timezone.localdate().year
        years = range(this_year - YOUNGEST, this_year - OLDEST, -1)
        super().__init__(years=years, empty_label=[self.LABELS[part] for part in ("year", "month", "day")])

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for part in context["widget"]["subwidgets"]:
            part["attrs"]["aria-label"] = str(self.LABELS[part["name"].rpartition("_")[2]])
        return context

    def use_required_attribute(self, initial):
        return False


class BirthDateField(forms.DateField):
    def __init__(self, **kwargs):
        messages = wanted(gettext_lazy("Pilih tanggal, bulan, dan tahun lahir.")) | {
            "invalid": gettext_lazy("Tanggal ini tidak ada di kalender. Periksa tanggal dan bulannya."),
        }
        kwargs = {"label": gettext_lazy("Tanggal lahir"), "error_messages": messages} | kwargs
        super().__init__(widget=BirthDateWidget, **kwargs)

    def clean(self, value):
        day = super().clean(value)
        if isinstance(day, date) and day > timezone.localdate():
            raise ValidationError(_("Tanggal lahir ini belum terjadi. Periksa lagi tahunnya."), code="future")
        return day


class PhoneField(forms.CharField):
    def __init__(self, **kwargs):
        hints = {"inputmode": "tel", "autocomplete": kwargs.pop("autocomplete", "off")}
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"type": "tel", **hints}), **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return clean_phone(text)
        except InvalidPhone as problem:
            raise ValidationError(problem.sentence, code=problem.code) from problem


class PhotoField(forms.FileField):
    """A photo made anew from what was sent. No `capture`: it would lock out who has the photo already."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}), **kwargs)

    def to_python(self, data):
        if data in self.empty_values:
            return None
        try:
            return clean_photo(data)
        except InvalidPhoto as problem:
            raise ValidationError(problem.sentence, code=problem.code) from problem


# --- the steps of an application that are about the person ---------------------------------------------------------


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


# --- where somebody lives ------------------------------------------------------------------------------------------


def area_choices():
    """Kabupaten/kota of the provinces we know to the village, then the other provinces: one list of some fifty."""
    deep = Region.objects.filter(level=Region.Level.REGENCY, children__isnull=False).distinct()
    groups = {}
    for regency in deep.select_related("parent").order_by("code"):
        groups.setdefault(regency.parent, []).append((regency.code, regency.name))
    known = [province.code for province in groups]
    others = Region.objects.filter(level=Region.Level.PROVINCE).exclude(code__in=known).order_by("name")
    return [
        ("", _("Pilih daerah")),
        *((province.name, names) for province, names in groups.items()),
        (_("Provinsi lain"), [(province.code, province.name) for province in others]),
    ]


class AddressForm(forms.Form):
    """Down from the daerah to the village: each answer brings the next list, with or without JavaScript.

    A list that has just appeared is not yet asked for: `is_growing`, and the page shows `grown()`.
    """

    area = forms.ChoiceField(
        label=gettext_lazy("Kabupaten/kota"),
        help_text=gettext_lazy("Sesuai KTP atau KK. Di luar daftar? Pilih provinsinya."),
        error_messages=wanted(gettext_lazy("Pilih kabupaten/kota Anda.")),
    )
    within = forms.ChoiceField(error_messages=wanted(gettext_lazy("Pilih satu dari daftar.")))
    village = forms.ChoiceField(
        label=gettext_lazy("Desa/kelurahan"), error_messages=wanted(gettext_lazy("Pilih desa atau kelurahan Anda."))
    )
    address = forms.CharField(
        label=gettext_lazy("Jalan atau kampung, RT/RW"),
        max_length=200,
        error_messages=wanted(gettext_lazy("Isi jalan atau kampung dengan RT/RW.")),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    LISTS = ("area", "within", "village")

    def __init__(self, data=None, *, trainee, so_far=None, **kwargs):
        self.trainee = trainee
        self.region = None
        self.is_growing = False
        initial = so_far or self._path_of(trainee.region) | {"address": trainee.address}
        super().__init__(data, initial=initial, **kwargs)
        self.fields["area"].choices = area_choices()
        self._grow(data if data is not None else initial)

    def _path_of(self, region):
        path = []
        while region:
            path.insert(0, region)
            region = region.parent
        if len(path) > 1 and path[1].children.exists():
            path = path[1:]  # a province known to the village is never named in the first list
        return dict(zip(self.LISTS, [one.code for one in path], strict=False))

    def _grow(self, given):
        """Fill each list from the answer above it; lists not reached yet, or not there, are no fields."""
        region = Region.objects.filter(pk=given.get("area") or None).first()
        for name in self.LISTS[1:]:
            below = list(region.children.order_by("name")) if region else []
            if not below:
                del self.fields[name]
                continue
            self._fill(name, region, below)
            region = next((one for one in below if one.code == given.get(name)), None)
            self.is_growing |= self.is_bound and region is None and given.get(name) != ""
        self.region = region

    def _fill(self, name, region, below):
        self.fields[name].choices = [("", _("Pilih satu")), *((one.code, one.name) for one in below)]
        if name == "within":
            is_regency = region.level == Region.Level.REGENCY
            self.fields[name].label = _("Kecamatan") if is_regency else _("Kabupaten/kota")

    def grown(self):
        """The same answers with the list that has just appeared, and no complaint about it."""
        so_far = {name: self.data.get(name, "") for name in (*self.LISTS, "address")}
        return AddressForm(trainee=self.trainee, so_far=so_far)

    def save(self):
        transitions.describe(self.trainee, region=self.region, address=self.cleaned_data["address"])


# --- a minor's parent or guardian ----------------------------------------------------------------------------------


class GuardianForm(forms.Form):
    """The letter is wanted while no consent is in force, and again from whoever becomes guardian instead."""

    name = forms.CharField(
        label=gettext_lazy("Nama orang tua atau wali"),
        max_length=120,
        error_messages=wanted(gettext_lazy("Isi nama orang tua atau wali.")),
    )
    relation = forms.CharField(
        label=gettext_lazy("Hubungan dengan Anda"),
        help_text=gettext_lazy("Misalnya ibu, ayah, kakak, atau paman."),
        max_length=60,
        error_messages=wanted(gettext_lazy("Isi hubungannya, misalnya ibu.")),
    )
    phone = PhoneField(
        label=gettext_lazy("Nomor ponsel orang tua atau wali"),
        help_text=gettext_lazy("Petugas dapat menghubunginya untuk memastikan."),
        error_messages=wanted(gettext_lazy("Isi nomor ponsel orang tua atau wali.")),
    )
    letter = PhotoField(
        label=gettext_lazy("Foto surat persetujuan yang sudah ditandatangani"),
        help_text=gettext_lazy("JPG atau PNG, paling besar 10 MB. Seluruh surat terlihat dan tanda tangannya jelas."),
        error_messages=wanted(gettext_lazy("Foto surat yang sudah ditandatangani, lalu pilih fotonya di sini.")),
    )

    def __init__(self, *args, trainee, consent, **kwargs):
        self.trainee, self.consent = trainee, consent
        guardian = getattr(trainee, "guardian", None)
        names = ("name", "relation", "phone") if guardian else ()
        super().__init__(*args, initial={name: getattr(guardian, name) for name in names}, **kwargs)
        self.fields["letter"].required = consent is None

    def clean(self):
        given = self.cleaned_data
        other = self.consent and given.get("name") and given["name"] != self.consent.given_by
        if other and "letter" in given and not given["letter"]:
            self.add_error("letter", _("Walinya berganti. Foto surat yang ditandatangani wali yang baru."))

    def save(self, kind, text, *, ip):
        """The guardian, the photo of the letter, and the consent that it proves."""
        given = self.cleaned_data
        guardian = transitions.set_guardian(
            self.trainee, name=given["name"], relation=given["relation"], phone=given["phone"]
        )
        if given["letter"]:
            letter = transitions.attach(self.trainee, kind, given["letter"])
            transitions.agree(
                self.trainee, [text], given_by=guardian.name, ip=ip, channel=Consent.Channel.LETTER, document=letter
            )
