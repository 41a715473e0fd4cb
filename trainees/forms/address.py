"""Where somebody lives, from the daerah down to the village."""

from copy import deepcopy

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import Region
from trainees import transitions
from trainees.forms.fields import StepForm, wanted


def area_choices():
    """Kabupaten/kota of the provinces we know to the village, then the other provinces: one list of some fifty."""
    deep = Region.objects.filter(level=Region.Level.REGENCY, children__isnull=False).distinct()
    groups = {}
    for regency in deep.select_related("parent").order_by("code"):
        groups.setdefault(regency.parent, []).append((regency.code, regency.name))
    known = [province.code for province in groups]
    others = Region.objects.filter(level=Region.Level.PROVINCE).exclude(code__in=known).order_by("name")
    return [
        ("", _("Pilih daerah")),
        *((province.name, names) for province, names in groups.items()),
        (_("Provinsi lain"), [(province.code, province.name) for province in others]),
    ]


class AddressForm(StepForm):
    """Down from the daerah to the village: each answer brings the next list, with or without JavaScript.

    A list that has just appeared is not yet asked for: `is_growing`, and the page shows `grown()`.
    """

    area = forms.ChoiceField(
        label=gettext_lazy("Kabupaten/kota"),
        help_text=gettext_lazy("Sesuai KTP atau KK. Di luar daftar? Pilih provinsinya."),
        error_messages=wanted(gettext_lazy("Pilih kabupaten/kota Anda.")),
    )
    within = forms.ChoiceField(error_messages=wanted(gettext_lazy("Pilih satu dari daftar.")))
    village = forms.ChoiceField(
        label=gettext_lazy("Desa/kelurahan"), error_messages=wanted(gettext_lazy("Pilih desa atau kelurahan Anda."))
    )
    address = forms.CharField(
        label=gettext_lazy("Jalan atau kampung, RT/RW"),
        max_length=200,
        error_messages=wanted(gettext_lazy("Isi jalan atau kampung dengan RT/RW.")),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    LISTS = ("area", "within", "village")

    def __init__(self, data=None, *, trainee, so_far=None, **kwargs):
        self.trainee = trainee
        self.region = None
        self.is_growing = False
        initial = so_far or self._path_of(trainee.region) | {"address": trainee.address}
        super().__init__(data, initial=initial, **kwargs)
        self.fields["area"].choices = area_choices()
        self._grow(data if data is not None else initial)

    def parts(self):
        """A choice brings the next list by itself where there is JavaScript; only the lists are replaced, so that
        what one types meanwhile, on a slow link, stays."""
        above = Div(
            *[name for name in self.LISTS[:2] if name in self.fields],
            **{
                "hx-post": ".",
                "hx-trigger": "change",
                "hx-target": "#wilayah",
                "hx-select": "#wilayah",
                "hx-swap": "outerHTML show:none",
            },
        )
        village = [name for name in self.LISTS[2:] if name in self.fields]
        return [Div(above, *village, css_id="wilayah"), "address"]

    def _path_of(self, region):
        path = []
        while region:
            path.insert(0, region)
            region = region.parent
        if len(path) > 2 or (len(path) > 1 and path[1].children.exists()):
            path = path[1:]  # a province known to the village is never named in the first list
        return dict(zip(self.LISTS, [one.code for one in path], strict=False))

    def _grow(self, given):
        """Fill each list from the answer above it; lists not reached yet, or not there, are no fields."""
        area = given.get("area") or ""
        region = Region.objects.filter(pk=area).first() if self.fields["area"].valid_value(area) else None
        for name in self.LISTS[1:]:
            below = list(region.children.order_by("name")) if region else []
            if not below:
                del self.fields[name]
                continue
            self._fill(name, region, below)
            region = next((one for one in below if one.code == given.get(name)), None)
            self.is_growing |= self.is_bound and region is None and given.get(name) != ""
        self.region = region

    def _fill(self, name, region, below):
        self.fields[name].choices = [("", _("Pilih satu")), *((one.code, one.name) for one in below)]
        if name == "within":
            is_regency = region.level == Region.Level.REGENCY
            self.fields[name].label = _("Kecamatan") if is_regency else _("Kabupaten/kota")

    def grown(self):
        """The same answers with the list that has just appeared, and no complaint about it."""
        so_far = {name: self.data.get(name, "") for name in (*self.LISTS, "address")}
        return AddressForm(trainee=self.trainee, so_far=so_far)

    def retype(self, typed):
        """With the lists that belong to what was typed."""
        self.fields = deepcopy(self.base_fields)
        self.fields["area"].choices = area_choices()
        super().retype(typed)
        self._grow(typed)

    def save(self):
        transitions.describe(self.trainee, region=self.region, address=self.cleaned_data["address"])
