"""What may be done for this person, and where: every act lives on another page, this one only leads there."""

from dataclasses import dataclass

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from centers import roles
from centers.scoped import GRAVE
from enrollment.models import Application
from enrollment.workflow import TONES
from trainees.models import Trainee

PAGES = (  # row of the role table, address, words: of a person's primary key
    (("notifications.outboxmessage", "view"), "admin:person_messages", _("Semua pesan, dan kirim ulang")),
    (("page", "person_history"), "admin:person_history", _("Riwayat lengkap")),
    (("trainees.trainee", "view"), "admin:trainees_trainee_change", _("Data lengkap")),
)


def on_person(request, trainee):
    """(address, words) of what is done to the person, then of the other pages about them."""
    moves = _moves(request, admin.site._registry[Trainee], trainee)
    pages = [(reverse(name, args=[trainee.pk]), words) for row, name, words in PAGES if roles.may(request.actor, *row)]
    return [(address, words) for address, words, _grave in moves] + pages


@dataclass(frozen=True, slots=True)
class Sent:
    """One application with its moves: (address, words, is grave), the grave ones last."""

    application: Application
    tone: str
    acts: list


def on_applications(request, applications):
    page = admin.site._registry[Application]
    return [
        Sent(one, TONES.get(one.status, "neutral"), sorted(_moves(request, page, one), key=lambda act: act[2]))
        for one in applications
    ]


def _moves(request, page, obj):
    name = f"admin:{page.opts.app_label}_{page.opts.model_name}_move"
    return [
        (reverse(name, args=[obj.pk, move.name]), move.label, move.name in GRAVE)
        for move in page.open_moves(request, obj)
    ]
