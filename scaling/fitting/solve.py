"""Series to point estimates: every series gets its family, batches are solved together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Curve
from scaling.fitting.fitted import Fitted
from scaling.fitting.glm import refine
from scaling.fitting.model import Model, family_of, set_model, why_no_floor
from scaling.fitting.objectives.chosen import why_no_weights
from scaling.fitting.options import FitOptions
from scaling.fitting.solver import Solution
from scaling.series import LOSS_AXIS, Series, SeriesBatch, batches

LEAST_SIZES = 3
LEAST_DECADES = 0.1


@dataclass(frozen=True, eq=False)
class Solved:
    """A solved batch; ``places`` are those of its series in the list that was asked for."""

    places: tuple[int, ...]
    model: Model
    solution: Solution

    def fits(self, options: FitOptions) -> Iterator[tuple[int, Fitted]]:
        """Yield every series' place and fit, alone, so that a process is sent no other."""
        for at, place in enumerate(self.places):
            yield place, Fitted(self.model.row(at), self.solution.take(np.array([at])), options)


@dataclass(frozen=True)
class Refused:
    """A series that cannot be fitted, and why."""

    place: int
    curve: Curve
    why: str


def solve_batches(series: Sequence[Series], options: FitOptions) -> Iterator[Solved | Refused]:
    """Yield what cannot be fitted and, batch by batch, what was solved."""
    by_name: dict[str, tuple[Curve, list[int]]] = {}
    for place, one in enumerate(series):
        curve = family_of(one, options)
        by_name.setdefault(curve.name, (curve, []))[1].append(place)
    for curve, places in by_name.values():
        for batch in batches(series[place] for place in places):
            why = _why_not(batch, curve, options)
            chosen = [at for at, reason in enumerate(why) if not reason]
            for at, reason in enumerate(why):
                if reason:
                    yield Refused(places[batch.index[at]], curve, reason)
            if not chosen:
                continue
            model = set_model(batch.take(chosen), curve, options)
            solution = refine(model, model.solve())
            yield Solved(tuple(places[batch.index[at]] for at in chosen), model, solution)


def solve_series(series: Sequence[Series], options: FitOptions) -> list[Fitted | Refused]:
    """Return the fit of every series, or why there is none, in their order."""
    found: dict[int, Fitted | Refused] = {}
    for part in solve_batches(series, options):
        if isinstance(part, Refused):
            found[part.place] = part
        else:
            found |= dict(part.fits(options))
    return [found[place] for place in range(len(series))]


def _why_not(batch: SeriesBatch, curve: Curve, options: FitOptions) -> list[str]:
    """Return for each series of a batch why it cannot be fitted; empty if it can."""
    reasons = [_too_few_sizes(one) for one in batch.series]
    able = [at for at, reason in enumerate(reasons) if not reason]
    if not able:
        return reasons
    why = why_no_floor(curve, options) or why_no_weights(batch, options)
    if why:
        return [reason or why for reason in reasons]
    model = set_model(batch.take(able), curve, options)
    for column, at in enumerate(able):
        one = batch.series[at]
        design = model.design.column(column)
        reason = curve.why_not(design) or model.objective.why_not(model.score[:, column])
        reasons[at] = reason or _too_many_parameters(one, model, column)
    return reasons


def _too_few_sizes(one: Series) -> str:
    if one.n_sizes < LEAST_SIZES:
        return f"a curve needs at least {LEAST_SIZES} sizes, this series has {one.n_sizes}"
    if one.size_axis != LOSS_AXIS and float(np.ptp(one.x)) < LEAST_DECADES:
        return f"the sizes span less than {LEAST_DECADES:g} decades: too little to fit a curve"
    return ""


def _too_many_parameters(one: Series, model: Model, column: int) -> str:
    """Explain that the sizes cannot identify the curve: one free number a size, the error's too."""
    n_free, scale = int(model.n_free[column]), model.objective.scale_free
    if n_free <= one.n_sizes:
        return ""
    counted = "free parameters" + (" (the size of the errors is one of them)" if scale else "")
    return (
        f"{model.curve.name} has {n_free} {counted}, more than the {one.n_sizes} sizes here: "
        "choose a simpler curve"
    )
