"""What an officer has to say with each button on an application, a class or the results."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import DocumentKind
from centers.scoped import native
from cohorts.forms import ConfirmForm, NoteForm
from trainees.forms.fields import PhoneField

__all__ = [
    "AnswerAppealForm",
    "CodeForm",
    "ConfirmForm",
    "GapForm",
    "InternalReasonForm",
    "LinkForm",
    "NeededNoteForm",
    "NoteForm",
    "ReasonForm",
    "ReturnForm",
    "VerifyPhoneForm",
]
LINES = forms.Textarea(attrs={"rows": 3})


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Dibaca oleh peserta. Tulis dengan kalimat yang jelas dan sopan."),
        max_length=500,
        widget=LINES,
    )


class AnswerAppealForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        help_text=_("Dibaca oleh peserta. Sebutkan apa yang diperiksa kembali dan apa yang ditemukan."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class InternalReasonForm(forms.Form):
    reason = forms.CharField(label=_("Alasan"), help_text=_("Tersimpan pada riwayat."), max_length=500, widget=LINES)


class NeededNoteForm(forms.Form):
    note = forms.CharField(label=_("Alasan"), help_text=_("Tersimpan pada riwayat."), max_length=500, widget=LINES)


class ReturnForm(ReasonForm):
    """`kinds`: which photos to take again, out of those that are there; `fix_by`: the usual days if left empty."""

    kinds = forms.ModelMultipleChoiceField(
        label=_("Berkas yang harus difoto ulang"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    fix_by = forms.DateTimeField(
        label=_("Diperbaiki paling lambat"),
        help_text=_("Kosongkan untuk batas yang biasa."),
        required=False,
        widget=native(forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    )

    @classmethod
    def for_object(cls, application, data):
        form = cls(data)
        there = application.trainee.documents.current().values("kind")
        form.fields["kinds"].queryset = DocumentKind.objects.filter(pk__in=there).order_by("order", "code")
        return form

    def clean_fix_by(self):
        fix_by = self.cleaned_data["fix_by"]
        if fix_by and fix_by <= timezone.now():
            raise forms.ValidationError(_("Batasnya harus di masa depan."))
        return fix_by


class GapForm(forms.Form):
    """Who agreed for an imported minor, and where the signed paper lies."""

    name = forms.CharField(label=_("Nama orang tua atau wali"), max_length=120)
    relation = forms.CharField(label=_("Hubungan"), help_text=_("Misalnya ibu, ayah, atau paman."), max_length=60)
    phone = PhoneField(label=_("Nomor ponsel orang tua atau wali"))
    note = forms.CharField(
        label=_("Catatan"),
        help_text=_("Kapan persetujuan diterima dan di mana suratnya disimpan."),
        max_length=500,
        widget=LINES,
    )


class VerifyPhoneForm(forms.Form):
    """Which number, seen by the officer to be in this person's hand."""

    phone = PhoneField(
        label=_("Nomor ponsel"),
        help_text=_("Hubungi nomor ini, dan pastikan HP orang di depan Anda yang berbunyi."),
    )
    moved = forms.BooleanField(
        label=_("Pindahkan dari akun lain: nomor ini dulu milik orang lain, sekarang dipegang orang ini"),
        required=False,
    )

    @classmethod
    def for_object(cls, trainee, data):
        account = trainee.account
        return cls(data, initial={"phone": trainee.phone or (account.phone if account else "")})


class CodeForm(forms.Form):
    note = forms.CharField(
        label=_("Bagaimana Anda memastikan orangnya"),
        help_text=_("Misalnya: KTP asli cocok dengan wajahnya. Tersimpan pada riwayat."),
        max_length=500,
        widget=LINES,
    )


class LinkForm(NeededNoteForm):
    """The officer says what convinced them that both are one person."""
