"""Which file for which wave, and which of its columns is which. What was chosen stays when something is wrong."""

from pathlib import Path

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blk_portal.importing import reading
from blk_portal.importing.columns import COLUMNS, REQUIRED
from cohorts.models import Wave

NO_COLUMN = gettext_lazy("— tidak ada di berkas —")


class UploadForm(forms.Form):
    wave = forms.ModelChoiceField(
        label=gettext_lazy("Gelombang"),
        queryset=Wave.objects.none(),
        empty_label=gettext_lazy("Pilih gelombang"),
        help_text=gettext_lazy("Gelombang ini, programnya, dan kelasnya sudah dibuat; berkas hanya membawa orangnya."),
        error_messages={"required": gettext_lazy("Pilih gelombangnya.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas"),
        help_text=gettext_lazy("Excel (.xlsx) atau CSV, paling besar 20 MB dan 20.000 baris."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
        error_messages={
            "required": gettext_lazy("Pilih berkasnya."),
            "empty": gettext_lazy("Berkas ini kosong. Pilih berkas yang berisi."),
        },
    )

    def __init__(self, waves, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wave"].queryset = waves

    def clean_wave(self):
        wave = self.cleaned_data["wave"]
        if not wave.offerings.exclude(cohorts=None).exists():
            raise forms.ValidationError(_("Gelombang ini belum punya kelas. Buat atau salin dulu programnya."))
        return wave

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > reading.MAX_BYTES:
            raise forms.ValidationError(_("Berkas ini lebih dari 20 MB. Bagi menjadi beberapa berkas."))
        if Path(file.name).suffix.lower() not in reading.BOOKS + reading.TEXTS:
            raise forms.ValidationError(
                _("Berkas harus .xlsx atau .csv. Simpan ulang dari Excel sebagai “Excel Workbook (.xlsx)”.")
            )
        return file


class ColumnsForm(forms.Form):
    """A list for each column the portal knows, of all the columns the file has. `shown` are (place, words)."""

    def __init__(self, shown, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", NO_COLUMN), *((str(place), words) for place, words in shown)]
        for column, names in COLUMNS.items():
            self.fields[column] = forms.ChoiceField(
                label=names[0],
                choices=choices,
                required=column in REQUIRED,
                error_messages={"required": _("Pilih kolom untuk %(column)s.") % {"column": names[0]}},
            )

    def clean(self):
        taken = {}
        for column in COLUMNS:
            place = self.cleaned_data.get(column)
            if place and place in taken:
                sentence = _("Kolom ini sudah dipilih untuk %(column)s.") % {"column": COLUMNS[taken[place]][0]}
                self.add_error(column, sentence)
            taken.setdefault(place, column)
        return self.cleaned_data

    def places(self):
        return {column: int(place) for column, place in self.cleaned_data.items() if place}
