"""A minor's guardian: the minor's page that asks for them, and the guardian's own page behind the link."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from audit.moves import Refused
from centers.models import DocumentKind
from enrollment import selectors
from enrollment.transitions import guardians
from enrollment.transitions.filling import may_fill
from enrollment.transitions.submitting import witness_of
from enrollment.views.paging import address_of, onward, page, posted, save
from enrollment.views.people import own_application, trainees_only
from enrollment.views.steps import BY_NAME
from trainees import guardian_link
from trainees import selectors as people
from trainees.forms.guardian import GuardianForm

LETTER = "surat_wali"
GONE = 410
ANSWERS = {"ya": True, "tidak": False}


# --- the minor's page ---


def guardian_page(request, application, shown, form_class=GuardianForm):
    trainee = application.trainee
    standing = selectors.guardian_standing(trainee)
    form = form_class(
        posted(request),
        request.FILES or None,
        trainee=trainee,
        agreed=standing.name == selectors.AGREED,
        waiting=standing.name == selectors.WAITING,
        reaches=partial(selectors.reaches_guardian, trainee),
    )
    if form.is_bound and form.is_valid():
        return _saved(request, application, shown, form)
    papers = people.current_documents(trainee).values()
    letter = next((document for document in papers if document.kind.code == LETTER), None)
    return page(request, application, shown, form, text=people.guardian_text(), letter=letter, standing=standing)


def _saved(request, application, shown, form):
    kind, text = DocumentKind.objects.get(code=LETTER), people.guardian_text()
    witness = witness_of(request.actor)
    ip = None if witness else address_of(request)
    save(request, application, shown, lambda: form.save(kind, text, ip=ip, witness=witness))
    if not form.wants_link:
        return onward(request, application, shown)
    if ask(request, application):
        return onward(request, application, shown)
    return redirect(request.get_full_path())


def ask(request, application):
    try:
        guardian = guardians.ask(application, by=request.actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return False
    messages.success(request, _("Tautan persetujuan dikirim kepada %(name)s.") % {"name": guardian.name})
    return True


@trainees_only
@require_POST
def ask_again(request, pk):
    application = own_application(request, pk)
    if not may_fill(application, "guardian"):
        return redirect(application)
    ask(request, application)
    return redirect(BY_NAME["guardian"].url_for(application))


# --- the guardian's own page ---


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request, token):
    """Looking changes nothing, however often: scanners and previews open links too. Only the buttons act."""
    if request.method == "POST" and request.POST.get("answer") in {*ANSWERS, "tarik"}:
        return _answered(request, token, request.POST["answer"])
    guardian = guardian_link.find(token)
    answer = people.answer_by_link(guardian) if guardian else None
    agreement = answer.text if answer else people.guardian_text()
    if guardian is None or agreement is None or not (answer or _may_answer(guardian)):
        return render(request, "enrollment/guardian_over.html", status=GONE)
    applications = list(selectors.of_minor(guardian.trainee))
    context = {
        "guardian": guardian,
        "minor": guardian.trainee.full_name,
        "answer": answer,
        "is_refusal": bool(answer and answer.withdrawn_at == answer.given_at),
        "agreement": agreement,
        "wishes": [(one.wave, selectors.offerings_of(one)) for one in applications],
        "until": guardian_link.ends_at(guardian),
    }
    return render(request, "enrollment/guardian_consent.html", context)


def _may_answer(guardian):
    return guardian_link.is_in_time(guardian) and guardian.trainee.is_minor(timezone.localdate())


def _answered(request, token, said):
    try:
        if said == "tarik":
            guardians.take_back(token, ip=address_of(request))
        else:
            guardians.answer(token, agrees=ANSWERS[said], ip=address_of(request))
    except Refused as refusal:
        if refusal.code == "link_over":
            return render(request, "enrollment/guardian_over.html", status=GONE)
    return redirect("guardian_consent", token)
