"""What a visitor may ask of the catalogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from cohorts.models import Track


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
