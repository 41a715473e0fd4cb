"""Appealing one's own published result: what it can change and what not, one form, and the answer afterwards."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from audit.moves import Refused
from blk_portal.journey.results import BEFORE_RESULTS, cards
from blk_portal.journey.story import loaded
from enrollment import transitions
from enrollment.models import Appeal, Application
from enrollment.selectors.appeals import appeal_until
from enrollment.views.people import trainees_only
from enrollment.workflow import MAY_APPEAL, Status


class AppealForm(forms.Form):
    """`offering`: about which choice; not asked where there was only one."""

    offering = forms.ModelChoiceField(
        label=_("Tentang pilihan yang mana?"), queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Apa yang menurut Anda keliru?"),
        help_text=_("Tulis apa yang keliru dan apa yang benar. Misalnya: nilai wawancara saya tertukar."),
        min_length=20,
        max_length=2000,
        error_messages={
            "required": _("Tulis dahulu apa yang menurut Anda keliru."),
            "min_length": _("Jelaskan sedikit lebih lengkap, supaya bisa kami periksa."),
        },
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data, *, choices):
        super().__init__(data)
        offerings = [one.offering for one in choices]
        field = self.fields["offering"]
        field.queryset = type(offerings[0]).objects.filter(pk__in=[one.pk for one in offerings])
        field.label_from_instance = lambda offering: str(offering.program)
        if len(offerings) == 1:
            field.widget, field.required = forms.HiddenInput(), False
        self.only = offerings[0] if len(offerings) == 1 else None

    def clean_offering(self):
        return self.cleaned_data["offering"] or self.only


def standing(application):
    """For the page of an application: the appeal there is, or until when there may be one."""
    if application.status in BEFORE_RESULTS:
        return {"appeal": None, "appeal_until": None}
    appeal = Appeal.objects.filter(application=application).select_related("choice__offering__program").first()
    until = appeal_until(application) if appeal is None and application.status in MAY_APPEAL else None
    return {"appeal": appeal, "appeal_until": until if until and timezone.now() <= until else None}


@trainees_only
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request, pk):
    shown = loaded(Application.objects.of_account(request.user)).filter(pk=pk).first()
    if shown is None:
        raise Http404
    until = standing(shown)["appeal_until"]
    if until is None:
        messages.info(request, _now("Hasil ini tidak bisa disanggah, atau sudah disanggah."))
        return redirect(shown)
    form = AppealForm(request.POST if request.method == "POST" else None, choices=list(shown.choices.all()))
    if form.is_bound and form.is_valid() and _filed(form, shown, request):
        messages.success(request, _now("Sanggahan Anda kami terima. Jawabannya kami kirim dan tampil di halaman ini."))
        return redirect(shown)
    context = {"application": shown, "form": form, "until": until, "cards": cards(shown)}
    context["missed"] = shown.status == Status.NO_SHOW
    return render(request, "journey/appeal.html", context)


def _filed(form, shown, request):
    try:
        transitions.file_appeal(shown, by=request.actor, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True
