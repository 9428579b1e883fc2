"""What an allocation found, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaling.fitting.display import estimate_text
from scaling.units import format_size

if TYPE_CHECKING:
    from scaling.forecasting.laws.allocate.results import AllocateResult


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
    return " ".join(parts)


def _epochs(result: AllocateResult) -> str:
    if result.epochs.estimate != result.epochs.estimate:
        return ""
    different = format_size(result.unique_tokens)
    return f", {estimate_text(result.epochs)} epochs of {different} different tokens"


def _cost(share: float) -> str:
    return "more than any compute" if share != share else f"{share:.0%} more compute"
