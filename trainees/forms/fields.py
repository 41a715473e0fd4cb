"""Fields that several forms ask for: a birth date, a phone number, and the words of an empty one."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainees.rules.phones import InvalidPhone, clean_phone

OLDEST, YOUNGEST = 70, 10
YES_NO = [("yes", gettext_lazy("Ya")), ("no", gettext_lazy("Tidak"))]


def wanted(sentence):
    """What an empty field says."""
    return {"required": sentence}


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
