from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.moves import Refused
from cohorts.models import Funding, OfferingDocument
from cohorts.workflow import OfferingStatus
from enrollment import duties, selectors, transitions
from enrollment.models import Application
from enrollment.workflow import Status
from notifications.models import OutboxMessage
from tests.factories.centers import DocumentKindFactory, RegionFactory
from tests.factories.cohorts import CohortFactory, FundingFactory, OfferingFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory, guardian_consent


def a_draft(cohort, **trainee):
    return ApplicationFactory(
        status=Status.DRAFT, cohort=cohort, trainee=TraineeFactory(nik__indexed=False, **trainee)
    )


def years_ago(years):
    today = timezone.localdate()
    return date(today.year - years, 1, 1)


def test_submitting_gives_a_number_and_tells_the_person(cohort, officer):
    application = a_draft(cohort)

    transitions.submit(application, by=officer)

    assert application.number == f"{timezone.localdate():%y}{application.pk:07d}"
    assert (application.adult_on, application.identity_claim) == (application.trainee.adult_on, False)
    message = OutboxMessage.objects.get()
    assert (message.kind, message.to_address) == ("enrollment/submitted", application.trainee.account.email)


def test_the_index_of_the_nik_is_taken_only_by_submitting(cohort, officer):
    application = a_draft(cohort)
    assert application.trainee.nik_index is None

    transitions.submit(application, by=officer)

    application.trainee.refresh_from_db()
    assert len(application.trainee.nik_index) == 64


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("full_name", "", "Isi nama lengkap."),
        ("nik_sealed", None, "Isi NIK."),
        ("birth_date", None, "Isi tanggal lahir."),
        ("region", None, "Isi alamat sesuai KTP atau KK."),
        ("education", None, "Pilih pendidikan terakhir."),
        ("phone", "", "Isi nomor ponsel."),
    ],
)
def test_what_is_missing_is_said(field, value, sentence, cohort, officer):
    application = a_draft(cohort)
    setattr(application.trainee, field, value)
    application.trainee.save()

    with pytest.raises(Refused, match="incomplete") as refusal:
        transitions.submit(application, by=officer)

    assert refusal.value.message == sentence


def test_a_paper_that_is_asked_must_be_there(cohort, officer):
    kind = DocumentKindFactory(code="ijazah")
    OfferingDocument.objects.create(offering=cohort.offering, kind=kind)
    application = a_draft(cohort)
    with pytest.raises(Refused, match="incomplete"):
        transitions.submit(application, by=officer)

    DocumentFactory(trainee=application.trainee, kind=kind)
    transitions.submit(application, by=officer)

    assert application.status == Status.SUBMITTED


@pytest.mark.parametrize(("age", "asked"), [(16, "kk"), (17, "ktp"), (20, "ktp")])
def test_who_is_too_young_for_a_ktp_brings_the_family_card(age, asked, cohort):
    kk = DocumentKindFactory(code="kk")
    ktp = DocumentKindFactory(code="ktp", from_age=17, instead=kk)
    OfferingDocument.objects.create(offering=cohort.offering, kind=ktp)
    application = a_draft(cohort, birth_date=years_ago(age))

    assert {kind.code: required for kind, required in selectors.asked_documents(application).items()} == {asked: True}


@pytest.mark.parametrize("status", sorted(set(OfferingStatus) - {OfferingStatus.OPEN}))
def test_only_an_open_offering_takes_applications(status, cohort, officer):
    application = a_draft(cohort)
    type(cohort.offering).objects.filter(pk=cohort.offering_id).update(status=status)

    with pytest.raises(Refused, match="closed"):
        transitions.submit(application, by=officer)


def test_the_last_second_of_registration_counts_and_the_next_does_not(cohort, officer, time_machine):
    in_time, too_late = a_draft(cohort), a_draft(cohort)
    closing = cohort.offering.wave.closes_at

    time_machine.move_to(closing, tick=False)
    transitions.submit(in_time, by=officer)
    time_machine.move_to(closing + timedelta(seconds=1), tick=False)
    with pytest.raises(Refused, match="closed"):
        transitions.submit(too_late, by=officer)


def test_the_cap_on_applicants_is_kept(cohort, officer):
    type(cohort.offering).objects.filter(pk=cohort.offering_id).update(applicant_cap=1)
    ApplicationFactory(status=Status.SUBMITTED, cohort=cohort)

    with pytest.raises(Refused, match="full"):
        transitions.submit(a_draft(cohort), by=officer)


@pytest.mark.parametrize("age", [14, 31])
def test_an_age_outside_the_window_is_not_eligible(age, cohort, officer):
    application = a_draft(cohort, birth_date=years_ago(age))
    guardian_consent(application.trainee)

    with pytest.raises(Refused, match="not_eligible") as refusal:
        transitions.submit(application, by=officer)

    assert "tahun" in refusal.value.message


@pytest.mark.parametrize(
    ("scope", "region", "allowed"),
    [
        (Funding.Scope.PROVINCE, "36.04", True),
        (Funding.Scope.PROVINCE, "32", False),
        (Funding.Scope.REGENCY, "36.04", False),
        (Funding.Scope.REGENCY, "36.74.02", True),
        (Funding.Scope.ANYWHERE, "32", True),
    ],
)
def test_domicile_follows_the_money(scope, region, allowed, officer):
    offering = OfferingFactory(funding=FundingFactory(code=scope, scope=scope))
    application = a_draft(CohortFactory(offering=offering), region=RegionFactory(code=region))

    if allowed:
        transitions.submit(application, by=officer)
        assert application.status == Status.SUBMITTED
    else:
        with pytest.raises(Refused, match="not_eligible"):
            transitions.submit(application, by=officer)


def test_a_minor_needs_a_guardian_and_the_signed_letter(cohort, officer):
    application = a_draft(cohort, birth_date=years_ago(16))
    with pytest.raises(Refused, match="incomplete"):
        transitions.submit(application, by=officer)

    consent = guardian_consent(application.trainee)
    transitions.submit(application, by=officer)

    assert (application.status, application.consented_at) == (Status.SUBMITTED, consent.given_at)


def test_a_minor_whose_guardian_withdrew_is_not_verified(cohort, officer):
    application = a_draft(cohort, birth_date=years_ago(16))
    consent = guardian_consent(application.trainee)
    transitions.submit(application, by=officer)
    consent.withdrawn_at = timezone.now()
    consent.save()

    with pytest.raises(Refused, match="guardian_consent_missing"):
        transitions.verify(application, by=officer)


def test_the_second_person_with_a_nik_is_let_through_flagged_and_not_verified(cohort, officer):
    holder = TraineeFactory(nik="3674025205040001", email="pemegang@contoh.example")
    application = a_draft(cohort, nik="3674025205040001")

    transitions.submit(application, by=officer)

    assert application.identity_claim
    assert (application.trainee.nik_index, application.trainee.claimed_index) == (None, holder.nik_index)
    with pytest.raises(Refused, match="identity_claim"):
        transitions.verify(application, by=officer)


def test_the_clock_tells_the_earlier_contact_of_a_claim_and_only_once(cohort, officer):
    TraineeFactory(nik="3674025205040001", email="pemegang@contoh.example")
    transitions.submit(a_draft(cohort, nik="3674025205040001"), by=officer)
    told = OutboxMessage.objects.filter(kind="enrollment/identity_claimed")
    assert not told.exists()

    duties.tell_earlier_contacts()
    duties.tell_earlier_contacts()

    assert told.get().to_address == "pemegang@contoh.example"


def test_an_officer_links_a_claim_to_the_record_of_the_counter(cohort, officer):
    earlier = TraineeFactory(account=None, nik="3674025205040001", full_name="Contoh Lama")
    application = a_draft(cohort, nik="3674025205040001", full_name="Contoh Baru")
    account = application.trainee.account
    transitions.submit(application, by=officer)

    transitions.link_claim(application, by=officer)
    transitions.verify(application, by=officer)

    earlier.refresh_from_db()
    assert (application.trainee, earlier.account, earlier.full_name) == (earlier, account, "Contoh Baru")


def test_what_was_said_of_school_work_and_health_goes_along(cohort, officer):
    earlier = TraineeFactory(
        account=None, nik="3674025205040001", is_studying=True, studies_until=date(2027, 6, 30), is_working=True
    )
    application = a_draft(cohort, nik="3674025205040001", is_studying=False)
    earlier.health_answers.create(fact="heights", holds=True)
    application.trainee.health_answers.create(fact="heights", holds=False)
    transitions.submit(application, by=officer)

    transitions.link_claim(application, by=officer)

    earlier.refresh_from_db()
    assert (earlier.is_studying, earlier.studies_until, earlier.is_working) == (False, None, True)
    assert earlier.health_answers.get().holds is False


def test_a_claim_on_somebodys_account_is_not_linked(cohort, officer):
    TraineeFactory(nik="3674025205040001")
    application = a_draft(cohort, nik="3674025205040001")
    transitions.submit(application, by=officer)

    with pytest.raises(Refused, match="claimed_by_another_account"):
        transitions.link_claim(application, by=officer)


def test_beginning_twice_gives_the_same_draft(cohort, officer):
    trainee = TraineeFactory()

    first = transitions.begin(trainee, cohort.offering, by=officer)
    second = transitions.begin(trainee, cohort.offering, by=officer)

    assert first == second
    assert Application.objects.count() == 1


def test_after_withdrawing_one_may_apply_again_in_the_same_wave(cohort, officer):
    application = ApplicationFactory(status=Status.SUBMITTED, cohort=cohort)
    transitions.withdraw(application, by=officer)

    assert transitions.begin(application.trainee, cohort.offering, by=officer) != application


def test_after_being_refused_one_may_not(cohort, officer):
    application = ApplicationFactory(status=Status.INELIGIBLE, cohort=cohort)

    assert transitions.begin(application.trainee, cohort.offering, by=officer) == application


def test_choices_are_one_to_three_of_one_wave(cohort, officer):
    application = a_draft(cohort)
    others = [OfferingFactory(wave=application.wave) for _ in range(3)]

    with pytest.raises(Refused, match="choices"):
        transitions.choose(application, [cohort.offering, *others], by=officer)
    with pytest.raises(Refused, match="choices"):
        transitions.choose(application, [], by=officer)
    with pytest.raises(Refused, match="other_wave"):
        transitions.choose(application, [OfferingFactory()], by=officer)
    transitions.choose(application, others, by=officer)

    assert [choice.offering for choice in application.choices.all()] == others


def test_a_first_come_offering_is_chosen_alone(first_come, officer):
    application = a_draft(first_come)
    other = OfferingFactory(wave=application.wave)

    with pytest.raises(Refused, match="first_come_alone"):
        transitions.choose(application, [first_come.offering, other], by=officer)


def test_first_come_seats_are_given_at_submit_and_the_rest_queue(first_come, officer):
    applications = [a_draft(first_come) for _ in range(4)]

    for application in applications:
        transitions.submit(application, by=officer)

    assert [application.status for application in applications] == ["provisional", "provisional", "reserve", "reserve"]
    assert [application.choices.get().queue_place for application in applications] == [None, None, 1, 2]
    kinds = [OutboxMessage.objects.about(application).get().kind for application in applications]
    assert kinds == ["enrollment/seat_held", "enrollment/seat_held", "enrollment/queued", "enrollment/queued"]


def test_a_provisional_seat_becomes_real_when_the_papers_are_good(first_come, officer):
    application = a_draft(first_come)
    transitions.submit(application, by=officer)

    transitions.verify(application, by=officer)

    assert (application.status, application.seat.cohort) == ("accepted", first_come)


def test_a_provisional_seat_that_lapses_goes_to_the_first_in_the_queue(first_come, officer, time_machine):
    applications = [a_draft(first_come) for _ in range(3)]
    for application in applications:
        transitions.submit(application, by=officer)
    transitions.verify(applications[1], by=officer)

    time_machine.move_to(applications[0].answer_by + timedelta(seconds=1))
    duties.lapse_and_offer()

    for application in applications:
        application.refresh_from_db()
    assert [application.status for application in applications] == ["lapsed", "accepted", "provisional"]
    assert applications[2].seat.number == 1
