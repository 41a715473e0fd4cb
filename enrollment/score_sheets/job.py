"""The marks of a sheet as long work: one item for each part of each person, each written exactly once."""

from functools import cached_property

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.moves import Refused
from audit.workbooks import Unreadable
from centers import roles
from cohorts.models import Wave
from enrollment.models import Score
from enrollment.score_sheets import reading, storage, writing
from jobs import queue
from jobs.handlers import Done, Handler


def start(wave, name, *, by):
    """A sheet starts one job, however often the button is pressed."""
    title = _("Nilai dari Excel: %(wave)s") % {"wave": wave}
    params = {"wave": wave.pk, "file": name}
    return queue.start("write_scores", title=title, params=params, by=by, dedupe_key=f"scores:{name}", once=True)


class WriteScores(Handler):
    chunk_size = 10

    @cached_property
    def wishes(self):
        """Of the file alone, so that they are the same after a break."""
        wave = Wave.objects.get(pk=self.job.params["wave"])
        try:
            sheet = reading.read(storage.path_of(self.job.params["file"]), wave)
        except Unreadable as unreadable:
            raise Refused("unreadable", str(unreadable)) from None
        return {wish.key: wish for wish in sheet.wishes}

    def items(self):
        return [(key, _label(wish)) for key, wish in self.wishes.items()]

    def perform(self, key):
        wish = self.wishes[key]
        writing.grant(wish, by=self.job.actor)
        return Done(writing.told(wish.wanted))

    def finish(self):
        transaction.on_commit(lambda: storage.drop(self.job.params["file"]))

    @classmethod
    def way_back(cls, job, actor):
        wave = Wave.objects.filter(pk=job.params["wave"]).first()
        if wave is None or not roles.may(actor, "enrollment.application", "score"):
            return None
        return reverse("admin:enrollment_application_scores", args=[wave.pk]), _("Isi nilai")


def _label(wish):
    person = f"{wish.application.trainee} ({wish.application.number})"
    return f"{person}: {Score.Part(wish.part).label}"
