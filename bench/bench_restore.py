"""The drill at full size: 100,000 persons and 2,000 files copied, destroyed, brought back and compared.

With sabotage first: what `make test` does at a hundredth of the size, the same code (tests/copies/drill.py).
"""

import time

import pytest

from tests.copies import drill
from tests.copies.test_drill import refusals, signs_in_and_sees

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, FILES = 100_000, 2_000
BACKUP, RESTORE = 10, 30  # minutes


def megabytes(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1_000_000


def test_a_hundred_thousand_people_are_back_within_half_an_hour(client, settings, tmp_path, figure):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    copy, began = tmp_path / "copy", time.monotonic()
    officer, certificate = drill.fill(PEOPLE, FILES)
    before, numbers = drill.row_hashes(), drill.next_numbers()
    print(f"\nfilled in {time.monotonic() - began:.0f} s: {sum(rows for rows, _hash in before.values()):,} rows")

    words, copying = drill.backup(copy)
    print(words.splitlines()[-1])
    found = refusals(copy, settings)
    plain = drill.in_clear(copy, map(drill.nik_of, range(PEOPLE)))
    drill.destroy()
    words, restoring = drill.restore(copy)
    print(words)

    after = drill.row_hashes()
    differing = {name for name in after if after[name] != before[name]}
    moved = {name for name, number in drill.next_numbers().items() if numbers.get(name) != number}
    print(f"sabotage: {found}")
    print(f"tables that differ: {differing} (the trail has one more line: the restore)")
    print(f"sequences that moved: {moved}")
    figure("copy of database and files", copying / 60, BACKUP, "minutes")
    figure("restored and proved", restoring / 60, RESTORE, "minutes")
    print(
        f"\ncopy: {megabytes(copy):,.0f} MB, of which database {(copy / 'database.dump').stat().st_size / 1e6:,.0f} MB"
    )
    print(f"NIKs and secrets in clear in the copy: {len(plain)}")
    assert not plain
    assert differing == {"audit_auditentry"}
    assert drill.wrong_papers() == ([], 100)
    signs_in_and_sees(client, officer, certificate)
