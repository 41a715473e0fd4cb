"""What the desk asks: which applications wait for what, which comes next, what does not agree on this one."""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from centers.models import Region
from cohorts.models import Offering
from cohorts.workflow import CohortStatus
from enrollment import selectors
from enrollment.models import Application, Choice, Ranking
from enrollment.rules.cross_checks import names_differ, place_of
from enrollment.selectors import files
from enrollment.workflow import RankingStatus, Status
from trainees import identity
from trainees.rules import nik as nik_rules

NO_CONSENT = {  # how far the guardian's consent of a minor has come, where it is not there
    "open": _("Peserta belum 18 tahun; persetujuan walinya belum ada."),
    "waiting": _("Peserta belum 18 tahun; tautan persetujuan sudah dikirim kepada walinya dan belum dijawab."),
    "declined": _("Peserta belum 18 tahun; walinya memilih tidak setuju atau menarik persetujuannya."),
    "expired": _("Peserta belum 18 tahun; tautan persetujuan untuk walinya sudah tidak berlaku tanpa jawaban."),
}


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
    "periksa": (_("Menunggu diperiksa"), files.to_check),
    "klaim": (_("Klaim identitas"), files.claimed),
    "wali": (_("Menunggu jawaban wali"), files.awaiting_guardian),
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


def doubts(application):
    """Sentences for the officer: where the NIK and the form disagree, and what the rules left to be looked at."""
    trainee = application.trainee
    looked = [sentence for finding in application.findings for sentence in finding.get("look", [])]
    cross_checked = [warning.sentence for warning in _nik_warnings(trainee)] + _other_name(trainee)
    return cross_checked + _lacks_consent(application) + looked


def _other_name(trainee):
    """The account was opened under another name: somebody else's phone, or somebody else's papers."""
    account = trainee.account
    if account is None or not names_differ(account.full_name, trainee.full_name):
        return []
    return [
        gettext("Nama pada akun (%(account)s) berbeda dengan nama pada formulir. Cocokkan dengan KTP atau KK.")
        % {"account": account.full_name}
    ]


def _lacks_consent(application):
    """A minor whose guardian has not answered yet, has refused, or has taken the consent back."""
    if not application.trainee.is_minor(timezone.localdate()):
        return []
    return [NO_CONSENT[name]] if (name := selectors.guardian_standing(application.trainee).name) in NO_CONSENT else []


def _nik_warnings(trainee):
    """One look at the list of places, and none where the NIK is of the district one lives in."""
    nik = trainee.nik
    if not nik:
        return []
    district, regency = place_of(nik)
    lives_in = (trainee.region_id or "").startswith
    known = {district} if lives_in(district) else _districts_of(regency)
    found = nik_rules.warnings(nik, birth_date=trainee.birth_date, sex=trainee.sex, known_districts=known)
    return found + _moved(trainee, regency)


def _moved(trainee, regency):
    """Issued in another kabupaten/kota than one lives in: common, and the first thing a forged address shows."""
    if not trainee.region_id or trainee.region_id.startswith(regency):
        return []
    issued = Region.objects.filter(code=regency).values_list("name", flat=True).first()
    sentence = gettext("NIK terbit di %(place)s, bukan di daerah alamatnya. Cocokkan alamat dengan KTP atau KK.")
    return [nik_rules.Warning("regency_differs", sentence % {"place": issued or regency})]


def _districts_of(regency):
    """Our list goes down to the kecamatan only in Banten; elsewhere the kabupaten/kota stands for all under it."""
    codes = Region.objects.filter(Q(code=regency) | Q(parent=regency)).order_by("code")
    found = set(codes.values_list("code", flat=True))
    return found - {regency} or found


def earlier_holder(application):
    """Who holds the NIK that this application claims; None without a claim."""
    return identity.holder_claimed_by(application.trainee)


def to_be_scored(rows, wave, offering=None):
    """Verified applicants of a wave by name, for the list of marks; of an offering those who chose it first."""
    chosen = Choice.objects.filter(application=OuterRef("pk"), offering__mode=Offering.Mode.SELECTION)
    if offering is not None:
        chosen = chosen.filter(offering=offering, order=1)
    return (
        rows.filter(Exists(chosen), wave=wave, status=Status.VERIFIED)
        .select_related("trainee")
        .prefetch_related("scores__points", "choices__offering__program")
        .order_by("trainee__full_name", "pk")
    )


def others_of(application):
    """What else this person has sent, newest first."""
    rows = Application.objects.sent().filter(trainee=application.trainee_id).exclude(pk=application.pk)
    return rows.select_related("wave").order_by("-submitted_at", "-pk")
