"""The back-test of the forecast itself: the largest sizes held out, weights and all made anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scaling.forecasting.ahead.options import AVERAGED
from scaling.forecasting.ahead.outlook import Outlook, outlooks_of
from scaling.forecasting.ahead.solving import Cut, Cuts
from scaling.forecasting.ahead.weights import member_weights
from scaling.forecasting.backtest import HoldOut, hold_outs, naive_predictions, scored
from scaling.forecasting.records import HeldOut


def held_out_forecasts(
    cuts: Sequence[Cuts], draws: int, seed: int, *, alone: bool = False
) -> list[list[HeldOut]]:
    """Return the forecasts of each series' largest one and two sizes from the others.

    They stand under the name ``averaged``, or of the one curve that was asked for, beside the
    naive forecasts of the same scores; with ``alone`` every member has its own, too.
    """
    places: list[tuple[int, HoldOut]] = []
    weighted: list[tuple[Cut, Mapping[str, float]]] = []
    for place, one in enumerate(cuts):
        rest = one
        for hold_out in hold_outs(one.whole.series):
            rest = rest.shortened()
            weights = member_weights(rest)
            if weights:
                places.append((place, hold_out))
                weighted.append((rest.whole, weights))
    found: list[list[HeldOut]] = [[] for _ in cuts]
    outlooks = outlooks_of(weighted, draws, seed)
    for (place, hold_out), outlook in zip(places, outlooks, strict=True):
        found[place] += _scored(hold_out, name_of(cuts[place]), outlook, alone=alone)
    return found


def _scored(hold_out: HoldOut, name: str, outlook: Outlook, *, alone: bool) -> list[HeldOut]:
    """Return the predictions of one hold-out against its scores."""
    parts = [(name, outlook)]
    if alone:
        parts += [(member, outlook.alone(member)) for member in outlook.fits]
    made = [(one, part.predict(hold_out.x)) for one, part in parts]
    return [
        record
        for one, prediction in [*made, *naive_predictions(hold_out)]
        for record in scored(hold_out, one, prediction)
    ]


def name_of(cuts: Cuts) -> str:
    """Return what made a forecast: ``averaged``, or the one curve that was asked for."""
    members = cuts.cast.members
    return AVERAGED if len(members) > 1 or cuts.cast.last_share else members[0][1].name
