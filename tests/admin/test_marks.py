"""Marks in the admin: by Excel, in one list, by criteria."""

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from enrollment.models import Criterion
from jobs import runner
from jobs.models import Job
from tests.enrollment.sheets import changed, filled
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory, ScoreFactory
from tests.filled import opened

pytestmark = pytest.mark.django_db
TEST = "Tes tertulis (0–100)"


@pytest.fixture
def cohort(center):
    return CohortFactory(offering__wave__center=center)


@pytest.fixture
def wave(cohort):
    return cohort.offering.wave


def page(name, *args):
    return reverse(f"admin:enrollment_{name}", args=args)


def verified(cohort, number=1):
    return ApplicationFactory.create_batch(number, cohort=cohort, status="verified")


def rows_of(job):
    return [*job.results.order_by("pk").values_list("outcome", "code")]


# --- by Excel ---


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def uploaded(client, wave, raw):
    raw.name = "nilai.xlsx"
    return client.post(page("application_score_upload", wave.pk), {"sheet": raw})


def sheet_of(client, wave):
    answer = client.get(page("application_score_sheet", wave.pk))
    assert answer["Content-Disposition"].endswith('.xlsx"')
    return answer.content


def test_a_sheet_goes_out_comes_back_is_looked_at_and_then_written(
    client, officer, cohort, wave, media, django_capture_on_commit_callbacks
):
    people = verified(cohort, 2)
    raw = filled(sheet_of(client, wave), {TEST: 70})

    looked = client.get(uploaded(client, wave, ContentFile(raw)).url)
    before = [one.scores.count() for one in people]
    client.post(looked.request["PATH_INFO"])
    client.post(looked.request["PATH_INFO"])  # pressed twice
    with django_capture_on_commit_callbacks(execute=True):
        runner.run_due()

    assert (looked.context["count"], looked.context["problems"], before) == (2, [], [0, 0])
    assert [one.scores.get().value for one in people] == [70, 70]
    assert (Job.objects.count(), rows_of(Job.objects.get())) == (1, [("done", "")] * 2)
    assert list((media / "score_sheets").glob("*")) == []


def test_the_untouched_sheet_has_nothing_to_write(client, officer, cohort, wave, media):
    ScoreFactory(application=verified(cohort)[0], value=60)

    looked = client.get(uploaded(client, wave, ContentFile(sheet_of(client, wave))).url)

    assert (looked.context["count"], looked.context["problems"], looked.context["overtaken"]) == (0, [], [])


def test_what_is_wrong_is_shown_by_row_and_column_and_the_rest_can_be_written(client, officer, cohort, wave, media):
    verified(cohort, 2)

    def spoil(sheet, columns):
        sheet.cell(2, columns[TEST]).value = 101
        sheet.cell(3, columns[TEST]).value = 60

    looked = client.get(uploaded(client, wave, ContentFile(changed(sheet_of(client, wave), spoil))).url)

    assert [(one.line, one.column) for one in looked.context["problems"]] == [(2, f"E ({TEST})")]
    assert looked.context["count"] == 1


def test_what_is_no_sheet_is_told_at_the_field(client, officer, wave, media):
    answer = uploaded(client, wave, ContentFile(b"bukan excel"))

    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["sheet"])
    assert list((media / "score_sheets").glob("*")) == []


def test_another_waves_sheet_is_refused_row_by_row(client, officer, cohort, wave, center, media):
    verified(cohort)
    other = CohortFactory(offering__wave__center=center).offering.wave
    raw = sheet_of(client, wave)

    looked = client.get(uploaded(client, other, ContentFile(raw)).url)

    assert [one.sentence for one in looked.context["problems"]] == ["Peserta ini bukan dari gelombang ini."]


# --- criteria ---


def test_a_rubric_is_added_and_marks_are_given_by_it_in_the_list(client, officer, cohort, wave, center):
    program = cohort.offering.program
    new = {"center": center.pk, "program": program.pk, "part": "interview", "order": 1, "weight": "1"}
    client.post(page("criterion_add"), {**new, "name": "Motivasi", "maximum": "10"})
    criterion = Criterion.objects.get()
    [person] = verified(cohort)
    url = page("application_scores", wave.pk)

    field = f"{person.pk}-kriteria_{criterion.pk}"
    client.post(url, opened(client, url) | {field: "7,5"})
    refused = client.post(page("criterion_add"), {**new, "name": "Kesiapan", "maximum": "10"})

    score = person.scores.get()
    assert (score.value, score.points.get().value, score.scored_by) == (75, Decimal("7.5"), officer.user)
    assert "Sudah ada peserta yang dinilai" in str(refused.context["adminform"].form.non_field_errors())
    shown = client.get(page("criterion_change", criterion.pk))
    assert shown.context["adminform"].form.fields == {}


def test_a_mark_in_the_list_is_mended_and_never_emptied(client, officer, cohort, wave):
    [person] = verified(cohort)
    ScoreFactory(application=person, value=60)
    url = page("application_scores", wave.pk)

    answer = client.post(url, opened(client, url) | {f"{person.pk}-test": ""})

    [(_person, form)] = answer.context["rows"]
    assert (list(form.errors), person.scores.get().value) == (["test"], 60)
