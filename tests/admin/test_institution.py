"""The institution's own pages: officials, members of staff, shared lists, the trail."""

from datetime import date, time

import pytest
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEntry
from centers.models import Membership, Official, Role
from cohorts.models import Booking, Program, Resource
from cohorts.transitions import period
from tests.factories.accounts import SuperuserFactory
from tests.factories.centers import CenterFactory, MembershipFactory
from tests.factories.cohorts import CohortFactory, SessionFactory, TrackFactory, UnitFactory
from tests.filled import filled, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client):
    user = SuperuserFactory()
    client.force_login(user)
    return user


def test_a_head_names_who_signs_for_the_center(client, head, center):
    official = {"name": "Contoh Kepala", "position": "Kepala UPTD", "valid_from": "2026-01-01"}

    refused = client.post(
        reverse("admin:centers_official_add"), official | {"center": center.pk, "valid_to": "2025-01-01"}
    )
    client.post(reverse("admin:centers_official_add"), official | {"center": center.pk})

    assert [str(error) for error in refused.context["adminform"].form.non_field_errors()] == [
        "Tanggal akhir tidak boleh sebelum tanggal awal."
    ]
    assert Official.objects.get().center == center
    assert AuditEntry.objects.filter(action="official.added", user=head.user).count() == 1


def test_a_head_does_not_rename_the_code_of_the_center(client, head, center):
    url = reverse("admin:centers_center_change", args=[center.pk])
    form = filled(client.get(url))

    client.post(url, form | {"attendance_threshold": 75, "fix_days": 5, "code": "lain"})

    center.refresh_from_db()
    assert (center.code, center.attendance_threshold, center.fix_days) == ("pusat", 75, 5)
    assert AuditEntry.objects.get(action="center.changed").facts["fields"] != []


def test_a_head_sees_the_staff_of_the_center_only(client, head, center):
    colleague, _stranger = MembershipFactory(center=center), MembershipFactory()

    listed = client.get(reverse("admin:accounts_user_changelist")).context["cl"].result_list

    assert set(listed) == {head.user, colleague.user}


def test_a_superuser_makes_an_account_without_a_password_and_appoints_its_owner(client, superuser):
    center = CenterFactory()

    client.post(
        reverse("admin:accounts_user_add"),
        {"full_name": "Contoh Baru", "email": "baru@contoh.example", "is_active": "on"},
    )
    user = User.objects.get(email="baru@contoh.example")
    before = user.is_staff, user.has_usable_password()
    client.post(
        reverse("admin:centers_membership_add"),
        {"user": user.pk, "center": center.pk, "role": Role.OFFICER, "valid_from": "2026-01-01"},
    )

    user.refresh_from_db()
    membership = Membership.objects.get()
    assert (before, user.is_staff) == ((False, False), True)
    assert (membership.user, membership.role, membership.center) == (user, "officer", center)
    assert AuditEntry.objects.filter(action="membership.appointed").count() == 1


def test_a_membership_ends_and_changes_in_nothing_else(client, superuser):
    membership = MembershipFactory()
    form = {"role": Role.HEAD, "center": CenterFactory().pk, "valid_to": "2030-01-01"}

    url = reverse("admin:centers_membership_change", args=[membership.pk])
    client.post(url, form | opened(client, url))

    now = Membership.objects.get(pk=membership.pk)
    assert (now.role, now.center, str(now.valid_to)) == (Role.OFFICER, membership.center, "2030-01-01")


def test_a_superuser_writes_down_a_program_with_its_units(client, superuser):
    unit = UnitFactory()
    form = {
        "track": TrackFactory().pk,
        "code": "las-smaw",
        "name": "Juru Las SMAW",
        "jp": 240,
        "summary": "Mengelas.",
        "program_units-TOTAL_FORMS": 1,
        "program_units-INITIAL_FORMS": 0,
        "program_units-0-unit": unit.pk,
        "program_units-0-order": 1,
        "topics-TOTAL_FORMS": 1,
        "topics-INITIAL_FORMS": 0,
        "topics-0-name": "K3",
        "topics-0-order": 1,
    }

    client.post(reverse("admin:cohorts_program_add"), form)

    program = Program.objects.get()
    assert (program.units.get(), program.topics.get().name) == (unit, "K3")


def test_a_session_teaches_a_unit_of_its_own_program(client, officer, center):
    session = SessionFactory(cohort=CohortFactory(offering__wave__center=center, offering__program__units=1))
    unit, foreign = session.cohort.offering.program.units.get(), UnitFactory()
    url = reverse("admin:cohorts_session_change", args=[session.pk])
    inline = {"bookings-TOTAL_FORMS": 0, "bookings-INITIAL_FORMS": 0} | opened(client, url)

    refused = client.post(url, inline | {"unit": foreign.pk, "date": "2030-01-01"})
    client.post(url, inline | {"unit": unit.pk, "date": "2030-01-01"})

    assert list(refused.context["adminform"].form.errors) == ["unit"]
    before = session.date
    session.refresh_from_db()
    assert (session.unit, session.date) == (unit, before)


def test_a_booking_says_its_hours_as_a_clock_here_does(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center)
    session = SessionFactory(cohort=cohort, date=date(2026, 11, 22), starts_at=time(8), ends_at=time(15, 15))
    room = Resource.objects.create(center=center, kind=Resource.Kind.ROOM, name="Bengkel Las 1")
    Booking.objects.create(session=session, resource=room, period=period(session))

    text = client.get(reverse("admin:cohorts_session_change", args=[session.pk])).content.decode()

    assert "22 November 2026, 08.00–15.15 WIB" in text
    assert "+00:00" not in text


def test_the_history_of_an_object_is_told_in_words(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center, status="running")
    client.post(reverse("admin:cohorts_cohort_move", args=[cohort.pk, "test"]))

    story = client.get(reverse("admin:cohorts_cohort_history", args=[cohort.pk])).context["story"]

    assert [(line.what, line.who, line.role) for line in story] == [
        ("Uji kompetensi", officer.user.full_name, "Petugas")
    ]


@pytest.mark.parametrize(
    "query", ["?q=%00", "?antrean=x", "?program=²", "?wave__id__exact=²", "?p=999", "?status__exact=x"]
)
def test_a_mistyped_address_of_a_list_is_no_crash(client, officer, query):
    answer = client.get(reverse("admin:enrollment_application_changelist") + query, follow=True)

    assert answer.status_code == 200


def test_a_number_beyond_every_database_is_nobody_s(client, officer):
    huge = 10**30
    urls = [
        reverse("admin:wave_control", args=[huge]),
        reverse("admin:cohorts_wave_change", args=[huge]),
        reverse("admin:enrollment_application_move", args=[huge, "verify"]),
    ]

    assert [client.get(url).status_code for url in urls] == [404] * 3
    assert client.post(reverse("admin:enrollment_application_take"), {"gelombang": huge}).status_code == 302
    assert client.post(reverse("admin:enrollment_application_take"), {"berkas": "²"}).status_code == 302
