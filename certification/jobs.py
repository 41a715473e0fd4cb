"""Long work of certification, found by name in settings.JOB_HANDLERS."""

from django.urls import reverse

from centers import roles
from certification import selectors, transitions
from cohorts.models import Cohort
from enrollment.models import Enrollment
from jobs.handlers import Done, Handler


class IssueCertificates(Handler):
    """A class's certificates, one item a person. The number, the row and the file's name commit together.

    A crash between file and commit leaves a file that the next holder of the same number writes over.
    """

    def items(self):
        cohort = Cohort.objects.get(pk=self.job.params["cohort"])
        return [(str(one.pk), one.trainee.full_name) for one in selectors.without_certificate(cohort)]

    def perform(self, key):
        certificate = transitions.issue(Enrollment.objects.get(pk=key), by=self.job.actor)
        return Done(reason=certificate.number)

    @classmethod
    def way_back(cls, job, actor):
        cohort = Cohort.objects.filter(pk=job.params["cohort"]).first()
        if cohort is None or not roles.may(actor, "cohorts.cohort", "view"):
            return None
        return reverse("admin:cohorts_cohort_change", args=[cohort.pk]), str(cohort)
