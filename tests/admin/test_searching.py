"""Looking people up: by words, by registration number, by NIK; and what PostgreSQL does for it."""

import pytest
from django.contrib import admin
from django.urls import reverse

from audit.models import ViewLog
from audit.moves import Actor
from bench import people
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, EnrollmentFactory
from tests.factories.trainees import ConsentFactory, TraineeFactory
from trainees.models import ConsentGap, Trainee
from trainees.selectors import named

NIK = "3674014502030001"
PEOPLE, FILES = "admin:trainees_trainee", "admin:enrollment_application"


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


@pytest.fixture
def person(cohort):
    """Makes a person who has applied here."""

    def make(full_name, **details):
        return ApplicationFactory(cohort=cohort, trainee=TraineeFactory(full_name=full_name, **details)).trainee

    return make


def found(client, term, pages=PEOPLE):
    """The rows of the list that the search box leads to."""
    answer = client.post(reverse(f"{pages}_search"), {"q": term}, follow=True)
    return list(answer.context["cl"].result_list)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "term",
    [
        "contoh",
        "BUDI Contoh",
        "contoh budi",
        "081299990001",
        "+628129999",
        "budi.c@",
        "  budi  ",
    ],
)
def test_people_are_found_by_words_of_name_number_and_mail(client, officer, person, term):
    wanted = person("Budi Contoh", phone="+6281299990001", email="Budi.C@contoh.example")
    person("Siti Lain", phone="+6281288880002", email="siti@lain.example")

    assert found(client, term) == [wanted]


@pytest.mark.django_db
def test_a_word_that_is_nowhere_finds_nobody(client, officer, person):
    person("Budi Contoh")

    assert found(client, "budi zzz") == []


@pytest.mark.django_db
def test_signs_of_a_pattern_are_letters(client, officer, person):
    person("Budi Contoh")

    assert (found(client, "%"), found(client, "b_di")) == ([], [])


@pytest.mark.django_db
def test_nobody_finds_people_of_another_center(client, officer):
    ApplicationFactory(trainee__full_name="Orang Lain")

    assert found(client, "lain") == []


@pytest.mark.django_db
def test_a_registration_number_or_its_beginning_finds_that_file(client, officer, person):
    application = person("Budi Contoh").applications.get()
    person("Siti Contoh")

    whole = found(client, application.number, FILES)
    beginning = found(client, application.number[:4], FILES)

    assert (whole, application in beginning) == ([application], True)


@pytest.mark.django_db
def test_a_nik_leads_to_the_person_and_into_no_address(client, officer, person):
    wanted = person("Budi Contoh", nik=NIK)
    spaced = " ".join(NIK[at : at + 4] for at in range(0, 16, 4))

    to_person = client.post(reverse(f"{PEOPLE}_search"), {"q": spaced})
    to_file = client.post(reverse(f"{FILES}_search"), {"q": NIK})

    assert to_person.url == reverse(f"{PEOPLE}_change", args=[wanted.pk])
    assert to_file.url == reverse(f"{FILES}_change", args=[wanted.applications.get().pk])


@pytest.mark.django_db
@pytest.mark.parametrize("nik", ["3674014502030002", "9999999999999999"])
def test_a_nik_nobody_has_is_said_and_kept_out_of_the_address(client, officer, said, nik):
    answer = client.post(reverse(f"{PEOPLE}_search"), {"q": nik}, follow=True)

    assert said(answer) == ["Tidak ada yang tercatat dengan NIK itu."]
    assert [url for url, _status in answer.redirect_chain] == [reverse(f"{PEOPLE}_changelist")]


@pytest.mark.django_db
def test_several_files_of_one_nik_are_a_list(client, officer, center, person):
    somebody = person("Budi Contoh", nik=NIK)
    ApplicationFactory(cohort=CohortFactory(offering__wave__center=center), trainee=somebody)

    assert len(found(client, NIK, FILES)) == 2


@pytest.mark.django_db
def test_a_search_keeps_the_filters_and_starts_on_the_first_page(client, officer):
    answer = client.post(reverse(f"{FILES}_search"), {"q": "budi", "status__exact": "submitted", "p": "7"})

    assert answer.url == f"{reverse(f'{FILES}_changelist')}?status__exact=submitted&q=budi"


@pytest.mark.django_db
def test_who_was_found_is_in_the_view_log(client, officer, person):
    wanted = person("Budi Contoh")

    client.get(reverse(f"{PEOPLE}_changelist"), {"q": "budi"})

    assert ViewLog.objects.latest("pk").subject_ids == [wanted.pk]


# --- twenty thousand people ---


@pytest.mark.django_db
@pytest.mark.xdist_group("bulk")
def test_a_word_of_three_letters_is_looked_up_in_the_index(rf):
    """By the list itself, as the planner pleases: no setting forbids it to read the whole table."""
    people.write_down(20_000)
    first = Trainee.objects.order_by("pk").first()
    own_word = first.full_name.split()[1]
    request, page = rf.get("/"), admin.site._registry[Trainee]
    request.actor = Actor(role="superuser")

    plans = {}
    for term in [own_word, first.full_name, own_word[:4], own_word[:3], "qqqq", first.phone[3:9]]:
        rows, _many = page.get_search_results(request, page.get_queryset(request), term)
        plans[term] = rows.order_by("-pk")[:50].explain()

    assert {term: plan for term, plan in plans.items() if "trainee_search_idx" not in plan} == {}
    assert list(named(own_word.lower())) == [first]


# --- lists of what is a person's ---


LISTS = {
    "enrollment_enrollment": lambda enrollment: enrollment,
    "trainees_consent": lambda enrollment: ConsentFactory(trainee=enrollment.trainee),
    "trainees_consentgap": lambda enrollment: ConsentGap.objects.create(
        trainee=enrollment.trainee, center=enrollment.cohort.offering.wave.center
    ),
}


@pytest.fixture
def enrolled(cohort):
    def make(full_name, **details):
        return EnrollmentFactory(cohort=cohort, application__trainee=TraineeFactory(full_name=full_name, **details))

    return make


@pytest.mark.django_db
@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("term", ["contoh budi", "081299990001", "budi.c@"])
def test_what_is_a_persons_is_found_by_all_that_names_the_person(client, officer, enrolled, page, term):
    wanted = LISTS[page](enrolled("Budi Contoh", phone="+6281299990001", email="Budi.C@contoh.example"))
    LISTS[page](enrolled("Siti Lain", phone="+6281288880002", email="siti@lain.example"))

    answer = client.get(reverse(f"admin:{page}_changelist"), {"q": term})

    assert list(answer.context["cl"].result_list) == [wanted]


@pytest.mark.django_db
def test_each_word_may_name_the_person_or_the_class(client, officer, cohort, enrolled):
    wanted = enrolled("Budi Contoh")
    enrolled("Siti Lain")
    url = reverse("admin:enrollment_enrollment_changelist")

    by_both = client.get(url, {"q": f"budi {cohort.name.split()[0]}"}).context["cl"].result_list
    by_neither = client.get(url, {"q": "budi entah"}).context["cl"].result_list

    assert (list(by_both), list(by_neither)) == ([wanted], [])
