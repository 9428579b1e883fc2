"""``ScoreTable``: one checked, tidy table of published scores, and the series in it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import pandas as pd

from scaling.checks import Fault, check_frame, facts_that_differ, without_duplicates
from scaling.columns import COLUMNS, REQUIRED, SIZE_COLUMNS, missing_columns
from scaling.errors import (
    BadCell,
    BadCellsError,
    DataError,
    OptionError,
    Place,
    UnitError,
    unknown_name,
)
from scaling.grouping import group_series, runs_of
from scaling.notebooks import html_table
from scaling.runs import Runs
from scaling.series import Series
from scaling.units import format_size, parse_size, training_flops

NO_SIZES = frozenset(column.name for column in COLUMNS) - set(SIZE_COLUMNS)
Kind = Literal["scores", "runs", "models", "thresholds"]
REQUIRED_BY_KIND: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "scores": REQUIRED,
        "runs": ("model", "loss"),
        "models": ("model",),
        "thresholds": ("task",),
    }
)
DERIVED_FLOPS = "flops_derived"  # the column that says which flops are 6 N D
WILDCARDS = "*?"  # not brackets: names hold them
SHOWN_ROWS = 10  # of a table in a notebook
COUNTS = ("params", "active_params", "tokens")  # columns that are read as 1.3B
MOST_DESCRIBED = 10_000  # bad cells whose places are looked up; the rest is counted
Locate = Callable[[Sequence[tuple[int, str]]], list[Place]]


@dataclass(frozen=True)
class Skipped:
    """Something in a file that did not become a row: what it is there, and why it did not."""

    what: str
    why: str


def row_numbers(cells: Sequence[tuple[int, str]]) -> list[Place]:
    """Locate cells of a frame that came from no file: its row number stands for the line."""
    return [Place(row, column) for row, column in cells]


@dataclass(frozen=True, eq=False)
class ScoreTable:
    """A checked table: every row is one score of one model on one task.

    ``frame`` has the schema's columns (``scaling.columns``) and any columns of the user's own.
    ``kind`` is ``scores``, ``runs`` (model, params, tokens, loss), ``models`` (facts of models, no
    scores) or ``thresholds`` (published onsets, no scores). ``how_read`` says in words how the
    file was understood, ``details`` has what was too much to say unasked; ``skipped`` lists what
    in it did not become a row, and ``read_with`` holds the options of reading that differ from
    their defaults.
    """

    frame: pd.DataFrame
    name: str
    sha256: str = ""
    kind: Kind = "scores"
    notes: tuple[str, ...] = ()
    how_read: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    read_with: Mapping[str, Any] = field(default_factory=dict)
    heterogeneous: Mapping[str, str] = field(default_factory=dict)
    sheet: Any = None

    @classmethod
    def from_frame(
        cls,
        raw: pd.DataFrame,
        *,
        name: str = "table",
        file: str = "",
        sha256: str = "",
        kind: Kind = "scores",
        percent: bool | None = None,
        locate: Locate = row_numbers,
        how_read: Sequence[str] = (),
        heterogeneous: Mapping[str, str] | None = None,
        sheet: Any = None,
    ) -> ScoreTable:
        """Check a frame of text or numbers under the schema's names and return the table.

        ``locate`` turns (row, column) pairs into (line, header) pairs of the file; it is only
        called when something is wrong. ``file`` is what messages call the file (default ``name``).
        Raises BadCellsError with every bad cell, DataError for columns that are not there.
        """
        file = file or name
        headers = [str(header) for header in raw.columns]
        twice = next((header for header in headers if headers.count(header) > 1), None)
        if twice is not None:
            raise DataError(f"{file}: two columns are named {twice!r}: rename or drop one")
        required = REQUIRED_BY_KIND[kind]
        missing = [column for column in required if column not in headers]
        if missing:
            raise missing_columns(file, missing, headers)
        typed, faults, hint = check_frame(raw, required, percent)
        notes: list[str] = []
        if kind == "scores":
            typed, of_rows, hint_of_rows = _checked_rows(typed, faults)
            notes += ["duplicate-rows"] if len(typed) < len(raw) and not faults else []
            faults = [*faults, *of_rows]
            hint = "\n".join(filter(None, (hint, hint_of_rows)))
        if faults:
            described = faults[:MOST_DESCRIBED]
            more = len(faults) - len(described)
            raise BadCellsError(file, _bad_cells(described, locate), hint, more)
        typed, derived = _with_flops(typed)
        if derived:
            notes.append("derived-flops")
        return cls(
            frame=typed.reset_index(drop=True),
            name=name,
            sha256=sha256,
            kind=kind,
            notes=tuple(notes),
            how_read=tuple(how_read),
            heterogeneous=MappingProxyType(dict(heterogeneous or {})),
            sheet=sheet,
        )

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        return f"ScoreTable {self.name!r}: {self.counts}"

    def _repr_html_(self) -> str:
        used = self.frame.head(SHOWN_ROWS).dropna(axis="columns", how="all")
        rows = [
            {str(name): _shown(str(name), cell) for name, cell in row.items()}
            for row in used.to_dict("records")
        ]
        rest = len(self) - len(rows)
        return html_table(rows, repr(self), [f"… and {rest} more rows"] if rest else [])

    @property
    def counts(self) -> str:
        """How much the table holds, in words: ``6 rows, 3 models, 1 family, 2 tasks``."""
        counts = [_counted(len(self.frame), "row", "rows")]
        for column, one, many in (
            ("model", "model", "models"),
            ("family", "family", "families"),
            ("task", "task", "tasks"),
        ):
            if column in self.frame.columns:
                counts.append(_counted(int(self.frame[column].nunique()), one, many))
        return ", ".join(counts)

    @property
    def size_axes(self) -> tuple[str, ...]:
        """The schema's size columns that hold any size here, best default first."""
        order = ("params", "flops", "active_params", "tokens", "loss")
        return tuple(
            name for name in order
            if name in self.frame.columns and self.frame[name].notna().any()
        )  # fmt: skip

    def select(self, **conditions: str | Sequence[str] | None) -> ScoreTable:
        """Return the rows that match, for example ``select(task="MMLU", family=["OPT"])``.

        Text is matched whatever its case; ``*`` and ``?`` stand for any letters and any one, as in
        ``family="C4 *"``. Raises UnknownNameError for a name that no row has.
        """
        keep = np.ones(len(self.frame), dtype=bool)
        for column, wanted in conditions.items():
            if not wanted:
                continue
            if column not in self.frame.columns:
                raise unknown_name("column", column, self.frame.columns)
            names = [wanted] if isinstance(wanted, str) else list(wanted)
            values = _as_text(self.frame[column])
            present = values.dropna()
            known = {value.lower(): value for value in present.unique()}
            chosen: set[str] = set()
            for name in names:
                found = _matching(name.lower(), known)
                if not found:
                    listing = f"'scaling data show {self.name}' lists all"
                    raise unknown_name(column, name, known.values(), listing)
                chosen.update(found)
            lowered = values.map(str.lower, na_action="ignore")
            keep &= lowered.isin(chosen).to_numpy(dtype=bool)
        return replace(self, frame=self.frame[keep].reset_index(drop=True))

    def series(self, size: str | None = None, checkpoint: str | None = None) -> list[Series]:
        """Return every series of the table in the order of its key.

        ``size`` is the column of the x axis (default: params, else flops, else the only one);
        ``checkpoint`` is a checkpoint's name, ``all``, or None for the last of each model.
        """
        self.require("scores")
        axis = self.size_axis(size)
        frame = self.frame
        if axis not in SIZE_COLUMNS:  # a column of the user's own is still text
            frame = frame.assign(**{axis: _own_sizes(frame[axis], axis)})
        return group_series(frame, axis, checkpoint, self.heterogeneous)

    def runs(self, loss_unit: str = "nats", checkpoint: str | None = None) -> Runs:
        """Return the training runs: rows with a loss, or the distinct models of scores.

        ``loss_unit`` is what the column holds: ``nats`` or ``bits`` per token (turned into nats),
        or ``bits-per-byte`` (kept: only a tokenizer could convert them). ``checkpoint`` is that of
        ``series``. Raises DataError where there is no loss.
        """
        without = self.kind == "models" and "loss" not in self.frame.columns
        if without or self.kind == "thresholds":
            self.require("runs")
        of_scores = self.kind == "scores"
        return runs_of(self.frame, self.name, loss_unit, checkpoint, of_scores=of_scores)

    def size_axis(self, size: str | None = None) -> str:
        """Return the column to use as x axis; raises if it is ambiguous or unknown."""
        axes = self.size_axes
        if size is not None:
            if size not in self.frame.columns or size in NO_SIZES:
                raise unknown_name("size column", size, (*axes, *self._own_axes()) or SIZE_COLUMNS)
            if size not in SIZE_COLUMNS:
                _own_sizes(self.frame[size], size)
            return size
        for preferred in ("params", "flops"):
            if preferred in axes:
                return preferred
        if len(axes) == 1:
            return axes[0]
        if not axes:
            raise DataError(
                f"{self.name}: no model has a size: expected one of {', '.join(SIZE_COLUMNS)}"
            )
        raise OptionError(
            f"{self.name}: several size columns: choose one with --size ({', '.join(axes)})"
        )

    def _own_axes(self) -> list[str]:
        """Return the columns of the user's own that can be sizes."""
        found = []
        for name in self.frame.columns:
            if name in SIZE_COLUMNS or name in NO_SIZES:
                continue
            with contextlib.suppress(OptionError):
                _own_sizes(self.frame[name], name)
                found.append(str(name))
        return found

    def require(self, kind: Kind) -> None:
        """Raise DataError with a hint unless the table is of this kind."""
        if self.kind == kind:
            return
        what = {
            "runs": "a run table (model, params, tokens, loss; no task and score)",
            "models": "a table of models (sizes and other facts, no scores)",
            "thresholds": "a list of published onsets (no scores)",
            "scores": "a table of scores",
        }
        hint = {
            "runs": "expected task and score ('scaling data template' writes a table to fill in); "
            "the 'scaling law' commands read run tables",
            "models": "give it beside a file of scores, with --models",
            "thresholds": "'scaling detect' and 'scaling data show' print the published onsets, "
            "'scaling plot --kind onsets' draws them",
            "scores": "expected model, params, tokens and loss",
        }
        told = hint[self.kind]
        if kind == "thresholds":
            told = "expected published onsets, such as wei2022-emergence"
            told += "; --kind curves draws scores" if self.kind == "scores" else ""
        raise DataError(f"{self.name} is {what[self.kind]}: {told}")


def _matching(name: str, known: Iterable[str]) -> list[str]:
    """Return what a name stands for: itself where it is known, else what its pattern fits."""
    if name in known:
        return [name]
    if not set(WILDCARDS) & set(name):
        return []
    fits = re.compile(".*".join(".".join(map(re.escape, part.split("?")))
                                for part in name.split("*")), re.DOTALL)  # fmt: skip
    return [value for value in known if fits.fullmatch(value)]


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _as_text(column: pd.Series) -> pd.Series:
    """Return cells as they are written in files: 5 shots are ``5``, not ``5.0``."""
    return column.astype(object).map(
        lambda cell: f"{cell:g}" if isinstance(cell, float) else str(cell), na_action="ignore"
    )


def _own_sizes(column: pd.Series, name: str) -> pd.Series:
    """Return a column as sizes; raise OptionError unless all its cells are, or are empty."""
    cells = column.astype(object).where(column.notna() & (column.astype(str).str.strip() != ""))
    try:
        sizes = cells.map(parse_size, na_action="ignore").astype(float)
    except UnitError as error:
        reason = str(error)
    else:
        if sizes.notna().any():
            return sizes
        reason = "every cell is empty"
    raise OptionError(f"column {name!r} cannot be a size: {reason}")


def _checked_rows(
    typed: pd.DataFrame, faults: Sequence[Fault]
) -> tuple[pd.DataFrame, list[Fault], str]:
    """Return the rows without identical ones, those that contradict others, and a hint.

    Rows with a bad cell are left out: what they would contradict is not known.
    """
    sound = typed.drop(index=sorted({fault.row for fault in faults})) if faults else typed
    kept, conflicts, hint, _ = without_duplicates(sound)
    differing, _ = facts_that_differ(kept)
    return kept, [*conflicts, *differing], hint


def bad_cells_of(
    raw: pd.DataFrame, percent: bool | None, locate: Locate
) -> tuple[list[BadCell], str]:
    """Return every bad cell of a frame that lacks required columns, and a hint."""
    _, faults, hint = check_frame(raw, (), percent)
    return _bad_cells(faults, locate), hint


def _bad_cells(faults: Sequence[Fault], locate: Locate) -> list[BadCell]:
    """Turn faults of rows into bad cells of lines; both lines where two rows disagree."""
    places = locate([(fault.row, fault.column) for fault in faults])
    others = [fault for fault in faults if fault.other_row is not None]
    other_places = locate([(fault.other_row or 0, fault.column) for fault in others])
    other_place = dict(zip(map(id, others), other_places, strict=True))
    cells = []
    for fault, place in zip(faults, places, strict=True):
        expected = fault.expected
        if id(fault) in other_place:
            expected += f" ({other_place[id(fault)].seen_from(place)})"
        other = other_place.get(id(fault), place).file
        other_file = other if other != place.file else ""
        line, column, file = place
        cells.append(BadCell(line, column, expected, fault.found, file, other_file))
    return list(dict.fromkeys(cells))  # one cell of a wide row stands in many rows here


def _with_flops(frame: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """Fill flops as 6 N D where both are known and the source gives none."""
    if not {"params", "tokens"} <= set(frame.columns):
        return frame, False
    count = frame["params"]
    if "active_params" in frame.columns:
        count = frame["active_params"].fillna(count)
    flops = frame["flops"] if "flops" in frame.columns else pd.Series(np.nan, index=frame.index)
    fill = flops.isna() & count.notna() & frame["tokens"].notna()
    if not fill.any():
        return frame, False
    derived = training_flops(count.to_numpy(dtype=float), frame["tokens"].to_numpy(dtype=float))
    flops = flops.astype(float).where(~fill, derived)
    if DERIVED_FLOPS in frame.columns:
        raise DataError(
            f"the column {DERIVED_FLOPS!r} says which flops this package has derived: rename yours"
        )
    return frame.assign(**{"flops": flops, DERIVED_FLOPS: fill}), True


def _shown(column: str, cell: Any) -> str:
    """Return a cell as people read it: sizes as 1.3B, nothing for a missing one."""
    if pd.isna(cell):
        return ""
    if column in COUNTS and cell > 0:
        return format_size(cell)
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
