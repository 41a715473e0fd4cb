"""Pieces that uploads are made of: pictures, PNG chunks, JPEG segments, ISO boxes, PDF objects."""

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image, ImageDraw, ImageFont

pillow_heif.register_heif_opener()

WORD = b"JAHAT-1337"  # in every payload: no byte of it may come out again
SCRIPT = b"<script>alert('" + WORD + b"')</script>"
PHP = b"<?php system($_GET['" + WORD + b"']); ?>"


def paper(width=1000, height=700, mode="RGB"):
    """A sheet with writing on it; its upper left corner is red."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=max(height // 16, 8))
    for line in range(1, 9):
        pen.text((width // 12, line * height // 10), f"PROVINSI BANTEN NIK 36740{line}", fill="black", font=font)
    pen.rectangle((0, 0, width // 12, height // 12), fill=(200, 30, 30))
    return image if mode == "RGB" else image.convert(mode)


def saved(image, kind="JPEG", **options):
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


JPEG = saved(paper())
PNG = saved(paper(), "PNG")
WEBP = saved(paper(), "WEBP")
HEIC = saved(paper(), "HEIF", quality=70)


# --- PNG -----------------------------------------------------------------------------------------------------------


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, *more, depth=8, colour=2, interlace=0, pixels=b"\0" * 100):
    """A PNG whose header promises what it likes."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    body = chunk(b"IDAT", zlib.compress(pixels, 9))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join(more) + body + chunk(b"IEND", b"")


def with_chunk(raw, made):
    """Right behind the header of a good PNG."""
    return raw[:33] + made + raw[33:]


# --- JPEG ----------------------------------------------------------------------------------------------------------


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def with_segment(raw, made):
    return raw[:2] + made + raw[2:]


def at_frame(raw, marker=b"\xff\xc0"):
    return raw.index(marker)


def of_size(raw, width, height, marker=b"\xff\xc0"):
    at = at_frame(raw, marker) + 5
    return raw[:at] + struct.pack(">HH", height, width) + raw[at + 4 :]


def flipped(raw, *places):
    """One bit turned at each of these parts of the file."""
    made = bytearray(raw)
    for place in places:
        made[int(place * len(made))] ^= 0x10
    return bytes(made)


# --- ISO boxes -----------------------------------------------------------------------------------------------------


def box(kind, body):
    return struct.pack(">I", len(body) + 8) + kind + body


def heic_of_size(raw, width, height):
    """The same picture under a header (`ispe`) that says another size."""
    at = raw.index(b"ispe") + 8
    return raw[:at] + struct.pack(">II", width, height) + raw[at + 8 :]


# --- RIFF ----------------------------------------------------------------------------------------------------------


def riff(*chunks):
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def canvas(width, height, flags=0):
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return b"VP8X", struct.pack("<I", flags) + size


# --- PDF -----------------------------------------------------------------------------------------------------------


def pdf(*objects, trailer=b""):
    """Objects 1, 2, 3… with a table of where they are; the first is the catalog."""
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
    return made + end % (len(objects) + 1, table, len(objects) + 1, trailer, len(made))


def stream(body, words=b""):
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(body), words, body)


def sheet(content=b"", *more, media=b"[0 0 595 842]", catalog=b"", page=b"", words=b"", trailer=b""):
    """A document of one page. Object 4 is what the page draws, `more` are 5, 6…"""
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R %s >>" % (media, page),
        stream(content, words),
        *more,
        trailer=trailer,
    )


def pages(count, media=b"[0 0 595 842]"):
    kids = b" ".join(b"3 0 R" for _number in range(count))
    return pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        b"<< /Type /Page /Parent 2 0 R /MediaBox %s >>" % media,
    )
