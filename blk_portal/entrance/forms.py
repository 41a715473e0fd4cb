"""What is asked at the entrance: a contact, a password, a code."""

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import desk_codes, passwords
from accounts.models import User
from trainees.rules.phones import InvalidPhone, clean_phone

EMAIL = gettext_lazy("E-mail")
PHONE = gettext_lazy("Nomor ponsel")
EITHER = gettext_lazy("E-mail, nomor ponsel, atau kode slip")
PASSWORD = gettext_lazy("Kata sandi")
NEITHER = gettext_lazy("Tulis alamat e-mail yang lengkap, nomor ponsel yang diawali 08, atau kode pada slip loket.")
NOT_AN_ADDRESS = gettext_lazy("Tulis alamat e-mail yang lengkap, misalnya nama@contoh.com.")


class PhoneField(forms.CharField):
    """In E.164, however it was typed."""

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})
        super().__init__(**{"label": PHONE, "widget": widget, "max_length": 30} | kwargs)

    def clean(self, value):
        text = super().clean(value)
        try:
            return clean_phone(text) if text else text
        except InvalidPhone as problem:
            raise ValidationError(problem.sentence, code=problem.code) from None


class EitherField(forms.CharField):
    """One field for all: an address has an @, a slip's code has letters, a number neither. The value is clean."""

    def __init__(self, **kwargs):
        attrs = {"autocomplete": "username", "inputmode": "email", "autocapitalize": "none", "spellcheck": "false"}
        options = {"label": EITHER, "widget": forms.TextInput(attrs=attrs), "max_length": 254}
        super().__init__(**options | kwargs)

    def clean(self, value):
        text = super().clean(value)
        if code := desk_codes.as_printed(text):
            return code
        try:
            if "@" not in text:
                return clean_phone(text)
            validate_email(text)
        except (InvalidPhone, ValidationError):
            raise ValidationError(NEITHER, code="neither") from None
        return text.lower()


class NewPasswordField(forms.CharField):
    def __init__(self):
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(label=PASSWORD, strip=False, widget=widget, help_text=passwords.advice())


class SignUpForm(forms.Form):
    """By e-mail. The password is measured against the contact: neither may be in the other."""

    contact = "email"
    email = forms.EmailField(
        label=EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": NOT_AN_ADDRESS},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"] = NewPasswordField()

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password1"):
            somebody = User(**{self.contact: cleaned.get(self.contact)})
            try:
                get_adapter().clean_password(cleaned["password1"], user=somebody)
            except ValidationError as problem:
                self.add_error("password1", problem)
        return cleaned


class PhoneSignUpForm(SignUpForm):
    contact = "phone"
    email = None
    clean_email = None
    phone = PhoneField(help_text=gettext_lazy("Nomor yang Anda pakai sendiri, misalnya 0812 3456 7890."))


class ResetForm(forms.Form):
    login = EitherField()


class PhoneForm(forms.Form):
    phone = PhoneField()


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Kode"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": gettext_lazy("Tulis kode yang Anda terima.")},
    )

    def refuse(self):
        self.add_error("code", _("Kode ini tidak cocok. Periksa lagi angkanya."))
