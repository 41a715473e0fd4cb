"""A rule row as an officer types it: each kind keeps its own parameters, the others are emptied."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrollment.models import EligibilityRule

Kind = EligibilityRule.Kind
PARAMETERS = {"level_min": Kind.EDUCATION, "level_max": Kind.EDUCATION, "months": Kind.PAUSE, "fact": Kind.HEALTH}


class EligibilityRuleForm(forms.ModelForm):
    class Meta:
        model = EligibilityRule
        fields = ["offering", "kind", "effect", "level_min", "level_max", "months", "fact", "note"]

    def clean(self):
        given = super().clean()
        for name, kind in PARAMETERS.items():
            if given.get("kind") != kind:
                given[name] = "" if name == "fact" else None
        match given.get("kind"):
            case Kind.EDUCATION:
                self._check_levels(given.get("level_min"), given.get("level_max"))
            case Kind.PAUSE if not given.get("months") and "months" not in self.errors:
                self.add_error("months", _("Isi berapa bulan jedanya."))
            case Kind.HEALTH if not given.get("fact"):
                self.add_error("fact", _("Pilih keadaan kesehatan yang ditanyakan."))
        return given

    def _check_levels(self, least, most):
        if least is None and most is None:
            self.add_error("level_min", _("Isi pendidikan paling rendah, paling tinggi, atau keduanya."))
        if least and most and most.rank < least.rank:
            self.add_error("level_max", _("Pendidikan paling tinggi tidak boleh di bawah yang paling rendah."))


class CopyRulesForm(forms.Form):
    """`source`: another offering of the same center that has rules."""

    source = forms.ModelChoiceField(label=gettext_lazy("Salin dari"), queryset=None, empty_label=None)

    @classmethod
    def for_object(cls, offering, data):
        form = cls(data)
        others = type(offering).objects.filter(wave__center=offering.wave.center_id, eligibility_rules__isnull=False)
        others = others.exclude(pk=offering.pk).select_related("program", "wave").distinct()
        form.fields["source"].queryset = others.order_by("-wave__starts_on", "program__name", "pk")
        return form
