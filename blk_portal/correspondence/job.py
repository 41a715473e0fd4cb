"""Writing to a group: a hundred people in one transaction, each exactly once, nothing leaves for five minutes."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from blk_portal.correspondence import group as groups
from centers import roles
from enrollment.announcements import recipient_of
from enrollment.models import Application
from jobs import undoing
from jobs.handlers import Done, Handler, Skipped
from notifications import channels, outbox, texts
from notifications.models import MessageText
from notifications.placeholders import fill
from notifications.workflow import Priority


class WriteToPeople(Handler):
    """Each person is an item; what the next hundred need is loaded with the first of them."""

    chunk_size = groups.AT_ONCE
    undo_within = timedelta(minutes=5)
    undo_right = ("page", "write_to_people")

    def __init__(self, job):
        super().__init__(job)
        self.library, self.keys, self.answers = texts.Library(), [], {}

    def items(self):
        """The same as the runner's plan, what is reported left out: so that a chunk here is a chunk there."""
        members = groups.Group.of(self.job.params).members().values_list("pk", "number", "trainee__full_name")
        reported = set(self.job.results.values_list("key", flat=True))
        found = [(str(pk), f"{name} ({number})") for pk, number, name in members if str(pk) not in reported]
        self.keys = [key for key, _label in found]
        return found

    def perform(self, key):
        if key not in self.answers:
            self._write_chunk(key)
        return self.answers.pop(key)

    def undo(self, key):
        """Its message is withdrawn with it; more than that was not done."""
        return Done()

    @classmethod
    def way_back(cls, job, actor):
        if not roles.may(actor, "page", "write_to_people"):
            return None
        cohort = job.params.get("cohort")
        page, pk = ("cohort_letter", cohort) if cohort else ("wave_letter", job.params["wave"])
        return reverse(f"admin:{page}", args=[pk]), _("Tulis kepada peserta")

    def _write_chunk(self, key):
        """The first of a hundred writes for all of them: they stand or fall in one transaction anyway."""
        start = self.keys.index(key)
        keys = self.keys[start : start + self.chunk_size]
        rows = groups.loaded(Application.objects.filter(pk__in=keys)).in_bulk()
        applications = [rows[int(one)] for one in keys]
        routes = channels.routes_for_many([recipient_of(one.trainee) for one in applications], groups.KIND)
        text = MessageText.objects.get(pk=self.job.params["text"])
        reached = [(one, ways) for one, ways in zip(applications, routes, strict=True) if ways]
        outbox.write_all([self._letter(one, ways, text) for one, ways in reached])
        self.answers = {one: Skipped(outbox.NO_ADDRESS, _("Tidak punya alamat yang bisa dipakai.")) for one in keys}
        self.answers |= {str(one.pk): Done() for one, _ways in reached}

    def _letter(self, application, routes, text):
        known = groups.values_of(application)
        values = {name: known[name] for name in ("nama", "gelombang", "balai", "tautan")}
        values |= {"perihal": fill(text.subject, known), "isi": fill(text.body, known)}
        with outbox.held(undoing.batch_of(self.job.pk, str(application.pk)), timezone.now() + self.undo_within):
            return outbox.compose(
                groups.KIND,
                to=recipient_of(application.trainee),
                values=values,
                about=application,
                center_code=application.wave.center.code,
                priority=Priority.BULK,
                dedupe_key=f"letter:{self.job.pk}:{application.pk}",
                routes=routes,
                library=self.library,
            )
