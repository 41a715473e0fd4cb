import base64
import io
import os
import random
import subprocess
import sys
import threading
import time
from itertools import pairwise

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import User
from audit.models import AuditEntry
from blk_portal.keys import rotation, second_factor
from blk_portal.keys.places import NikSeals
from tests.factories.accounts import UserFactory
from tests.factories.trainees import TraineeFactory
from tests.reliability.conftest import database_url
from trainees import identity, sealing
from trainees.models import Trainee
from trainees.transitions import describe


def key(letter):
    return base64.b64encode(letter.encode() * 32).decode()


OLD, NEW = f"k1:{key('a')}", f"k2:{key('b')}"
OLD_INDEX, NEW_INDEX = key("i"), key("j")
PEOPLE = 2_000


@pytest.fixture
def old_keys(settings):
    settings.NIK_KEYS, settings.NIK_INDEX_KEY = [OLD], OLD_INDEX


def new_first(settings):
    settings.NIK_KEYS, settings.NIK_INDEX_KEY = [NEW, OLD], f"{NEW_INDEX},{OLD_INDEX}"


def only_new(settings):
    settings.NIK_KEYS, settings.NIK_INDEX_KEY = [NEW], NEW_INDEX


def nik_of(number):
    days, serial = divmod(number, 9000)
    months, day = divmod(days, 28)
    return f"367402{day + 1:02d}{months + 1:02d}05{serial + 1:04d}"


def run(*arguments):
    words = io.StringIO()
    call_command("rotate_keys", *arguments, stdout=words, stderr=words)
    return words.getvalue()


def second_factor_of(user):
    return TOTP.activate(user, generate_totp_secret()), RecoveryCodes.activate(user)


@pytest.mark.django_db
def test_everything_moves_to_the_new_keys_and_the_old_ones_may_go(old_keys, settings):
    trainee, claimant = TraineeFactory(nik=nik_of(1)), TraineeFactory()
    claimant.nik = nik_of(1)
    claimant.claimed_index, claimant.nik_index = trainee.nik_index, None
    claimant.save()
    secret, codes = second_factor_of(UserFactory())
    before = codes.generate_codes(), second_factor.unseal(secret.instance.data["secret"])
    new_first(settings)

    words = run()
    only_new(settings)

    assert "older ones may be removed" in words
    assert 'NIK seals: 2 under "k2" (current); 2 renewed now' in words
    trainee.refresh_from_db()
    claimant.refresh_from_db()
    assert (trainee.nik, claimant.nik) == (nik_of(1), nik_of(1))
    assert trainee.nik_index == sealing.blind_index(nik_of(1)) == claimant.claimed_index
    fresh = {row.type: row.wrap() for row in Authenticator.objects.all()}
    assert fresh["recovery_codes"].generate_codes() == before[0]
    assert second_factor.unseal(fresh["totp"].instance.data["secret"]) == before[1]
    facts = AuditEntry.objects.get(action="keys.rotated").facts
    assert facts == {"NIK seals": 2, "NIK indexes": 2, "second factors": 2}


@pytest.mark.django_db
def test_check_says_what_is_left_and_changes_nothing(old_keys, settings):
    TraineeFactory(nik=nik_of(1))
    new_first(settings)
    words = io.StringIO()

    with pytest.raises(CommandError, match="keep the older ones"):
        call_command("rotate_keys", "--check", stdout=words)

    assert 'NIK seals: 1 under "k1"\n' in words.getvalue()
    assert NikSeals().by_key() == {"k1": 1}


@pytest.mark.django_db
def test_a_key_that_is_not_given_is_named_before_anything_is_touched(old_keys, settings):
    TraineeFactory(nik=nik_of(1))
    TraineeFactory(nik=nik_of(2))
    settings.NIK_KEYS = [NEW]

    with pytest.raises(CommandError, match=r'2 of the NIK seals are under key "k1", which NIK_KEYS does not hold'):
        run()

    assert NikSeals().by_key() == {"k1": 2}


@pytest.mark.django_db
def test_a_seal_that_does_not_open_is_named_by_its_row_and_the_others_go_on(old_keys, settings):
    broken, sound = TraineeFactory(nik=nik_of(1)), TraineeFactory(nik=nik_of(2))
    Trainee.objects.filter(pk=broken.pk).update(nik_sealed=bytes(sound.nik_sealed))  # moved from another row
    new_first(settings)
    words = io.StringIO()

    with pytest.raises(CommandError, match="keep the older ones"):
        call_command("rotate_keys", stdout=words, stderr=words)

    assert "NIK seals: 1 could not be moved, for they don't open with the keys given" in words.getvalue()
    assert f"; rows {broken.pk}\n" in words.getvalue()
    assert NikSeals().by_key() == {"k1": 1, "k2": 1}


@pytest.mark.django_db
def test_a_lost_index_key_is_replaced_from_the_seals(old_keys, settings):
    holder, changed, claimant = TraineeFactory(nik=nik_of(1)), TraineeFactory(nik=nik_of(2)), TraineeFactory()
    describe(changed, nik=nik_of(1))  # in a draft; holder's NIK stays the holder's
    claimant.nik, claimant.nik_index, claimant.claimed_index = nik_of(1), None, holder.nik_index
    claimant.save()
    settings.NIK_INDEX_KEY = NEW_INDEX
    assert rotation.look()[1].by_key == {"": 3}
    words = io.StringIO()

    with pytest.raises(CommandError):
        call_command("rotate_keys", "--rebuild-index", stdout=words, stderr=words)

    assert f"another row holds that NIK; rows {changed.pk}\n" in words.getvalue()
    holder.refresh_from_db()
    claimant.refresh_from_db()
    assert holder.nik_index == claimant.claimed_index == sealing.blind_index(nik_of(1))


@pytest.mark.django_db
def test_secrets_from_before_are_read_as_they_are_and_then_sealed():
    user, secret = UserFactory(), generate_totp_secret()
    row = Authenticator.objects.create(user=user, type="totp", data={"secret": secret})
    assert second_factor.unseal(row.data["secret"]) == secret

    assert rotation.look()[2].left == {"": 1}

    run()

    row.refresh_from_db()
    assert (second_factor.key_of(row.data["secret"]), second_factor.unseal(row.data["secret"])) == ("d1", secret)


@pytest.mark.django_db
def test_the_database_holds_no_second_factor_in_clear():
    secret, codes = second_factor_of(UserFactory())
    shown = generate_totp_secret()
    TOTP.activate(UserFactory(), shown)

    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator ORDER BY id")
        stored = [row[0] for row in cursor.fetchall()]

    assert len(stored) == 3
    assert not any(shown in text or "A" * 8 in text for text in stored)
    assert all("sealed:d1:" in text for text in stored)
    assert second_factor.unseal(codes.instance.data["seed"]) not in stored[1]
    assert secret.instance.data["secret"] in stored[0]


def test_what_one_ring_sealed_another_does_not_open():
    sealed = second_factor.seal("JBSWY3DPEHPK3PXP")
    other = sealing.ring_for(b"another purpose")
    key_id, blob = sealed.removeprefix("sealed:").split(":")

    with pytest.raises(sealing.SealError) as refusal:
        other.unseal(key_id.encode() + b":" + base64.b64decode(blob), aad=second_factor.PURPOSE)

    assert refusal.value.code == "broken"


# --- while people work, and killed ---------------------------------------------------------------------------------


def people(count):
    rows = [Trainee(full_name=f"Peserta {number}") for number in range(count)]
    for number, row in enumerate(rows):
        row.nik = nik_of(number)
        row.nik_index = sealing.blind_index(row.nik)
    return Trainee.objects.bulk_create(rows, batch_size=500)


class Writers:
    """People who correct their NIK or their name while the keys move; each row's last word is kept."""

    def __init__(self, pks, threads=3):
        self.last, self.errors, self.stopping = {}, [], threading.Event()
        shares = [pks[number::threads] for number in range(threads)]
        self.threads = [threading.Thread(target=self._work, args=(share,)) for share in shares]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join(20)

    def _work(self, pks):
        chance = random.Random(pks[0])
        try:
            while not self.stopping.is_set():
                pk, number = chance.choice(pks), chance.randrange(200_000, 900_000)
                describe(Trainee.objects.get(pk=pk), nik=nik_of(number), full_name=f"Nama {number}")
                self.last[pk] = number
        except Exception as error:  # whatever it is, the test wants to hear of it
            self.errors.append(error)
        finally:
            connection.close()


def rotating():
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "NIK_KEYS": f"{NEW},{OLD}",
        "NIK_INDEX_KEY": f"{NEW_INDEX},{OLD_INDEX}",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "manage.py", "rotate_keys", "--batch", "50", "--pause", "0.05"]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def kill_after_some(process, before):
    """kill -9 once some rows have moved, in the middle of the rest."""
    limit = time.monotonic() + 60
    while NikSeals().by_key()["k1"] > before - 300:
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < limit
        time.sleep(0.02)
    process.kill()
    process.communicate()
    return NikSeals().by_key()["k1"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("keys")
def test_two_thousand_rows_move_under_writers_though_killed_three_times(old_keys, settings):
    pks = [row.pk for row in people(PEOPLE)]
    new_first(settings)

    left = [PEOPLE]
    with Writers(pks) as writers:
        for _time in range(3):
            left.append(kill_after_some(rotating(), left[-1]))
        words = rotating().communicate(timeout=60)[0]

    assert writers.errors == []
    assert all(after < before for before, after in pairwise(left))
    assert "older ones may be removed" in words
    assert len(writers.last) > 300
    settings.NIK_KEYS = [NEW]
    for row in Trainee.objects.all():
        number = writers.last.get(row.pk)
        assert row.nik == nik_of(number if number is not None else row.pk - pks[0])


# --- one NIK, two index keys ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("first", [NEW_INDEX, OLD_INDEX])
def test_whoever_stands_under_the_other_index_key_is_still_the_holder(old_keys, settings, first):
    settings.NIK_INDEX_KEY = {NEW_INDEX: OLD_INDEX, OLD_INDEX: NEW_INDEX}[first]
    holder, second = TraineeFactory(nik=nik_of(1)), TraineeFactory()
    settings.NIK_INDEX_KEY = f"{first},{settings.NIK_INDEX_KEY}"
    second.nik = nik_of(1)
    second.nik_index = None
    second.save()

    assert identity.take(second) is False
    assert identity.holder_claimed_by(second) == holder
    assert identity.take(holder) is True


class Submitter(threading.Thread):
    def __init__(self, trainee, vault, start):
        super().__init__()
        self.trainee, self.vault, self.start_line, self.took = trainee, vault, start, None

    def run(self):
        VAULT.of_this_thread = self.vault
        try:
            self.start_line.wait(10)
            with transaction.atomic():
                self.took = identity.take(self.trainee)
        finally:
            connection.close()


VAULT = threading.local()


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("keys")
def test_two_processes_with_the_keys_in_different_order_never_admit_one_nik_twice(monkeypatch, old_keys):
    """A rolling restart: one process still has the old index key first, the other the new one already."""
    default = sealing.vault()
    monkeypatch.setattr(sealing, "vault", lambda: getattr(VAULT, "of_this_thread", default))
    vaults = [sealing.Vault([OLD], [NEW_INDEX, OLD_INDEX]), sealing.Vault([OLD], [OLD_INDEX, NEW_INDEX])]

    for number in range(20):
        pair = [TraineeFactory() for _one in vaults]
        for trainee in pair:
            trainee.nik = nik_of(number)
            trainee.nik_index = None
            trainee.save()
        line = threading.Barrier(2)
        threads = [Submitter(trainee, vault, line) for trainee, vault in zip(pair, vaults, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(thread.took for thread in threads) == [False, True]
        assert Trainee.objects.filter(pk__in=[one.pk for one in pair], nik_index=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_nik_is_reserved_only_inside_a_transaction(old_keys, settings):
    new_first(settings)

    with pytest.raises(transaction.TransactionManagementError):
        identity.reserve(nik_of(1))

    assert User.objects.count() == 0
