from datetime import timedelta

import factory
from django.utils import timezone

from certification import transitions
from certification.models import Assessment, BnspRecord, OverallResult
from tests.factories.accounts import StaffFactory
from tests.factories.centers import OfficialFactory, actor_at
from tests.factories.enrollment import EnrollmentFactory


class AssessmentFactory(factory.django.DjangoModelFactory):
    """`unit` is the test's choice: one of the program's."""

    class Meta:
        model = Assessment

    enrollment = factory.SubFactory(EnrollmentFactory)
    outcome = Assessment.Outcome.COMPETENT
    assessed_by = factory.SubFactory(StaffFactory)


class OverallResultFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OverallResult

    enrollment = factory.SubFactory(EnrollmentFactory)
    result = "K"
    source = OverallResult.Source.DECIDED


class BnspRecordFactory(factory.django.DjangoModelFactory):
    """With `state="issued"` the three numbers and the end are there, as the database wants."""

    class Meta:
        model = BnspRecord

    enrollment = factory.SubFactory(EnrollmentFactory)
    lsp = "LSP Contoh"
    scheme = "Skema Contoh"
    tested_on = factory.LazyFunction(timezone.localdate)
    certificate_number = factory.LazyAttribute(lambda o: "62019 2513 3 0001234 2026" if o.state == "issued" else "")
    registration_number = factory.LazyAttribute(lambda o: "ABC.123.00045 2026" if o.state == "issued" else "")
    blank_number = factory.LazyAttribute(lambda o: "0012345" if o.state == "issued" else "")
    valid_until = factory.LazyAttribute(
        lambda o: o.tested_on + timedelta(days=3 * 365) if o.state == "issued" else None
    )
    state = "registered"


def completed(cohort, result="K", **more):
    """Somebody who finished that class with this overall result."""
    enrollment = EnrollmentFactory(cohort=cohort, status="completed", **more)
    OverallResultFactory(enrollment=enrollment, result=result)
    return enrollment


def certificate_of(enrollment, by=None):
    """Issued as the portal issues it; there is no other legal way to make one."""
    center = enrollment.cohort.offering.wave.center
    if not center.officials.exists():
        OfficialFactory(center=center)
    return transitions.issue(enrollment, by=by or actor_at(center, "certification"))
