"""Verification for anyone, the paper for its owner, and the two pages that end a class: completing and issuing."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from audit import trail
from audit.moves import Refused
from centers import roles
from certification import languages, pdf, selectors, transitions
from jobs import queue

# --- anyone ---


@login_not_required
@require_safe
def verify(request, code=""):
    """Valid, revoked, replaced or unknown. Never a NIK or a birth date; nothing here is for search engines.

    The name stands in full, as on the paper: an office compares the two. A code is 128 random bits, so whoever has one
    has seen the paper.
    """
    typed = selectors.plain_code(request.GET.get("kode", ""))
    if typed and not code:
        return redirect(f"{reverse('verify', args=[typed])}?lang={request.GET.get('lang', '')[:2]}")
    certificate = selectors.by_code(code)
    language = languages.chosen(request.GET.get("lang"), request.headers.get("Accept-Language", ""))
    context = {
        "certificate": certificate,
        "printed": _printed(certificate) if certificate else None,
        "code": code,
        "words": languages.WORDS[language],
        "language": language,
        "languages": languages.NAMES,
    }
    status = 404 if code and not certificate else 200
    with translation.override(language):
        response = render(request, "certification/verify.html", context, status=status)
    response.headers["Content-Language"] = language
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _printed(certificate):
    """Of the snapshot only what an office needs to compare."""
    printed = certificate.snapshot
    return {
        **{key: printed[key] for key in ("name", "program", "track", "jp", "number")},
        "center": printed["center"]["name"],
        "issued_on": date.fromisoformat(printed["issued_on"]),
    }


# --- the owner, and staff of the center ---


@require_safe
def paper(request, code):
    certificate = get_object_or_404(selectors.downloadable_by(request.actor), code=code)
    if request.user.is_staff:
        trail.viewed("certificate:pdf", by=request.actor, subjects=[certificate.enrollment.trainee])
    response = HttpResponse(pdf.content(certificate), content_type="application/pdf")
    name = certificate.number.replace("/", "-")
    response.headers["Content-Disposition"] = f'attachment; filename="sertifikat-{name}.pdf"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


# --- the end of a class ---


@require_safe
def cohorts(request):
    """Classes that wait: for the officer to complete them, or for the certification officer to issue."""
    actor = request.actor
    if not roles.may(actor, "cohorts.cohort", "view"):
        raise Http404
    due, others = selectors.waiting_cohorts(actor)
    context = {
        "due": due,
        "others": others,
        "may_complete": roles.may(actor, "cohorts.cohort", "complete"),
        "may_issue": roles.may(actor, "certification.certificate", "issue"),
    }
    return render(request, "certification/cohorts.html", context)


def _cohort(request, pk, what, action):
    """What you may not see does not exist; what you may not do is forbidden."""
    cohort = get_object_or_404(selectors.cohorts_of(request.actor), pk=pk)
    if not roles.may(request.actor, what, action):
        raise PermissionDenied
    return cohort


@require_http_methods(["GET", "POST"])
def complete(request, pk):
    cohort = _cohort(request, pk, "cohorts.cohort", "complete")
    if request.method == "POST":
        try:
            report = transitions.complete_cohort(cohort, by=request.actor)
        except Refused as refusal:
            messages.warning(request, refusal.message)
        else:
            _tell(request, report)
        return redirect("certification:complete", cohort.pk)
    rows = selectors.standings(cohort)
    if rows:
        trail.viewed("certification:complete", by=request.actor, subjects=[row.enrollment.trainee for row in rows])
    ready = sum(not row.blockers for row in rows)
    context = {"cohort": cohort, "rows": rows, "ready": ready, "units": selectors.units_of(cohort)}
    return render(request, "certification/complete.html", context)


def _tell(request, report):
    if report.done:
        words = ngettext("%d peserta dinyatakan selesai.", "%d peserta dinyatakan selesai.", len(report.done))
        messages.success(request, words % len(report.done))
    if report.skipped:
        words = ngettext("%d peserta belum bisa selesai.", "%d peserta belum bisa selesai.", len(report.skipped))
        messages.warning(request, words % len(report.skipped) + " " + _("Sebabnya ada di daftar."))
    if report.finished:
        messages.success(request, _("Kelas ini selesai."))


@require_http_methods(["GET", "POST"])
def issue(request, pk):
    cohort = _cohort(request, pk, "certification.certificate", "issue")
    waiting = list(selectors.without_certificate(cohort).select_related("overall_result"))
    if request.method == "POST" and waiting:
        title = _("Terbitkan sertifikat %(cohort)s") % {"cohort": cohort}
        job = queue.start(
            "issue_certificates",
            title=title,
            params={"cohort": cohort.pk},
            by=request.actor,
            dedupe_key=f"issue_certificates:{cohort.pk}",
        )
        return redirect(job)
    if waiting:
        trail.viewed("certification:issue", by=request.actor, subjects=[one.trainee for one in waiting])
    context = {"cohort": cohort, "waiting": waiting, "official": selectors.official_for(cohort)}
    return render(request, "certification/issue.html", context)
