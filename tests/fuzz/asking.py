"""One request, as plain as it goes over the line, so that it can be told, taken apart and sent again."""

from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

BOUNDARY = "batas-antara-bagian"


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes
    type: str = "image/jpeg"

    def __repr__(self):
        return f"Upload({self.name[:40]!r}, {len(self.content)} bytes, {self.type!r})"


@dataclass(frozen=True)
class Ask:
    """`fields` are (name, text or Upload) pairs in order; `body` replaces them. `how` says what was done to it."""

    method: str
    path: str
    query: str = ""
    fields: tuple = ()
    is_multipart: bool = False
    content_type: str = ""
    body: bytes | None = None
    headers: tuple = ()
    cookies: tuple = ()  # raw values that replace the client's for this once
    has_token: bool = True
    how: tuple = ()
    where: str = ""  # the name of the address

    def send(self, client, ip):
        """The answer of the whole Django stack; whatever breaks inside is an answer of 500."""
        extra = {"REMOTE_ADDR": ip, "QUERY_STRING": self.query}
        headers = dict(self.headers)
        token = client.cookies.get("csrftoken")
        if self.has_token and token is not None:
            headers.setdefault("X-CSRFToken", token.value)
        kept = deepcopy(client.cookies)
        if self.cookies:
            extra["HTTP_COOKIE"] = self.cookie_line(client)
        try:
            return client.generic(self.method, self.path, *self.encoded(), headers=headers, **extra)
        finally:
            if self.cookies:
                client.cookies = kept

    def cookie_line(self, client):
        others = [one for one in client.cookies.values() if one.key not in dict(self.cookies)]
        return "; ".join([*(f"{one.key}={one.coded_value}" for one in others), *map("=".join, self.cookies)])

    def encoded(self):
        """(body, content type)"""
        if self.body is not None:
            return self.body, self.content_type or "application/x-www-form-urlencoded"
        if self.method in {"GET", "HEAD"} or not self.fields:
            return b"", self.content_type or "application/x-www-form-urlencoded"
        if self.is_multipart:
            return multipart(self.fields), self.content_type or f"multipart/form-data; boundary={BOUNDARY}"
        return urlencoded(self.fields).encode(), self.content_type or "application/x-www-form-urlencoded"

    def __str__(self):
        fields = ", ".join(f"{name}={short(value)}" for name, value in self.fields)
        parts = [
            f"{self.method} {self.path}{'?' if self.query else ''}{self.query[:200]}",
            f"  as {self.where}, {' + '.join(self.how) or 'plain'}",
            fields and f"  fields: {fields}",
            self.body is not None and f"  body ({self.content_type}): {self.body[:200]!r}",
            self.headers and f"  headers: {self.headers!r:.300}",
            self.cookies and f"  cookies: {self.cookies!r:.300}",
        ]
        return "\n".join(part for part in parts if part)


def short(value):
    text = repr(value)
    return text if len(text) < 90 else f"{text[:70]}… ({len(value)} long)"


def octets(text):
    return text.encode("utf-8", "surrogatepass")


def urlencoded(fields):
    """As browsers do; a lone surrogate becomes bytes that are no UTF-8. Of a file only its name would be sent."""
    pairs = [(name, value.name if isinstance(value, Upload) else value) for name, value in fields]
    return "&".join(f"{quote_plus(octets(name))}={quote_plus(octets(value))}" for name, value in pairs)


def multipart(fields):
    lines = []
    for name, value in fields:
        shown = octets(name).replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")
        lines.append(f"--{BOUNDARY}".encode())
        if isinstance(value, Upload):
            file = octets(value.name).replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")
            lines.append(b'Content-Disposition: form-data; name="' + shown + b'"; filename="' + file + b'"')
            lines.append(f"Content-Type: {value.type}".encode())
            lines += [b"", value.content]
        else:
            lines += [b'Content-Disposition: form-data; name="' + shown + b'"', b"", octets(value)]
    return b"\r\n".join([*lines, f"--{BOUNDARY}--".encode(), b""])


def path_of(text):
    return quote(octets(text), safe="/%")
