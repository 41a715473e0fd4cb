"""Lists on paper: what stands on them, what never does, and for whom they are printed."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from audit.models import ViewLog
from blk_portal.printing.lists import initials
from centers.models import Role
from enrollment.models import Ranking, RankingRow
from tests.factories.centers import CenterFactory, MembershipFactory, OfficialFactory
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import TraineeFactory

pytestmark = pytest.mark.django_db
NIK = "3674014502030001"


def text_of(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def printed(client, name, obj):
    return client.get(reverse(f"admin:{name}", args=[obj.pk]))


@pytest.fixture
def ranking(cohort):
    """Siti accepted, Budi in reserve, Adi not selected; published or not."""

    def make(published=True):
        ranking = Ranking.objects.create(wave=cohort.offering.wave)
        for rank, (name, outcome) in enumerate(
            [("Siti Nurhaliza", "accepted"), ("Budi Contoh", "reserve"), ("Adi Contoh", "not_selected")], start=1
        ):
            trainee = TraineeFactory(full_name=name, **({"nik": NIK} if rank == 1 else {}))
            choice = ApplicationFactory(cohort=cohort, trainee=trainee, status="verified").choices.get()
            RankingRow.objects.create(
                ranking=ranking,
                choice=choice,
                rank=rank,
                total=90 - rank,
                outcome=outcome,
                reason=f"Peringkat {rank}.",
            )
        ranking.status = "published" if published else "proposed"
        ranking.published_at = timezone.now() if published else None
        ranking.proposed_at = timezone.now()
        ranking.save()
        return ranking

    return make


def number_of(name):
    return TraineeFactory._meta.model.objects.get(full_name=name).applications.get().number


# --- a class ---


def test_a_class_is_printed_by_name_with_letterhead_and_official(client, officer, center, cohort):
    OfficialFactory(center=center, name="Contoh Kepala, S.T.")
    for name, status in [("Siti Contoh", "confirmed"), ("Adi Contoh", "accepted"), ("Zaki Contoh", "withdrawn")]:
        ApplicationFactory(cohort=cohort, status=status, trainee__full_name=name)

    text = text_of(printed(client, "print_class", cohort))

    assert "BLK PUSAT" in text
    assert "Contoh Kepala, S.T." in text
    assert text.index("Adi Contoh *") < text.index("Siti Contoh")
    assert ("* Belum daftar ulang." in text, "Zaki" in text) == (True, False)


def test_a_full_class_fits_and_its_heading_is_on_each_page(client, officer, center):
    cohort = CohortFactory(offering__wave__center=center, seats=40)
    for number in range(40):
        ApplicationFactory(
            cohort=cohort, status="confirmed", trainee__full_name=f"Contoh Nama Panjang Sekali {number}"
        )

    answer = printed(client, "print_class", cohort)

    pages = PdfReader(io.BytesIO(answer.content)).pages
    texts = [" ".join(page.extract_text().split()) for page in pages]
    listed = [text for text in texts if "Sekali" in text]
    assert (len(listed) > 1, {"Nomor pendaftaran" in text for text in listed}) == (True, {True})


def test_no_nik_and_no_telephone_number_is_on_paper(client, officer, center, cohort):
    person = TraineeFactory(nik=NIK, phone="+6281299990001")
    ApplicationFactory(cohort=cohort, status="confirmed", trainee=person)

    text = text_of(printed(client, "print_class", cohort)).replace(" ", "")

    assert [one for one in (NIK, person.nik_tail, "81299990001") if one in text] == []


def test_a_name_that_looks_like_markup_is_printed_as_it_is(client, officer, cohort):
    ApplicationFactory(cohort=cohort, status="confirmed", trainee__full_name="#panic() *Budi* $x$")

    assert "#panic() *Budi* $x$" in text_of(printed(client, "print_class", cohort))


def test_an_empty_class_says_so(client, officer, cohort):
    assert "Belum ada peserta." in text_of(printed(client, "print_class", cohort))


# --- results ---


def test_the_office_s_list_tells_rank_mark_and_why(client, officer, cohort, ranking):
    ranking()

    text = text_of(printed(client, "print_results", cohort.offering))

    assert "Siti Nurhaliza" in text
    assert ("89,00" in text, "Peringkat 1." in text, NIK in text.replace(" ", "")) == (True, True, False)
    assert "BELUM DIUMUMKAN" not in text


def test_before_it_is_published_the_paper_says_so_and_none_hangs_on_the_board(client, officer, cohort, ranking):
    ranking(published=False)

    assert "BELUM DIUMUMKAN" in text_of(printed(client, "print_results", cohort.offering))
    assert printed(client, "print_notice", cohort.offering).status_code == 404


def test_a_draft_of_the_results_is_not_printed(client, officer, cohort, ranking):
    Ranking.objects.create(wave=cohort.offering.wave)

    assert printed(client, "print_results", cohort.offering).status_code == 404


def test_the_notice_board_has_numbers_and_initials_and_no_names(client, officer, cohort, ranking):
    ranking()

    text = text_of(printed(client, "print_notice", cohort.offering))

    assert f"{number_of('Siti Nurhaliza')} S. N. Diterima" in text
    assert f"{number_of('Budi Contoh')} B. C. Cadangan" in text
    assert number_of("Adi Contoh") not in text
    assert [word for word in ("Siti", "Nurhaliza", "Budi", NIK, "89,00") if word in text] == []


@pytest.mark.parametrize(
    ("name", "short"),
    [("Siti Nurhaliza", "S. N."), ("M. Rizki", "M. R."), ("  Contoh ", "C."), ("'Aisyah", "A."), ("", "")],
)
def test_initials(name, short):
    assert initials(name) == short


# --- for whom ---


def test_whose_names_were_printed_is_on_record(client, officer, cohort):
    application = ApplicationFactory(cohort=cohort, status="confirmed")

    printed(client, "print_class", cohort)

    row = ViewLog.objects.get(page="admin:print_class")
    assert (row.user, row.subject_ids) == (officer.user, [application.pk])


def test_another_center_s_class_and_results_do_not_exist(client, cohort, ranking):
    ranking()
    client.force_login(MembershipFactory(center=CenterFactory(), role=Role.OFFICER).user)

    names = [("print_class", cohort), ("print_results", cohort.offering), ("print_notice", cohort.offering)]
    assert [printed(client, name, obj).status_code for name, obj in names] == [404] * 3


@pytest.mark.parametrize("size", [1, 9])
def test_a_class_list_costs_the_same_for_any_number(client, officer, center, size, django_assert_num_queries):
    cohort = CohortFactory(offering__wave__center=center, seats=10)
    for _number in range(size):
        ApplicationFactory(cohort=cohort, status="confirmed")
    printed(client, "print_class", cohort)

    # session, user, memberships; the class; its people; who signs; the view log
    with django_assert_num_queries(7):
        printed(client, "print_class", cohort)
