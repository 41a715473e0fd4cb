"""The demonstration once, looked at from many sides; all of it is rolled back at the end."""

import json
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry
from audit.moves import CLOCK
from blk_portal.demo import logins
from centers import trails
from centers.models import Center, Membership, Role
from certification.models import Assessment, BnspRecord, Certificate, NumberSeries, OverallResult
from classroom.models import Mark, Sheet
from cohorts.models import Announcement, Cohort, Session, Track, Wave
from enrollment import duties, selectors, transitions
from enrollment.models import (
    Appeal,
    Application,
    Carry,
    Choice,
    Enrollment,
    Ranking,
    RankingRow,
    Score,
    SelectionPolicy,
)
from enrollment.replaying import replay
from enrollment.selectors.appeals import appeal_until
from enrollment.workflow import HOLDS_SEAT, ChoiceState, Status
from notifications.models import OutboxMessage
from tests.demo.asking import counts, mark_of_points, rows, run, wave
from trainees.models import Document, DocumentPage, Trainee
from trainees.rules import nik as nik_rules

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.timeout(300),
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.xdist_group("demonstration"),  # filled once, not once a worker
]
BUDGET = 30


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), transaction.atomic():
        began = time.process_time()
        words = run()
        yield {"words": words, "seconds": time.process_time() - began}
        transaction.set_rollback(True)


# --- the command ---------------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing_and_says_so():
    before = rows()

    assert run() == "The demonstration data are there already; nothing was changed.\n"
    assert rows() == before


def test_it_stays_within_its_budget(demonstration):
    assert demonstration["seconds"] < BUDGET
    assert demonstration["words"].startswith("The demonstration data are ready.")


def test_production_refuses(settings):
    settings.PROFILE = "production"

    with pytest.raises(CommandError, match="PORTAL_PROFILE=demonstration"):
        run()


def test_every_deferred_promise_of_the_database_holds():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


# --- who can sign in -----------------------------------------------------------------------------------------------


def test_the_logins_are_lines_of_three_and_nothing_else():
    lines = run(print_logins=True).splitlines()

    assert [line.split("\t")[0] for line in lines] == [
        "Peserta: diterima",
        "Peserta: perbaiki berkas",
        "Peserta: cadangan",
        "Peserta: di kelas",
        "Peserta: lulusan",
        "Peserta: di bawah 18",
        "Peserta: tanpa e-mail",
        "Petugas",
        "Kepala",
        "Petugas sertifikasi",
        "Instruktur",
        "Petugas penempatan",
        "Pengelola asrama",
        "Bendahara",
        "Pejabat pelindungan data",
        "Petugas dua balai",
        "Kepala balai kedua",
        "Provinsi",
        "Pengelola sistem",
    ]
    assert {len(line.split("\t")) for line in lines} == {3}


def test_only_printed_logins_have_a_password_that_works():
    with_password = [user for user in User.objects.all() if user.has_usable_password()]

    contacts = [user.email or user.phone for user in with_password]
    assert sorted(contacts) == sorted(login.email or login.phone for login in logins.LOGINS)
    assert all(user.check_password(logins.PASSWORD) for user in with_password)


def test_every_login_of_staff_has_a_second_factor_and_all_a_verified_address():
    users = User.objects.filter(email__in=[login.email for login in logins.LOGINS]).order_by("pk")

    assert [
        user.email for user in users if user.emailaddress_set.filter(verified=True, primary=True).count() != 1
    ] == []
    kinds = {
        tuple(user.authenticator_set.order_by("type").values_list("type", flat=True))
        for user in users
        if user.is_staff
    }
    assert kinds == {("recovery_codes", "totp")}
    assert not any(user.authenticator_set.exists() for user in users if not user.is_staff)


def test_every_role_is_somebodys_and_one_officer_works_at_two_centers():
    roles = set(Membership.objects.order_by().values_list("role", flat=True))
    two = Membership.objects.filter(user__email=logins.OFFICER_OF_TWO.email).order_by("pk")

    assert roles == set(Role.values)
    assert [membership.center.code for membership in two] == ["UPTD-PK", "BLK-LEBAK"]


# --- the institution -----------------------------------------------------------------------------------------------


def test_two_centers_and_eleven_tracks():
    assert list(Center.objects.order_by("code").values_list("code", flat=True)) == ["BLK-LEBAK", "UPTD-PK"]
    assert Track.objects.count() == 11
    taught = Track.objects.filter(programs__offerings__wave=wave("Gelombang 2")).distinct()
    assert taught.count() == 11
    assert Announcement.objects.count() == 5


def test_labels_carry_the_year_of_their_training():
    assert [one.label for one in Wave.objects.order_by("pk") if str(one.starts_on.year) not in one.label] == []
    assert Wave.objects.count() == 7


# --- the wave under way --------------------------------------------------------------------------------------------


def test_208_people_are_taught_in_thirteen_classes_of_sixteen():
    active = Enrollment.objects.active().filter(cohort__offering__wave=wave("Gelombang 2"))

    assert active.count() == 208
    assert [n for _cohort, n in active.order_by().values_list("cohort").annotate(n=Count("pk"))] == [16] * 13
    assert Enrollment.objects.active().count() == 208


def test_the_two_smaw_classes_are_of_one_offering():
    names = Cohort.objects.filter(offering__wave=wave("Gelombang 2"), offering__program__code="las-smaw")

    assert list(names.order_by("name").values_list("name", flat=True)) == ["Juru Las SMAW A", "Juru Las SMAW B"]


def test_today_every_class_meets_and_nothing_is_noted_yet():
    today = Session.objects.filter(date=timezone.localdate())

    assert today.filter(cohort__offering__wave=wave("Gelombang 2"), status="planned").count() == 13
    assert today.count() == 13
    assert not Sheet.objects.filter(session__in=today).exists()


def test_every_earlier_meeting_has_its_list_with_everybody_on_it():
    past = Session.objects.filter(date__lt=timezone.localdate()).annotate(n=Count("sheet__marks"))

    assert past.filter(status="held").count() == past.count() == 13 * (25 + 14)
    assert set(past.filter(cohort__offering__wave=wave("Gelombang 2")).values_list("n", flat=True)) == {16}


def test_the_instructor_who_signs_in_teaches_a_class_today():
    mine = Session.objects.filter(cohort__instructors__email=logins.INSTRUCTOR.email, date=timezone.localdate())

    assert [session.cohort.name for session in mine.order_by("pk")] == ["Juru Las SMAW A"]


def test_some_results_are_recorded_and_some_are_not():
    running = Q(enrollment__cohort__offering__wave=wave("Gelombang 2"))

    assert Assessment.objects.filter(running).count() == 160
    assert not OverallResult.objects.filter(running).exists()


# --- the finished wave ---------------------------------------------------------------------------------------------


def test_the_finished_wave_ended_whole():
    enrolled = Enrollment.objects.filter(cohort__offering__wave=wave("Gelombang 1"))
    by_status = dict(enrolled.order_by().values_list("status").annotate(n=Count("pk")))

    assert by_status == {"completed": 206, "dismissed": 2}
    assert set(Cohort.objects.filter(offering__wave=wave("Gelombang 1")).values_list("status", flat=True)) == {
        "finished"
    }
    assert OverallResult.objects.count() == 206
    assert not Sheet.objects.filter(session__cohort__offering__wave=wave("Gelombang 1"), locked_at=None).exists()


def test_whoever_completed_was_there_for_eighty_percent():
    jp = Mark.objects.filter(enrollment__status="completed").order_by().values("enrollment")
    least = min(jp.annotate(jp=Count("pk", filter=Q(jp__gt=0)) * 8).values_list("jp", flat=True))

    assert least >= 160


def test_certificates_are_numbered_without_a_gap_and_one_is_revoked():
    series = NumberSeries.objects.get()
    sequences = list(Certificate.objects.order_by("sequence").values_list("sequence", flat=True))

    assert sequences == list(range(1, series.last + 1))
    assert Certificate.objects.filter(status="revoked").count() == 1
    assert Certificate.objects.exclude(pdf="").count() == 2
    assert Certificate.objects.filter(kind="training").exclude(enrollment__overall_result__result="K").count() == 0
    assert Enrollment.objects.filter(status="completed", certificates=None).count() == 16
    assert BnspRecord.objects.filter(state="issued").count() == 10


def test_the_graduate_who_signs_in_has_a_valid_certificate():
    mine = Certificate.objects.get(enrollment__trainee__account__email=logins.GRADUATE.email)

    assert (mine.status, mine.kind) == ("valid", "training")


def test_whoever_went_all_the_way_has_the_letters_of_it():
    letters = OutboxMessage.objects.filter(to_user__email=logins.GRADUATE.email).order_by("created_at", "pk")

    assert list(letters.values_list("kind", "state")) == [
        ("enrollment/submitted", "sent"),
        ("enrollment/verified", "sent"),
        ("enrollment/accepted", "sent"),
        ("enrollment/confirmed", "sent"),
        ("enrollment/enrolled", "sent"),
        ("certification/issued", "sent"),
    ]


# --- the open wave -------------------------------------------------------------------------------------------------


def test_about_620_applications_in_every_state_of_an_open_wave():
    assert counts(wave("Gelombang 3")) == {
        "draft": 58,
        "submitted": 260,
        "returned": 45,
        "verified": 182 + 1,  # whose place was carried
        "ineligible": 18,
        "withdrawn": 20,
        "lapsed": 8,
        "no_show": 6,
        "provisional": 12,
        "accepted": 4,
        "reserve": 6,
    }


def test_tests_were_held_are_to_come_and_are_chosen():
    there = wave("Gelombang 3").sittings.order_by("starts_at")
    held, *ahead = [(one.part, one.status, one.appointments.kept().count()) for one in there]

    assert held == ("test", "closed", 122 + 6)
    assert ahead == [("test", "planned", 12)] * 3 + [("interview", "planned", 0)] * 3
    marks = Score.objects.filter(points__isnull=False).distinct()
    assert marks.exists()
    assert [one.pk for one in marks if one.value != mark_of_points(one)] == []


def test_about_one_in_twelve_is_a_minor_and_every_one_sent_has_consent():
    sent = Application.objects.filter(wave=wave("Gelombang 3")).sent()
    minors = sent.filter(adult_on__gt=timezone.localdate())

    assert 0.05 < minors.count() / sent.count() < 0.12
    assert minors.filter(Q(consented_at=None) | Q(trainee__guardian=None)).count() == 0


def test_nothing_that_was_sent_lacks_anything_or_is_ineligible():
    today = timezone.localdate()
    sent = Application.objects.filter(wave=wave("Gelombang 3"), status=Status.SUBMITTED).order_by("pk")[::12]

    assert [one.pk for one in sent if selectors.missing(one, today)] == []
    offerings = [(one.trainee, choice.offering) for one in sent for choice in one.choices.order_by("order")]
    assert [trainee.pk for trainee, o in offerings if not selectors.verdict(trainee, o, today).may_apply] == []


def test_one_application_claims_an_identity_that_an_officer_can_link():
    claimed = Application.objects.get(identity_claim=True)
    holder = Trainee.objects.get(nik_index=claimed.trainee.claimed_index)

    transitions.link_claim(claimed, by=CLOCK)

    assert claimed.trainee == holder


# --- the wave whose results are out --------------------------------------------------------------------------------


def test_the_logins_stand_where_their_labels_say():
    def status(login):
        return Application.objects.get(trainee__account__email=login.email).status

    assert [status(login) for login in logins.TRAINEES] == [
        Status.ACCEPTED,
        Status.RETURNED,
        Status.RESERVE,
        Status.CONFIRMED,
        Status.CONFIRMED,
        Status.SUBMITTED,
    ]


def test_results_published_today_left_letters():
    application = Application.objects.get(trainee__account__email=logins.ACCEPTED.email)

    assert [m.kind for m in OutboxMessage.objects.about(application).order_by("pk")] == ["enrollment/accepted"]
    assert counts(wave("Gelombang Kerja Sama"))["confirmed"] == 14
    promoted = AuditEntry.objects.filter(action="application.offer", at__date=timezone.localdate())
    assert promoted.count() == 1


def test_the_first_reserve_is_the_one_who_signs_in():
    choice = Choice.objects.get(application__trainee__account__email=logins.RESERVE.email, order=1)

    assert (choice.queue_place, choice.reason) == (
        1,
        "Belum ada kursi kosong. Kursi kosong berikutnya untuk cadangan ini.",
    )


def test_of_two_appeals_one_waits_for_the_head_and_one_was_declined_with_a_reason():
    waiting, declined = Appeal.objects.order_by("status")[::-1]

    assert (waiting.status, declined.status) == ("filed", "declined")
    assert {waiting.application.status, declined.application.status} == {Status.NOT_SELECTED}
    assert waiting.filed_at < appeal_until(waiting.application) <= waiting.answer_by
    letters = OutboxMessage.objects.about(declined.application).order_by("pk")
    kinds = ["enrollment/not_selected", "enrollment/appeal_received", "enrollment/appeal_declined"]
    assert [letter.kind for letter in letters] == kinds
    assert declined.answer in letters.last().body

    assert transitions.grant_appeal(waiting, by=CLOCK, reason="Benar keliru.") is None  # no seat: first in line
    assert Choice.objects.get(pk=waiting.choice.pk).queue_place == 1


def test_a_place_was_carried_to_the_open_wave_and_another_was_not_wanted():
    gone, carried = Carry.objects.order_by("status")

    assert (gone.status, gone.application.status) == ("declined", "cancelled")
    assert (carried.status, carried.placed.status, carried.placed.origin) == ("placed", "verified", "carried")
    assert carried.placed.wave == wave("Gelombang 3")
    letters = OutboxMessage.objects.about(carried.placed)
    assert list(letters.values_list("kind", flat=True)) == ["enrollment/carried_on"]


# --- the small center ----------------------------------------------------------------------------------------------


def test_the_small_center_has_results_to_propose_and_publish():
    small = wave("Gelombang 1", "BLK-LEBAK")
    assert counts(small) == {"verified": 42}
    assert set(Application.objects.filter(wave=small).values_list("trainee__region__parent__parent", flat=True)) == {
        "36.02"
    }

    ranking = transitions.propose(small, by=CLOCK)
    transitions.publish(ranking, by=CLOCK)

    assert counts(small)["accepted"] == 32


# --- rows as the transitions leave them ----------------------------------------------------------------------------


def test_every_application_has_a_choice_and_every_holder_of_a_seat_sits_in_a_chosen_class():
    holders = Application.objects.filter(status__in=HOLDS_SEAT)

    assert Application.objects.filter(choices=None).count() == 0
    assert holders.filter(seat=None).count() == 0
    taken = Choice.objects.filter(state=ChoiceState.TAKEN, application__in=holders)
    assert taken.filter(offering=F("application__seat__cohort__offering")).count() == holders.count()


def test_the_trail_ends_where_every_application_stands():
    told = {}
    entries = AuditEntry.objects.filter(action__startswith="application.").exclude(to_status="")
    for subject, status in entries.order_by("at", "pk").values_list("subject_id", "to_status"):
        told[subject] = status

    stands = dict(Application.objects.sent().values_list("pk", "status"))
    assert {pk: told.get(pk) for pk in stands} == stands


def test_every_wave_has_its_story():
    told = [
        [line.what for line in trails.story(one, *Ranking.objects.filter(wave=one))]
        for one in Wave.objects.order_by("pk")
    ]

    opened = ["Dibuat", "Pendaftaran dibuka", "Aturan seleksi dikunci"]
    decided, tested = [*opened, "Hasil seleksi: Diajukan", "Hasil seleksi: Diumumkan"], ["Sesi tes dibuat"] * 2
    assert told == [decided, decided, decided, [*opened, *tested], opened, opened, opened]


def test_nothing_in_the_trail_is_still_to_come():
    assert AuditEntry.objects.filter(at__gt=timezone.now()).count() == 0


def test_no_move_in_the_trail_begins_where_the_one_before_did_not_end():
    before, broken = {}, []
    entries = AuditEntry.objects.filter(action__startswith="application.").exclude(to_status="")
    entries = entries.exclude(action="application.carried")  # comes from another application
    for pk, source, target in entries.order_by("at", "pk").values_list("subject_id", "from_status", "to_status"):
        if before.get(pk, Status.DRAFT) != source:
            broken.append((pk, before.get(pk), source))
        before[pk] = target

    assert broken == []


def test_published_rankings_agree_with_the_seats():
    for ranking in Ranking.objects.filter(status="published").order_by("pk"):
        accepted = ranking.rows.filter(outcome=RankingRow.Outcome.ACCEPTED)
        held = ranking.wave.offerings.exclude(status="postponed")
        seats = sum(one.n for one in held.annotate(n=Count("cohorts__seats")).order_by("pk"))
        assert accepted.count() == seats


def test_nobody_waits_beside_a_free_seat_and_the_clock_has_nothing_to_do():
    before = rows()

    duties.lapse_and_offer()

    assert selectors.offerings_beside_free_seats().count() == 0
    assert rows() == before


def test_numbers_are_sound_and_names_are_invented():
    people = Trainee.objects.exclude(nik_sealed=None).order_by("pk")
    families = {name.rpartition(" ")[2] for name in people.values_list("full_name", flat=True)}

    assert [one.pk for one in people[::25] if nik_rules.clean_nik(one.nik) != one.nik] == []
    assert all(one.nik_tail == nik_rules.masked(one.nik) for one in people[::100])
    assert len(families) == 18
    assert not User.objects.exclude(email=None).exclude(email__endswith=".example").exists()


def test_names_go_with_the_sex_that_the_number_tells():
    names = json.loads((Path(settings.BASE_DIR) / "blk_portal/demo/names.json").read_text())
    people = Trainee.objects.order_by("pk")[::20]
    told = {one.full_name: nik_rules.read_nik(one.nik, today=timezone.localdate()).sex for one in people}

    assert {
        name for name, sex in told.items() if name.split()[0] not in names["women" if sex == "F" else "men"]
    } == set()
    assert set(told.values()) == {"F", "M"}


def test_photos_are_few_and_every_paper_has_one():
    names = DocumentPage.objects.order_by().values_list("file", flat=True).distinct()

    assert names.count() < 200
    assert all(default_storage.exists(name) for name in names)
    assert not Document.objects.filter(pages=None).exists()


def test_every_result_follows_from_rules_locked_before_the_first_mark():
    rankings = Ranking.objects.filter(status="published")

    assert [replay(ranking).agrees for ranking in rankings] == [True] * 3
    late = SelectionPolicy.objects.filter(offering__choices__application__scores__scored_at__lt=F("locked_at"))
    assert list(late.order_by("pk")) == []
