"""Which forecasts are of one kind, so that the record of one says something about the other.

By the kind of metric (proportions with and without a guess rate apart), the number of sizes, and
the distance beyond the largest. ``benchmarks/forecasting.py`` groups the hold-outs of all bundled
datasets by the same classes.
"""

from __future__ import annotations

from scaling.fitting.records import SeriesFacts

GUESSED, FREE = "proportion-guessed", "proportion-free"
KINDS = {
    GUESSED: "proportions with a guess rate",
    FREE: "proportions that guessing does not help",
    "bounded": "bounded scores",
    "real": "unbounded scores",
    "loss": "losses",
}
SIZES = {"3": "three sizes", "4-5": "four or five sizes", "6+": "six sizes or more"}
DISTANCES = {
    "0.25": "less than a quarter of a decade ahead",
    "0.5": "a quarter to half a decade ahead",
    "1": "half a decade to a decade ahead",
    "inf": "more than a decade ahead",
}


def kind_of(series: SeriesFacts) -> str:
    """Return the class of a metric, a key of ``KINDS``."""
    if series.metric_kind != "proportion":
        return series.metric_kind
    return GUESSED if series.chance > 0 else FREE


def sizes_of(n_sizes: int) -> str:
    """Return the class of a number of sizes that a forecast rests on, a key of ``SIZES``.

    >>> sizes_of(3), sizes_of(5), sizes_of(12)
    ('3', '4-5', '6+')
    """
    return "3" if n_sizes <= 3 else "4-5" if n_sizes <= 5 else "6+"


def distance_of(decades: float) -> str:
    """Return the class of a distance beyond the data, a key of ``DISTANCES``; empty for NaN.

    >>> distance_of(0.3), distance_of(1.2), distance_of(float("nan"))
    ('0.5', 'inf', '')
    """
    return next((name for name in DISTANCES if decades <= float(name)), "")
