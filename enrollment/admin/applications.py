"""The officer's queue: one file after the other, with all that is needed to decide it on one page."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import trail
from centers import roles, trails
from centers.scoped import Act, ReadOnlyAdmin, ScopedRelatedFilter, form_for
from cohorts.models import Offering
from enrollment import review, scoring, selectors, transitions, workflow
from enrollment.admin import files
from enrollment.admin.bulk import BulkMoves
from enrollment.admin.calling import CallList
from enrollment.admin.queue import DocumentQueue
from enrollment.admin.scores import ScorePages
from enrollment.admin.searching import NumberedPersonSearch
from enrollment.forms.scores import ScoreForm
from enrollment.forms.sittings import BookForm
from enrollment.forms_desk import (
    ConfirmForm,
    InternalReasonForm,
    LinkForm,
    NeededNoteForm,
    NoteForm,
    ReasonForm,
    ReturnForm,
)
from enrollment.forms_files import NoteTextForm
from enrollment.models import Application, Choice
from enrollment.selectors.files import is_undecided
from enrollment.transitions import appointments
from enrollment.workflow import Status
from notifications import selectors as letters

SCORE = Act(
    "score",
    gettext_lazy("Isi nilai"),
    gettext_lazy("nilai disimpan"),
    lambda application: application.status == Status.VERIFIED,
)
BOOK = Act(
    "book",
    gettext_lazy("Beri jadwal tes"),
    gettext_lazy("jadwal ditetapkan"),
    lambda application: application.status == Status.VERIFIED,
)
SETTLE = Act(
    "settle_claim",
    gettext_lazy("Gabungkan dengan data yang ada"),
    gettext_lazy("klaim identitas digabungkan"),
    lambda application: application.identity_claim,
)


class QueueFilter(admin.SimpleListFilter):
    """The same queues as on the desk: the figure there and the list here are one question."""

    title = gettext_lazy("antrean")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        return [(name, words) for name, (words, _rows) in review.QUEUES.items()]

    def queryset(self, request, rows):
        return review.in_queue(self.value(), rows) if self.value() in review.QUEUES else rows


class OfferingFilter(admin.SimpleListFilter):
    """Programs of the wave chosen above; without a wave there would be too many to choose from."""

    title = gettext_lazy("program")
    parameter_name = "program"

    def lookups(self, request, model_admin):
        wave = request.GET.get("wave__id__exact", "")
        offered = Offering.objects.filter(wave=wave if wave.isdecimal() else None).select_related("program")
        return [(one.pk, str(one.program)) for one in offered.order_by("program__name", "pk")]

    def queryset(self, request, rows):
        return rows.filter(choices__offering=self.value()) if str(self.value()).isdecimal() else rows


@admin.register(Application)
class ApplicationAdmin(DocumentQueue, CallList, ScorePages, BulkMoves, NumberedPersonSearch, ReadOnlyAdmin):
    personal = True
    center_path = "wave__center"
    change_form_template = "admin/application.html"
    change_list_template = "admin/application_list.html"
    list_display = ["number", "trainee", "programs", "status", "submitted_at", "officer", "claimed"]
    list_filter = [
        QueueFilter,
        files.OfficerFilter,
        ("wave", ScopedRelatedFilter),
        OfferingFilter,
        files.StageFilter,
        "status",
        "origin",
        "submitted_at",
    ]
    list_select_related = ["trainee", "officer"]
    search_fields = ["number", "trainee__search"]
    fields = ["trainee", "wave", "status"]
    readonly_fields = ["status"]
    moves = {
        workflow.VERIFY: (transitions.verify, NoteForm),
        workflow.VERIFY_SEAT: (transitions.verify, NoteForm),
        workflow.CONFIRM: (transitions.confirm, ConfirmForm),
        SCORE: (scoring.give_scores, ScoreForm),
        workflow.RETURN: (transitions.return_for_fixing, ReturnForm),
        SETTLE: (transitions.link_claim, LinkForm),
        workflow.REOPEN: (transitions.reopen, InternalReasonForm),
        BOOK: (appointments.book, BookForm),
        workflow.MISS_TEST: (transitions.miss_test, NoteForm),
        workflow.UNDO_MISS_TEST: (transitions.undo_miss_test, InternalReasonForm),
        workflow.REFUSE: (transitions.refuse, ReasonForm),
        workflow.WITHDRAW: (transitions.withdraw, NeededNoteForm),
        workflow.LEAVE: (transitions.leave, NeededNoteForm),
        **files.MOVES,
    }

    def get_queryset(self, request):
        """What somebody has not sent yet is not the center's."""
        chosen = Choice.objects.select_related("offering__program").order_by("order")
        return super().get_queryset(request).sent().prefetch_related(Prefetch("choices", chosen))

    def get_ordering(self, request):
        """In a queue whoever has waited longest comes first; looking around, the newest."""
        return ["submitted_at", "pk"] if request.GET.get("antrean") else ["-submitted_at", "-pk"]

    @admin.display(description=gettext_lazy("program"))
    def programs(self, application):
        return ", ".join(str(choice.offering.program) for choice in application.choices.all())

    @admin.display(description=gettext_lazy("klaim identitas"), ordering="identity_claim")
    def claimed(self, application):
        """In words, and only where there is one: a red cross in every other row would look like a fault."""
        return _("ya") if application.identity_claim else None

    def changelist_view(self, request, extra_context=None):
        may_check = {"may_check": self.may(request, "verify")}
        return super().changelist_view(request, {**may_check, **(extra_context or {})})

    # --- one file ---

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context |= self._facts(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _facts(self, request, application):
        trainee = application.trainee
        return {
            "title": trainee,
            "trainee": trainee,
            "tone": workflow.TONES.get(application.status, "neutral"),
            "doubts": review.doubts(application),
            "holder": review.earlier_holder(application),
            "documents": trainee.documents.current().select_related("kind").prefetch_related("pages"),
            "guardian": getattr(trainee, "guardian", None),
            "consent": selectors.guardian_consent(trainee),
            "is_minor": trainee.is_minor(timezone.localdate(application.submitted_at)),
            "choices": application.choices.all(),
            "scores": application.scores.select_related("scored_by").prefetch_related("points__criterion"),
            "score_form": form_for(ScoreForm, application, None),
            "may_score": SCORE.is_open_for(application) and self.may(request, "score"),
            "may_show_nik": roles.may(request.actor, "trainees.trainee", "show_nik") and bool(trainee.nik_sealed),
            "may_show_documents": roles.may(request.actor, "trainees.document", "show"),
            "may_check": self.may(request, "verify") and is_undecided(application),
            "others": [one for one in review.others_of(application)[:10] if self._sees(request, one)],
            "story": trails.story(application),
            "messages_sent": letters.about(application)[:20],
            "officer_notes": application.notes.select_related("written_by"),
            "may_write_note": self.may(request, "write_note"),
            "note_form": NoteTextForm(),
        }

    def _sees(self, request, application):
        return not request.actor.center_code or application.wave.center.code == request.actor.center_code

    # --- pages of its own ---

    def get_urls(self):
        own = [
            ("<int:pk>/nik/", self.nik_view, "nik"),
            ("massal/<slug:name>/", self.bulk_view, "bulk"),
        ]
        seen_by = self.admin_site.admin_view
        pages = [path(at, seen_by(view), name=f"enrollment_application_{name}") for at, view, name in own]
        return pages + super().get_urls()

    def nik_view(self, request, pk):
        """The NIK in clear, once, on request; who asked for it stays on record."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not roles.may(request.actor, "trainees.trainee", "show_nik"):
            raise PermissionDenied
        application = self.get_object(request, str(pk))
        if application is None:
            raise Http404
        trail.viewed("admin:trainees.trainee:nik", by=request.actor, subjects=[application.trainee])
        template = "admin/_nik.html" if request.htmx else "admin/application_nik.html"
        nik = application.trainee.nik
        context = {
            **self.admin_site.each_context(request),
            "title": _("NIK"),
            "opts": self.opts,
            "application": application,
            "nik": " ".join(nik[at : at + 4] for at in range(0, len(nik), 4)),
            "back": self._change_url(application),
        }
        return TemplateResponse(request, template, context)
