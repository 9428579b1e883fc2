"""PNG files: drawings in pixels, with their resolution and texts (PNG specification, chapter 11).

vl-convert counts 72 lengths to the inch; a figure for a screen has 96, one for paper 72.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping

import vl_convert

from scaling.plots.export.drawing import INCH, Drawing

HEADER_END = 33  # signature (8) and the IHDR chunk (25), which must come first
METRES = 0.0254  # of an inch


def png_of(drawing: Drawing, unit: str, dpi: float, texts: Mapping[str, str]) -> bytes:
    """Return a drawing as PNG with ``dpi`` pixels to the inch of its ``unit``, and texts in it.

    ``texts``: an ``iTXt`` chunk for each keyword (1 to 79 Latin characters).
    """
    png = bytes(vl_convert.svg_to_png(drawing.svg, scale=dpi / INCH[unit]))
    per_metre = round(dpi / METRES)
    own = _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    own += b"".join(_text(keyword, text) for keyword, text in texts.items())
    rest = b"".join(_chunk(kind, body) for kind, body in chunks_of(png)[1:] if kind != b"pHYs")
    return png[:HEADER_END] + own + rest


def texts_of(png: bytes) -> dict[str, str]:
    """Return the texts of the ``iTXt`` chunks of a PNG by keyword."""
    texts = {}
    for kind, body in chunks_of(png):
        if kind == b"iTXt":
            keyword, rest = body.split(b"\0", 1)
            texts[keyword.decode("latin-1")] = rest[4:].decode("utf-8")
    return texts


def chunks_of(png: bytes) -> list[tuple[bytes, bytes]]:
    """Return the kind and the content of each chunk of a PNG."""
    return list(_chunks(png))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12


def _text(keyword: str, text: str) -> bytes:
    # Keyword, end, not compressed (flag and method), no language tag, no translated keyword.
    return _chunk(b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8"))


def _chunk(kind: bytes, body: bytes) -> bytes:
    length, checksum = struct.pack(">I", len(body)), struct.pack(">I", zlib.crc32(kind + body))
    return length + kind + body + checksum
