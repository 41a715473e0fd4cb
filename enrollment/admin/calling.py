"""The call list: who stays silent before a deadline, which number to ring, what was tried. One press notes a call."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import trail
from audit.moves import Refused
from centers.selectors import scoped
from enrollment.forms_calls import CallForm
from enrollment.models import Application, Call
from enrollment.reminding import left
from enrollment.selectors.deadlines import ACCEPTED, APPOINTMENT, DRAFT, GUARDIAN, PROVISIONAL, RETURNED
from enrollment.selectors.silent import Silent, shown, silent
from enrollment.transitions.deadlines import note_call
from notifications import wording
from trainees.rules.phones import as_dialled

SEEN = "admin:enrollment.application:calls"
A_PAGE = 25
MATTERS = {
    RETURNED: gettext_lazy("Perbaiki berkas"),
    ACCEPTED: gettext_lazy("Daftar ulang"),
    PROVISIONAL: gettext_lazy("Lengkapi berkas supaya kursinya tetap"),
    APPOINTMENT: gettext_lazy("Jawab jadwal tes atau wawancara"),
    GUARDIAN: gettext_lazy("Persetujuan orang tua atau wali"),
    DRAFT: gettext_lazy("Kirim pendaftaran yang dimulai di loket"),
}


@dataclass(slots=True)
class Line:
    """One person to ring, as the page tells them. `form` is bound where the last press was refused."""

    silent: Silent
    form: CallForm

    @property
    def matter(self):
        return MATTERS[self.silent.due.matter]

    @property
    def left(self):
        return left(self.silent.due.until)

    @property
    def numbers(self):
        """[(whose, number, as it is said)], first the one who has to act."""
        found = numbers_of(self.silent.application.trainee, self.silent.due.matter == GUARDIAN)
        return [(whose, number, as_dialled(number)) for whose, number in found]

    @property
    def reminded(self):
        """What became of the last reminder, or that none was sent."""
        reminder = self.silent.reminder
        return wording.state(reminder) if reminder else ""


def numbers_of(trainee, asks_guardian):
    """Each number once, with whose it is. A minor's guardian may be rung about all of it."""
    own = [(_("Ponsel sendiri"), trainee.phone or (trainee.account.phone if trainee.account else ""))]
    guardian = getattr(trainee, "guardian", None)
    parent = [(_named(guardian), guardian.phone)] if guardian else []
    others = [(_named(contact), contact.phone) for contact in trainee.contacts.all()]
    in_order = [*parent, *own, *others] if asks_guardian else [*own, *parent, *others]
    whose = {}
    for name, number in in_order:
        whose.setdefault(number, name)
    return [(name, number) for number, name in whose.items() if number]


def _named(somebody):
    return f"{somebody.name} ({somebody.relation})" if somebody.relation else somebody.name


class CallList:
    """For ApplicationAdmin: the list, and writing down one call."""

    def get_urls(self):
        own = [("telepon/", self.calls_view, "calls"), ("telepon/<int:pk>/", self.call_view, "call")]
        seen_by = self.admin_site.admin_view
        pages = [path(at, seen_by(view), name=f"enrollment_application_{name}") for at, view, name in own]
        return pages + super().get_urls()

    def _to_ring(self, request):
        if not self.may(request, "call"):
            raise PermissionDenied
        return scoped(Application.objects.known_to_the_desk(), request.actor, self.center_path)

    def calls_view(self, request):
        return self._calls_page(request, self._to_ring(request), request.GET.get("halaman"))

    def call_view(self, request, pk):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        reach = self._to_ring(request)
        application = reach.select_related("trainee__guardian", "wave").filter(pk=pk).first()
        if application is None:
            raise Http404
        form, at = CallForm(request.POST), request.POST.get("halaman", "")
        if form.is_valid() and self._noted(request, application, form):
            words = _("%(name)s: %(result)s. Tercatat.")
            result = Call.Result(form.cleaned_data["result"]).label
            self.message_user(request, words % {"name": application.trainee, "result": result})
            return redirect(f"{reverse('admin:enrollment_application_calls')}?halaman={at if at.isdecimal() else 1}")
        return self._calls_page(request, reach, at, refused=(pk, form))

    def _noted(self, request, application, form):
        try:
            note_call(application, by=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return False
        return True

    def _calls_page(self, request, reach, number, refused=None):
        waiting = silent(reach, timezone.now())
        page = Paginator(waiting, A_PAGE).get_page(number)
        rows = shown(page.object_list)
        trail.viewed(SEEN, by=request.actor, subjects=[one.application for one in rows])
        lines = [Line(one, _fresh(one)) for one in rows]
        if refused and not _shown_at_its_row(lines, *refused):
            self.message_user(request, " ".join(refused[1].sentences), messages.WARNING)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Daftar telepon"),
            "opts": self.opts,
            "page": page,
            "to_ring": [line for line in lines if not line.silent.is_settled],
            "settled": [line for line in lines if line.silent.is_settled],
            "waiting": sum(not one.is_settled for one in waiting),
            "results": Call.Result.choices,
        }
        return TemplateResponse(request, "admin/call_list.html", context)


def _fresh(one):
    return CallForm(initial={"deadline": one.due.until.isoformat()}, auto_id=f"id_{one.due.matter}_{one.due.pk}_%s")


def _shown_at_its_row(lines, pk, form):
    """Puts the form that was refused, with what was typed, where it came from. False: they are on the list no more."""
    of_them = [line for line in lines if line.silent.application_id == pk]
    same = [line for line in of_them if line.silent.due.until == form.cleaned_data.get("deadline")]
    for line in (same or of_them)[:1]:
        form.auto_id = line.form.auto_id
        form.data = form.data.copy()
        form.data["deadline"] = line.silent.due.until.isoformat()
        line.form = form
    return bool(of_them)
