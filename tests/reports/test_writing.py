"""Reports into files: the format by the name, all of them or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaling.errors import DataError, OutputError, UnknownNameError
from scaling.reports import Drawn, format_of, report_of, write_report
from scaling.reports.writing import check_request, safe_stem
from tests.reports.makers import one, only, results


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return only(report_of(results([one()])), "widths")


def test_the_format_is_that_of_the_suffix() -> None:
    assert [format_of(f"a{end}") for end in (".html", ".HTM", ".md", ".markdown", ".tex")] == [
        "html", "html", "md", "md", "latex",
    ]  # fmt: skip
    assert format_of("a.txt", "md") == "md"


def test_formats_that_there_are_not() -> None:
    with pytest.raises(OutputError, match=r"a\.pdf: expected a report that ends in \.html, \.md, "):
        format_of("a.pdf")
    with pytest.raises(OutputError, match="found no suffix; or name its --format"):
        format_of("report")
    with pytest.raises(UnknownNameError, match="unknown format of reports 'latx': did you mean"):
        format_of("a.tex", "latx")


def test_requests_are_checked_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"a\.md: expected an HTML page, found md: only there"):
        check_request("a.md", interactive=True)
    with pytest.raises(DataError, match=r"cannot read .*none: expected a jinja2 template"):
        check_request("a.md", template=tmp_path / "none")
    assert check_request("a.html", interactive=True) == "html"


def test_files_stand_beside_the_text(drawn: Drawn, tmp_path: Path) -> None:
    paths = write_report(drawn, tmp_path / "deep" / "my paper.tex")
    names = [path.relative_to(tmp_path / "deep").as_posix() for path in paths]
    assert names == [
        "my paper.tex", "my-paper-figures/widths.pdf", "my-paper-tables/verdicts.csv",
        "my-paper-tables/scores.csv", "my-paper-tables/sources.bib", "my-paper-body.tex",
    ]  # fmt: skip
    assert all(path.stat().st_size for path in paths)
    assert (tmp_path / "deep/my-paper-figures/widths.pdf").read_bytes().startswith(b"%PDF")


def test_nothing_is_replaced_without_force(drawn: Drawn, tmp_path: Path) -> None:
    table = tmp_path / "r-tables" / "scores.csv"
    table.parent.mkdir()
    table.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=r"scores\.csv is already there: use --force"):
        write_report(drawn, tmp_path / "r.md")
    assert table.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["scores.csv"]
    write_report(drawn, tmp_path / "r.md", force=True)
    assert table.read_text(encoding="utf-8") != "mine"


def test_where_one_file_cannot_be_written_none_is(drawn: Drawn, tmp_path: Path) -> None:
    (tmp_path / "r.md").write_text("mine", encoding="utf-8")
    (tmp_path / "r-tables").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        write_report(drawn, tmp_path / "r.md", force=True)
    assert (tmp_path / "r.md").read_text(encoding="utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "r-tables", "r.md",
    ]  # fmt: skip


def test_names_fit_for_links() -> None:
    assert safe_stem(Path("数学.md")) == "report"
    assert safe_stem(Path("a#b%20{c}.tex")) == "a-b-20-c"
