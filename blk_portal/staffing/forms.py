from django import forms
from django.contrib.auth import password_validation
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import passwords
from accounts.models import User
from centers import roles
from centers.models import Center, Role

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PersonForm(forms.Form):
    full_name = forms.CharField(label=_("Nama lengkap"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Tautan undangan dikirim ke alamat ini. Pakai e-mail orangnya sendiri, bukan milik bersama."),
        error_messages={"invalid": _("Tulis alamat e-mail yang lengkap, misalnya nama@contoh.com.")},
    )


class InviteForm(PersonForm):
    role = forms.ChoiceField(label=_("Peran"))
    center = forms.ModelChoiceField(
        label=_("Balai"),
        queryset=Center.objects.none(),
        required=False,
        help_text=_("Kosongkan hanya untuk peran Provinsi."),
    )
    valid_from = forms.DateField(label=_("Berlaku sejak"), widget=DAY, initial=timezone.localdate)
    valid_to = forms.DateField(
        label=_("Berlaku sampai"), widget=DAY, required=False, help_text=_("Hari terakhir. Kosong: tanpa batas.")
    )

    def __init__(self, actor, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["role"].choices = [
            (role, words) for role, words in Role.choices if roles.may_appoint(actor, role, actor.center_code)
        ]
        if actor.role == "superuser":
            self.fields["center"].queryset = Center.objects.order_by("name")
        else:
            del self.fields["center"]

    def clean(self):
        values = super().clean()
        values["center"] = self._center(values)
        if values.get("valid_to") and values.get("valid_from") and values["valid_to"] < values["valid_from"]:
            self.add_error("valid_to", _("Tanggal akhir tidak boleh sebelum tanggal awal."))
        return values

    def _center(self, values):
        if self.actor.role != "superuser":
            return Center.objects.get(code=self.actor.center_code)
        center, is_province = values.get("center"), values.get("role") == Role.PROVINCE
        if is_province and center:
            self.add_error("center", _("Peran Provinsi tidak memakai balai. Kosongkan isian ini."))
        if not is_province and not center and "center" not in self.errors:
            self.add_error("center", _("Pilih balainya."))
        return center


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tersimpan di jejak. Tulis juga bagaimana Anda memastikan orangnya benar."),
    )


class LeaveForm(forms.Form):
    now = forms.BooleanField(label=_("Sekarang juga"), required=False)
    last_day = forms.DateField(
        label=_("Hari terakhir"),
        widget=DAY,
        required=False,
        help_text=_("Pada hari ini masih bisa masuk; mulai besoknya tidak."),
    )
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    successor = forms.ModelChoiceField(
        label=_("Rekan yang mengambil alih kelas"), queryset=User.objects.none(), required=False
    )
    without_successor = forms.BooleanField(label=_("Biarkan kelasnya belum ada pengganti"), required=False)

    def __init__(self, successors, needs_one, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors
        if not needs_one:
            del self.fields["successor"], self.fields["without_successor"]

    def clean(self):
        values = super().clean()
        if bool(values.get("now")) == bool(values.get("last_day")) and "last_day" not in self.errors:
            self.add_error("last_day", _("Isi hari terakhir, atau centang “Sekarang juga”; salah satu saja."))
        return values

    def arguments(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "now"}


class FirstPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Kata sandi baru"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Kata sandi baru, sekali lagi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = passwords.advice()

    def clean_password(self):
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self):
        values = super().clean()
        if values.get("password") and values.get("again") and values["password"] != values["again"]:
            self.add_error("again", _("Kedua kata sandi tidak sama. Tulis sekali lagi."))
        return values
