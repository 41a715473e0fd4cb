"""What a picture of ours looks like inside: pixels and the tables to read them, and not a segment more."""

import struct

PIXELS_AND_TABLES = {0xC0, 0xC4, 0xDB, 0xDA, 0xE0}  # SOF0, DHT, DQT, SOS, and JFIF's own APP0
SCAN, JFIF = 0xDA, 0xE0


def assert_plain(raw):
    """A baseline JFIF with one scan, ended where the file ends."""
    assert raw.startswith(b"\xff\xd8\xff\xe0\x00\x10JFIF")
    found = [marker for marker, _size in _segments(raw)]
    assert set(found) <= PIXELS_AND_TABLES
    assert (found.count(SCAN), found.count(JFIF)) == (1, 1)
    assert raw.endswith(b"\xff\xd9")
    assert raw.count(b"\xff\xd9") == 1


def _segments(raw):
    at = 2
    while True:
        marker, size = raw[at + 1], struct.unpack(">H", raw[at + 2 : at + 4])[0]
        yield marker, size
        if marker == SCAN:
            return
        at += size + 2
