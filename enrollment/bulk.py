"""One act on many applications: what it is called, and who would be passed over and why, before anybody presses.

The same questions as in `transitions`, asked of all at once; there they are asked again of each, under its lock.
"""

from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrollment import selectors, workflow
from enrollment.forms_desk import ReasonForm
from enrollment.forms_files import AssignManyForm
from enrollment.models import Application, Appointment, Ranking
from enrollment.selectors.appointments import against_missing, not_over
from enrollment.workflow import RankingStatus
from trainees.models import Consent, Document


@dataclass(frozen=True, slots=True)
class Bulk:
    """`kind` is the job's, `sources` the statuses from which it is possible, `form` what has to be said."""

    kind: str
    title: str
    button: str
    sources: frozenset
    form: type = forms.Form
    grave: bool = False
    tells: bool = True  # the applicants hear of it

    def form_for(self, actor, data=None):
        """A form may have to know who asks: then it has `for_actor`."""
        make = getattr(self.form, "for_actor", None)
        return make(actor, data) if make else self.form(data)


ACTS = {  # the name of the move in the role table
    "verify": Bulk(
        "verify_applications",
        gettext_lazy("Nyatakan berkas lolos"),
        gettext_lazy("Ya, nyatakan lolos"),
        workflow.VERIFY.sources | workflow.VERIFY_SEAT.sources,
    ),
    "return": Bulk(
        "return_applications",
        gettext_lazy("Kembalikan untuk diperbaiki"),
        gettext_lazy("Ya, kembalikan"),
        workflow.RETURN.sources,
        ReasonForm,
    ),
    "refuse": Bulk(
        "refuse_applications",
        gettext_lazy("Nyatakan tidak memenuhi syarat"),
        gettext_lazy("Ya, nyatakan tidak memenuhi syarat"),
        workflow.REFUSE.sources,
        ReasonForm,
        grave=True,
    ),
    "miss_test": Bulk(
        "miss_test_applications",
        gettext_lazy("Tandai tidak hadir tes"),
        gettext_lazy("Ya, tandai tidak hadir"),
        workflow.MISS_TEST.sources,
        grave=True,
    ),
    "assign": Bulk(
        "assign_applications",
        gettext_lazy("Tugaskan kepada petugas"),
        gettext_lazy("Ya, tugaskan"),
        workflow.LIVE,
        AssignManyForm,
        tells=False,
    ),
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """Who would be moved, and [(sentence, applications)] of who would not."""

    ready: list
    passed_over: list


def outlook(name, pks):
    """One query, or four for who missed the test, however many are chosen."""
    chosen = Application.objects.filter(pk__in=pks).select_related("trainee").order_by("submitted_at", "pk")
    if name == "miss_test":
        kept = Appointment.objects.kept().select_related("sitting").order_by("pk")
        chosen = chosen.prefetch_related(Prefetch("appointments", kept))
    waves = (_settled_waves(), _tested_waves()) if name == "miss_test" else (frozenset(), frozenset())
    judged = [(_hindrance(ACTS[name], name, one, *waves), one) for one in _with_papers(chosen)]
    ready = [one for sentence, one in judged if not sentence]
    rest = sorted([pair for pair in judged if pair[0]], key=lambda pair: pair[0])
    passed_over = [(sentence, [one for _s, one in of]) for sentence, of in groupby(rest, lambda pair: pair[0])]
    return Outlook(ready, sorted(passed_over, key=lambda pair: -len(pair[1])))


def _with_papers(rows):
    papers = Document.objects.current().filter(trainee=OuterRef("trainee"), state__in=selectors.TO_FIX)
    consents = selectors.of_guardians(Consent.objects.filter(trainee=OuterRef("trainee")))
    return rows.annotate(has_to_fix=Exists(papers), has_consent=Exists(consents))


def _settled_waves():
    out = Ranking.objects.filter(status__in=[RankingStatus.PROPOSED, RankingStatus.PUBLISHED])
    return frozenset(out.order_by("pk").values_list("wave", flat=True))


def _tested_waves():
    return frozenset(not_over().order_by("pk").values_list("wave", flat=True))


def _hindrance(act, name, application, settled, tested):
    if application.status not in act.sources:
        status = application.get_status_display()
        return _("Tidak bisa dilakukan saat statusnya “%(status)s”.") % {"status": status}
    if application.wave_id in settled:
        return _("Hasil gelombang ini sudah diajukan. Tarik usulannya lebih dahulu.")
    if name == "miss_test":
        tests_go_on = application.wave_id in tested
        _code, sentence = against_missing(application.appointments.all(), tests_go_on=tests_go_on) or ("", "")
        return sentence
    if name != "verify":
        return ""
    papers = {"has_consent": application.has_consent, "has_to_fix": application.has_to_fix}
    _code, sentence = selectors.unverifiable(application, **papers) or ("", "")
    return sentence
