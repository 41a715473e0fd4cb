"""How news reaches somebody: a phone, an e-mail address, somebody else who passes it on."""

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainees import transitions
from trainees.forms.fields import PhoneField, StepForm


class ContactsForm(StepForm):
    """Without a phone of one's own, that of somebody else is needed. No e-mail address is needed anywhere."""

    phone = PhoneField(
        label=gettext_lazy("Nomor ponsel Anda"),
        autocomplete="tel",
        help_text=gettext_lazy("Misalnya 0812 3456 7890. Tidak punya? Isi nomor orang lain di bawah."),
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail Anda"),
        help_text=gettext_lazy("Tidak punya e-mail? Biarkan kosong, kabar dikirim ke ponsel."),
        max_length=254,
        required=False,
        error_messages={"invalid": gettext_lazy("Tulis alamat e-mail seperti nama@contoh.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    contact_name = forms.CharField(label=gettext_lazy("Namanya"), max_length=120, required=False)
    contact_relation = forms.CharField(
        label=gettext_lazy("Hubungan dengan Anda"),
        help_text=gettext_lazy("Misalnya ibu, kakak, atau tetangga."),
        max_length=60,
        required=False,
    )
    contact_phone = PhoneField(label=gettext_lazy("Nomor ponselnya"), required=False)

    def __init__(self, *args, trainee, **kwargs):
        self.trainee, self.account = trainee, trainee.account
        initial = {"phone": trainee.phone or self._of_account("phone")}
        initial["email"] = trainee.email or self._of_account("email")
        contact = trainee.contacts.order_by("pk").first()
        if contact:
            initial |= {f"contact_{name}": getattr(contact, name) for name in ("name", "relation", "phone")}
        super().__init__(*args, initial=initial, **kwargs)

    def _of_account(self, name):
        return getattr(self.account, name, None) or ""

    def parts(self):
        other = ("contact_name", "contact_relation", "contact_phone")
        return ["phone", "email", Fieldset(_("Orang lain yang bisa dihubungi"), *other)]

    def clean(self):
        given = self.cleaned_data
        if given.get("contact_phone") and not given.get("contact_name"):
            self.add_error("contact_name", _("Tulis nama pemilik nomor itu."))
        if given.get("contact_name") and "contact_phone" in given and not given["contact_phone"]:
            self.add_error("contact_phone", _("Tulis nomor ponsel orang itu."))
        if given.get("phone") == "" and not given.get("contact_name") and not given.get("contact_phone"):
            self.add_error("phone", _("Isi nomor ponsel Anda, atau nama dan nomor orang lain di bawah."))

    def save(self):
        """An address equal to the account's is not kept twice: who changes that one is written to there."""
        given = self.cleaned_data
        own = given["email"] if given["email"].lower() != self._of_account("email").lower() else ""
        transitions.describe(self.trainee, phone=given["phone"], email=own)
        names = ("name", "relation", "phone")
        transitions.set_contact(self.trainee, **{name: given[f"contact_{name}"] for name in names})
