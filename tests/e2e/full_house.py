"""The pages that need a full house, with the demonstration's people, for `make screenshots`."""

from blk_portal.demo import filling, logins
from cohorts.models import Session, Wave
from enrollment.models import Application


def test_a_full_house(visitor, lists):
    filling.fill()
    wave = Wave.objects.filter(center__code="UPTD-PK", applications__status="submitted").distinct().get()
    anyone = visitor("anyone").goes("/").looks("katalog")
    anyone.goes(wave.offerings.order_by("pk").first().get_absolute_url()).looks("program")

    officer = visitor("officer", width=1280).signs_in(logins.OFFICER.email, logins.PASSWORD)
    officer.goes("/admin/").looks("meja-kerja")
    officer.goes(f"/admin/gelombang/{wave.pk}/").looks("kendali-gelombang")
    waiting = Application.objects.filter(wave=wave, status="submitted", trainee__documents__isnull=False).first()
    officer.goes(f"/admin/enrollment/application/{waiting.pk}/change/").looks("pendaftaran")
    officer.goes("/admin/").presses("Ambil berkas berikutnya").looks("antrean-berkas")

    instructor = visitor("instructor").signs_in(logins.INSTRUCTOR.email, logins.PASSWORD)
    instructor.goes("/instruktur/").looks("hari-ini")
    today = Session.objects.filter(cohort__instructors__email=logins.INSTRUCTOR.email, sheet=None).order_by("date")
    instructor.goes(f"/instruktur/pertemuan/{today.first().pk}/").looks("pertemuan")
    instructor.goes(f"/instruktur/kelas/{today.first().cohort_id}/penilaian/").looks("penilaian")
