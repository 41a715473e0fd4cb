"""Letting somebody in: a post and, for whoever cannot sign in yet, a link that sets the first password, once.

The token is made from the row and from the state of the account's password: accepting, setting a password in any other
way, revoking and inviting anew all end it. Nothing about it is stored, so nobody can read one from the database.
"""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from audit import trail
from audit.moves import Actor, Refused, lock
from blk_portal.staffing import letters, posts
from centers import roles
from centers.models import Invitation
from centers.transitions import appoint
from notifications.outbox import Priority

SALT = "blk_portal.staffing.invitation"


# --- the act ---


@transaction.atomic
def invite(*, full_name, email, role, center, by, valid_from=None, valid_to=None):
    """Give somebody a post. Whoever can sign in already is told so; all others get a link. Answers the membership."""
    if not roles.may_appoint(by, role, posts.code_of(center)):
        raise Refused("not_yours", _("Peran itu hanya bisa diberikan oleh pengelola sistem."))
    user = _account(email, full_name)
    posts.refuse_oneself(user, by=by)
    if posts.posts_of(user).filter(role=role, center=center).exists():
        raise Refused("already_there", _("Orang ini sudah memegang peran itu di sini."))
    membership = appoint(user, role, center, by=by, valid_from=valid_from, valid_to=valid_to)
    if can_sign_in(user):
        letters.send("staffing/new_role", user, membership=membership, center_code=posts.code_of(center))
    else:
        _write(user, membership, by=by)
    return membership


@transaction.atomic
def invite_superuser(*, full_name, email, by):
    """Whoever can sign in already is told so; all others get a link. Answers the invitation; None without one.

    Asked again for somebody who has not come yet, as the set-up may be, it writes again.
    """
    return _raise_up(_account(email, full_name), by)


def _raise_up(user, by):
    is_new = not user.is_superuser
    if is_new:
        user.is_superuser = user.is_staff = True
        user.save(update_fields=["is_superuser", "is_staff"])
        trail.write("user.made_superuser", by=by, about=user)
    if not can_sign_in(user):
        return _write(user, None, by=by)
    if is_new:
        letters.send("staffing/new_role", user, membership=None)
    return None


@transaction.atomic
def invite_another_superuser(*, full_name, email, by):
    """From the desk: only a superuser makes another one. The first one comes from the set-up."""
    if by.role != "superuser":
        raise Refused("not_yours", _("Peran itu hanya bisa diberikan oleh pengelola sistem."))
    user = _account(email, full_name)
    posts.refuse_oneself(user, by=by)
    if user.is_superuser:
        raise Refused("already_there", _("Orang ini sudah menjadi pengelola sistem."))
    return _raise_up(user, by)


@transaction.atomic
def resend(invitation, *, by):
    """A new invitation; the earlier link is dead from now on."""
    _refuse_if_not_theirs(invitation, by)
    _refuse_if_over(invitation)
    return _write(invitation.user, invitation.membership, by=by)


@transaction.atomic
def withdraw(invitation, *, by):
    """Invited by mistake: the link is dead and the post is gone."""
    _refuse_if_not_theirs(invitation, by)
    _refuse_if_over(invitation)
    _revoke_open(invitation.user)
    if invitation.membership:
        posts.end([invitation.membership], posts.yesterday())
    else:
        invitation.user.is_superuser = False
        invitation.user.save(update_fields=["is_superuser"])
    posts.let_go(invitation.user)
    trail.write("user.invitation_withdrawn", by=by, about=invitation.user)


@transaction.atomic
def accept(token, password):
    """Set the first password, once. Two who press at the same time: the account's row lets one go first."""
    found = find(token)
    if found is None:
        raise _over()
    user = lock(found.user)
    invitation = find(token)  # again, now that nobody else can change the password
    if invitation is None:
        raise _over()
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    user.set_password(password)
    user.save(update_fields=["password"])
    _prove_address(user)
    trail.write("user.invitation_accepted", by=Actor(user=user), about=user)
    return user


# --- the link ---


def token_of(invitation):
    state = f"{invitation.pk}|{invitation.user_id}|{invitation.user.password}|{invitation.expires_at.timestamp()}"
    return f"{invitation.pk}-{salted_hmac(SALT, state, algorithm='sha256').hexdigest()}"


def link_of(invitation):
    return settings.SITE_URL + reverse("staff_invitation", args=[token_of(invitation)])


def find(token):
    """The open invitation of this token, or None: unknown, used, revoked and out of date look the same."""
    number, _dash, _rest = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    rows = Invitation.objects.open().filter(pk=number, expires_at__gt=timezone.now(), user__is_active=True)
    invitation = rows.select_related("user", "membership__center").first()
    return invitation if invitation and constant_time_compare(token, token_of(invitation)) else None


def can_sign_in(user):
    """A password whose owner has shown that the address is theirs. A sign-up that nobody confirmed proves nothing."""
    return user.has_usable_password() and EmailAddress.objects.filter(user=user, verified=True).exists()


# --- parts ---


def _account(email, full_name):
    """The one account of that address, locked; made if there is none."""
    email = email.strip()
    proven = EmailAddress.objects.filter(email__iexact=email, verified=True).select_related("user").first()
    new = {"email": User.objects.normalize_email(email)}
    user = proven.user if proven else User.objects.get_or_create(email__iexact=email, defaults=new)[0]
    lock(user)
    if not user.is_active:
        raise Refused("inactive_account", _("Akun dengan e-mail ini dinonaktifkan. Minta pengelola sistem."))
    if not can_sign_in(user):
        _take_back(user, full_name)
    return user


def _take_back(user, full_name):
    """Whatever password somebody set on an unproven address is worth nothing now."""
    user.full_name = full_name
    user.set_unusable_password()
    user.save(update_fields=["full_name", "password"])


def _write(user, membership, *, by):
    _revoke_open(user)
    invitation = Invitation.objects.create(user=user, membership=membership, invited_by=by.user)
    letters.send(
        "staffing/invited",
        user,
        is_secret=True,
        priority=Priority.URGENT,
        center_code=posts.code_of(membership.center) if membership else "",
        membership=membership,
        invited_by=by.user,
        link=link_of(invitation),
        expires_at=invitation.expires_at,
    )
    trail.write("user.invited", by=by, about=user, facts={"role": membership.role if membership else "superuser"})
    return invitation


def _revoke_open(user):
    lock(user)
    Invitation.objects.open().filter(user=user).update(revoked_at=timezone.now())


def _refuse_if_not_theirs(invitation, by):
    post = invitation.membership
    if by.role != "superuser" and not (post and roles.may_appoint(by, post.role, posts.code_of(post.center))):
        raise Refused("not_yours", _("Peran itu hanya bisa diberikan oleh pengelola sistem."))


def _refuse_if_over(invitation):
    """Only the last invitation of somebody who has not come yet; a revoked one may be sent anew."""
    lock(invitation.user)
    invitation.refresh_from_db()
    if invitation.accepted_at or can_sign_in(invitation.user):
        raise Refused("already_accepted", _("Orang ini sudah bisa masuk. Undangan baru tidak diperlukan."))
    if not _still_has_the_post(invitation):
        raise Refused("post_is_over", _("Peran ini sudah berakhir. Buat undangan baru dari awal."))


def _still_has_the_post(invitation):
    if invitation.membership is None:
        return invitation.user.is_superuser
    return posts.posts_of(invitation.user).filter(pk=invitation.membership_id).exists()


def _prove_address(user):
    """The link came by e-mail, so the address is proven; nobody else's claim to it stands."""
    EmailAddress.objects.filter(email__iexact=user.email).exclude(user=user).filter(verified=False).delete()
    address, _made = EmailAddress.objects.get_or_create(user=user, email=user.email.lower())
    address.verified = True
    address.set_as_primary()
    address.save()


def _over():
    return Refused("invitation_over", _("Tautan ini sudah dipakai atau tidak berlaku lagi."))
