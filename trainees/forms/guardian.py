"""A minor's parent or guardian, and how they agree: by a link to their own phone or e-mail, or by a signed letter."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainees import transitions
from trainees.forms.fields import PhoneField, StepForm, wanted
from trainees.forms.upload import PaperField
from trainees.models import Consent

LINK, LETTER = "link", "letter"
WAYS = [
    (LINK, gettext_lazy("Kirim tautan ke ponsel atau e-mailnya")),
    (LETTER, gettext_lazy("Unggah foto surat yang ditandatangani")),
]


class GuardianForm(StepForm):
    """A way is wanted while nobody has agreed or been asked, and again from whoever becomes guardian instead.

    `agreed`: a consent is in force; `waiting`: a link waits for its answer. `reaches(phone, email)`: may one be sent?
    """

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
        help_text=gettext_lazy("Nomornya sendiri, bukan nomor Anda."),
        error_messages=wanted(gettext_lazy("Isi nomor ponsel orang tua atau wali.")),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail orang tua atau wali"),
        max_length=254,
        required=False,
        error_messages={"invalid": gettext_lazy("Tulis alamat e-mail seperti nama@contoh.com.")},
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Bagaimana orang tua atau wali menyetujui?"),
        choices=WAYS,
        widget=forms.RadioSelect,
        required=False,
    )
    letter = PaperField(
        label=gettext_lazy("Foto surat persetujuan yang sudah ditandatangani"),
        help_text=gettext_lazy(
            "Seluruh surat terlihat dan tanda tangannya jelas. JPG, PNG, WebP, HEIC, atau PDF, paling besar 10 MB."
        ),
        required=False,
    )
    PERSON = ("name", "relation", "phone", "email")

    def __init__(self, *args, trainee, agreed, waiting, reaches, **kwargs):
        self.trainee, self.agreed, self.waiting, self.reaches = trainee, agreed, waiting, reaches
        self.before = getattr(trainee, "guardian", None)
        names = self.PERSON if self.before else ()
        super().__init__(*args, initial={name: getattr(self.before, name) for name in names}, **kwargs)
        self.fields["way"].is_wanted = not (agreed or waiting)

    def clean(self):
        given = self.cleaned_data
        if set(given) != set(self.fields) or given["letter"]:
            return  # what is wrong already is said first; a letter is always enough
        if given["way"] == LINK:
            self._check_the_link_arrives()
        elif self._wants_a_way():
            field, words = ("letter", _("Foto suratnya, lalu pilih fotonya di sini.")) if given["way"] else ("way", "")
            self.add_error(field, self._other_person() or words or _("Pilih caranya: tautan atau surat."))

    def _check_the_link_arrives(self):
        if self.reaches(self.cleaned_data["phone"], self.cleaned_data["email"]):
            return
        if self.cleaned_data["email"]:
            sentence = _(
                "Tautan tidak bisa dikirim ke nomor dan e-mail itu. Nomor dan e-mail Anda sendiri tidak berlaku."
            )
        else:
            sentence = _("Tautan belum bisa dikirim ke nomor itu. Isi e-mail wali, atau pilih surat.")
        self.add_error("way", sentence)

    def _wants_a_way(self):
        if self._other_person():
            return True
        return not self.agreed and (not self.waiting or self._has_moved())

    def _has_moved(self):
        """The link that waits went to another phone or address, and is void with it."""
        return any(getattr(self.before, name) != self.cleaned_data[name] for name in ("phone", "email"))

    def _other_person(self):
        """Another name is another person: what the one before agreed to counts no more."""
        if self.before is None or self.before.name == self.cleaned_data["name"]:
            return ""
        return _("Walinya berganti. Wali yang baru menyetujui juga, lewat tautan atau surat.")

    @property
    def wants_link(self):
        return self.cleaned_data.get("way") == LINK and not self.cleaned_data["letter"]

    def save(self, kind, text, *, ip, witness=None):
        """The guardian and, if there is one, the photo of the letter with the consent that it proves."""
        given = self.cleaned_data
        guardian = transitions.set_guardian(self.trainee, **{name: given[name] for name in self.PERSON})
        if given["letter"]:
            letter = transitions.attach(self.trainee, kind, given["letter"])
            of_letter = {"channel": Consent.Channel.LETTER, "document": letter, "witness": witness}
            transitions.agree(self.trainee, [text], given_by=guardian.name, ip=ip, **of_letter)
