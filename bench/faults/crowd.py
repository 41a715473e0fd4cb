"""People who send their application, all at once: the portal's own page, its own session and CSRF rules."""

import http.client
import threading
import time
from collections import Counter
from datetime import date
from itertools import islice
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from accounts.models import User
from audit.models import AuditEntry
from enrollment.models import Application, Choice
from notifications.models import OutboxMessage
from tests.factories.centers import JELUPANG, EducationLevelFactory, RegionFactory
from tests.factories.cohorts import CohortFactory
from tests.factories.trainees import ConsentTextFactory, nik_for
from trainees.models import Consent, Sex, Trainee

BIRTH_DATE = date(2004, 5, 12)
SECRET = "a" * 32  # the CSRF cookie is the client's own word; the form must repeat it
FORM = urlencode({"processing": "on", "truth": "on", "csrfmiddlewaretoken": SECRET})


def drafts(count):
    """Complete applications of people who are signed in: [(application's id, cookie)]. Only the button is missing."""
    cohort = CohortFactory()
    ConsentTextFactory()
    ConsentTextFactory(purpose="truth", text="Data saya benar.")
    trainees = Trainee.objects.bulk_create(_trainee(user, n) for n, user in enumerate(_users(count)))
    applications = Application.objects.bulk_create(
        Application(wave=cohort.offering.wave, trainee=trainee, status="draft") for trainee in trainees
    )
    Choice.objects.bulk_create(Choice(application=each, offering=cohort.offering) for each in applications)
    return [(each.pk, cookie_of(each.trainee.account)) for each in applications]


def _users(count):
    before = User.objects.count()
    return User.objects.bulk_create(
        User(email=f"pendaftar{n}@contoh.example", full_name=f"Contoh Pendaftar {n}")
        for n in range(before, before + count)
    )


def _trainee(user, number):
    trainee = Trainee(
        account=user,
        full_name=user.full_name,
        birth_date=BIRTH_DATE,
        birth_place="Serang",
        sex=Sex.FEMALE,
        region=RegionFactory(code=JELUPANG),
        address="Kp. Contoh RT 01/02",
        education=EducationLevelFactory(),
        phone=f"+62812{user.pk:08d}",
    )
    trainee.nik = nik_for(BIRTH_DATE, Sex.FEMALE, user.pk % 10_000)
    return trainee


def cookie_of(user):
    """Signed in, as a row in PostgreSQL like everybody's session."""
    store = SessionStore()
    store.create()
    values = {
        "_auth_user_id": str(user.pk),
        "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
        "_auth_user_hash": user.get_session_auth_hash(),
    }
    Session.objects.filter(pk=store.session_key).update(session_data=store.encode(values))
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {settings.CSRF_COOKIE_NAME}={SECRET}"


class Applicant(threading.Thread):
    """Presses the button for one application after another. Every second one is not tried again after an error."""

    def __init__(self, crowd):
        super().__init__(daemon=True)
        self.crowd = crowd

    def run(self):
        for pk, cookie in self.crowd.turns():
            while not self.press(pk, cookie) and pk % 2 and not self.crowd.over.is_set():
                time.sleep(0.3)
            time.sleep(self.crowd.pause)

    def press(self, pk, cookie):
        status, way, page = self.post(f"/pendaftaran/{pk}/periksa/", cookie)
        if status == 302 and not way.startswith("/akun/"):
            self.crowd.told.append((time.monotonic(), pk))
            return True
        self.crowd.untold.add(pk)
        self.crowd.errors[status] += 1
        if status and (status != 503 or "coba lagi" not in page):
            self.crowd.unkind.append(page)
        return False

    def post(self, path, cookie):
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line = http.client.HTTPConnection("127.0.0.1", int(self.crowd.port), timeout=60)
        try:
            line.request("POST", path, body=FORM, headers=headers)
            answer = line.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            line.close()


class Crowd:
    """All of them. `told`: (when, application) that the portal acknowledged; `untold`: met an error at least once."""

    def __init__(self, port, applications, people, pause=0.3):
        self.port, self.pause, self.over = port, pause, threading.Event()
        self.told, self.untold, self.errors, self.unkind = [], set(), Counter(), []
        self.applications, self.waiting, self.lock = applications, iter(applications), threading.Lock()
        self.people = [Applicant(self) for _ in range(people)]

    def turns(self):
        while not self.over.is_set():
            with self.lock:
                turn = list(islice(self.waiting, 1))
            if not turn:
                return
            yield turn[0]

    def __enter__(self):
        for each in self.people:
            each.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for each in self.people:
            each.join(70)

    def judged(self):
        """(acknowledged but not there once and whole, not acknowledged and there by half or twice)."""
        told = {pk for _when, pk in self.told}
        states = self.states()
        lost = [pk for pk in told if states[pk] != WHOLE]
        half = [pk for pk, _cookie in self.applications if pk not in told and states[pk] not in (WHOLE, NOTHING)]
        return len(lost), len(half)

    def states(self):
        """For each application: is it sent; how many acts in its trail, messages about it, consents of its person."""
        pks = [pk for pk, _cookie in self.applications]
        kind = ContentType.objects.get_for_model(Application)
        acts = AuditEntry.objects.filter(subject_type=kind, subject_id__in=pks, to_status="submitted")
        mails = OutboxMessage.objects.filter(subject_type="enrollment.application", subject_id__in=pks)
        agreed = Consent.objects.filter(trainee__applications__in=pks).values_list("trainee__applications", flat=True)
        counts = [
            Counter(acts.values_list("subject_id", flat=True)),
            Counter(mails.values_list("subject_id", flat=True)),
        ]
        counts.append(Counter(agreed))
        sent = set(Application.objects.filter(pk__in=pks, status="submitted").values_list("pk", flat=True))
        return {pk: (pk in sent, *(count[pk] for count in counts)) for pk in pks}


WHOLE, NOTHING = (True, 1, 1, 2), (False, 0, 0, 0)
