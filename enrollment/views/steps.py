"""The pages of an application, in order. `selectors.missing` calls them by the same names.

The programs come right after the person: from then on only what the chosen ones need is asked.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from enrollment import selectors


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

    def url_for(self, application):
        return reverse("application_step", args=[application.pk, self.slug])


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


def after(application, step):
    """Where the way leads on: the next step, or the page that checks everything."""
    later = [one for one in steps_of(application) if STEPS.index(one) > STEPS.index(step)]
    return later[0].url_for(application) if later else reverse("application_check", args=[application.pk])


def row_of(application, steps, last):
    """What the row of steps shows; `last` is the word for the page that checks everything."""
    return [{"label": step.in_row, "url": step.url_for(application)} for step in steps] + [{"label": last}]
