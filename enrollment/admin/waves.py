"""Waves, what they offer, and the classes. "How full is it?" and "start the class" are enrollment's business."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from centers import roles
from centers.models import Role
from centers.scoped import Act, ReadOnlyInline, ScopedAdmin, ScopedRelatedFilter, ScopedTabularInline
from centers.selectors import regencies_near_centers
from cohorts import opening, workflow
from cohorts import transitions as offered
from cohorts.forms import CohortForm, ConfirmForm, CopyForm, OfferingForm, OfferingsForm, SizeForm, usual_terms
from cohorts.models import Cohort, Offering, OfferingDocument, Wave
from cohorts.workflow import CohortStatus, OfferingStatus
from enrollment import review, selectors, transitions
from enrollment.admin.rules import EligibilityRuleInline
from enrollment.forms.policies import PolicyForm
from enrollment.forms.rules import CopyRulesForm
from enrollment.forms.sittings import SittingsForm
from enrollment.models import SelectionPolicy
from enrollment.selectors.policies import TERMS
from enrollment.transitions import sittings

WITHOUT_UNITS = _("Program ini belum punya unit kompetensi: di akhir hanya hasil keseluruhan yang dicatat.")
FILLABLE = frozenset({CohortStatus.PLANNED, CohortStatus.RUNNING, CohortStatus.TESTING})


def _is_planned(one):
    return one.status == "planned"


def _is_locked(offering):
    return offering.policies.exists()


def _wants_sessions(cohort):
    return cohort.status in FILLABLE and not cohort.sessions.exists()


def _may_drop_sessions(cohort):
    return _is_planned(cohort) and cohort.sessions.exists()


def _printing(actor, cohort):
    if not roles.may(actor, "enrollment.enrollment", "view"):
        return []
    return [(reverse("admin:print_class", args=[cohort.pk]), _("Cetak daftar peserta"))]


def _ending(actor, cohort):
    """Where this role ends the class or issues its certificates; the list of classes for who does neither."""
    if roles.may(actor, "cohorts.cohort", "complete"):
        return reverse("certification:complete", args=[cohort.pk])
    if roles.may(actor, "certification.certificate", "issue"):
        return reverse("certification:issue", args=[cohort.pk])
    return reverse("certification:cohorts")


def _writing(actor, cohort):
    """The way to write to the class, for whom it is open."""
    if not roles.may(actor, "page", "write_to_people"):
        return []
    return [(reverse("admin:cohort_letter", args=[cohort.pk]), _("Tulis kepada peserta"))]


def _adding_rules(actor, offering):
    if not roles.may(actor, "enrollment.eligibilityrule", "add"):
        return []
    return [(f"{reverse('admin:enrollment_eligibilityrule_add')}?offering={offering.pk}", _("Tambah syarat"))]


class OfferingInline(ReadOnlyInline):
    """What the wave offers, with the way to each page. Adding goes by the button: many at once."""

    model = Offering
    fields = ["page", "funding", "ages", "status", "how_many"]
    readonly_fields = ["page", "ages", "how_many", "status"]

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("program", "funding", "wave")
        return rows.annotate(cohort_count=Count("cohorts", distinct=True), seat_count=Count("cohorts__seats"))

    @admin.display(description=_("program"))
    def page(self, offering):
        url = reverse("admin:cohorts_offering_change", args=[offering.pk])
        return format_html('<a href="{}">{}</a>', url, offering.program)

    @admin.display(description=_("usia"))
    def ages(self, offering):
        return f"{offering.age_min}–{offering.age_max}"

    @admin.display(description=_("kelas dan kursi"))
    def how_many(self, offering):
        return _("%(classes)d kelas, %(seats)d kursi") % {
            "classes": offering.cohort_count,
            "seats": offering.seat_count,
        }


@admin.register(Wave)
class WaveAdmin(ScopedAdmin):
    center_path = "center"
    date_hierarchy = "opens_at"
    list_display = ["label", "center", "opens_at", "closes_at", "starts_on", "control"]
    list_select_related = ["center"]
    search_fields = ["label"]
    fieldsets = [
        (None, {"fields": ["center", "label"]}),
        (_("Pendaftaran"), {"fields": ["opens_at", "closes_at", "announce_on", "confirm_by"]}),
        (_("Pelatihan"), {"fields": ["starts_on", "ends_on", ("promote_until", "offer_hours")]}),
    ]
    inlines = [OfferingInline]
    moves = {
        Act("add_offerings", _("Tambah program"), _("program ditambahkan")): (opening.add_offerings, OfferingsForm),
        Act("copy_offerings", _("Salin dari gelombang lain"), _("program disalin")): (
            transitions.copy_offerings,
            CopyForm,
        ),
        Act("plan_sittings", _("Buat sesi tes atau wawancara"), _("sesi dibuat")): (sittings.plan_day, SittingsForm),
        Act("open", _("Buka pendaftaran"), _("pendaftaran dibuka")): (offered.open_wave, ConfirmForm),
    }

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_readonly_fields(self, request, obj=None):
        return ["center"] if obj else []

    def get_changeform_initial_data(self, request):
        centers = self.admin_site._registry[Wave._meta.get_field("center").related_model].get_queryset(request)
        return {"center": centers.first()} if request.actor.center_code else {}

    def response_add(self, request, obj, post_url_continue=None):
        """On to the wave itself: what it offers comes next."""
        self.message_user(request, _("%(wave)s dibuat. Sekarang tambahkan programnya.") % {"wave": obj})
        return redirect(self._change_url(obj))

    def links(self, request, obj):
        sat = f"{reverse('admin:enrollment_sitting_changelist')}?wave__id__exact={obj.pk}"
        control = [(reverse("admin:wave_control", args=[obj.pk]), _("Kendali gelombang"))]
        return control + ([(sat, _("Tes dan wawancara"))] if self._sees_sittings(request) else [])

    def _sees_sittings(self, request):
        return roles.may(request.actor, "enrollment.sitting", "view")

    def notes(self, request, obj):
        bare = obj.offerings.filter(program__units=None).select_related("program").order_by("program__name")
        names = ", ".join(str(offering.program) for offering in bare)
        if not names:
            return []
        return [_("Belum punya unit kompetensi, hanya hasil keseluruhan yang dicatat: %(names)s.") % {"names": names}]

    def after_move(self, request, obj, move):
        """Sittings made, they are looked at; and given out from there."""
        if move.name == "plan_sittings":
            return f"{reverse('admin:enrollment_sitting_changelist')}?wave__id__exact={obj.pk}"
        return super().after_move(request, obj, move)

    @admin.display(description=_("kendali"))
    def control(self, wave):
        return format_html('<a href="{}">{}</a>', reverse("admin:wave_control", args=[wave.pk]), _("Kendali"))


class OfferingDocumentInline(ScopedTabularInline):
    model = OfferingDocument
    fields = ["kind", "required"]


class PolicyInline(ReadOnlyInline):
    """Each version of the locked rules, with its reason. The seed of the draw is told nowhere before the results."""

    model = SelectionPolicy
    fields = ["version", *TERMS, "locked", "reason"]
    readonly_fields = ["locked"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("locked_by")

    @admin.display(description=_("dikunci"))
    def locked(self, policy):
        when = date_format(timezone.localtime(policy.locked_at), "j F Y, H.i")
        return f"{when}, {policy.locked_by}" if policy.locked_by else when


class Size:
    """The number of seats for whoever only looks: the form's field of this name is not theirs."""

    @admin.display(description=_("Kursi"))
    def size(self, cohort):
        return cohort.seats.count()


class CohortInline(Size, ScopedTabularInline):
    model = Cohort
    form = CohortForm
    fields = ["name", "starts_on", "ends_on", "room", "size"]
    show_change_link = True

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj and "starts_on" in formset.form.base_fields:
            formset.form.base_fields["name"].help_text = ""
            formset.form.base_fields["starts_on"].initial = obj.wave.starts_on
            formset.form.base_fields["ends_on"].initial = obj.wave.ends_on
        return formset


@admin.register(Offering)
class OfferingAdmin(ScopedAdmin):
    center_path = "wave__center"
    locks_first = "wave"
    form = OfferingForm
    list_display = ["program", "wave", "funding", "mode", "status", "seats"]
    list_filter = ["status", "mode", ("wave", ScopedRelatedFilter), "program__track"]
    list_select_related = ["program", "wave", "funding"]
    search_fields = ["program__name", "wave__label"]
    fieldsets = [
        (None, {"fields": ["wave", "program", "status", "funding", "mode"]}),
        (_("Untuk siapa"), {"fields": [("age_min", "age_max"), "age_on", ("applicant_cap", "minimum_people")]}),
        (
            _("Seleksi"),
            {"fields": [("test_weight", "interview_weight"), "minimum_score", "tie_break", "reserves"]},
        ),
        (_("Tempat"), {"fields": ["method", "place", "region", "boarding"]}),
    ]
    inlines = [OfferingDocumentInline, CohortInline, EligibilityRuleInline, PolicyInline]
    moves = {
        workflow.OPEN_OFFERING: (offered.open_offering, ConfirmForm),
        workflow.CLOSE_OFFERING: (offered.close_offering, ConfirmForm),
        Act("change_policy", _("Ubah aturan seleksi"), _("aturan seleksi diubah"), _is_locked): (
            transitions.change_policy,
            PolicyForm,
        ),
        Act("copy_rules", _("Salin syarat dari program lain"), _("syarat disalin")): (
            transitions.copy_rules,
            CopyRulesForm,
        ),
        Act("remove", _("Hapus dari gelombang"), _("program dihapus"), _is_planned): (
            opening.remove_offering,
            ConfirmForm,
        ),
    }

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "region":
            kwargs["queryset"] = regencies_near_centers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        return selectors.with_demand(super().get_queryset(request))

    def get_readonly_fields(self, request, obj=None):
        """Once people can apply, what they apply for stays what it is."""
        if obj is None:
            return ["status"]
        fixed = ["status", "wave"]
        if obj.status != OfferingStatus.PLANNED:
            fixed += ["program", "funding", "mode"]
        return fixed + ([*TERMS] if _is_locked(obj) else [])

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        waves = self.admin_site._registry[Wave].get_queryset(request)
        wave = waves.filter(pk=given.get("wave")).first() if str(given.get("wave", "")).isdecimal() else None
        return {"age_on": wave.starts_on} | usual_terms(wave) | given if wave else given

    def links(self, request, obj):
        return [
            (reverse("admin:wave_control", args=[obj.wave_id]), _("Kendali gelombang")),
            (reverse("admin:cohorts_wave_change", args=[obj.wave_id]), obj.wave),
            *_adding_rules(request.actor, obj),
        ]

    def notes(self, request, obj):
        notes = [] if obj.program.units.exists() else [WITHOUT_UNITS]
        if obj.cohorts.exists() or not roles.may(request.actor, "cohorts.cohort", "add"):
            return notes
        return [*notes, _("Belum ada kelas: tambahkan di bawah, lalu simpan.")]

    def after_move(self, request, obj, move):
        if move.name == "remove":
            return reverse("admin:cohorts_wave_change", args=[obj.wave_id])
        return super().after_move(request, obj, move)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        if formset.model is Cohort:
            for row in formset.forms:
                if row.instance in formset.new_objects:
                    transitions.resize(row.instance, row.cleaned_data["size"], by=request.actor)

    @admin.display(description=_("terisi"))
    def seats(self, offering):
        return f"{offering.seats_taken}/{offering.seats_total}"


class ToStartFilter(admin.SimpleListFilter):
    title = _("antrean")
    parameter_name = "antrean"

    def lookups(self, request, model_admin):
        return [("mulai", _("Seharusnya mulai"))]

    def queryset(self, request, rows):
        return review.classes_to_start(rows) if self.value() == "mulai" else rows


@admin.register(Cohort)
class CohortAdmin(Size, ScopedAdmin):
    center_path = "offering__wave__center"
    locks_first = "offering__wave"
    form = CohortForm
    date_hierarchy = "starts_on"
    list_display = ["name", "wave", "starts_on", "ends_on", "status", "seats"]
    list_filter = [ToStartFilter, "status", ("offering__wave", ScopedRelatedFilter)]
    list_select_related = ["offering__wave", "room"]
    search_fields = ["name", "offering__program__name"]
    fields = ["offering", "name", "status", "starts_on", "ends_on", "room", "instructors", "size"]
    moves = {
        Act("plan_sessions", _("Buat jadwal"), _("jadwal dibuat"), _wants_sessions): (
            offered.plan_cohort_sessions,
            ConfirmForm,
        ),
        Act("resize", _("Ubah jumlah kursi"), _("jumlah kursi diubah"), lambda cohort: cohort.status in FILLABLE): (
            transitions.resize,
            SizeForm,
        ),
        workflow.START_COHORT: (transitions.start_class, ConfirmForm),
        workflow.TEST_COHORT: (offered.test_cohort, ConfirmForm),
        workflow.FINISH_COHORT: (offered.finish_cohort, ConfirmForm),
        Act("drop_sessions", _("Hapus jadwal"), _("jadwal dihapus"), _may_drop_sessions): (
            opening.drop_sessions,
            ConfirmForm,
        ),
        Act("remove", _("Hapus kelas"), _("kelas dihapus"), _is_planned): (opening.remove_cohort, ConfirmForm),
    }

    def get_queryset(self, request):
        return selectors.with_seats(super().get_queryset(request))

    def get_readonly_fields(self, request, obj=None):
        return ["offering", "status"] if obj else ["status"]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "instructors":
            field.queryset = field.queryset.filter(memberships__role=Role.INSTRUCTOR).distinct()
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
            field.help_text = ""
        return field

    def after_move(self, request, obj, move):
        if move.name == "remove":
            return reverse("admin:cohorts_offering_change", args=[obj.offering_id])
        return super().after_move(request, obj, move)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            transitions.resize(obj, form.cleaned_data["size"], by=request.actor)

    def links(self, request, obj):
        sessions = reverse("admin:cohorts_session_changelist")
        return [
            (reverse("admin:cohorts_offering_change", args=[obj.offering_id]), obj.offering.program),
            (f"{sessions}?cohort__id__exact={obj.pk}", _("Jadwal")),
            (_ending(request.actor, obj), _("Selesai dan sertifikat")),
            *_printing(request.actor, obj),
            *_writing(request.actor, obj),
        ]

    @admin.display(description=_("gelombang"), ordering="offering__wave__starts_on")
    def wave(self, cohort):
        return cohort.offering.wave

    @admin.display(description=_("terisi"))
    def seats(self, cohort):
        return f"{cohort.seats_taken}/{cohort.seats_total}"
