import io
from datetime import UTC, datetime

import pytest
from PIL import Image
from pypdf import PdfReader

from certification import pdf

AT = datetime(2025, 8, 6, 3, tzinfo=UTC)
SNAPSHOT = {
    "kind": "training",
    "number": "500.15/0001/BLK/VIII/2025",
    "issued_on": "2025-08-06",
    "verify_url": "https://portal.blk.example/v/ABCDEFGHIJKLMNOPQRSTUVWX23",
    "name": "Contoh Peserta",
    "birth_place": "Serang",
    "birth_date": "2004-05-12",
    "overall": "K",
    "jp_attended": 232,
    "units": [{"code": "C.24LAS01.001.1", "title": "Melaksanakan Persiapan", "jp": 24, "outcome": "K"}],
    "program": "Juru Las SMAW",
    "track": "Las",
    "jp": 240,
    "starts_on": "2025-07-01",
    "ends_on": "2025-08-05",
    "cohort": "SMAW A",
    "wave": "Gelombang 2 Tahun 2025",
    "place": "Bengkel Las",
    "center": {"code": "blk", "name": "BLK Contoh", "agency": "Dinas Contoh", "address": "Jl. 1", "city": "Serang"},
    "official": {"name": "Contoh Kepala", "nip": "", "position": "Kepala UPTD", "acting": "Plt."},
}


def pages(**changes):
    reader = PdfReader(io.BytesIO(pdf.render(SNAPSHOT | changes, AT)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_the_same_snapshot_and_moment_give_the_same_bytes():
    assert pdf.render(SNAPSHOT, AT) == pdf.render(dict(SNAPSHOT), AT)
    assert pdf.render(SNAPSHOT, AT) != pdf.render(SNAPSHOT | {"jp": 241}, AT)


def test_the_paper_says_who_what_how_long_and_who_signs():
    front, back = pages()

    for words in (
        "Sertifikat Pelatihan",
        "Contoh Peserta",
        "lahir di Serang, 12 Mei 2004",
        "Juru Las SMAW",
        "240 jam pelajaran (JP)",
        "1 Juli 2025 sampai 5 Agustus 2025",
        "dinyatakan Kompeten",
        "500.15/0001/BLK/VIII/2025",
        "Serang, 6 Agustus 2025",
        "Plt. Kepala UPTD",
    ):
        assert words in front
    assert "C.24LAS01.001.1 Melaksanakan Persiapan 24 Kompeten" in back
    assert "Diikuti: 232 JP" in back


def test_the_statement_of_participation_names_no_competence():
    (front,) = pages(kind="attended", units=[], overall="BK")

    assert "telah mengikuti pelatihan" in front
    assert "Kompeten" not in front


@pytest.mark.parametrize(
    "name",
    [
        "Siti Nur'aini",
        "D’Arcy O’Neil",
        "Ōkubo Nguyễn Thị Dvořáková",
        "#let x = 1 *tebal* _miring_ $1$ <label> @ref",
        'Kutip "ganda" \\ miring',
        "R.Ay. Kanjeng Gusti Wijayakusumaningrat binti Abdurrahman Al-Haddad Suryaningrat Kusumadiningrat",
    ],
)
def test_names_are_printed_as_they_are(name):
    assert name.replace(" ", "") in pages(name=name)[0].replace(" ", "")


def test_people_without_a_birth_date_on_record_are_printed_too():
    assert "lahir" not in pages(birth_date=None, birth_place="")[0]
    assert "lahir pada 12 Mei 2004" in pages(birth_place="")[0]


def test_many_units_run_on_to_further_pages():
    many = [SNAPSHOT["units"][0] | {"title": "Judul yang panjang sekali " * 6}] * 30

    assert len(pages(units=many)) > 2


def test_a_letter_without_a_sign_is_refused():
    with pytest.raises(pdf.Unprintable):
        pdf.render(SNAPSHOT | {"name": "李"}, AT)


def test_the_file_is_an_archive_copy_with_tags_and_a_language():
    reader = PdfReader(io.BytesIO(pdf.render(SNAPSHOT, AT)))

    assert reader.trailer["/Root"]["/Lang"] == "id"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"<pdfaid:part>2" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert reader.metadata.title == "Sertifikat Pelatihan 500.15/0001/BLK/VIII/2025"


def test_the_qr_leads_to_the_verification_page():
    """Drawn at 100 dots an inch, as a cheap printer does, and read back by another program's eyes."""
    zxingcpp = pytest.importorskip("zxingcpp", reason="the reader of QR codes comes with the browser's tests")
    front, _back = pdf.drawn(SNAPSHOT, dots_per_inch=100)

    with Image.open(io.BytesIO(front)) as image:
        (found,) = zxingcpp.read_barcodes(image)

    assert found.text == SNAPSHOT["verify_url"]
