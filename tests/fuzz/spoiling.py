"""What goes wrong on the line and what is done to a request on purpose, whatever is in its fields."""

import json
from dataclasses import replace

from tests.fuzz.asking import BOUNDARY, Upload, multipart, urlencoded
from tests.fuzz.grammar import nonsense

METHODS = ["PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "PROPFIND", "GET", "POST"]
QUERIES = [
    "%00",
    "%ff%fe=%ff",
    "dari=periksa&dari=%00",
    "next=//evil.example/",
    "next=%0d%0aX:y",
    "next=javascript:x",
    "&" * 500,
    "a=" + "b" * 9_000,
    "page=-1&page=9e9",
    "kecil",
    "x[]=1&x[a][b]=2",
    "%",
    "%zz=%",
    "=&==&=",
    "dari=periksa",
]
HEADERS = [
    ("HX-Request", "true"),
    ("HX-Current-URL", "http://[::1"),
    ("HX-Current-URL", "%ff%00"),
    ("Accept-Language", "x" * 3_000 + ";q=x, id;q=9,,;"),
    ("Referer", "http://[evil"),
    ("Origin", "null"),
    ("Host", "evil.example"),
    ("Host", "a b"),
    ("X-Forwarded-For", "1.2.3.4, , x, ::ffff:1"),
    ("X-Forwarded-Proto", "gopher"),
    ("X-Request-ID", "x\x0b" * 90),
    ("Content-Length", "-5"),
    ("Content-Length", "x"),
    ("If-Modified-Since", "yesterday"),
    ("If-None-Match", '"'),
    ("Range", "bytes=9-1,-"),
    ("Accept-Encoding", "br;q=x, *;q=-1, \x7f"),
    ("X-CSRFToken", "x" * 64),
    ("X-CSRFToken", "é" * 32),
    ("User-Agent", "\x00\xff" * 50),
    ("Authorization", "Basic ===="),
    ("X-HTTP-Method-Override", "DELETE"),
]
COOKIES = [
    ("session", '"\\000aaaaaaaaaaaaaaa"'),
    ("session", "x" * 9_000),
    ("session", "é\x85" * 20),
    ("session", "' OR 1=1"),
    ("csrftoken", '"\\000"'),
    ("csrftoken", "x"),
    ("django_language", "../../en"),
    ("django_language", '"\\000"'),
    ("messages", "x:y:z"),
    ("messages", '"[[\\"__json_message\\"]]"'),
    ("mfa_trusted", "x.y.z"),
    ("a" * 2_000, "b" * 3_000),
    ("x", "\x01;;;=,,="),
]
TYPES = [
    "application/json",
    "text/plain",
    "",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    f"multipart/form-data; boundary={'b' * 300}",
    "multipart/form-data; boundary=\xff",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=bogus",
    "multipart/form-data; boundary=x; charset=utf-16",
    "multipart/mixed; boundary=x",
    "x/y/z; ;=;",
    "application/octet-stream",
]


def without_token(ask, dice):
    fields = tuple((name, value) for name, value in ask.fields if name != "csrfmiddlewaretoken")
    return replace(ask, fields=fields, has_token=False)


def with_a_wrong_token(ask, dice):
    wrong = dice.choice(["", "x", "é" * 32, "\x00" * 64, "A" * 64, "A" * 100_000])
    fields = tuple((name, wrong if name == "csrfmiddlewaretoken" else value) for name, value in ask.fields)
    return replace(ask, fields=fields, has_token=False)


def with_another_method(ask, dice):
    return replace(ask, method=dice.choice(METHODS))


def with_another_type(ask, dice):
    body = multipart(ask.fields) if ask.is_multipart else urlencoded(ask.fields).encode()
    return replace(ask, body=body, content_type=dice.choice(TYPES))


def as_json(ask, dice):
    fields = {name: value.name if isinstance(value, Upload) else value for name, value in ask.fields}
    return replace(ask, body=json.dumps(fields).encode(), content_type="application/json")


def cut_short(ask, dice):
    body = multipart(ask.fields)
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return replace(ask, body=body[: dice.randrange(len(body))], content_type=kind)


def with_broken_bytes(ask, dice):
    body = bytearray(multipart(ask.fields) if ask.is_multipart else urlencoded(ask.fields).encode())
    for _ in range(dice.randrange(1, 9)):
        if body:
            body[dice.randrange(len(body))] = dice.randrange(256)
    type_ = f"multipart/form-data; boundary={BOUNDARY}" if ask.is_multipart else "application/x-www-form-urlencoded"
    return replace(ask, body=bytes(body), content_type=type_)


def with_strange_parts(ask, dice):
    """Parts that name nothing, name twice, encode in base64, or are headers without an end."""
    parts = [
        b"Content-Disposition: form-data\r\n\r\nx",
        b'Content-Disposition: form-data; name=""; filename=""\r\n\r\n',
        b'Content-Disposition: form-data; name="nik"\r\nContent-Transfer-Encoding: base64\r\n\r\n=x=',
        b"Content-Disposition: form-data; name*=utf-8''%ff%00\r\n\r\nx",
        b"X" * 2_000 + b": y\r\n\r\nz",
        b"Content-Disposition: form-data; name=\"a\"; filename*=x''%ff\r\nContent-Type: ;;;\r\n\r\nx",
    ]
    middle = b"".join(b"--" + BOUNDARY.encode() + b"\r\n" + dice.choice(parts) + b"\r\n" for _ in range(3))
    return replace(ask, body=middle + multipart(ask.fields), content_type=f"multipart/form-data; boundary={BOUNDARY}")


def with_a_query(ask, dice):
    return replace(ask, query=dice.choice(QUERIES))


def with_headers(ask, dice):
    return replace(ask, headers=tuple(dict(dice.sample(HEADERS, dice.randrange(1, 3))).items()))


def with_cookies(ask, dice):
    return replace(ask, cookies=(dice.choice(COOKIES),))


def too_many_fields(ask, dice):
    return replace(ask, fields=(*ask.fields, *((f"x{at}", "") for at in range(4_100))))


def too_much(ask, dice):
    return replace(ask, fields=(*ask.fields, ("x", "x" * 2_600_000)))


def with_doubles_and_strangers(ask, dice):
    """The same names again with other values, names nobody asked for, some left out."""
    kept = [pair for pair in ask.fields if dice.random() < 0.8]
    doubles = [(name, nonsense(dice)) for name, _value in ask.fields if dice.random() < 0.3]
    strangers = [(dice.choice(["pk", "id", "trainee", "status", "seat", "", "\x00", "a\ud800"]), nonsense(dice))]
    fields = kept + doubles + strangers
    dice.shuffle(fields)
    return replace(ask, fields=tuple(fields))


RARE = [too_many_fields, too_much]
SPOILS = [
    without_token,
    with_a_wrong_token,
    with_another_method,
    with_another_type,
    as_json,
    cut_short,
    with_broken_bytes,
    with_strange_parts,
    with_a_query,
    with_headers,
    with_cookies,
    with_doubles_and_strangers,
]


def spoilt(ask, dice):
    spoil = dice.choice(RARE if dice.random() < 0.03 else SPOILS)
    return replace(spoil(ask, dice), how=(*ask.how, spoil.__name__))
