"""Files that are no paper at all, whatever they are called; and names that want to be more than names."""

import gzip
import zipfile
from io import BytesIO

from tests.uploads.making import PHP, SCRIPT, WORD, paper, saved
from trainees.images.formats import MAX_BYTES

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
XXE = b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg>&e;</svg>'


def strangers():
    refused = {
        "SVG": SVG,
        "SVG with an entity": XXE,
        "SVG behind a mark": b"\xef\xbb\xbf" + SVG,
        "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n/" + WORD + b" (%pipe%id) (r) file",
        "PostScript behind a bell": b"\x04%!PS-Adobe-3.0\n" + WORD,
        "ImageMagick's own words": b"push graphic-context\nfill 'url(https://x/|" + WORD + b")'\npop graphic-context",
        "a page": b"<!doctype html>" + SCRIPT,
        "a page in UTF-16": ("\ufeff" + SCRIPT.decode()).encode("utf-16-le"),
        "PHP": PHP,
        "a shell script": b"#!/bin/sh\n" + WORD,
        "a Windows program": b"MZ\x90\0" + WORD * 100,
        "a Linux program": b"\x7fELF\x02\x01\x01" + WORD * 100,
        "an Android program": b"dex\n035\0" + WORD,
        "Word": _zip({"word/document.xml": b"<w/>"}),
        "a ZIP that climbs": _zip({"../../../evil.php": PHP}),
        "a ZIP of 40 MB of nothing": _zip({"a": b"\0" * 40_000_000}),
        "gzip": gzip.compress(SVG),
        "7z": b"7z\xbc\xaf\x27\x1c" + WORD,
        "RAR": b"Rar!\x1a\x07\x01\0" + WORD,
        "a film from a phone": b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + WORD,
        "AVIF": b"\0\0\0\x1cftypavif\0\0\0\0avifmif1" + WORD,
        "JPEG XL": b"\0\0\0\x0cJXL \r\n\x87\n" + WORD,
        "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + WORD,
        "Photoshop": b"8BPS\0\x01" + b"\0" * 6 + WORD,
        "a font": b"\0\x01\0\0\0\x0c\0\x80" + WORD,
        "a database": b"SQLite format 3\0" + WORD,
        "plain words": b"ini foto KTP saya " + WORD,
        "a picture in base64": b"data:image/jpeg;base64,/9j/4AAQSkZJRg==",
        "a PDF behind a kilobyte of noise": b"\0" * 1_000 + b"%PDF-1.7 " + WORD,
        "one byte": b"\xff",
        **{f"{kind} called jpg": saved(paper(200, 150), kind) for kind in ("GIF", "TIFF", "BMP", "ICO", "PPM", "TGA")},
    }
    return {
        **{name: (raw, "not_a_photo") for name, raw in refused.items()},
        "nothing": (b"", "empty"),
        "a byte over 10 MB": (b"\xff\xd8\xff" + b"\0" * (MAX_BYTES - 2), "too_large"),
    }


def _zip(files):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()


NAMES = {  # what a file is called, and what of it a person reads
    "../../../etc/passwd": "passwd",
    "..\\..\\windows\\evil.jpg": "evil.jpg",
    "/etc/cron.d/x.jpg": "x.jpg",
    "foto.php.jpg": "foto.php.jpg",
    "foto.jpg\0.php": "foto.jpg.php",
    "foto\r\nSet-Cookie: a=b.jpg": "fotoSet-Cookie a=b.jpg",
    "\u202egpj.exe": "gpj.exe",
    "<script>alert(1)</script>.jpg": "script.jpg",
    "a'; DROP TABLE trainees; --.jpg": "a DROP TABLE…nees --.jpg",
    "{{ settings.SECRET_KEY }}.jpg": " settings.SECRETKEY .jpg",
    "%00%0a%2e%2e%2f.jpg": "000a2e2e2f.jpg",
    "x" * 500 + ".jpg": "xxxxxxxxxxxx…xxxxxxx.jpg",
    "": "-",
    ".htaccess": ".htaccess",
    "CON.jpg": "CON.jpg",
    "😀😀.jpg": ".jpg",
    "Ijazah Ayu Ningsih (asli) – é.jpg": "Ijazah Ayu N…sli)  é.jpg",
}
