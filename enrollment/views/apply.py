"""The application, a page at a time. Each page is saved on the server before the next one opens."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.moves import Refused
from centers.models import DocumentKind
from cohorts import selectors as offered
from enrollment import selectors, transitions
from enrollment.forms.applying import ChoicesForm, DocumentsForm
from enrollment.transitions.filling import filling, may_fill
from enrollment.views import papers as papers_page
from enrollment.views.people import own_application, trainees_only
from enrollment.views.steps import BY_NAME, BY_SLUG, after, steps_of
from enrollment.workflow import Status
from trainees import selectors as people
from trainees.forms.address import AddressForm
from trainees.forms.guardian import GuardianForm
from trainees.forms.person import ContactsForm, EducationForm, PersonForm

LETTER = "surat_wali"


@trainees_only
@require_safe
def resume(request, pk):
    """Where one left off: the first page with something missing, else the page that checks everything."""
    application = own_application(request, pk)
    if not may_fill(application, "person"):
        return redirect(application)
    lacking = selectors.missing(application, timezone.localdate())
    if lacking and application.status == Status.DRAFT:
        return redirect(BY_NAME[lacking[0][0]].url_for(application))
    return redirect("application_check", application.pk)


@trainees_only
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, slug):
    application = own_application(request, pk)
    if slug not in BY_SLUG:
        raise Http404
    shown = BY_SLUG[slug]
    if not may_fill(application, shown.name):
        messages.info(request, _("Pendaftaran ini sudah dikirim, jadi isinya tidak bisa diubah lagi."))
        return redirect(application)
    if shown not in steps_of(application):
        return redirect(after(application, shown))
    try:
        return PAGES[shown.name](request, application, shown)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(application if refusal.code == "wrong_status" else shown.url_for(application))


# --- one function a page -------------------------------------------------------------------------------------------


def _person(request, application, shown):
    settled = selectors.identity_is_settled(application)
    form = PersonForm(_posted(request), trainee=application.trainee, settled=settled)
    if form.is_bound and form.is_valid():
        is_news = form.has_changed()
        _save(request, application, shown, form.save)
        if is_news and people.nik_warnings(application.trainee):
            return redirect(request.get_full_path())  # once: who presses again has looked
        return _onward(request, application, shown)
    warnings = [] if form.is_bound else people.nik_warnings(application.trainee)
    return _page(request, application, shown, form, warnings=warnings, settled=settled)


def _simple(form_class):
    def page(request, application, shown):
        form = form_class(_posted(request), trainee=application.trainee)
        if form.is_bound and form.is_valid():
            _save(request, application, shown, form.save)
            return _onward(request, application, shown)
        return _page(request, application, shown, form)

    return page


def _address(request, application, shown):
    form = AddressForm(_posted(request), trainee=application.trainee)
    if form.is_bound and (form.is_growing or request.htmx):
        return _page(request, application, shown, form.grown())
    if form.is_bound and form.is_valid():
        _save(request, application, shown, form.save)
        return _onward(request, application, shown)
    return _page(request, application, shown, form)


def _guardian(request, application, shown):
    consent = selectors.guardian_consent(application.trainee)
    form = GuardianForm(_posted(request), request.FILES or None, trainee=application.trainee, consent=consent)
    text = people.guardian_text()
    if form.is_bound and form.is_valid():
        kind = DocumentKind.objects.get(code=LETTER)
        _save(request, application, shown, lambda: form.save(kind, text, ip=address_of(request)))
        return _onward(request, application, shown)
    letter = people.current_documents(application.trainee)
    letter = next((document for document in letter.values() if document.kind.code == LETTER), None)
    return _page(request, application, shown, form, text=text, letter=letter)


def _choices(request, application, shown):
    offerings = _open_in(application)
    chosen = [choice.offering_id for choice in application.choices.order_by("order")]
    form = ChoicesForm(_posted(request), offerings=offerings, chosen=chosen)
    may_choose = application.status == Status.DRAFT
    if form.is_bound and form.is_valid() and may_choose:
        try:
            transitions.choose(application, form.chosen, by=request.actor)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return _onward(request, application, shown)
    return _page(request, application, shown, form, offerings=offerings, may_choose=may_choose)


def _open_in(application):
    """The wave's offerings that take applications now, and those chosen while they did."""
    now = timezone.now()
    of_wave = offered.published_offerings().filter(wave=application.wave_id)
    chosen = set(application.choices.values_list("offering_id", flat=True))
    return [one for one in of_wave if offered.takes_applications(one, now) or one.pk in chosen]


def _documents(request, application, shown):
    papers = _papers(application)
    kept = people.current_documents(application.trainee)
    form = DocumentsForm(_posted(request), request.FILES or None, papers=papers, kept=kept)
    if form.is_bound and form.has_news:
        _save(request, application, shown, lambda: form.save(application.trainee))
        for hint in form.hints:
            messages.warning(request, hint)
    if form.is_bound and form.is_valid():
        if "stay" in request.POST or "remove" in request.POST:
            return redirect(request.get_full_path())
        return _onward(request, application, shown)
    kept = people.current_documents(application.trainee) if form.is_bound else kept
    return _page(request, application, shown, form, papers=papers_page.shown(form, papers, kept))


def _papers(application):
    """What this page asks for. A minor's letter has a page of its own."""
    minor = application.trainee.is_minor(timezone.localdate())
    papers = selectors.papers_of(application)
    return {kind: required for kind, required in papers.items() if not (minor and kind.code == LETTER)}


PAGES = {
    "person": _person,
    "address": _address,
    "education": _simple(EducationForm),
    "contacts": _simple(ContactsForm),
    "guardian": _guardian,
    "choices": _choices,
    "documents": _documents,
}


# --- what all pages share ------------------------------------------------------------------------------------------


def _posted(request):
    return request.POST if request.method == "POST" else None


def _save(request, application, shown, save):
    with filling(application, shown.name, by=request.actor):
        save()


def _onward(request, application, shown):
    """Back to the check for who came from there, else the next page."""
    if request.GET.get("dari") == "periksa" or application.status != Status.DRAFT:
        return redirect(_check_or_journey(application))
    return redirect(after(application, shown))


def _check_or_journey(application):
    if application.status == Status.PROVISIONAL:
        return application.get_absolute_url()
    return reverse("application_check", args=[application.pk])


def _page(request, application, shown, form, **more):
    steps = steps_of(application)
    context = {
        "application": application,
        "trainee": application.trainee,
        "form": form,
        "step": shown,
        "bars": [{"label": one.label, "url": one.url_for(application)} for one in steps] + [{"label": _("Periksa")}],
        "number": steps.index(shown) + 1,
        "back_url": steps[steps.index(shown) - 1].url_for(application) if steps.index(shown) else None,
        "has_files": form.is_multipart(),
        **more,
    }
    return render(request, f"enrollment/apply/{shown.name}.html", context)


def address_of(request):
    return request.META.get("REMOTE_ADDR") or None
