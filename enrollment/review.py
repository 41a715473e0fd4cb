"""What the desk asks: which applications wait for what, which comes next, what does not agree on this one."""

from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.models import ViewLog
from centers.models import Region
from cohorts.models import Offering
from cohorts.workflow import CohortStatus
from enrollment import selectors
from enrollment.models import Application, Choice, Ranking
from enrollment.workflow import RankingStatus, Status
from trainees import identity
from trainees.rules import nik as nik_rules

LOOKED_AT = "admin:enrollment.application"  # the page's name in the view log
BUSY = timedelta(minutes=15)  # how long a file somebody opened is not handed to a colleague
NO_CONSENT = {  # how far the guardian's consent of a minor has come, where it is not there
    "open": _("Peserta belum 18 tahun; persetujuan walinya belum ada."),
    "waiting": _("Peserta belum 18 tahun; tautan persetujuan sudah dikirim kepada walinya dan belum dijawab."),
    "declined": _("Peserta belum 18 tahun; walinya memilih tidak setuju atau menarik persetujuannya."),
    "expired": _("Peserta belum 18 tahun; tautan persetujuan untuk walinya sudah tidak berlaku tanpa jawaban."),
}


def _check(rows, now):
    return rows.filter(status__in=[Status.SUBMITTED, Status.PROVISIONAL], verified_at=None, identity_claim=False)


def _claims(rows, now):
    return rows.filter(identity_claim=True, status__in=[Status.SUBMITTED, Status.RETURNED, Status.PROVISIONAL])


def _overdue(rows, now):
    return rows.filter(status=Status.RETURNED, fix_by__lt=now)


def _unscored(rows, now):
    """Verified for a selection, a mark missing, and the results not proposed yet."""
    selecting = Choice.objects.filter(application=OuterRef("pk"), offering__mode=Offering.Mode.SELECTION)
    settled = Ranking.objects.filter(
        wave=OuterRef("wave"), status__in=[RankingStatus.PROPOSED, RankingStatus.PUBLISHED]
    )
    marked = rows.annotate(marks=Count("scores"))
    return marked.filter(Exists(selecting), ~Exists(settled), status=Status.VERIFIED, marks__lt=2)


def _answer(rows, now):
    return rows.filter(status=Status.ACCEPTED)


QUEUES = {  # name in the address: (words, rows)
    "periksa": (_("Menunggu diperiksa"), _check),
    "klaim": (_("Klaim identitas"), _claims),
    "terlambat": (_("Perbaikan lewat batas"), _overdue),
    "nilai": (_("Belum dinilai lengkap"), _unscored),
    "daftar-ulang": (_("Menunggu daftar ulang"), _answer),
}


def in_queue(name, rows):
    """Those of `rows` that stand in this queue. The desk counts with it and the list filters with it."""
    _words, waiting = QUEUES[name]
    return waiting(rows, timezone.now())


def classes_to_start(cohorts):
    """Planned classes whose first day has come and in which somebody has confirmed."""
    due = cohorts.filter(status=CohortStatus.PLANNED, starts_on__lte=timezone.localdate())
    return due.filter(Exists(Application.objects.filter(seat__cohort=OuterRef("pk"), status=Status.CONFIRMED)))


def next_file(rows, actor, after=None):
    """The oldest file to check that no colleague has open; beginning behind `after`, so that one may be left lying."""
    since = timezone.now() - BUSY
    looked = ViewLog.objects.filter(page=LOOKED_AT, at__gt=since).exclude(user=actor.user)
    busy = [pk for ids in looked.order_by("pk").values_list("subject_ids", flat=True) for pk in ids]
    waiting = in_queue("periksa", rows).exclude(pk__in=busy).order_by("submitted_at", "pk")
    if after is None:
        return waiting.first()
    later = waiting.filter(
        Q(submitted_at=after.submitted_at, pk__gt=after.pk) | Q(submitted_at__gt=after.submitted_at)
    )
    return later.first() or waiting.exclude(pk=after.pk).first()


def doubts(application):
    """Sentences for the officer: where the NIK and the form disagree, and what the rules left to be looked at."""
    looked = [sentence for finding in application.findings for sentence in finding.get("look", [])]
    return [warning.sentence for warning in _nik_warnings(application.trainee)] + _lacks_consent(application) + looked


def _lacks_consent(application):
    """A minor whose guardian has not answered yet, has refused, or has taken the consent back."""
    if not application.trainee.is_minor(timezone.localdate()):
        return []
    return [NO_CONSENT[name]] if (name := selectors.guardian_standing(application.trainee).name) in NO_CONSENT else []


def _nik_warnings(trainee):
    nik = trainee.nik
    if not nik:
        return []
    return nik_rules.warnings(
        nik, birth_date=trainee.birth_date, sex=trainee.sex, known_districts=_districts_of(f"{nik[:2]}.{nik[2:4]}")
    )


def _districts_of(regency):
    """Our list goes down to the kecamatan only in Banten; elsewhere the kabupaten/kota stands for all under it."""
    codes = Region.objects.filter(Q(code=regency) | Q(parent=regency)).order_by("code")
    found = set(codes.values_list("code", flat=True))
    return found - {regency} or found


def earlier_holder(application):
    """Who holds the NIK that this application claims; None without a claim."""
    return identity.holder_claimed_by(application.trainee)


def to_be_scored(rows, wave, offering=None):
    """Verified applicants of a wave (or of one of its offerings) by name, for the list of marks."""
    chosen = Choice.objects.filter(application=OuterRef("pk"), offering__mode=Offering.Mode.SELECTION)
    if offering is not None:
        chosen = chosen.filter(offering=offering)
    return (
        rows.filter(Exists(chosen), wave=wave, status=Status.VERIFIED)
        .select_related("trainee")
        .prefetch_related("scores", "choices__offering__program")
        .order_by("trainee__full_name", "pk")
    )


def others_of(application):
    """What else this person has sent, newest first."""
    rows = Application.objects.sent().filter(trainee=application.trainee_id).exclude(pk=application.pk)
    return rows.select_related("wave").order_by("-submitted_at", "-pk")
