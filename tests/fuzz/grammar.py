"""What is typed into a field: what the person means, what they nearly mean, and what nobody means.

The person's own words come from `Person`; a field that no rule knows gets something of its kind and length.
"""

import re
from datetime import timedelta

from django.utils import timezone

from notifications.models import OutboxMessage
from tests.factories.trainees import a_photo, nik_for
from tests.fuzz.asking import Upload

NAMES = [
    "Suharti",
    "Siti Nur'aini",
    "Muhammad Al-Fatih bin Abdul Qadir",
    "I Gusti Ngurah Ketut Jelantik Putra",
    "N. Sri Wahyuningsih, A.Md.",
    "Ñuñez Đặng Þór",
    "محمد",
    "Bu\u200bdi",
    "Rina \U0001f33a",
    "O",
]
RELATIONS = ["Ibu", "Ayah", "Kakak", "Paman", "Tetangga"]
GARBAGE = [
    "",
    " ",
    "\t\r\n",
    "\x00",
    "a\x00b",
    "\ud800",
    "ab\udfffcd",
    "\ufeff",
    "\u200b" * 40,
    "\u202e\u0645\u0631\u062d\u0628\u0627",
    "\U0001f600" * 70,
    "e\u0301" * 200,
    "x" * 70_000,
    "9" * 400,
    "-1",
    "0",
    "1e309",
    "NaN",
    "-Infinity",
    "null",
    "[]",
    '{"a":',
    "٣٤٥",
    "²",
    "１２",
    "①",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%s%n%x",
    "${7*7}#{7*7}<%= 7 %>",
    "\r\nSet-Cookie: x=y",
    "../../../../etc/passwd",
    "C:\\CON\\aux.txt",
    "2026-02-30",
    "99999-01-01",
    "0000-00-00",
    str(2**31),
    str(2**63),
    str(-(2**63) - 1),
    "9" * 25,
    "on",
    "true",
    "%00%ff",
    "a@b",
    "@",
    "a" * 65 + "@contoh.example",
    "x@" + "y" * 250 + ".example",
    "siti@xn--ls8h.la",
    "sîti@contoh.example",
    "08123456789012345678",
    "+62",
    "36.74.02.1004",
    "36.74'",
    "\\",
    "\x1b[31m",
    "\x7f\x80\x9f",
]
PASSWORD = "Kata-sandi yang 1 panjang sekali"


def phone(dice):
    return f"08{dice.choice(['12', '13', '57', '95'])}{dice.randrange(10**7, 10**8)}"


# --- what the person means -----------------------------------------------------------------------------------------


def meant(control, person, dice, so_far):
    """Something this person would rightly write here: a list of values, empty for a box left alone."""
    if control.kind == "checkbox":
        return [control.value] if dice.random() < 0.9 else []
    if control.kind == "file":
        return [photo(dice)] if dice.random() < 0.8 else []
    if control.kind == "hidden":
        return [control.value]
    if control.kind in {"select", "radio"}:
        return listed(control, person, dice, so_far)
    return [written(control, person, dice)]


def photo(dice):
    kind = dice.choice(["JPEG", "PNG"])
    return Upload(f"foto {dice.randrange(100)}.{kind.lower()}", a_photo(kind=kind), f"image/{kind.lower()}")


def listed(control, person, dice, so_far):
    """One of the options. What was chosen above is not chosen again, and an own birth date is one's own."""
    born = {"day": person.born.day, "month": person.born.month, "year": person.born.year}
    part = control.name.rpartition("_")[2]
    if part in born and str(born[part]) in control.options:
        return [str(born[part])]
    if control.name == "sex":
        return [person.sex]
    if control.name in {"second", "third"} and dice.random() < 0.6:
        return [""]
    options = [option for option in control.options if option]
    free = [option for option in options if control.kind == "radio" or option not in so_far] or options
    home = [option for option in free if option in person.homes]
    if home and dice.random() < 0.8:
        return home[:1]
    return [dice.choice(free)] if free else [control.value]


def written(control, person, dice):
    for pattern, words in WORDS:
        if pattern.search(control.name):
            return str(words(person, dice, control))
    return str(BY_KIND.get(control.kind, some_words)(person, dice, control))


def some_words(person, dice, control):
    text = dice.choice(["Kp. Contoh RT 01/02", "Serang", "Saya ingin belajar.", "12", "Jl. Contoh No. 3"])
    return text[: control.longest]


def some_day(person, dice, control):
    return (timezone.localdate() + timedelta(days=dice.randrange(-900, 900))).isoformat()


def some_number(person, dice, control):
    low, high = (control.attributes.get(edge) or "" for edge in ("min", "max"))
    low, high = (int(edge) if edge.lstrip("-").isdigit() else default for edge, default in ((low, 0), (high, 100)))
    return dice.randint(min(low, high), max(low, high))


def a_password(person, dice, control):
    return person.password if control.attributes.get("autocomplete") == "current-password" else PASSWORD


def a_login(person, dice, control):
    return person.email if person.account or dice.random() < 0.5 else phone(dice)


def a_code(person, dice, control):
    """The last one that was sent to this person."""
    told = OutboxMessage.objects.filter(to_address=person.email).order_by("-pk").first()
    found = re.search(r"\b(\d{4}-\d{4}|\d{6}|[A-Z0-9]{3}-[A-Z0-9]{3})\b", told.body if told else "")
    return found[1] if found else "1234-5678"


WORDS = [
    (re.compile(r"(?i)nik$"), lambda person, dice, _: nik_for(person.born, person.sex, dice.randrange(1, 9999))),
    (re.compile(r"(?i)^(login|identifier)$"), a_login),
    (re.compile(r"(?i)password"), a_password),
    (re.compile(r"(?i)(^|_)code$"), a_code),
    (re.compile(r"(?i)e?mail"), lambda person, dice, _: person.email),
    (re.compile(r"(?i)phone|ponsel|whatsapp"), lambda person, dice, _: phone(dice)),
    (re.compile(r"(?i)relation"), lambda person, dice, _: dice.choice(RELATIONS)),
    (re.compile(r"(?i)name$"), lambda person, dice, _: dice.choice(NAMES)),
    (re.compile(r"(?i)place|address"), some_words),
]
BY_KIND = {
    "date": some_day,
    "number": some_number,
    "email": lambda person, dice, control: person.email,
    "tel": lambda person, dice, control: phone(dice),
    "password": a_password,
}


# --- what they nearly mean -----------------------------------------------------------------------------------------


def nearly(control, values, person, dice):
    """One thing wrong with what was meant, as people get it wrong."""
    if control.kind == "file":
        return [broken_file(dice)]
    if control.kind == "checkbox":
        return dice.choice([[], ["ya"], [control.value, control.value]])
    if control.kind in {"select", "radio"}:
        return [dice.choice(["", "0", "999999999", *control.options, "lain"])]
    text = values[0] if values else ""
    return [dice.choice(SLIPS)(text, control)]


SLIPS = [
    lambda text, control: "",
    lambda text, control: f"  {text}  ",
    lambda text, control: text[:-1],
    lambda text, control: text * 2,
    lambda text, control: text.swapcase(),
    lambda text, control: text.replace("0", "O"),
    lambda text, control: " ".join(text),
    lambda text, control: f"{text[:3]}\x00{text[3:]}",
    lambda text, control: f"\u202a{text}\u202c",
    lambda text, control: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    lambda text, control: (text or "x") * (control.longest // max(len(text), 1) + 2),
    lambda text, control: f"{text}\n{text}",
    lambda text, control: text[::-1],
]


def broken_file(dice):
    whole = a_photo(kind=dice.choice(["JPEG", "PNG"]))
    return dice.choice(
        [
            lambda: Upload("", b""),
            lambda: Upload("kosong.jpg", b""),
            lambda: Upload("terpotong.jpg", whole[: len(whole) // 2]),
            lambda: Upload("bukan.jpg", b"MZ" + bytes(200)),
            lambda: Upload(
                "surat.pdf", b"%PDF-1.7\n%\xff\xff\n1 0 obj<<>>endobj trailer<</Root 1 0 R>>", "application/pdf"
            ),
            lambda: Upload("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "image/svg+xml"),
            lambda: Upload("ke\x00tp.jpg", whole),
            lambda: Upload("../../" + "a" * 3_000 + ".jpg", whole),
            lambda: Upload("\u202egpj.exe", whole, "text/html\x0b"),
            lambda: Upload("ktp.jpg", bytes(dice.randrange(256) for _ in range(300))),
            lambda: Upload("k.heic", b"\0\0\0\x18ftypheic" + bytes(64), "image/heic"),
            lambda: Upload("k.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 " + bytes(40), "image/webp"),
        ]
    )()


# --- what nobody means ---------------------------------------------------------------------------------------------


def nonsense(dice):
    return dice.choice(GARBAGE)
