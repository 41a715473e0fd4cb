"""Looking people up by words of their name, number or e-mail; by registration number; by NIK.

What is typed is posted, so that a NIK gets into no address and no log of addresses. Each word of three letters and
more is answered by the trigram index on `Trainee.search`.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enrollment.rules.numbers import NUMBER
from trainees.rules.nik import ORNAMENT, SIXTEEN_DIGITS
from trainees.selectors import named, with_nik

KEPT_OUT = {"csrfmiddlewaretoken", "q", "p"}


class PersonSearch:
    """Of an admin of people (`to_person` is "pk") or of something that is a person's ("trainee")."""

    to_person = "pk"
    search_help_text = gettext_lazy("Nama, nomor ponsel, e-mail, atau NIK lengkap.")

    @property
    def search_url(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_search")

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_search"
        return [path("cari/", self.admin_site.admin_view(self.search_view), name=name), *super().get_urls()]

    def get_search_results(self, request, queryset, search_term):
        return self.found(queryset, search_term), False

    def found(self, rows, term):
        return rows.filter(**{f"{self.to_person}__in": named(term).values("pk")}) if term.split() else rows

    def search_view(self, request):
        """To the list of what was found; a NIK leads to the person's row and stays out of the address."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise PermissionDenied
        term = request.POST.get("q", "").strip()
        nik = ORNAMENT.sub("", term)
        if SIXTEEN_DIGITS.fullmatch(nik):
            return self._to_person(request, nik)
        kept = QueryDict(mutable=True)
        for name in [name for name in request.POST if name not in KEPT_OUT]:
            kept.setlist(name, request.POST.getlist(name))
        kept["q"] = term
        return redirect(f"{self._list_url()}?{kept.urlencode()}")

    def _to_person(self, request, nik):
        rows = list(self.get_queryset(request).filter(**{f"{self.to_person}__in": with_nik(nik).values("pk")})[:2])
        if len(rows) == 1:
            return redirect(self._change_url(rows[0]))
        if not rows:
            self.message_user(request, _("Tidak ada yang tercatat dengan NIK itu."), messages.WARNING)
            return redirect(self._list_url())
        person = rows[0].pk if self.to_person == "pk" else getattr(rows[0], f"{self.to_person}_id")
        return redirect(f"{self._list_url()}?{self.to_person}__exact={person}")

    def _list_url(self):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")


class NumberedPersonSearch(PersonSearch):
    """Of applications: a number that one begins with is that application's; all else is a person's."""

    to_person = "trainee"
    search_help_text = gettext_lazy("Nomor pendaftaran, nama, nomor ponsel, e-mail, atau NIK lengkap.")

    def found(self, rows, term):
        if NUMBER.fullmatch(term.strip()):
            numbered = rows.filter(number__startswith=term.strip())
            if numbered.order_by().exists():
                return numbered
        return super().found(rows, term)


class WordSearch:
    """Of what is a person's, by the way `to_person`: each word names the person or stands in a field of the row."""

    to_person = "trainee"

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.split():
            queryset = queryset.filter(self._holding(word))
        return queryset, False

    def _holding(self, word):
        found = Q(**{f"{self.to_person}__in": named(word).values("pk")})
        for field in self.search_fields:
            found |= Q(**{f"{field}__icontains": word})
        return found
