"""What is asked when a file is given to somebody, or noted upon."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from enrollment.selectors.officers import officers_of


class AssignForm(forms.Form):
    officer = forms.ModelChoiceField(
        label=_("Petugas"),
        help_text=_("Petugas lain tetap dapat mengerjakannya; di meja kerja berkas ini tampil sebagai miliknya."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Belum ada yang memegang"),
    )

    @classmethod
    def for_object(cls, application, data):
        form = cls(data, initial={"officer": application.officer_id})
        there = officers_of(application.wave.center.code).values("user")
        form.fields["officer"].queryset = User.objects.filter(pk__in=there).order_by("full_name", "pk")
        return form


class AssignManyForm(forms.Form):
    """Answers the id: a job's parameters hold nothing else."""

    officer = forms.ModelChoiceField(
        label=_("Petugas"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Belum ada yang memegang"),
    )

    @classmethod
    def for_actor(cls, actor, data=None):
        form = cls(data)
        there = officers_of(actor.center_code).values("user")
        form.fields["officer"].queryset = User.objects.filter(pk__in=there).order_by("full_name", "pk")
        return form

    def clean_officer(self):
        officer = self.cleaned_data["officer"]
        return officer.pk if officer else None


class NoteTextForm(forms.Form):
    text = forms.CharField(
        label=_("Catatan untuk petugas lain"),
        help_text=_(
            "Tidak dikirim kepada peserta. Tetapi orangnya berhak membacanya lewat Data saya: "
            "tulis seperlunya, tanpa data orang lain."
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
