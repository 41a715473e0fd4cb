"""10,000 participants from one sheet: seconds, peak memory, and the same table with thirty kills on the way."""

import os
import time

import pytest

from bench import participants
from bench.crashes import bring_in
from blk_portal.importing import reading
from blk_portal.importing.foreseeing import foresee
from tests.importing.conftest import sample

PEOPLE, KILLS = int(os.environ.get("PEOPLE", 10_000)), int(os.environ.get("KILLS", 30))


@pytest.fixture(autouse=True)
def _folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(3600)
def test_ten_thousand_participants_and_thirty_kills(tmp_path):
    quiet = bring_in(tmp_path, PEOPLE)
    told = f"{quiet.seconds:.0f} s, peak {quiet.megabytes:.0f} MB, {len(quiet.refused)} refused by line"
    print(f"\n{PEOPLE:,} lines: {told}")
    killed = bring_in(tmp_path, PEOPLE, kills=KILLS)
    same = killed.fingerprint == quiet.fingerprint
    print(f"with {killed.kills} kills: {killed.seconds:.0f} s; the same table: {same}")

    assert quiet.refused == participants.wrong_lines(PEOPLE)
    assert (killed.kills, killed.fingerprint, killed.done) == (KILLS, quiet.fingerprint, quiet.done)
    assert (killed.refused, killed.codes) == (quiet.refused, quiet.codes)


@pytest.mark.django_db
@pytest.mark.timeout(600)
def test_the_rehearsal_of_ten_thousand(tmp_path, figure):
    wave, path = participants.wave_for(PEOPLE), tmp_path / "peserta.xlsx"
    sample.write_xlsx(participants.rows(PEOPLE), path)
    began = time.perf_counter()
    table = reading.read(path)
    read = time.perf_counter()
    foresee(table, wave)

    figure(f"reading {PEOPLE:,} lines", read - began, 20, "s")
    figure(f"foreseeing {PEOPLE:,} lines", time.perf_counter() - read, 20, "s")
