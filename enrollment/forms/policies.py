"""What a head has to say to change how an offering selects, once its rules are locked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering
from enrollment.selectors.policies import TERMS


class PolicyForm(forms.ModelForm):
    writes_over = True
    reason = forms.CharField(
        label=_("Alasan perubahan"),
        help_text=_("Dibaca siapa saja pada halaman hasil. Tulis dengan kalimat yang jelas."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Offering
        fields = TERMS

    @classmethod
    def for_object(cls, offering, data):
        return cls(data, instance=type(offering).objects.get(pk=offering.pk))

    def clean(self):
        values = super().clean()
        weights = [values.get("test_weight"), values.get("interview_weight")]
        if None not in weights and sum(weights) != 100:
            self.add_error("interview_weight", _("Bobot tes dan wawancara harus berjumlah 100."))
        return values
