"""What stands on each list. A class by name; results by rank; on the notice board numbers and initials only."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from blk_portal.lists.columns import place
from blk_portal.printing.paper import Paper
from centers.models import Region
from enrollment.models import Application, RankingRow
from enrollment.workflow import HOLDS_SEAT, Status

OUTCOME = RankingRow.Outcome


def initials(name):
    """ "S. N." of Siti Nurhaliza: enough to find oneself by one's number, too little to be found by others."""
    first = (next((letter for letter in word if letter.isalpha()), "") for word in name.split())
    return " ".join(f"{letter.upper()}." for letter in first if letter)


# --- a class ---


def people_of(cohort):
    """Whoever holds a seat of this class, by name."""
    rows = Application.objects.filter(seat__cohort=cohort, status__in=sorted(HOLDS_SEAT))
    related = ("trainee__education", "trainee__region__parent__parent")
    return rows.select_related(*related).order_by("trainee__full_name", "pk")


def class_list(cohort, people):
    offering = cohort.offering
    until = {"start": date_format(cohort.starts_on, "j F Y"), "end": date_format(cohort.ends_on, "j F Y")}
    return Paper(
        center=offering.wave.center,
        title=_("Daftar peserta pelatihan"),
        facts=[
            (_("Kelas"), cohort.name),
            (_("Program"), offering.program),
            (_("Gelombang"), offering.wave.label),
            (_("Pelatihan"), _("%(start)s sampai %(end)s") % until),
            (_("Sumber dana"), offering.funding),
        ],
        columns=[
            (_("No."), "10mm"),
            (_("Nomor pendaftaran"), "25mm"),
            (_("Nama"), "1fr"),
            (_("L/P"), "10mm"),
            (_("Lahir"), "23mm"),
            (_("Pendidikan"), "28mm"),
            (_("Kabupaten/kota"), "31mm"),
        ],
        rows=[_person(number, one) for number, one in enumerate(people, start=1)],
        empty=_("Belum ada peserta."),
        remark=_("* Belum daftar ulang.") if any(one.status != Status.CONFIRMED for one in people) else "",
    )


def _person(number, application):
    trainee, star = application.trainee, "" if application.status == Status.CONFIRMED else " *"
    return [
        number,
        application.number,
        trainee.full_name + star,
        {"F": "P", "M": "L"}.get(trainee.sex, ""),
        f"{trainee.birth_date:%d-%m-%Y}" if trainee.birth_date else "",
        trainee.education or "",
        place(trainee.region, Region.Level.REGENCY),
    ]


# --- results ---


def ranked(ranking, offering):
    rows = ranking.rows.filter(choice__offering=offering).select_related("choice__application__trainee")
    return rows.order_by("rank", "pk")


def result_list(ranking, offering, rows):
    """For the file of the office: everybody who was ranked, with marks and why."""
    early = _("BELUM DIUMUMKAN. Jangan disampaikan kepada siapa pun.")
    return Paper(
        center=ranking.wave.center,
        title=_("Daftar hasil seleksi"),
        facts=_facts(ranking, offering),
        columns=[
            (_("Peringkat"), "20mm"),
            (_("Nomor pendaftaran"), "27mm"),
            (_("Nama"), "1fr"),
            (_("Nilai akhir"), "19mm"),
            (_("Hasil"), "25mm"),
            (_("Alasan"), "1.2fr"),
        ],
        rows=[_ranked(row) for row in rows],
        empty=_("Tidak ada pendaftar pada program ini."),
        warning="" if ranking.published_at else early,
        numbers=frozenset({0, 3}),
    )


def notice(ranking, offering, rows):
    """For the board at the door: who is accepted and who is in reserve, by number and initials."""
    shown = [row for row in rows if row.outcome in {OUTCOME.ACCEPTED, OUTCOME.RESERVE}]
    return Paper(
        center=ranking.wave.center,
        title=_("Pengumuman hasil seleksi"),
        facts=_facts(ranking, offering),
        columns=[
            (_("No."), "11mm"),
            (_("Nomor pendaftaran"), "1fr"),
            (_("Inisial"), "35mm"),
            (_("Hasil"), "50mm"),
        ],
        rows=[_noticed(number, row) for number, row in enumerate(shown, start=1)],
        empty=_("Tidak ada yang diterima pada program ini."),
        remark=_(
            "Nomor yang tidak tercantum belum terpilih. Penjelasan dan langkah berikutnya ada di akun masing-masing; "
            "yang tidak punya akun dapat bertanya di loket dengan membawa nomor pendaftaran."
        ),
    )


def _facts(ranking, offering):
    facts = [(_("Gelombang"), ranking.wave.label), (_("Program"), offering.program)]
    if not ranking.published_at:
        return facts
    confirm = date_format(ranking.wave.confirm_by, "j F Y H.i")
    announced = date_format(ranking.published_at, "j F Y")
    return [*facts, (_("Diumumkan"), announced), (_("Daftar ulang"), _("paling lambat %(day)s") % {"day": confirm})]


def _ranked(row):
    application = row.choice.application
    total = number_format(row.total, 2) if row.total is not None else ""
    name, outcome = application.trainee.full_name, row.get_outcome_display()
    return [row.rank or "", application.number, name, total, outcome, row.reason]


def _noticed(number, row):
    application = row.choice.application
    return [number, application.number, initials(application.trainee.full_name), row.get_outcome_display()]
