"""The simulator's question: one weight, minimum and number of seats per offering, filled with what holds now."""

from decimal import Decimal

from django import forms
from django.utils.formats import localize_input
from django.utils.translation import gettext_lazy as _

from enrollment.simulation import moved_terms


class SimulationForm(forms.Form):
    """What is left out or taken away keeps its value of now, so that an address may name one number only."""

    def __init__(self, data, offerings, terms):
        self.offerings, self.terms = offerings, terms
        super().__init__(_filled_up(data, offerings, terms))
        for one in offerings:
            self.fields[f"bobot-{one.pk}"] = _number(forms.IntegerField, _("Bobot tes"), 100)
            self.fields[f"minimal-{one.pk}"] = _number(forms.DecimalField, _("Nilai minimal"), 100, decimal_places=2)
            self.fields[f"kursi-{one.pk}"] = _number(forms.IntegerField, _("Kursi"), 999)

    def rows(self):
        """(offering, its three fields)"""
        return [(one, [self[f"{name}-{one.pk}"] for name in ("bobot", "minimal", "kursi")]) for one in self.offerings]

    def chosen_terms(self):
        return {one.pk: self._terms_of(one) for one in self.offerings}

    def _terms_of(self, offering):
        values = {name: self.cleaned_data[f"{name}-{offering.pk}"] for name in ("bobot", "minimal", "kursi")}
        return moved_terms(
            self.terms[offering.pk], test_weight=values["bobot"], minimum=values["minimal"], seats=values["kursi"]
        )


def _number(kind, label, most, **options):
    field = kind(label=label, min_value=0, max_value=most, localize=True, **options)
    field.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "size": 6}
    return field


def _filled_up(data, offerings, terms):
    filled = {}
    for one in offerings:
        now = terms[one.pk]
        for name, value in (("bobot", now.weights.test), ("minimal", now.minimum), ("kursi", now.seats)):
            key = f"{name}-{one.pk}"
            filled[key] = data.get(key, "").strip() or localize_input(_plain(value))
    return filled


def _plain(value):
    number = Decimal(value)
    return int(number) if number == number.to_integral_value() else number.normalize()
