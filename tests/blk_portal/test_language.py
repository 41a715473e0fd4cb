import pytest

pytestmark = pytest.mark.django_db


def test_a_phone_set_to_english_is_answered_in_indonesian(client):
    assert 'lang="id"' in client.get("/", headers={"accept-language": "en"}).content.decode()


def test_the_language_button_is_obeyed(client):
    client.post("/bahasa/setlang/", {"language": "en", "next": "/"})

    assert 'lang="en"' in client.get("/").content.decode()
