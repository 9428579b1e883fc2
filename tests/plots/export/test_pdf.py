"""PDF: a page of its size, text that is text, and what the figure says and was made from."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scaling.plots.export.pdf import with_information
from tests.plots.builder import manifest
from tests.plots.export.small import titled

WITHOUT = pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed")


def objects_of(pdf: bytes) -> dict[str, bytes]:
    """Return the objects that the trailer names, found as a reader finds them: by the tables."""
    (start,) = re.findall(rb"startxref\s+(\d+)\s+%%EOF\s*$", pdf)
    places: dict[int, int] = {}
    named: dict[str, int] = {}
    where: int | None = int(start)
    while where is not None:
        part = re.match(rb"xref\s(.*?)trailer\s*<<(.*?)>>", pdf[where:], re.DOTALL)
        assert part is not None, f"no table of places at {where}"
        table, entries = part.groups()
        lines = table.split(b"\n")
        number = 0
        for line in lines:
            if (section := re.fullmatch(rb"(\d+) \d+\s*", line)) is not None:
                number = int(section[1])
            elif line.strip():
                places.setdefault(number, int(line[:10]))
                number += 1
        for name, target in re.findall(rb"/(Root|Info) (\d+) 0 R", entries):
            named.setdefault(name.decode(), int(target))
        before = re.search(rb"/Prev (\d+)", entries)
        where = int(before[1]) if before else None
    found = {}
    for name, number in named.items():
        body = pdf[places[number] :]
        assert body.startswith(b"%d 0 obj" % number), name
        found[name] = body[: body.index(b"endobj")]
    return found


def texts_of(pdf: bytes) -> dict[str, str]:
    entries = re.findall(rb"/(\w+) <([0-9a-f]+)>", objects_of(pdf)["Info"])
    return {
        name.decode(): bytes.fromhex(digits.decode()).decode("utf-16") for name, digits in entries
    }


def pdf_of(text: str, unit: str = "px", width: float = 90) -> bytes:
    made = titled(text, unit, width=width).render("pdf")
    assert isinstance(made, bytes)
    return made


def test_what_it_says_of_itself(exported: dict[str, bytes]) -> None:
    texts = texts_of(exported[".pdf"])
    assert list(texts) == ["Title", "Subject", "Manifest"]
    assert texts["Title"] == "Two tasks"
    assert "OPT on MMLU rises" in texts["Subject"]
    assert json.loads(texts["Manifest"]) == manifest()
    assert b"CreationDate" not in exported[".pdf"]
    assert b"AltTextAccessibility" in exported[".pdf"]
    root = objects_of(exported[".pdf"])["Root"]
    assert b"/Metadata" in root
    assert b"/Pages" in root
    assert b"/Lang (en)" in root


def test_signs_beyond_latin_come_through() -> None:
    once = with_information(pdf_of("M"), {"Title": "数学 (𝛼) \\"}, "<x/>")
    assert texts_of(once)["Title"] == "数学 (𝛼) \\"


@pytest.mark.parametrize(("unit", "width", "points"), [("pt", 244.8, 244.8), ("px", 96, 72)])
def test_its_page_is_as_wide_as_the_figure(unit: str, width: float, points: float) -> None:
    (box,) = re.findall(rb"/MediaBox \[([^\]]*)\]", pdf_of("M", unit, width))
    assert float(box.split()[2]) == pytest.approx(points, abs=0.05)


def test_letters_are_set_in_a_font_and_can_be_copied() -> None:
    assert b"/ToUnicode" in pdf_of("words")
    assert b"/Font" not in re.sub(rb"/Font\s*<<\s*>>", b"", pdf_of(" "))


def test_another_update_takes_the_place_of_the_first() -> None:
    once = pdf_of("M")
    twice = with_information(once, {"Title": "second"}, "<x/>")
    assert texts_of(twice) == {"Title": "second"}
    assert twice.startswith(once)


@WITHOUT
def test_other_readers_open_it(exported: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(exported[".pdf"])
    told = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True)
    assert told.stderr == ""
    assert "Two tasks" in told.stdout
    text = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True)
    for word in ("addition", "MMLU", "parameters", "chance"):
        assert word in text.stdout
