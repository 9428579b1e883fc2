"""The runs of a law as rows: thinned where there are very many, coloured by their residual."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scaling.fitting.laws.records import RunPoint
from scaling.fitting.laws.results import LawResult
from scaling.plots.panels.summary import evenly
from scaling.plots.style.ramp import below_and_above, mixed
from scaling.plots.style.rows import Row
from scaling.plots.style.text import clean, number_text
from scaling.plots.style.theme import Theme
from scaling.units import format_size

MOST_RUNS = 1500
AREAS = ((100, 62.0), (400, 34.0), (MOST_RUNS, 16.0))  # up to so many runs, of each symbol
WORST = 100  # of the drawn runs, those farthest from the law
TIPS = (
    ("model", "run"), ("family", "family"), ("params_text", "parameters"),
    ("tokens_text", "tokens"), ("flops_text", "training FLOPs"), ("loss_text", "loss"),
    ("fitted_text", "law's loss"), ("residual_text", "residual"),
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """The runs that are drawn, the largest residual of the colours, and how many there were."""

    runs: tuple[RunPoint, ...]
    limit: float
    total: int

    @classmethod
    def of(cls, one: LawResult) -> Drawn:
        """Take all runs, or of very many the worst and an even choice of the others by compute."""
        runs = sorted(one.points, key=_place)
        kept = runs
        if len(runs) > MOST_RUNS:
            ranked = sorted(range(len(runs)), key=lambda i: (-abs(runs[i].residual), i))
            even = evenly(range(len(runs)), MOST_RUNS - WORST)
            kept = [runs[i] for i in sorted({*even, *ranked[:WORST]})]
        sizes = sorted(abs(run.residual) for run in runs)
        limit = sizes[int(0.95 * (len(sizes) - 1))] if sizes else 0.0
        return cls(tuple(kept), limit or 1e-9, len(runs))

    @property
    def area(self) -> float:
        """Return the area of a run's symbol in square pixels: smaller where there are many."""
        return next(area for most, area in AREAS if len(self.runs) <= most)


def run_rows(drawn: Drawn, theme: Theme) -> list[Row]:
    """One row a run; triangles point to where its loss lies, above or below the law."""
    low, middle, high = below_and_above(theme)
    rows = []
    for run in drawn.runs:
        share = min(abs(run.residual) / drawn.limit, 1.0)
        colour = mixed(middle, high if run.residual > 0 else low, share)
        rows.append(
            {
                "params": run.params, "tokens": run.tokens, "flops": run.flops, "loss": run.loss,
                "residual": math.expm1(run.residual), "colour": colour,
                "shape": "triangle-up" if run.residual > 0 else "triangle-down",
                "model": clean(run.model), "family": clean(run.family),
                "params_text": _size(run.params), "tokens_text": _size(run.tokens),
                "flops_text": _size(run.flops), "loss_text": number_text(run.loss, 4),
                "fitted_text": number_text(run.fitted, 4),
                "residual_text": f"{math.expm1(run.residual):+.2%}",
            }
        )  # fmt: skip
    return rows


def only(rows: Sequence[Row], *fields: str) -> list[Row]:
    """Return the rows whose fields are all known numbers above zero, or any for residuals."""
    return [
        row for row in rows
        if all(math.isfinite(row[name]) and (row[name] > 0 or name == "residual")
               for name in fields)
    ]  # fmt: skip


def _size(value: float) -> str:
    return format_size(value) if value > 0 else "not known"


def _place(run: RunPoint) -> tuple[float, str]:
    """Order runs by compute, those of unknown compute first."""
    return run.flops if math.isfinite(run.flops) else 0.0, run.model
