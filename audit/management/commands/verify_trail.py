"""manage.py verify_trail [--expect DIGEST]: recompute the chain of seals over the trail."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from audit.verification import verify


class Command(BaseCommand):
    help = "Recompute the chain of seals over the trail; ends with an error if anything does not agree."

    def add_arguments(self, parser):
        parser.add_argument("--expect", default="", help="a digest written down earlier, which must still be there")

    def handle(self, *args, expect, **options):
        report = verify("".join(expect.split()).lower())
        if report.fault:
            raise CommandError(f"{report.sentence} [{report.fault}]")
        words = {"seals": report.seals, "rows": report.rows, "purged": report.purged, "waiting": report.waiting}
        self.stdout.write(
            _(
                "Jejak utuh: %(seals)d segel, %(rows)d baris cocok, %(purged)d baris dimusnahkan menurut aturan, "
                "%(waiting)d baris belum disegel."
            )
            % words
        )
        if report.digest:
            words = {"number": report.seals, "digest": report.digest}
            self.stdout.write(_("Segel terakhir nomor %(number)d: %(digest)s") % words)
            self.stdout.write(_("Catat sidik ini di luar portal; --expect memeriksanya nanti."))
