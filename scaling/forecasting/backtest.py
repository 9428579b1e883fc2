"""Back-tests: leave out the largest sizes, fit the rest, predict what was left out.

The held-out scores enter nothing but the scoring: not the fit, not the weights of the average,
not the range of the metric. METHODS' protocol: the largest one and the largest two sizes, from
every series that keeps three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.fitted import Fitted
from scaling.fitting.selection import Criteria, compare_criteria
from scaling.fitting.solve import LEAST_SIZES, Refused
from scaling.forecasting.baselines import BASELINES
from scaling.forecasting.predict import Prediction, decades_beyond, mixed, predict
from scaling.forecasting.records import HeldOut
from scaling.forecasting.scores import crps
from scaling.series import Series

MOST_HELD_OUT = 2  # sizes
AVERAGED = "averaged"


@dataclass(frozen=True, eq=False)
class HoldOut:
    """A series without its largest ``count`` sizes: what is fitted, and the places left out."""

    count: int
    whole: Series
    training: Series
    places: tuple[int, ...]

    @property
    def x(self) -> Array:
        """The places of the axis to predict, (X,)."""
        result: Array = self.whole.x[list(self.places)]
        return result


def hold_outs(series: Series) -> list[HoldOut]:
    """Return a series without its largest one and two sizes, where three sizes are left."""
    sizes = np.unique(series.x)
    found = []
    for count in range(1, MOST_HELD_OUT + 1):
        if len(sizes) - count < LEAST_SIZES:
            break
        places = tuple(int(at) for at in np.flatnonzero(series.x >= sizes[-count]))
        found.append(HoldOut(count, series, series.without(places), places))
    return found


def held_out_predictions(
    hold_out: HoldOut, names: Sequence[str], fits: Sequence[Fitted | Refused]
) -> list[HeldOut]:
    """Return every curve's, the average's and the baselines' predictions of one hold-out.

    ``fits`` are those of the training sizes, in the order of ``names``.
    """
    predictions = {
        name: predict(fit, hold_out.x)
        for name, fit in zip(names, fits, strict=True)
        if isinstance(fit, Fitted)
    }
    able = [fit for fit in fits if isinstance(fit, Fitted)]
    parts = list(predictions.items())
    if able:
        parts.append((AVERAGED, _average(hold_out, able, list(predictions.values()))))
    parts += naive_predictions(hold_out)
    return [record for name, found in parts for record in scored(hold_out, name, found)]


def naive_predictions(hold_out: HoldOut) -> list[tuple[str, Prediction]]:
    """Return what a curve has to beat, by name; points without a spread."""
    blank = np.empty((len(hold_out.places), 0))
    return [
        (name, Prediction(baseline(hold_out.training, hold_out.x), blank))
        for name, baseline in BASELINES.items()
    ]


def _average(
    hold_out: HoldOut, fits: Sequence[Fitted], predictions: Sequence[Prediction]
) -> Prediction:
    """Return the prediction averaged with the weights that the training sizes give."""
    criteria = [Criteria.of(fit) if fit.solution.converged[0] else None for fit in fits]
    if not any(criteria):
        criteria = [Criteria.of(fit) for fit in fits]
    found = compare_criteria(criteria, hold_out.training.n_sizes)
    return mixed(
        [predictions[place] for place in found.compared],
        [found.weight[place] for place in found.compared],
    )


def scored(hold_out: HoldOut, name: str, found: Prediction) -> list[HeldOut]:
    """Return one record a score that was left out; ``name`` made the prediction."""
    whole = hold_out.whole
    low50, high50 = found.interval(0.5)
    low90, high90 = found.interval(0.9)
    return [
        HeldOut(
            curve=name,
            held_out=hold_out.count,
            model=whole.models[place],
            size=float(whole.size[place]),
            decades_beyond_data=decades_beyond(hold_out.training, float(whole.x[place])),
            observed=float(whole.score[place]),
            predicted=float(found.estimate[at]),
            lower50=float(low50[at]),
            upper50=float(high50[at]),
            lower90=float(low90[at]),
            upper90=float(high90[at]),
            crps=crps(found.draws[at], float(whole.score[place])),
        )
        for at, place in enumerate(hold_out.places)
    ]
