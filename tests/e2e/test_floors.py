"""Staff, messages, long work and the trail, in browsers: looked at by axe, at both widths, on the narrowest phone."""

import pytest
from django.conf import settings

from accounts.models import User
from audit.models import RetentionRule
from jobs import duties
from notifications.delivery import deliver_due
from tests.e2e.floors import Office, StaffLife
from tests.factories.accounts import SuperuserFactory


@pytest.fixture
def life(visitor, center, post, time_machine):
    return StaffLife(visitor, center, post, time_machine)


@pytest.fixture
def office(visitor, center, post, time_machine):
    return Office(visitor, center, post, time_machine).furnish()


def test_somebody_is_let_in_works_in_two_posts_and_leaves(life):
    life.the_head_invites()
    life.the_invited_one_comes_in()
    life.a_second_post_and_the_switch()
    life.the_factor_is_lost()
    life.leaves()


def test_an_officer_sees_what_arrived_and_writes(office):
    office.the_officer_sends_again()
    office.the_officer_changes_a_text()
    office.the_officer_writes_to_a_class()


def test_many_are_verified_at_once_and_taken_back_and_all_of_it_is_told(office, signed_in):
    office.the_officer_verifies_many()
    office.what_happened_is_told(signed_in(User.objects.get(email="head@contoh.example")))


def test_of_two_editors_the_second_is_told_and_loses_nothing(office, center, signed_in):
    head, keeper = (signed_in(user) for user in (User.objects.get(email="head@contoh.example"), SuperuserFactory()))
    office.two_edit(center, head, keeper)
    center.refresh_from_db()
    assert (center.name, center.phone) == ("BLK Contoh Serpong", "021 555 1234")


def test_channels_rights_and_what_is_due(center, post, signed_in):
    head = signed_in(User.objects.get(email="head@contoh.example"))
    head.goes("/admin/saluran/").presses("Coba E-mail ke alamat saya")
    deliver_due(seconds=5)
    head.goes("/admin/saluran/").looks("saluran-dicoba").sees("Terkirim")
    assert [mail["To"] for mail in post.mails] == ["head@contoh.example"]
    head.goes("/admin/pegawai/kewenangan/").looks("kewenangan").presses("Sudah ditinjau").sees("Tercatat")
    keeper = signed_in(SuperuserFactory(full_name="Contoh Pengelola"))
    RetentionRule.objects.create(code="drafts", name="Draf", days=90, reason="Tidak pernah dikirim.")
    for name in settings.DUTIES:
        duties.do(name)
    keeper.goes("/admin/retensi/").looks("retensi").sees("Tidak pernah dikirim.")
    keeper.goes("/admin/jobs/dutyrun/").looks("tugas-terjadwal").sees("Berhasil")


def test_inviting_and_sending_again_by_keyboard_alone(keyboard_visitor, center, post, time_machine):
    life = StaffLife(keyboard_visitor, center, post, time_machine)
    life.the_head_invites()
    life.the_invited_one_comes_in()
    Office(keyboard_visitor, center, post, time_machine).furnish().the_officer_sends_again()
