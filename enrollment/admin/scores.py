"""Marks of a whole wave: on one page, or by an Excel sheet that goes out and comes back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from audit import trail
from audit.sheets import XLSX
from audit.workbooks import Unreadable
from centers import locking
from centers.scoped import acted, form_for
from cohorts.models import Offering, Wave
from enrollment import review, scoring
from enrollment.forms.scores import ScoreForm, SheetForm
from enrollment.models import Ranking
from enrollment.rules.names import file_name
from enrollment.score_sheets import job, making, reading, storage, writing
from enrollment.selectors.criteria import first_program, rubrics
from enrollment.workflow import RankingStatus

SHOWN = 200
SETTLED = [RankingStatus.PROPOSED, RankingStatus.PUBLISHED]


class ScorePages:
    """For ApplicationAdmin."""

    def get_urls(self):
        own = [
            ("nilai/<int:wave>/", self.scores_view, "scores"),
            ("nilai/<int:wave>/lembar.xlsx", self.score_sheet_view, "score_sheet"),
            ("nilai/<int:wave>/excel/", self.score_upload_view, "score_upload"),
            ("nilai/<int:wave>/excel/<slug:name>/", self.score_preview_view, "score_preview"),
        ]
        seen_by = self.admin_site.admin_view
        pages = [path(at, seen_by(view), name=f"enrollment_application_{name}") for at, view, name in own]
        return pages + super().get_urls()

    def _wave(self, request, pk):
        if not self.may(request, "score"):
            raise PermissionDenied
        return get_object_or_404(self.admin_site._registry[Wave].get_queryset(request), pk=pk)

    def _score_page(self, request, template, wave, **context):
        shared = {**self.admin_site.each_context(request), "title": _("Isi nilai"), "opts": self.opts, "wave": wave}
        settled = Ranking.objects.filter(wave=wave, status__in=SETTLED).exists()
        return TemplateResponse(request, template, {**shared, "is_settled": settled, **context})

    # --- on the screen ---

    def scores_view(self, request, wave):
        """One table of everybody to be marked; one POST; each refused row says why and keeps what was typed."""
        wave = self._wave(request, wave)
        offering = self._offering(request, wave)
        rows = self._score_rows(request, wave, offering)
        if request.method == "POST" and self._save_scores(request, rows):
            return redirect(request.get_full_path())
        trail.viewed("admin:enrollment.application:scores", by=request.actor, subjects=[row[0] for row in rows])
        chosen = wave.offerings.filter(mode=Offering.Mode.SELECTION).select_related("program")
        offerings = chosen.order_by("program__name", "pk")
        template = "admin/application_scores.html"
        return self._score_page(request, template, wave, offering=offering, offerings=offerings, rows=rows)

    def _offering(self, request, wave):
        chosen = request.GET.get("program", "")
        return get_object_or_404(wave.offerings, pk=chosen) if chosen.isdecimal() else None

    def _to_be_scored(self, request, wave, offering):
        """(application, its rubric) of everybody, in a handful of queries."""
        waiting = list(review.to_be_scored(super().get_queryset(request).sent(), wave, offering))
        of = rubrics(wave.center_id, {first_program(one) for one in waiting})
        return [(one, of.get(first_program(one), {})) for one in waiting]

    def _score_rows(self, request, wave, offering):
        data = request.POST if request.method == "POST" else None
        waiting = self._to_be_scored(request, wave, offering)
        return [(one, form_for(ScoreForm, one, data, prefix=str(one.pk), rubric=rubric)) for one, rubric in waiting]

    def _save_scores(self, request, rows):
        """What was typed in a row counts, not what another has changed there since this page was opened."""
        saved = refused = 0
        for at, (application, form) in enumerate(rows):
            about = {"prefix": str(application.pk), "rubric": form.rubric}
            if not locking.touched(form, application):
                rows[at] = (application, form_for(ScoreForm, application, None, **about))
                continue
            form, done = acted(scoring.give_scores, ScoreForm, application, request, **about)
            rows[at] = (application, form)
            saved, refused = saved + done, refused + (not done)
        self.message_user(request, _("Nilai %(count)d peserta disimpan.") % {"count": saved}, messages.SUCCESS)
        if refused:
            words = _("%(count)d baris belum disimpan; lihat keterangannya di bawah.") % {"count": refused}
            self.message_user(request, words, messages.ERROR)
        return not refused

    # --- by Excel ---

    def score_sheet_view(self, request, wave):
        """The sheet goes out: everybody who may be marked, or those who chose one program first."""
        wave = self._wave(request, wave)
        offering = self._offering(request, wave)
        rows = [
            (one, str(min(one.choices.all(), key=lambda choice: choice.order).offering.program), rubric)
            for one, rubric in self._to_be_scored(request, wave, offering)
        ]
        trail.viewed("admin:enrollment.application:score_sheet", by=request.actor, subjects=[row[0] for row in rows])
        name = file_name("nilai", wave, *([offering.program] if offering else []))
        return HttpResponse(
            making.workbook(rows),
            content_type=XLSX,
            headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
        )

    def score_upload_view(self, request, wave):
        """The sheet comes back: kept aside and looked at; nothing is written yet."""
        wave = self._wave(request, wave)
        form = SheetForm(*([request.POST, request.FILES] if request.method == "POST" else []))
        if form.is_bound and form.is_valid():
            name = storage.keep(form.cleaned_data["sheet"])
            try:
                reading.read(storage.path_of(name), wave)
            except Unreadable as unreadable:
                storage.drop(name)
                form.add_error("sheet", str(unreadable))
            else:
                return redirect("admin:enrollment_application_score_preview", wave.pk, name)
        return self._score_page(request, "admin/score_upload.html", wave, form=form)

    def score_preview_view(self, request, wave, name):
        """What would be written, what somebody changed meanwhile, what is wrong by row and column; then one yes."""
        wave = self._wave(request, wave)
        if not storage.is_there(name):
            raise Http404
        sheet = reading.read(storage.path_of(name), wave)
        judged = [(writing.standing(wish), wish) for wish in sheet.wishes]
        changes = [wish for state, wish in judged if state == writing.CHANGE]
        if request.method == "POST" and changes:
            return redirect(job.start(wave, name, by=request.actor))
        trail.viewed(
            "admin:enrollment.application:score_sheet",
            by=request.actor,
            subjects=[wish.application for wish in sheet.wishes],
        )
        return self._score_page(
            request,
            "admin/score_preview.html",
            wave,
            changes=[_told(wish) for wish in changes[:SHOWN]],
            count=len(changes),
            overtaken=[(wish, writing.overtaken_words(wish)) for state, wish in judged if state == writing.OVERTAKEN],
            problems=sheet.problems,
            people=sheet.people,
            upload=reverse("admin:enrollment_application_score_upload", args=[wave.pk]),
        )


def _told(wish):
    return {"wish": wish, "was": writing.told(wish.was), "wanted": writing.told(wish.wanted)}
