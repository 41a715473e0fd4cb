"""The people who work here. Accounts stand on a lower floor than the role table, so their page is registered here."""

from django.contrib import admin

from accounts.models import User
from centers import transitions
from centers.models import Membership
from centers.scoped import EVERYWHERE, ScopedAdmin


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
