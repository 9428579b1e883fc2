"""The result of a power analysis: what a set of sizes could tell, before any score is seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from scaling.detection.results import Gap, Test
from scaling.documents import flatten, plain
from scaling.fitting.display import short
from scaling.fitting.records import NAN, number, numbers
from scaling.fitting.result_set import ResultSet
from scaling.notebooks import html_table
from scaling.simulation.study import Setting
from scaling.units import format_size


@dataclass(frozen=True)
class PowerRow:
    """Shares of the series of one truth; ``width`` is NaN where the truth has none.

    ``unresolved`` is the rest, neither ``emergent_sharp`` nor ``smooth``;
    ``sharp_shape_sensitive`` is a part of it.
    """

    truth: str
    width: float
    sharp: float
    smooth: float
    unresolved: float
    sharp_shape_sensitive: float

    def right_answer(self, w0: float) -> str:
        """Return which claim would be right: ``sharp``, ``smooth`` or ``neither``."""
        if self.truth == "flat" or (self.truth == "linear" and self.width < w0):
            return "neither"  # a line that is no longer than w0 is no jump either
        return "sharp" if self.truth == "step" or self.width < w0 else "smooth"


@dataclass(frozen=True)
class NeededRow:
    """How often so many evenly spread sizes would call the asked transition sharp."""

    n_sizes: int
    sharp: float


@dataclass(frozen=True, kw_only=True)
class PowerResult:
    """What some sizes could tell.

    ``width``: of the transition asked about, in decades as ``w0`` and all widths are. ``table``:
    one row a truth, shares of ``n_series`` series (0: none were simulated, because the rules
    exclude any claim). ``standard_error``: of a share, by Monte Carlo, at most.
    ``certifiable_width``: of the worst gap with two sizes below it. ``needed``: rates of evenly
    spread sizes over the same range, those that were tried; ``n_sizes_needed``: the fewest that
    find the transition often enough, None if none do.
    """

    design: Setting
    width: float
    w0: float
    alpha: float
    test: Test
    n_series: int
    standard_error: float
    table: tuple[PowerRow, ...]
    certifiable_width: float = NAN
    gaps: tuple[Gap, ...] = ()
    needed: tuple[NeededRow, ...] = ()
    n_sizes_needed: int | None = None
    reason: str = ""
    status: str = "ok"
    message: str = ""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON values: every key present, NaN as None."""
        record: dict[str, Any] = plain(self)
        return record

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a truth with dotted names; ``asked.width`` is the asked one."""
        shared = {name: cell for name, cell in flatten(self).items() if name != "needed"}
        shared["asked.width"] = shared.pop("width")
        return [flatten(row) | shared for row in self.table]

    def display_rows(self) -> list[dict[str, str]]:
        """Return the cells that people read, one row a truth."""
        return [
            {
                "truth": row.truth,
                "width": short(row.width),
                "right answer": row.right_answer(self.w0),
                **{name: short(getattr(row, name)) for name in ("sharp", "smooth", "unresolved")},
                "shape-sensitive": short(row.sharp_shape_sensitive),
            }
            for row in self.table
        ]

    def _repr_html_(self) -> str:
        return html_table(self.display_rows(), self.heading(), [self.reason])

    def display_gaps(self) -> list[dict[str, str]]:
        """Return the cells that people read, one row a gap between sizes."""
        return [
            {
                "gap from": format_size(gap.low),
                "to": format_size(gap.high),
                "certifiable width": short(gap.certifiable_width) or "none",
            }
            for gap in self.gaps
        ]

    def display_needed(self) -> list[dict[str, str]]:
        """Return the cells that people read, one row a number of evenly spread sizes."""
        return [
            {
                "evenly spread sizes": str(row.n_sizes),
                f"width {self.width:g} sharp": short(row.sharp),
            }
            for row in self.needed
        ]

    def heading(self) -> str:
        """Return what the sizes are, on one line."""
        sizes = self.design.sizes
        return (
            f"{len(sizes)} sizes from {format_size(sizes[0])} to {format_size(sizes[-1])} "
            f"({self.design.decades:.2f} decades), {self.design.n_items} items, "
            f"chance {self.design.chance:g}"
        )

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in record.items() if name in known}
        design = record["design"]
        values["design"] = Setting(**{**design, "sizes": tuple(design["sizes"])})
        values["test"] = Test(**record["test"])
        values["table"] = tuple(PowerRow(**numbers(row)) for row in record["table"])
        values["gaps"] = tuple(Gap(**numbers(gap)) for gap in record["gaps"])
        values["needed"] = tuple(NeededRow(**row) for row in record["needed"])
        values["notes"] = tuple(record["notes"])
        for name in ("certifiable_width", "standard_error"):
            values[name] = number(record[name])
        return cls(**values)


class PowerResults(ResultSet[Any]):
    """What ``power`` returns: a set of one ``PowerResult``."""

    command = "power"
    result_type = PowerResult

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a truth."""
        return [row for one in self.results for row in one.to_rows()]

    def to_display(self) -> list[dict[str, str]]:
        """Return the rows that people read, one a truth."""
        return [row for one in self.results for row in one.display_rows()]

    def heading(self) -> str:
        """Return what stands above the rows: the design."""
        (one,) = self.results
        return f"{type(self).__name__}: {one.heading()}"

    def remarks(self) -> list[str]:
        """Return what the design can certify, in words."""
        return [one.reason for one in self.results]
