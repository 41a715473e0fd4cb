"""Many applications at once: choose in the list, read who will be passed over, say yes; a job does it one by one."""

import uuid

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import trail
from enrollment.bulk import ACTS, outlook
from jobs import handlers, queue

MOST = 20_000  # chosen at once; more is a mistake


class BulkMoves:
    """For ApplicationAdmin: the actions of its list and the page they lead to."""

    actions = ["verify_chosen", "return_chosen", "refuse_chosen", "miss_test_chosen", "assign_chosen"]

    def get_actions(self, request):
        there = super().get_actions(request)
        return {name: act for name, act in there.items() if self.may(request, name.removesuffix("_chosen"))}

    @admin.action(description=ACTS["verify"].title)
    def verify_chosen(self, request, queryset):
        return self._confirm(request, "verify", _pks(queryset), uuid.uuid4())

    @admin.action(description=ACTS["return"].title)
    def return_chosen(self, request, queryset):
        return self._confirm(request, "return", _pks(queryset), uuid.uuid4())

    @admin.action(description=ACTS["refuse"].title)
    def refuse_chosen(self, request, queryset):
        return self._confirm(request, "refuse", _pks(queryset), uuid.uuid4())

    @admin.action(description=ACTS["miss_test"].title)
    def miss_test_chosen(self, request, queryset):
        return self._confirm(request, "miss_test", _pks(queryset), uuid.uuid4())

    @admin.action(description=ACTS["assign"].title)
    def assign_chosen(self, request, queryset):
        return self._confirm(request, "assign", _pks(queryset), uuid.uuid4())

    def bulk_view(self, request, name):
        """The yes. `press` names this one press of the button: pressed twice it is still one job."""
        if name not in ACTS:
            raise Http404
        if not self.may(request, name):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        pks = _pks(self.get_queryset(request).filter(pk__in=_numbers(request.POST.get("chosen", ""))))
        form = ACTS[name].form_for(request.actor, request.POST)
        if not pks:
            self.message_user(request, _("Pilih dahulu pendaftaran pada daftar."), messages.WARNING)
            return redirect("admin:enrollment_application_changelist")
        press = _press(request.POST.get("press", ""))
        if not form.is_valid():
            return self._confirm(request, name, pks, press, form)
        return redirect(self._start(request, name, pks, press, form.cleaned_data))

    def _start(self, request, name, pks, press, said):
        act = ACTS[name]
        title = _("%(act)s: %(count)d pendaftaran") % {"act": act.title, "count": len(pks)}
        params, key = {"applications": pks, **said}, f"{act.kind}:{request.user.pk}:{press}"
        return queue.start(act.kind, title=title, params=params, by=request.actor, dedupe_key=key, once=True)

    def _confirm(self, request, name, pks, press, form=None):
        act, view = ACTS[name], outlook(name, pks)
        within = handlers.named(act.kind).undo_within
        context = {
            **self.admin_site.each_context(request),
            "title": act.title,
            "opts": self.opts,
            "act": act,
            "outlook": view,
            "count": len(pks),
            "form": form or act.form_for(request.actor),
            "chosen": ",".join(map(str, pks)),
            "press": press,
            "action": reverse("admin:enrollment_application_bulk", args=[name]),
            "undo_minutes": within.seconds // 60 if within else 0,
        }
        shown = view.ready + [one for _sentence, those in view.passed_over for one in those]
        trail.viewed("admin:enrollment.application:bulk", by=request.actor, subjects=shown)
        return TemplateResponse(request, "admin/application_bulk.html", context)


def _pks(rows):
    return [*rows.order_by("pk").values_list("pk", flat=True)[:MOST]]


def _numbers(text):
    return [int(one) for one in text.split(",")[:MOST] if one.isascii() and one.isdecimal() and len(one) < 19]


def _press(text):
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()
