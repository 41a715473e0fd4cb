import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import OutboxMessage
from tests.factories.notifications import OutboxMessageFactory

IN_DEMONSTRATION = pytest.mark.urls("tests.demo.demonstration_urls")


@pytest.fixture
def demonstration(db, settings):
    settings.DEMONSTRATION = True


def subjects(response):
    return [subject.strip() for subject in re.findall(r'<h2 class="h5">(.*?)</h2>', response.content.decode())]


@IN_DEMONSTRATION
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("letters", [3, 60])
def test_the_latest_letters_come_first_in_one_query(client, letters, django_assert_num_queries):
    now = timezone.now()
    for age in range(letters):
        OutboxMessageFactory(subject=f"Surat {age}", created_at=now - timedelta(minutes=age))

    with django_assert_num_queries(1):
        response = client.get("/kotak-surat/")

    assert subjects(response) == [f"Surat {age}" for age in range(min(letters, 40))]


@IN_DEMONSTRATION
@pytest.mark.usefixtures("demonstration")
def test_letters_are_found_by_their_address(client):
    OutboxMessageFactory(to_address="ayu@contoh.example", subject="Untuk Ayu")
    OutboxMessageFactory(to_address="bayu@rekaan.example", subject="Untuk Bayu")

    assert subjects(client.get("/kotak-surat/?untuk=AYU@contoh")) == ["Untuk Ayu"]


@IN_DEMONSTRATION
@pytest.mark.usefixtures("demonstration")
def test_an_empty_mailbox_says_so(client):
    assert "Belum ada e-mail" in client.get("/kotak-surat/").content.decode()


@IN_DEMONSTRATION
@pytest.mark.usefixtures("demonstration")
def test_a_newcomer_reads_the_code_of_a_new_account_there(client):
    address = "pendatang@contoh.example"
    client.post(reverse("account_signup"), {"email": address, "password1": "kebun-mangga-88-x"})

    letter = OutboxMessage.objects.get(to_address=address)
    page = client.get(f"/kotak-surat/?untuk={address}").content.decode()

    assert not letter.is_secret
    assert subjects(client.get(f"/kotak-surat/?untuk={address}")) == [letter.subject]
    assert re.search(r"[A-Z0-9]{3}-?[A-Z0-9]{3}", letter.body)[0] in page


@IN_DEMONSTRATION
@pytest.mark.usefixtures("demonstration")
def test_the_page_that_asks_for_the_code_leads_there(client):
    form = {"email": "pendatang+1@contoh.example", "password1": "kebun-mangga-88-x"}
    page = client.post(reverse("account_signup"), form, follow=True).content.decode()

    (link,) = re.findall(r'href="(/kotak-surat/.untuk=[^"]*)"', page)

    assert link == "/kotak-surat/?untuk=pendatang%2B1%40contoh.example"
    assert subjects(client.get(link)) == ["Kode untuk memastikan e-mail Anda"]


@pytest.mark.django_db
def test_outside_the_demonstration_no_page_speaks_of_it(client):
    form = {"email": "pendatang@contoh.example", "password1": "kebun-mangga-88-x"}

    assert "kotak-surat" not in client.post(reverse("account_signup"), form, follow=True).content.decode()


@pytest.mark.django_db
def test_outside_the_demonstration_there_is_no_mailbox(client):
    assert client.get("/kotak-surat/").status_code == 404


@IN_DEMONSTRATION
@pytest.mark.django_db
def test_the_view_itself_refuses_outside_the_demonstration(client):
    assert client.get("/kotak-surat/").status_code == 404


@pytest.mark.django_db
def test_outside_the_demonstration_a_code_stays_secret(client):
    address = "pendatang@contoh.example"
    client.post(reverse("account_signup"), {"email": address, "password1": "kebun-mangga-88-x"})

    assert OutboxMessage.objects.get(to_address=address).is_secret
