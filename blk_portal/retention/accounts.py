"""Accounts without a purpose. The row stays, since the trail names it; nothing of a person stays in it."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from accounts.models import User
from blk_portal.retention import files
from enrollment.models import Application, Enrollment
from trainees.models import Consent, Document, Trainee

NOWHERE = "@terhapus.invalid"  # an account must have an address; this one is nobody's


def dormant(before):
    """Nobody's who works here or ever applied, drafts included, and not used since."""
    idle = Q(last_login__lt=before) | Q(last_login=None, date_joined__lt=before)
    applied = Exists(Application.objects.filter(trainee__account=OuterRef("pk")))
    enrolled = Exists(Enrollment.objects.filter(trainee__account=OuterRef("pk")))
    people = User.objects.filter(idle, ~applied, ~enrolled, is_staff=False, is_superuser=False)
    return people.exclude(email__endswith=NOWHERE).exclude(memberships__isnull=False).order_by("pk")


def forget(accounts):
    trainees = Trainee.objects.filter(account__in=accounts)
    files.delete_after_commit(Document.objects.filter(trainee__in=trainees).order_by("pk"))
    Consent.objects.filter(trainee__in=trainees).update(document=None)  # a letter is not deleted under its consent
    trainees.delete()
    EmailAddress.objects.filter(user__in=accounts).delete()
    Authenticator.objects.filter(user__in=accounts).delete()
    User.objects.filter(pk__in=[account.pk for account in accounts]).update(
        email=Concat(Value("akun-"), Cast("pk", CharField()), Value(NOWHERE)),
        phone=None,
        phone_verified_at=None,
        desk_code="",
        desk_code_until=None,
        slip_mark=None,
        full_name="",
        password=make_password(None),
        is_active=False,
    )
