"""The institution, its people and the trail. Accounts and the trail stand on lower floors than the role table, so
their pages are registered here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit.models import AuditEntry, PurgeRecord, ViewLog
from centers import transitions
from centers.models import Center, DocumentKind, EducationLevel, Membership, Official, Region
from centers.scoped import ReadOnlyAdmin, ScopedAdmin

EVERYWHERE = frozenset({"province", "superuser"})


@admin.register(Center)
class CenterAdmin(ScopedAdmin):
    list_display = ["name", "code", "city", "phone"]
    search_fields = ["name", "code"]
    list_select_related = ["region"]
    fieldsets = [
        (None, {"fields": ["name", "code", "agency", "address", "city", "region", "phone", "email"]}),
        (_("Tenggat"), {"fields": ["confirm_days", "offer_hours", "fix_days"]}),
        (_("Kelulusan dan sertifikat"), {"fields": ["attendance_threshold", "certificate_format"]}),
    ]

    def get_queryset(self, request):
        """A center's own row is found by its code, not by a path to a center."""
        rows = super().get_queryset(request)
        return rows if request.actor.role in EVERYWHERE else rows.filter(code=request.actor.center_code)

    def get_readonly_fields(self, request, obj=None):
        """The code stands in the trail and in certificate numbers; the region decides who may apply."""
        return ["code", "region"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "region":
            kwargs["queryset"] = Region.objects.filter(level=Region.Level.REGENCY).order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Official)
class OfficialAdmin(ScopedAdmin):
    center_path = "center"
    list_display = ["name", "position", "acting", "valid_from", "valid_to"]
    list_filter = ["acting"]
    list_select_related = ["center"]
    search_fields = ["name", "position"]
    fields = ["center", "name", "nip", "position", "acting", "valid_from", "valid_to"]


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    center_path = "center"
    list_display = ["user", "role", "center", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "center"]
    search_fields = ["user__full_name", "user__email"]
    fields = ["user", "center", "role", "valid_from", "valid_to"]
    autocomplete_fields = ["user"]

    def get_readonly_fields(self, request, obj=None):
        return ["user", "center", "role", "valid_from"] if obj else []

    def save_model(self, request, obj, form, change):
        """A new one goes the way every appointment goes; an old one only gets its end."""
        if change:
            super().save_model(request, obj, form, change)
            return
        values = {name: form.cleaned_data[name] for name in ["role", "center", "valid_from", "valid_to"]}
        obj.pk = transitions.appoint(form.cleaned_data["user"], by=request.actor, **values).pk
        obj._state.adding = False


@admin.register(Region)
class RegionAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "level", "postal_code"]
    list_filter = ["level"]
    list_select_related = ["parent"]
    search_fields = ["=code", "name"]


@admin.register(EducationLevel)
class EducationLevelAdmin(ReadOnlyAdmin):
    list_display = ["name", "code", "rank"]


@admin.register(DocumentKind)
class DocumentKindAdmin(ScopedAdmin):
    list_display = ["name", "code", "order"]
    fields = ["code", "name", "help_text", "order", "from_age", "instead"]


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """Accounts of people who work here. A new one has no password: its owner sets one by e-mail."""

    personal = True
    list_display = ["full_name", "email", "is_staff", "is_active", "last_login"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = ["full_name", "email"]
    fields = ["full_name", "email", "phone", "is_active", "last_login", "date_joined"]
    readonly_fields = ["last_login", "date_joined"]
    ordering = ["full_name", "pk"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.actor.role in EVERYWHERE:
            return rows
        return rows.filter(pk__in=Membership.objects.filter(center__code=request.actor.center_code).values("user"))

    def get_readonly_fields(self, request, obj=None):
        return [*self.readonly_fields, "email"] if obj else self.readonly_fields

    def save_model(self, request, obj, form, change):
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


class TraceAdmin(ReadOnlyAdmin):
    """The trail of one's own center: a value on the row, since the trail outlives everything it speaks of."""

    date_hierarchy = "at"
    list_select_related = ["user", "subject_type"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows if request.actor.role in EVERYWHERE else rows.filter(center_code=request.actor.center_code)


@admin.register(AuditEntry)
class AuditEntryAdmin(TraceAdmin):
    list_display = ["at", "user", "role", "action", "subject_type", "subject_id", "from_status", "to_status"]
    list_filter = ["role", "action"]
    search_fields = ["=request_id", "action"]


@admin.register(ViewLog)
class ViewLogAdmin(TraceAdmin):
    list_display = ["at", "user", "role", "page", "rows"]
    list_filter = ["role", "page"]
    search_fields = ["=request_id", "page"]


@admin.register(PurgeRecord)
class PurgeRecordAdmin(ReadOnlyAdmin):
    list_display = ["at", "rule", "rows", "user"]
    list_select_related = ["user"]
