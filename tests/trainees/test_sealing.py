import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from trainees import sealing
from trainees.rules.nik import InvalidNik
from trainees.sealing import SealError, Vault

NIK = "3674021204050001"
OTHER_NIK = "3674021204050002"
ROW = b"trainee:17"


def key(letter):
    return base64.b64encode(letter.encode() * 32).decode()


OLD, NEW = f"2025a:{key('a')}", f"2026a:{key('b')}"
VAULT = Vault([OLD], [key("i")])


def test_what_was_sealed_opens_again():
    assert VAULT.unseal(VAULT.seal(NIK, aad=ROW), aad=ROW) == NIK


def test_a_seal_comes_back_from_the_database_as_a_memoryview():
    assert VAULT.unseal(memoryview(VAULT.seal(NIK, aad=ROW)), aad=ROW) == NIK


def test_the_same_nik_never_looks_the_same_twice_and_never_shows():
    first, second = VAULT.seal(NIK, aad=ROW), VAULT.seal(NIK, aad=ROW)

    assert first != second
    assert NIK.encode() not in first
    assert first.startswith(b"2025a:")
    assert len(first) == len("2025a:") + 12 + 16 + 16


def test_a_seal_moved_to_another_row_does_not_open():
    with pytest.raises(SealError) as refusal:
        VAULT.unseal(VAULT.seal(NIK, aad=ROW), aad=b"trainee:18")

    assert refusal.value.code == "broken"


@given(st.integers(len("2025a:"), 49), st.integers(1, 255))
def test_one_altered_byte_is_noticed(place, change):
    blob = bytearray(VAULT.seal(NIK, aad=ROW))
    blob[place] ^= change

    with pytest.raises(SealError) as refusal:
        VAULT.unseal(bytes(blob), aad=ROW)

    assert refusal.value.code == "broken"


@given(st.binary(max_size=80))
def test_any_other_bytes_are_refused_and_nothing_else_happens(blob):
    with pytest.raises(SealError) as refusal:
        VAULT.unseal(blob, aad=ROW)

    assert refusal.value.code in {"broken", "unknown_key"}


def test_the_first_key_seals_and_the_older_still_opens():
    before = VAULT.seal(NIK, aad=ROW)
    rotated = Vault([NEW, OLD], [key("i")])

    after = rotated.seal(NIK, aad=ROW)

    assert rotated.unseal(before, aad=ROW) == NIK
    assert after.startswith(b"2026a:")
    assert (rotated.is_current(before), rotated.is_current(after)) == (False, True)


def test_a_key_that_is_gone_is_said_so():
    with pytest.raises(SealError) as refusal:
        Vault([NEW], [key("i")]).unseal(VAULT.seal(NIK, aad=ROW), aad=ROW)

    assert refusal.value.code == "unknown_key"


def test_another_key_under_the_same_id_does_not_open():
    with pytest.raises(SealError) as refusal:
        Vault([f"2025a:{key('z')}"], [key("i")]).unseal(VAULT.seal(NIK, aad=ROW), aad=ROW)

    assert refusal.value.code == "broken"


def test_the_index_is_one_for_every_spelling_and_another_for_another_person_or_key():
    index = VAULT.blind_index(NIK)

    assert len(index) == 64
    assert VAULT.blind_index(" 3674.0212-0405 0001") == index
    assert VAULT.blind_index(OTHER_NIK) != index
    assert Vault([OLD], [key("j")]).blind_index(NIK) != index


def test_while_the_index_key_rotates_both_are_looked_for():
    rotated = Vault([OLD], [key("j"), key("i")])

    assert rotated.blind_indexes(NIK) == [Vault([OLD], [key("j")]).blind_index(NIK), VAULT.blind_index(NIK)]
    assert rotated.blind_index(NIK) == rotated.blind_indexes(NIK)[0]


def test_only_a_nik_is_sealed_or_indexed():
    for act in (lambda: VAULT.seal("123", aad=ROW), lambda: VAULT.blind_index("123")):
        with pytest.raises(InvalidNik):
            act()


def test_a_seal_without_a_row_is_a_mistake():
    with pytest.raises(ValueError, match="aad is empty"):
        VAULT.seal(NIK, aad=b"")


@pytest.mark.parametrize(
    ("keys", "index_keys", "says"),
    [
        ([], [key("i")], "At least one"),
        ([OLD], [], "At least one"),
        ([OLD, f"2025a:{key('b')}"], [key("i")], "same id"),
        ([key("a")], [key("i")], 'written "id:base64"'),
        ([f"a b:{key('a')}"], [key("i")], 'written "id:base64"'),
        (["k1:not base64!"], [key("i")], '"k1" is not base64'),
        (["k1:c2hvcnQ="], [key("i")], "must be 32 bytes, not 5"),
        ([OLD], ["c2hvcnQ="], "index key must be 32 bytes"),
    ],
)
def test_bad_keys_are_told_apart_and_never_shown(keys, index_keys, says):
    with pytest.raises(ValueError, match=says) as refusal:
        Vault(keys, index_keys)

    assert not any(text.split(":")[-1] in str(refusal.value) for text in keys + index_keys)


def test_the_functions_use_the_settings_of_the_moment():
    with override_settings(NIK_KEYS=[OLD], NIK_INDEX_KEY=key("i")):
        blob = sealing.seal(NIK, aad=ROW)
        index = sealing.blind_index(NIK)
    with override_settings(NIK_KEYS=[NEW, OLD], NIK_INDEX_KEY=f"{key('j')},{key('i')}"):
        assert sealing.unseal(blob, aad=ROW) == NIK
        assert sealing.is_current(blob) is False
        assert sealing.blind_indexes(NIK) == [sealing.blind_index(NIK), index]


@override_settings(NIK_KEYS=["oops"], NIK_INDEX_KEY=key("i"))
def test_bad_settings_name_the_setting():
    with pytest.raises(ImproperlyConfigured, match="NIK_KEYS"):
        sealing.seal(NIK, aad=ROW)


def test_a_vault_does_not_print_its_keys():
    assert key("a") not in repr(VAULT)
    assert "aaaa" not in repr(VAULT)
