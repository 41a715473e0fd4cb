"""What everybody sees: announcements, schemes of BNSP, and two waves that nobody has applied to, in every label."""

from datetime import timedelta

from django.utils import timezone

from blk_portal.demo import offers as laid
from blk_portal.demo.days import DAY, TRAINING_DAYS, WaveDays, at, end_of
from centers.models import Role
from cohorts import workflow
from cohorts.models import Announcement, Offering, Program

COMING = {"las-gtaw": "Bengkel Las 4", "teknisi-ac": "Bengkel Pendingin"}
WITH_BOARDING = {"kendaraan-ringan": "Bengkel Otomotif"}
POSTPONED, CANCELLED = {"make-up-dasar": "Ruang Kecantikan"}, {"operator-komputer": "Lab Komputer 3"}
TOO_FEW = "Peminat belum mencukupi satu kelas."
LARGE, SMALL = "large", "small"
TOLD = [  # by whom, since how many days, for how many more, title, words
    (
        LARGE,
        0,
        9,
        "Hasil seleksi Gelombang Kerja Sama sudah keluar",
        "Lihat hasil Anda di Perjalanan saya. Yang diterima wajib daftar ulang sebelum batas waktunya; yang menjadi "
        "cadangan menunggu giliran dan diberi tahu bila ada kursi kosong.\n\nTidak setuju dengan hasilnya? Ajukan "
        "sanggahan di halaman yang sama.",
    ),
    (
        LARGE,
        1,
        20,
        "Jadwal tes dan wawancara Gelombang 3",
        "Tes tertulis dan wawancara diadakan di balai sesudah pendaftaran ditutup. Hari dan jam Anda dikirim ke "
        "kontak yang Anda tulis. Bawa KTP atau KK asli dan alat tulis.\n\nTidak hadir tanpa kabar berarti gugur.",
    ),
    (
        SMALL,
        2,
        3,
        "Pelatihan make-up di desa: siapa cepat",
        "Enam belas kursi di Balai Desa Andaian untuk warga Kabupaten Lebak. Yang mendaftar lebih dulu langsung "
        "mendapat kursi.",
    ),
    (
        LARGE,
        12,
        10,
        "Pendaftaran dibuka untuk semua kejuruan",
        "Pelatihan gratis. Siapkan foto Kartu Keluarga, ijazah terakhir, dan pas foto, lalu daftar dari HP Anda. "
        "Bila ada yang meminta uang, laporkan kepada balai.",
    ),
    (
        LARGE,
        30,
        None,
        "Ini data demonstrasi",
        "Semua nama, nomor, dan surat di portal ini rekaan. Silakan coba semua tombolnya.",
    ),
]


def name_schemes():
    """Invented, as all names here: the real ones are the LSP's."""
    for program in Program.objects.filter(units__isnull=False).distinct().order_by("pk"):
        program.scheme = f"Okupasi {program.name} (rekaan)"
        program.save(update_fields=["scheme"])


def coming_wave(world):
    """Opens in nine days; one program has boarding, one is put off and one called off."""
    days = _days(world, opens=-3, closes=20)
    wave, offers = laid.lay_wave(world.past, world.large, "Gelombang 4", days, COMING)
    lay = [world.past, world.large, wave]
    for code, room in WITH_BOARDING.items():
        offers.append(laid.lay_offer(*lay, code, room, "apbn", boarding=True))
    for programs, move in [(POSTPONED, workflow.POSTPONE_OFFERING), (CANCELLED, workflow.CANCEL_OFFERING)]:
        for code, room in programs.items():
            _end(world, laid.lay_offer(*lay, code, room, "apbd-provinsi"), move)
    wave.opens_at = at(world.today + 9 * DAY, 8)
    wave.save(update_fields=["opens_at"])
    return wave


def village_wave(world):
    """First come, first served in Lebak, closing in two days, with every seat still free."""
    days = _days(world, opens=-2, closes=2, lasting=3)
    wave, _offers = laid.lay_wave(
        world.past,
        world.small,
        "Pelatihan di Desa",
        days,
        {"make-up-dasar": "Balai Desa Andaian"},
        funding="apbd-kabkota",
        mode=Offering.Mode.FIRST_COME,
        method=Offering.Method.VILLAGE,
        age_min=17,
        age_max=45,
    )
    return wave


def _days(world, *, opens, closes, lasting=TRAINING_DAYS):
    training = world.days.after(world.days.open.ends + 7 * DAY, lasting)
    last = world.today + closes * DAY
    return WaveDays(
        opens=world.today + opens * DAY,
        closes=last,
        announced=last + 5 * DAY,
        confirm_by=last + 9 * DAY,
        starts=training[0],
        ends=training[-1],
        promote_until=training[0] + 3 * DAY,
    )


def _end(world, offer, move):
    by = world.large.actor(Role.OFFICER)
    world.past.move(offer.offering, move, by=by, at=timezone.now() - timedelta(minutes=1), note=TOO_FEW)
    offer.offering.save()


def announce(large, small, today):
    Announcement.objects.bulk_create(
        Announcement(
            center=large if by == LARGE else small,
            title=title,
            body=body,
            publish_at=min(at(today - since * DAY, 8), timezone.now()),
            hide_at=None if until is None else end_of(today + until * DAY),
        )
        for by, since, until, title, body in TOLD
    )
