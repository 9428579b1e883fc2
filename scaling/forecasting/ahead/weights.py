"""How much each member counts: what the fits say of it, times how it did in its own back-test.

Curves share what the last value leaves, in proportion to prior odds x exp(-BIC / 2), which is
about the posterior probability of each (Kass & Raftery 1995, doi:10.1080/01621459.1995.10476572,
section 4.1). AICc, whose weights ``compare`` shows, is undefined for three parameters and five
points or fewer, which are most of what is published. Each share is then divided by the member's
mean error on the sizes that can be held out, plus the noise that no forecast can foresee.
"""

from __future__ import annotations

import math

import numpy as np

from scaling.fitting.fitted import Fitted
from scaling.fitting.selection import Criteria, akaike_weights
from scaling.forecasting.ahead.noise import recipe_noise
from scaling.forecasting.ahead.solving import Cuts
from scaling.forecasting.backtest import MOST_HELD_OUT
from scaling.forecasting.baselines import LAST, last_value, within_limits


def member_weights(cuts: Cuts) -> dict[str, float]:
    """Return the weights of the members that could be fitted; they sum to one, none if none was."""
    able = cuts.whole.able
    if not able:
        return {}
    odds = {member.name: member.odds for member, _ in cuts.cast.members}
    by_bic = akaike_weights([Criteria.of(fit).bic for fit in able.values()])
    likely = {
        name: odds[name] * (0.0 if math.isnan(weight) else weight)
        for name, weight in zip(able, by_bic, strict=True)
    }
    total = sum(likely.values())
    if not total > 0:
        likely, total = dict.fromkeys(able, 1.0), float(len(able))
    rest = 1.0 - cuts.cast.last_share
    shares = {name: rest * value / total for name, value in likely.items()}
    if cuts.cast.last_share:
        shares[LAST] = cuts.cast.last_share
    errors = own_errors(cuts, list(shares))
    noise = recipe_noise(cuts.whole.series)
    weights = {name: share / (errors[name] + noise) for name, share in shares.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def own_errors(cuts: Cuts, names: list[str]) -> dict[str, float]:
    """Return each member's mean absolute error on the series' own largest one and two sizes.

    A member that could not be fitted to a hold-out counts as the others' mean; where nothing can
    be held out, all count alike.
    """
    whole = cuts.whole.series
    errors: dict[str, list[float]] = {name: [] for name in names}
    for cut in cuts.cuts[1 : 1 + MOST_HELD_OUT]:
        left_out = whole.x > cut.series.x.max()
        x, observed = whole.x[left_out], whole.score[left_out]
        for name in names:
            fit = cut.fits.get(name)
            if name == LAST:
                predicted = last_value(cut.series, x)
            elif isinstance(fit, Fitted):
                predicted = within_limits(whole, fit.at(x))
            else:
                continue
            errors[name] += np.abs(predicted - observed).tolist()
    means = {name: float(np.mean(values)) for name, values in errors.items() if values}
    usual = float(np.mean(list(means.values()))) if means else 0.0
    return {name: means.get(name, usual) for name in names}
