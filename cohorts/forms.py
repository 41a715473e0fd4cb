"""What the acts on waves, classes and sessions have to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.models import DocumentKind
from centers.scoped import native
from centers.selectors import regencies_near_centers
from cohorts.models import Cohort, Funding, Offering, Program
from cohorts.opening import SEATS, Terms


class ConfirmForm(forms.Form):
    """Nothing to fill in: yes or no."""


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Catatan"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class SizeForm(forms.Form):
    writes_over = True
    size = forms.IntegerField(label=_("Jumlah kursi"), min_value=1, max_value=200)

    @classmethod
    def for_object(cls, cohort, data):
        return cls(data, initial={"size": cohort.seats.count()})


class CopyForm(forms.Form):
    """`source`: an earlier wave of the same center that offers something."""

    source = forms.ModelChoiceField(label=_("Salin dari"), queryset=None, empty_label=None)

    @classmethod
    def for_object(cls, wave, data):
        form = cls(data)
        others = type(wave).objects.filter(center=wave.center, offerings__isnull=False).exclude(pk=wave.pk)
        form.fields["source"].queryset = others.distinct().order_by("-starts_on", "-pk")
        return form


class CohortForm(forms.ModelForm):
    """A class and, while it is new, how many seats it gets; later that is a button, for people sit on them."""

    size = forms.IntegerField(label=_("Kursi"), min_value=1, max_value=200, initial=SEATS)

    class Meta:
        model = Cohort
        fields = ["offering", "name", "starts_on", "ends_on", "room", "instructors"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "size" in self.fields:
            self.fields["size"].disabled = True
            self.initial["size"] = self.instance.seats.count()

    def clean(self):
        values = super().clean()
        starts, ends = values.get("starts_on"), values.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Kelas tidak bisa selesai sebelum mulai."))
        return values


class OfferingForm(forms.ModelForm):
    class Meta:
        model = Offering
        fields = ["test_weight", "interview_weight"]  # the admin page names the rest

    def clean(self):
        values = super().clean()
        weights = [values.get("test_weight"), values.get("interview_weight")]
        if None not in weights and sum(weights) != 100:
            self.add_error("interview_weight", _("Bobot tes dan wawancara harus berjumlah 100."))
        return values


class OfferingsForm(forms.ModelForm):
    """Many programs on the same terms, each with its classes and seats."""

    programs = forms.ModelMultipleChoiceField(label=_("Program"), queryset=None, widget=forms.CheckboxSelectMultiple)
    asked = forms.ModelMultipleChoiceField(
        label=_("Berkas yang diminta"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    classes = forms.IntegerField(label=_("Kelas untuk setiap program"), min_value=1, max_value=6, initial=1)
    seats = forms.IntegerField(label=_("Kursi untuk setiap kelas"), min_value=1, max_value=60, initial=SEATS)

    class Meta:
        model = Offering
        fields = [
            "funding",
            "mode",
            "age_min",
            "age_max",
            "age_on",
            "test_weight",
            "interview_weight",
            "minimum_score",
            "tie_break",
            "reserves",
            "method",
            "place",
            "region",
            "boarding",
        ]
        widgets = {"age_on": native(forms.DateInput, "date", "%Y-%m-%d")}

    field_order = ["programs", "classes", "seats", "funding", "asked"]

    @classmethod
    def for_object(cls, wave, data):
        form = cls(data, instance=Offering(wave=wave, age_on=wave.starts_on, place=wave.center.name))
        here = wave.offerings.values("program")
        form.fields["programs"].queryset = Program.objects.exclude(pk__in=here).select_related("track")
        form.fields["asked"].queryset = DocumentKind.objects.order_by("order", "code")
        form.fields["funding"].queryset = Funding.objects.order_by("name")
        form.fields["region"].queryset = regencies_near_centers()
        form.initial |= usual_terms(wave)
        return form

    def _post_clean(self):
        """The act wants the programs and their terms, and nothing else that this form knows."""
        super()._post_clean()
        if self.errors:
            return
        values = self.cleaned_data
        columns = {name: values[name] for name in self._meta.fields}
        terms = Terms(columns, list(values["asked"]), values["classes"], values["seats"])
        self.cleaned_data = {"programs": list(values["programs"]), "terms": terms}


def usual_terms(wave):
    """What the center asked for last time, so that only what changes has to be typed."""
    last = Offering.objects.filter(wave__center=wave.center).order_by("-wave__starts_on", "pk").first()
    if last is None:
        return {}
    same = ["funding", "mode", "age_min", "age_max", "test_weight", "interview_weight", "tie_break", "reserves"]
    same += ["place", "region"]
    return {name: last.serializable_value(name) for name in same} | {"asked": last.documents.all()}
