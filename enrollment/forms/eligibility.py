"""Five questions to a visitor. The answers are judged and forgotten: nothing here is ever saved."""

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.models import EducationLevel, Region
from enrollment.rules.eligibility import Facts
from trainees.forms.address import area_choices
from trainees.forms.fields import BirthDateField, MonthField, YesNoField, wanted

EVERYTHING = frozenset({"schooling", "work", "training"})
SITUATIONS = [
    ("neither", _("Tidak sekolah dan tidak bekerja")),
    ("studying", _("Masih sekolah atau kuliah")),
    ("working", _("Sedang bekerja")),
    ("both", _("Sekolah atau kuliah sambil bekerja")),
]


class EligibilityForm(forms.Form):
    """`asks`: of school, work and earlier training only what is needed. Sent by POST: no birth date in an address."""

    birth_date = BirthDateField()
    area = forms.ChoiceField(
        label=_("Kabupaten/kota sesuai KTP atau KK"), error_messages=wanted(_("Pilih kabupaten/kota Anda."))
    )
    education = forms.ModelChoiceField(
        label=_("Pendidikan terakhir yang tamat"),
        queryset=EducationLevel.objects.order_by("rank"),
        empty_label=_("Pilih pendidikan"),
        error_messages=wanted(_("Pilih pendidikan terakhir Anda.")),
    )
    situation = forms.ChoiceField(
        label=_("Kegiatan Anda sekarang"),
        choices=SITUATIONS,
        widget=forms.RadioSelect,
        error_messages=wanted(_("Pilih satu yang sesuai.")),
    )
    studies_until = MonthField(
        label=_("Jika masih sekolah atau kuliah, kapan kira-kira lulus?"), ahead=7, required=False
    )
    has_trained = YesNoField(
        label=_("Pernah ikut pelatihan kerja dari pemerintah?"),
        help_text=_("Misalnya di BLK, BBPVP, atau dinas, di daerah mana pun."),
    )
    trained_until = MonthField(label=_("Jika pernah, kapan yang terakhir selesai?"), back=10, ahead=1, required=False)

    def __init__(self, *args, asks=EVERYTHING, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = area_choices()
        needed = {
            "situation": asks & {"schooling", "work"},
            "studies_until": asks & {"schooling"},
            "has_trained": asks & {"training"},
            "trained_until": asks & {"training"},
        }
        for name in [name for name, reason in needed.items() if not reason]:
            del self.fields[name]

    def clean_area(self):
        return Region.objects.get(pk=self.cleaned_data["area"])

    @property
    def facts(self):
        said = self.cleaned_data
        situation, has_trained = said.get("situation"), said.get("has_trained")
        is_studying = situation in {"studying", "both"} if situation else None
        return Facts(
            birth_date=said["birth_date"],
            region_code=said["area"].pk,
            education_rank=said["education"].rank,
            is_studying=is_studying,
            studies_until=said.get("studies_until") if is_studying else None,
            is_working=situation in {"working", "both"} if situation else None,
            has_trained=has_trained,
            trained_until=said.get("trained_until") if has_trained else None,
        )
