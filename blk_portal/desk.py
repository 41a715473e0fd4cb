"""The work desk: what waits, for whom the role table lets it wait. Every figure opens the list it counts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from django.contrib import admin
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blk_portal import today
from blk_portal.desk_groups import GROUPS
from centers import roles
from centers.selectors import scoped
from certification import selectors as papers
from cohorts.models import Cohort, Offering, Wave
from enrollment import review
from enrollment.models import Appeal, Application, Ranking
from enrollment.selectors import files
from enrollment.selectors.calling_off import small
from enrollment.selectors.silent import silent
from enrollment.workflow import UNDECIDED, AppealStatus, RankingStatus, Status
from jobs import selectors as jobs
from notifications.letters import undelivered
from notifications.models import OutboxMessage
from trainees.models import ConsentGap, DataRequest

BELONGING = (  # pages of the desk under the list they belong to
    ("gelombang/", "cohorts_wave"),
    ("program/", "cohorts_wave"),
    ("antrean/", "cohorts_wave"),
)
PAGES = (  # label in GROUPS, row of the role table, name, address
    (
        "certification.ending",
        ("cohorts.cohort", "view"),
        _("Selesai dan sertifikat"),
        "certification:cohorts",
    ),
    ("counter.begin", ("page", "counter"), _("Loket"), "admin:counter"),
    ("cohorts.reports", ("page", "reports"), _("Laporan"), "admin:reports"),
    ("cohorts.import", ("page", "import"), _("Impor peserta"), "admin:import_begin"),
    (
        "enrollment.queue",
        ("enrollment.application", "verify"),
        _("Antrean dokumen"),
        "admin:enrollment_application_queue",
    ),
    (
        "enrollment.calls",
        ("enrollment.application", "call"),
        _("Daftar telepon"),
        "admin:enrollment_application_calls",
    ),
    ("audit.retention", ("page", "retention"), _("Masa simpan data"), "admin:retention"),
    ("notifications.channels", ("page", "channels"), _("Saluran pesan"), "admin:channels"),
    ("staffing.access", ("page", "review"), _("Siapa boleh apa"), "admin:staff_access"),
)


NEVER = datetime.max.replace(tzinfo=UTC)
NOBODY = Q(pk=None)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One figure: how many, since when the oldest waits or until when the first has time, and the list behind it.

    `urgent` of them run out of time within two days, or have.
    """

    label: str
    number: int
    url: str
    since: datetime | None = None
    until: datetime | None = None
    urgent: int = 0

    @property
    def turn(self):
        """What runs out of time first, then the oldest; what has no moment last."""
        return not self.urgent, self.until or self.since or NEVER


def grouped(app_list, actor):
    """Django's list by app, told again by work. A model that no heading names comes last, under its app."""
    models = _pages(actor) | {
        f"{app['app_label']}.{model['object_name'].lower()}": model for app in app_list for model in app["models"]
    }
    groups = []
    for index, (name, labels) in enumerate(GROUPS):
        found = [models.pop(label) for label in labels if label in models]
        if found:
            groups.append({"name": name, "app_label": f"work-{index}", "app_url": "#", "models": found})
    rest = [{**app, "models": [one for one in app["models"] if one in models.values()]} for app in app_list]
    return groups + [app for app in rest if app["models"]]


def menu(groups, path):
    """The groups for the side menu: which one, and which of its pages, the page at `path` belongs to."""
    for page, label in BELONGING:
        if path.startswith(reverse("admin:index") + page):
            path = reverse(f"admin:{label}_changelist")
    addresses = [model["admin_url"] for group in groups for model in group["models"] if model["admin_url"]]
    here = max((one for one in addresses if path.startswith(one)), key=len, default=None)
    return [
        {
            "name": group["name"],
            "is_here": any(model["admin_url"] == here for model in group["models"]) and here is not None,
            "pages": [
                {"name": model["name"], "url": model["admin_url"], "is_here": model["admin_url"] == here}
                for model in group["models"]
                if model["admin_url"]
            ],
        }
        for group in groups
    ]


def _pages(actor):
    """Pages for staff that are no model's, in the form in which Django lists a model."""
    return {
        label: {"name": name, "object_name": label.rpartition(".")[2], "admin_url": reverse(page), "add_url": None}
        for label, row, name, page in PAGES
        if roles.may(actor, *row)
    }


def waiting_for(actor):
    """The figures of this role, the most pressing first; a few queries each, however many rows wait."""
    figures = []
    for what, action, ask in FIGURES:
        if roles.may(actor, what, action):
            figures += ask(actor)
    return sorted((figure for figure in figures if figure.number), key=lambda figure: figure.turn)


def _list(model, **filters):
    query = "&".join(f"{name}={value}" for name, value in filters.items())
    return f"{reverse(f'admin:{model}_changelist')}?{query}"


def _figure(label, rows, url, since=None, until=None, risk=NOBODY):
    """`since` or `until` names the column of the moment; the earliest is told. `risk`: which run out of time."""
    told = {
        "number": Count("pk", distinct=True),
        "first": Min(since or until or "pk"),
        "urgent": Count("pk", filter=risk, distinct=True),
    }
    answer = rows.order_by().aggregate(**told)
    moment = {"since": answer["first"]} if since else {"until": answer["first"]} if until else {}
    return Waiting(label, answer["number"], url, urgent=answer["urgent"], **moment)


def _queue(name, *, risk=lambda now: NOBODY, **moment):
    def ask(actor):
        rows = review.in_queue(name, scoped(Application.objects.sent(), actor, "wave__center"))
        pks = Application.objects.filter(pk__in=rows.order_by().values("pk"))
        words, _rows = review.QUEUES[name]
        url = _list("enrollment_application", antrean=name)
        return [_figure(words, pks, url, risk=risk(timezone.now()), **moment)]

    return ask


def _silent(actor):
    """Who has to be rung, asked as the list itself asks: until when the first of them has time."""
    reach = scoped(Application.objects.known_to_the_desk(), actor, "wave__center")
    to_ring = [one for one in silent(reach, timezone.now()) if not one.is_settled]
    first = min((one.due.until for one in to_ring), default=None)
    url, number = reverse("admin:enrollment_application_calls"), len(to_ring)
    return [Waiting(_("Perlu ditelepon"), number, url, until=first, urgent=number)]


def _ready_to_propose(actor):
    """Waves whose intake is closed and decided, and whose results nobody has proposed."""
    of_wave = Application.objects.filter(wave=OuterRef("pk"), choices__offering__mode="selection")
    settled = Ranking.objects.filter(wave=OuterRef("pk")).exclude(status=RankingStatus.DRAFT)
    waves = scoped(Wave.objects.filter(closes_at__lt=timezone.now()), actor, "center").filter(
        Exists(of_wave.filter(status=Status.VERIFIED)),
        ~Exists(of_wave.filter(status__in=sorted(UNDECIDED))),
        ~Exists(settled),
    )
    return [
        Waiting(_("Siap diajukan: %(wave)s") % {"wave": wave}, 1, _control(wave), wave.closes_at)
        for wave in waves.order_by("closes_at", "pk")[:5]
    ]


def _to_publish(actor):
    proposed = scoped(Ranking.objects.filter(status=RankingStatus.PROPOSED), actor, "wave__center")
    return [
        Waiting(
            _("Hasil menunggu diumumkan: %(wave)s") % {"wave": one.wave},
            1,
            reverse("admin:wave_results", args=[one.wave_id]),
            one.proposed_at,
        )
        for one in proposed.select_related("wave").order_by("proposed_at", "pk")[:5]
    ]


def _control(wave):
    return reverse("admin:wave_control", args=[wave.pk])


def _classes_to_start(actor):
    rows = review.classes_to_start(scoped(Cohort.objects.all(), actor, "offering__wave__center"))
    return [_figure(_("Kelas yang seharusnya mulai"), rows, _list("cohorts_cohort", antrean="mulai"))]


def _classes_to_complete(actor):
    rows = papers.with_progress(papers.cohorts_of(actor)).filter(active__gt=0, ends_on__lte=timezone.localdate())
    return [_figure(_("Kelas menunggu dinyatakan selesai"), rows, reverse("certification:cohorts"))]


def _classes_to_certify(actor):
    rows = papers.with_progress(papers.cohorts_of(actor)).filter(uncertified__gt=0)
    return [_figure(_("Kelas menunggu sertifikat"), rows, reverse("certification:cohorts"))]


def _consent_gaps(actor):
    rows = scoped(ConsentGap.objects.filter(closed_at=None), actor, "center")
    return [
        _figure(_("Persetujuan wali yang belum ada"), rows, _list("trainees_consentgap", terbuka="ya"), "found_at")
    ]


def _appeals(actor):
    rows = scoped(Appeal.objects.filter(status=AppealStatus.FILED), actor, "application__wave__center")
    url = _list("enrollment_appeal", status__exact="filed")
    risk = _within("answer_by", timezone.now())
    return [_figure(_("Sanggahan menunggu jawaban"), rows, url, until="answer_by", risk=risk)]


def _small_offerings(actor):
    rows = small(scoped(Offering.objects.select_related("program", "wave"), actor, "wave__center"))
    return [
        Waiting(_("Kurang peserta: %(program)s") % {"program": one.program}, 1, _control(one.wave))
        for one in rows.order_by("wave__starts_on", "program__name", "pk")[:5]
    ]


def _data_requests(actor):
    rows = scoped(DataRequest.objects.filter(state=DataRequest.State.OPEN), actor, "center")
    url = _list("trainees_datarequest", state__exact="open")
    risk = _within("due_at", timezone.now())
    return [_figure(_("Permintaan tentang data pribadi"), rows, url, until="due_at", risk=risk)]


def _dead_messages(actor):
    rows = undelivered(OutboxMessage.objects.all())
    rows = rows.filter(center_code=actor.center_code) if actor.center_code else rows
    url = _list("notifications_outboxmessage", antrean="tidak-sampai")
    return [_figure(_("Pesan yang tidak terkirim"), rows, url, "created_at")]


def _running_jobs(actor):
    rows = jobs.visible_to(actor).live()
    return [_figure(_("Pekerjaan berjalan"), rows, _list("jobs_job", state__in="queued,running"), "created_at")]


def _to_decide(now):
    return files.lapsing(now) | files.announced_soon(now)


def _within(column, now):
    return Q(**{f"{column}__lte": now + files.SOON})


FIGURES = (  # a row of the role table, and who asks then
    ("enrollment.application", "verify", _queue("periksa", since="submitted_at", risk=_to_decide)),
    ("enrollment.application", "settle_claim", _queue("klaim", since="submitted_at", risk=_to_decide)),
    ("enrollment.application", "return", _queue("terlambat", since="fix_by", risk=partial(_within, "fix_by"))),
    ("enrollment.application", "call", _silent),
    ("enrollment.application", "score", _queue("nilai", since="verified_at")),
    ("enrollment.ranking", "propose", _ready_to_propose),
    ("enrollment.ranking", "publish", _to_publish),
    ("enrollment.appeal", "view", _appeals),
    ("page", "wave_control", _small_offerings),
    (
        "enrollment.application",
        "confirm",
        _queue("daftar-ulang", until="answer_by", risk=partial(_within, "answer_by")),
    ),
    ("cohorts.cohort", "start", _classes_to_start),
    ("cohorts.cohort", "complete", _classes_to_complete),
    ("certification.certificate", "issue", _classes_to_certify),
    ("trainees.datarequest", "view", _data_requests),
    ("trainees.consentgap", "view", _consent_gaps),
    ("notifications.outboxmessage", "view", _dead_messages),
    ("page", "jobs", _running_jobs),
)


def context(request):
    """What the index shows beside the navigation."""
    return {
        "waiting": waiting_for(request.actor),
        "waves": today.waves_under_way(request.actor),
        **today.of_the_day(request.actor),
        "may_check": roles.may(request.actor, "enrollment.application", "verify"),
        "may_open_wave": roles.may(request.actor, "cohorts.wave", "add"),
        "site": admin.site.name,
    }
