"""Two centres: who works there, as what, in which rooms. Nothing in it exists, and every name says so."""

from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils.text import slugify

from accounts.models import User
from audit.moves import Actor
from blk_portal.demo import logins
from blk_portal.demo.days import DAY
from centers.models import Center, Official, Role
from centers.transitions import appoint, take_usual_steps
from cohorts.models import Resource

LARGE, SMALL = "UPTD-PK", "BLK-LEBAK"


class Institution:
    """A centre with its people by role. `actor(role)` is the `by=` of whoever does that there."""

    def __init__(self, center):
        self.center = center
        self.staff, self.rooms, self.instructors = {}, {}, {}  # by role, by name, by title of their class

    def actor(self, role):
        return Actor(user=self.staff[role], role=role, center_code=self.center.code)

    def room(self, name):
        if name not in self.rooms:
            self.rooms[name] = Resource.objects.create(center=self.center, kind=Resource.Kind.ROOM, name=name)
        return self.rooms[name]


def found(today):
    """The large centre and the small one, and whoever belongs to both or to neither."""
    root = sign_in_for(logins.SUPERUSER, is_staff=True, is_superuser=True)
    by = Actor(user=root, role="superuser")
    large = Institution(_large_center())
    small = Institution(_small_center())
    for institution in (large, small):
        take_usual_steps(institution.center)
    since = today - 900 * DAY
    for login in logins.AT_THE_LARGE_CENTER:
        large.staff[login.role] = _employ(login, [large.center], by, since)
    small.staff[Role.OFFICER] = _employ(logins.OFFICER_OF_TWO, [large.center, small.center], by, since)
    small.staff[Role.HEAD] = _employ(logins.HEAD_OF_SMALL, [small.center], by, since)
    _employ(logins.PROVINCE, [None], by, since)
    return large, small


def _large_center():
    center = Center.objects.create(
        code=LARGE,
        name="UPTD Pelatihan Kerja (Demonstrasi)",
        agency="Dinas Tenaga Kerja dan Transmigrasi Provinsi Contoh",
        address="Jl. Keterampilan Contoh No. 16, Jelupang, Serpong Utara, Kota Tangerang Selatan",
        city="Tangerang Selatan",
        region_id="36.74",
        phone="(021) 000-0016",
        email="balai@contoh.example",
        office_hours="Senin–Jumat, 08.00–15.00 WIB",
        complaint_phone="(021) 000-0017",
        complaint_email="pengaduan@contoh.example",
        complaint_info="Sampaikan nama program dan kejadiannya; nama Anda boleh tidak disebut. Kami menjawab dalam 3 "
        "hari kerja. Kotak pengaduan juga ada di lobi balai, dan pengaduan boleh dikirim lewat SP4N-LAPOR!.",
    )
    officials = [("Rekaan Lama, S.E.", date(2020, 1, 2), date(2022, 12, 31)), ("Rekaan, S.T., M.M.", date(2023, 1, 2))]
    _officials(center, "Kepala UPTD Pelatihan Kerja", officials)
    return center


def _small_center():
    center = Center.objects.create(
        code=SMALL,
        name="BLK Kabupaten Lebak (Demonstrasi)",
        agency="Dinas Tenaga Kerja Kabupaten Contoh",
        address="Jl. Andaian No. 2, Rangkasbitung, Kabupaten Lebak",
        city="Rangkasbitung",
        region_id="36.02",
        email="balai-lebak@contoh.example",
        office_hours="Senin–Jumat, 08.00–14.00 WIB",
        complaint_email="pengaduan-lebak@contoh.example",
        certificate_format="563/{number:04d}/{center}/{month}/{year}",
    )
    _officials(center, "Kepala BLK Kabupaten Lebak", [("Andaian, S.Pd.", date(2024, 3, 1))])
    return center


def _officials(center, position, people):
    for number, (name, valid_from, *valid_to) in enumerate(people, start=1):
        Official.objects.create(
            center=center,
            name=f"Kepala {name}",
            nip=f"00000000 000000 0 {number:03d}",
            position=position,
            valid_from=valid_from,
            valid_to=valid_to[0] if valid_to else None,
        )


def sign_in_for(login, **fields):
    """An account with a password and a second factor; its codes are shown on the sign-in page."""
    user = User.objects.create_user(login.email, logins.PASSWORD, full_name=login.name, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user).mark_as_viewed()
    return user


def _employ(login, centers, by, since):
    user = sign_in_for(login)
    for center in centers:
        appoint(user, login.role, center, by=by, valid_from=since)
    return user


def instructor_of(institution, title, since, by):
    """Whoever teaches classes of that name. The first one asked for is the instructor who can sign in."""
    if title not in institution.instructors:
        user = _printed_instructor(institution) or _instructor(institution, title, since, by)
        Resource.objects.create(center=institution.center, kind=Resource.Kind.PERSON, name=user.full_name, user=user)
        institution.instructors[title] = user
    return institution.instructors[title]


def _printed_instructor(institution):
    return None if institution.instructors else institution.staff.get(Role.INSTRUCTOR)


def _instructor(institution, title, since, by):
    email = f"instruktur.{slugify(title)}@{institution.center.code.lower()}.contoh.example"
    user = User.objects.create_user(email, full_name=f"Instruktur {title}")
    appoint(user, Role.INSTRUCTOR, institution.center, by=by, valid_from=since)
    return user
