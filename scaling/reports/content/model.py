"""What a report says, in no format: the one thing that all writers and templates are given.

Every text is plain: no markup, on one line, without characters that no file format may hold.
Writers escape it. ``docs/reports.md`` lists the fields for templates.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scaling.reports.data_note import DataNote


@dataclass(frozen=True)
class Statement:
    """What was found, in one sentence: ``label`` ("Sharp rise") and the ``text`` after it.

    ``verdict`` is the code behind it and ``count`` how many series have it; for a sentence about
    all series the code is empty.
    """

    label: str
    text: str
    verdict: str = ""
    count: int = 0


@dataclass(frozen=True)
class Sentence:
    """A sentence of the method or the limits, and the keys of the sources that it rests on."""

    text: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a table; ``meaning`` says in a few words what stands in it."""

    name: str
    title: str
    meaning: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell as it reads; ``sort`` is the number that it sorts by where its text does not do.

    ``code`` is a verdict's code where the cell holds a verdict.
    """

    text: str
    sort: float | None = None
    code: str = ""


@dataclass(frozen=True)
class Row:
    """One series, pair or pooled task: its cells, the sentence behind them, and its codes.

    ``name`` says in a few words what the row is about. ``brief`` rows have nothing to tell but
    their names (too few sizes): a paper counts them, a page lists them. A paper gives the reasons
    of ``notable`` rows alone: what rises, turns, falls or failed.
    """

    name: str
    cells: tuple[Cell, ...]
    reason: str = ""
    codes: tuple[str, ...] = ()
    brief: bool = False
    notable: bool = True


@dataclass(frozen=True)
class Table:
    """A table; ``name`` is unique in a report and fit for an identifier."""

    name: str
    title: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Picture:
    """A figure without its drawing: what stands beside it, and in its place.

    ``description`` is the alternative text. ``name`` is unique in a report and fit for a file.
    """

    name: str
    kind: str
    title: str
    caption: str
    description: str


@dataclass(frozen=True)
class Meaning:
    """A code that occurs (verdict, qualifier or note) and its meaning."""

    code: str
    text: str


@dataclass(frozen=True)
class Source:
    """A work that is cited: ``short`` as in a sentence, ``full`` as in a list, BibTeX."""

    key: str
    short: str
    full: str
    url: str
    bibtex: str


@dataclass(frozen=True)
class Download:
    """A file that comes with a report: tables as CSV, sources as BibTeX."""

    name: str
    title: str
    media_type: str
    text: str


@dataclass(frozen=True)
class Report:
    """What a report says.

    ``summary``: a sentence about all series, then one for each verdict that occurs. ``tables``:
    the series first, then metric pairs and pooled tasks where there are any. ``verdicts`` and
    ``codes``: what the codes mean that occur. ``manifest``: names and values of what the report
    was made from.
    """

    title: str
    dataset: str
    summary: tuple[Statement, ...]
    tables: tuple[Table, ...]
    pictures: tuple[Picture, ...]
    method: tuple[Sentence, ...]
    limits: tuple[Sentence, ...]
    verdicts: tuple[Meaning, ...]
    codes: tuple[Meaning, ...]
    data: DataNote
    manifest: tuple[tuple[str, str], ...]
    sources: tuple[Source, ...]
    downloads: tuple[Download, ...] = field(default=(), repr=False)
