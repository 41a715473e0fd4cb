"""The last page: everything at a glance, what is still missing, what one agrees to, and the one button that sends."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.moves import Refused
from enrollment import selectors, transitions
from enrollment.forms.applying import ConsentsForm, unticked
from enrollment.transitions.filling import may_fill
from enrollment.views.paging import address_of
from enrollment.views.people import own_application, trainees_only
from enrollment.views.steps import BY_NAME, row_of, steps_of, ways_of
from enrollment.workflow import Status
from trainees import selectors as people


@trainees_only
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, pk):
    """Pressing twice, two tabs, going back: one application, and the same page at the end."""
    application = own_application(request, pk, read=selectors.WITH_EVERYTHING)
    if not may_fill(application, "check"):
        return redirect("journey:sent", pk)
    posted = request.POST if request.method == "POST" else None
    texts = people.texts_to_ask(application.trainee)
    form = ConsentsForm(posted, texts=texts)
    if form.is_bound and form.is_valid():
        refusal = _send(request, application, form.agreed)
        if refusal is None or refusal.code == "wrong_status":
            return redirect("journey:sent", pk)
        form.add_error(None, refusal.message)
    consents = "" if form.is_bound else unticked(texts)
    return render(request, "enrollment/apply/check.html", everything(application, form) | {"consents": consents})


def _send(request, application, texts):
    """The refusal, or None once it is sent. What one agreed to is kept only with what was sent."""
    act = transitions.submit if application.status == Status.DRAFT else transitions.resubmit
    try:
        act(application, by=request.actor, texts=texts, ip=address_of(request))
    except Refused as refusal:
        application.refresh_from_db()
        return refusal
    return None


def everything(application, form):
    trainee, today = application.trainee, timezone.localdate()
    covers = people.covers(trainee)
    papers = {kind: page.document for kind, page in covers.items()}
    lacking = [(BY_NAME[name], sentence) for name, sentence in selectors.missing(application, today, papers=papers)]
    verdicts = [
        (choice, selectors.verdict(trainee, choice.offering, today)) for choice in selectors.choices_of(application)
    ]
    blocked = any(not verdict.may_apply for _choice, verdict in verdicts)
    steps = steps_of(application)
    return {
        "frame": ways_of(application).frame,
        "application": application,
        "trainee": trainee,
        "form": form,
        "lacking": [(step, step.url_for(application), sentence) for step, sentence in lacking],
        "verdicts": verdicts,
        "blocked": blocked,
        "may_send": not lacking and not blocked,
        "nik_words": people.nik_words(trainee),
        "warnings": people.nik_warnings(trainee),
        "place": _place(trainee.region),
        "email": trainee.email or (trainee.account.email if trainee.account else ""),
        "contact": people.first_contact(trainee),
        "activity": _activity(trainee),
        "health": _health(application),
        "covers": list(covers.values()),
        "urls": {step.name: f"{step.beside}?dari=periksa" for step in steps},
        "bars": row_of(steps, _("Periksa dan kirim")),
        "number": len(steps) + 1,
        **_of_minor(trainee, today),
    }


def _of_minor(trainee, today):
    if not trainee.is_minor(today):
        return {}
    return {"guardian": getattr(trainee, "guardian", None), "standing": selectors.guardian_standing(trainee)}


def _activity(trainee):
    """What was answered, in the words of the form: (label, yes or no, month)."""
    answered = [
        (_("Bekerja"), trainee.is_working, None),
        (_("Sekolah atau kuliah"), trainee.is_studying, trainee.studies_until),
        (_("Pelatihan pemerintah"), trainee.has_trained, trainee.trained_until),
        (_("Pernah bekerja di luar negeri"), trainee.abroad_experience, None),
        (_("Berminat bekerja di luar negeri"), trainee.abroad_interest, None),
    ]
    return [(label, says, month) for label, says, month in answered if says is not None]


def _health(application):
    asked = selectors.health_asked_of(application)
    if not asked:
        return []
    return [
        (answer, asked[answer.fact]) for answer in application.trainee.health_answers.all() if answer.fact in asked
    ]


def _place(region):
    """ "Jelupang, Serpong Utara, Kota Tangerang Selatan, Banten"."""
    names = []
    while region:
        names.append(region.name)
        region = region.parent
    return ", ".join(names)


@trainees_only
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request, pk):
    application = own_application(request, pk)
    if request.method != "POST":
        if application.status != Status.DRAFT:
            return redirect(application)
        return render(request, "enrollment/apply/discard.html", {"application": application})
    try:
        transitions.discard(application, by=request.actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(application)
    messages.success(request, _("Draf dihapus. Data diri Anda tetap tersimpan untuk pendaftaran berikutnya."))
    return redirect("journey:home")


@trainees_only
@require_safe
def guardian_letter(request, pk):
    """The letter a parent signs, to print or to copy by hand."""
    return render(request, "enrollment/apply/letter.html", letter_of(own_application(request, pk)))


def letter_of(application):
    ways = ways_of(application)
    return {
        "frame": ways.frame,
        "links": ways.links(application),
        "application": application,
        "trainee": application.trainee,
        "guardian": getattr(application.trainee, "guardian", None),
        "place": _place(application.trainee.region),
        "choice": application.choices.select_related("offering__program").order_by("order").first(),
        "text": people.guardian_text(),
        "today": timezone.localdate(),
    }
