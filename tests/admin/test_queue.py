"""The document queue in the admin: what is shown, taken and decided, what a clean file costs, and nothing lost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry, ViewLog
from enrollment.models import Application
from enrollment.transitions import reviewing
from notifications.models import OutboxMessage
from tests.factories.centers import DocumentKindFactory, actor_at
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, PaperReasonFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory, guardian_consent, nik_for

pytestmark = pytest.mark.django_db
QUEUE = "admin:enrollment_application_queue"
TAKE = "admin:enrollment_application_take"
KINDS = ("ktp", "kk", "ijazah", "foto")
HTMX = {"HX-Request": "true"}
NIK = nik_for(date(2001, 1, 2), "F", 77)  # nobody else is born that day


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


def a_file(cohort, papers=KINDS, **more):
    application = ApplicationFactory(cohort=cohort, **more)
    for code in papers:
        DocumentFactory(trainee=application.trainee, kind=DocumentKindFactory(code=code))
    return application


def page_of(application):
    return reverse("admin:enrollment_application_file", args=[application.pk])


def all_said(application, choice="valid"):
    return {f"paper-{paper.pk}": choice for paper in application.trainee.documents.current()}


def taken(client, **line):
    return client.post(reverse(TAKE), line)


def status(application):
    application.refresh_from_db()
    return application.status


# --- the queue and taking ---


def test_the_queue_tells_how_many_wait_and_what_colleagues_have_open(client, officer, center, cohort):
    colleague = actor_at(center)
    first, _second = a_file(cohort), a_file(cohort)
    a_file(cohort, identity_claim=True)
    a_file(CohortFactory())
    reviewing.take_this(first, by=colleague)

    page = client.get(reverse(QUEUE))

    assert (page.context["waiting"], page.context["claims"], list(page.context["held"])) == (2, 1, [first])
    assert page.context["waves"] == [(cohort.offering.wave, 2, 1)]
    assert str(colleague.user) in page.content.decode()


@pytest.mark.parametrize("size", [1, 6])
def test_the_queue_costs_the_same_for_any_size(client, officer, center, cohort, size, django_assert_num_queries):
    for _number in range(size):
        reviewing.take_this(a_file(cohort, papers=()), by=actor_at(center))

    client.get(reverse(QUEUE))
    # session, user, memberships; held, waiting, figures by wave, waves, claims, guardians
    with django_assert_num_queries(9):
        client.get(reverse(QUEUE))


def test_taking_is_a_post_that_locks_and_a_colleague_gets_another(client, officer, center, cohort):
    now = timezone.now()
    older, younger = (a_file(cohort, submitted_at=now - timedelta(days=days)) for days in (3, 1))

    mine = taken(client)
    client.force_login(actor_at(center).user)
    theirs = taken(client)

    assert (mine.url, theirs.url) == (page_of(older), page_of(younger))
    assert client.get(reverse(TAKE)).status_code == 405


def test_opening_a_page_takes_nothing(client, officer, cohort):
    application = a_file(cohort)

    page = client.get(page_of(application))

    application.refresh_from_db()
    assert (application.held_by, page.context["is_mine"]) == (None, False)
    assert "Periksa berkas ini" in page.content.decode()
    assert list(ViewLog.objects.values_list("page", "subject_ids")) == [
        ("admin:enrollment.application:queue", [application.pk])
    ]


def test_with_nothing_left_the_queue_says_so(client, officer, said):
    answer = client.post(reverse(TAKE), follow=True)

    assert said(answer) == ["Tidak ada lagi berkas yang menunggu di antrean ini."]
    assert "Antrean ini kosong" in answer.content.decode()


def test_one_works_through_one_program_of_one_wave(client, officer, center, cohort):
    now = timezone.now()
    a_file(CohortFactory(offering__wave__center=center), submitted_at=now - timedelta(days=9))
    a_file(CohortFactory(offering__wave=cohort.offering.wave), submitted_at=now - timedelta(days=8))
    wanted, after = (a_file(cohort, submitted_at=now - timedelta(days=days)) for days in (2, 1))
    line = {"gelombang": cohort.offering.wave_id, "program": cohort.offering_id}

    first = taken(client, **line)
    second = client.post(page_of(wanted), all_said(wanted) | line)
    none = client.post(page_of(after), all_said(after) | line)

    query = f"?gelombang={cohort.offering.wave_id}&program={cohort.offering_id}"
    assert [answer.url for answer in (first, second, none)] == [
        page_of(wanted) + query,
        page_of(after) + query,
        reverse(QUEUE) + query,
    ]


def test_a_file_that_a_colleague_holds_can_be_read_and_not_decided(client, officer, center, cohort):
    application, colleague = a_file(cohort), actor_at(center)
    reviewing.take_this(application, by=colleague)

    page = client.get(page_of(application))
    answer = client.post(page_of(application), all_said(application))

    assert page.context["by_other"] == colleague.user
    assert b'id="decide"' not in page.content
    assert "sedang diperiksa" in answer.context["refusal"].message
    assert status(application) == "submitted"


# --- one file ---


@pytest.fixture
def counted():
    """What a POST asks of the database, without the savepoints that only the test's own transaction makes."""

    def queries(client, url, data):
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(url, data, headers=HTMX)
        own = [one["sql"] for one in asked.captured_queries]
        return answer, len([sql for sql in own if not sql.startswith(("SAVEPOINT", "RELEASE"))])

    return queries


@pytest.mark.parametrize(("papers", "files"), [(KINDS[:1], 3), (KINDS, 8)])
def test_a_clean_file_is_one_request_and_twelve_queries(client, officer, cohort, settings, counted, papers, files):
    """The POST verifies it, tells the person, takes the next one and answers with its page.

    session, user, memberships; file and papers locked, papers valid, file verified, trail, what came back from the
    address, letter; the next one taken, read whole, the view log. The words of reasons and letters are at hand from
    the file before.
    """
    settings.TEXTS_KEPT_FOR = 60
    first, second, third, *_rest = [a_file(cohort, papers) for _number in range(files)]
    taken(client)
    counted(client, page_of(first), all_said(first))

    answer, number = counted(client, page_of(second), all_said(second))

    assert (number, status(second), answer.context["application"]) == (12, "verified", third)
    assert answer.context["is_mine"]
    assert list(OutboxMessage.objects.values_list("kind", flat=True)) == ["enrollment/verified"] * 2


def test_with_nothing_at_hand_a_clean_file_is_three_queries_more(client, officer, cohort, counted):
    """Reasons twice and the words of the letter, as when nobody in this process has decided anything for a while."""
    first, second, _third = (a_file(cohort) for _number in range(3))
    taken(client)
    counted(client, page_of(first), all_said(first))

    assert counted(client, page_of(second), all_said(second))[1] == 15


def test_the_answer_to_a_decision_is_the_next_file_with_what_became_of_the_last(client, officer, cohort):
    application, after = a_file(cohort), a_file(cohort)
    reviewing.take_this(application, by=officer)

    answer = client.post(page_of(application), all_said(application), headers=HTMX)

    page = answer.content.decode()
    assert answer["HX-Replace-Url"] == page_of(after)
    assert f"{application.trainee} ({application.number}): Berkas lolos." in page
    assert f"Sekarang: {after.trainee.full_name}." in page
    assert ("<title>" in page, "<html" in page) == (True, False)


def test_without_scripts_a_decision_leads_to_the_next_file(client, officer, cohort, said):
    application, after = a_file(cohort), a_file(cohort)
    reviewing.take_this(application, by=officer)

    answer = client.post(page_of(application), all_said(application), follow=True)

    assert answer.redirect_chain == [(page_of(after), 302)]
    assert said(answer) == [f"{application.trainee} ({application.number}): Berkas lolos."]


def test_the_last_file_leads_back_to_the_queue(client, officer, cohort):
    application = a_file(cohort)
    reviewing.take_this(application, by=officer)

    answer = client.post(page_of(application), all_said(application), headers=HTMX)

    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse(QUEUE))


def test_the_words_behind_each_key_stand_beside_it(client, officer, cohort):
    for key, label in enumerate(("Buram", "Terpotong", "Bukan dokumen ini", "Data tidak cocok"), start=1):
        PaperReasonFactory(key=key, label=label, text=f"Kalimat {key} untuk peserta.")
    application = a_file(cohort, papers=("ktp",))
    reviewing.take_this(application, by=officer)

    page = client.get(page_of(application))

    [sheet] = page.context["sheets"]
    assert [reason.key for reason in sheet.reasons] == [1, 2, 3, 4]
    assert all(f"Kalimat {key} untuk peserta." in page.content.decode() for key in (1, 2, 3, 4))


def test_what_was_said_is_kept_when_something_is_missing(client, officer, cohort):
    reason = PaperReasonFactory()
    application = a_file(cohort, papers=("ktp", "kk"))
    reviewing.take_this(application, by=officer)
    ktp, _kk = application.trainee.documents.order_by("pk")
    data = {f"paper-{ktp.pk}": str(reason.pk), f"words-{ktp.pk}": "Sisi depan.", "note": "Semangat."}

    answer = client.post(page_of(application), data, headers=HTMX)

    assert answer.context["refusal"].code == "undecided"
    sheets = answer.context["sheets"]
    assert [(sheet.answer.choice, sheet.answer.words) for sheet in sheets] == [
        (str(reason.pk), "Sisi depan."),
        ("", ""),
    ]
    assert "Semangat.</textarea>" in answer.content.decode()


def test_what_was_found_good_before_needs_no_second_look(client, officer, cohort):
    application = a_file(cohort, papers=("ktp", "kk"))
    application.trainee.documents.filter(kind__code="ktp").update(state="valid")
    reviewing.take_this(application, by=officer)

    page = client.get(page_of(application))

    assert [sheet.answer.choice for sheet in page.context["sheets"]] == ["valid", ""]


def test_a_file_goes_back_until_the_day_that_was_typed(client, officer, cohort):
    reason, application = PaperReasonFactory(), a_file(cohort, papers=("ktp",))
    day = timezone.localdate() + timedelta(days=6)

    client.post(page_of(application), all_said(application, str(reason.pk)) | {"fix_on": day.isoformat()})

    assert status(application) == "returned"
    assert timezone.localtime(application.fix_by).strftime("%Y-%m-%d %H.%M") == f"{day} 23.59"
    assert f"KTP: {reason.text}" in application.reason


@pytest.mark.parametrize("day", ["2020-01-01", "kemarin"])
def test_a_day_that_is_over_or_none_is_said(client, officer, cohort, day):
    application = a_file(cohort, papers=("ktp",))

    answer = client.post(page_of(application), all_said(application) | {"note": "Ulang.", "fix_on": day})

    assert answer.context["refusal"].code == "typed"
    assert status(application) == "submitted"


@pytest.mark.parametrize(
    "data", [{"paper-²": "valid"}, {"paper-999999999999999": "valid"}, {"paper-": "x"}, {"act": "entahlah"}]
)
def test_nonsense_is_a_sentence(client, officer, cohort, data):
    application = a_file(cohort, papers=("ktp",))

    answer = client.post(page_of(application), data)

    assert (answer.status_code, answer.context["refusal"].code) == (200, "undecided")


def test_not_eligible_needs_a_reason_and_brings_the_next_file(client, officer, cohort):
    application, after = a_file(cohort), a_file(cohort)
    reviewing.take_this(application, by=officer)

    empty = client.post(page_of(application), {"act": "tolak"}, headers=HTMX)
    answer = client.post(page_of(application), {"act": "tolak", "reason": "Bukan warga Banten."}, headers=HTMX)

    assert (empty.context["refusal"].code, answer.context["application"]) == ("words_missing", after)
    assert (status(application), application.reason) == ("ineligible", "Bukan warga Banten.")


def test_passing_over_puts_it_back_and_brings_another(client, officer, cohort):
    now = timezone.now()
    first, second = (a_file(cohort, submitted_at=now - timedelta(days=days)) for days in (2, 1))
    reviewing.take_this(first, by=officer)

    answer = client.post(page_of(first), {"act": "lewati"}, headers=HTMX)

    held = dict(Application.objects.values_list("pk", "held_by"))
    assert (answer.context["application"], held) == (second, {first.pk: None, second.pk: officer.user.pk})


def test_letting_go_leads_to_the_queue(client, officer, cohort):
    application = a_file(cohort)
    reviewing.take_this(application, by=officer)

    answer = client.post(page_of(application), {"act": "lepas"})

    application.refresh_from_db()
    assert (answer.url, application.held_by) == (reverse(QUEUE), None)


def test_who_still_reads_keeps_the_file_and_learns_when_it_is_gone(client, officer, center, cohort, time_machine):
    application = a_file(cohort)
    reviewing.take_this(application, by=officer)
    before = application.held_until
    time_machine.move_to(timezone.now() + timedelta(minutes=5), tick=True)

    kept = client.post(page_of(application), {"act": "perpanjang"})
    application.refresh_from_db()
    prolonged = application.held_until
    time_machine.move_to(timezone.now() + timedelta(minutes=11), tick=True)
    reviewing.take_this(application, by=actor_at(center))
    gone = client.post(page_of(application), {"act": "perpanjang"})

    assert (kept.status_code, gone.status_code) == (204, 409)
    assert prolonged > before + timedelta(minutes=4)


# --- what does not agree, and claims ---


def test_what_does_not_agree_stands_beside_the_paper(client, officer, cohort):
    trainee = TraineeFactory(nik="3674021205040001", account__full_name="Contoh Orang Lain")  # a man's number
    TraineeFactory(phone=trainee.phone)
    application = a_file(cohort, trainee=trainee)

    assert client.get(page_of(application)).context["doubts"] == [
        "Jenis kelamin pada formulir berbeda dengan yang tertulis di dalam NIK. Cocokkan dengan KTP atau KK.",
        "Nama pada akun (Contoh Orang Lain) berbeda dengan nama pada formulir. Cocokkan dengan KTP atau KK.",
        "Nomor ponselnya juga dipakai orang lain dalam data kita.",
    ]


@pytest.fixture
def claim(cohort):
    earlier = TraineeFactory(account=None, nik=NIK, full_name="Contoh Lama", phone="+6281311111111")
    later = TraineeFactory(nik=NIK, nik__indexed=False, full_name="Contoh Baru")
    later.claimed_index = earlier.nik_index
    later.save()
    return a_file(cohort, trainee=later, identity_claim=True)


def test_a_claim_shows_both_records_side_by_side(client, officer, claim):
    assert taken(client).url == reverse(QUEUE), "a claim is in a queue of its own"
    answer = taken(client, antrean="klaim")
    page = client.get(answer.url)

    told = [(str(what), here, there, differs) for what, here, there, differs in page.context["compared"]]
    assert answer.url == f"{page_of(claim)}?antrean=klaim"
    assert told[0][1:] == ("Contoh Baru", "Contoh Lama", True)
    assert [differs for *_values, differs in told] == [True, False, False, True, False]


def test_a_claim_is_linked_with_words_and_its_papers_follow_at_once(client, officer, claim):
    reviewing.take_this(claim, by=officer)

    silent = client.post(page_of(claim), {"act": "gabung", "note": ""}, headers=HTMX)
    linked = client.post(page_of(claim), {"act": "gabung", "note": "Cocok dengan KTP asli."}, headers=HTMX)
    claim.refresh_from_db()
    client.post(page_of(claim), all_said(claim))

    assert silent.context["refusal"].code == "words_missing"
    assert (linked.context["application"], linked.context["compared"], linked.context["is_mine"]) == (claim, [], True)
    assert (status(claim), claim.trainee.full_name) == ("verified", "Contoh Baru")
    assert AuditEntry.objects.get(action="application.link_claim").note == "Cocok dengan KTP asli."


def test_a_claim_that_is_not_settled_is_not_verified(client, officer, claim):
    reviewing.take_this(claim, by=officer)

    answer = client.post(page_of(claim), all_said(claim))

    assert (answer.context["refusal"].code, status(claim)) == ("identity_claim", "submitted")


# --- what broke elsewhere (peers 2 and 4) ---


def test_only_the_paper_that_was_refused_is_asked_for_again_and_can_be_sent(client, officer, cohort):
    """civilsdeladefense 307: nothing could be filed again after a refusal."""
    reason = PaperReasonFactory()
    application = a_file(cohort, papers=("ktp", "kk"))
    ktp, kk = application.trainee.documents.order_by("pk")

    client.post(page_of(application), {f"paper-{ktp.pk}": "valid", f"paper-{kk.pk}": str(reason.pk)})
    client.force_login(application.trainee.account)
    page = client.get(reverse("journey:application", args=[application.pk]))

    states = dict(application.trainee.documents.values_list("kind__code", "state"))
    assert (page.status_code, states) == (200, {"ktp": "valid", "kk": "fix"})
    assert reason.text in page.content.decode()


def test_a_reason_of_the_house_and_words_of_ones_own_go_out_together(client, officer, cohort):
    """indico 6565: canned reasons and free text, in the letter itself."""
    reason, application = PaperReasonFactory(), a_file(cohort, papers=("kk",))
    [paper] = application.trainee.documents.all()

    client.post(page_of(application), {f"paper-{paper.pk}": str(reason.pk), f"words-{paper.pk}": "Halaman kedua."})

    letter = OutboxMessage.objects.get()
    assert letter.kind == "enrollment/returned"
    assert f"{reason.text} Halaman kedua." in letter.body


def test_a_photo_that_was_sent_anew_while_the_officer_looked_is_not_judged_by_the_old_one(client, officer, cohort):
    application = a_file(cohort, papers=("ktp",))
    answers = all_said(application)
    application.trainee.documents.update(replaced_at=timezone.now())
    DocumentFactory(trainee=application.trainee, kind=DocumentKindFactory(code="ktp"))

    answer = client.post(page_of(application), answers)

    assert answer.context["refusal"].code == "papers_changed"
    assert set(application.trainee.documents.current().values_list("state", flat=True)) == {"waiting"}


def test_a_minor_waits_for_the_guardian_and_not_in_front_of_officers(client, officer, cohort):
    born = timezone.localdate() - timedelta(days=17 * 365)
    application = a_file(cohort, trainee=TraineeFactory(birth_date=born))

    assert client.get(reverse(QUEUE)).context["with_guardians"] == 1
    assert taken(client).url == reverse(QUEUE)
    consent = guardian_consent(application.trainee)
    Application.objects.filter(pk=application.pk).update(consented_at=consent.given_at)
    assert taken(client).url == page_of(application)
