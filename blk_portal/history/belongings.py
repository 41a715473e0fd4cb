"""What belongs to a person, found by the ways that `personal_data` declares, and what the trail says about it."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, Value
from django.utils.text import capfirst

from audit.models import AuditEntry, ViewLog
from blk_portal.personal_data import HELD
from centers.models import Membership
from centers.scoped import EVERYWHERE
from notifications.models import OutboxMessage
from trainees.models import Trainee

WAYS = {label: held.how for label, held in HELD.items() if held.how.rpartition(".")[2] == "trainee"}


def of_trainee(trainee):
    """{model: ids} of the person, of their account and of everything that leads to them; one query a model."""
    found = {Trainee: [trainee.pk]}
    if trainee.account_id:
        found[Trainee.account.field.related_model] = [trainee.account_id]
    for label, way in WAYS.items():
        model = apps.get_model(label)
        rows = model._base_manager.filter(**{way.replace(".", "__"): trainee.pk}).order_by("pk")
        found[model] = list(rows.values_list("pk", flat=True))
    return {model: pks for model, pks in found.items() if pks}


def of_account(account):
    memberships = Membership.objects.filter(user=account).order_by("pk")
    return {type(account): [account.pk], Membership: list(memberships.values_list("pk", flat=True))}


def acts_on(things):
    q = Q(pk__in=[])
    for model, pks in things.items():
        q |= Q(subject_type=ContentType.objects.get_for_model(model), subject_id__in=pks)
    return AuditEntry.objects.filter(q)


def views_of(things):
    q = Q(pk__in=[])
    for model, pks in things.items():
        q |= Q(subject_type=ContentType.objects.get_for_model(model), subject_ids__overlap=pks)
    return ViewLog.objects.filter(q)


def messages_to(things, account_id):
    q = Q(to_user=account_id) if account_id else Q(pk__in=[])
    for model, pks in things.items():
        q |= Q(subject_type=model._meta.label_lower, subject_id__in=pks)
    return OutboxMessage.objects.filter(q)


def of_center(rows, actor):
    """The actor's center and what bears no center: what people do themselves."""
    return rows if actor.role in EVERYWHERE else rows.filter(center_code__in=[actor.center_code, ""])


def in_order_of_time(acts, messages):
    """(moment, kind, pk) of both, the newest first: one list to turn the pages of."""
    told = acts.order_by().annotate(moment=F("at"), kind=Value("act"))
    sent = messages.order_by().annotate(moment=F("created_at"), kind_of=Value("message"))
    both = told.values_list("moment", "kind", "pk").union(sent.values_list("moment", "kind_of", "pk"), all=True)
    return both.order_by("-moment", "kind", "-pk")


def numbers_in_words(things):
    """{(model, pk): kind and number} for what people know by its number: applications and certificates."""
    return {
        (model, pk): f"{capfirst(str(model._meta.verbose_name))} {number}"
        for model in things
        if any(field.name == "number" for field in model._meta.concrete_fields)
        for pk, number in model._base_manager.filter(pk__in=things[model]).order_by("pk").values_list("pk", "number")
        if number
    }
