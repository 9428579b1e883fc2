"""What an allocation found, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaling.fitting.display import estimate_text
from scaling.units import format_size

if TYPE_CHECKING:
    from scaling.fitting.laws.fitted import FittedLaw
    from scaling.forecasting.laws.allocate.results import AllocateResult


PLATEAU = (
    "the law {law} has no best split at {flops:.3g} FLOPs: half and twice the size lose the same, "
    "for neither more parameters nor more repeats of these tokens lower the loss"
)
WANTED = {  # by the only size that a reduced law has
    "params": "all have one number of tokens; add runs on other numbers of tokens",
    "tokens": "all have one number of parameters; add runs of other sizes",
    "flops": "all have one ratio of tokens to parameters; add runs at other ratios",
}


def reason_of(result: AllocateResult) -> str:
    """Return the sentences of one budget."""
    ratio = estimate_text(result.tokens_per_param, size=True)
    parts = [
        f"{format_size(result.flops)} FLOPs are best spent on "
        f"{estimate_text(result.params, size=True)} parameters and "
        f"{estimate_text(result.tokens, size=True)} tokens, "
        f"{ratio} tokens per parameter{_epochs(result)}."
    ]
    half, twice = result.off_size
    parts.append(
        f"Half that size costs {_cost(half.extra_compute.estimate)} to reach the same loss, "
        f"twice {_cost(twice.extra_compute.estimate)}."
    )
    if "reduced-law" in result.notes:
        parts.append(
            f"The sizes of the runs cannot identify the law that was asked for: {result.law} was "
            "fitted, by which parameters and tokens grow alike."
        )
    beyond = f"This is {result.decades_beyond_data:.1f} decades beyond the largest run:"
    if "forecast-withheld" in result.notes:
        parts.append(
            f"{beyond} the split extrapolates the law's exponents, and the loss is not forecast "
            "(--far does)."
        )
    elif "far-extrapolation" in result.notes:
        parts.append(
            f"{beyond} split and loss extrapolate the law, which nothing has tested there."
        )
    if "flat-optimum" in result.notes:
        parts.append(
            "Half or twice the size loses the same within a millionth: the interval is open there."
        )
    return " ".join(parts)


def _epochs(result: AllocateResult) -> str:
    if result.epochs.estimate != result.epochs.estimate:
        return ""
    different = format_size(result.unique_tokens)
    return f", {estimate_text(result.epochs)} epochs of {different} different tokens"


def _cost(share: float) -> str:
    return "more than any compute" if share != share else f"{share:.0%} more compute"


def no_optimum(fitted: FittedLaw, flops: float, place: float) -> str:
    """Return why a law has no best split; ``place`` is where its loss falls to, -inf or inf."""
    needs = fitted.law.needs
    if len(needs) == 1:
        head = (
            f"the law {fitted.law.name} has no optimal split: its loss depends on {needs[0]} alone"
        )
        if fitted.asked == fitted.law.name:
            return f"{head}; fit a law of params and tokens"
        return f"{head}, and the runs cannot identify the law {fitted.asked}: {WANTED[needs[0]]}"
    way = "the largest" if place > 0 else "the smallest"
    return (
        f"the law {fitted.law.name} has no optimal split at {flops:.3g} FLOPs: its loss falls to "
        f"{way} size; its runs do not tell what the other size is worth"
    )
