"""``read``: the one way from a file or a folder to a ``ScoreTable``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling.columns import REQUIRED
from scaling.errors import BadCellsError, OptionError, printable
from scaling.files import sha256_of
from scaling.loaders.advice import with_advice
from scaling.loaders.base import RawTable
from scaling.loaders.fact_tables import Facts
from scaling.loaders.folder import read_folder
from scaling.loaders.formats.long import Onsets
from scaling.loaders.inputs.source import STDIN, Source, open_source
from scaling.loaders.joins import facts_to_join, join
from scaling.loaders.options import ReadOptions
from scaling.loaders.prepare import prepared
from scaling.loaders.registry import loader_for
from scaling.loaders.repeats import with_repeats
from scaling.loaders.report import scale_line, skipped_lines
from scaling.loaders.sizes import with_sizes_of_names
from scaling.table import Kind, ScoreTable, row_numbers

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Read:
    """What was read, unchecked, and what it is called."""

    raw: RawTable
    file: str
    name: str
    sha256: str


def read(
    path: str | Path,
    options: ReadOptions | None = None,
    *,
    known: Sequence[Facts] = (),
    name: str | None = None,
    show_progress: bool | None = False,
    **named: Any,
) -> ScoreTable:
    """Return the checked table of a file, a folder or stdin (``-``), whatever its format.

    ``named`` are options by name (``percent=True``), instead of ``options``. ``known`` are further
    facts, joined after those of the options where the table has their columns. ``name``: what
    results call the table, default the file's name. ``show_progress`` draws a bar over the files
    of a folder; None does so on a terminal. Raises DataError for a file that cannot be read as a
    table and BadCellsError with every cell that breaks the schema.
    """
    options = ReadOptions(**named) if options is None else options
    facts, checksums = facts_to_join(options)
    found = read_raw(path, options, [*facts, *known], name=name, show_progress=show_progress)
    raw = found.raw
    for one in [*facts, *(one for one in known if set(one.on) <= set(raw.frame.columns))]:
        raw = join(raw, one)
    raw = with_repeats(with_sizes_of_names(raw), options.repeats)
    try:
        table = ScoreTable.from_frame(
            raw.frame,
            name=found.name,
            file=found.file,
            sha256=_with_joined(found.sha256, checksums),
            kind=raw.kind,
            percent=False if options.percent is False else None,  # signs are written out by now
            locate=raw.locate,
        )
    except BadCellsError as error:
        raise with_advice(error) from None
    said = (raw.head, *raw.how_read, *scale_line(raw, table, options), *skipped_lines(raw.skipped))
    return replace(
        table,
        how_read=said,
        details=raw.details,
        skipped=raw.skipped,
        read_with=options.changed(),
    )


def read_frame(frame: pd.DataFrame, *, name: str = "table") -> ScoreTable:
    """Return the checked table of a frame made in Python, its columns under the schema's names.

    Sizes and facts that names hold are filled in as for a file. Messages name rows by number.
    """
    of_runs = "loss" in frame.columns and not {"task", "score"} & set(frame.columns)
    kind: Kind = "runs" if of_runs else "scores"
    raw = RawTable(frame.reset_index(drop=True), kind, row_numbers, "frame", "frame")
    if set(REQUIRED) <= set(frame.columns):
        raw = with_sizes_of_names(prepared(raw, ReadOptions()))
    table = ScoreTable.from_frame(raw.frame, name=name, kind=kind)
    return replace(table, how_read=raw.how_read)


def read_raw(
    path: str | Path,
    options: ReadOptions,
    facts: Sequence[Facts] = (),
    *,
    name: str | None = None,
    show_progress: bool | None = False,
) -> Read:
    """Return the cells of a file, a folder or stdin under the schema's names, unchecked."""
    if str(path) != STDIN and _is_folder(path):
        folder = read_folder(Path(path), options, facts, show_progress=show_progress)
        return Read(
            folder.raw, folder.file, name or printable(Path(path).resolve().name), folder.sha256
        )
    if options.skip:
        raise OptionError("--skip leaves files of a folder out, and this is no folder")
    source = open_source(path, encoding=options.encoding, name=name)
    raw = prepared(raw_table(source, options), options, facts)
    return Read(raw, source.file, source.name, source.checksum)


def _is_folder(path: str | Path) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):  # open_source says what is wrong with it
        return False


def raw_table(source: Source, options: ReadOptions, kind: Kind | None = None) -> RawTable:
    """Return one file's cells under the schema's names, unchecked.

    ``kind`` is what the file's sheet says it is; only ``thresholds`` changes how it is read.
    """
    if kind == "thresholds":
        return Onsets().load(source, options)
    return loader_for(source, options.format).load(source, options)


def _with_joined(sha256: str, checksums: Sequence[str]) -> str:
    """Return the checksum of the data: of the file alone, or of it and what was joined to it."""
    if not checksums:
        return sha256
    return sha256_of("\n".join((sha256, *checksums)).encode())
