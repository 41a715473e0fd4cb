"""An officer's morning at the document queue, without a pointer: 40 applications, every key and request counted."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from enrollment.models import Application
from enrollment.transitions import reviewing
from notifications.models import OutboxMessage
from tests.e2e.keyboard import KeyboardVisitor
from tests.e2e.photographs import a_paper
from tests.e2e.visitor import Visitor
from tests.factories.centers import DocumentKindFactory, actor_at
from tests.factories.cohorts import CohortFactory
from tests.factories.enrollment import ApplicationFactory
from tests.factories.trainees import DocumentFactory, TraineeFactory, nik_for

FILES = 40
KINDS = ["ktp", "kk", "ijazah", "foto"]
KEYS, REQUESTS = 6, 1  # what a clean file may cost
PICTURES = {"image", "stylesheet", "font", "script", "manifest"}
CLEAN = ["s"] * len(KINDS) + ["Enter"]
EXCHANGED = """before => document.getElementById('file').dataset.hold !== before
    && document.activeElement !== document.body"""
CUT = ("ERR_FAILED", "htmx:")  # the browser and htmx about a line that was cut: no fault of the page


@dataclass
class Cost:
    keys: int
    requests: list


class Officer(KeyboardVisitor):
    """Counts the keys, and what the page asks of the portal beside pictures."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.keys, self.asked, self.costs, self.line_is_cut = 0, [], [], False
        self.page.set_default_timeout(60_000)
        self.page.on("request", self._asks)

    def _asks(self, request):
        goes_on = "perpanjang" in (request.post_data or "")  # the lease, while somebody reads: no act of theirs
        is_a_picture = request.resource_type in PICTURES or "favicon" in request.url
        if not is_a_picture and not goes_on:
            self.asked.append(f"{request.method} {request.url}")

    def _console(self, message):
        if not (self.line_is_cut and any(word in message.text for word in CUT)):
            super()._console(message)

    def types(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
        return self

    def decides(self, *keys):
        """One file to its end, until the next one or the queue stands there."""
        before, self.keys, self.asked = self.page.locator("#file").get_attribute("data-hold"), 0, []
        self.types(*keys)
        self.page.wait_for_function(EXCHANGED, arg=before)
        self.costs.append(Cost(self.keys, list(self.asked)))
        return self

    def focus(self):
        return self.page.evaluate("document.activeElement.dataset.key || document.activeElement.id")

    def shown(self):
        look = self.page.locator(".look:not([hidden])")
        return look.count(), look.locator("h2").inner_text()

    def looks(self, name):
        """Axe and both widths, as anybody; a visitor without a pointer looks, too."""
        return Visitor.looks(self, name)


@pytest.fixture
def files(center):
    """Of one wave, each with four readable papers, and one more whose NIK somebody else holds."""
    cohort = CohortFactory(offering__wave__center=center, offering__wave__label="Gelombang 2", name="SMAW A")
    rows = [ApplicationFactory(cohort=cohort, trainee__full_name=f"Contoh Pelamar {n:02d}") for n in range(FILES)]
    with_papers([*rows, a_claim(cohort)])
    return rows


def with_papers(rows):
    buffer = BytesIO()
    a_paper(1400, 900).save(buffer, "JPEG", quality=70)
    kinds = [DocumentKindFactory(code=code) for code in KINDS]
    size = {"pages__width": 1400, "pages__height": 900}
    for row in rows:
        for kind in kinds:
            picture = ContentFile(buffer.getvalue(), "foto.jpg")
            DocumentFactory(trainee=row.trainee, kind=kind, pages__file=picture, **size)


def a_claim(cohort):
    one = {"birth_date": date(2001, 1, 2), "nik": nik_for(date(2001, 1, 2), "F", 77)}
    earlier = TraineeFactory(account=None, full_name="Contoh Lama", address="Kp. Contoh RT 05/02", **one)
    later = TraineeFactory(nik__indexed=False, full_name="Contoh Baru", claimed_index=earlier.nik_index, **one)
    return ApplicationFactory(cohort=cohort, trainee=later, identity_claim=True)


@pytest.fixture
def officer(files, signed_in):
    return signed_in(User.objects.get(email="officer@contoh.example"), Officer)


@pytest.mark.timeout(600)
def test_forty_applications_without_a_pointer(officer, files):
    officer.goes("/admin/").presses("Ambil berkas berikutnya")
    officer.page.set_viewport_size({"width": 1280, "height": 800})

    assert (officer.focus(), officer.shown()) == ("s", (1, "KTP 1 dari 4"))
    for _file in range(FILES - 4):
        officer.decides(*CLEAN)
        assert officer.focus() == "s", "the focus stands at the answers of the next file"
    clean, officer.costs = officer.costs, []
    officer.decides("s", "2", "s", "s", "Enter")
    officer.types("l").page.keyboard.type("Ijazah SMP, diminta SMA.")
    officer.decides("Enter", "s", "s", "s", "Enter")
    officer.decides("w")
    officer.decides(*CLEAN)

    assert max(cost.keys for cost in clean) <= KEYS
    assert [cost.requests for cost in clean if len(cost.requests) > REQUESTS] == []
    assert (sum(cost.keys for cost in clean), sum(len(cost.requests) for cost in clean)) == (180, 36)
    assert Counter(Application.objects.filter(pk__in=[f.pk for f in files]).values_list("status", flat=True)) == {
        "verified": FILES - 3,
        "returned": 2,
        "submitted": 1,
    }
    assert OutboxMessage.objects.filter(kind="enrollment/returned").count() == 2


@pytest.mark.timeout(600)
def test_what_the_queue_looks_like(officer, files, center):
    colleague = actor_at(center)
    reviewing.take_this(files[5], by=colleague)
    Application.objects.filter(pk__in=[files[1].pk, files[2].pk]).update(
        status="returned", fix_by=timezone.now() + timedelta(hours=30)
    )
    Application.objects.filter(pk=files[3].pk).update(officer=User.objects.get(email="officer@contoh.example"))
    officer.goes("/admin/").looks("meja-kerja-petugas")
    officer.goes(reverse("admin:enrollment_application_queue")).looks("antrean-dokumen")
    officer.presses("Ambil berkas berikutnya").looks("antrean-berkas")
    officer.page.set_viewport_size({"width": 1280, "height": 800})

    officer.types("s", "2")
    assert officer.shown() == (1, "Ijazah terakhir 3 dari 4")
    officer.types("r", "+")
    look = officer.page.locator(".look:not([hidden])")
    assert (look.get_attribute("data-turn"), look.get_attribute("data-zoom")) == ("90", "2")
    officer.types("0", "p", "n", "s", "1")
    assert officer.focus() == "save"
    assert officer.page.locator("#save").inner_text() == "Kembalikan untuk diperbaiki"
    officer.looks("antrean-dikembalikan")
    officer.types("?")
    assert officer.page.locator("#keys").get_attribute("open") == ""
    officer.looks("antrean-tombol").presses("Lepas")

    officer.goes(reverse("admin:enrollment_application_file", args=[files[5].pk])).looks("antrean-rekan")
    officer.sees(f"sedang diperiksa {colleague.user}")
    officer.goes(f"{reverse('admin:enrollment_application_queue')}?antrean=klaim").looks("antrean-klaim")
    officer.presses("Ambil berkas berikutnya").looks("antrean-klaim-berkas").sees("Contoh Lama")


def test_a_broken_connection_loses_nothing_that_was_said(officer, files):
    officer.goes("/admin/").presses("Ambil berkas berikutnya")
    officer.types("s", "2", "s", "s")

    officer.line_is_cut = True
    officer.page.route("**/antrean/**", lambda route: route.abort())
    officer.types("Enter").page.wait_for_selector("#trouble:not([hidden])")
    kept = officer.page.locator(".judge input:checked").count()
    officer.page.unroute("**/antrean/**")
    focus = officer.focus()
    officer.decides("Enter")

    assert (kept, focus) == (len(KINDS), "save")
    assert Application.objects.filter(status="returned").count() == 1


def test_without_scripts_every_paper_is_a_link_and_one_form_decides(visitor, officer, files):
    """The session of the officer, in a browser that runs no script."""
    plain = visitor("plain", javascript=False, width=1280)
    plain.context.add_cookies(officer.context.cookies())
    plain.goes("/admin/").presses("Ambil berkas berikutnya")

    pictures = plain.page.locator(".look:visible .look-page")
    assert [link.get_attribute("target") for link in pictures.all()] == ["_blank"] * len(KINDS)
    for radio in plain.page.locator("#decide [value=valid]").all():
        radio.check()
    plain.presses("Simpan keputusan").sees("Berkas lolos")

    assert Application.objects.filter(status="verified").count() == 1
