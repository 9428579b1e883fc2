"""How the two steps did on the ladder itself: its runs of most compute held out and predicted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.errors import DataError
from scaling.forecasting.ahead.records import TrackRecord
from scaling.forecasting.ahead.wording import own_record
from scaling.forecasting.backtest import MOST_HELD_OUT
from scaling.forecasting.baselines import BASELINES, LAST, LINE
from scaling.forecasting.predict import decades_beyond
from scaling.forecasting.records import Backtest, HeldOut
from scaling.forecasting.two_step.chain import fit_chain
from scaling.forecasting.two_step.ladder import Ladder
from scaling.forecasting.two_step.options import TwoStepOptions
from scaling.forecasting.two_step.relation import require_relation
from scaling.series import Series

OURS = "two-step"


def record_of(ladder: Ladder, options: TwoStepOptions) -> TrackRecord:
    """Return how the runs of most compute, one and then two, were predicted from the others."""
    found: dict[str, list[HeldOut]] = {OURS: [], LAST: [], LINE: []}
    scores = ladder.scores()
    if scores is None:
        return own_record(Backtest())
    for count in range(1, MOST_HELD_OUT + 1):
        try:
            records = _held_out(ladder, scores, count, replace(options, draws=0))
        except DataError:
            break
        for name, rows in records.items():
            found[name] += rows
    return own_record(Backtest.of(found[OURS], found[LAST], found[LINE]))


def _held_out(
    ladder: Ladder, scores: Series, count: int, options: TwoStepOptions
) -> dict[str, list[HeldOut]]:
    """Return what was predicted of the ``count`` last scores, by name of the prediction.

    Raises DataError where too few runs are left to fit both steps.
    """
    gone = scores.models[-count:]
    rest = ladder.without(gone)
    require_relation(rest.series)
    chain, training = fit_chain(rest, options), rest.scores()
    if training is None:
        raise DataError("no scores over compute are left")
    places = [ladder.runs.models.index(model) for model in gone]
    runs = ladder.runs.take(places)
    x = np.log10(ladder.compute[places])
    predicted = {OURS: chain.predict(runs.params, runs.tokens).score}
    predicted |= {name: baseline(training, x) for name, baseline in BASELINES.items()}
    return {
        name: [
            HeldOut(
                curve=name,
                held_out=count,
                model=model,
                size=float(10.0 ** x[at]),
                decades_beyond_data=decades_beyond(training, float(x[at])),
                observed=float(scores.score[-count + at]),
                predicted=float(values[at]),
            )
            for at, model in enumerate(gone)
        ]
        for name, values in predicted.items()
    }
