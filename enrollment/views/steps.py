"""The pages of an application, in order. `selectors.missing` calls them by the same names.

The programs come right after the person: from then on only what the chosen ones need is asked.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enrollment import selectors


@dataclass(frozen=True, slots=True)
class Ways:
    """The addresses of one way through these pages, and the frame around them: the person's own, or the counter's."""

    step: str = "application_step"
    check: str = "application_check"
    home: str = "journey:application"
    later: str = "journey:home"
    letter: str = "guardian_letter"
    ask: str = "guardian_ask"
    frame: str = "base.html"
    fills_in: bool = True  # may the browser suggest what it knows? Not where the next person is somebody else

    def links(self, application):
        """What the pages lead to besides each other."""
        pk = application.pk
        return {
            "person": reverse(self.step, args=[pk, "data-diri"]),
            "guardian": reverse(self.step, args=[pk, "wali"]),
            "letter": reverse(self.letter, args=[pk]),
            "ask": reverse(self.ask, args=[pk]),
            "later": reverse(self.later),
        }


OWN = Ways()


def ways_of(application):
    """Its own person's, unless the view that loaded it said otherwise."""
    return application.__dict__.get("ways", OWN)


def home_of(application):
    return reverse(ways_of(application).home, args=[application.pk])


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    slug: str
    label: str
    lead: str = ""
    short: str = ""  # in the narrow row of all steps

    @property
    def in_row(self):
        return self.short or self.label

    @property
    def beside(self):
        """Its address from any other page of the same application: what is drawn with it serves everybody."""
        return f"../{self.slug}/"

    def url_for(self, application):
        return reverse(ways_of(application).step, args=[application.pk, self.slug])


STEPS = (
    Step("person", "data-diri", _("Data diri"), _("Tulis seperti di KTP, KK, atau KIA.")),
    Step(
        "choices",
        "pilihan",
        _("Pilihan program"),
        _("Satu pilihan sudah cukup. Urutkan dari yang paling Anda inginkan."),
        _("Program"),
    ),
    Step("address", "alamat", _("Alamat"), _("Alamat di KTP atau KK, bukan tempat tinggal sementara.")),
    Step("education", "pendidikan", _("Pendidikan")),
    Step("activity", "kegiatan", _("Kegiatan"), _("Apa kegiatan Anda sekarang.")),
    Step(
        "health",
        "kesehatan",
        _("Kesehatan"),
        _("Hanya yang perlu diketahui program pilihan Anda, supaya Anda berlatih dengan aman."),
    ),
    Step("contacts", "kontak", _("Kontak"), _("Supaya kabar sampai kepada Anda.")),
    Step(
        "guardian",
        "wali",
        _("Orang tua atau wali"),
        _("Anda belum 18 tahun, jadi orang tua atau wali perlu menyetujui pendaftaran ini."),
    ),
    Step("documents", "berkas", _("Berkas"), _("Foto dengan ponsel, atau pilih foto yang sudah ada.")),
)
BY_SLUG = {step.slug: step for step in STEPS}
BY_NAME = {step.name: step for step in STEPS}


def steps_of(application):
    """Without the guardian's page for who is of age, and without health where no chosen program has to know."""
    without = set()
    if not application.trainee.is_minor(timezone.localdate()):
        without.add("guardian")
    if not selectors.asks_health(application):
        without.add("health")
    return [step for step in STEPS if step.name not in without]


def check_of(application):
    return reverse(ways_of(application).check, args=[application.pk])


def after(application, step):
    """Where the way leads on: the next step, or the page that checks everything."""
    later = [one for one in steps_of(application) if STEPS.index(one) > STEPS.index(step)]
    return later[0].url_for(application) if later else check_of(application)


def row_of(steps, last):
    """What the row of steps shows, as (label, address); `last` is the word for the page that checks everything."""
    return *((str(step.in_row), step.beside) for step in steps), (last, "")
