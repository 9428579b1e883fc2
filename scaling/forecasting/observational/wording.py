"""The sentence of a forecast on the capability axis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaling.forecasting.observational.names import ALONE, CAPABILITY, LAST
from scaling.forecasting.observational.records import error_of
from scaling.forecasting.wording import error_text

if TYPE_CHECKING:
    from scaling.forecasting.observational.results import CapabilityForecast

BESIDE = {LAST: "the last value"} | {name: f"{words} alone" for name, words in ALONE.items()}
MANY_DRAWS = 0.05  # of which something is said


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
    ours = error_of(found.errors, CAPABILITY)
    if ours is None:
        told = []
        if found.n_predicted and found.cutoff != found.cutoff:
            told.append(f"{found.n_predicted} models without a score are predicted")
        told += [found.own_record.text] if found.own_record.text else []
        return "".join(f"; {text}" for text in told)
    beside = [
        f"{words} {error_text(other.mae)}"
        for name, words in BESIDE.items()
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
    ours = error_of(found.errors, CAPABILITY)
    better = [one for one in found.errors if ours is not None and one.mae < ours.mae]
    if better:
        best = min(better, key=lambda one: one.mae)
        limits.append(f"{_capital(BESIDE[best.predictor])} did better.")
    if "training-at-floor" in found.notes:
        limits.append(
            "No fitted model scores above a tenth of the range: the rise itself is extrapolated."
        )
    if found.draws_at_bound > MANY_DRAWS:
        limits.append(f"In {found.draws_at_bound:.0%} of the draws the rise is as good as a step.")
    if found.draws_not_converged > MANY_DRAWS:
        limits.append(f"In {found.draws_not_converged:.0%} of the draws the fit did not converge.")
    return limits


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
