"""What a visitor may ask of the catalogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.models import Center, EducationLevel, Region
from cohorts.models import Track
from enrollment.rules.eligibility import Facts
from trainees.forms.address import area_choices
from trainees.forms.fields import BirthDateField


class FilterForm(forms.Form):
    """Choices that make no sense are ignored: a filter is no place for a complaint."""

    track = forms.ModelChoiceField(
        label=_("Kejuruan"),
        queryset=Track.objects.order_by("order", "name"),
        to_field_name="code",
        empty_label=_("Semua kejuruan"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    center = forms.ModelChoiceField(
        label=_("Balai"),
        queryset=Center.objects.order_by("name"),
        to_field_name="code",
        empty_label=_("Semua balai"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    past = forms.BooleanField(
        label=_("Tampilkan juga gelombang yang sudah selesai"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def narrow(self, offerings):
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("track"):
            offerings = offerings.filter(program__track=chosen["track"])
        if chosen.get("center"):
            offerings = offerings.filter(wave__center=chosen["center"])
        return offerings

    @property
    def wants_past(self):
        return bool(self.cleaned_data.get("past"))


class EligibilityForm(forms.Form):
    """Three answers, judged and forgotten. Sent by POST: a birth date has no business in an address bar."""

    birth_date = BirthDateField()
    area = forms.ChoiceField(
        label=_("Kabupaten/kota sesuai KTP atau KK"),
        error_messages={"required": _("Pilih kabupaten/kota Anda.")},
    )
    education = forms.ModelChoiceField(
        label=_("Pendidikan terakhir yang tamat"),
        queryset=EducationLevel.objects.order_by("rank"),
        empty_label=_("Pilih pendidikan"),
        error_messages={"required": _("Pilih pendidikan terakhir Anda.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = area_choices()

    def clean_area(self):
        return Region.objects.get(pk=self.cleaned_data["area"])

    @property
    def facts(self):
        return Facts(
            birth_date=self.cleaned_data["birth_date"],
            region_code=self.cleaned_data["area"].pk,
            education_rank=self.cleaned_data["education"].rank,
        )
