"""The sentence of a forecast on the capability axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaling.forecasting.observational.records import error_of
from scaling.forecasting.wording import error_text

if TYPE_CHECKING:
    from scaling.forecasting.observational.results import CapabilityForecast

ALONE = {"flops": "training compute", "params": "parameters"}


def reason(found: CapabilityForecast) -> str:
    """Return what was fitted, how good the predictions of held-out models were, and what limits.

    The forecasts from compute or size alone are told beside.
    """
    return " ".join([f"{_fitted(found)}{_did(found)}.", *_limits(found)])


def _fitted(found: CapabilityForecast) -> str:
    below = f" up to {found.cutoff:.3g} FLOPs" if found.cutoff == found.cutoff else ""
    n, k = len(found.benchmarks), len(found.explained)
    part = f"{k} component{'s' if k != 1 else ''} of {n} other benchmarks"
    return f"{found.n_training} models{below} were fitted on {part}"


def _did(found: CapabilityForecast) -> str:
    ours = error_of(found.errors, "capability")
    if ours is None:
        if found.own_record.n:
            return f"; {found.own_record.text}"
        return f"; {found.n_predicted} models without a score are predicted" * bool(
            found.n_predicted
        )
    beside = [
        f"{words} alone {error_text(other.mae)}"
        for name, words in ALONE.items()
        if (other := error_of(found.errors, name)) is not None
    ]
    text = f"; the mean error on {ours.n} held-out models is {error_text(ours.mae)}"
    text += f" ({', '.join(beside)})" if beside else ""
    if ours.coverage == ours.coverage and found.interval is not None:
        text += f", and {ours.coverage:.0%} of their scores lie within the "
        text += f"{found.interval.level * 100:g} % interval"
    return text


def _limits(found: CapabilityForecast) -> list[str]:
    limits = []
    others = [one for one in found.errors if one.predictor != "capability"]
    ours = error_of(found.errors, "capability")
    if ours is not None and any(one.mae < ours.mae for one in others):
        best = min(others, key=lambda one: one.mae)
        limits.append(f"{ALONE[best.predictor].capitalize()} alone did better.")
    if "training-at-floor" in found.notes:
        limits.append(
            "No fitted model scores above a tenth of the range: the rise itself is extrapolated."
        )
    return limits
