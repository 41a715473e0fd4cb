"""A message in words, with those that followed it."""

import pytest

from notifications import letters, wording
from notifications.workflow import State
from tests.factories.notifications import OutboxMessageFactory

SAID = {
    "no_address": "Tidak ada alamat",
    "550 5.1.1 no such user": "Alamat tidak dikenal",
    "552 5.2.2 mailbox full": "Kotak surat penerima penuh",
    "554 5.7.1 spam": "menolak isi atau pengirimnya",
    "451 4.7.1 greylisted": "mencoba lagi nanti",
    "channel_down: ConnectTimeout": "tidak bisa dihubungi",
    "131026 Message undeliverable": "tidak bisa menerima WhatsApp",
    "no_approved_template": "belum menyetujui",
    "something else": "alasan lain",
}


@pytest.mark.parametrize("said", SAID)
def test_every_reason_is_a_sentence(said):
    assert SAID[said] in str(wording.reason(OutboxMessageFactory.build(last_error=said)))


@pytest.mark.django_db
def test_a_chain_is_told_under_its_first_row():
    first = OutboxMessageFactory(state=State.DEAD)
    second = OutboxMessageFactory(state=State.DEAD, follows=first)
    third = OutboxMessageFactory(follows=second)
    other = OutboxMessageFactory()

    told = letters.chains([other, third, second, first])

    assert [letter.row for letter in told] == [other, first]
    assert [letter.row for letter in told[1].later] == [second, third]
    assert told[1].last.row == third


@pytest.mark.django_db
def test_a_person_reads_the_whole_letter_and_nothing_that_may_be_taken_back(django_user_model):
    user = django_user_model.objects.create_user(email="siti@example.test")
    row = {"subject_type": "accounts.user", "subject_id": user.pk}
    notice = OutboxMessageFactory(channel="whatsapp", body="Ada surat", values={"isi": "Surat utuh"}, **row)
    OutboxMessageFactory(follows=notice, **row)
    OutboxMessageFactory(batch="job:1", **row)
    OutboxMessageFactory(state=State.WITHDRAWN, batch="job:1", **row)
    OutboxMessageFactory(is_secret=True, **row)

    assert [message.body for message in letters.readable(user)] == ["Surat utuh"]
