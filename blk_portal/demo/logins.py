"""Who can sign in to the demonstration: one account for each role and each moment of a trainee's journey."""

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import User
from centers.models import Role

PASSWORD = "contoh-kebun-mangga-16"  # the demonstration's; no other account of it has any


@dataclass(frozen=True, slots=True)
class Login:
    label: str
    email: str
    name: str
    role: str = ""  # of a membership; empty for trainees and the superuser
    sex: str = ""  # of trainees: their papers agree with their names
    phone: str = ""  # of whoever has no e-mail

    @property
    def person(self):
        """What Crowd.someone wants to know."""
        return {"name": self.name, "email": self.email, "sex": self.sex}


ACCEPTED = Login("Peserta: diterima", "diterima@contoh.example", "Laras Contoh", sex="F")
RETURNED = Login("Peserta: perbaiki berkas", "perbaiki@contoh.example", "Bagas Contoh", sex="M")
RESERVE = Login("Peserta: cadangan", "cadangan@contoh.example", "Rina Contoh", sex="F")
IN_CLASS = Login("Peserta: di kelas", "peserta@contoh.example", "Dimas Contoh", sex="M")
GRADUATE = Login("Peserta: lulusan", "lulusan@contoh.example", "Putri Contoh", sex="F")
MINOR = Login("Peserta: di bawah 18", "remaja@contoh.example", "Ayu Contoh", sex="F")
BY_PHONE = Login("Peserta: tanpa e-mail", "", "", phone="+6281200009000")
TRAINEES = (ACCEPTED, RETURNED, RESERVE, IN_CLASS, GRADUATE, MINOR)

INSTRUCTOR = Login("Instruktur", "instruktur@contoh.example", "Instruktur Rekaan", Role.INSTRUCTOR)
OFFICER = Login("Petugas", "petugas@contoh.example", "Petugas Rekaan", Role.OFFICER)
OFFICER_OF_TWO = Login("Petugas dua balai", "petugas2@contoh.example", "Petugas Andaian", Role.OFFICER)
HEAD = Login("Kepala", "kepala@contoh.example", "Kepala Rekaan", Role.HEAD)
HEAD_OF_SMALL = Login("Kepala balai kedua", "kepala2@contoh.example", "Kepala Andaian", Role.HEAD)
CERTIFICATION = Login("Petugas sertifikasi", "sertifikasi@contoh.example", "Sertifikasi Rekaan", Role.CERTIFICATION)
PLACEMENT = Login("Petugas penempatan", "penempatan@contoh.example", "Penempatan Rekaan", Role.PLACEMENT)
WARDEN = Login("Pengelola asrama", "asrama@contoh.example", "Asrama Rekaan", Role.WARDEN)
TREASURER = Login("Bendahara", "bendahara@contoh.example", "Bendahara Rekaan", Role.TREASURER)
PROTECTION = Login("Pejabat pelindungan data", "pdp@contoh.example", "Pelindung Rekaan", Role.PROTECTION)
PROVINCE = Login("Provinsi", "provinsi@contoh.example", "Provinsi Rekaan", Role.PROVINCE)
SUPERUSER = Login("Pengelola sistem", "admin@contoh.example", "Pengelola Rekaan")
AT_THE_LARGE_CENTER = (OFFICER, HEAD, CERTIFICATION, INSTRUCTOR, PLACEMENT, WARDEN, TREASURER, PROTECTION)
LOGINS = (*TRAINEES, BY_PHONE, *AT_THE_LARGE_CENTER, OFFICER_OF_TWO, HEAD_OF_SMALL, PROVINCE, SUPERUSER)


def lines():
    """ "role, e-mail or phone, password" with tabs between, for those who exist."""
    known = Q(email__in=[login.email for login in LOGINS]) | Q(phone=BY_PHONE.phone)
    there = {contact for user in User.objects.filter(known) for contact in (user.email, user.phone)}
    contacts = [(login.label, login.email or login.phone) for login in LOGINS]
    return [f"{label}\t{contact}\t{PASSWORD}" for label, contact in contacts if contact in there]
