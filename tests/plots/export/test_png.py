"""PNG: letters that are there, pixels to the inch, and texts that readers find."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ElementTree
import zlib

import pytest

from scaling.plots.export.png import chunks_of, texts_of
from tests.plots.builder import manifest
from tests.plots.export.small import titled

ALT_TEXT = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}AltTextAccessibility"


def png_of(text: str, unit: str = "px", *, width: float = 90, dpi: float = 96) -> bytes:
    made = titled(text, unit, width=width).render("png", dpi=dpi)
    assert isinstance(made, bytes)
    return made


def dark_pixels(png: bytes) -> int:
    """Count the dark pixels of an image in red, green, blue and opacity of a byte each."""
    chunks = dict(chunks_of(png))
    across, down = struct.unpack(">II", chunks[b"IHDR"][:8])
    packed = b"".join(body for kind, body in chunks_of(png) if kind == b"IDAT")
    data, length = zlib.decompress(packed), 4 * across
    above, dark = bytearray(length), 0
    for line in range(down):
        start = line * (length + 1)
        kind, row = data[start], bytearray(data[start + 1 : start + 1 + length])
        for place in range(length):
            left = row[place - 4] if place >= 4 else 0
            corner = above[place - 4] if place >= 4 else 0
            row[place] = (row[place] + _foretold(kind, left, above[place], corner)) % 256
        dark += sum(row[place] < 100 and row[place + 3] > 200 for place in range(0, length, 4))
        above = row
    return dark


def _foretold(kind: int, left: int, above: int, corner: int) -> int:
    """Return what a filter adds to a byte (PNG specification, chapter 9)."""
    wanted = left + above - corner
    nearest = min((left, above, corner), key=lambda value: abs(wanted - value))
    return (0, left, above, (left + above) // 2, nearest)[kind]


@pytest.mark.parametrize(
    ("unit", "width", "dpi"),
    [("pt", 244.8, 300), ("pt", 504, 72), ("pt", 244.8, 200), ("px", 326.4, 96), ("px", 640, 200)],
)
def test_its_inches_have_as_many_pixels_as_asked(unit: str, width: float, dpi: int) -> None:
    chunks = dict(chunks_of(png_of("M", unit, width=width, dpi=dpi)))
    across, _ = struct.unpack(">II", chunks[b"IHDR"][:8])
    inches = width / {"pt": 72, "px": 96}[unit]
    assert across == pytest.approx(inches * dpi, abs=1)
    per_metre = struct.unpack(">IIB", chunks[b"pHYs"])
    assert per_metre == (round(dpi / 0.0254), round(dpi / 0.0254), 1)


def test_letters_leave_dark_pixels() -> None:
    assert dark_pixels(png_of("M" * 6)) > 100
    assert dark_pixels(png_of(" " * 6)) == 0


def test_a_text_in_its_own_language_comes_through() -> None:
    texts = texts_of(png_of("naïve Ω"))
    assert texts["Title"] == "naïve Ω"
    assert texts["Description"] == "It says naïve Ω."


def test_the_texts_inside(exported: dict[str, bytes]) -> None:
    texts = texts_of(exported[".png"])
    assert list(texts) == ["Title", "Description", "Manifest", "XML:com.adobe.xmp"]
    assert texts["Title"] == "Two tasks"
    assert json.loads(texts["Manifest"]) == manifest()
    assert "OPT on MMLU rises" in texts["Description"]
    packet = ElementTree.fromstring(texts["XML:com.adobe.xmp"])
    (alternative,) = packet.iter(ALT_TEXT)
    assert "".join(alternative.itertext()) == texts["Description"]


def test_every_chunk_has_its_checksum(exported: dict[str, bytes]) -> None:
    png, place = exported[".png"], 8
    for kind, body in chunks_of(png):
        place += 12 + len(body)
        assert struct.unpack(">I", png[place - 4 : place])[0] == zlib.crc32(kind + body)
    assert place == len(png)
    assert kind == b"IEND"
