"""Writing to a group: a hundred people in one transaction, each exactly once, nothing leaves for five minutes."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from blk_portal.correspondence import group as groups
from centers import roles
from enrollment.announcements import recipient_of
from enrollment.models import Application
from jobs.handlers import Done, Handler, Skipped
from notifications import outbox, texts
from notifications.models import MessageText
from notifications.placeholders import fill
from notifications.routing import routes_for_many
from notifications.workflow import Priority


class WriteToPeople(Handler):
    """Each person is an item; what the next hundred need is loaded with the first of them."""

    chunk_size = groups.AT_ONCE
    undo_within = timedelta(minutes=5)
    undo_right = ("page", "write_to_people")

    def __init__(self, job):
        super().__init__(job)
        self.library, self.keys, self.ready = texts.Library(), [], {}

    def items(self):
        members = groups.Group.of(self.job.params).members().values_list("pk", "number", "trainee__full_name")
        found = [(str(pk), f"{name} ({number})") for pk, number, name in members]
        self.keys = [key for key, _label in found]
        return found

    def perform(self, key):
        if key not in self.ready:
            self._load(key)
        application, routes = self.ready.pop(key)
        if not routes:
            return Skipped(outbox.NO_ADDRESS, _("Tidak punya alamat yang bisa dipakai."))
        self._write(application, routes)
        return Done()

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

    def _load(self, key):
        start = self.keys.index(key)
        keys = self.keys[start : start + self.chunk_size]
        rows = groups.loaded(Application.objects.filter(pk__in=keys)).in_bulk()
        applications = [rows[int(one)] for one in keys]
        routes = routes_for_many([recipient_of(one.trainee) for one in applications], groups.KIND)
        self.ready = dict(zip(keys, zip(applications, routes, strict=True), strict=True))
        self.text = MessageText.objects.get(pk=self.job.params["text"])

    def _write(self, application, routes):
        center, known = application.wave.center, groups.values_of(application)
        values = {name: known[name] for name in ("nama", "gelombang", "balai", "tautan")}
        values |= {"perihal": fill(self.text.subject, known), "isi": fill(self.text.body, known)}
        outbox.enqueue(
            groups.KIND,
            to=recipient_of(application.trainee),
            values=values,
            about=application,
            center_code=center.code,
            priority=Priority.BULK,
            dedupe_key=f"letter:{self.job.pk}:{application.pk}",
            routes=routes,
            library=self.library,
        )
