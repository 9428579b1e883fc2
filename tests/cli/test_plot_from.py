"""``scaling plot --from``: which documents are results, and which are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import Result

from scaling import api
from tests.cli.test_plot import STEP

Run = Callable[..., Result]


@pytest.mark.parametrize(
    ("content", "text"),
    [("not json", "not a JSON document"), ("[1]", "found schema None"),
     ('{"schema": "scaling.law/1"}', "found schema 'scaling.law/1'"),
     ('{"schema": "scaling.fit/1"}', "the document is incomplete"),
     ('{"schema": "scaling.forecast/1", "results": 3}', "the document is incomplete"),
     ('{"schema": "scaling.forecast/1", "results": {"a": 1}}', "the document is incomplete"),
     ("[" * 100_000, "lists within lists too deep to read"),
     ('{"schema": "scaling.fit/1", "version": "1", "seed": 0, "options": {}, "notes": [],'
      ' "dataset": {}, "results": [{"series": 3}]}', "the document is incomplete")],
)  # fmt: skip
def test_a_file_that_holds_no_results(run: Run, tmp_path: Path, content: str, text: str) -> None:
    path = tmp_path / "r.json"
    path.write_text(content, encoding="utf-8")
    found = run("plot", "--from", str(path), "-o", str(tmp_path / "x.svg"))
    assert found.exit_code == 1
    assert text in found.stderr


@pytest.fixture(scope="module")
def kept() -> str:
    """The document of the verdicts of a series, as text."""
    return api.detect(pd.read_csv(StringIO(STEP)), draws=0).to_json()


@pytest.mark.parametrize(
    ("place", "value", "text"),
    [
        ("series.family", None, "series.family: expected str, found null"),
        ("series.chance", "x", "series.chance: expected float, found 'x'"),
        ("series.metric", [], "series.metric: expected str, found []"),
        ("points.0.size", -1, "points[0].size: expected a size above 0, found -1"),
        ("points.0.lower", "x", "points[0].lower: expected float, found 'x'"),
        ("band.0.size", -1, "band[0].size: expected a size above 0, found -1"),
        ("resolvable", 3, "resolvable: expected bool or null, found 3"),
        ("n_sizes", True, "n_sizes: expected int, found True"),
        ("points", [None], "the document is incomplete"),
        ("options", [], "options: expected names with values"),
        ("dataset", "x", "dataset: expected its name and its checksum"),
        ("dataset.name", None, "dataset: expected its name and its checksum"),
    ],
)
def test_values_that_no_command_writes(
    run: Run, kept: str, tmp_path: Path, place: str, value: Any, text: str
) -> None:
    document = json.loads(kept)
    *way, last = [int(key) if key.isdigit() else key for key in place.split(".")]
    whole = {*way, last} & {"options", "dataset"}
    inside = document if whole else document["results"][0]
    for key in way:
        inside = inside[key]
    inside[last] = value
    path = tmp_path / "r.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    found = run("plot", "--from", str(path), "-o", str(tmp_path / "x.svg"))
    assert found.exit_code == 1
    assert text in found.stderr


def test_results_come_with_a_byte_order_mark_or_from_stdin(
    run: Run, kept: str, tmp_path: Path
) -> None:
    args = ("--kind", "verdicts", "-q", "--force", "-o", str(tmp_path / "x.svg"))
    found = run("plot", "--from", "-", *args, stdin=b"\xef\xbb\xbf" + kept.encode())
    assert found.exit_code == 0, found.stderr
    found = run("plot", "--from", "-", *args, stdin="{")
    assert found.exit_code == 1
    assert "stdin: not a JSON document" in found.stderr
