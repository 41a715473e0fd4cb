"""The desk: papers checked, sent back, sent again, found good or not; marks given; who did not come."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit import trail
from audit.moves import Refused, lock, moving
from enrollment import selectors, workflow
from enrollment.announcements import announce
from enrollment.models import Ranking, Score
from enrollment.rules.deadlines import end_of_day
from enrollment.selectors.appointments import against_missing, not_over
from enrollment.transitions.criteria import keep_points, worked_out
from enrollment.transitions.places import let_go, take_again
from enrollment.transitions.policies import lock_before_marks
from enrollment.transitions.seats import give_back
from enrollment.transitions.submitting import PORTAL, findings_of, keep_agreement
from enrollment.transitions.verifying import found_good
from enrollment.workflow import RankingStatus, Status
from trainees import identity
from trainees.models import Document


@transaction.atomic
def return_for_fixing(application, *, by, reason, kinds=(), fix_by=None):
    """Ask for a correction by a date (default: the center's days from now). `kinds`: papers to photograph again."""
    with moving(application, workflow.RETURN, by=by, note=reason):
        application.fix_by = fix_by or end_of_day(timezone.localdate(), application.wave.center.fix_days)
        application.reason = reason
    _send_back(application, kinds, reason)
    announce(application, "returned", reason=reason)


def _send_back(application, kinds, reason):
    sent_back = application.trainee.documents.current().filter(kind__in=kinds)
    sent_back.update(state=Document.State.FIX, reason=reason[:200])


@transaction.atomic
def resubmit(application, *, by, texts=(), ip=None, channel=PORTAL):
    """Send the corrected application, agreed to anew. What it lacks is said again, age and domicile judged again."""
    with moving(application, workflow.RESUBMIT, by=by):
        today = timezone.localdate()
        lacking = selectors.missing(application, today)
        if lacking:
            raise Refused("incomplete", " ".join(sentence for _step, sentence in lacking))
        application.findings = findings_of(application, selectors.offerings_of(application), today)
        application.fix_by, application.reason = None, ""
        application.adult_on = application.trainee.adult_on
        consent = selectors.guardian_consent(application.trainee)
        application.consented_at = consent.given_at if consent else None
        application.identity_claim = not identity.take(application.trainee)  # the NIK may be what was corrected
    keep_agreement(application, texts, by=by, ip=ip, channel=channel)
    announce(application, "resubmitted")


@transaction.atomic
def verify(application, *, by, note=""):
    """The papers are good. A provisional seat becomes a real one.

    Raises Refused: identity_claim, guardian_consent_missing, document_to_fix, wrong_status.
    """
    current = lock(application).trainee.documents.current()
    found_good(application, by=by, note=note, has_to_fix=current.filter(state__in=selectors.TO_FIX).exists())
    current.filter(state=Document.State.WAITING).update(state=Document.State.VALID)


@transaction.atomic
def reopen(application, *, by, reason):
    """Look at it again, papers and all, until the results are proposed."""
    lock(application.wave)
    with moving(application, workflow.REOPEN, by=by, note=reason):
        _refuse_if_results(application, {RankingStatus.PROPOSED, RankingStatus.PUBLISHED})
        application.verified_at = None
    application.trainee.documents.current().filter(state=Document.State.VALID).update(state=Document.State.WAITING)


@transaction.atomic
def refuse(application, *, by, reason):
    """Not eligible after all; the person reads the reason. A provisional seat falls free for the next in line."""
    lock(application.wave)
    held = lock(application).seat
    with moving(application, workflow.REFUSE, by=by, note=reason):
        application.reason, application.seat, application.ended_at = reason, None, timezone.now()
    let_go(application, by=by)
    announce(application, "ineligible", reason=reason)
    give_back(application, held, by=by)


@transaction.atomic
def miss_test(application, *, by, note=""):
    """Did not come to test or interview: gugur. Raises Refused: came, not_over, not_asked, results_proposed."""
    with moving(application, workflow.MISS_TEST, by=by, note=note):
        _refuse_if_results(application, {RankingStatus.PROPOSED, RankingStatus.PUBLISHED})
        tests_go_on = not_over().filter(wave=application.wave_id).exists()
        kept = application.appointments.kept().select_related("sitting")
        if against := against_missing(kept, tests_go_on=tests_go_on):
            raise Refused(*against)
        application.ended_at = timezone.now()
    let_go(application, by=by)
    announce(application, "no_show")


@transaction.atomic
def undo_miss_test(application, *, by, reason, is_told=True):
    """Out by mistake: a candidate again, with the times that went along as far as their places are still free.

    Until the results are proposed; afterwards only an appeal helps. Raises Refused: results_proposed, wrong_status.
    """
    with moving(application, workflow.UNDO_MISS_TEST, by=by, note=reason):
        _refuse_if_results(application, {RankingStatus.PROPOSED, RankingStatus.PUBLISHED})
        application.ended_at = None
    take_again(application, by=by)
    if is_told:
        announce(application, "no_show_undone")


@transaction.atomic
def give_score(application, part, value=None, *, by, points=None):
    """Write down a mark from 0 to 100, or the points it is made of: {criterion's id: points}.

    An earlier one of the same part is overwritten and stays in the trail. The first of a wave locks the rules by
    which all of them will count. Raises Refused: wrong_status, results_proposed, and all of `worked_out`.
    """
    lock_before_marks(application.wave_id, by=by)
    if lock(application).status != Status.VERIFIED:
        raise Refused("wrong_status", _("Nilai hanya untuk pendaftaran yang berkasnya lolos."))
    _refuse_if_results(application, {RankingStatus.PROPOSED, RankingStatus.PUBLISHED})
    before = application.scores.filter(part=part).first()
    score, _created = Score.objects.update_or_create(
        application=application,
        part=part,
        defaults={
            "value": worked_out(application, part, value, points or {}),
            "scored_by": by.user,
            "scored_at": timezone.now(),
        },
    )
    keep_points(score, points or {})
    facts = {"part": part, "value": str(score.value), "from": str(before.value) if before else ""}
    trail.write("application.score", by=by, about=application, facts=facts)
    return score


def _refuse_if_results(application, statuses):
    if Ranking.objects.filter(wave=application.wave_id, status__in=sorted(statuses)).exists():
        raise Refused("results_proposed", _("Hasil gelombang ini sudah diajukan. Tarik usulannya lebih dahulu."))
