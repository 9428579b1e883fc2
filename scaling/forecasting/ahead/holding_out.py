"""The back-test of the forecast itself: the largest sizes held out, weights and all made anew."""

from __future__ import annotations

from scaling.forecasting.ahead.options import AVERAGED
from scaling.forecasting.ahead.outlook import outlook_of
from scaling.forecasting.ahead.solving import Cuts
from scaling.forecasting.ahead.weights import member_weights
from scaling.forecasting.backtest import hold_outs, naive_predictions, scored
from scaling.forecasting.records import HeldOut


def held_out_forecasts(cuts: Cuts, draws: int, seed: int, *, alone: bool = False) -> list[HeldOut]:
    """Return the forecasts of a series' largest one and two sizes from the others.

    They stand under the name ``averaged``, or of the one curve that was asked for, beside the
    naive forecasts of the same scores; with ``alone`` every member has its own, too.
    """
    found: list[HeldOut] = []
    rest = cuts
    for hold_out in hold_outs(cuts.whole.series):
        rest = rest.shortened()
        weights = member_weights(rest)
        if not weights:
            continue
        outlook = outlook_of(rest.whole, weights, draws, seed)
        parts = [(name_of(cuts), outlook)]
        if alone:
            parts += [(name, outlook.alone(name)) for name in outlook.fits]
        for name, made in parts:
            found += scored(hold_out, name, made.predict(hold_out.x))
        for name, naive in naive_predictions(hold_out):
            found += scored(hold_out, name, naive)
    return found


def name_of(cuts: Cuts) -> str:
    """Return what made a forecast: ``averaged``, or the one curve that was asked for."""
    members = cuts.cast.members
    return AVERAGED if len(members) > 1 or cuts.cast.last_share else members[0][1].name
