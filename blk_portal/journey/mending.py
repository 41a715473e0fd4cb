"""Mending papers by the link in the message, without signing in. Opening it changes nothing; its buttons do.

A message may be forwarded: the page tells the first name, the number, and what was sent back and why. It shows none of
the papers, not even those that have just come.
"""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import limits
from audit.moves import Actor, Refused
from enrollment import links
from enrollment.forms.applying import ConsentsForm, DocumentsForm
from enrollment.selectors.sent_back import sent_back
from enrollment.transitions import mending
from enrollment.views.paging import address_of
from enrollment.views.papers import shown
from enrollment.workflow import Status
from trainees import selectors as people

GONE = 410
HOLDER = Actor(role="trainee")  # whoever holds the link; who that was nobody has proved
TRIES, PER = 40, timedelta(hours=1)  # one application: each photo of a weak link is a try of its own


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fix(request, token):
    application = links.asked_to_fix(token)
    if application is None or not mending.is_open(application):
        return _over(request, application)
    if request.method == "POST":
        limits.hit("fix", application.pk, TRIES, PER)
        return _posted(request, token, application)
    return _page(request, application)


def _posted(request, token, application):
    """Good papers are kept in any case; it is sent when nothing is wrong and the button was not the saving one."""
    papers = _papers_form(sent_back(application), request.POST, request.FILES)
    consents = _consents_form(application, request.POST)
    try:
        if papers.has_news:
            mending.keep_papers(token, papers.save, by=HOLDER)
            _hint(request, papers)
        if "stay" in request.POST and papers.is_valid():
            return redirect(request.path)
        if "stay" not in request.POST and papers.is_valid() and consents.is_valid():
            mending.send_mended(token, by=HOLDER, texts=consents.agreed, ip=address_of(request))
            return redirect(request.path)
    except Refused as refusal:
        if refusal.code in {"link_over", "wrong_status"}:
            return _over(request, application)
        papers.add_error(None, refusal.message)
    return _page(request, application, papers, None if "stay" in request.POST else consents)


def _papers_form(asked, *posted):
    return DocumentsForm(*posted, papers=dict.fromkeys(asked.kinds, True), kept={})


def _consents_form(application, *posted):
    """What has to be agreed to before sending; what one may leave out is asked where they sign in."""
    asked = [text for text in people.texts_to_ask(application.trainee) if text.required]
    return ConsentsForm(*posted, texts=asked)


def _hint(request, form):
    for hint in form.hints:
        messages.warning(request, hint)


def _page(request, application, papers=None, consents=None):
    asked = sent_back(application)
    form = papers or _papers_form(asked)
    rows = shown(form, dict.fromkeys(asked.kinds, True), {})
    waiting = {paper.kind_id for paper in asked.waiting}
    context = {
        "application": application,
        "name": first_name(application.trainee),
        "form": form,
        "consents": consents or _consents_form(application),
        "says_more": application.reason not in {paper.reason for paper in asked.kinds.values()},
        "papers": [
            (row, paper.reason, paper.kind_id not in waiting)
            for row, paper in zip(rows, asked.kinds.values(), strict=True)
        ],
    }
    return render(request, "journey/fix.html", context)


def first_name(trainee):
    return next(iter(trainee.full_name.split()), "") or _("Peserta")


def _over(request, application):
    """Sent by this very link, or by whoever signed in meanwhile: then it says so. Anything else is gone."""
    sent = bool(application and application.status == Status.SUBMITTED)
    return render(request, "journey/fix_over.html", {"sent": sent}, status=200 if sent else GONE)
