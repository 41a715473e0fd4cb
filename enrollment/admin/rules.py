"""Rule rows of an offering, with what each would have meant for the people who really applied."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import trail
from centers import roles
from centers.scoped import ReadOnlyInline, ScopedAdmin, ScopedRelatedFilter
from cohorts.workflow import OfferingStatus
from enrollment.forms.rules import EligibilityRuleForm
from enrollment.impact import impact_of, measured_on
from enrollment.models import EligibilityRule
from enrollment.rules.eligibility import Asked, requirement
from enrollment.selectors import rule_of

PREVIEW = "_preview"  # the button that counts and saves nothing
CLOSED = (OfferingStatus.FINISHED, OfferingStatus.CANCELLED)
NOT_TYPED = ("csrfmiddlewaretoken", PREVIEW)
LISTED = 100


class EligibilityRuleInline(ReadOnlyInline):
    """The rules on the page of their offering, each with the way to its own page."""

    model = EligibilityRule
    fields = ["page", "asks", "effect"]
    readonly_fields = ["page", "asks", "effect"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("offering__wave")

    @admin.display(description=gettext_lazy("syarat"))
    def page(self, row):
        url = reverse("admin:enrollment_eligibilityrule_change", args=[row.pk])
        return format_html('<a href="{}">{}</a>', url, row)

    @admin.display(description=gettext_lazy("yang dibaca calon peserta"))
    def asks(self, row):
        return in_words(row)


def in_words(row):
    return said_of(rule_of(row), row.offering)


def said_of(rule, offering):
    """The rule's sentence as the catalogue says it."""
    return requirement(rule, Asked(age_on=offering.wave.starts_on))


@admin.register(EligibilityRule)
class EligibilityRuleAdmin(ScopedAdmin):
    center_path = "offering__wave__center"
    form = EligibilityRuleForm
    list_display = ["kind_words", "offering", "effect", "note"]
    list_filter = ["kind", "effect", ("offering__wave", ScopedRelatedFilter)]
    list_select_related = ["offering__program", "offering__wave"]
    search_fields = ["offering__program__name"]
    fieldsets = [
        (None, {"fields": ["offering", "kind", "effect"]}),
        (gettext_lazy("Hanya untuk syarat pendidikan"), {"fields": ["level_min", "level_max"]}),
        (gettext_lazy("Hanya untuk jeda sejak pelatihan sebelumnya"), {"fields": ["months"]}),
        (gettext_lazy("Hanya untuk keadaan kesehatan"), {"fields": ["fact"]}),
        (None, {"fields": ["note"]}),
    ]

    def get_queryset(self, request):
        """Django leaves list_select_related out where the manager reads something along already."""
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_readonly_fields(self, request, obj=None):
        return ["offering"] if obj else []

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "offering":
            field.queryset = field.queryset.exclude(status__in=CLOSED).select_related("program", "wave")
        return field

    @admin.display(description=gettext_lazy("syarat"), ordering="kind")
    def kind_words(self, row):
        return str(row)

    def links(self, request, row):
        return [(reverse("admin:cohorts_offering_change", args=[row.offering_id]), row.offering.program)]

    def notes(self, request, row):
        return changed_while_open(row.offering)

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        if request.method == "POST" and PREVIEW in request.POST:
            return self.preview(request, object_id)
        return super().changeform_view(request, object_id, *args, **kwargs)

    def render_change_form(self, request, context, *args, **kwargs):
        context["show_save_and_continue"] = False  # the preview's button stands in its place
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if PREVIEW in request.POST:
            raise PermissionDenied
        super().save_model(request, obj, form, change)
        for sentence in changed_while_open(obj.offering):
            self.message_user(request, sentence, messages.WARNING)

    # --- what would it have meant? ---

    def preview(self, request, object_id):
        """Counted for the row as typed; the database keeps what it has."""
        row = self._row_to_change(request, object_id)
        form = self.get_form(request, row)(request.POST, instance=row)
        if not form.is_valid():
            return super().changeform_view(request, object_id)  # Django's page says what is wrong with it
        typed = form.instance
        measured = measured_on(typed.offering)
        impacts = impact_of(typed, measured)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Pratinjau syarat"),
            "opts": self.opts,
            "offering": typed.offering,
            "measured": measured,
            "impacts": [(one, said_of(one.rule, typed.offering)) for one in impacts],
            "lists": self._lists(request, impacts[0]),
            "notes": changed_while_open(typed.offering),
            "typed": [(name, value) for name, value in request.POST.items() if name not in NOT_TYPED],
            "back": request.path,
        }
        return TemplateResponse(request, "admin/rule_preview.html", context)

    def _row_to_change(self, request, object_id):
        if object_id is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        if row is None:
            raise Http404
        return row

    def _lists(self, request, impact):
        """Names for whoever may read applications, and their reading is written down."""
        if not roles.may(request.actor, "enrollment.application", "view"):
            return []
        lists = [(_("Tidak memenuhi"), impact.unmet), (_("Belum menjawab"), impact.unknown)]
        shown = [one for _title, those in lists for one in those[:LISTED]]
        trail.viewed("admin:enrollment.eligibilityrule:preview", by=request.actor, subjects=shown)
        return [(title, those[:LISTED], len(those)) for title, those in lists if those]


def changed_while_open(offering):
    """What an officer should know before changing the rules of what people already apply for."""
    if offering.status == OfferingStatus.PLANNED:
        return []
    return [
        _(
            "Pendaftaran program ini sudah dibuka. Perubahan hanya berlaku bagi yang mengirim sesudahnya; yang sudah "
            "mengirim tidak diperiksa ulang. Umumkan perubahannya."
        )
    ]
