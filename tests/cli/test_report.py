"""``scaling report`` as people and scripts run it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from click.testing import Result

from tests.plots.builder import HOSTILE

Run = Callable[..., Result]

STEP = (
    "model,family,params,task,metric,score,n_items,chance\n"
    "a,F,100M,T,acc,0.00,500,0\nb,F,400M,T,acc,0.01,500,0\nc,F,1B,T,acc,0.01,500,0\n"
    "d,F,3B,T,acc,0.85,500,0\ne,F,10B,T,acc,0.86,500,0\nf,F,30B,T,acc,0.88,500,0\n"
)
QUICK = ("--draws", "0", "-q")


@pytest.fixture
def scores(tmp_path: Path) -> str:
    path = tmp_path / "scores.csv"
    path.write_text(STEP, encoding="utf-8")
    return str(path)


def test_it_is_one_page_with_everything(run: Run, scores: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    asked = ("report", scores, "--draws", "0", "--title", "Steps & <b>", "-o", str(path))
    found = run(*asked)
    assert found.exit_code == 0, found.stderr
    assert f"wrote {path}\n1 emergent_sharp" in found.stderr
    page = path.read_text(encoding="utf-8")
    assert "<title>Steps &amp; &lt;b&gt;</title>" in page
    assert "Sharp rise:</strong> F on T goes from .010 to .850 between 1B and 3B" in page
    assert 'src="http' not in page
    again = run(*asked)
    assert again.exit_code == 1
    assert "use --force to replace it" in again.stderr
    assert again.stdout == ""
    other = tmp_path / "other.html"
    command = [sys.executable, "-m", "scaling", *asked[:-1], str(other)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert other.read_text(encoding="utf-8") == page


def test_it_cites_a_bundled_dataset(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    run("report", "gpt3-published", "-t", "LAMBADA", "--draws", "0", "-o", str(path))
    page = path.read_text(encoding="utf-8")
    assert "Brown et al. 2020" in page
    assert "| sha256 of the data |" in page
    assert (tmp_path / "report-figures").is_dir()


def test_other_formats_have_their_files_beside(run: Run, scores: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.tex"
    found = run("report", scores, "--draws", "0", "-o", str(path))
    assert found.exit_code == 0, found.stderr
    # scores.csv is ours
    files = [place.suffix for place in tmp_path.rglob("*") if place.is_file()]
    assert f"wrote {path} and {len(files) - 2} files beside it" in found.stderr
    assert sorted(set(files)) == [".bib", ".csv", ".pdf", ".tex"]


def test_a_template_of_ones_own(run: Run, scores: str, tmp_path: Path) -> None:
    template = tmp_path / "own.j2"
    template.write_text("{{ report.title }}: {{ report.summary[1].label }}", encoding="utf-8")
    asked = ("report", scores, *QUICK, "--template", str(template))
    path = tmp_path / "report.html"
    assert run(*asked, "--title", "<i>", "-o", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8") == "&lt;i&gt;: Sharp rise"
    template.write_text("\n{{ report.tilte }}", encoding="utf-8")
    found = run(*asked, "-o", str(tmp_path / "other.html"))
    assert found.exit_code == 1
    assert f"{template}:2: " in found.stderr
    assert not (tmp_path / "other.html").exists()


@pytest.mark.parametrize(
    ("options", "code", "text"),
    [
        ((), 2, "say where the report goes: -o FILE with .html, .md or .tex"),
        (("-o", "x.pdf"), 1, "x.pdf: expected a report that ends in .html, .md, .tex, found .pdf"),
        (("-o", "x.html", "--format", "pdf"), 2, "'pdf' is not one of 'html', 'md', 'latex'"),
        (("-o", "x.md", "--interactive"), 1, "expected an HTML page, found md"),
        (("-o", "x.html", "--template", "none"), 1, "cannot read none: expected a jinja2 template"),
        (("-o", "x.html", "-t", "nothing"), 1, "nothing"),
        (("-o", "x.html", "--pair", "acc:none"), 1, "none"),
    ],
)
def test_bad_requests_write_nothing(
    run: Run, scores: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...], code: int, text: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    found = run("report", scores, *QUICK, *options)
    assert found.exit_code == code
    assert text in found.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["scores.csv"]


def test_a_place_that_cannot_be_written(run: Run, scores: str) -> None:
    found = run("report", scores, *QUICK, "-o", f"{scores}/report.html")
    assert found.exit_code == 1
    assert "cannot write" in found.stderr


def test_published_onsets_are_no_scores(run: Run, tmp_path: Path) -> None:
    found = run("report", "wei2022-emergence", "-o", str(tmp_path / "x.html"))
    assert found.exit_code == 1
    assert "wei2022-emergence is a list of published onsets (no scores)" in found.stderr


@pytest.mark.parametrize("name", [HOSTILE[0], "مهمة 数学問題 " + "x" * 300])
def test_names_of_any_kind(run: Run, tmp_path: Path, name: str) -> None:
    cell = '"' + name.replace('"', '""') + '"'
    path = tmp_path / "odd.csv"
    path.write_text(STEP.replace(",T,", f",{cell},"), encoding="utf-8")
    page = tmp_path / "r.html"
    found = run("report", str(path), "--draws", "0", "-q", "-o", str(page))
    assert found.exit_code == 0, found.stderr
    assert "<script>alert" not in page.read_text(encoding="utf-8")
    assert escape(name, quote=False) in page.read_text(encoding="utf-8").replace("&#39;", "'")


def test_a_series_with_one_point_and_equal_sizes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("model,family,params,task,score\na,F,1B,T,0.5\n", encoding="utf-8")
    page = tmp_path / "one.html"
    assert run("report", str(path), *QUICK, "-o", str(page)).exit_code == 0
    assert "Too few sizes for a verdict" in page.read_text(encoding="utf-8")
    path.write_text(STEP.replace("100M", "1B").replace("400M", "1B"), encoding="utf-8")
    assert run("report", str(path), *QUICK, "-o", str(page), "--force").exit_code == 0
