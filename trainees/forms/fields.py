"""What several forms share: how crispy draws them, a birth date, a month, a phone number, yes or no, empty fields."""

from calendar import monthrange
from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trainees.rules.phones import InvalidPhone, clean_phone

OLDEST, YOUNGEST = 70, 10
YES_NO = [("yes", gettext_lazy("Ya")), ("no", gettext_lazy("Tidak"))]
ANSWERS = {"yes": True, "no": False, "": None}
MONTHS = (
    gettext_lazy("Januari"),
    gettext_lazy("Februari"),
    gettext_lazy("Maret"),
    gettext_lazy("April"),
    gettext_lazy("Mei"),
    gettext_lazy("Juni"),
    gettext_lazy("Juli"),
    gettext_lazy("Agustus"),
    gettext_lazy("September"),
    gettext_lazy("Oktober"),
    gettext_lazy("November"),
    gettext_lazy("Desember"),
)


class StepForm(forms.Form):
    """One page of an application. Crispy draws its `parts`; the page brings the form's tag and its button."""

    @property
    def helper(self):
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = Layout(*self.parts())
        return helper

    def parts(self):
        return list(self.fields)

    def retype(self, typed):
        """Show again what was typed before, as each field's own control reads it. Files have to be chosen anew."""
        for name, field in self.fields.items():
            if not isinstance(field, forms.FileField):
                self.initial[name] = field.widget.value_from_datadict(typed, {}, self.add_prefix(name))


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


class YesNoField(forms.ChoiceField):
    """Two large circles, none of them chosen beforehand. Its value is True, False or None."""

    def __init__(self, **kwargs):
        messages = wanted(gettext_lazy("Pilih ya atau tidak."))
        super().__init__(**{"choices": YES_NO, "widget": forms.RadioSelect, "error_messages": messages} | kwargs)

    def prepare_value(self, value):
        return {True: "yes", False: "no", None: ""}.get(value, value)

    def clean(self, value):
        return ANSWERS[super().clean(value)]


class MonthWidget(forms.MultiWidget):
    """Month and year: nobody knows the day on which school ends."""

    def __init__(self, years):
        month = [("", gettext_lazy("Bulan")), *enumerate(MONTHS, start=1)]
        year = [("", gettext_lazy("Tahun")), *((one, one) for one in years)]
        names = (gettext_lazy("Bulan"), gettext_lazy("Tahun"))
        super().__init__(
            {
                part: forms.Select(choices=choices, attrs={"aria-label": name})
                for part, choices, name in zip(("month", "year"), (month, year), names, strict=True)
            }
        )

    def decompress(self, value):
        return [value.month, value.year] if value else ["", ""]


class MonthField(forms.MultiValueField):
    """The last day of the month that was chosen. `ahead` and `back`: how many years the list goes."""

    def __init__(self, *, ahead=0, back=0, **kwargs):
        this_year = timezone.localdate().year
        years = range(this_year - back, this_year + ahead + 1)
        parts = [
            forms.TypedChoiceField(choices=[(one, one) for one in numbers], coerce=int)
            for numbers in (range(1, 13), years)
        ]
        messages = {"incomplete": gettext_lazy("Pilih bulan dan tahunnya.")}
        options = {"widget": MonthWidget(years), "require_all_fields": False, "error_messages": messages}
        super().__init__(parts, **options | kwargs)

    def compress(self, values):
        if not values or not all(values):
            return None
        month, year = values
        return date(year, month, monthrange(year, month)[1])


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
