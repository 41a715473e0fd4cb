"""What would go now, rule by rule, before anything does."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.models import PurgeRecord, RetentionRule
from blk_portal.retention.engine import handler_of
from blk_portal.retention.handlers import MANY
from centers import roles


def urls(seen_by):
    return [path("retensi/", seen_by(preview), name="retention")]


@require_safe
def preview(request):
    if not roles.may(request.actor, "page", "retention"):
        raise PermissionDenied
    last = dict(PurgeRecord.objects.order_by().values_list("rule").annotate(last=Max("at")))
    context = {
        **admin.site.each_context(request),
        "title": _("Masa simpan data"),
        "rows": [_row(rule, last) for rule in RetentionRule.objects.order_by("pk")],
        "may_change": roles.may(request.actor, "audit.retentionrule", "change"),
    }
    return TemplateResponse(request, "admin/retention.html", context)


def _row(rule, last):
    before = rule.ends_before(timezone.now())
    waiting = handler_of(rule.code).waiting(before)
    return {
        "rule": rule,
        "before": before,
        "waiting": _("lebih dari %(count)d") % {"count": MANY} if waiting > MANY else waiting,
        "last": last.get(rule.code),
    }
