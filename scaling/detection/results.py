"""The result of ``detect``: a verdict with everything it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from scaling.fitting.display import estimate_text, identity, p_short, short
from scaling.fitting.records import NAN, Estimate, number, numbers
from scaling.fitting.results import SeriesResult
from scaling.notes import MATERIAL_VERDICTS, RISING_VERDICTS


@dataclass(frozen=True)
class Gap:
    """A gap between neighbouring sizes and the narrowest width a step in it would certify.

    ``low`` and ``high`` are sizes; ``certifiable_width`` is in the axis' decades, NaN where no
    width could be certified.
    """

    low: float
    high: float
    certifiable_width: float


@dataclass(frozen=True)
class Test:
    """How the p-values came about: ``screening`` (chi-square) or ``bootstrap``, and its draws."""

    kind: str
    draws: int

    __test__: ClassVar[bool] = False  # its name makes pytest take it for a test


@dataclass(frozen=True)
class SlopeLine:
    """A straight line through some sizes: ``slope`` in score per decade (nat on the loss axis).

    ``p``: two-sided, of the slope, times the number of breaks tried. Both ends are on the line.
    """

    slope: float = NAN
    stderr: float = NAN
    p: float = NAN
    start_size: float = NAN
    start_score: float = NAN
    end_size: float = NAN
    end_score: float = NAN


@dataclass(frozen=True)
class TwoLines:
    """Lines up to a size and from it on, at the break where opposite slopes are clearest.

    Where no break has opposite slopes, it is that with the clearest slopes. NaN throughout for
    series that were not tested. See ``scaling.detection.two_lines``.
    """

    break_size: float = NAN
    left: SlopeLine = field(default_factory=SlopeLine)
    right: SlopeLine = field(default_factory=SlopeLine)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the lines that ``to_dict`` of a result wrote."""
        left, right = (SlopeLine(**numbers(record[side])) for side in ("left", "right"))
        return cls(number(record["break_size"]), left, right)


@dataclass(frozen=True, kw_only=True)
class DetectResult(SeriesResult):
    """One verdict.

    ``p_sharp``: against a transition at least ``w0`` wide; ``p_smooth``: against a narrower one;
    ``p_bell`` and ``p_logistic``: the sharp test with three shapes and with the logistic alone.
    ``statistic`` is T, positive when a narrower curve fits better. ``width`` is in decades (10 to
    90 %), ``midpoint`` a size. ``certifiable_width`` belongs to the gap that holds the rise.
    ``two_lines`` are those of the test for turns.
    """

    verdict: str
    reason: str = ""
    resolvable: bool | None = None
    certifiable_width: float = NAN
    w0: float = NAN
    alpha: float = NAN
    rho: float = NAN
    p_sharp: float = NAN
    p_smooth: float = NAN
    p_bell: float = NAN
    p_logistic: float = NAN
    statistic: float = NAN
    shape: str | None = None
    test: Test | None = None
    q_sharp: float = NAN
    q_by: float = NAN
    gaps: tuple[Gap, ...] = ()
    width: Estimate = field(default_factory=Estimate)
    midpoint: Estimate = field(default_factory=Estimate)
    two_lines: TwoLines = field(default_factory=TwoLines)
    scores: Mapping[str, float] = field(default_factory=dict)
    breakthroughness: float = NAN
    linearity: float = NAN

    def to_display(self) -> dict[str, str]:
        """Return the cells that people read."""
        rises = self.verdict in RISING_VERDICTS  # of other series a width means nothing
        tested = self.verdict in MATERIAL_VERDICTS  # of others p-values decide nothing
        return {
            **identity(self.series),
            "sizes": str(self.n_sizes),
            "verdict": self.verdict,
            "width": estimate_text(self.width) if rises else "",
            "midpoint": estimate_text(self.midpoint, size=True) if rises else "",
            "p_sharp": p_short(self.p_sharp) if tested else "",
            "p_smooth": p_short(self.p_smooth) if tested else "",
            "certifiable": short(self.certifiable_width),
            "qualifiers": " ".join(self.qualifiers),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        values = cls._arguments(record)
        values["test"] = Test(**record["test"]) if record["test"] else None
        values["gaps"] = tuple(Gap(**numbers(entry)) for entry in record["gaps"])
        for name in ("width", "midpoint"):
            values[name] = Estimate(**numbers(record[name]))
        lines = record.get("two_lines")  # not in files of before there was a chart of them
        values["two_lines"] = TwoLines.from_dict(lines) if lines else TwoLines()
        values["scores"] = {name: number(value) for name, value in record["scores"].items()}
        for name in NUMBERS:
            values[name] = number(record[name])
        return cls(**values)


NUMBERS = (
    "certifiable_width", "w0", "alpha", "rho", "p_sharp", "p_smooth", "p_bell", "p_logistic",
    "statistic", "q_sharp", "q_by", "breakthroughness", "linearity",
)  # fmt: skip
