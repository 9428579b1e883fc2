"""Words and numbers of sentences about comparisons."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_SHOWN = 0.0005  # rounds to .001


def listed(names: Sequence[str]) -> str:
    """Return names as people list them.

    >>> listed(["linear"]), listed(["linear", "logit", "step"])
    ('linear', 'linear, logit and step')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def error_text(value: float) -> str:
    """Return an error with three digits after the point, from 1 on with three digits in all.

    >>> error_text(0.0312), error_text(12.34), error_text(0.0), error_text(0.0001)
    ('.031', '12.3', '0', '<.001')
    """
    if value == 0:
        return "0"
    if value < LEAST_SHOWN:
        return "<.001"
    return f"{value:.3g}" if value >= 1 else f"{value:.3f}".replace("0.", ".", 1)


def margin_text(value: float) -> str:
    """Return a difference of criteria, which is 2 or more.

    >>> margin_text(5.52), margin_text(116.04)
    ('5.5', '116')
    """
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"
