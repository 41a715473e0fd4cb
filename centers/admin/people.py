"""The people who work here. Accounts stand on a lower floor than the role table, so their page is registered here."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers import roles, transitions
from centers.models import Invitation, Membership
from centers.scoped import EVERYWHERE, ReadOnlyAdmin, ScopedAdmin


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


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Who was asked to come, and whether they have. Sending anew and revoking are pages of blk_portal.staffing."""

    center_path = "membership__center"
    list_display = ["user", "membership", "state", "created_at", "expires_at", "invited_by"]
    list_select_related = ["user", "membership__center", "invited_by"]
    search_fields = ["user__full_name", "user__email"]
    fields = ["user", "membership", "state", "invited_by", "created_at", "expires_at", "accepted_at", "revoked_at"]
    change_list_template = "admin/staffing/people_list.html"

    @admin.display(description=_("keadaan"))
    def state(self, invitation):
        return invitation.state

    def links(self, request, obj):
        acts = [("resend", "kirim-ulang", _("Kirim ulang")), ("withdraw", "cabut", _("Cabut"))]
        return [
            (reverse("admin:staff_invitation", args=[obj.pk, act]), words)
            for action, act, words in acts
            if not obj.accepted_at and self.may(request, action)
        ]


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """Accounts of people who work here. Whoever is new is invited: blk_portal.staffing sends the link."""

    personal = True
    apart = ("last_login", "password")  # written by their owner's signing in, not by an editor
    change_list_template = "admin/staffing/people_list.html"
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
        """An account that is switched off keeps no session for the day it is switched on again."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data:
            obj.end_sessions()

    def links(self, request, obj):
        acts = [
            ("reset_factor", "admin:staff_reset_factor", _("Atur ulang langkah kedua")),
            ("leave", "admin:staff_leave", _("Berhenti bertugas")),
        ]
        mine = obj.pk == request.user.pk
        history = [(reverse("admin:account_history", args=[obj.pk]), _("Riwayat lengkap"))]
        return [
            (reverse(page, args=[obj.pk]), words)
            for action, page, words in acts
            if not mine and self.may(request, action)
        ] + (history if roles.may(request.actor, "page", "person_history") else [])
