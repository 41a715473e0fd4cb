import json
import os
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEntry, PurgeRecord, RetentionRule, Seal
from blk_portal.copies import CopyRefused, making, restoring, tools
from blk_portal.second_factor import code_of
from certification.models import Certificate
from enrollment.models import Application
from tests.copies import drill
from tests.keys.test_rotation import NEW, NEW_INDEX
from trainees.models import DocumentPage, Trainee

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("copies")]
PEOPLE, FILES = 1_000, 20


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path


def refusal_of(folder):
    with pytest.raises(CopyRefused) as refusal:
        restoring.check(folder)
    return refusal.value.code


def refusals(folder, settings):
    """Every sabotage and what it is refused as; between them the copy is whole."""
    found = {}
    dump, paper, manifest = folder / "database.dump", drill.a_file_of(folder), folder / "manifest.json"
    for name, path, change in (
        ("truncated dump", dump, lambda content: content[:-1000]),
        ("changed dump", dump, drill.flipped),
        ("changed file", paper, drill.flipped),
        ("missing file", paper, lambda content: None),
        (
            "changed manifest",
            manifest,
            lambda content: content.replace(b'"rows"', b'"Rows"').replace(b"2026", b"2027"),
        ),
        ("cut manifest", manifest, lambda content: content[:-100]),
        ("no manifest", manifest, lambda content: None),
    ):
        with drill.sabotaged(path, change):
            found[name] = refusal_of(folder)
    ours = settings.NIK_KEYS, settings.NIK_INDEX_KEY
    settings.NIK_KEYS = [NEW]
    found["wrong key"] = refusal_of(folder)
    settings.NIK_KEYS, settings.NIK_INDEX_KEY = ours[0], NEW_INDEX
    found["wrong index key"] = refusal_of(folder)
    settings.NIK_KEYS, settings.NIK_INDEX_KEY = ours
    return found


def test_a_portal_is_copied_destroyed_and_brought_back(client, place, settings):
    officer, certificate = drill.fill(PEOPLE, FILES)
    before, numbers = drill.row_hashes(), drill.next_numbers()
    copy = place / "copy"

    words, _seconds = drill.backup(copy)
    copied = drill.row_hashes()
    assert refusals(copy, settings) == {
        "truncated dump": "truncated",
        "changed dump": "changed_file",
        "changed file": "changed_file",
        "missing file": "missing_file",
        "changed manifest": "manifest_changed",
        "cut manifest": "manifest_changed",
        "no manifest": "no_copy",
        "wrong key": "other_keys",
        "wrong index key": "other_keys",
    }
    assert drill.in_clear(copy, map(drill.nik_of, range(PEOPLE))) == set()
    drill.destroy()
    said, _seconds = drill.restore(copy)

    after = drill.row_hashes()
    assert {name for name in copied if copied[name] != before[name]} == {"audit_auditentry"}  # the copy itself
    assert AuditEntry.objects.get(action="copy.restored")
    assert {name for name in after if after[name] != before[name]} == {"audit_auditentry"}
    assert {name: drill.next_numbers()[name] for name in numbers if "audit" not in name} == {
        name: number for name, number in numbers.items() if "audit" not in name
    }
    assert f"{FILES + 1:,} files" in words  # and the certificate
    assert "are whole and in place" in said
    assert f"Jejak utuh: {Seal.objects.count()} segel" in said  # the chain of the trail holds, too
    assert Seal.objects.count() > 0
    assert drill.wrong_papers() == ([], FILES)
    assert Trainee.objects.get(account__email="banyak7@contoh.example").nik == drill.nik_of(7)
    signs_in_and_sees(client, officer, certificate)


def signs_in_and_sees(client, officer, certificate):
    page = client.get(reverse("verify", args=[Certificate.objects.get(pk=certificate.pk).code]))
    assert certificate.number in page.content.decode()
    client.post(reverse("account_login"), {"login": officer.email, "password": drill.PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code_of(officer)})
    client.post(reverse("mfa_trust"), {"action": "no"})
    assert client.session["_auth_user_id"] == str(officer.pk)


@pytest.mark.parametrize(("server", "found"), [(15, 15), (16, 17), (17, 17)])
def test_of_several_programs_the_oldest_that_is_new_enough_is_taken(place, monkeypatch, server, found):
    for version in (18, 15, 17):
        program = place / str(version) / "pg_dump"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.2'\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join(f"{place}/{version}" for version in (18, 15, 17)) + ":/bin:/usr/bin")

    assert tools.find("pg_dump", server)[0] == found
    with pytest.raises(CopyRefused, match="postgresql-client-99"):
        tools.find("pg_dump", 99)


def test_a_copy_never_overwrites_and_leaves_nothing_of_a_failure(place, monkeypatch):
    (place / "copy").mkdir()
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(place / "copy"))

    monkeypatch.setattr(making.tools, "find", lambda *_: (18, "/bin/false"))
    with pytest.raises(CommandError, match="false failed"):
        call_command("backup", str(place / "other"))

    assert sorted(path.name for path in place.iterdir()) == ["copy"]


def test_a_copy_is_for_its_owner_alone_and_holds_no_key(place, settings):
    drill.fill(3, 2)

    drill.backup(place / "copy")

    modes = {path.stat().st_mode & 0o777 for path in (place / "copy").rglob("*") if path.is_file()}
    assert modes == {0o600}
    text = (place / "copy/manifest.json").read_text()
    secrets = [settings.SECRET_KEY, settings.NIK_INDEX_KEY, *(key.partition(":")[2] for key in settings.NIK_KEYS)]
    assert [secret for secret in secrets if secret in text] == []
    assert json.loads(text)["keys"]["seals"].keys() == {"d1"}


def test_a_file_that_a_row_names_and_nobody_has_is_named(place):
    drill.fill(3, 2)
    paper = DocumentPage.objects.order_by("pk").first()
    paper.file.storage.delete(paper.file.name)
    late = place / "media/documents/late.jpg"
    late.write_bytes(b"written after the moment of the copy: no row names it")

    words, _seconds = drill.backup(place / "copy")

    assert f"1 files that the database names are not in MEDIA_ROOT:\n  {paper.file.name}\n" in words
    manifest = json.loads((place / "copy/manifest.json").read_text())
    assert manifest["missing"] == [paper.file.name]
    assert "documents/late.jpg" in manifest["files"]


def test_a_database_that_is_not_empty_is_replaced_only_by_its_name(place):
    from_before, _certificate = drill.fill(3, 2)
    drill.backup(place / "copy")
    name = drill.connection.settings_dict["NAME"]
    with pytest.raises(CommandError, match=f"say --replace {name}"):
        drill.restore(place / "copy", "--replace", "another")
    since = Trainee.objects.create(full_name="Ditulis sesudah salinan")
    (place / "media/since.jpg").write_bytes(b"uploaded since")

    drill.restore(place / "copy", "--replace", name)

    assert not Trainee.objects.filter(pk=since.pk).exists()
    assert not (place / "media/since.jpg").exists()
    assert drill.wrong_papers() == ([], 2)
    assert from_before.email == drill.User.objects.get(pk=from_before.pk).email


def test_a_copy_of_a_newer_portal_is_refused_with_what_is_missing(place, monkeypatch):
    drill.fill(1, 1)
    newer = [*making.manifest.applied_migrations(), "trainees.9999_from_the_future"]
    monkeypatch.setattr(making.manifest, "applied_migrations", lambda: newer)
    drill.backup(place / "copy")

    with pytest.raises(CommandError, match=r"does not know trainees\.9999_from_the_future"):
        drill.restore(place / "copy")


def test_what_was_kept_long_enough_since_the_copy_goes_again(place):
    """The draft was destroyed after the copy was made; restoring brings it back, and the rules take it again."""
    drill.fill(3, 2)
    proposed = {"name": "Contoh", "days": 30, "reason": "uji"}  # a table emptied by an earlier test has none
    rule, _made = RetentionRule.objects.update_or_create(code="drafts", defaults=proposed)
    old = Application.objects.filter(status="draft").order_by("pk").first()
    Application.objects.filter(pk=old.pk).update(saved_at=timezone.now() - timedelta(days=rule.days + 1))
    drill.backup(place / "copy")
    drill.destroy()

    words, _seconds = drill.restore(place / "copy", "--reapply-retention")

    assert "retention, drafts: 1 rows destroyed" in words
    assert not Application.objects.filter(pk=old.pk).exists()
    assert PurgeRecord.objects.get(rule="drafts").rows == 1


def test_check_reads_all_and_touches_nothing(place):
    drill.fill(3, 2)
    drill.backup(place / "copy")
    before = drill.row_hashes()

    words, _seconds = drill.restore(place / "copy", "--check")

    assert "3 files are whole," in words  # and the certificate
    assert drill.row_hashes() == before
