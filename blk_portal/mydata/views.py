"""Data saya: a trainee reads what is held of them, takes it along, and takes back what they agreed to."""

from functools import wraps

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit import trail
from audit.moves import Refused
from blk_portal.history import belongings
from blk_portal.mydata import consents, export, holdings
from blk_portal.mydata.forms import RequestForm
from centers import telling
from centers.models import Center
from enrollment import transitions
from enrollment.views.people import trainees_only
from trainees.models import Consent, Trainee
from trainees.transitions import of_account

PER_PAGE = 50
FORMS = {"json": ("application/json", export.as_json), "pdf": ("application/pdf", export.as_pdf)}


def of_somebody_known(page):
    """Who has begun no application has an account and nothing else to read; reading creates no row."""

    @wraps(page)
    def guarded(request, **kwargs):
        trainee = Trainee.objects.filter(account=request.user).first()
        return page(request, trainee, **kwargs) if trainee else redirect("journey:home")

    return guarded


@trainees_only
@require_safe
@of_somebody_known
def home(request, trainee):
    context = {
        "trainee": trainee,
        "requests": trainee.data_requests.order_by("-asked_at", "-pk"),
        "agreed": consents.agreed(trainee),
        "views": _newest(trainee, request),
    }
    return render(request, "mydata/home.html", context)


@trainees_only
@reauthentication_required
@require_safe
@of_somebody_known
def held(request, trainee):
    """Every column, the NIK in clear too: so the password is asked once more, for phones are shared."""
    told = [(one, [export.held_in_words(row) for row in one.cells]) for one in holdings.of_trainee(trainee)]
    return render(request, "mydata/held.html", {"trainee": trainee, "holdings": told})


@trainees_only
@reauthentication_required
@require_safe
@of_somebody_known
def download(request, trainee, form):
    if form not in FORMS:
        raise Http404
    content_type, make = FORMS[form]
    trail.viewed("mydata:download", by=request.actor, subjects=[trainee])
    response = HttpResponse(make(trainee), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="data-saya-{timezone.localdate():%Y-%m-%d}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


@trainees_only
@require_safe
@of_somebody_known
def viewed(request, trainee):
    page = Paginator(_rows(trainee), PER_PAGE).get_page(request.GET.get("halaman"))
    page.object_list = _lines(page.object_list, request)
    return render(request, "mydata/viewed.html", {"page": page})


def _rows(trainee):
    return belongings.views_of(belongings.of_trainee(trainee)).order_by("-at", "-pk")


def _newest(trainee, request):
    return _lines(_rows(trainee)[:5], request)


def _lines(rows, request):
    """When, who in words, and on which page. Of colleagues the role and the center are told, not the name."""
    rows = list(rows)
    centers = dict(Center.objects.filter(code__in={row.center_code for row in rows}).values_list("code", "name"))
    return [
        (
            row.at,
            _("Anda sendiri") if row.user_id == request.user.pk else telling.role_words(row.role),
            centers.get(row.center_code, ""),
            capfirst(telling.page_words(row.page)),
        )
        for row in rows
    ]


@trainees_only
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """A question to the office; the law gives it three times 24 hours for the answer."""
    form = RequestForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            transitions.ask(of_account(request.user), **form.cleaned_data, by=request.actor)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Permintaan terkirim. Jawabannya tampil di halaman ini."))
            return redirect("mydata:home")
    return render(request, "mydata/ask.html", {"form": form})


@trainees_only
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, pk):
    """What it means stands above the button; only its POST acts."""
    consent = get_object_or_404(Consent.objects.select_related("text"), pk=pk, trainee__account=request.user)
    if request.method == "POST":
        return _withdraw(request, consent)
    if consents.why_not(consent):
        return redirect("mydata:home")
    context = {"consent": consent, "effect": consents.EFFECTS[consent.text.purpose]}
    return render(request, "mydata/withdraw.html", context)


def _withdraw(request, consent):
    try:
        consents.withdraw(consent, by=request.actor)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Persetujuan ditarik. Berlaku mulai sekarang."))
    return redirect("mydata:home")
