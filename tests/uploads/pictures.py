"""Hostile pictures: bombs, lies and stowaways in JPEG, PNG and WebP. {name: (bytes, what becomes of it)}."""

import struct
import zlib

from PIL import Image, PngImagePlugin

from tests.uploads.making import (
    JPEG,
    PHP,
    PNG,
    SCRIPT,
    WEBP,
    WORD,
    canvas,
    chunk,
    flipped,
    of_size,
    paper,
    png,
    riff,
    saved,
    segment,
    with_chunk,
    with_segment,
)

CLEAN = "clean"  # a plain JPEG without a trace
EITHER = "either"  # that, or a refusal: a damaged file may still hold a picture


def jpegs():
    return broken_jpegs() | stowaways()


def broken_jpegs():
    progressive = saved(paper(), progressive=True)
    scan = progressive.index(b"\xff\xda")
    lazy_scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00"
    return {
        "65,500 px square by its header": (of_size(JPEG, 65_500, 65_500), "too_many_pixels"),
        "8,000 px square by its header": (of_size(JPEG, 8_000, 8_000), "too_many_pixels"),
        "progressive, 64 megapixels by its header": (
            of_size(progressive, 8_000, 8_000, b"\xff\xc2"),
            "too_many_pixels",
        ),
        "progressive, 40 megapixels of nothing": (of_size(progressive, 8_000, 5_000, b"\xff\xc2"), EITHER),
        "no height": (of_size(JPEG, 1_000, 0), "broken"),
        "no width": (of_size(JPEG, 0, 700), "broken"),
        "3,000 scans": (progressive[:scan] + lazy_scan * 3_000 + progressive[scan:], "broken"),
        "101 scans": (progressive[:scan] + lazy_scan * 101 + progressive[scan:], "broken"),
        "EXIF that goes in a circle": (saved(paper(), exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\x08" * 50), EITHER),
        "EXIF of garbage": (saved(paper(), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + WORD), EITHER),
        "two hundred pictures in one": (
            saved(paper(64, 48), "MPO", save_all=True, append_images=[paper(32, 24)] * 199),
            EITHER,
        ),
        "CMYK under a broken Adobe marker": (
            with_segment(saved(paper(mode="CMYK")), segment(0xEE, b"Adobe\0\x64\0\0\0\0\x07")),
            EITHER,
        ),
        "a cut Adobe marker": (with_segment(saved(paper(mode="CMYK")), segment(0xEE, b"Adobe")), EITHER),
        "twelve bits a sample": (JPEG.replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc0\x00\x11\x0c", 1), "broken"),
        "lossless": (JPEG.replace(b"\xff\xc0", b"\xff\xc3", 1), "broken"),
        "arithmetic coding": (JPEG.replace(b"\xff\xc0", b"\xff\xc9", 1), EITHER),
        "a frame of nine parts": (JPEG.replace(b"\xff\xc0\x00\x11", b"\xff\xc0\x00\xff", 1), EITHER),
        "no tables": (JPEG[:2] + JPEG[JPEG.index(b"\xff\xc0") :], "broken"),
        "a segment longer than the file": (JPEG[:2] + b"\xff\xe0\xff\xff" + WORD, "broken"),
        "three bytes": (JPEG[:3], "broken"),
        "a page that starts like a picture": (b"\xff\xd8\xff\xe0" + SCRIPT * 20, "broken"),
        **{
            f"JPEG cut off at {part:.0%}": (_noise("JPEG")[: int(len(_noise("JPEG")) * part)], "broken")
            for part in CUTS
        },
        **{f"JPEG with bits turned, {one}": (flipped(JPEG, *_places(one)), EITHER) for one in range(5)},
    }


def stowaways():
    return {
        "5,000 comments": (with_segment(JPEG, segment(0xFE, SCRIPT) * 5_000), CLEAN),
        "a comment of 64 KB": (with_segment(JPEG, segment(0xFE, SCRIPT * 1_500)), CLEAN),
        "HTML in a comment": (with_segment(JPEG, segment(0xFE, b"<html>" + SCRIPT)), CLEAN),
        "PHP in a comment": (with_segment(JPEG, segment(0xFE, PHP)), CLEAN),
        "a script that is a picture too": (
            with_segment(JPEG, segment(0xFE, b"*/=1;alert('" + WORD + b"');/*")),
            CLEAN,
        ),
        "PHP behind the picture": (JPEG + PHP, CLEAN),
        "a page behind the picture": (JPEG + b"<!doctype html>" + SCRIPT, CLEAN),
        "a ZIP behind the picture": (JPEG + b"PK\x03\x04" + WORD * 50 + b"PK\x05\x06" + b"\0" * 18, CLEAN),
        "a PDF behind the picture": (JPEG + b"%PDF-1.7 /JavaScript (" + WORD + b")", CLEAN),
        "a profile with a script": (saved(paper(), icc_profile=SCRIPT * 40), CLEAN),
        "a profile of 1 MB": (saved(paper(), icc_profile=WORD * 100_000), CLEAN),
        "XMP with an entity": (with_segment(JPEG, segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XXE)), CLEAN),
        "IPTC with a script": (with_segment(JPEG, segment(0xED, b"Photoshop 3.0\0" + SCRIPT)), CLEAN),
        "EXIF with a script": (saved(paper(), exif=_exif({0x010E: SCRIPT.decode(), 0x010F: "SVG/onload=1"})), CLEAN),
        "EXIF with a place": (saved(paper(), exif=_at_home()), CLEAN),
        "EXIF with a picture in it": (saved(paper(), exif=b"Exif\0\0" + JPEG[:40_000] + WORD), EITHER),
    }


def pngs():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SCRIPT.decode())
    text.add_itxt("XML:com.adobe.xmp", XXE.decode())
    bomb = zlib.compress(b"a" * 20_000_000, 9)
    rows = (b"\0" + b"\0" * (4_000 * 3)) * 4_000
    return {
        "30,000 px square by its header": (png(30_000, 30_000), "too_many_pixels"),
        "65,000 px square by its header": (png(65_000, 65_000), "too_many_pixels"),
        "two billion px wide": (png(2**31 - 1, 1), "too_many_pixels"),
        "just too large": (png(20_001, 1_000), "too_many_pixels"),
        "36 megapixels interlaced": (png(6_000, 6_000, interlace=1), "too_many_pixels"),
        "48 megapixels of one bit": (png(8_000, 6_000, depth=1, colour=0), "too_many_pixels"),
        "16 megapixels in 16 KB": (png(4_000, 4_000, pixels=rows), CLEAN),
        "no size": (png(0, 0), "broken"),
        "a depth that does not exist": (png(100, 100, depth=7), "broken"),
        "a colour that does not exist": (png(100, 100, colour=5), "broken"),
        "far too little in it": (png(3_000, 3_000), "broken"),
        "far too much in it": (png(40, 30, pixels=b"\0" * 20_000_000), EITHER),
        "text that unpacks to 20 MB": (with_chunk(PNG, chunk(b"zTXt", b"Comment\0\0" + bomb)), "broken"),
        "international text of 20 MB": (with_chunk(PNG, chunk(b"iTXt", b"a\0\1\0\0\0" + bomb)), "broken"),
        "a profile that unpacks to 20 MB": (with_chunk(PNG, chunk(b"iCCP", b"p\0\0" + bomb)), EITHER),
        "ten thousand texts": (with_chunk(PNG, chunk(b"tEXt", b"Comment\0" + SCRIPT) * 10_000), CLEAN),
        "text with a script": (saved(paper(), "PNG", pnginfo=text), CLEAN),
        "EXIF with a script in PNG": (saved(paper(), "PNG", exif=_exif({0x010E: SCRIPT.decode()})), CLEAN),
        "PHP in a private chunk": (with_chunk(PNG, chunk(b"phPx", PHP)), CLEAN),
        "a page behind a PNG": (PNG + b"<html>" + SCRIPT, CLEAN),
        "a program behind a PNG": (PNG + b"MZ\x90\0" + WORD * 30, CLEAN),
        "an animation": (_moving("PNG"), "animated"),
        "a thousand frames by its header": (
            with_chunk(PNG, chunk(b"acTL", struct.pack(">II", 1_000, 0))),
            "animated",
        ),
        "a palette with no colours": (png(50, 50, colour=3), EITHER),
        "nothing but its name": (PNG[:8], "broken"),
        "a drawing behind the name": (PNG[:8] + b"<svg/>" * 50, "broken"),
        "wrong sums": (PNG.replace(PNG[29:33], b"\0\0\0\0", 1), "broken"),
        **{f"PNG cut off at {part:.0%}": (_noise("PNG")[: int(len(_noise("PNG")) * part)], "broken") for part in CUTS},
        **{f"PNG with bits turned, {one}": (flipped(PNG, *_places(one)), EITHER) for one in range(3)},
    }


def webps():
    return {
        "WebP of 16,384 px square": (riff(canvas(16_384, 16_384), (b"VP8 ", WEBP[20:])), "too_many_pixels"),
        "WebP whose canvas lies": (riff(canvas(3_000, 3_000), (b"VP8 ", WEBP[20:])), "broken"),
        "WebP that moves": (_moving("WEBP"), "animated"),
        "WebP with a script": (saved(paper(), "WEBP", exif=_exif({0x010E: SCRIPT.decode()}), xmp=XXE), CLEAN),
        "WebP with a page behind it": (WEBP + SCRIPT, CLEAN),
        "WebP with an absurd length": (WEBP[:4] + b"\xff\xff\xff\xff" + WEBP[8:], EITHER),
        "WebP of nothing": (riff(), "broken"),
        "sound called a picture": (b"RIFF\x24\0\0\0WAVEfmt " + WORD, "not_a_photo"),
        **{f"WebP cut off at {part:.0%}": (WEBP[: int(len(WEBP) * part)], "broken") for part in CUTS[:3]},
        **{f"WebP with bits turned, {one}": (flipped(WEBP, *_places(one)), EITHER) for one in range(2)},
    }


# --- pieces --------------------------------------------------------------------------------------------------------

CUTS = (0.1, 0.4, 0.7, 0.95)
XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;' + SCRIPT + b"</x>"


def _exif(tags):
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[tag] = value
    return exif


def _at_home():
    exif = _exif({0x010F: WORD.decode(), 0x9003: "2026:01:01 00:00:00"})
    exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 7.0, 12.0), 3: "E", 4: (106.0, 9.0, 1.0)})
    return exif


def _noise(kind):
    """Where every byte counts, so that none can be missing."""
    return saved(Image.effect_noise((300, 200), 80), kind)


def _moving(kind):
    other = Image.new("RGB", (200, 140), "blue")
    return saved(paper(200, 140), kind, save_all=True, append_images=[other])


def _places(seed):
    return [(0.013 + 0.171 * step + 0.029 * seed) % 1 for step in range(5)]
