import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blk_portal.lists import ministry

ON_SCREEN, OF_SET = "layar", "susunan-"


class FilterForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Nama saringan"),
        max_length=60,
        help_text=gettext_lazy("Misalnya: Perlu diperbaiki, Las. Jangan menulis nama orang."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    shared = forms.BooleanField(label=gettext_lazy("Pakai bersama rekan satu balai"), required=False)


class ExportForm(forms.Form):
    """Which columns; `press` names this one press of the button."""

    columns = forms.ChoiceField(label=gettext_lazy("Susunan kolom"), widget=forms.RadioSelect)
    press = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def __init__(self, data, page, sets):
        super().__init__(data, initial={"columns": ON_SCREEN})
        self.sets = {f"{OF_SET}{one.pk}": one for one in sets}
        of_ministry = [(ministry.KEY, ministry.NAME)] if ministry.is_for(page) else []
        own = [(key, _set_words(one)) for key, one in self.sets.items()]
        self.fields["columns"].choices = [(ON_SCREEN, _("Seperti di layar")), *of_ministry, *own]

    @property
    def named(self):
        """What the chosen columns are called."""
        return dict(self.fields["columns"].choices)[self.cleaned_data["columns"]]


class ColumnSetForm(forms.Form):
    """A number beside each column that goes along: its place. Works with a keyboard alone, and without a script."""

    name = forms.CharField(
        label=gettext_lazy("Nama susunan"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    shared = forms.BooleanField(label=gettext_lazy("Pakai bersama rekan satu balai"), required=False)

    def __init__(self, data, columns, initial=None):
        super().__init__(data, initial=initial or {})
        self.columns = columns
        places = {key: place for place, key in enumerate((initial or {}).get("columns", []), start=1)}
        for key, column in columns.items():
            box = forms.NumberInput(attrs={"min": 1, "max": 99, "inputmode": "numeric"})
            field = forms.IntegerField(label=column.words, required=False, min_value=1, max_value=99, widget=box)
            field.initial = places.get(key)
            self.fields[f"at_{key}"] = field

    @property
    def heads(self):
        return [self["name"], self["shared"]]

    @property
    def places(self):
        return [self[f"at_{key}"] for key in self.columns]

    def clean(self):
        said = super().clean()
        chosen = [(said[f"at_{key}"], key) for key in self.columns if said.get(f"at_{key}")]
        if not chosen and not self.errors:
            raise forms.ValidationError(_("Beri nomor urut paling sedikit pada satu kolom."))
        said["columns"] = [key for _place, key in sorted(chosen, key=lambda one: one[0])]
        return said


def _set_words(kept):
    return _("%(name)s (dari %(owner)s)") % {"name": kept.name, "owner": kept.owner} if kept.shared else kept.name
