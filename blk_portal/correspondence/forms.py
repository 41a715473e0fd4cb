from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering
from enrollment.workflow import Status
from notifications.forms import PlainTextForm

ASKED = (Status.ACCEPTED, Status.CONFIRMED, Status.RESERVE)
NAMES = ("nama", "nomor", "program", "gelombang", "balai", "tautan")


class LetterForm(PlainTextForm):
    """To everyone in training in a class."""


class WaveLetterForm(LetterForm):
    statuses = forms.MultipleChoiceField(
        label=_("Kepada"),
        choices=[(status.value, status.label) for status in ASKED],
        widget=forms.CheckboxSelectMultiple,
    )
    offering = forms.ModelChoiceField(
        label=_("Program"), queryset=Offering.objects.none(), required=False, empty_label=_("Semua program")
    )
    field_order = ["statuses", "offering", "subject", "body"]

    def __init__(self, *args, wave, **kwargs):
        super().__init__(*args, **kwargs)
        offered = wave.offerings.select_related("program").order_by("program__name", "pk")
        self.fields["offering"].queryset = offered
        self.fields["offering"].label_from_instance = lambda offering: str(offering.program)
