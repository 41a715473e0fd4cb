"""What people write here is plain text with placeholders from a list, and is refused with the reason."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from notifications import placeholders, texts
from notifications.events import catalogue
from notifications.models import WhatsAppTemplate

LINE_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
LONGEST_SUBJECT, LONGEST_BODY = 150, 4000
NAME_AT_META = re.compile(r"[a-z0-9_]+", re.ASCII)


class PlainTextForm(forms.Form):
    """A subject and a body. `allowed` names the placeholders, `needed` those that may not be left out."""

    subject = forms.CharField(
        label=_("Perihal"),
        max_length=LONGEST_SUBJECT,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off", "maxlength": False}),
    )
    body = forms.CharField(
        label=_("Isi"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 16, "maxlength": False})
    )

    def __init__(self, *args, allowed, needed=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.allowed, self.needed = allowed, needed

    def clean_subject(self):
        subject = self.cleaned_data["subject"]
        if set(LINE_BREAKS) & set(subject):
            raise ValidationError(_("Perihal harus satu baris."), code="line_break")
        return self._checked(subject)

    def clean_body(self):
        body = "\n".join(self.cleaned_data["body"].splitlines())
        return self._checked(body)

    def clean(self):
        cleaned = super().clean()
        if {"subject", "body"} <= set(cleaned):
            whole = f"{cleaned['subject']}\n{cleaned['body']}"
            for code, sentence in placeholders.missing(whole, self.needed):
                self.add_error("body", ValidationError(sentence, code=code))
        return cleaned

    def preview(self, values):
        """(subject, body) as somebody would read it."""
        return texts.Words(self.cleaned_data["subject"], self.cleaned_data["body"]).filled(values)

    def _checked(self, text):
        faults = placeholders.faults(text, self.allowed)
        if faults:
            raise ValidationError([ValidationError(sentence, code=code) for code, sentence in faults])
        return text


class MessageTextForm(PlainTextForm):
    """`seen`: the version that was newest when the page was opened; 0 if the center had none."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class NamesField(forms.Field):
    """A list of names, typed in one line with commas between them."""

    widget = forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"})

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [name.strip() for name in (value or "").split(",") if name.strip()]

    def has_changed(self, initial, data):
        return self.to_python(data) != initial


class WhatsAppTemplateForm(forms.ModelForm):
    """What Meta must already know or be told: the name, and which of the event's values stands in which gap."""

    parameters = NamesField(
        label=_("Isian berurutan"),
        required=False,
        help_text=_("Nama isian pertama, kedua, dan seterusnya, dipisah koma."),
    )

    class Meta:
        model = WhatsAppTemplate
        fields = ["name", "parameters"]
        help_texts = {
            "name": _("Seperti di WhatsApp Manager. Setelah diubah, persetujuannya ditanyakan lagi di Saluran pesan."),
        }

    def clean_name(self):
        name = "_".join(self.cleaned_data["name"].lower().split())
        if not NAME_AT_META.fullmatch(name):
            raise ValidationError(_("Hanya huruf kecil, angka, dan garis bawah."), "not_a_name")
        return name

    def clean_parameters(self):
        names, event = self.cleaned_data["parameters"], catalogue().get(self.instance.kind)
        strange = [name for name in names if event is None or name not in event.placeholders]
        if strange:
            said = _("Isian ini tidak ada pada peristiwanya: %(names)s.")
            raise ValidationError(said, "not_a_placeholder", {"names": ", ".join(strange)})
        return names
