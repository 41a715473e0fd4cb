import pytest
from django.urls import reverse

from certification import languages, transitions
from tests.factories.certification import certificate_of, completed


@pytest.fixture
def certificate(cohort):
    return certificate_of(completed(cohort))


def page(client, code, status=200, **query):
    response = client.get(reverse("verify", args=[code]), query, headers={"accept-language": ""})
    assert response.status_code == status
    return response


def test_anyone_sees_that_it_is_valid(client, certificate):
    response = page(client, certificate.code)

    text = response.content.decode()
    assert "Sertifikat ini berlaku" in text
    assert certificate.snapshot["name"] in text
    assert certificate.number in text
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_neither_nik_nor_birth_date_is_shown(client, certificate):
    text = page(client, certificate.code).content.decode()

    trainee = certificate.enrollment.trainee
    assert trainee.nik not in text
    assert trainee.nik_tail not in text
    assert "2004" not in text
    assert trainee.birth_place not in text


def test_the_name_is_the_printed_one(client, certificate):
    trainee = certificate.enrollment.trainee
    printed, trainee.full_name = trainee.full_name, "Nama Kemudian"
    trainee.save()

    text = page(client, certificate.code).content.decode()

    assert printed in text
    assert "Nama Kemudian" not in text


def test_a_revoked_one_says_so_and_since_when(client, certificate, issuer):
    transitions.revoke(certificate, "Data palsu.", by=issuer)

    text = page(client, certificate.code).content.decode()

    assert "Sertifikat ini sudah dicabut" in text
    assert "Tidak berlaku sejak" in text
    assert "Data palsu." not in text


def test_a_replaced_one_leads_to_the_new(client, certificate, issuer):
    successor = transitions.replace(certificate, "Salah eja.", by=issuer)

    text = page(client, certificate.code).content.decode()

    assert "Sertifikat ini sudah diganti" in text
    assert f"{successor.get_absolute_url()}?lang=id" in text
    assert "Sertifikat ini berlaku" in page(client, successor.code).content.decode()


def test_an_unknown_code_is_answered_kindly(client, db):
    response = page(client, "AAAAAAAAAAAAAAAAAAAAAAAAAA", status=404)

    assert "Kode ini tidak kami kenal" in response.content.decode()


@pytest.mark.parametrize("typed", [str.lower, lambda code: f" {code[:13]}-{code[13:]} "])
def test_case_spaces_and_dashes_do_not_matter(client, certificate, typed):
    page(client, typed(certificate.code))


def test_a_typed_code_leads_to_its_page(client, certificate):
    assert "Kode pada sertifikat" in client.get("/v/").content.decode()

    response = client.get("/v/", {"kode": certificate.code.lower(), "lang": "ja"})

    assert response.headers["Location"] == f"/v/{certificate.code}?lang=ja"


@pytest.mark.parametrize("typed", ["../../admin", "%00", "李", "' OR 1=1 --", ""])
def test_a_strange_code_breaks_nothing(client, db, typed):
    assert client.get("/v/", {"kode": typed}, follow=True).status_code in {200, 404}


@pytest.mark.parametrize("language", languages.WORDS)
def test_the_page_speaks_four_languages(client, certificate, language):
    response = page(client, certificate.code, lang=language)

    text = response.content.decode()
    assert languages.WORDS[language]["valid"] in text
    assert f'<html lang="{language}"' in text
    assert response.headers["Content-Language"] == language


@pytest.mark.parametrize(
    ("asked", "header", "language"),
    [
        (None, "", "id"),
        (None, "ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        (None, "fr,ko;q=0.5", "ko"),
        ("en", "ja", "en"),
        ("xx", "de", "id"),
        ("xx", "*", "id"),
    ],
)
def test_which_language(asked, header, language):
    assert languages.chosen(asked, header) == language


def test_every_language_has_every_word():
    assert set(languages.WORDS) == set(languages.NAMES)
    assert [set(table) ^ set(languages.WORDS["id"]) for table in languages.WORDS.values()] == [set()] * 4
    assert all(text for table in languages.WORDS.values() for text in table.values())


def test_looking_costs_one_query(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(1):  # the certificate
        page(client, certificate.code)
