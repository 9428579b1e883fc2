"""The page on reports names every field that a template can use."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from scaling.reports.content import model
from scaling.reports.data_note import DataNote, Link

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reports.md"
RECORDS = [
    model.Report, model.Statement, model.Sentence, model.Table, model.Column, model.Row, model.Cell,
    model.Picture, model.Meaning, model.Source, model.Download, DataNote, Link,
]  # fmt: skip


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_field_is_named(record: type) -> None:
    fields = PAGE.read_text(encoding="utf-8").partition("### Fields")[2]
    named = {name.removeprefix("report.") for name in re.findall(r"`([a-z_.]+)`", fields)}
    assert {field.name for field in dataclasses.fields(record)} <= named


def test_every_block_is_named() -> None:
    text = PAGE.read_text(encoding="utf-8")
    folder = PAGE.parents[1] / "scaling" / "reports" / "templates"
    blocks = re.findall(r"{% block (\w+) %}", (folder / "report.html.j2").read_text("utf-8"))
    assert [block for block in blocks if f"`{block}`" not in text] == []
