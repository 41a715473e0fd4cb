"""Leaving: what hangs on a person is shown, given to a colleague, and the door is shut."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry
from audit.moves import Actor, Refused
from blk_portal.staffing.invitations import invite
from blk_portal.staffing.leaving import leave, leaving_of
from centers.models import Membership, Role
from cohorts.models import Booking, Resource
from cohorts.transitions import period
from notifications.models import OutboxMessage
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.centers import InvitationFactory, MembershipFactory
from tests.factories.cohorts import CohortFactory, SessionFactory
from tests.factories.jobs import JobFactory
from tests.staffing.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SUPERUSER = Actor(role="superuser")


def go(user, by, last_day=None, **more):
    return leave(user, last_day=last_day, reason="Pindah tugas.", by=by, **more)


def refusal(user, by, **more):
    with pytest.raises(Refused) as refused:
        go(user, by, **more)
    return refused.value.code


def instructor_at(center):
    user = MembershipFactory(center=center, role=Role.INSTRUCTOR).user
    Resource.objects.create(center=center, kind="person", name=str(user), user=user)
    return user


def taught(center, user, days=7):
    """A running class of that instructor with one session held and one still to come, both booked."""
    cohort = CohortFactory(offering__wave__center=center, status="running")
    cohort.instructors.add(user)
    for ahead in (-days, days):
        session = SessionFactory(cohort=cohort, date=timezone.localdate() + timedelta(days=ahead))
        session.refresh_from_db()
        Booking.objects.create(session=session, resource=user.resource, period=period(session))
    return cohort


@pytest.fixture
def teacher(center):
    return instructor_at(center)


@pytest.fixture
def colleague(center):
    return instructor_at(center)


def test_whoever_leaves_now_is_out_at_the_next_request_and_stays_in_the_trail(client, head, officer):
    client.force_login(officer)

    go(officer, head)

    officer.refresh_from_db()
    entry = AuditEntry.objects.about(officer).get(action="user.left")
    assert client.get("/admin/").url.startswith(reverse("admin:login"))
    assert (officer.is_staff, officer.is_active) == (False, True)
    assert (entry.note, entry.user) == ("Pindah tugas.", head.user)
    assert OutboxMessage.objects.get().kind == "staffing/left"


def test_the_last_day_is_worked(client, head, officer, time_machine):
    today = timezone.localdate()
    client.force_login(officer)

    go(officer, head, last_day=today + timedelta(days=3))

    assert officer.memberships.get().valid_to == today + timedelta(days=3)
    assert client.get("/admin/").status_code == 200
    time_machine.move_to(timezone.now() + timedelta(days=4))
    assert client.get("/admin/").status_code == 403


def test_a_head_ends_the_posts_of_the_own_center_only(head, officer, elsewhere):
    kept = MembershipFactory(user=officer, center=elsewhere)

    go(officer, head)

    officer.refresh_from_db()
    assert list(Membership.objects.current().filter(user=officer)) == [kept]
    assert officer.is_staff is True


def test_classes_and_coming_sessions_go_to_the_colleague(head, center, teacher, colleague):
    cohort = taught(center, teacher)
    held, ahead = Booking.objects.order_by("session__date")

    go(teacher, head, successor=colleague)

    held.refresh_from_db()
    ahead.refresh_from_db()
    assert list(cohort.instructors.all()) == [colleague]
    assert (held.resource.user, ahead.resource.user) == (teacher, colleague)
    assert AuditEntry.objects.about(cohort).get().facts == {"from": teacher.pk, "to": colleague.pk}


def test_until_the_last_day_both_are_named(head, center, teacher, colleague):
    cohort = taught(center, teacher, days=1)

    go(teacher, head, last_day=timezone.localdate() + timedelta(days=3), successor=colleague)

    assert set(cohort.instructors.all()) == {teacher, colleague}
    assert Booking.objects.filter(resource__user=teacher).count() == 2


def test_a_class_is_not_left_without_a_word(head, center, teacher):
    cohort = taught(center, teacher)

    assert refusal(teacher, head) == "nobody_takes_over"
    go(teacher, head, without_successor=True)
    assert list(cohort.instructors.all()) == [teacher]


def test_only_an_instructor_of_the_same_center_takes_classes_over(head, center, elsewhere, officer, teacher):
    taught(center, teacher)

    strangers = [officer, instructor_at(elsewhere), teacher]
    assert [refusal(teacher, head, successor=one) for one in strangers] == ["not_a_colleague"] * 3


def test_a_colleague_who_teaches_at_that_hour_is_named_and_nothing_has_happened(head, center, teacher, colleague):
    taught(center, teacher)
    taught(center, colleague)

    assert refusal(teacher, head, successor=colleague) == "successor_busy"
    assert teacher.memberships.get().valid_to is None
    assert AuditEntry.objects.about(teacher).exists() is False


def test_whoever_teaches_together_simply_goes_on(head, center, teacher, colleague):
    taught(center, teacher)
    ahead = Booking.objects.order_by("-session__date").first()
    Booking.objects.create(session=ahead.session, resource=colleague.resource, period=ahead.period)

    go(teacher, head, successor=colleague)

    assert [one.resource.user for one in ahead.session.bookings.all()] == [colleague]


def test_what_runs_on_by_itself_is_told(head, center, officer):
    job = JobFactory(created_by=officer, center_code="sini")
    invitation = InvitationFactory(invited_by=officer)

    going = leaving_of(officer, by=head)

    assert [(one.url, one.is_given) for one in going.work] == [
        (job.get_absolute_url(), False),
        (reverse("admin:centers_invitation_change", args=[invitation.pk]), False),
    ]
    assert going.needs_a_successor is False


def test_who_may_not_let_whom_go(head, center, officer):
    another_head = MembershipFactory(center=center, role=Role.HEAD).user
    superuser = SuperuserFactory()

    assert refusal(head.user, head) == "own_account"
    assert refusal(another_head, head) == "not_yours"
    assert refusal(superuser, head) == "not_yours"
    assert refusal(UserFactory(), head) == "nothing_to_leave"
    assert refusal(officer, head, last_day=timezone.localdate() - timedelta(days=1)) == "in_the_past"
    assert refusal(superuser, SUPERUSER, last_day=timezone.localdate()) == "superusers_leave_now"


def test_a_superuser_who_leaves_is_none_any_more():
    superuser = SuperuserFactory()

    go(superuser, SUPERUSER)

    superuser.refresh_from_db()
    assert (superuser.is_superuser, superuser.is_staff) == (False, False)


def test_an_invitation_they_never_answered_is_dead(head, center):
    invitation = InvitationFactory(membership__center=center)

    go(invitation.user, head)

    invitation.refresh_from_db()
    assert invitation.is_open is False


# --- the page ---


def test_the_page_shows_what_is_open_before_it_acts(client, head, center, teacher, colleague, officer):
    cohort = taught(center, teacher)
    client.force_login(head.user)
    url = reverse("admin:staff_leave", args=[teacher.pk])

    page = client.get(url)
    text = page.content.decode()
    answer = client.post(url, {"now": "on", "reason": "Pindah.", "successor": colleague.pk})

    assert str(cohort) in text
    assert "1 pertemuan lagi" in text
    assert set(page.context["form"].fields["successor"].queryset) == {head.user, colleague, officer}
    assert answer.url == reverse("admin:accounts_user_changelist")
    assert list(cohort.instructors.all()) == [colleague]


@pytest.mark.parametrize("values", [{}, {"now": "on", "last_day": "2030-01-01"}])
def test_the_page_wants_one_day(client, head, officer, values):
    client.force_login(head.user)

    page = client.post(reverse("admin:staff_leave", args=[officer.pk]), {"reason": "Pindah.", **values})

    assert list(page.context["form"].errors) == ["last_day"]


def test_the_page_says_why_somebody_cannot_be_let_go(client, head, center):
    another_head = MembershipFactory(center=center, role=Role.HEAD).user
    client.force_login(head.user)

    page = client.get(reverse("admin:staff_leave", args=[another_head.pk]))

    assert page.context["blocker"].startswith("Orang ini juga memegang peran")
    assert "Catat berhenti" not in page.content.decode()


def test_somebody_who_left_may_be_invited_again_the_same_day(head, center, officer):
    officer.set_password(PASSWORD)
    officer.save()
    go(officer, head)

    invite(full_name="X", email=officer.email, role=Role.OFFICER, center=center, by=head)

    officer.refresh_from_db()
    assert officer.is_staff is True
    assert Membership.objects.current().filter(user=officer).count() == 1
