import time
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.moves import Actor, Refused
from blk_portal.importing import job as importing
from blk_portal.importing import reading, report
from cohorts.models import Wave
from jobs import runner, selectors
from jobs.handlers import Done
from jobs.models import Job

WORKER_SEEN_WITHIN = 60  # seconds


class Command(BaseCommand):
    help = "Brings the participants of an earlier wave in from the ministry's sheet (.xlsx or .csv)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--wave", required=True, help="number or name of the wave, which has its classes already")
        parser.add_argument("--center", help="code of the centre, if two have a wave of that name")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument("--wait", action="store_true", help="carry it out here, also if a worker is running")
        parser.add_argument("--as", dest="email", help="e-mail of the member of staff who answers for it")
        parser.add_argument("--report", dest="beside", type=Path, help="file for the report too (.txt or .xlsx)")

    def handle(self, *, file, wave, center, dry_run, wait, email, beside, **_options):
        wave = _wave(wave, center)
        by = _actor(email, wave.center)
        try:
            table = reading.read(file)
        except reading.Unreadable as unreadable:
            raise CommandError(str(unreadable)) from None
        answer = _rehearse(table, wave, by=by) if dry_run else self._carry_out(file, wave, table, by=by, wait=wait)
        if answer:
            self.stdout.write(answer.as_text(), ending="")
            _write(answer, beside)

    def _carry_out(self, file, wave, table, *, by, wait):
        try:
            job = importing.start(file, wave, by=by)
        except Refused as refused:
            raise CommandError(refused.message) from None
        if _a_worker_runs() and not wait:
            self.stdout.write(_("Dikerjakan di latar sebagai pekerjaan nomor %(number)d.") % {"number": job.pk})
            return None
        _finish(job)
        if job.error:
            self.stderr.write(job.error)
        return report.of_job(job, ignored=tuple(table.ignored))


def _wave(wanted, center):
    """By number or by name. A name may be used twice in real life; then the answer lists the numbers."""
    named = Q(label__iexact=wanted.strip())
    if wanted.isascii() and wanted.isdigit():
        named |= Q(pk=int(wanted))
    waves = Wave.objects.filter(named).select_related("center").order_by("pk")
    found = list(waves.filter(center__code=center) if center else waves)
    if not found:
        raise CommandError(_("Gelombang “%(wave)s” tidak ada.") % {"wave": wanted})
    if len(found) > 1:
        choices = ", ".join(f"{one.pk} ({one}, {one.center})" for one in found)
        raise CommandError(_("Ada beberapa gelombang; pilih nomornya: %(choices)s.") % {"choices": choices})
    return found[0]


def _actor(email, center):
    """Without --as it is whoever has the server's console; with it somebody who works at that centre."""
    if not email:
        return Actor(role="console", center_code=center.code)
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(_("Akun %(email)s tidak ada.") % {"email": email})
    membership = user.memberships.current().filter(center=center).order_by("pk").first()
    if membership is None and not user.is_superuser:
        raise CommandError(_("%(email)s tidak bekerja di %(center)s.") % {"email": email, "center": center})
    return Actor(user=user, role=membership.role if membership else "superuser", center_code=center.code)


def _rehearse(table, wave, *, by):
    """The real thing in a transaction that is taken back: what it says is what will happen."""
    with transaction.atomic():
        lines = importing.Lines(table, wave, by=by)
        verdicts = tuple(_rehearsed(lines, key) for key in lines.by_key)
        transaction.set_rollback(True)
    title = _("Uji coba, tidak ada yang disimpan: impor peserta %(wave)s") % {"wave": wave}
    return report.Report(title, verdicts, tuple(table.ignored))


def _rehearsed(lines, key):
    answer = lines.enter(key)
    outcome = "done" if isinstance(answer, Done) else "skipped"
    return report.verdict(key, outcome, getattr(answer, "code", ""), answer.reason)


def _a_worker_runs():
    beat = selectors.last_beat()
    return beat is not None and (timezone.now() - beat).total_seconds() < WORKER_SEEN_WITHIN


def _finish(job):
    """Work as a worker would until this job is over, or wait for the one who has it."""
    while not Job.objects.get(pk=job.pk).is_over:
        runner.run_due()
        time.sleep(0.1)
    job.refresh_from_db()


def _write(answer, path):
    if path is None:
        return
    path.write_bytes(answer.as_xlsx() if path.suffix.lower() == ".xlsx" else answer.as_text().encode())
