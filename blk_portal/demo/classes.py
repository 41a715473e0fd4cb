"""What happened in class: who was there on each day, what instructors saw, who completed and who was dismissed."""

from datetime import timedelta

from audit.moves import Actor
from blk_portal.demo.days import DAY, at
from blk_portal.demo.logins import TRAINEES
from centers.models import Role
from certification.models import Assessment, OverallResult
from certification.rules.completion import overall
from classroom.models import Mark, Sheet
from classroom.transitions import jp_for
from cohorts import workflow as offered
from cohorts.models import Session
from enrollment import workflow
from enrollment.models import Enrollment

Presence = Mark.Presence
USUAL = {Presence.PRESENT: 928, Presence.LATE: 30, Presence.EXCUSED: 16, Presence.SICK: 18, Presence.ABSENT: 8}
RARELY = {Presence.PRESENT: 6, Presence.ABSENT: 4}
PRINTED = {login.email for login in TRAINEES}
WORST = 2  # full days somebody may miss and still be far above the threshold


class Teaching:
    """One wave's classes. `truants` are enrollments that stay away too often and are dismissed on that day."""

    def __init__(self, past, institution, random, offers, enrollments, truants=(), dismissed_on=None):
        self.past, self.institution, self.random, self.offers = past, institution, random, offers
        self.truants, self.dismissed_on = {one.pk for one in truants}, dismissed_on
        self.missed, self.of_cohort = {}, {}
        for one in enrollments:
            self.of_cohort.setdefault(one.cohort_id, []).append(one)

    def roster(self, cohort, day):
        everybody = self.of_cohort[cohort.pk]
        return [one for one in everybody if one.pk not in self.truants or day <= self.dismissed_on]

    def instructor(self, cohort):
        user = self.institution.instructors[cohort.name]
        return Actor(user=user, role=Role.INSTRUCTOR, center_code=self.institution.center.code)

    # --- attendance ---

    def mark(self, until, locked_until):
        """A list for each day before `until`; those up to `locked_until` are locked as transport money wants it."""
        sheets, marks = [], []
        for cohort, session in self._sessions():
            if session.date < until:
                sheet = self._sheet(cohort, session)
                sheets.append(sheet)
                marks += self._marks(sheet, cohort, session)
        held = [sheet.session.pk for sheet in sheets]
        Session.objects.filter(pk__in=held).update(status=offered.SessionStatus.HELD)
        Sheet.objects.bulk_create(sheets)
        Mark.objects.bulk_create(marks, batch_size=2000)
        self._lock([sheet for sheet in sheets if sheet.session.date <= locked_until])

    def _sessions(self):
        for offer in self.offers:
            for cohort in offer.cohorts:
                yield from ((cohort, session) for session in offer.sessions[cohort.pk])

    def _sheet(self, cohort, session):
        by, when = self.instructor(cohort), at(session.date, 8, self.random.randint(5, 40))
        sheet = Sheet(session=session, marked_by=by.user, marked_at=when)
        self.past.move(session, offered.HOLD_SESSION, by=by, at=when)
        self.past.write(
            "sheet.mark", by=by, about=sheet, at=when, facts={"rows": len(self.roster(cohort, session.date))}
        )
        return sheet

    def _marks(self, sheet, cohort, session):
        for enrollment in self.roster(cohort, session.date):
            presence = self._presence(enrollment)
            yield Mark(
                sheet=sheet,
                enrollment=enrollment,
                presence=presence,
                jp=jp_for(presence, session),
                marked_by=sheet.marked_by,
                marked_at=sheet.marked_at,
            )

    def _presence(self, enrollment):
        truant = enrollment.pk in self.truants
        weights = RARELY if truant else USUAL
        presence = self.random.choices(list(weights), list(weights.values()))[0]
        if jp_for(presence, Session(jp=1)):
            return presence
        self.missed[enrollment.pk] = self.missed.get(enrollment.pk, 0) + 1
        return presence if truant or self.missed[enrollment.pk] <= WORST else Presence.PRESENT

    def _lock(self, sheets):
        officer, by_moment = self.institution.actor(Role.OFFICER), {}
        for sheet in sheets:
            sheet.locked_at = at(sheet.session.date + DAY, 16)
            by_moment.setdefault(sheet.locked_at, []).append(sheet.pk)
            self.past.write("sheet.lock", by=officer, about=sheet, at=sheet.locked_at)
        for moment, keys in by_moment.items():
            Sheet.objects.filter(pk__in=keys).update(locked_at=moment)

    # --- results ---

    def assess(self, units_seen=None):
        """K or BK per unit, the first `units_seen` of them; all of them if not told. {enrollment: outcomes}."""
        seen = {}
        for offer in self.offers:
            units = offer.units[:units_seen]
            for cohort in offer.cohorts:
                days = offer.sessions[cohort.pk]
                for enrollment in self.roster(cohort, days[-1].date):
                    seen[enrollment.pk] = [self._seen(cohort, enrollment, unit, days) for unit in units]
        Assessment.objects.bulk_create(one for outcomes in seen.values() for one in outcomes)
        return seen

    def _seen(self, cohort, enrollment, unit, sessions):
        mine = [session for session in sessions if session.unit == unit]
        when = at((mine or sessions)[-1].date, 14, self.random.randint(0, 59))
        by = self.instructor(cohort)
        outcome = "BK" if self._fails(enrollment) else "K"
        facts = {"unit": unit.code, "outcome": outcome, "before": ""}
        self.past.write("enrollment.assess", by=by, about=enrollment, at=when, facts=facts)
        return Assessment(enrollment=enrollment, unit=unit, outcome=outcome, assessed_by=by.user, assessed_at=when)

    def _fails(self, enrollment):
        return enrollment.trainee.email not in PRINTED and self.random.random() < 0.03

    def complete(self, day):
        """Overall results and completion on that day; the head has dismissed the truants before."""
        outcomes = self.assess()
        results, enrollments = [], []
        for offer in self.offers:
            for cohort in offer.cohorts:
                for enrollment in self.of_cohort[cohort.pk]:
                    enrollments.append(enrollment)
                    if enrollment.pk in self.truants:
                        self._dismiss(enrollment)
                    else:
                        results.append(self._settle(cohort, enrollment, outcomes[enrollment.pk], day))
        OverallResult.objects.bulk_create(results)
        Enrollment.objects.bulk_update(enrollments, ["status", "ended_on"], batch_size=200)

    def _settle(self, cohort, enrollment, outcomes, day):
        officer, source = self.institution.actor(Role.OFFICER), OverallResult.Source.UNITS
        when = at(day, 15, self.random.randint(0, 50))
        result = overall([one.outcome for one in outcomes])
        if not outcomes:
            officer, source = self.instructor(cohort), OverallResult.Source.DECIDED
            result = "BK" if self._fails(enrollment) else "K"
        facts = {"result": result, "source": source.value}
        self.past.write("enrollment.settle", by=officer, about=enrollment, at=when, facts=facts)
        enrollment.ended_on = day
        by = self.institution.actor(Role.OFFICER)
        self.past.move(enrollment, workflow.COMPLETE_ENROLLMENT, by=by, at=when + timedelta(minutes=1))
        return OverallResult(
            enrollment=enrollment, result=result, source=source, decided_at=when, decided_by=officer.user
        )

    def _dismiss(self, enrollment):
        note = "Tidak hadir tanpa keterangan melewati batas tata tertib."
        enrollment.ended_on = self.dismissed_on
        by, when = self.institution.actor(Role.HEAD), at(self.dismissed_on, 16)
        self.past.move(enrollment, workflow.DISMISS_ENROLLMENT, by=by, at=when, note=note)
