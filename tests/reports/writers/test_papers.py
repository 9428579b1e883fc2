"""Markdown and LaTeX reports: the same content, escaped, with its files beside."""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion

from scaling.detection.result_set import DetectResults
from scaling.reports import DataNote, report_of
from scaling.reports.content.making import Drawn
from scaling.reports.data_note import Link
from scaling.reports.writers.papers import LONG, TEXT_SHARE, latex_files, markdown_files
from tests.plots.builder import HOSTILE, detect_result, facts, manifest, results
from tests.reports.makers import NOTE, few, only, with_beside

VERSIONS = re.compile(r"^\| (?:numpy|scipy|pandas|altair|vl-convert-python) \|.*\n", re.MULTILINE)

FIGURES = re.compile(r"^!\[.*\n", re.MULTILINE)  # their words are those of the charts


def bare(drawn: Drawn) -> Drawn:
    """Return a report without its drawings: its words alone are looked at."""
    return Drawn(drawn.report, {})


def hostile() -> Drawn:
    made = [detect_result(facts(name, name, name), qualifiers=(name,)) for name in HOSTILE]
    made[0] = dataclasses.replace(made[0], reason=HOSTILE[0], notes=(HOSTILE[1],))
    found = DetectResults(tuple(made), manifest() | {"options": {HOSTILE[0]: [HOSTILE[2]]}})
    link = Link(HOSTILE[0], "javascript:alert(1)")
    note = DataNote(HOSTILE[0], HOSTILE[1], HOSTILE[2], (link,), (link,), (HOSTILE[3],))
    return bare(report_of(found, data=note, title=HOSTILE[2]))


def test_markdown_as_it_is_written(snapshot: SnapshotAssertion) -> None:
    text, _ = markdown_files(bare(report_of(few(), data=NOTE)), "paper")
    assert VERSIONS.sub("", FIGURES.sub("", text)) == snapshot


def test_markdown_has_its_files_beside() -> None:
    drawn = only(report_of(few(), data=NOTE), "verdicts")
    text, beside = markdown_files(drawn, "paper")
    linked = re.findall(r"\]\((paper-[^)]+)\)", text)
    assert set(linked) == set(beside)
    assert all(str(beside[name]).startswith("<svg") for name in linked if name.endswith(".svg"))
    assert beside["paper-tables/verdicts.csv"] == drawn.report.downloads[0].text


def test_markdown_of_hostile_names_is_text_alone() -> None:
    text, _ = markdown_files(hostile(), "paper")
    page = MarkdownIt("commonmark").enable("table").render(text)
    assert "<script" not in page
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)
    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    assert {row.count("<td") for row in rows} == {0, 2, 11}
    assert page.count("<h1>") == 1


def test_pairs_and_pooled_tasks_have_tables_of_their_own() -> None:
    text, _ = markdown_files(bare(report_of(with_beside())), "paper")
    assert "## Metric pairs" in text
    assert "| OPT / IPA / exact\\_match:bleu |" in text
    assert "## Pooled tasks" in text


def checked(text: str) -> str:
    """Fail where braces, environments or dollars of LaTeX do not match; return it."""
    plain = re.sub(r"(?<!\\)%.*", "", text.replace("\\\\", ""))
    braces = re.sub(r"\\[{}]", "", plain)
    assert braces.count("{") == braces.count("}")
    opened = []
    for kind, name in re.findall(r"\\(begin|end)\{([a-z*]+)\}", plain):
        if kind == "begin":
            opened.append(name)
        else:
            assert opened.pop() == name
    assert opened == []
    assert len(re.findall(r"(?<!\\)\$", plain)) % 2 == 0
    return text


@pytest.mark.parametrize("kind", ["few", "hostile"])
def test_latex_is_well_formed(kind: str) -> None:
    drawn = hostile() if kind == "hostile" else bare(report_of(few(), data=NOTE))
    text, beside = latex_files(drawn, "paper")
    body = checked(str(beside["paper-body.tex"]))
    assert checked(text).count(r"\input{paper-body.tex}") == 1
    assert r"\begin{tabular}" in body
    assert body.count(r"\toprule") == body.count(r"\bottomrule")
    cited = {key for keys in re.findall(r"\\cite\{([^}]*)\}", body) for key in keys.split(",")}
    assert cited == set(re.findall(r"\\bibitem\{([^}]*)\}", text))
    for key in cited:
        assert f"{{{key}," in str(beside["paper-tables/sources.bib"])
    series = body[body.index(r"\midrule") : body.index(r"\bottomrule")]
    rows = [row for row in series.split(r" \\") if row.count(" & ")]
    assert {row.count(" & ") for row in rows} == {10}


def test_long_tables_break_over_pages() -> None:
    many = results([detect_result(facts(f"F{i}")) for i in range(LONG + 1)])
    body = str(latex_files(bare(report_of(many)), "paper")[1]["paper-body.tex"])
    assert r"\begin{longtable}" in checked(body)
    assert body.count(r"\endhead") == 1


def test_series_with_too_few_sizes_are_counted_not_listed() -> None:
    made = [detect_result(facts(f"F{i}"), verdict="insufficient") for i in range(3)]
    drawn = bare(report_of(results([detect_result(facts()), *made])))
    text, _ = markdown_files(drawn, "paper")
    assert "Left out: 3 series with too few sizes for a verdict" in text
    assert "| F1 |" not in text
    assert "Left out: 3 series" in str(latex_files(drawn, "paper")[1]["paper-body.tex"])


def test_where_all_have_too_few_sizes_there_is_no_empty_table() -> None:
    drawn = bare(report_of(results([detect_result(facts(), verdict="insufficient")])))
    text, _ = markdown_files(drawn, "paper")
    assert "| Family |" not in text
    assert "Left out: 1 series" in text
    body = checked(latex_files(drawn, "paper")[1]["paper-body.tex"])
    assert "\\caption{Every series" not in body


def test_columns_of_text_are_as_wide_as_what_cannot_be_broken() -> None:
    made = results([detect_result(facts("F", "last_letter_concatenation"), verdict="smooth")])
    body = str(latex_files(bare(report_of(made)), "paper")[1]["paper-body.tex"])
    family, task, metric, verdict = map(float, re.findall(r"p\{([.0-9]+)\\linewidth\}", body)[:4])
    assert family < task
    assert task == pytest.approx(family * 13 / 6, abs=0.002)
    assert family + task + metric + verdict == pytest.approx(TEXT_SHARE, abs=0.003)


def test_figures_are_referred_to_where_they_are_announced() -> None:
    body = str(latex_files(bare(report_of(few())), "paper")[1]["paper-body.tex"])
    labels = re.findall(r"\\label\{([^}]*)\}", body)
    assert len(labels) == body.count(r"\begin{figure}") > 1
    assert re.findall(r"\\ref\{([^}]*)\}", body) == [labels[0], labels[-1]]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_latex_compiles(engine: str, tmp_path: Path) -> None:
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed")
    drawn = report_of(few(), data=dataclasses.replace(NOTE, title=" ".join(HOSTILE)))
    text, beside = latex_files(drawn, "paper")
    for name, content in {"paper.tex": text, **beside}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
