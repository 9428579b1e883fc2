"""How the two steps did on the ladder itself: its runs of most compute held out and predicted."""

from __future__ import annotations

from dataclasses import replace

from scaling.errors import DataError
from scaling.forecasting.ahead.forecast import BACKTEST_DRAWS
from scaling.forecasting.ahead.records import TrackRecord
from scaling.forecasting.ahead.wording import own_record
from scaling.forecasting.backtest import MOST_HELD_OUT, HoldOut, naive_predictions, scored
from scaling.forecasting.baselines import LAST, LINE
from scaling.forecasting.predict import Prediction
from scaling.forecasting.records import Backtest, HeldOut
from scaling.forecasting.two_step.chain import fit_chain
from scaling.forecasting.two_step.ladder import Ladder
from scaling.forecasting.two_step.options import TwoStepOptions
from scaling.forecasting.two_step.relation import require_relation
from scaling.series import Series

OURS = "two-step"
TOO_FEW = TrackRecord(text="too few runs to hold one out")
WHAT = ("run of most compute", "runs of most compute")


def record_of(ladder: Ladder, options: TwoStepOptions) -> TrackRecord:
    """Return how the runs of most compute, one and then two, were predicted from the others."""
    found: dict[str, list[HeldOut]] = {OURS: [], LAST: [], LINE: []}
    scores = ladder.scores()
    if scores is None:
        return TOO_FEW
    quick = replace(options, draws=min(options.draws, BACKTEST_DRAWS))
    for count in range(1, MOST_HELD_OUT + 1):
        try:
            records = _held_out(ladder, scores, count, quick)
        except DataError:
            break
        for name, rows in records.items():
            found[name] += rows
    if not found[OURS]:
        return TOO_FEW
    return own_record(Backtest.of(found[OURS], found[LAST], found[LINE]), WHAT)


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
    places = tuple(range(scores.n_points - count, scores.n_points))
    hold_out = HoldOut(count, scores, training, places)
    runs = ladder.runs.take([ladder.runs.models.index(model) for model in gone])
    found = chain.predict(runs.params, runs.tokens)
    ours = Prediction(found.score, found.new_score)
    parts = [(OURS, ours), *naive_predictions(hold_out)]
    return {name: scored(hold_out, name, prediction) for name, prediction in parts}
