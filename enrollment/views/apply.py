"""The application, a page at a time. Each page is saved on the server before the next one opens."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.moves import Refused
from cohorts import selectors as offered
from enrollment import selectors, transitions
from enrollment.forms.applying import ChoicesForm, DocumentsForm
from enrollment.transitions.filling import may_fill
from enrollment.views import papers as papers_page
from enrollment.views.guardian import LETTER, guardian_page
from enrollment.views.paging import onward, page, posted, save
from enrollment.views.people import own_pages, trainees_only
from enrollment.views.steps import BY_NAME, BY_SLUG, after, steps_of
from enrollment.views.typed import keeps_what_was_typed
from enrollment.workflow import Status
from trainees import selectors as people
from trainees.forms.address import AddressForm
from trainees.forms.contacts import ContactsForm
from trainees.forms.person import PersonForm
from trainees.forms.schooling import ActivityForm, EducationForm, HealthForm


@trainees_only
@require_safe
def resume(request, pk):
    """Where one left off: the first page with something missing, else the page that checks everything."""
    application = own_pages(request, pk)
    if not may_fill(application, "person"):
        return redirect(application)
    lacking = selectors.missing(application, timezone.localdate())
    if lacking and application.status == Status.DRAFT:
        return redirect(BY_NAME[lacking[0][0]].url_for(application))
    return redirect("application_check", application.pk)


@keeps_what_was_typed
@trainees_only
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, slug):
    application = own_pages(request, pk)
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


def person_page(request, application, shown, form_class=PersonForm):
    settled = selectors.identity_is_settled(application)
    form = form_class(posted(request), trainee=application.trainee, settled=settled)
    if form.is_bound and form.is_valid():
        is_news = form.has_changed()
        save(request, application, shown, form.save)
        if is_news and people.nik_warnings(application.trainee):
            return redirect(request.get_full_path())  # once: who presses again has looked
        return onward(request, application, shown)
    warnings = [] if form.is_bound else people.nik_warnings(application.trainee)
    said = "" if form.is_bound else people.nik_words(application.trainee)
    return page(request, application, shown, form, warnings=warnings, settled=settled, nik_words=said)


def simple(form_class, asked=None):
    """`asked`: what the form has to know of the chosen programs."""

    def simple_page(request, application, shown):
        more = asked(application) if asked else {}
        form = form_class(posted(request), trainee=application.trainee, **more)
        if form.is_bound and form.is_valid():
            save(request, application, shown, form.save)
            return onward(request, application, shown)
        return page(request, application, shown, form)

    return simple_page


def _situation(application):
    return {"asked": selectors.situation_asked_of(application)}


def _health(application):
    return {"reasons": selectors.health_asked_of(application)}


def _address(request, application, shown):
    form = AddressForm(posted(request), trainee=application.trainee)
    if form.is_bound and (form.is_growing or request.htmx):
        return page(request, application, shown, form.grown())
    if form.is_bound and form.is_valid():
        save(request, application, shown, form.save)
        return onward(request, application, shown)
    return page(request, application, shown, form)


def _choices(request, application, shown):
    offerings = _open_in(application)
    chosen = [choice.offering_id for choice in selectors.choices_of(application)]
    form = ChoicesForm(posted(request), offerings=offerings, chosen=chosen)
    may_choose = application.status == Status.DRAFT
    if form.is_bound and form.is_valid() and may_choose:
        try:
            transitions.choose(application, form.chosen, by=request.actor)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(request.get_full_path()) if form.is_moving else onward(request, application, shown)
    more = {"offerings": offerings, "may_choose": may_choose, "nik_words": people.nik_words(application.trainee)}
    return page(request, application, shown, form, **more)


def _open_in(application):
    """The wave's offerings that take applications now, and those chosen while they did."""
    now = timezone.now()
    of_wave = offered.published_offerings().filter(wave=application.wave_id)
    chosen = {choice.offering_id for choice in selectors.choices_of(application)}
    return [one for one in of_wave if offered.takes_applications(one, now) or one.pk in chosen]


def _documents(request, application, shown):
    papers = _papers(application)
    kept = people.current_documents(application.trainee)
    form = DocumentsForm(posted(request), request.FILES or None, papers=papers, kept=kept)
    if form.is_bound and form.has_news:
        save(request, application, shown, lambda: form.save(application.trainee))
        for hint in form.hints:
            messages.warning(request, hint)
    if form.is_bound and form.is_valid():
        if "stay" in request.POST or "remove" in request.POST:
            return redirect(request.get_full_path())
        return onward(request, application, shown)
    kept = people.current_documents(application.trainee) if form.is_bound else kept
    return page(request, application, shown, form, papers=papers_page.shown(form, papers, kept))


def _papers(application):
    """What this page asks for. A minor's letter has a page of its own."""
    minor = application.trainee.is_minor(timezone.localdate())
    papers = selectors.papers_of(application)
    return {kind: required for kind, required in papers.items() if not (minor and kind.code == LETTER)}


PAGES = {
    "person": person_page,
    "address": _address,
    "choices": _choices,
    "education": simple(EducationForm),
    "activity": simple(ActivityForm, _situation),
    "health": simple(HealthForm, _health),
    "contacts": simple(ContactsForm),
    "guardian": guardian_page,
    "documents": _documents,
}
