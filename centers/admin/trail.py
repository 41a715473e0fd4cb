"""The trail. It stands on a lower floor than the role table, so its pages are registered here."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from audit.models import AuditEntry, PurgeRecord, RetentionRule, Seal, ViewLog
from centers import telling, trails
from centers.scoped import EVERYWHERE, ReadOnlyAdmin, ScopedAdmin


class RoleFilter(admin.SimpleListFilter):
    title = _("sebagai")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return list(telling.WHO.items())

    def queryset(self, request, rows):
        return rows.filter(role=self.value()) if self.value() else rows


class PageFilter(admin.SimpleListFilter):
    """The pages that can be seen, out of the code: asking the log itself would read all of it."""

    title = _("halaman")
    parameter_name = "page"

    def lookups(self, request, model_admin):
        registered = [
            model._meta.label_lower for model, page in admin.site._registry.items() if getattr(page, "personal", False)
        ]
        pages = [*telling.PAGES, *(f"admin:{label}{which}" for label in registered for which in ("", ":list"))]
        return sorted(((page, telling.page_words(page)) for page in pages), key=lambda pair: pair[1])

    def queryset(self, request, rows):
        return rows.filter(page=self.value()) if self.value() else rows


class TraceAdmin(ReadOnlyAdmin):
    """The trail of one's own center: a value on the row, since the trail outlives everything it speaks of."""

    date_hierarchy = "at"
    list_select_related = ["user", "subject_type"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.actor.role in EVERYWHERE else rows.filter(center_code=request.actor.center_code)

    @admin.display(description=_("sebagai"), ordering="role")
    def role_words(self, trace):
        return telling.role_words(trace.role)

    @admin.display(description=_("jenis objek"), ordering="subject_type")
    def kind(self, trace):
        return telling.kind_words(trace)


@admin.register(AuditEntry)
class AuditEntryAdmin(TraceAdmin):
    list_display = ["at", "what", "user", "role_words", "kind", "subject_id"]
    list_filter = [RoleFilter]
    search_fields = ["=request_id", "=action"]
    fields = [
        "at",
        "user",
        "role_words",
        "what",
        "facts_words",
        "note",
        "kind",
        "subject_id",
        "center_code",
        "request_id",
    ]
    readonly_fields = fields

    @admin.display(description=_("tindakan"), ordering="action")
    def what(self, entry):
        return trails.what_of(entry)

    @admin.display(description=_("rincian"))
    def facts_words(self, entry):
        return " · ".join(telling.facts_of(entry)) or "–"


@admin.register(ViewLog)
class ViewLogAdmin(TraceAdmin):
    list_display = ["at", "user", "role_words", "page_words", "kind", "rows"]
    list_filter = [RoleFilter, PageFilter]
    search_fields = ["=request_id", "=page", "user__full_name", "user__email"]
    fields = ["at", "user", "role_words", "page_words", "kind", "subject_ids", "rows", "center_code", "request_id"]
    readonly_fields = fields

    @admin.display(description=_("halaman"), ordering="page")
    def page_words(self, view):
        return capfirst(telling.page_words(view.page))


@admin.register(PurgeRecord)
class PurgeRecordAdmin(ReadOnlyAdmin):
    list_display = ["at", "rule_words", "rows", "user"]
    list_select_related = ["user"]
    fields = ["at", "rule_words", "reason", "rows", "user", "table", "first_seal", "last_seal", "transaction_id"]
    readonly_fields = fields

    def get_queryset(self, request):
        named = RetentionRule.objects.filter(code=OuterRef("rule")).order_by().values("name")
        return super().get_queryset(request).annotate(rule_name=Subquery(named))

    @admin.display(description=_("aturan retensi"), ordering="rule")
    def rule_words(self, record):
        return record.rule_name or record.rule


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    """The chain of digests: written down outside the portal, `verify_trail --expect` asks for one later."""

    date_hierarchy = "at"
    list_display = ["number", "at", "table", "rows", "in_groups"]
    list_filter = ["table"]

    @admin.display(description=_("sidik segel"))
    def in_groups(self, seal):
        """As one copies it by hand; `--expect` takes it with or without the blanks."""
        return " ".join(seal.digest[at : at + 8] for at in range(0, 64, 8))


@admin.register(RetentionRule)
class RetentionRuleAdmin(ScopedAdmin):
    """How long things stay is the office's to say; what is done then is code."""

    list_display = ["name", "period", "active", "last_run_at"]
    fields = ["name", "days", "months", "reason", "active", "last_run_at"]
    readonly_fields = ["name", "last_run_at"]

    @admin.display(description=_("lama simpan"))
    def period(self, rule):
        return rule.period
