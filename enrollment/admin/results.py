"""Results and class lists, to look at. Proposing and publishing has its own page: the control of a wave."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers.scoped import ReadOnlyAdmin, ScopedRelatedFilter
from enrollment import transitions, workflow
from enrollment.admin.searching import WordSearch
from enrollment.forms_desk import NeededNoteForm
from enrollment.models import Enrollment, Ranking, RankingRow


@admin.register(Ranking)
class RankingAdmin(ReadOnlyAdmin):
    center_path = "wave__center"
    date_hierarchy = "created_at"
    list_display = ["wave", "status", "proposed_at", "published_at"]
    list_filter = ["status"]
    list_select_related = ["wave"]
    search_fields = ["wave__label"]
    fields = ["wave", "status", "proposed_at", "published_at", "seal"]
    readonly_fields = ["status", "proposed_at", "published_at", "seal"]

    def links(self, request, obj):
        return [(reverse("admin:wave_control", args=[obj.wave_id]), _("Kendali gelombang"))]


@admin.register(RankingRow)
class RankingRowAdmin(WordSearch, ReadOnlyAdmin):
    personal = True
    to_person = "choice__application__trainee"
    center_path = "ranking__wave__center"
    list_display = ["rank", "trainee", "number", "choice", "total", "outcome", "reason"]
    list_filter = ["outcome", ("ranking__wave", ScopedRelatedFilter)]
    list_select_related = ["choice__application__trainee", "choice__offering__program", "choice__offering__wave"]
    search_fields = ["choice__application__number"]
    fields = ["trainee", "number", "choice", "rank", "total", "outcome", "reason"]
    readonly_fields = ["trainee", "number"]

    @admin.display(description=_("peserta"), ordering="choice__application__trainee__full_name")
    def trainee(self, row):
        return row.choice.application.trainee

    @admin.display(description=_("nomor pendaftaran"), ordering="choice__application__number")
    def number(self, row):
        return row.choice.application.number


@admin.register(Enrollment)
class EnrollmentAdmin(WordSearch, ReadOnlyAdmin):
    personal = True
    center_path = "cohort__offering__wave__center"
    date_hierarchy = "started_on"
    list_display = ["trainee", "cohort", "status", "started_on", "ended_on"]
    list_filter = ["status", ("cohort__offering__wave", ScopedRelatedFilter)]
    list_select_related = ["trainee", "cohort"]
    search_fields = ["application__number", "cohort__name"]
    fields = ["trainee", "application", "cohort", "status", "started_on", "ended_on"]
    readonly_fields = ["status", "ended_on"]
    moves = {workflow.DISMISS_ENROLLMENT: (transitions.dismiss, NeededNoteForm)}
