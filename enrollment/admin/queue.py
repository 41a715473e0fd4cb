"""The document queue: one page for each file, and one POST that decides it and brings the next.

The page collects what is said of every paper; nothing is sent before the file is decided whole. With scripts the
answer to that POST is the next file itself; without them it leads there.
"""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused
from centers import roles
from centers.selectors import scoped
from cohorts.models import Offering, Wave
from enrollment import review
from enrollment.forms_queue import BesideForm, answers_in, is_number
from enrollment.models import Application
from enrollment.selectors import files, reasons
from enrollment.transitions import reviewing

SEEN = "admin:enrollment.application:queue"
SHOW_NIK = ("trainees.trainee", "show_nik")
QUEUES = {"periksa": files.to_check, "klaim": files.claimed}


@dataclass(frozen=True, slots=True)
class Line:
    """Which queue somebody works through, and which wave or program of it; it goes along in every form."""

    queue: str = "periksa"
    wave: int | None = None
    offering: int | None = None

    @classmethod
    def of(cls, data):
        queue = data.get("antrean", "")
        wave, offering = data.get("gelombang", ""), data.get("program", "")
        return cls(
            queue if queue in QUEUES else "periksa",
            int(wave) if is_number(wave) else None,
            int(offering) if is_number(offering) else None,
        )

    @property
    def fields(self):
        chosen = {"antrean": self.queue, "gelombang": self.wave, "program": self.offering}
        return {name: value for name, value in chosen.items() if value and value != "periksa"}

    @property
    def query(self):
        return f"?{urlencode(self.fields)}" if self.fields else ""

    def waiting(self, reach, now):
        rows = QUEUES[self.queue](reach, now)
        return files.bounded(rows, wave=self.wave, offering=self.offering)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper as the page shows it: the reasons behind its keys, and what is said of it so far."""

    paper: files.Paper
    reasons: list
    answer: reviewing.Answer


class DocumentQueue:
    """For ApplicationAdmin: the queue's own page, taking a file, and the page of one."""

    def get_urls(self):
        own = [
            ("antrean/", self.queue_view, "queue"),
            ("antrean/ambil/", self.take_view, "take"),
            ("antrean/<int:pk>/", self.file_view, "file"),
        ]
        seen_by = self.admin_site.admin_view
        pages = [path(at, seen_by(view), name=f"enrollment_application_{name}") for at, view, name in own]
        return pages + super().get_urls()

    def _reach(self, request):
        """What this officer may decide; without all that the lists read along."""
        if not self.may(request, "verify"):
            raise PermissionDenied
        return scoped(Application.objects.sent(), request.actor, self.center_path)

    # --- the queue ---

    def queue_view(self, request):
        """How many wait, where, and what colleagues have open."""
        reach, line, now = self._reach(request), Line.of(request.GET), timezone.now()
        held = list(files.held_now(reach, now)[:50])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Antrean dokumen"),
            "opts": self.opts,
            "line": line,
            "waiting": line.waiting(reach, now).count(),
            "waves": self._waves(request, reach, now),
            "offerings": self._offerings(line, reach),
            "held": held,
            "mine": next((one for one in held if one.held_by_id == request.user.pk), None),
            "claims": files.claimed(reach, now).count(),
            "with_guardians": files.awaiting_guardian(reach, now).count(),
        }
        return TemplateResponse(request, "admin/queue/queue.html", context)

    def _waves(self, request, reach, now):
        """Every wave with files to check: how many, how many of them are somebody's, and since when they wait."""
        of_wave = files.to_check(reach, now).order_by().values("wave")
        counted = of_wave.annotate(number=Count("pk"), taken=Count("pk", filter=files.is_held(now)))
        figures = {row["wave"]: row for row in counted}
        waves = Wave.objects.filter(pk__in=figures).order_by("announce_on", "pk")
        return [(wave, figures[wave.pk]["number"], figures[wave.pk]["taken"]) for wave in waves]

    def _offerings(self, line, reach):
        if line.wave is None:
            return []
        wanted = Q(wave=line.wave, choices__application__in=reach.filter(wave=line.wave))
        return Offering.objects.filter(wanted).select_related("program").order_by("program__name", "pk").distinct()

    # --- taking ---

    def take_view(self, request):
        """The next one, or the one that `berkas` names. Taking is a POST: nobody gets a file by opening a page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        reach, line = self._reach(request), Line.of(request.POST)
        wanted = request.POST.get("berkas", "")
        if is_number(wanted):
            return self._take_this(request, reach, line, int(wanted))
        taken = reviewing.take(line.waiting(reach, timezone.now()), by=request.actor)
        return self._none_left(request, line) if taken is None else redirect(_page_of(taken.get(), line))

    def _take_this(self, request, reach, line, pk):
        application = _found(reach, pk)
        try:
            reviewing.take_this(application, by=request.actor)
        except Refused as refusal:
            self.message_user(request, refusal.message, messages.WARNING)
        return redirect(_page_of(application, line))

    def _none_left(self, request, line, said=""):
        """In a page that is being exchanged, a redirect has to be told as htmx understands it."""
        words = " ".join(filter(None, [said, _("Tidak ada lagi berkas yang menunggu di antrean ini.")]))
        self.message_user(request, words, messages.SUCCESS)
        url = reverse("admin:enrollment_application_queue") + line.query
        return HttpResponse(status=204, headers={"HX-Redirect": url}) if request.htmx else redirect(url)

    # --- one file ---

    def file_view(self, request, pk):
        reach = self._reach(request)
        if request.method != "POST":
            return self._show(request, reach.filter(pk=pk), Line.of(request.GET), reach)
        acts = {
            "tolak": self._refuse,
            "gabung": self._link,
            "lewati": self._pass_over,
            "lepas": self._put_back,
            "perpanjang": self._hold_on,
        }
        act = acts.get(request.POST.get("act", ""), self._decide)
        return act(request, reach, pk, Line.of(request.POST))

    def _decide(self, request, reach, pk, line):
        answers, beside = answers_in(request.POST), BesideForm(request.POST)
        try:
            _refuse_faulty(beside)
            done = reviewing.decide(
                reach.filter(pk=pk),
                answers,
                by=request.actor,
                note=beside.cleaned_data["note"],
                fix_by=beside.fix_by,
            )
        except Refused as refusal:
            return self._show_again(request, reach, pk, line, refusal, answers, beside)
        except Application.DoesNotExist as gone:
            raise Http404 from gone
        return self._bring_next(request, reach, line, said=_outcome(done), done=done)

    def _refuse(self, request, reach, pk, line):
        if not self.may(request, "refuse"):
            raise PermissionDenied
        answers, beside = answers_in(request.POST), BesideForm(request.POST)
        _found(reach, pk)
        try:
            _refuse_faulty(beside)
            done = reviewing.refuse_file(reach.filter(pk=pk), by=request.actor, reason=beside.cleaned_data["reason"])
        except Refused as refusal:
            return self._show_again(request, reach, pk, line, refusal, answers, beside)
        return self._bring_next(request, reach, line, said=_outcome(done), done=done)

    def _link(self, request, reach, pk, line):
        """Both are one person: the file goes on under the record that holds the NIK, its papers still unchecked."""
        if not self.may(request, "settle_claim"):
            raise PermissionDenied
        beside = BesideForm(request.POST)
        try:
            _refuse_faulty(beside)
            linked = reviewing.link_file(_found(reach, pk), by=request.actor, note=beside.cleaned_data["note"])
        except Refused as refusal:
            return self._show_again(request, reach, pk, line, refusal, {}, beside)
        said = _("Digabungkan dengan data %(name)s. Sekarang periksa berkasnya.") % {"name": linked.trainee}
        return self._show(request, reach.filter(pk=pk), line, reach, said=said)

    def _pass_over(self, request, reach, pk, line):
        """Put it back, and take another one."""
        application = _found(reach, pk)
        reviewing.put_back(application, by=request.actor)
        return self._bring_next(request, reach, line, but=pk)

    def _put_back(self, request, reach, pk, line):
        reviewing.put_back(_found(reach, pk), by=request.actor)
        return redirect(reverse("admin:enrollment_application_queue") + line.query)

    def _hold_on(self, request, reach, pk, line):
        """Somebody is still reading. Answers with nothing: the page asks for it by itself."""
        try:
            reviewing.take_this(_found(reach, pk), by=request.actor)
        except Refused:
            return HttpResponse(status=409)
        return HttpResponse(status=204)

    # --- showing ---

    def _bring_next(self, request, reach, line, *, said="", done=None, but=None):
        waiting = line.waiting(reach, timezone.now()).exclude(pk=but)
        taken = reviewing.take(waiting, by=request.actor)
        if taken is None:
            return self._none_left(request, line, said)
        if request.htmx:
            return self._show(request, taken, line, reach, said=said, done=done)
        if said:
            self.message_user(request, said, messages.SUCCESS)
        return redirect(_page_of(taken.get(), line))

    def _show_again(self, request, reach, pk, line, refusal, answers, beside):
        found = reach.filter(pk=pk)
        return self._show(request, found, line, reach, refusal=refusal, answers=answers, beside=beside)

    def _show(self, request, found, line, reach, *, answers=None, **told):
        now = timezone.now()
        application = files.whole(found, queue=line.waiting(reach, now), now=now).first()
        if application is None:
            raise Http404
        trail.viewed(SEEN, by=request.actor, subjects=[application])
        context = {
            **(self._frame(request, application) if not request.htmx else {}),
            **_facts(application, request.user, now),
            "sheets": _sheets(application, answers),
            "line": line,
            "may_refuse": self.may(request, "refuse"),
            "may_show_nik": roles.may(request.actor, "trainees.trainee", "show_nik")
            and bool(application.trainee.nik_tail),
            **{"said": "", "done": None, "refusal": None, "beside": BesideForm(), **told},
        }
        template = "admin/queue/_file.html" if request.htmx else "admin/queue/file.html"
        response = TemplateResponse(request, template, context)
        if request.htmx:
            response["HX-Replace-Url"] = _page_of(application, line)
        return response

    def _frame(self, request, application):
        return {**self.admin_site.each_context(request), "title": application.trainee, "opts": self.opts}


def _page_of(application, line):
    return reverse("admin:enrollment_application_file", args=[application.pk]) + line.query


def _found(reach, pk):
    application = reach.filter(pk=pk).first()
    if application is None:
        raise Http404
    return application


def _refuse_faulty(beside):
    if not beside.is_valid():
        raise Refused("typed", " ".join(error for errors in beside.errors.values() for error in errors))


def _outcome(application):
    return f"{application.trainee} ({application.number}): {application.get_status_display()}."


def _facts(application, user, now):
    """Where it stands: open to be decided, in somebody's hands, or decided."""
    is_open = files.is_undecided(application)
    held = application.held_until is not None and application.held_until > now
    mine = held and application.held_by_id == user.pk
    trainee = application.trainee
    return {
        "application": application,
        "trainee": trainee,
        "waiting": application.waiting,
        "taken": application.taken,
        "is_open": is_open,
        "is_mine": is_open and mine,
        "by_other": application.held_by if is_open and held and not mine else None,
        "doubts": review.doubts(application) + _shared_phone(application),
        "compared": _compared(trainee, review.earlier_holder(application)),
        "guardian": getattr(trainee, "guardian", None),
        "is_minor": trainee.is_minor(timezone.localdate()),
    }


def _shared_phone(application):
    return [_("Nomor ponselnya juga dipakai orang lain dalam data kita.")] if application.same_phone else []


COMPARED = ("full_name", "birth_date", "sex", "phone", "address")


def _compared(trainee, holder):
    """[(what, here, on the record that holds the NIK, do they differ)]; nothing without a claim."""
    if holder is None:
        return []
    fields = [trainee._meta.get_field(name) for name in COMPARED]
    values = [(field, getattr(trainee, field.name), getattr(holder, field.name)) for field in fields]
    return [(field.verbose_name, here, there, here != there) for field, here, there in values]


def _sheets(application, answers):
    rows = reasons.reasons_of(application.wave.center.code)
    sheets = [
        Sheet(paper, reasons.offered_for(paper.kind_id, rows), reviewing.Answer())
        for paper in files.papers_of_file(application)
    ]
    return [replace(one, answer=_said(one.paper, answers)) for one in sheets]


def _said(paper, answers):
    """As typed before; else what was found good in an earlier round stays good."""
    if answers is not None:
        return answers.get(paper.pk, reviewing.Answer())
    return reviewing.Answer(reviewing.VALID if paper.state == "valid" else "")
