from django.conf import settings
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from centers.scoped import ReadOnlyAdmin
from jobs import selectors
from jobs.models import DutyRun, Job, JobResult


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "title", "state", "handled", "total", "created_by", "progress"]
    list_filter = ["state", "kind"]
    list_select_related = ["created_by"]
    search_fields = ["title"]
    fields = [
        ("title", "kind"),
        ("state", "error"),
        ("total", "done", "skipped", "failed"),
        ("created_by", "actor_role", "center_code"),
        ("created_at", "started_at", "heartbeat", "finished_at", "cancel_asked_at"),
        "params",
        "progress",
    ]
    readonly_fields = ["progress"]

    def get_queryset(self, request):
        mine = selectors.visible_to(request.actor)
        return super().get_queryset(request).filter(pk__in=mine.values("pk"))

    @admin.display(description=_("ditangani"))
    def handled(self, job):
        return job.handled

    @admin.display(description=_("kemajuan"))
    def progress(self, job):
        return format_html('<a href="{}">{}</a>', job.get_absolute_url(), _("Lihat"))


@admin.register(JobResult)
class JobResultAdmin(ReadOnlyAdmin):
    personal = True
    list_display = ["job", "label", "outcome", "reason", "at"]
    list_filter = ["outcome", "code"]
    list_select_related = ["job"]
    search_fields = ["label", "job__title"]

    def get_queryset(self, request):
        mine = selectors.visible_to(request.actor)
        return super().get_queryset(request).filter(job__in=mine.values("pk"))


@admin.register(DutyRun)
class DutyRunAdmin(ReadOnlyAdmin):
    """What the clock does, and what of it goes wrong: for whoever runs the portal."""

    list_display = ["what", "condition", "ok_at", "error", "failed_at", "took_ms"]
    fields = [
        ("what", "name"),
        ("started_at", "busy_until"),
        ("ok_at", "took_ms"),
        ("failures", "failed_at"),
        "error",
    ]
    readonly_fields = ["what"]

    def get_queryset(self, request):
        """A duty that is no more keeps its row; nobody need look at it."""
        return super().get_queryset(request).filter(name__in=settings.DUTIES)

    @admin.display(description=_("tugas"), ordering="name")
    def what(self, run):
        return settings.DUTIES[run.name]

    @admin.display(description=_("keadaan"))
    def condition(self, run):
        if run.failures:
            return _("Bermasalah, %(count)d kali berturut-turut") % {"count": run.failures}
        return _("Berhasil") if run.ok_at else _("Belum pernah selesai")
