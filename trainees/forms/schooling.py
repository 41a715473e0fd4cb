"""School, what one does now, what a program has to know of one's health."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import EducationLevel
from trainees import transitions
from trainees.forms.fields import MonthField, StepForm, YesNoField, wanted
from trainees.models import HealthFact


class EducationForm(StepForm):
    education = forms.ModelChoiceField(
        label=gettext_lazy("Pendidikan terakhir yang tamat"),
        queryset=EducationLevel.objects.order_by("rank"),
        empty_label=gettext_lazy("Pilih pendidikan"),
        help_text=gettext_lazy("Ijazah Paket A, B, dan C sama nilainya."),
        error_messages=wanted(gettext_lazy("Pilih pendidikan terakhir Anda.")),
    )

    def __init__(self, *args, trainee, **kwargs):
        self.trainee = trainee
        super().__init__(*args, initial={"education": trainee.education_id}, **kwargs)

    def save(self):
        transitions.describe(self.trainee, education=self.cleaned_data["education"])


class ActivityForm(StepForm):
    """What one does now. `asked` names what the chosen programs have to know; the rest is not asked, or left open."""

    is_working = YesNoField(label=gettext_lazy("Sedang bekerja?"), required=False)
    is_studying = YesNoField(label=gettext_lazy("Masih sekolah atau kuliah?"), required=False)
    studies_until = MonthField(
        label=gettext_lazy("Kapan kira-kira lulus?"),
        help_text=gettext_lazy("Hanya bila masih sekolah atau kuliah."),
        ahead=7,
        required=False,
    )
    has_trained = YesNoField(
        label=gettext_lazy("Pernah ikut pelatihan gratis dari pemerintah?"),
        help_text=gettext_lazy("Di balai mana pun, misalnya BLK, BBPVP, atau dinas."),
        required=False,
    )
    trained_until = MonthField(
        label=gettext_lazy("Kapan pelatihan terakhir selesai?"),
        help_text=gettext_lazy("Hanya bila pernah ikut."),
        back=15,
        required=False,
    )
    abroad_experience = YesNoField(label=gettext_lazy("Pernah bekerja di luar negeri?"), required=False)
    abroad_interest = YesNoField(
        label=gettext_lazy("Berminat bekerja di luar negeri?"),
        help_text=gettext_lazy("Jawaban ini tidak memengaruhi seleksi."),
        required=False,
    )
    ONLY_IF_ASKED = {"is_studying": "studies_until", "has_trained": "trained_until"}

    def __init__(self, *args, trainee, asked=frozenset(), **kwargs):
        self.trainee = trainee
        super().__init__(*args, initial={name: getattr(trainee, name) for name in self.base_fields}, **kwargs)
        for name, when in self.ONLY_IF_ASKED.items():
            if name not in asked:
                del self.fields[name], self.fields[when]
        for name in self.fields:
            self.fields[name].required = name in asked

    def clean(self):
        given = self.cleaned_data
        for name, when in self.ONLY_IF_ASKED.items():
            if name in given and not given[name]:
                given[when] = None
        if given.get("has_trained") and "trained_until" in given and not given["trained_until"]:
            self.add_error("trained_until", _("Pilih bulan dan tahun pelatihan itu selesai."))

    def save(self):
        transitions.describe(self.trainee, **self.cleaned_data)


class HealthForm(StepForm):
    """One question a fact, each with the reason why it is asked. `reasons`: {fact: sentence}."""

    QUESTIONS = {
        HealthFact.COLOUR_BLIND: gettext_lazy("Apakah Anda buta warna?"),
        HealthFact.HEIGHTS: gettext_lazy("Apakah Anda takut ketinggian?"),
        HealthFact.BREATHING: gettext_lazy("Apakah Anda punya gangguan pernapasan, misalnya asma?"),
        HealthFact.EPILEPSY: gettext_lazy("Apakah Anda punya epilepsi atau sering pingsan?"),
        HealthFact.BACK: gettext_lazy("Apakah Anda tidak boleh mengangkat beban berat?"),
    }

    def __init__(self, *args, trainee, reasons, **kwargs):
        self.trainee = trainee
        super().__init__(*args, initial=self._said, **kwargs)
        for fact, sentence in reasons.items():
            self.fields[fact] = YesNoField(label=self.QUESTIONS[fact], help_text=sentence)

    @cached_property
    def _said(self):
        return dict(self.trainee.health_answers.values_list("fact", "holds"))

    def save(self):
        transitions.answer_health(self.trainee, self.cleaned_data)
