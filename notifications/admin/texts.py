"""A center's own words: the events in a list, one text to edit beside what may stand in it, its versions."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from audit.moves import Refused
from centers.models import Center
from centers.scoped import ReadOnlyAdmin
from notifications import revisions, texts, wording
from notifications.events import Event, catalogue
from notifications.forms import MessageTextForm
from notifications.models import LANGUAGES, MessageText, WhatsAppTemplate
from notifications.workflow import Channel


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about: whose words, for which event, in which language."""

    center: Center
    event: Event
    language: str

    @property
    def key(self):
        return self.center, self.event.kind, self.language

    @property
    def language_name(self):
        return dict(LANGUAGES)[self.language]


@admin.register(MessageText)
class MessageTextAdmin(ReadOnlyAdmin):
    """Versions are rows that nobody changes; what is written on the page of an event becomes the next one."""

    center_path = "center"
    fields = ["center", "kind", "language", "version", "subject", "body", "created_by", "created_at"]

    def get_urls(self):
        one, view = "<slug:app>/<slug:event>/<slug:language>/", self.admin_site.admin_view
        own = [
            path(one, view(self.write_view), name="notifications_messagetext_write"),
            path(f"{one}versi/", view(self.versions_view), name="notifications_messagetext_versions"),
        ]
        return own + super().get_urls()

    # --- the list ---

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        center = self._center(request)
        own = revisions.in_force(center)
        rows = [
            (
                event,
                [
                    (name, self._url("write", Subject(center, event, language)), own.get((event.kind, language)))
                    for language, name in LANGUAGES
                ],
            )
            for event in catalogue().values()
        ]
        context = {"title": _("Teks pesan"), "rows": rows, "languages": LANGUAGES, "center": center}
        return self._page(request, "admin/message_texts.html", context | {"centers": self._centers(request)})

    def _centers(self, request):
        return [] if request.actor.center_code else Center.objects.order_by("name")

    def _center(self, request):
        """One's own; whoever belongs to none chooses, and begins with the first."""
        code = request.actor.center_code or request.GET.get("balai", "")
        center = Center.objects.filter(**({"code": code} if code else {})).order_by("name").first()
        if center is None:
            raise Http404
        return center

    # --- one text ---

    def write_view(self, request, app, event, language):
        about = self._about(request, "write", f"{app}/{event}", language)
        current = texts.words_for(about.event.kind, Channel.EMAIL, language, about.center.code)
        newest = texts.newest(about.event.kind, Channel.EMAIL, language, about.center.code)
        seen = newest.version if newest else 0
        form = MessageTextForm(
            request.POST if request.method == "POST" and "standard" not in request.POST else None,
            allowed=about.event.placeholders,
            needed=about.event.needed,
            initial={"subject": current.subject, "body": current.body, "seen": seen},
        )
        if request.method == "POST" and (answer := self._answer(request, about, form)):
            return answer
        context = {
            "title": about.event.title,
            "about": about,
            "form": form,
            "current": current,
            "seen": seen,
            "stale": form.is_bound and form.data.get("seen") != str(seen),
            "preview": form.preview(about.event.samples) if form.is_bound and form.is_valid() else None,
            **_approval(about),
            "short": texts.standard(about.event.kind, Channel.WHATSAPP, language).body,
            "back": self._list_url(about.center),
            "versions": self._url("versions", about),
        }
        return self._page(request, "admin/message_text.html", context)

    def _answer(self, request, about, form):
        """Where to go after saving; None when the page is to be shown again."""
        try:
            if "standard" in request.POST:
                seen = request.POST.get("seen", "")
                seen = int(seen) if seen.isdecimal() else -1
                revisions.return_to_standard(*about.key, seen=seen, by=request.actor)
                said = _("Teks bawaan dipakai lagi.")
            elif "save" in request.POST and form.is_valid():
                revisions.write(*about.key, **form.cleaned_data, by=request.actor)
                said = _("Tersimpan. Pesan berikutnya memakai teks ini.")
            else:
                return None
        except Refused as refusal:
            self.message_user(request, refusal.message, messages.WARNING)
            return None
        self.message_user(request, said, messages.SUCCESS)
        return redirect(self._list_url(about.center))

    def versions_view(self, request, app, event, language):
        about = self._about(request, "view", f"{app}/{event}", language)
        context = {
            "title": _("Versi teks"),
            "about": about,
            "history": revisions.history(*about.key),
            "back": self._list_url(about.center),
            "write": self._url("write", about),
        }
        return self._page(request, "admin/message_text_versions.html", context)

    # --- for all of them ---

    def _about(self, request, action, kind, language):
        if not self.may(request, action):
            raise PermissionDenied
        event = catalogue().get(kind)
        if event is None or language not in dict(LANGUAGES):
            raise Http404
        return Subject(self._center(request), event, language)

    def _page(self, request, template, context):
        common = self.admin_site.each_context(request)
        return TemplateResponse(request, template, {**common, "opts": self.opts, **context})

    def _url(self, page, about):
        app, event = about.event.kind.split("/")
        url = reverse(f"admin:notifications_messagetext_{page}", args=[app, event, about.language])
        return f"{url}?{urlencode({'balai': about.center.code})}"

    def _list_url(self, center):
        return f"{reverse('admin:notifications_messagetext_changelist')}?{urlencode({'balai': center.code})}"


def _approval(about):
    """What WhatsApp's provider says of this event's text."""
    template = WhatsAppTemplate.objects.filter(kind=about.event.kind, language=about.language).first()
    tone = wording.APPROVAL_TONES.get(template.approval, "neutral") if template else "neutral"
    return {"template": template, "tone": tone}
