"""Papers of the finished wave: numbered in one series without a gap, one of them revoked; and what an LSP sent."""

from datetime import timedelta

from audit.moves import Actor
from blk_portal.demo.days import DAY, at
from centers.models import Role
from centers.selectors import official_of
from certification import pdf, snapshots, workflow
from certification.models import BnspRecord, Certificate, NumberSeries, OverallResult, Result
from certification.rules.numbers import number_text
from certification.transitions.issuing import SERIES, new_code
from enrollment.workflow import EnrollmentStatus

Kind, State = Certificate.Kind, BnspRecord.State
PRINTED = 2  # so many are printed now; any other is drawn when somebody fetches it
REVOKED_FOR = "Nama pada sertifikat bukan nama peserta yang mengikuti pelatihan."


class Register:
    """The certificates of one day, in the order in which they got their numbers."""

    def __init__(self, past, institution, day):
        self.past, self.institution, self.day = past, institution, day
        self.official = official_of(institution.center, day)
        self.certificates = []

    @property
    def by(self):
        return self.institution.actor(Role.CERTIFICATION)

    def issue(self, cohorts):
        """For everybody completed in these classes, as `certification.transitions.issue` writes it."""
        series = NumberSeries.objects.create(center=self.institution.center, series=SERIES, year=self.day.year)
        for cohort in cohorts:
            completed = cohort.enrollments.filter(status=EnrollmentStatus.COMPLETED)
            people = completed.select_related(
                "trainee", "overall_result", "cohort__offering__program__track", "cohort__offering__wave__center"
            )
            for enrollment in people.order_by("trainee__full_name", "pk"):
                self._issue(enrollment, series)
        series.save()
        Certificate.objects.bulk_create(self.certificates)
        return self.certificates

    def _issue(self, enrollment, series):
        series.last += 1
        center, day, code = self.institution.center, self.day, new_code()
        number = number_text(center.certificate_format, number=series.last, center=center.code.upper(), day=day)
        kind = Kind.COMPETENCE if enrollment.overall_result.result == Result.COMPETENT else Kind.PARTICIPATION
        certificate = Certificate(
            enrollment=enrollment,
            kind=kind,
            series=series,
            sequence=series.last,
            number=number,
            code=code,
            snapshot=snapshots.of(enrollment, kind=kind, number=number, code=code, official=self.official, day=day),
            issued_at=at(day, 9) + timedelta(seconds=series.last),
            issued_by=self.by.user,
        )
        if len(self.certificates) < PRINTED:
            self._print(certificate)
        self.certificates.append(certificate)
        self.past.write(
            "certificate.issue",
            by=self.by,
            about=certificate,
            at=certificate.issued_at,
            to_status=certificate.status,
            facts={"number": number, "kind": kind.value},
        )

    def _print(self, certificate):
        series = certificate.series
        certificate.pdf = f"certificates/{self.institution.center.code}/{series.year}/{series.last:05d}.pdf"
        certificate.pdf_sha256 = pdf.keep(
            certificate.pdf.name, pdf.render(certificate.snapshot, certificate.issued_at)
        )

    def revoke(self, certificate):
        certificate.ended_at = at(self.day + 6 * DAY, 11)
        certificate.end_reason = REVOKED_FOR
        self.past.move(certificate, workflow.REVOKE, by=self.by, at=certificate.ended_at, note=REVOKED_FOR)
        certificate.save()


def record_bnsp(past, by: Actor, cohort, day):
    """What the paper of an LSP says of one class: most came, a few wait, one is not yet competent, one was absent."""
    states = [State.ISSUED] * 10 + [State.WAITING] * 3 + [State.NOT_YET, State.ABSENT, State.REGISTERED]
    competent = OverallResult.objects.filter(enrollment__cohort=cohort, result=Result.COMPETENT)
    people = [one.enrollment for one in competent.select_related("enrollment").order_by("pk")]
    records = [
        BnspRecord(
            enrollment=enrollment,
            lsp="LSP Contoh Teknik Las",
            scheme=f"Okupasi {cohort.offering.program}",
            tested_on=day,
            state=state,
            recorded_at=at(day + 5 * DAY, 10),
            **(_numbers(number, day) if state == State.ISSUED else {}),
        )
        for number, (enrollment, state) in enumerate(zip(people, states, strict=False), start=1)
    ]
    BnspRecord.objects.bulk_create(records)
    for record in records:
        past.write("bnsprecord.added", by=by, about=record, at=record.recorded_at)
    return records


def _numbers(number, day):
    """Typed from a paper that does not exist, and saying so."""
    return {
        "certificate_number": f"CONTOH 0000 0 {number:07d} {day.year}",
        "registration_number": f"CONTOH.000.{number:05d} {day.year}",
        "blank_number": f"CONTOH {number:07d}",
        "valid_until": day.replace(year=day.year + 3) if (day.month, day.day) != (2, 29) else day + 1095 * DAY,
    }
