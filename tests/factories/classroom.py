import factory
from django.utils import timezone

from classroom.models import Mark, Sheet
from tests.factories.accounts import StaffFactory
from tests.factories.cohorts import SessionFactory
from tests.factories.enrollment import EnrollmentFactory


class SheetFactory(factory.django.DjangoModelFactory):
    """The list of a session that was held. Lock it with `locked=True` after its marks are there."""

    class Meta:
        model = Sheet

    session = factory.SubFactory(SessionFactory, status="held", cohort__status="running")
    marked_by = factory.SubFactory(StaffFactory)


class MarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mark

    sheet = factory.SubFactory(SheetFactory)
    enrollment = factory.SubFactory(EnrollmentFactory, cohort=factory.SelfAttribute("..sheet.session.cohort"))
    presence = Mark.Presence.PRESENT
    jp = factory.LazyAttribute(lambda mark: mark.sheet.session.jp if mark.presence in {"present", "late"} else 0)
    marked_by = factory.SelfAttribute("sheet.marked_by")


def locked(sheet):
    sheet.locked_at = timezone.now()
    sheet.save()
    return sheet


def attended(enrollment, jp, *, held=None):
    """One held session of `held` JP (as many as were attended unless said) with this trainee's mark."""
    session = enrollment.cohort.sessions.filter(status="held").first() or SessionFactory(
        cohort=enrollment.cohort, status="held", jp=held or jp
    )
    sheet = getattr(session, "sheet", None) or SheetFactory(session=session)
    presence = Mark.Presence.PRESENT if jp else Mark.Presence.ABSENT
    return MarkFactory(sheet=sheet, enrollment=enrollment, jp=jp, presence=presence)
