"""allauth's forms in the portal's words; what they do is allauth's. Django's Indonesian has other names for things.

A placeholder would only repeat the label, and vanish when somebody needs it.
"""

from allauth.account import forms
from django.forms import EmailField
from django.utils.translation import gettext_lazy as _

from accounts import desk_codes, passwords
from blk_portal.entrance.forms import EMAIL, NOT_AN_ADDRESS, PASSWORD, EitherField

NEW_PASSWORD = _("Kata sandi baru")
ONCE_MORE = _("Kata sandi baru, sekali lagi")


class Worded:
    labels = {}
    advised = ""  # the field of a new password

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            field = self.fields[name]
            field.label = label
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, EmailField):
                field.error_messages["invalid"] = NOT_AN_ADDRESS
        if self.advised:
            self.fields[self.advised].help_text = passwords.advice()


class LoginForm(Worded, forms.LoginForm):
    labels = {"password": PASSWORD}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = EitherField()

    def user_credentials(self):
        """What was typed is clean: an address has an @, a slip's code is none of a number's digits."""
        contact = self.cleaned_data["login"]
        number_or_slip = "slip" if desk_codes.as_printed(contact) else "phone"
        return {"email" if "@" in contact else number_or_slip: contact, "password": self.cleaned_data["password"]}


class ReauthenticateForm(Worded, forms.ReauthenticateForm):
    labels = {"password": PASSWORD}


class AddEmailForm(Worded, forms.AddEmailForm):
    labels = {"email": EMAIL}


class ChangeEmailForm(Worded, forms.ChangeEmailForm):
    labels = {"email": EMAIL}


class ResetPasswordKeyForm(Worded, forms.ResetPasswordKeyForm):
    labels = {"password1": NEW_PASSWORD, "password2": ONCE_MORE}
    advised = "password1"


class SetPasswordForm(Worded, forms.SetPasswordForm):
    labels = {"password1": NEW_PASSWORD, "password2": ONCE_MORE}
    advised = "password1"


class ChangePasswordForm(Worded, forms.ChangePasswordForm):
    labels = {"oldpassword": _("Kata sandi sekarang"), "password1": NEW_PASSWORD, "password2": ONCE_MORE}
    advised = "password1"
