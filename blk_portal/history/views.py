"""The history of one person: a page for heads and for the data protection officer (UU PDP art. 31 and 32)."""

from django.core.paginator import Paginator
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import User
from audit import trail
from audit.models import AuditEntry, ViewLog
from blk_portal import desk_page
from blk_portal.desk_page import allow, seen
from blk_portal.history import belongings
from centers import roles, telling, trails
from notifications.models import OutboxMessage
from trainees.models import Trainee

PER_PAGE = 50
PARTS_OF_TRAINEE = [("", gettext_lazy("Tindakan dan pesan")), ("dilihat", gettext_lazy("Siapa yang melihat datanya"))]
PARTS_OF_ACCOUNT = [
    ("", gettext_lazy("Pada akun ini")),
    ("dikerjakan", gettext_lazy("Yang dikerjakan")),
    ("membuka", gettext_lazy("Data yang dibuka")),
    ("dilihat", gettext_lazy("Siapa yang melihat akun ini")),
]
VIEWS = {"dilihat", "membuka"}  # the parts that show the view log


def urls(seen_by):
    return [
        path("riwayat/peserta/<int:pk>/", seen_by(of_trainee), name="person_history"),
        path("riwayat/akun/<int:pk>/", seen_by(of_account), name="account_history"),
    ]


@require_safe
def of_trainee(request, pk):
    allow(request, "page", "person_history")
    trainee = seen(request, Trainee, pk)
    trail.viewed("admin:person_history", by=request.actor, subjects=[trainee])
    things = belongings.of_trainee(trainee)
    if request.GET.get("bagian") == "dilihat":
        return _page(request, trainee, _views(request, belongings.views_of(things)), "dilihat", PARTS_OF_TRAINEE)
    acts = belongings.of_center(belongings.acts_on(things), request.actor)
    messages = belongings.of_center(belongings.messages_to(things, trainee.account_id), request.actor)
    page = _turned(request, belongings.in_order_of_time(acts, messages))
    page.object_list = _lines(page.object_list)
    return _page(request, trainee, page, "", PARTS_OF_TRAINEE)


@require_safe
def of_account(request, pk):
    """Somebody who works here: what was done to the account, what they did, and whose data they opened."""
    allow(request, "page", "person_history")
    account = seen(request, User, pk)
    trail.viewed("admin:account_history", by=request.actor, subjects=[account])
    part = request.GET.get("bagian", "")
    if part == "membuka":
        return _page(request, account, _views(request, ViewLog.objects.filter(user=account)), part, PARTS_OF_ACCOUNT)
    things = belongings.of_account(account)
    if part == "dilihat":
        return _page(request, account, _views(request, belongings.views_of(things)), part, PARTS_OF_ACCOUNT)
    acts = AuditEntry.objects.filter(user=account) if part == "dikerjakan" else belongings.acts_on(things)
    acts = belongings.of_center(acts, request.actor).order_by("-at", "-pk").select_related("user", "subject_type")
    page = _turned(request, acts)
    entries = list(page.object_list)
    page.object_list = trails.told(entries, _names(entries) if part == "dikerjakan" else {})
    return _page(request, account, page, part if part == "dikerjakan" else "", PARTS_OF_ACCOUNT)


def _turned(request, rows):
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))


def _views(request, rows):
    """A page of the view log, told: moment, who, as what, where, how many rows."""
    rows = belongings.of_center(rows, request.actor).select_related("user").order_by("-at", "-pk")
    page = _turned(request, rows)
    page.object_list = [
        (one.at, str(one.user or ""), telling.role_words(one.role), capfirst(telling.page_words(one.page)), one.rows)
        for one in page.object_list
    ]
    return page


def _lines(rows):
    """The acts and messages of this page, in its order: two queries more, and one for each kind of number."""
    rows = list(rows)
    pks = {kind: [pk for _moment, what, pk in rows if what == kind] for kind in ("act", "message")}
    entries = list(AuditEntry.objects.filter(pk__in=pks["act"]).select_related("user", "subject_type").order_by("pk"))
    told = trails.told(entries, _names(entries))
    lines = {("act", entry.pk): line for entry, line in zip(entries, told, strict=True)}
    for message in OutboxMessage.objects.filter(pk__in=pks["message"]).order_by("pk"):
        lines["message", message.pk] = _message_line(message)
    return [lines[kind, pk] for _moment, kind, pk in rows]


def _message_line(message):
    subject = _("isi rahasia") if message.is_secret else message.subject
    return trails.Line(
        at=message.created_at,
        what=_("Pesan: %(subject)s") % {"subject": subject},
        who="",
        role=telling.role_words("clock"),
        note="",
        facts=(message.get_channel_display(), message.get_state_display()),
    )


def _names(entries):
    """{(model, pk): kind, and number where it has one} so that each line says what it speaks of."""
    told = {(entry.subject_type.model_class(), entry.subject_id) for entry in entries if entry.subject_type_id}
    things = {}
    for model, pk in told:
        things.setdefault(model, []).append(pk)
    things.pop(None, None)  # a model that is gone
    kinds = {(model, pk): capfirst(str(model._meta.verbose_name)) for model, pks in things.items() for pk in pks}
    return kinds | belongings.numbers_in_words(things)


def _page(request, person, page, part, parts):
    model = type(person)._meta
    context = {
        "opts": model,
        "person": person,
        "page": page,
        "part": part,
        "parts": parts,
        "is_views": part in VIEWS,
        "may_open": roles.may(request.actor, model.label_lower, "view"),
        "back": reverse(f"admin:{model.app_label}_{model.model_name}_change", args=[person.pk]),
    }
    return desk_page.page(request, "admin/person_history.html", _("Riwayat"), **context)
