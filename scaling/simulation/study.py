"""How often each claim is made of series of known truth: false alarms and power.

The verdict is that of ``detect``, by the same functions; leaving sizes out, other dispersions and
pooling, which only qualify a verdict, are not run. Series whose screening p-values leave no claim
open are not looked at further: without one there is no claim.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.detection.assess import assess, scale_of
from scaling.detection.options import DetectOptions
from scaling.detection.verdict.rules import verdict_of
from scaling.detection.width.designs import TestDesign
from scaling.detection.width.search import search_of
from scaling.detection.width.width_test import screening
from scaling.fitting.options import DEFAULT_RHO
from scaling.notes import SHARP_VERDICTS
from scaling.series import Series, SeriesKey
from scaling.simulation.draws import draw_curves, draw_scores
from scaling.simulation.truths import get_truth

CLAIMS = (*SHARP_VERDICTS, "smooth")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What is simulated at: sizes (parameters), items, chance, and the true over-dispersion."""

    sizes: tuple[float, ...]
    n_items: int
    chance: float
    ceiling: float = 1.0
    rho: float = DEFAULT_RHO

    def __post_init__(self) -> None:
        """Make plain numbers of all: how they are written seeds the series."""
        for name in ("chance", "ceiling", "rho"):
            object.__setattr__(self, name, float(getattr(self, name)))
        object.__setattr__(self, "sizes", tuple(map(float, self.sizes)))
        object.__setattr__(self, "n_items", int(self.n_items))

    @property
    def x(self) -> Array:
        """The sizes in decades, (K,)."""
        result: Array = np.log10(np.array(self.sizes))
        return result

    @property
    def decades(self) -> float:
        """The range of the sizes."""
        return float(self.x[-1] - self.x[0])

    def test_design(self, options: DetectOptions) -> TestDesign:
        """Return the design of the width test on scores at these sizes."""
        (one,) = self.series(np.full((1, len(self.sizes)), self.chance))
        w0, unit = scale_of(one, options)
        return TestDesign.of(one, options.rho, w0, unit)

    def series(self, scores: Array) -> list[Series]:
        """Return scores (S, K) as series."""
        n_sizes = len(self.sizes)
        return [
            Series(
                key=SeriesKey("simulated", f"series {place}", "acc"),
                size_axis="params",
                models=("simulated",) * n_sizes,
                size=np.array(self.sizes),
                score=score,
                n_items=np.full(n_sizes, float(self.n_items)),
                sigma=np.full(n_sizes, np.nan),
                metric_kind="proportion",
                chance=self.chance,
                ceiling=self.ceiling,
            )
            for place, score in enumerate(scores)
        ]


@dataclass(frozen=True)
class Rates:
    """How many of ``count`` series of one truth got each verdict that claims something."""

    truth: str
    width: float
    count: int
    claims: Mapping[str, int]

    def share(self, *verdicts: str) -> float:
        """Return the share of series with one of these verdicts."""
        return sum(self.claims.get(verdict, 0) for verdict in verdicts) / self.count


def claim_rates(
    setting: Setting, truth: str, width: float, count: int, options: DetectOptions
) -> Rates:
    """Return the rates of claims over ``count`` series of one truth (width in decades).

    The series are seeded by the setting, the truth and ``options.seed``, never by other rates.
    """
    scores = draw(setting, truth, width, count, options.seed)
    claims = Counter(verdict for verdict in verdicts(setting, scores, options) if verdict)
    return Rates(truth, width, count, {claim: claims[claim] for claim in CLAIMS})


def draw(setting: Setting, truth: str, width: float, count: int, seed: int) -> Array:
    """Return scores of one truth, (count, K)."""
    words = hashlib.sha256(repr((setting, truth, float(width))).encode()).digest()
    rng = np.random.default_rng(
        np.random.SeedSequence([seed, *np.frombuffer(words, dtype="<u4").tolist()])
    )
    curves = draw_curves(
        get_truth(truth), setting.x, rng, count,
        width=width, chance=setting.chance, ceiling=setting.ceiling,
    )  # fmt: skip
    return draw_scores(curves, setting.x, rng, n_items=setting.n_items, rho=setting.rho)


def verdicts(setting: Setting, scores: Array, options: DetectOptions) -> Sequence[str]:
    """Return the verdict of every series of scores (S, K); empty where no claim is open."""
    found = [""] * len(scores)
    if not len(scores):
        return found
    search = search_of(setting.test_design(options))
    open_rows = np.flatnonzero(screening(search.winners(scores)).worth_drawing(options.alpha))
    assessed = assess(setting.series(scores[open_rows]), options)
    for row, one in zip(open_rows, assessed, strict=True):
        found[row] = verdict_of(one.evidence)
    return found
