"""Every list of the admin costs as many queries for twelve rows more, and counts no further than it must."""

import copy
import itertools
import uuid
from functools import partial

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centers import counting
from cohorts.models import Faq, Resource, Track
from enrollment.models import EligibilityRule
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.centers import (
    CenterFactory,
    EducationLevelFactory,
    InvitationFactory,
    MembershipFactory,
    OfficialFactory,
    RegionFactory,
)
from tests.factories.certification import AssessmentFactory, BnspRecordFactory, certificate_of, completed
from tests.factories.classroom import MarkFactory, SheetFactory
from tests.factories.cohorts import (
    CohortFactory,
    OfferingFactory,
    ProgramFactory,
    SessionFactory,
    TrackFactory,
    UnitFactory,
    WaveFactory,
)
from tests.factories.enrollment import (
    AppealFactory,
    ApplicationFactory,
    AppointmentFactory,
    EnrollmentFactory,
    PaperReasonFactory,
)
from tests.factories.jobs import JobFactory, JobResultFactory
from tests.factories.notifications import OutboxMessageFactory
from tests.factories.trainees import ConsentFactory, DataRequestFactory, TraineeFactory
from tests.role_table import MODELS
from tests.world import World
from trainees.models import ConsentGap

SERIAL = itertools.count(1)
FEW_FOR_EVER = {  # rows that one writes by rules of their own, a handful a year; their lists have their own tests
    "audit.purgerecord",
    "audit.retentionrule",
    "audit.seal",
    "enrollment.ranking",
    "enrollment.rankingrow",
    "jobs.dutyrun",
}
MADE = {  # the rest are copied
    "accounts.user": UserFactory,
    "centers.center": CenterFactory,
    "centers.educationlevel": lambda: EducationLevelFactory(code=f"x{next(SERIAL)}", rank=100 + next(SERIAL)),
    "centers.invitation": InvitationFactory,
    "centers.membership": MembershipFactory,
    "centers.official": OfficialFactory,
    "centers.region": lambda: RegionFactory(code=f"36.{next(SERIAL)}"),
    "certification.assessment": lambda: AssessmentFactory(unit=UnitFactory()),
    "certification.bnsprecord": BnspRecordFactory,
    "certification.certificate": lambda: certificate_of(completed(CohortFactory(offering__wave__past=True))),
    "certification.overallresult": lambda: completed(CohortFactory(offering__wave__past=True)),
    "classroom.mark": MarkFactory,
    "classroom.sheet": SheetFactory,
    "cohorts.cohort": CohortFactory,
    "cohorts.faq": lambda: Faq.objects.create(question=f"Apa {next(SERIAL)}?", answer="Begini."),
    "cohorts.offering": OfferingFactory,
    "cohorts.program": ProgramFactory,
    "cohorts.resource": lambda: Resource.objects.create(center=CenterFactory(), kind="room", name="Ruang"),
    "cohorts.session": SessionFactory,
    "cohorts.wave": WaveFactory,
    "enrollment.appeal": AppealFactory,
    "enrollment.application": ApplicationFactory,
    "enrollment.appointment": AppointmentFactory,
    "enrollment.eligibilityrule": lambda: EligibilityRule.objects.create(offering=OfferingFactory(), kind="work"),
    "enrollment.enrollment": EnrollmentFactory,
    "enrollment.paperreason": lambda: PaperReasonFactory(center=CenterFactory()),
    "jobs.job": JobFactory,
    "jobs.jobresult": JobResultFactory,
    "notifications.outboxmessage": OutboxMessageFactory,
    "trainees.consent": ConsentFactory,
    "trainees.consentgap": lambda: ConsentGap.objects.create(trainee=TraineeFactory(), center=CenterFactory()),
    "trainees.datarequest": DataRequestFactory,
    "trainees.trainee": TraineeFactory,
}


def a_copy(obj):
    """Another row like it, with values of its own where they must differ."""
    row, number = copy.copy(obj), next(SERIAL)
    row.pk, row._state = None, models.base.ModelState()
    for one in row._meta.concrete_fields:
        if one.primary_key or one.generated:
            continue
        if one.name in {"code", "name", "label", "email", "kind", "key"} and isinstance(one, models.CharField):
            setattr(row, one.name, f"{number}-{getattr(row, one.name)}"[: one.max_length])
        elif isinstance(one, models.UUIDField):
            setattr(row, one.name, uuid.uuid4())
        elif one.unique and one.null:
            setattr(row, one.attname, None)
        elif one.name in {"version", "year"}:
            setattr(row, one.name, 100 + number)
        elif one.name == "date":
            row.date = row.date.replace(year=2030 + number % 50, month=1 + number % 12)
    row.save(force_insert=True)
    return row


def analyze():
    """Nobody does so within a test's transaction, and a planner that takes every table for empty plans for hours.

    Only our own tables: the others are shared by all databases of a server, and two of us would wait for each other.
    """
    tables = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.django_table_names())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in asked]


LISTS = sorted(set(MODELS) - FEW_FOR_EVER)


@pytest.mark.django_db
@pytest.mark.timeout(300)
def test_every_list_costs_the_same_at_any_length():
    """A few rows, then a dozen more: the World has made some of everything before."""
    world, client, wrong = World(), Client(), {}
    analyze()
    client.force_login(SuperuserFactory())
    for label in LISTS:
        url = reverse(f"admin:{label.replace('.', '_')}_changelist")
        make = MADE.get(label, partial(a_copy, world.own[label]))
        make()
        queries_of(client, url)  # content types are asked for once
        few = queries_of(client, url)
        for _number in range(12):
            make()
        many = queries_of(client, url)
        if len(few) != len(many):
            wrong[label] = (len(few), len(many), [sql for sql in many if many.count(sql) < 2][-3:])

    assert wrong == {}


@pytest.mark.django_db
def test_no_list_counts_a_whole_table_twice():
    pages = admin.site._registry.values()

    assert [page for page in pages if page.show_full_result_count or page.list_max_show_all > 200] == []
    assert {page.paginator for page in pages} == {counting.CappedPaginator}
    assert set(MODELS) == {page.opts.label_lower for page in pages}


@pytest.fixture
def short(monkeypatch):
    """A cap that a test can reach."""
    monkeypatch.setattr(counting.CappedPaginator, "cap", 5)


def tracks(count, per_page=2):
    for _number in range(count):
        TrackFactory()
    return counting.CappedPaginator(Track.objects.order_by("pk"), per_page)


@pytest.mark.django_db
def test_up_to_the_cap_the_count_is_exact(short):
    pages = tracks(5)

    assert (pages.count, pages.is_capped, pages.num_pages, pages.estimate) == (5, False, 3, None)
    assert list(pages.get_elided_page_range(1)) == [1, 2, 3]


@pytest.mark.django_db
def test_beyond_the_cap_nothing_more_is_counted_and_the_walk_goes_on(short):
    pages = tracks(11)

    assert (pages.count, pages.is_capped) == (5, True)
    assert [len(pages.page(number).object_list) for number in range(1, 7)] == [2, 2, 2, 2, 2, 1]
    assert list(pages.get_elided_page_range(5))[-2:] == [5, 6]
    assert list(pages.get_elided_page_range(6))[-1] == 6
    with pytest.raises(counting.EmptyPage):
        pages.page(7)


@pytest.mark.django_db
def test_counting_asks_for_one_row_more_than_the_cap(short, django_assert_num_queries):
    pages = tracks(9)

    with django_assert_num_queries(1) as asked:
        assert pages.count == 5
    assert "LIMIT 6" in asked.captured_queries[0]["sql"]


@pytest.mark.django_db
def test_a_list_beyond_the_cap_says_so(short, client):
    for _number in range(7):
        TrackFactory()
    analyze()  # an earlier test's estimate outlives its rows
    client.force_login(SuperuserFactory())

    page = client.get(reverse("admin:cohorts_track_changelist")).content.decode()

    assert "lebih dari 5 kejuruan" in " ".join(page.split())


@pytest.mark.django_db
def test_a_whole_big_table_is_estimated(short):
    pages = tracks(150)
    analyze()

    assert pages.estimate == 200
    assert counting.CappedPaginator(Track.objects.filter(order=0), 2).estimate is None
