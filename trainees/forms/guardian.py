"""A minor's parent or guardian."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainees import transitions
from trainees.forms.fields import PhoneField, wanted
from trainees.forms.upload import PhotoField
from trainees.models import Consent


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
