"""Every export format: its text, its provenance, and the same bytes each time."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

import altair as alt
import pytest

from scaling.errors import OutputError, ScalingWarning
from scaling.plots import SUFFIXES, draw
from scaling.plots.export.files import render, save
from tests.plots.builder import grid, manifest
from tests.plots.export.small import titled

ROOT = Path(__file__).parents[3]


def test_json_holds_description_and_manifest(exported: dict[str, bytes]) -> None:
    assert exported[".json"] == exported[".vl.json"]
    document = json.loads(exported[".json"])
    assert "OPT on MMLU rises" in document["description"]
    assert document["usermeta"]["emergent-scaling"]["manifest"] == manifest()
    assert exported[".json"].endswith(b"}\n")
    assert not re.search(rb"[1-9]\.\d{5,}", exported[".json"])


def test_same_bytes_in_every_process(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from tests.plots.builder import *\n"
        "from scaling.plots import draw\n"
        "figure = draw(grid(2, 1))\n"
        "for kind in ('svg', 'json'): figure.save(f'{sys.argv[1]}/there.{kind}')\n"
    )
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "77" else "77"
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, check=True,
        env=os.environ | {"PYTHONHASHSEED": seed},
    )  # fmt: skip
    draw(grid(1, 1)).render("svg")  # Vega counts what it draws
    figure = draw(grid(2, 1))
    for suffix in ("svg", "json"):
        here = figure.save(tmp_path / f"here.{suffix}").read_bytes()
        assert here == (tmp_path / f"there.{suffix}").read_bytes()


def test_an_enabled_theme_does_not_reach_into_a_figure() -> None:
    figure = draw(grid(1, 1), "verdicts")
    plain = figure.render("json")
    with alt.theme.enable("dark"):
        assert figure.render("json") == plain
        assert alt.theme.active == "dark"


def test_unknown_suffix_and_format(put: Callable[..., Path], tmp_path: Path) -> None:
    chart = draw(grid(1, 1), "verdicts").chart
    values = {"title": "", "description": "", "manifest": {}}
    legal = r"ends in \.svg, \.png, \.pdf, \.html, \.json, \.vl\.json, found "
    with pytest.raises(
        OutputError, match=r"^a\.gif: expected a figure file that " + legal + r"\.gif"
    ):
        save(chart, tmp_path / "a.gif", **values)
    with pytest.raises(OutputError, match="found no suffix"):
        save(chart, tmp_path / "figure", **values)
    with pytest.raises(OutputError, match="unknown figure format 'gif': expected one of svg, png"):
        render(chart, "gif", **values)
    with pytest.raises(OutputError, match="already there: use --force"):
        save(chart, put("x", "there.svg"), **values)
    assert save(chart, put("x", "there.svg"), force=True, **values).stat().st_size > 1000


@pytest.mark.parametrize(("format", "told"), [("png", True), ("pdf", True), ("svg", False)])
def test_letters_that_no_font_has_are_told(format: str, told: bool) -> None:
    figure = titled("a\u0378b")  # no character, so no font has it
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        figure.render(format)
    texts = [str(one.message) for one in caught if one.category is ScalingWarning]
    assert len(texts) == told
    assert all(text.startswith("no font here has the character \u0378:") for text in texts)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_path_time_or_host_is_in_it(exported: dict[str, bytes], suffix: str) -> None:
    content = exported[suffix]
    private = [str(ROOT), f"{Path.home()}/", socket.gethostname(), f"{date.today():%Y-%m}"]
    for text in private:
        for encoding in ("utf-8", "utf-16-be"):
            assert text.encode(encoding) not in content
            assert text.encode(encoding).hex().encode() not in content
