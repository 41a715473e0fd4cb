"""Long work of enrollment, found by name in settings.JOB_HANDLERS."""

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
