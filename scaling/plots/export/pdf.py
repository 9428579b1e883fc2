"""PDF files: drawings on a page of their size, with title, alternative text and manifest.

vl-convert writes none of these, so they follow as an incremental update (ISO 32000-1, 7.5.6):
further objects and a further cross-reference table behind the finished file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import vl_convert

from scaling.plots.export.drawing import INCH, Drawing

POINTS = 72.0  # to the inch

_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)", re.DOTALL)
_ENTRY = re.compile(rb"/(Size|Root|Info)\s+(\d+)")


def pdf_of(drawing: Drawing, unit: str, information: Mapping[str, str], packet: str) -> bytes:
    """Return a drawing as PDF of one page, as large as its ``unit`` says.

    ``information`` are entries of the document's information dictionary by name (letters);
    ``packet`` is its XMP metadata.
    """
    points = POINTS / INCH[unit]
    page = drawing.sized(f"{drawing.width * points:g}", f"{drawing.height * points:g}")
    return with_information(bytes(vl_convert.svg_to_pdf(page)), information, packet)


def with_information(pdf: bytes, information: Mapping[str, str], packet: str) -> bytes:
    """Return a PDF with an information dictionary and XMP metadata in place of its own."""
    trailers = _TRAILER.findall(pdf)
    if not trailers:  # pragma: no cover - vl-convert writes plain tables
        raise AssertionError("no cross-reference table")
    entries, before = trailers[-1]
    known = {name.decode(): int(number) for name, number in _ENTRY.findall(entries)}
    root, size = known["Root"], known["Size"]
    metadata, info = size, known.get("Info", size + 1)
    stream = packet.encode("utf-8")
    objects = {
        root: _catalogue(pdf, root, metadata),
        info: _dictionary(information),
        metadata: b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream"
        % (len(stream), stream),
    }
    trailer = b"<< /Size %d /Root %d 0 R /Info %d 0 R /Prev %s >>" % (
        max(size, *objects) + 1, root, info, before,
    )  # fmt: skip
    return _updated(pdf, objects, trailer)


def _updated(pdf: bytes, objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    """Return a PDF with new versions of objects (by number) behind it."""
    content = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    table = b"xref\n"
    for number in sorted(objects):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start = len(content)
    return content + table + b"trailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)


def _catalogue(pdf: bytes, number: int, metadata: int) -> bytes:
    """Return the catalogue (root) of a PDF with metadata, a language, and its title on show."""
    found = re.findall(rb"(?:^|\n)%d 0 obj\s*<<(.*?)>>\s*endobj" % number, pdf, re.DOTALL)
    if not found:  # pragma: no cover - vl-convert writes the catalogue as a plain object
        raise AssertionError("no catalogue")
    added = b"/Metadata %d 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >>" % metadata
    return b"<<%s %s >>" % (found[-1].rstrip(), added)


def _dictionary(texts: Mapping[str, str]) -> bytes:
    """Return texts as a PDF dictionary of strings in UTF-16, as hexadecimal digits."""
    entries = (
        b"/%s <%s>" % (name.encode("ascii"), ("\ufeff" + text).encode("utf-16-be").hex().encode())
        for name, text in texts.items()
    )
    return b"<< %s >>" % b" ".join(entries)
