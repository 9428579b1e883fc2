"""Results to stdout or a file in one of four formats; talk to stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scaling.documents import csv_text, document, json_text, rows_of
from scaling.errors import printable
from scaling.provenance import package_version

if TYPE_CHECKING:
    from scaling.table import ScoreTable

SUFFIXES = {".json": "json", ".csv": "csv", ".md": "md"}
Result = Mapping[str, Any]


@dataclass(frozen=True)
class Output:
    """Where a command's results go: ``format`` (None: by the file's ending), ``path`` or stdout.

    ``others`` are further files for the same figure. ``quiet`` says nothing on stderr, ``verbose``
    lists all that was skipped in reading.
    """

    format: str | None = None
    path: str | None = None
    force: bool = False
    quiet: bool = False
    verbose: bool = False
    others: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """All files that are written, none for stdout."""
        return () if self.path is None else (self.path, *self.others)

    @property
    def chosen_format(self) -> str:
        """The format in use: as asked for, else by the file's ending, else ``table``."""
        if self.format is not None:
            return self.format
        return SUFFIXES.get(Path(self.path).suffix.lower(), "table") if self.path else "table"

    @property
    def progress(self) -> bool | None:
        """What ``progress(show=…)`` takes: no bar if quiet, else the terminal decides."""
        return False if self.quiet else None

    def check(self) -> None:
        """Raise OutputError if a file may not be written, before any work is done."""
        if self.path is not None:
            from scaling.files import check_writable

            for path in self.paths:
                check_writable(path, force=self.force)

    def talk(self, *lines: str) -> None:
        """Write lines to stderr, unless ``--quiet``."""
        if not self.quiet:
            for line in lines:
                click.echo(printable(line), err=True)

    def talk_of(self, table: ScoreTable) -> None:
        """Say how a table was read and what its notes mean."""
        if table.sheet is None:  # a sheet has said how its table is read
            self.talk(*table.how_read)
            if self.verbose:
                self.talk(*table.details)
                self.talk(*(f"skipped {one.what}: {one.why}" for one in table.skipped))
        self.explain(table.notes)

    def explain(self, codes: Iterable[str]) -> None:
        """Say what notes and qualifiers mean, each once."""
        from scaling.notes import meaning

        self.talk(*(f"{code}: {meaning(code)}" for code in dict.fromkeys(codes)))

    def emit(
        self,
        command: str,
        results: Sequence[Any],
        *,
        dataset: ScoreTable | Mapping[str, str] | None = None,
        seed: int | None = None,
        options: Mapping[str, Any] | None = None,
        notes: Sequence[str] = (),
        columns: Sequence[str] | None = None,
        extra: Mapping[str, Any] | None = None,
        page: Callable[[], str] | None = None,
    ) -> None:
        """Write the results of a command (``fit``, ``data show``).

        ``columns`` are the dotted keys of table, csv and md, in order (default: all). ``extra``
        holds further keys of the JSON document. ``page`` makes the text of the table format
        where rows and columns do not do; what comes from data must be ``printable`` in it.
        """
        kind = self.chosen_format
        if kind == "json":
            text = json_text(
                document(
                    command,
                    results,
                    version=package_version(),
                    seed=seed,
                    dataset=_identity(dataset),
                    options=options,
                    notes=notes,
                    extra=extra,
                )
            )
        elif kind == "csv":
            text = csv_text(results, columns)
        elif kind == "md":
            text = as_markdown(results, columns)
        elif page is not None:
            text = page()  # it has made text from data printable itself: it may hold colours
        else:
            from scaling.cli.tables import as_table

            text = as_table(results, columns, to_terminal=self.path is None)
        self.write(text, harmless=kind == "table")

    def write(self, text: str, *, harmless: bool = False) -> None:
        """Write text to the file, whole or not at all, or to stdout.

        On a terminal, controls in it become escapes unless it is ``harmless`` already.
        """
        if self.path is None:
            if not harmless and sys.stdout.isatty():
                text = "".join(f"{printable(line)}\n" for line in text.splitlines())
            click.echo(text, nl=False, color=True)  # what is no terminal got no colour above
            return
        from scaling.files import write_whole

        write_whole(self.path, text, force=self.force)
        self.talk(f"wrote {self.path}")


def _identity(dataset: ScoreTable | Mapping[str, str] | None) -> Mapping[str, str] | None:
    """Return the name and checksum of a table."""
    if dataset is None or isinstance(dataset, Mapping):
        return dataset
    return {"name": dataset.name, "sha256": dataset.sha256}


def result(
    *, status: str = "ok", message: str = "", notes: Sequence[str] = (), **fields: Any
) -> dict[str, Any]:
    """Return one result with the keys that every result has."""
    return {"status": status, "message": message, "notes": list(notes), **fields}


def as_markdown(results: Sequence[Result], columns: Sequence[str] | None = None) -> str:
    """Return results as a Markdown table."""
    names, rows = rows_of(results, columns)
    lines = ["| " + " | ".join(map(_markdown_cell, names)) + " |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(_markdown_cell(shown(cell)) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _markdown_cell(text: str) -> str:
    line = printable(" ".join(text.splitlines()))
    for old, new in (("\\", "\\\\"), ("|", "\\|"), ("<", "&lt;"), ("`", "\\`")):
        line = line.replace(old, new)
    return line


def shown(cell: Any) -> str:
    """Return a value as people read it: four digits, nothing for what is unknown."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and not (cell.is_integer() and abs(cell) < 1e6):
        return f"{cell:.4g}"
    return str(int(cell)) if isinstance(cell, float) else str(cell)
