"""The institution: centers, who signs for them, and what all of them share."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from centers import selectors
from centers.forms import CenterForm
from centers.models import Center, DocumentKind, EducationLevel, OfferStep, Official, PrivacyNotice, Region
from centers.scoped import EVERYWHERE, ReadOnlyAdmin, ScopedAdmin, ScopedTabularInline


class OfferStepInline(ScopedTabularInline):
    model = OfferStep
    fields = ["days", "hours"]


@admin.register(Center)
class CenterAdmin(ScopedAdmin):
    form = CenterForm
    inlines = [OfferStepInline]
    list_display = ["name", "code", "city", "phone"]
    search_fields = ["name", "code"]
    list_select_related = ["region"]
    fieldsets = [
        (None, {"fields": ["name", "code", "agency", "address", "city", "region", "logo"]}),
        (_("Kontak untuk peserta"), {"fields": ["phone", "whatsapp", "email", "office_hours"]}),
        (
            _("Layanan pengaduan"),
            {"fields": ["complaint_phone", "complaint_whatsapp", "complaint_email", "complaint_info"]},
        ),
        (
            _("Tenggat"),
            {
                "fields": [
                    "confirm_days",
                    "offer_hours",
                    "fix_days",
                    "slip_days",
                    ("appeal_days", "appeal_answer_days"),
                    "carry_days",
                ]
            },
        ),
        (_("Kelas yang kurang peserta"), {"fields": ["minimum_people", "decide_days"]}),
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

    def save_model(self, request, obj, form, change):
        """Two definitive heads at once are possible on paper for a day; it is said, not refused."""
        super().save_model(request, obj, form, change)
        others = list(selectors.also_definitive(obj))
        if others:
            words = _now(
                "Pada masa yang sama ada pejabat definitif lain: %(names)s. Yang diangkat terakhir menandatangani."
            )
            self.message_user(request, words % {"names": ", ".join(one.name for one in others)}, messages.WARNING)


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


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(ScopedAdmin):
    """Words are never changed; new words are a new version, and every version stays readable on its own page."""

    list_display = ["version", "language", "valid_from"]
    list_filter = ["language"]
    search_fields = ["text"]
    fields = ["version", "language", "valid_from", "text"]

    def links(self, request, obj):
        return [(obj.get_absolute_url(), _("Lihat halamannya"))] if obj.valid_from <= timezone.localdate() else []
