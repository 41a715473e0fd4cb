"""What stands between a trainee and "selesai". Reasons, not a boolean; plain values, no model.

Completed means: attended enough JP, and every unit of the program has a result, K or BK (or, where a program has no
units, the overall result is decided). It does not mean competent: that is what the certificate's kind says.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

WRONG_STATUS, ATTENDANCE, RESULTS_MISSING = "wrong_status", "attendance", "results_missing"


@dataclass(frozen=True, slots=True)
class Blocker:
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one trainee stands: the facts the rule looks at."""

    active: bool
    percent: int
    threshold: int
    missing_units: tuple = ()
    has_units: bool = True
    decided: bool = False


def blockers(standing):
    found = []
    if not standing.active:
        found.append(Blocker(WRONG_STATUS, _("Pelatihan orang ini sudah berakhir.")))
    if standing.percent < standing.threshold:
        values = {"percent": standing.percent, "threshold": standing.threshold}
        sentence = _("Kehadiran %(percent)d%% dari JP, di bawah ambang %(threshold)d%%.") % values
        found.append(Blocker(ATTENDANCE, sentence))
    if standing.missing_units:
        units = ", ".join(standing.missing_units)
        found.append(Blocker(RESULTS_MISSING, _("Belum dinilai: %(units)s.") % {"units": units}))
    if not standing.has_units and not standing.decided:
        found.append(Blocker(RESULTS_MISSING, _("Hasil akhir belum ditetapkan instruktur.")))
    return found


def overall(outcomes):
    """K only if every unit is K; one BK or one absence and the whole is not yet."""
    return "K" if outcomes and all(outcome == "K" for outcome in outcomes) else "BK"
