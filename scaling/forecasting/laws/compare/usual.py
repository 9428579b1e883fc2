"""The laws that are compared where none are named."""

from __future__ import annotations

from scaling.laws.base import Law, Sizes, constant
from scaling.laws.registry import get_law
from scaling.runs import Runs

USUAL = ("chinchilla", "tied-exponent", "kaplan", "power-flops")
REPEATED = "data-constrained"


def usual_laws(runs: Runs) -> tuple[Law, ...]:
    """Return the laws that such runs can identify: of one size where two do not vary."""
    sizes = Sizes.of(runs.params, runs.tokens, runs.flops, runs.unique_tokens)
    names = dict.fromkeys(get_law(name).reduced(sizes) or name for name in USUAL)
    one_size = {"power-params", "power-tokens"} & set(names)
    if one_size and constant(sizes.flops - sizes.params - sizes.tokens):
        names.pop("power-flops", None)  # compute follows the one size: the same law again
    repeated = get_law(REPEATED)
    if repeated.reduced(sizes) is None:
        names[REPEATED] = None
    return tuple(get_law(name) for name in names)
