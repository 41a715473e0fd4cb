"""The drill: fill a portal, copy it, destroy it, bring it back, and compare. The bench runs it at full size."""

import hashlib
import io
import random
import re
import subprocess
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import User
from audit.models import AuditEntry
from audit.sealing import seal_due
from blk_portal.copies import tools
from blk_portal.keys import second_factor
from enrollment.models import Application
from tests.factories.accounts import UserFactory
from tests.factories.centers import DocumentKindFactory, MembershipFactory
from tests.factories.certification import certificate_of, completed
from tests.factories.cohorts import CohortFactory, WaveFactory
from trainees import sealing
from trainees.models import Document, DocumentPage, Trainee

PASSWORD = "kebun-mangga-88-x"
EACH = 5_000
LEFT_OUT = {"django_session", "portal_cache"}


def fill(people, files):
    """A centre with a certificate and an officer, then many people by bulk."""
    started = timezone.now() - timedelta(hours=1)
    officer = UserFactory(email="petugas@contoh.example", is_staff=True)
    officer.set_password(PASSWORD)
    officer.save()
    EmailAddress.objects.get_or_create(user=officer, email=officer.email, defaults={"verified": True, "primary": True})
    TOTP.activate(officer, generate_totp_secret())
    RecoveryCodes.activate(officer)
    MembershipFactory(user=officer)
    certificate = certificate_of(completed(CohortFactory(offering__wave__past=True)))
    wave, kind = WaveFactory(), DocumentKindFactory()
    for first in range(0, people, EACH):
        _people(range(first, min(first + EACH, people)), wave, started)
    _papers(files, kind)
    seal_due()
    return officer, certificate


def nik_of(number):
    days, serial = divmod(number, 9000)
    months, day = divmod(days, 28)
    return f"367402{day + 1:02d}{months + 1:02d}05{serial + 1:04d}"


def _people(numbers, wave, started):
    password = make_password(PASSWORD)
    users = User.objects.bulk_create(
        User(email=f"banyak{number}@contoh.example", full_name=f"Contoh Orang {number}", password=password)
        for number in numbers
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    trainees = [Trainee(account=user, full_name=user.full_name, email=user.email) for user in users]
    for number, trainee in zip(numbers, trainees, strict=True):
        trainee.nik = nik_of(number)
        trainee.nik_index = sealing.blind_index(trainee.nik)
    Trainee.objects.bulk_create(trainees)
    Application.objects.bulk_create(Application(trainee=trainee, wave=wave) for trainee in trainees)
    AuditEntry.objects.bulk_create(
        AuditEntry(action="user.signed_in", user=user, role="trainee", at=started) for user in users
    )


def _papers(count, kind):
    owners = list(Trainee.objects.order_by("pk")[:count])
    chance = random.Random(count)
    for owner in owners:
        content = chance.randbytes(chance.randrange(20_000, 60_000))
        page = DocumentPage(document=Document.objects.create(trainee=owner, kind=kind), number=1)
        page.file.save("photo.jpg", io.BytesIO(content), save=False)
        page.sha256, page.width, page.height = hashlib.sha256(content).hexdigest(), 1600, 1200
        page.save()


# --- what it was, what it is ---------------------------------------------------------------------------------------


def row_hashes():
    """{table: (rows, MD5 of all rows)}, by another way than the manifest's."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for table in sorted(set(connection.introspection.table_names(cursor)) - LEFT_OUT):
            words = "md5(t::text)"
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg({words}, '' ORDER BY {words})), '') FROM \"{table}\" t"
            )
            found[table] = cursor.fetchone()
    return found


def next_numbers():
    """What the sequences would give next: a restored portal must not give a number twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")
        return dict(cursor.fetchall())


def destroy():
    """The database itself, and every file."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"')
    subprocess.run(["rm", "-rf", settings.MEDIA_ROOT], check=True)


def backup(folder):
    words, began = io.StringIO(), time.monotonic()
    call_command("backup", str(folder), stdout=words, stderr=words)
    return words.getvalue(), time.monotonic() - began


def restore(folder, *options):
    words, began = io.StringIO(), time.monotonic()
    call_command("restore", str(folder), *options, stdout=words, stderr=words)
    return words.getvalue(), time.monotonic() - began


def wrong_papers(wanted=100):
    """Of so many papers drawn at random those whose file is not what their row says, and how many were opened."""
    papers = list(DocumentPage.objects.order_by("pk"))
    drawn = random.Random(7).sample(papers, min(wanted, len(papers)))
    return [one.pk for one in drawn if _sha256(one.file) != one.sha256], len(drawn)


def _sha256(file):
    with file.open() as opened:
        return hashlib.sha256(opened.read()).hexdigest()


def in_clear(folder, niks):
    """Which of these NIKs, or of the second factors' secrets, a thief of the copy could simply read."""
    _version, tool = tools.find("pg_restore", tools.server_version())
    text = subprocess.run(
        [tool, "--file=-", folder / "database.dump"], capture_output=True, check=True
    ).stdout.decode()
    assert "COPY public.trainees_trainee" in text  # it was read
    secrets = {
        second_factor.unseal(secret)
        for data in Authenticator.objects.values_list("data", flat=True)
        for _field, secret in second_factor.texts(data)
    }
    read = set(re.findall(r"(?<!\d)\d{16}(?!\d)", text)) | set(re.findall(r"[A-Z2-7]{32}|[0-9a-f]{80}", text))
    return (set(niks) | secrets) & read


# --- sabotage ------------------------------------------------------------------------------------------------------


@contextmanager
def sabotaged(path, change):
    """The file as `change` makes it (None: gone), and as it was afterwards."""
    before = path.read_bytes()
    after = change(before)
    path.unlink() if after is None else path.write_bytes(after)
    yield
    path.write_bytes(before)


def a_file_of(folder):
    return next(path for path in sorted(Path(folder, "media/documents").rglob("*")) if path.is_file())


def flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
