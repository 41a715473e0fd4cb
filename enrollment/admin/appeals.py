"""Appeals, oldest first with the clock: officers read them and check what they say, the head answers."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.timesince import timeuntil
from django.utils.translation import gettext_lazy as _

from centers.scoped import ReadOnlyAdmin, ScopedRelatedFilter
from enrollment import transitions, workflow
from enrollment.admin.searching import WordSearch
from enrollment.forms_desk import AnswerAppealForm
from enrollment.models import Appeal
from enrollment.selectors.appeals import published_row
from enrollment.workflow import AppealStatus


@admin.register(Appeal)
class AppealAdmin(WordSearch, ReadOnlyAdmin):
    personal = True
    to_person = "application__trainee"
    center_path = "application__wave__center"
    list_display = ["application", "trainee", "program", "status", "filed_at", "left"]
    list_filter = ["status", ("application__wave", ScopedRelatedFilter)]
    list_select_related = ["application__trainee", "choice__offering__program"]
    search_fields = ["application__number"]
    ordering = ["filed_at", "pk"]
    fieldsets = [
        (None, {"fields": ["trainee", "file", "program", "stands", "reason"]}),
        (_("Hasil yang diumumkan"), {"fields": ["published", "marks"]}),
        (_("Jawaban"), {"fields": ["status", "filed_at", "answer_by", "answer", "answered_by", "answered_at"]}),
    ]
    readonly_fields = [
        "trainee",
        "file",
        "program",
        "stands",
        "published",
        "marks",
        "status",
        "filed_at",
        "answer_by",
        "answer",
        "answered_by",
        "answered_at",
    ]
    moves = {
        workflow.GRANT_APPEAL: (transitions.grant_appeal, AnswerAppealForm),
        workflow.DECLINE_APPEAL: (transitions.decline_appeal, AnswerAppealForm),
    }

    @admin.display(description=_("peserta"), ordering="application__trainee__full_name")
    def trainee(self, appeal):
        return appeal.application.trainee

    @admin.display(description=_("program"))
    def program(self, appeal):
        return appeal.choice.offering.program

    @admin.display(description=_("sisa waktu menjawab"), ordering="answer_by")
    def left(self, appeal):
        if appeal.status != AppealStatus.FILED:
            return "–"
        return timeuntil(appeal.answer_by, depth=1) if appeal.answer_by > timezone.now() else _("Lewat batas")

    @admin.display(description=_("pendaftaran"))
    def file(self, appeal):
        url = reverse("admin:enrollment_application_change", args=[appeal.application_id])
        return format_html('<a href="{}">{}</a>', url, appeal.application)

    @admin.display(description=_("keadaan sekarang"))
    def stands(self, appeal):
        return appeal.application.get_status_display()

    @admin.display(description=_("hasil"))
    def published(self, appeal):
        row = published_row(appeal.choice)
        return f"{row.get_outcome_display()}. {row.reason}" if row else _("Tidak dinilai pada pilihan ini.")

    @admin.display(description=_("nilai"))
    def marks(self, appeal):
        return ", ".join(str(score) for score in appeal.application.scores.order_by("part")) or "–"

    def notes(self, request, obj):
        if obj.status != AppealStatus.FILED or obj.application.status in workflow.MAY_APPEAL:
            return []
        return [_("Pendaftaran ini sudah berpindah keadaan, jadi sanggahannya tidak bisa lagi diterima.")]

    def links(self, request, obj):
        wave = obj.application.wave_id
        queue = reverse("admin:offering_queue", args=[obj.choice.offering_id])
        return [
            (reverse("admin:wave_control", args=[wave]), _("Kendali gelombang")),
            (queue, _("Antrean program ini")),
        ]
