"""Admin pages that ask the role table, show one center, move objects by buttons and leave a trail instead of a log."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import trail
from audit.moves import Refused
from centers import locking, roles, selectors, trails
from centers.counting import CappedPaginator
from centers.listing import filters_only
from centers.models import SavedFilter

EVERYWHERE = frozenset({"province", "superuser"})  # whom no center bounds
GRAVE = frozenset(  # moves that are never the first thing to press
    {
        "refuse",
        "withdraw",
        "leave",
        "miss_test",
        "undo_miss_test",
        "reopen",
        "dismiss",
        "cancel",
        "remove",
        "drop_sessions",
        "revoke",
        "replace",
    }
)
SAME_TIME = gettext_lazy("Data ini baru saja diubah orang lain. Muat ulang halamannya, lalu coba lagi.")


@dataclass(frozen=True, slots=True)
class Act:
    """A button that changes no status but otherwise behaves as a Move does.

    `done` is what the page says afterwards; `open_for` says on which objects the button stands.
    """

    name: str
    label: str = field(compare=False)  # a lazy text hashes otherwise in every language
    done: str = field(compare=False)
    open_for: Callable = lambda obj: True

    def is_open_for(self, obj):
        return self.open_for(obj)


def native(widget, kind, format):
    return widget(format=format, attrs={"type": kind})


NATIVE_WIDGETS = {  # the browser's own pickers: one labelled field each, good on a phone, no script
    models.DateField: {"widget": native(forms.DateInput, "date", "%Y-%m-%d")},
    models.TimeField: {"widget": native(forms.TimeInput, "time", "%H:%M")},
    models.DateTimeField: {
        "form_class": forms.DateTimeField,
        "widget": native(forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    },
}


class ScopedFields:
    """Form fields of an admin page or inline: what another center owns is neither offered nor accepted."""

    formfield_overrides = NATIVE_WIDGETS
    view_on_site = False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # pop-up windows are no way to work
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **self._scoped_choices(db_field, request, kwargs))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **self._scoped_choices(db_field, request, kwargs))

    def _scoped_choices(self, db_field, request, kwargs):
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if related is not None and "queryset" not in kwargs:
            kwargs["queryset"] = related.get_queryset(request)
        return kwargs


class ScopedAdmin(locking.GuardedForms, ScopedFields, admin.ModelAdmin):
    """Permissions come from `centers.roles`, rows from the actor's center.

    `center_path` is the lookup to the center ("" for reference data). `moves` maps a Move to (function, form class):
    each open move is a button that leads to a confirmation page, which calls the same function the site calls.
    `personal` pages write the view log. What you may not see is 404; what you may not do is 403.
    """

    center_path = ""
    moves = {}
    personal = False
    paginator = CappedPaginator
    search_url = None  # where the search box posts; None: it gets the list itself
    show_full_result_count = False
    list_per_page = 50
    change_form_template = "admin/change_form_with_moves.html"
    object_history_template = "admin/trail.html"

    # --- may ---

    def may(self, request, action):
        return roles.may(request.actor, self.opts.label_lower, action)

    def has_module_permission(self, request):
        return self.may(request, "view")

    def has_view_permission(self, request, obj=None):
        return self.may(request, "view") or self.may(request, "change")

    def has_add_permission(self, request):
        return self.may(request, "add")

    def has_change_permission(self, request, obj=None):
        return self.may(request, "change")

    def has_delete_permission(self, request, obj=None):
        return self.may(request, "delete")

    # --- rows ---

    def get_queryset(self, request):
        return selectors.scoped(super().get_queryset(request), request.actor, self.center_path)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    # --- pages ---

    def changeform_view(self, request, *args, **kwargs):
        """Two people saved at once and the database kept one: a sentence, never a page of errors."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            self.message_user(request, SAME_TIME, messages.ERROR)
            return redirect(request.path)

    def links(self, request, obj):
        """(address, words) of pages that belong to this object, shown above its form."""
        return []

    def notes(self, request, obj):
        """Sentences that whoever opens this object should read first."""
        return []

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["show_save_and_add_another"] = False
        context["open_moves"] = self.open_moves(request, obj) if obj else []
        context["grave"] = GRAVE
        context["links"] = self.links(request, obj) if obj else []
        context["notes"] = self.notes(request, obj) if obj else []
        if obj and self.personal and request.method == "GET":
            trail.viewed(f"admin:{self.opts.label_lower}", by=request.actor, subjects=[obj])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, self._list_context(request) | (extra_context or {}))
        changelist = (getattr(response, "context_data", None) or {}).get("cl")
        if self.personal and changelist is not None:
            trail.viewed(f"admin:{self.opts.label_lower}:list", by=request.actor, subjects=changelist.result_list)
        return response

    def _list_context(self, request):
        label = self.opts.label_lower
        return {
            "title": capfirst(self.opts.verbose_name_plural),
            "list_label": label,
            "filters_on": filters_only(request.GET),
            "saved_filters": SavedFilter.objects.of_list(label, request.actor),
            "may_export": roles.may(request.actor, "page", "export"),
        }

    # --- moves ---

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        own = [path("<int:pk>/move/<slug:move>/", self.admin_site.admin_view(self.move_view), name=name)]
        inherited = [url for url in super().get_urls() if url.name]  # Django's old addresses without a name go
        return [*(own if self.moves else []), *inherited]

    def open_moves(self, request, obj):
        return [move for move in self.moves if move.is_open_for(obj) and self.may(request, move.name)]

    def _moved(self, request, pk, name):
        move = next((move for move in self.moves if move.name == name), None)
        if move is None:
            raise Http404
        if not self.may(request, name):
            raise PermissionDenied
        obj = self.get_object(request, str(pk))
        if obj is None:
            raise Http404
        return obj, move

    def move_view(self, request, pk, move):
        """Ask once more, with what the act needs to know; the POST calls the same function the site calls."""
        obj, move = self._moved(request, pk, move)
        function, form_class = self.moves[move]
        form, done = form_for(form_class, obj, None), False
        if request.method == "POST":
            form, done = acted(function, form_class, obj, request)
        if done:
            self.message_user(request, self.done_message(obj, move), messages.SUCCESS)
            return redirect(self.after_move(request, obj, move))
        if self.personal:
            trail.viewed(f"admin:{self.opts.label_lower}", by=request.actor, subjects=[obj])
        context = {
            **self.admin_site.each_context(request),
            "title": move.label,
            "opts": self.opts,
            "obj": obj,
            "move": move,
            "form": form,
            "back": self._change_url(obj),
        }
        return TemplateResponse(request, "admin/confirm_move.html", context)

    def done_message(self, obj, move):
        return f"{obj}: {move.done if isinstance(move, Act) else obj.get_status_display()}."

    def after_move(self, request, obj, move):
        return self._change_url(obj)

    def _change_url(self, obj):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    # --- trail ---

    def log_addition(self, request, obj, message):
        return trail.write(f"{self.opts.model_name}.added", by=request.actor, about=obj)

    def log_change(self, request, obj, message):
        changed = [
            field for part in message if isinstance(part, dict) for field in part.get("changed", {}).get("fields", [])
        ]
        return trail.write(f"{self.opts.model_name}.changed", by=request.actor, about=obj, facts={"fields": changed})

    def log_deletions(self, request, queryset):
        return [trail.write(f"{self.opts.model_name}.deleted", by=request.actor, about=obj) for obj in queryset]

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        if self.personal:
            trail.viewed(f"admin:{self.opts.label_lower}:history", by=request.actor, subjects=[obj])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Riwayat"),
            "opts": self.opts,
            "object": obj,
            "story": trails.story(obj),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """A filter by a related row that offers the center's own rows only, newest first as that admin orders them."""

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site._registry[field.remote_field.model]
        return [(row.pk, str(row)) for row in related.get_queryset(request)]


def form_for(form_class, obj, data, **more):
    """A form may want to know the object (its choices, its values of today): then it has `for_object`."""
    make = getattr(form_class, "for_object", None)
    return locking.stamped(make(obj, data, **more) if make else form_class(data), obj)


def acted(function, form_class, obj, request, **more):
    """(the bound form, whether it was carried out). A form that showed values writes only over those."""
    form = form_for(form_class, obj, request.POST, **more)
    if not locking.writes_over(form):
        return form, carried_out(function, form, obj, request)
    with transaction.atomic():
        locking.one_at_a_time(obj)
        form = form_for(form_class, obj, request.POST, **more)
        for problem in locking.overtaken(form, obj) if form.is_valid() else []:
            form.add_error(None, problem)
        return form, carried_out(function, form, obj, request)


def carried_out(function, form, obj, request):
    if not form.is_valid():
        return False
    try:
        function(obj, by=request.actor, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.message)
    except IntegrityError:
        form.add_error(None, SAME_TIME)
    else:
        return True
    return False


class ReadOnlyAdmin(ScopedAdmin):
    """Looked at, never edited here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ScopedInline(ScopedFields):
    """An inline's rights: those of its own model in the role table."""

    extra = 0

    def _may(self, request, action):
        return roles.may(request.actor, self.opts.label_lower, action)

    def has_view_permission(self, request, obj=None):
        return self._may(request, "view")

    def has_add_permission(self, request, obj=None):
        return self._may(request, "add")

    def has_change_permission(self, request, obj=None):
        return self._may(request, "change")

    def has_delete_permission(self, request, obj=None):
        return self._may(request, "delete")


class ScopedTabularInline(ScopedInline, admin.TabularInline):
    pass


class ReadOnlyInline(ScopedTabularInline):
    """Shown with its parent, changed by nobody here."""

    template = "admin/edit_inline/rows.html"
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
