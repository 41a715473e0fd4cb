import pytest
from django.core.management import call_command
from django.test import override_settings

from blk_portal.management.commands.prepare import Command
from centers.models import Region

pytestmark = pytest.mark.django_db


@pytest.fixture
def static_root(tmp_path):
    with override_settings(STATIC_ROOT=str(tmp_path / "static")):
        yield tmp_path / "static"


def test_static_files_are_collected_once(static_root):
    Command().collect_static()
    written = {path: path.stat().st_mtime_ns for path in static_root.rglob("*")}

    Command().collect_static()

    assert (static_root / "css").is_dir()
    assert {path: path.stat().st_mtime_ns for path in static_root.rglob("*")} == written


def test_static_files_are_collected_again_when_one_changed(static_root):
    Command().collect_static()
    (static_root / ".digest").write_text("of another release")
    (static_root / "css/gone.css").write_text("")

    Command().collect_static()

    assert not (static_root / "css/gone.css").exists()


def test_a_prepared_database_holds_the_reference_data(static_root):
    call_command("prepare")
    regions = Region.objects.count()
    call_command("prepare")

    assert Region.objects.count() == regions > 1_700
