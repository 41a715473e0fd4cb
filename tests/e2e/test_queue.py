"""An officer's morning at the document queue, without a pointer: 40 applications, every key and request counted."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import User
from tests.e2e.keyboard import KeyboardVisitor
from tests.e2e.photographs import a_paper
from tests.factories.centers import DocumentKindFactory
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import DocumentFactory

FILES = 40
KINDS = ["ktp", "kk", "ijazah", "foto"]
KEYS, REQUESTS = 6, 1  # what a clean file may cost
MOVED = "(before) => document.getElementById('who') && document.getElementById('who').dataset.at !== before"


@dataclass
class Cost:
    who: str
    keys: int
    requests: int


class Officer(KeyboardVisitor):
    """Counts keys, and whatever the page asks of the portal but its pictures."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.keys, self.asked, self.costs = 0, [], []
        self.page.on("request", self._asks)

    def _asks(self, request):
        if request.resource_type != "image":
            self.asked.append(f"{request.method} {request.url}")

    def strikes_keys(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
        return self

    def who(self):
        return self.page.locator("#who").inner_text()

    def file(self):
        return self.page.locator("#file").get_attribute("data-hold")

    def decides(self, *keys):
        """Through one file; waits for what comes instead of it."""
        who, before, self.keys, self.asked = self.who(), self.file(), 0, []
        self.strikes_keys(*keys)
        self.page.wait_for_function("f => document.getElementById('file')?.dataset.hold !== f", arg=before)
        self.costs.append(Cost(who, self.keys, len(self.asked)))
        return self

    def focus(self):
        return self.page.evaluate("document.activeElement.id || document.activeElement.name || 'nowhere'")


@pytest.fixture
def files(center):
    """Of one wave, each with four readable papers; the last one with a NIK that somebody else holds."""
    picture = paper()
    cohort = CohortFactory(offering__wave__center=center, offering__wave__label="Gelombang 2", name="SMAW A")
    kinds = [DocumentKindFactory(code=code) for code in KINDS]
    rows = [ApplicationFactory(cohort=cohort, trainee__full_name=f"Contoh Pelamar {n:02d}") for n in range(FILES)]
    for row in rows:
        for kind in kinds:
            DocumentFactory(trainee=row.trainee, kind=kind, pages__file=ContentFile(picture, "foto.jpg"))
    return rows


def paper():
    buffer = BytesIO()
    a_paper(1400, 900).save(buffer, "JPEG", quality=70)
    return buffer.getvalue()


def test_look(files, signed_in):
    officer = signed_in(User.objects.get(email="officer@contoh.example"), Officer)
    p = officer.page
    p.set_viewport_size({"width": 1280, "height": 800})
    officer.goes("/admin/")
    p.screenshot(path="/tmp/q/desk.png", full_page=True)
    officer.goes(reverse("admin:enrollment_application_queue"))
    p.screenshot(path="/tmp/q/queue.png")
    officer.presses("Ambil berkas berikutnya")
    p.wait_for_timeout(800)
    p.screenshot(path="/tmp/q/file.png")
    officer.strikes_keys("s", "2")
    p.wait_for_timeout(800)
    p.screenshot(path="/tmp/q/file2.png")
    officer.strikes_keys("s", "s")
    p.wait_for_timeout(300)
    p.screenshot(path="/tmp/q/file3.png")
    officer.strikes_keys("r", "+", "+", "?")
    p.wait_for_timeout(800)
    p.screenshot(path="/tmp/q/file4.png", full_page=True)
    p.set_viewport_size({"width": 390, "height": 844})
    p.screenshot(path="/tmp/q/phone.png", full_page=True)
    officer.goes(reverse("admin:enrollment_application_queue"))
    p.screenshot(path="/tmp/q/phoneq.png", full_page=True)
