"""Where to remind somebody: one field, an e-mail address or a phone number."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cohorts.selectors import published_offerings
from enrollment.models import Reminder
from notifications import channels
from notifications.workflow import Channel
from trainees.forms.fields import wanted
from trainees.rules.phones import InvalidPhone, clean_phone

FARTHEST = timedelta(days=366 * 20)  # an older child than that asks again


class MatterForm(forms.Form):
    """What the reminder is of, as the button before it says."""

    kind = forms.ChoiceField(choices=Reminder.Kind.choices, widget=forms.HiddenInput)
    offering = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)
    from_on = forms.DateField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offering"].queryset = published_offerings()

    def clean_from_on(self):
        day = self.cleaned_data["from_on"]
        if day > timezone.localdate() + FARTHEST:
            raise ValidationError(_("Tanggal ini terlalu jauh."), code="far")
        return day


class ReminderForm(MatterForm):
    contact = forms.CharField(
        label=gettext_lazy("E-mail atau nomor WhatsApp"),
        max_length=254,
        error_messages=wanted(gettext_lazy("Isi e-mail atau nomor WhatsApp Anda.")),
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not channels.is_configured(Channel.WHATSAPP):
            self.fields["contact"].label = _("Alamat e-mail")

    def clean_contact(self):
        typed = self.cleaned_data["contact"].strip()
        self.reach = {"email": _email(typed), "phone": ""} if "@" in typed else {"email": "", "phone": _phone(typed)}
        return typed


def _email(typed):
    try:
        validate_email(typed)
    except ValidationError as problem:
        raise ValidationError(_("Periksa lagi alamat e-mail ini."), code="email") from problem
    return typed.lower()


def _phone(typed):
    if not channels.is_configured(Channel.WHATSAPP):
        said = _("Saat ini pengingat hanya dikirim lewat e-mail. Isi alamat e-mail.")
        raise ValidationError(said, code="no_whatsapp")
    try:
        return clean_phone(typed)
    except InvalidPhone as problem:
        raise ValidationError(problem.sentence, code=problem.code) from problem
