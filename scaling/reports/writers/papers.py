"""The report as Markdown and as LaTeX: a text with its figures and tables in a folder beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from scaling.reports.content.making import Drawn
from scaling.reports.content.model import Column, Report, Sentence, Table
from scaling.reports.data_note import Link
from scaling.reports.writers.escaping import LONGEST_RUN, Raw, latex, markdown
from scaling.reports.writers.templates import rendered, safe_link

Files = dict[Any, "bytes | str"]
Paper = tuple[str, Files]
TEXT_SHARE = 0.365  # of the line, for all columns of text together
LEAST_PIECE = 6  # letters that a column of text holds at least
LONG = 25  # rows from which on a table may break over pages


def markdown_files(drawn: Drawn, stem: str, *, template: Path | None = None) -> Paper:
    """Return a Markdown report: its text, and figures as SVG and tables as CSV beside it.

    The names are relative to the folder of the text, those of folders begin with ``stem``.
    """
    places = _places(drawn.report, stem, ".svg")
    sources = {source.key: source.short for source in drawn.report.sources}

    def sentence(one: Sentence) -> Raw:
        cited = "; ".join(sources[key] for key in one.sources)
        text = f"{one.text.removesuffix('.')} ({cited})." if cited else one.text
        return Raw(markdown(text))

    values = {
        "report": drawn.report,
        "file": lambda name: Raw(places[name]),
        "sentence": sentence,
        "link": _markdown_link,
    }
    text = rendered("md", "report.md.j2", values, template=template)
    return text, _beside(drawn, places, "svg", theme="light")


def latex_files(drawn: Drawn, stem: str, *, template: Path | None = None) -> Paper:
    """Return a LaTeX report: a document; its body to be included, figures as PDF, tables beside.

    The document compiles with pdflatex and lualatex by itself; the body needs the packages that
    it names. A ``template`` of one's own makes the document alone.
    """
    places = _places(drawn.report, stem, ".pdf")

    def sentence(one: Sentence) -> Raw:
        cited = rf"~\cite{{{','.join(one.sources)}}}" if one.sources else ""
        return Raw(f"{latex(one.text.removesuffix('.'))}{cited}." if cited else latex(one.text))

    values = {
        "report": drawn.report,
        "file": lambda name: Raw(places[name]),
        "sentence": sentence,
        "link": _latex_link,
        "columns": _columns,
        "head": _head,
        "label": lambda picture: Raw(f"fig:{stem}-{picture.name}"),
        "long": lambda table: sum(not row.brief for row in table.rows) > LONG,
        "body": Raw(f"{stem}-body.tex"),
    }
    text = rendered("latex", "report.tex.j2", values, template=template)
    beside = _beside(drawn, places, "pdf", theme="print")
    if template is None:
        beside[f"{stem}-body.tex"] = rendered("latex", "report-body.tex.j2", values)
    return text, beside


def _places(report: Report, stem: str, suffix: str) -> dict[str, str]:
    """Return where each picture and download stands, relative to the text."""
    figures = {one.name: f"{stem}-figures/{one.name}{suffix}" for one in report.pictures}
    return figures | {one.name: f"{stem}-tables/{one.name}" for one in report.downloads}


def _beside(drawn: Drawn, places: Mapping[str, str], format: str, *, theme: str) -> Files:
    files: Files = {
        places[name]: drawing.figure(theme).render(format)
        for name, drawing in drawn.drawings.items()
    }
    return files | {places[one.name]: one.text for one in drawn.report.downloads}


def _markdown_link(one: Link) -> Raw:
    address = safe_link(one.path)
    if address:
        return Raw(f"[{markdown(one.title)}](<{address}>)")
    return Raw(markdown(f"{one.title} ({one.path})" if one.path else one.title))


def _latex_link(one: Link) -> Raw:
    address = safe_link(one.path)
    if not address:
        return Raw(latex(f"{one.title} ({one.path})" if one.path else one.title))
    return Raw(rf"{latex(one.title)} (\texttt{{{latex(address)}}})")


def _head(column: Column) -> Raw:
    """Return the head of a column; that of numbers stands in as little width as they do."""
    if not column.numeric:
        return Raw(f"{{{latex(column.title)}}}")
    words = "\\\\".join(map(latex, column.title.split()))
    return Raw(rf"\shortstack[r]{{{words}}}")


def _columns(table: Table) -> Raw:
    """Return the column types: numbers to the right, texts sharing what is left of the line.

    A text gets the more of it, the longer what cannot be broken is.
    """
    needs = [
        0
        if column.numeric
        else _longest_piece([column.title, *(row.cells[place].text for row in table.rows)])
        for place, column in enumerate(table.columns)
    ]
    return Raw("@{}" + "".join(_column(need, sum(needs)) for need in needs) + "@{}")


def _column(need: int, total: int) -> str:
    if not need:
        return "r"
    return rf">{{\raggedright\arraybackslash}}p{{{round(TEXT_SHARE * need / total, 3)}\linewidth}}"


def _longest_piece(texts: Iterable[str]) -> int:
    """Return how many letters the longest piece has that LaTeX does not break, at least a few."""
    pieces = (piece for text in texts for piece in re.split(r"[\s_/]", text))
    return max(LEAST_PIECE, min(LONGEST_RUN, max(map(len, pieces), default=0)))
