"""What a report is of: a wave or a year, of which center, and whether small groups are put together."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import Center
from centers.selectors import scoped
from cohorts.models import Wave


class ReportForm(forms.Form):
    gelombang = forms.ModelChoiceField(
        label=gettext_lazy("Gelombang"),
        queryset=Wave.objects.none(),
        required=False,
        empty_label=gettext_lazy("semua gelombang tahun itu"),
        error_messages={"invalid_choice": gettext_lazy("Gelombang itu tidak ada di balai ini.")},
    )
    tahun = forms.ChoiceField(label=gettext_lazy("Tahun"), required=False)
    balai = forms.ModelChoiceField(
        label=gettext_lazy("Balai"),
        queryset=Center.objects.none(),
        required=False,
        empty_label=gettext_lazy("semua balai"),
    )
    gabung = forms.BooleanField(label=gettext_lazy("Gabungkan kelompok di bawah 5 (untuk dibagikan)"), required=False)

    def __init__(self, actor, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.actor, self.everywhere = actor, actor.role in {"province", "superuser"}
        waves = scoped(Wave.objects.select_related("center"), actor, "center").order_by("-starts_on", "-pk")
        self.waves, field = list(waves), self.fields["gelombang"]
        field.queryset = waves
        field.choices = [("", field.empty_label), *((wave.pk, self._told(wave)) for wave in self.waves)]
        years = sorted({wave.starts_on.year for wave in self.waves} | {timezone.localdate().year}, reverse=True)
        self.fields["tahun"].choices = [(str(year), str(year)) for year in years]
        if self.everywhere:
            self.fields["balai"].queryset = Center.objects.order_by("name")
        else:
            del self.fields["balai"]
        if actor.role == "province":
            del self.fields["gabung"]  # always, for the province

    def _told(self, wave):
        return f"{wave} · {wave.center}" if self.everywhere else str(wave)

    def scope(self):
        """(the waves, what they are called together, the center if they are of one)."""
        wave, center = self.cleaned_data.get("gelombang"), self.cleaned_data.get("balai")
        if wave:
            return [wave], str(wave), wave.center
        year = int(self.cleaned_data.get("tahun") or timezone.localdate().year)
        if not self.everywhere:
            center = Center.objects.get(code=self.actor.center_code)
        of_year = [one for one in self.waves if one.starts_on.year == year and center in {None, one.center}]
        return of_year, _("Tahun %(year)d") % {"year": year}, center

    def puts_together(self):
        return self.actor.role == "province" or bool(self.cleaned_data.get("gabung"))
