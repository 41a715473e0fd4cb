"""Long work of enrollment, found by name in settings.JOB_HANDLERS."""

from datetime import timedelta
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from centers import roles
from cohorts.models import Offering, Wave
from enrollment import transitions
from enrollment.models import Application, Ranking
from enrollment.transitions import calling_off, files
from jobs import undoing
from jobs.handlers import Done, Handler
from notifications import selectors as letters


class PublishRanking(Handler):
    """The whole wave is one item, because it is one act: a crash leaves everything or nothing."""

    def items(self):
        ranking = Ranking.objects.select_related("wave").get(pk=self.job.params["ranking"])
        return [(str(ranking.pk), str(ranking.wave))]

    def perform(self, key):
        transitions.publish(Ranking.objects.get(pk=key), by=self.job.actor)
        return Done()

    @classmethod
    def way_back(cls, job, actor):
        ranking = Ranking.objects.select_related("wave").filter(pk=job.params["ranking"]).first()
        if ranking is None or not roles.may(actor, "page", "wave_control"):
            return None
        return reverse("admin:wave_control", args=[ranking.wave_id]), str(ranking.wave)


class CallOff(Handler):
    """Programs of one wave, all at once: one item, because a wave half called off is worse than one not yet."""

    act = None

    def items(self):
        return [("all", ", ".join(str(one.program) for one in self.offerings()))]

    def offerings(self):
        rows = Offering.objects.filter(pk__in=self.job.params["offerings"]).select_related("wave__center", "program")
        return list(rows.order_by("program__name", "pk"))

    def perform(self, key):
        type(self).act(self.offerings(), by=self.job.actor, reason=self.job.params["reason"])
        return Done()

    @classmethod
    def way_back(cls, job, actor):
        wave = Wave.objects.filter(offerings__in=job.params["offerings"]).first()
        if wave is None or not roles.may(actor, "page", "wave_control"):
            return None
        return reverse("admin:wave_control", args=[wave.pk]), str(wave)


class PostponeOfferings(CallOff):
    act = calling_off.postpone


class CancelOfferings(CallOff):
    act = calling_off.cancel


class ChosenApplications(Handler):
    """One move over the applications an officer has chosen, whoever has waited longest first."""

    def items(self):
        chosen = Application.objects.filter(pk__in=self.job.params["applications"]).select_related("trainee")
        return [(str(one.pk), f"{one.trainee} ({one.number})") for one in chosen.order_by("submitted_at", "pk")]

    def perform(self, key):
        self.move(Application.objects.get(pk=key))
        return Done()

    def move(self, application):
        raise NotImplementedError

    @classmethod
    def way_back(cls, job, actor):
        if not roles.may(actor, "enrollment.application", "view"):
            return None
        return reverse("admin:enrollment_application_changelist"), _("Pendaftaran")


class VerifyApplications(ChosenApplications):
    undo_within = timedelta(minutes=10)
    undo_right = ("enrollment.application", "reopen")

    def move(self, application):
        transitions.verify(application, by=self.job.actor)

    def undo(self, key):
        reason = _("Verifikasi bersama dibatalkan.")
        transitions.reopen(Application.objects.get(pk=key), by=self.job.actor, reason=reason)
        return Done()


class ReturnApplications(ChosenApplications):
    def move(self, application):
        transitions.return_for_fixing(application, by=self.job.actor, reason=self.job.params["reason"])


class RefuseApplications(ChosenApplications):
    def move(self, application):
        transitions.refuse(application, by=self.job.actor, reason=self.job.params["reason"])


def bring_back(job, key, application):
    """Counted as absent by the job that is undone. Who was not told of it is told nothing now either."""
    _waiting, gone = letters.fate_of([undoing.batch_of(job.undoes_id, key)])
    reason = _("Penandaan tidak hadir dibatalkan.")
    transitions.undo_miss_test(application, by=job.actor, reason=reason, is_told=bool(gone))
    return Done()


class MissTestApplications(ChosenApplications):
    undo_within = timedelta(minutes=10)
    undo_right = ("enrollment.application", "undo_miss_test")

    def move(self, application):
        transitions.miss_test(application, by=self.job.actor)

    def undo(self, key):
        return bring_back(self.job, key, Application.objects.get(pk=key))


class AssignApplications(ChosenApplications):
    @cached_property
    def officer(self):
        chosen = self.job.params["officer"]
        return User.objects.get(pk=chosen) if chosen else None

    def move(self, application):
        files.assign(application, by=self.job.actor, officer=self.officer)
