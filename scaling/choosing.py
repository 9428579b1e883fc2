"""Which series an analysis is about: those of a table that are selected, or series as given."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from scaling.errors import DataError, OptionError
from scaling.provenance import Manifest
from scaling.series import Series
from scaling.table import ScoreTable

if TYPE_CHECKING:
    import pandas as pd

    from scaling.detection.options import DetectOptions

    Data = ScoreTable | pd.DataFrame | str | Path | Series | Sequence[Series]

Names = str | Sequence[str] | None
EXPECTED = "expected a table, a file, a dataset's name, a frame, or at least one Series"
NOT_RECORDED = ("seed", "n_jobs")  # the seed stands beside the options; jobs change no result


class Recorded(Protocol):
    """Options that say how a manifest records them."""

    @property
    def seed(self) -> int:
        """The one number that all random draws come from."""
        ...

    def recorded(self) -> dict[str, Any]:
        """Return the options by name."""
        ...


@dataclass(frozen=True)
class Chosen:
    """The series of an analysis, and what its manifest says of where they come from."""

    series: list[Series]
    name: str
    sha256: str
    notes: tuple[str, ...]
    selection: Mapping[str, Any]

    def manifest(self, options: DetectOptions | Recorded) -> dict[str, Any]:
        """Return the manifest of an analysis with these options."""
        values = options.recorded() if hasattr(options, "recorded") else asdict(options)
        recorded = {key: value for key, value in values.items() if key not in NOT_RECORDED}
        recorded |= self.selection
        return Manifest(self.name, self.sha256, options.seed, recorded).to_dict()


def choose(
    data: Data, selected: Mapping[str, Names], size: str | None, checkpoint: str | None
) -> Chosen:
    """Return the series that ``selected``, ``size`` and ``checkpoint`` choose from the data."""
    if isinstance(data, Series):
        data = [data]
    if isinstance(data, Sequence) and not isinstance(data, str):
        return _as_given(list(data), {**selected, "size": size, "checkpoint": checkpoint})
    table = as_table(data)
    wanted = {name: list(names_of(names)) for name, names in selected.items()}
    recorded: dict[str, Any] = {name: wanted.pop(name) for name in ("task", "family", "metric")}
    series = _select(table, selected, size, checkpoint)
    recorded |= {"where": wanted, "size": table.size_axis(size), "checkpoint": checkpoint}
    if table.read_with:
        recorded["reading"] = dict(table.read_with)
    return Chosen(series, table.name, table.sha256, table.notes, recorded)


def _as_given(series: list[Series], chosen: Mapping[str, Any]) -> Chosen:
    """Return series as they are; nothing is selected from them."""
    if not series or not all(isinstance(one, Series) for one in series):
        raise DataError(EXPECTED)
    axes = sorted({one.size_axis for one in series})
    if len(axes) > 1:
        raise DataError(
            f"expected series of one size axis, found {', '.join(axes)}: pass them apart"
        )
    given = [name for name, value in chosen.items() if value]
    if given:
        raise OptionError(
            f"{given[0]}: series are analysed as they are; choose among them before, or pass a "
            "table"
        )
    digest = hashlib.sha256()
    for one in series:
        facts = (tuple(one.key), one.models, one.metric_kind, one.chance, one.ceiling)
        digest.update(repr(facts).encode())
        for values in (one.x, one.score, one.n_items, one.sigma):
            digest.update(values.tobytes())
    axis = series[0].size_axis
    nothing: dict[str, Any] = {name: [] for name in ("task", "family", "metric")}
    recorded = nothing | {"where": {}, "size": axis, "checkpoint": None}
    return Chosen(series, "series", digest.hexdigest(), (), recorded)


def as_table(data: ScoreTable | pd.DataFrame | str | Path) -> ScoreTable:
    """Return a table from a table, a frame, a dataset's name or a path."""
    if isinstance(data, ScoreTable):
        return data
    if isinstance(data, (str, Path)):
        from scaling import datasets

        return datasets.open_dataset(data)
    if not hasattr(data, "reset_index"):
        raise DataError(f"{EXPECTED}, got {type(data).__name__}")
    from scaling import loaders

    return loaders.read_frame(data)


def selection(
    task: Names, family: Names, metric: Names, where: Mapping[str, Names] | None
) -> dict[str, tuple[str, ...]]:
    """Return the conditions on rows as text; a column may only be named once."""
    named = {"task": task, "family": family, "metric": metric}
    others = {name: names_of(wanted) for name, wanted in (where or {}).items()}
    chosen = {name: names_of(wanted) for name, wanted in named.items()}
    twice = [name for name, wanted in chosen.items() if wanted and name in others]
    if twice:
        raise OptionError(f"{twice[0]} is chosen twice: expected it once, by its own name or where")
    return {**chosen, **others}


def names_of(wanted: Any) -> tuple[str, ...]:
    """Return what was asked for as text, none for None; numbers (5 shots) as files write them.

    >>> names_of(5), names_of(["0", 0.5]), names_of(None)
    (('5',), ('0', '0.5'), ())
    """
    if wanted is None:
        return ()
    cells = [wanted] if isinstance(wanted, (str, Real)) else list(wanted)
    return tuple(cell if isinstance(cell, str) else f"{cell:g}" for cell in cells)


def _select(
    table: ScoreTable, selection: Mapping[str, Names], size: str | None, checkpoint: str | None
) -> list[Series]:
    """Return the chosen series; the axis is that of the whole table, whatever is selected."""
    table.require("scores")
    if not len(table):
        raise DataError(f"{table.name}: no rows: expected at least one score")
    axis = table.size_axis(size)
    chosen = table.select(**selection)
    if not len(chosen):
        raise nothing_chosen(table, selection)
    return chosen.series(axis, checkpoint)


def nothing_chosen(table: ScoreTable, selection: Mapping[str, Names]) -> DataError:
    """Return the error of conditions that no row has all of."""
    wanted = ", ".join(
        f"{name} {' or '.join(map(repr, names_of(names)))}"
        for name, names in selection.items()
        if names
    )
    return DataError(f"{table.name}: no row has all of {wanted}; each of them alone has rows")
