"""People and their papers. Which center may see whom follows from what they have sent there, so it stands here."""

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers import roles
from centers.scoped import EVERYWHERE, Act, ReadOnlyAdmin, ReadOnlyInline, ScopedAdmin
from enrollment.admin.searching import PersonSearch, WordSearch
from enrollment.forms_desk import CodeForm, GapForm, VerifyPhoneForm
from enrollment.forms_people import AnswerForm, CorrectionForm
from enrollment.models import Application
from enrollment.transitions import correct_person, decline, fulfil
from enrollment.transitions.contacts import give_code, is_unproved, verify_phone
from trainees.models import (
    Consent,
    ConsentGap,
    ConsentText,
    Contact,
    DataRequest,
    Document,
    Guardian,
    HealthAnswer,
    Trainee,
)
from trainees.transitions import close_gap


def known_to(actor, rows, path):
    """`rows` of people who have sent the actor's center an application; an unsent draft is nobody's business."""
    if actor.role in EVERYWHERE:
        return rows
    sent = Application.objects.sent().of_center(actor.center_code).filter(trainee=OuterRef(path))
    return rows.filter(Exists(sent))


def history_links(actor, trainee):
    """The way to everything on record of this person, for whom it is open."""
    if not roles.may(actor, "page", "person_history"):
        return []
    return [(reverse("admin:person_history", args=[trainee.pk]), _("Riwayat lengkap orang ini"))]


def message_links(actor, trainee):
    """The way to what was written to this person, and whether it arrived."""
    if not roles.may(actor, "notifications.outboxmessage", "view"):
        return []
    return [(reverse("admin:person_messages", args=[trainee.pk]), _("Pesan"))]


def is_waiting(request):
    return request.state == DataRequest.State.OPEN


class ContactInline(ReadOnlyInline):
    model = Contact
    fields = ["name", "relation", "phone"]


class GuardianInline(ReadOnlyInline):
    model = Guardian
    fields = ["name", "relation", "phone", "email", "asked_at"]
    readonly_fields = ["asked_at"]


class HealthInline(ReadOnlyInline):
    """Their own word on what a chosen program has to know; there only as long as one asks for it."""

    model = HealthAnswer
    fields = ["fact", "holds", "answered_at"]
    readonly_fields = ["answered_at"]


class DocumentInline(ReadOnlyInline):
    model = Document
    fields = ["kind", "state", "reason", "uploaded_at", "replaced_at"]
    readonly_fields = ["state", "uploaded_at", "replaced_at"]


class ConsentInline(ReadOnlyInline):
    model = Consent
    fields = ["text", "given_by", "channel", "given_at", "withdrawn_at"]


@admin.register(Trainee)
class TraineeAdmin(PersonSearch, ReadOnlyAdmin):
    """Who they are. The NIK is masked here; in clear it is shown on an application, and that is written down."""

    personal = True
    list_display = ["full_name", "nik_tail", "birth_date", "phone", "email", "region"]
    list_filter = ["sex", "education", "created_at"]
    list_select_related = ["region"]
    search_fields = ["search"]
    fieldsets = [
        (None, {"fields": ["full_name", "nik_tail", "sex", ("birth_place", "birth_date")]}),
        (None, {"fields": ["region", "address", "education", ("phone", "phone_proved"), "email", "account"]}),
        (None, {"fields": ["is_working", ("is_studying", "studies_until"), ("has_trained", "trained_until")]}),
        (None, {"fields": ["abroad_interest", "abroad_experience", "created_at"]}),
    ]
    readonly_fields = ["nik_tail", "phone_proved", "created_at"]
    moves = {
        Act("correct", _("Perbaiki data diri"), _("Data diri diperbaiki; orangnya diberi tahu.")): (
            correct_person,
            CorrectionForm,
        ),
        Act("verify_phone", _("Pastikan nomor ponsel"), _("Nomor ponsel dipastikan."), is_unproved): (
            verify_phone,
            VerifyPhoneForm,
        ),
        Act("give_code", _("Beri kode kata sandi"), "", lambda trainee: trainee.account_id is not None): (
            give_code,
            CodeForm,
        ),
    }
    inlines = [GuardianInline, ContactInline, HealthInline, DocumentInline, ConsentInline]

    def get_queryset(self, request):
        return known_to(request.actor, super().get_queryset(request), "pk")

    @admin.display(description=_("nomor dipastikan"))
    def phone_proved(self, trainee):
        return trainee.phone_verified_at

    def done_message(self, trainee, move):
        """A code is said here and nowhere else."""
        if code := getattr(trainee, "desk_code", ""):
            return _("Kode: %(code)s. Di halaman “Lupa kata sandi” orangnya menulis kontaknya, lalu kode ini.") % {
                "code": code
            }
        return super().done_message(trainee, move)

    def links(self, request, trainee):
        return [*message_links(request.actor, trainee), *history_links(request.actor, trainee)]


@admin.register(ConsentText)
class ConsentTextAdmin(ScopedAdmin):
    """Words are never changed; new words are a new version."""

    list_display = ["purpose", "version", "required", "valid_from"]
    list_filter = ["purpose"]
    fields = ["purpose", "version", "text", "required", "valid_from"]


@admin.register(Consent)
class ConsentAdmin(WordSearch, ReadOnlyAdmin):
    personal = True
    date_hierarchy = "given_at"
    list_display = ["trainee", "text", "given_by", "channel", "given_at", "withdrawn_at"]
    list_filter = ["text__purpose", "channel"]
    list_select_related = ["trainee", "text"]
    search_fields = ["given_by"]
    fields = ["trainee", "text", "given_by", "channel", "given_at", "withdrawn_at"]

    def get_queryset(self, request):
        return known_to(request.actor, super().get_queryset(request), "trainee")

    def links(self, request, consent):
        return history_links(request.actor, consent.trainee)


class OpenGapFilter(admin.SimpleListFilter):
    title = _("keadaan")
    parameter_name = "terbuka"

    def lookups(self, request, model_admin):
        return [("ya", _("Belum selesai")), ("tidak", _("Selesai"))]

    def queryset(self, request, rows):
        return rows if self.value() is None else rows.filter(closed_at__isnull=self.value() == "ya")


@admin.register(ConsentGap)
class ConsentGapAdmin(WordSearch, ReadOnlyAdmin):
    personal = True
    center_path = "center"
    list_display = ["trainee", "center", "found_at", "closed_at"]
    list_filter = [OpenGapFilter]
    list_select_related = ["trainee", "center"]
    search_fields = ["center__name"]
    fields = ["trainee", "center", "found_at", "closed_at"]
    moves = {
        Act("close", _("Catat persetujuan wali"), _("Persetujuan wali dicatat."), lambda gap: gap.closed_at is None): (
            close_gap,
            GapForm,
        )
    }


@admin.register(DataRequest)
class DataRequestAdmin(WordSearch, ReadOnlyAdmin):
    """Questions about one's own data, the most urgent first: the law gives three times 24 hours."""

    personal = True
    center_path = "center"
    list_display = ["trainee", "kind", "state", "asked_at", "due_at", "center"]
    list_filter = ["state", "kind"]
    list_select_related = ["trainee", "center"]
    search_fields = ["words"]
    fields = [
        "trainee",
        "kind",
        "words",
        "state",
        "asked_at",
        "due_at",
        "answer",
        "answered_at",
        "answered_by",
        "center",
    ]
    moves = {
        Act("fulfil", _("Jawab: sudah dikerjakan"), _("Jawaban dikirim."), is_waiting): (fulfil, AnswerForm),
        Act("decline", _("Jawab: tidak dapat dipenuhi"), _("Jawaban dikirim."), is_waiting): (decline, AnswerForm),
    }

    def links(self, request, one):
        change = reverse("admin:trainees_trainee_change", args=[one.trainee_id])
        may = roles.may(request.actor, "trainees.trainee", "view")
        return [*([(change, _("Buka data peserta"))] if may else []), *history_links(request.actor, one.trainee)]
