"""What would go now, rule by rule, before anything does."""

from django.db.models import Max
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit.models import PurgeRecord, RetentionRule
from blk_portal.desk_page import allow, page
from blk_portal.retention.engine import handler_of
from blk_portal.retention.handlers import MANY
from centers import roles


def urls(seen_by):
    return [path("retensi/", seen_by(preview), name="retention")]


@require_safe
def preview(request):
    allow(request, "page", "retention")
    last = dict(PurgeRecord.objects.order_by().values_list("rule").annotate(last=Max("at")))
    context = {
        "rows": [_row(rule, last) for rule in RetentionRule.objects.order_by("pk")],
        "may_change": roles.may(request.actor, "audit.retentionrule", "change"),
    }
    return page(request, "admin/retention.html", _("Masa simpan data"), **context)


def _row(rule, last):
    before = rule.ends_before(timezone.now())
    waiting = handler_of(rule.code).waiting(before)
    return {
        "rule": rule,
        "before": before,
        "waiting": _("lebih dari %(count)d") % {"count": MANY} if waiting > MANY else waiting,
        "last": last.get(rule.code),
    }
