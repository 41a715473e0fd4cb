"""Complete drafts of people who have signed in: only the last page and its button are missing.

Written in bulk, with the rows that the pages of the application write one by one; `prepare` asks the portal itself
whether anything is missing in any of them. Passwords are not made: who applies has signed in beforehand.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from bench.apply.offers import PAPERS
from centers.models import DocumentKind, EducationLevel, Region
from enrollment import selectors
from enrollment.models import Application, Choice
from tests.factories.centers import JELUPANG
from tests.factories.trainees import a_photo, nik_for
from trainees.models import Contact, Document, DocumentPage, Sex, Trainee

BIRTH_DATE = date(2004, 5, 12)
PHOTO = "documents/bench/paper.jpg"


@dataclass(frozen=True, slots=True)
class Signed:
    """A person with a finished draft and the cookie of their session."""

    application: int
    session: str


def prepare(count, offerings, *, choices=1):
    """`count` people, each with a complete draft for `choices` of the offerings, in turn. They are signed in."""
    trainees = _trainees(count)
    _belongings(trainees)
    applications = Application.objects.bulk_create(
        Application(wave=offerings[0].wave, trainee=trainee) for trainee in trainees
    )
    turns = cycle(range(len(offerings)))
    Choice.objects.bulk_create(
        Choice(application=application, offering=offerings[(first + order) % len(offerings)], order=order + 1)
        for application, first in zip(applications, turns, strict=False)
        for order in range(choices)
    )
    refuse_unfinished(applications)
    keys = sign_in([trainee.account for trainee in trainees])
    return [Signed(application.pk, key) for application, key in zip(applications, keys, strict=True)]


def refuse_unfinished(applications):
    """What the pages ask may have changed since this was written: then the bench would measure a refusal."""
    today = timezone.localdate()
    for application in applications:
        lacking = selectors.missing(application, today)
        if lacking:
            raise AssertionError(f"bench.apply.people leaves something out: {lacking}")


def _trainees(count):
    education = EducationLevel.objects.order_by("-rank").first()
    region = Region.objects.get(pk=JELUPANG)
    return Trainee.objects.bulk_create(_trainee(user, region, education) for user in _users(count))


def _users(count):
    before = User.objects.count()
    return User.objects.bulk_create(
        User(email=f"pelamar{number}@contoh.example", full_name=f"Contoh Pelamar {number}", password="!")
        for number in range(before, before + count)
    )


def _trainee(user, region, education):
    trainee = Trainee(
        account=user,
        full_name=user.full_name,
        birth_date=BIRTH_DATE,
        birth_place="Serang",
        sex=Sex.FEMALE,
        region=region,
        address="Kp. Contoh RT 01/02",
        education=education,
        phone=f"+62812{user.pk:08d}",
        abroad_interest=True,
        abroad_experience=False,
        is_studying=False,
        is_working=False,
        has_trained=False,
    )
    trainee.nik = nik_for(BIRTH_DATE, Sex.FEMALE, user.pk % 10_000)
    return trainee


def _belongings(trainees):
    """Another contact, and a photo of each paper: rows of their own, one small file for all."""
    if not default_storage.exists(PHOTO):
        default_storage.save(PHOTO, ContentFile(a_photo()))
    kinds = DocumentKind.objects.filter(code__in=PAPERS).order_by("order", "pk")
    Contact.objects.bulk_create(
        Contact(trainee=trainee, name="Contoh Tetangga", relation="Tetangga", phone="+628111111111")
        for trainee in trainees
    )
    papers = Document.objects.bulk_create(
        Document(trainee=trainee, kind=kind) for trainee in trainees for kind in kinds
    )
    DocumentPage.objects.bulk_create(
        DocumentPage(document=paper, number=1, file=PHOTO, sha256="0" * 64, width=40, height=30) for paper in papers
    )


def sign_in(users):
    """A session for each, as a row in PostgreSQL like everybody's: their keys."""
    store, until = SessionStore(), timezone.now() + timedelta(days=1)
    keys = [store._get_new_session_key() for _user in users]
    Session.objects.bulk_create(
        Session(session_key=key, session_data=store.encode(_signed_in(user)), expire_date=until)
        for key, user in zip(keys, users, strict=True)
    )
    return keys


def _signed_in(user):
    return {
        "_auth_user_id": str(user.pk),
        "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
        "_auth_user_hash": user.get_session_auth_hash(),
    }
