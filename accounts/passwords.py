"""Django's checks of a new password, said in the portal's words."""

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    def get_error_message(self):
        return _("Kata sandi terlalu pendek: paling sedikit %(length)d karakter.") % {"length": self.min_length}

    def get_help_text(self):
        return _("Paling sedikit %(length)d karakter.") % {"length": self.min_length}


class UnlikeThePerson(password_validation.UserAttributeSimilarityValidator):
    def get_error_message(self):
        return _("Kata sandi terlalu mirip dengan %(verbose_name)s Anda.")

    def get_help_text(self):
        return _("Jangan memakai nama, e-mail, atau nomor ponsel Anda.")


class Uncommon(password_validation.CommonPasswordValidator):
    def get_error_message(self):
        return _("Kata sandi ini terlalu sering dipakai orang, jadi mudah ditebak.")

    def get_help_text(self):
        return _("Jangan yang sering dipakai orang.")


def advice():
    """All of it in one line, for below the field."""
    return " ".join(password_validation.password_validators_help_texts())
