"""What the sentences of a crossing are made of: its facts, and the parts that sentences share."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scaling.fitting.display import short
from scaling.forecasting.crossing.bracket import Bracket
from scaling.forecasting.crossing.ceiling import Ceiling
from scaling.forecasting.crossing.search import Reach, Shares
from scaling.series import LOSS_AXIS

LEAST_BEYOND = 0.005  # of a decade: one per cent of a size is no distance


@dataclass(frozen=True, eq=False)
class Facts:
    """What sentences are made of.

    ``name`` is that of the baseline, or of the first condition of a pair; then ``augmented`` is the
    second one's and ``margin`` by how much it has to be better. ``score`` and ``error`` are the
    baseline's. ``axis`` names the sizes; ``sizes`` (as text) and ``scores`` are the observed ones,
    in the order of the bracket. ``sign`` is -1 of losses. ``estimate``, ``lower`` and ``upper`` are
    places on the axis. ``level`` is that of the interval, ``alpha`` that of the bounds. ``reach``
    is None where there is no curve, ``verdict`` where no error of the scores is known.
    """

    verdict: str | None
    name: str
    score: float
    error: float
    axis: str
    sign: float
    bracket: Bracket
    sizes: tuple[str, ...]
    scores: tuple[float, ...]
    estimate: float
    lower: float
    upper: float
    level: float
    alpha: float
    shares: Shares
    reach: Reach | None
    ceiling: Ceiling | None
    margin: float
    augmented: str
    one_run: bool
    heterogeneous: str


def to_reach(f: Facts) -> str:
    """Return what curves do that cross."""
    return f"favour {f.augmented}" if f.augmented else "reach it"


def end_text(f: Facts, x: float) -> str:
    """Return an end of the interval as text."""
    if math.isinf(x):
        return f"{f.sizes[0]} or before" if x < 0 else "beyond what is followed"
    return size_text(f, x)


def end_of_reach(f: Facts) -> str:
    """Return up to where curves were followed, such as ``1.75T, 1 decade beyond the sizes``."""
    if f.reach is None:
        return "the largest size"
    return f"{size_text(f, f.reach.high)}{beyond_text(f, f.reach.high)}"


def size_text(f: Facts, x: float) -> str:
    """Return a place on the axis as a size."""
    return short(-x) if f.axis == LOSS_AXIS else short(10.0**x, size=True)


def beyond_text(f: Facts, x: float) -> str:
    """Return how far a place lies beyond the largest size; empty within the sizes."""
    beyond = x - float(f.bracket.x[-1])
    if beyond < LEAST_BEYOND:
        return ""
    text = f"{beyond:.2g}"
    unit = "" if f.axis == LOSS_AXIS else " decade" if text == "1" else " decades"
    return f", {text}{unit} beyond the largest size"


def amount(value: float) -> str:
    """Return a difference of scores with three digits."""
    return f"{value:+.3g}" if value < 0 else f"{value:.3g}"


def the_baseline(f: Facts) -> str:
    """Return the baseline with its score and error."""
    score = short(f.score) + (f" ± {short(f.error)}" if f.error else "")
    return score if f.name == short(f.score) or f.name == f"{f.score:g}" else f"{f.name} ({score})"


def surely_below(f: Facts, size: str) -> str:
    """Return that a size is surely on the wrong side."""
    if f.augmented:
        return f"{size} is surely {worse(f)}"
    return f"{size} is surely {worse_side(f)} it"


def worse(f: Facts) -> str:
    """Return what the second condition is on the wrong side."""
    return f"not better by {short(f.margin)}" if f.margin else "worse"


def better_side(f: Facts) -> str:
    """Return where better scores lie."""
    return "above" if f.sign > 0 else "below"


def worse_side(f: Facts) -> str:
    """Return where worse scores lie."""
    return "below" if f.sign > 0 else "above"
