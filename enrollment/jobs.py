"""Long work of enrollment, found by name in settings.JOB_HANDLERS."""

from django.urls import reverse

from centers import roles
from enrollment import transitions
from enrollment.models import Ranking
from jobs.handlers import Done, Handler


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
