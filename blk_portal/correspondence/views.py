"""Pages of the desk about messages: one person's, sending one again, writing to a group."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit import trail
from audit.moves import Refused
from blk_portal.correspondence import people, templates, writing
from blk_portal.correspondence.channel_page import channels
from blk_portal.correspondence.forms import NAMES, LetterForm, WaveLetterForm
from blk_portal.correspondence.group import KIND, Group, reach
from blk_portal.desk_page import allow, page, seen
from centers import roles, selectors
from cohorts.models import Cohort, Wave
from enrollment.events import WORDS
from enrollment.models import Application
from notifications import channels as ways
from notifications import letters, outbox, texts
from notifications.events import catalogue
from notifications.models import OutboxMessage
from notifications.workflow import Channel
from trainees.models import Trainee

MESSAGES = "notifications.outboxmessage"
TEMPLATES = "admin/correspondence"
CENTER_OF_COHORT = "offering__wave__center"


def urls(guard):
    """For PortalAdminSite.get_urls; `guard` is its admin_view."""
    return [
        path("peserta/<int:pk>/pesan/", guard(person), name="person_messages"),
        path("pesan/<int:pk>/kirim-ulang/", guard(resend), name="message_resend"),
        path("gelombang/<int:pk>/tulis/", guard(wave_letter), name="wave_letter"),
        path("kelas/<int:pk>/tulis/", guard(cohort_letter), name="cohort_letter"),
        path("saluran/", guard(channels), name="channels"),
        path("saluran/templat/<slug:name>/", guard(templates.act), name="whatsapp_templates"),
    ]


# --- one person ---


@require_safe
def person(request, pk):
    """Everything that was written to somebody, over all channels, and what became of it."""
    allow(request, MESSAGES, "view")
    trainee = seen(request, Trainee, pk)
    trail.viewed("admin:person_messages", by=request.actor, subjects=[trainee])
    context = {
        "trainee": trainee,
        "letters": letters.chains(people.written_to(trainee, request.actor)),
        "may_resend": roles.may(request.actor, MESSAGES, "resend"),
        "application": Application.objects.sent().filter(trainee=trainee).order_by("-pk").first(),
    }
    return page(request, f"{TEMPLATES}/messages.html", _("Pesan kepada %(name)s") % {"name": trainee}, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def resend(request, pk):
    allow(request, MESSAGES, "resend")
    message = seen(request, OutboxMessage, pk)
    to = people.today(message)
    whose = people.person_of(message)
    back = reverse("admin:person_messages", args=[whose.pk]) if whose else _change(message)
    if request.method == "POST":
        try:
            outbox.resend(message, to=to, by=request.actor)
        except Refused as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("Pesan dikirim ulang. Hasilnya terlihat di sini."))
        return redirect(back)
    routes = ways.routes_for(to, message.kind, even_bounced=True)
    context = {"letter": letters.Letter(message), "routes": routes, "back": back, "whose": whose}
    return page(request, f"{TEMPLATES}/resend.html", _("Kirim ulang pesan"), **context)


# --- a group ---


@require_http_methods(["GET", "HEAD", "POST"])
def wave_letter(request, pk):
    allow(request, "page", "write_to_people")
    wave = get_object_or_404(selectors.scoped(Wave.objects.select_related("center"), request.actor, "center"), pk=pk)
    form = WaveLetterForm(request.POST or None, wave=wave, allowed=NAMES, initial={"statuses": ["confirmed"]})
    made = _group_of_wave(wave, form) if form.is_bound and form.is_valid() else None
    return _letter(request, wave, form, made, reverse("admin:wave_control", args=[wave.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_letter(request, pk):
    allow(request, "page", "write_to_people")
    mine = selectors.scoped(Cohort.objects.select_related("offering__wave__center"), request.actor, CENTER_OF_COHORT)
    cohort = get_object_or_404(mine, pk=pk)
    form = LetterForm(request.POST or None, allowed=NAMES)
    made = Group(cohort.offering.wave, cohort=cohort)
    back = reverse("admin:cohorts_cohort_change", args=[cohort.pk])
    return _letter(request, cohort, form, made if not form.is_bound or form.is_valid() else None, back)


def _group_of_wave(wave, form):
    return Group(wave, tuple(form.cleaned_data["statuses"]), form.cleaned_data["offering"])


def _letter(request, about, form, group, back):
    """First how it reads and whom it reaches, then the button that sends."""
    ready = form.is_bound and group is not None
    if ready and "send" in request.POST:
        words = {name: form.cleaned_data[name] for name in ("subject", "body")}
        try:
            return redirect(writing.start(group, **words, by=request.actor))
        except Refused as refusal:
            messages.warning(request, refusal.message)
    context = {
        "about": about,
        "form": form,
        "placeholders": {name: WORDS[name] for name in NAMES},
        "preview": _read_by_somebody(form, group) if ready else None,
        "reach": reach(group) if group else None,
        "back": back,
    }
    return page(request, f"{TEMPLATES}/letter.html", _("Tulis kepada peserta"), **context)


def _read_by_somebody(form, group):
    """The letter in its frame, with invented values."""
    samples = catalogue()[KIND].samples | {name: str(WORDS[name].sample) for name in NAMES}
    subject, body = form.preview(samples)
    frame = texts.words_for(KIND, Channel.EMAIL, "id", group.wave.center.code)
    return frame.filled(samples | {"perihal": subject, "isi": body.strip(), "balai": str(group.wave.center)})


def _change(message):
    return reverse("admin:notifications_outboxmessage_change", args=[message.pk])
