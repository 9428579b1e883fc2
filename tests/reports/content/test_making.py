"""A report's content: made once, equal for equal results, clean of what no file may hold."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest

from scaling.detection.result_set import DetectResults
from scaling.errors import OutputError
from scaling.reports import DataNote, report_of
from scaling.reports.content.model import Report
from scaling.reports.content.pictures import slug, undrawn
from tests.plots.builder import HOSTILE, detect_result, facts, manifest, results
from tests.reports.makers import NOTE, few, grid, one, with_beside


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(few(), data=NOTE).report


def strings(value: object) -> list[str]:
    """Return every text in a report but those of files."""
    if isinstance(value, str):
        return [value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in dataclasses.fields(value) if f.name not in ("bibtex", "downloads")]
        return [text for name in names for text in strings(getattr(value, name))]
    return [text for entry in value for text in strings(entry)] if isinstance(value, tuple) else []


def test_equal_results_make_equal_reports(report: Report) -> None:
    assert report == report_of(few(), data=NOTE).report
    assert report.title == NOTE.title
    assert report_of(few(), data=NOTE, title="My own").report.title == "My own"
    assert report_of(few()).report.title == "opt-addition"


def test_figures_are_named_once_and_can_be_drawn(report: Report) -> None:
    drawn = report_of(few(), data=NOTE)
    names = [picture.name for picture in report.pictures]
    assert len(set(names)) == len(names)
    assert list(drawn.drawings) == names
    assert names[:2] == ["verdicts", "widths"]
    assert [name for name in names if name.startswith("task-")] == [
        "task-1-3-digit-addition", "task-2-lambada",
    ]  # fmt: skip
    assert all(picture.description and picture.caption for picture in report.pictures)
    curves = drawn.drawings["task-1-3-digit-addition"]
    assert {member.series.family for member in curves.results} == {"OPT", "Pythia"}
    assert curves.names == ("OPT", "Pythia")


def test_one_series_with_one_point_has_one_figure() -> None:
    small = detect_result(facts(), sizes=(1e9,), verdict="insufficient")
    drawn = report_of(results([dataclasses.replace(small, width=one().width.__class__())]))
    assert [picture.kind for picture in drawn.report.pictures] == ["curves"]


def test_tasks_of_too_few_sizes_have_no_figure_where_others_do() -> None:
    short = detect_result(facts("F", "small"), sizes=(1e9,), verdict="insufficient")
    report = report_of(results([one(), short])).report
    assert [picture.name for picture in report.pictures if picture.kind == "curves"] == [
        "task-1-3-digit-addition"
    ]
    limits = " ".join(sentence.text for sentence in report.limits)
    assert "One task, measured at too few sizes throughout, has no figure." in limits


def test_a_task_with_a_figure_is_none_without() -> None:
    short = detect_result(facts(n_shots=5), sizes=(1e9,), verdict="insufficient")
    assert undrawn(results([detect_result(facts(n_shots=0)), short])) == 0


def test_pairs_have_a_figure_of_their_two_metrics() -> None:
    drawn = report_of(with_beside())
    pair = next(picture for picture in drawn.report.pictures if picture.kind == "metric-pair")
    assert pair.title == "exact_match and bleu on the same models"
    subset = drawn.drawings[pair.name].results
    assert {member.series.metric for member in subset} == {"exact_match", "bleu"}
    assert subset.pairs


def test_published_measures_are_drawn_where_enough_series_have_them() -> None:
    made = [dataclasses.replace(m, breakthroughness=7.0, linearity=0.5) for m in grid(2, 2)]
    assert report_of(results(made)).report.pictures[-1].kind == "definitions"
    assert report_of(grid(2, 2)).report.pictures[-1].kind == "curves"


def test_downloads_decode_to_the_same_tables(report: Report) -> None:
    files = {download.name: download for download in report.downloads}
    assert list(files) == ["verdicts.csv", "scores.csv", "sources.bib"]
    rows = list(csv.DictReader(io.StringIO(files["verdicts.csv"].text)))
    assert [row["series.family"] for row in rows] == ["OPT", "Pythia", "OPT"]
    assert [row["verdict"] for row in rows] == [member.verdict for member in few()]
    assert float(rows[1]["width.estimate"]) == 2.1
    scores = list(csv.DictReader(io.StringIO(files["scores.csv"].text)))
    assert len(scores) == sum(len(member.points) for member in few())
    assert float(scores[0]["score"]) == few()[0].points[0].score
    assert scores[0]["model"] == few()[0].points[0].model
    assert "@article{zhang2022" in files["sources.bib"].text
    assert "@article{simonsohn2018" in files["sources.bib"].text
    beside = {download.name for download in report_of(with_beside()).report.downloads}
    assert {"pairs.csv", "pooled.csv"} <= beside


def test_cells_that_look_like_formulas_are_escaped_in_downloads() -> None:
    made = results([detect_result(facts("=cmd|'/c calc'!A1", "@SUM(1)"))])
    for download in report_of(made).report.downloads[:2]:
        row = next(csv.DictReader(io.StringIO(download.text)))
        assert row["series.family" if "series.family" in row else "family"].startswith("'=cmd")


def test_codes_and_manifest(report: Report) -> None:
    assert [meaning.code for meaning in report.verdicts] == ["emergent_sharp", "smooth"]
    assert [meaning.code for meaning in report.codes] == ["one_seed", "weakly-identified"]
    rows = dict(report.manifest)
    assert rows["data"] == "opt-addition"
    assert rows["sha256 of the data"] == "ab" * 32
    assert rows["option alpha"] == "0.05"
    assert "numpy" in rows
    nested = {"options": {"where": {"tuning": ["base"]}, "task": [], "w0": None}}
    made = dict(report_of(DetectResults((one(),), manifest() | nested)).report.manifest)
    assert made["option where.tuning"] == "base"
    assert made["option task"] == made["option w0"] == "not set"
    unknown = report_of(results([one(notes=("new-code",))])).report.codes
    assert unknown[-1].code == "new-code"


def test_no_text_holds_what_no_file_may_hold() -> None:
    wild = "a\x00b\x1b[31m\nc\ud800"
    made = [dataclasses.replace(detect_result(facts(wild, wild, wild)), reason=wild, notes=(wild,))]
    report = report_of(results(made), data=DataNote(wild, wild, wild), title=wild).report
    texts = strings(report)
    assert not [text for text in texts if set(text) & {"\x00", "\x1b", "\n", "\ud800"}]
    assert len(texts) > 50


def test_hostile_names_make_a_report() -> None:
    made = [detect_result(facts(name, name, name)) for name in HOSTILE]
    report = report_of(results(made)).report
    assert len(report.tables[0].rows) == len(HOSTILE)
    assert len({picture.name for picture in report.pictures}) == len(report.pictures)
    assert all(picture.name.isascii() for picture in report.pictures)


def test_slugs() -> None:
    assert slug("../../etc/passwd") == "etc-passwd"
    assert len(slug("x" * 300)) <= 40


def test_nothing_to_report() -> None:
    with pytest.raises(OutputError, match="nothing to report: expected at least one result, found"):
        report_of(results([]))
