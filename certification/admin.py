from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from centers.scoped import ReadOnlyAdmin, ScopedAdmin
from certification import transitions, workflow
from certification.forms import BnspForm, ReasonForm
from certification.models import Assessment, BnspRecord, Certificate, NumberSeries, OverallResult
from enrollment.admin.searching import WordSearch

CENTER = "enrollment__cohort__offering__wave__center"
PERSON = ["enrollment__trainee", "enrollment__cohort"]


@admin.register(Assessment)
class AssessmentAdmin(WordSearch, ReadOnlyAdmin):
    """What instructors saw, superseded rows included."""

    center_path = CENTER
    to_person = "enrollment__trainee"
    personal = True
    list_display = ["enrollment", "unit", "outcome", "assessed_by", "assessed_at", "superseded_at"]
    list_filter = ["outcome", ("superseded_at", admin.EmptyFieldListFilter)]
    list_select_related = [*PERSON, "unit", "assessed_by"]
    search_fields = ["unit__code", "enrollment__cohort__name"]


@admin.register(OverallResult)
class OverallResultAdmin(WordSearch, ReadOnlyAdmin):
    center_path = CENTER
    to_person = "enrollment__trainee"
    personal = True
    list_display = ["enrollment", "result", "source", "decided_at"]
    list_filter = ["result", "source"]
    list_select_related = PERSON
    search_fields = ["enrollment__cohort__name"]


@admin.register(Certificate)
class CertificateAdmin(WordSearch, ReadOnlyAdmin):
    """Issued papers. They never change: they are revoked, or replaced by another with a new number."""

    center_path = CENTER
    to_person = "enrollment__trainee"
    personal = True
    moves = {
        workflow.REVOKE: (transitions.revoke, ReasonForm),
        workflow.REPLACE: (transitions.replace, ReasonForm),
    }
    list_display = ["number", "person", "status", "issued_at"]
    list_filter = ["status", "kind"]
    list_select_related = PERSON
    search_fields = ["number", "code", "enrollment__cohort__name"]
    date_hierarchy = "issued_at"
    fields = [
        "number",
        "kind",
        "status",
        "ended_at",
        "end_reason",
        "enrollment",
        "issued_at",
        "issued_by",
        "replaces",
        "page",
        "paper",
        "pdf_sha256",
    ]
    readonly_fields = ["page", "paper"]

    @admin.display(description=_("peserta"), ordering="enrollment__trainee__full_name")
    def person(self, certificate):
        return certificate.enrollment.trainee

    @admin.display(description=_("halaman verifikasi"))
    def page(self, certificate):
        return format_html('<a href="{}">{}</a>', certificate.get_absolute_url(), certificate.code)

    @admin.display(description=_("PDF"))
    def paper(self, certificate):
        return format_html('<a href="{}">{}</a>', certificate.get_pdf_url(), _("Unduh"))


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnlyAdmin):
    center_path = "center"
    list_display = ["series", "year", "center", "last"]
    list_filter = ["year"]
    list_select_related = ["center"]


@admin.register(BnspRecord)
class BnspRecordAdmin(WordSearch, ScopedAdmin):
    center_path = CENTER
    to_person = "enrollment__trainee"
    personal = True
    form = BnspForm
    list_display = ["enrollment", "scheme", "lsp", "tested_on", "state", "valid_until"]
    list_filter = ["state", "lsp"]
    list_select_related = PERSON
    search_fields = [
        "scheme",
        "certificate_number",
        "registration_number",
        "blank_number",
    ]
    autocomplete_fields = ["enrollment"]  # offers people of the officer's own center only
    fieldsets = [
        (None, {"fields": ["enrollment", "lsp", "scheme", "tested_on", "state"]}),
        (
            _("Nomor pada kertas sertifikat"),
            {
                "description": _("Salin persis seperti tercetak. Biarkan kosong sampai sertifikatnya tiba."),
                "fields": ["certificate_number", "registration_number", "blank_number", "valid_until"],
            },
        ),
    ]

    def save_model(self, request, obj, form, change):
        transitions.record_bnsp(obj, by=request.actor)
