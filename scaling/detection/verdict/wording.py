"""Numbers as people write them in sentences."""

from __future__ import annotations

import numpy as np

from scaling.fitting.records import Estimate


def score_text(value: float) -> str:
    """Return a score with three digits after the point, without the leading zero of fractions.

    >>> score_text(0.0712), score_text(1.0), score_text(-0.25), score_text(34.21)
    ('.071', '1', '-.250', '34.2')
    """
    if abs(value) >= 10:
        return f"{value:.1f}"
    text = f"{value:.3f}"
    if float(text) == round(float(text)):
        return f"{float(text):.0f}"
    return text.replace("0.", ".", 1) if abs(value) < 1 else text


def p_text(p: float) -> str:
    """Return a p-value as people write it.

    >>> p_text(0.0001), p_text(0.0312), p_text(0.4)
    ('p < .001', 'p = .031', 'p = .40')
    """
    if p < 0.001:
        return "p < .001"
    return "p = " + (f"{p:.3f}" if p < 0.1 else f"{p:.2f}").replace("0.", ".", 1)


def width_text(width: Estimate, unit: str) -> str:
    """Return the width with its interval, for example ``0.40 decades [0.2, 0.9]``."""
    upper = "no upper end" if np.isnan(width.upper) else f"{width.upper:.2g}"
    return f"{width.estimate:.2g} {unit} [{width.lower:.2g}, {upper}]"


def unit_of(axis: str) -> str:
    """Return the unit of widths on an axis."""
    return "nats" if axis == "loss" else "decades"


def w0_text(w0: float, axis: str) -> str:
    """Return w0 with its unit, for example ``1 decade``."""
    number, unit = f"{w0:.3g}", unit_of(axis)
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"
