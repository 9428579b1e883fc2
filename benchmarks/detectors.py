"""Detectors that people use today: does this curve have a break, is this ability emergent?

Each is a function of ``x`` (K,) log10 sizes, ``scores`` (S, K), ``n_items``, ``chance`` and the
over-dispersion ``rho`` that returns (S,) flags: it would report a break, or emergence. To compare
another one, add it to ``DETECTORS``.
"""

from __future__ import annotations

import contextlib
import importlib
import io
from collections.abc import Callable, Iterator
from types import ModuleType

import numpy as np
from scipy.stats import f as f_distribution

from scaling.detection.definitions import bb_breakthrough
from scaling.detection.options import DetectOptions
from scaling.detection.width.designs import TestDesign
from scaling.detection.width.sets import DataSets
from scaling.detection.width.width_test import bootstrap, find_winners
from scaling.simulation.study import Setting, verdicts

LEVEL = 0.05
W0, DRAWS = 1.0, 199  # of the width tests
MOST_BREAKTHROUGHNESS = 5.0
BREAKS_A_GAP = 4  # candidate breaks of a hinge between two sizes
RESTARTS = 10  # of piecewise-regression's search; its default of 100 takes ten times as long
Array = np.ndarray
Detector = Callable[[Array, Array, int, float, float], Array]


def breakthroughness(x: Array, scores: Array, n_items: int, chance: float, rho: float) -> Array:
    """BIG-bench's breakthroughness above 5; Srivastava et al. 2022, arXiv:2206.04615, app. B."""
    return bb_breakthrough.breakthroughness(scores, 1 / n_items) > MOST_BREAKTHROUGHNESS


def bic_step(x: Array, scores: Array, n_items: int, chance: float, rho: float) -> Array:
    """A step has a lower BIC than a line: Gaussian, sigma estimated, 4 against 3 parameters."""
    cost = np.log(len(x))
    return _criterion(_rss_step(scores), 4 * cost, x) < _criterion(
        _rss_line(x, scores), 3 * cost, x
    )


def aicc_step(x: Array, scores: Array, n_items: int, chance: float, rho: float) -> Array:
    """A step has a lower AICc than a line; below 6 sizes its correction is infinite."""

    def cost(k: int) -> float:
        left = len(x) - k - 1
        return 2 * k + 2 * k * (k + 1) / left if left > 0 else np.inf

    step, line = _rss_step(scores), _rss_line(x, scores)
    return _criterion(step, cost(4), x) < _criterion(line, cost(3), x)


def naive_hinge(x: Array, scores: Array, n_items: int, chance: float, rho: float) -> Array:
    """F test of the best hinge against a line that ignores the search: F(1, K - 3).

    The classical Chow test (1960, doi:10.2307/1910133) with the break chosen from the data.
    """
    spare = len(x) - 3
    gaps = range(1, len(x) - 2)
    breaks = [np.linspace(x[gap], x[gap + 1], BREAKS_A_GAP, endpoint=False) for gap in gaps]
    hinges = np.maximum(x - np.concatenate([*breaks, x[-2:-1]])[:, None], 0.0)  # (breaks, K)
    basis, _ = np.linalg.qr(np.stack([np.ones_like(x), x], axis=1))
    hinges = hinges - (hinges @ basis) @ basis.T
    hinges = hinges / np.linalg.norm(hinges, axis=1, keepdims=True)
    residual = scores - (scores @ basis) @ basis.T
    explained = ((residual @ hinges.T) ** 2).max(axis=1)
    unexplained = np.maximum((residual**2).sum(axis=1) - explained, 1e-18)
    return f_distribution.sf(spare * explained / unexplained, 1, spare) < LEVEL


def ruptures_pelt(x: Array, scores: Array, n_items: int, chance: float, rho: float) -> Array:
    """PELT of ``ruptures`` finds a change of mean.

    Cost l2 with the penalty of its user guide, sigma^2 log K, sigma being the scores' standard
    error; ``min_size`` and ``jump`` are 1, since their defaults skip most of so few sizes.
    Source: Truong et al. 2020, doi:10.1016/j.sigpro.2019.107299.
    """
    ruptures = package("ruptures")
    mean = scores.mean(axis=1)
    variance = np.maximum(mean * (1 - mean), 1e-3) * (1 + (n_items - 1) * rho) / n_items
    found = [
        len(ruptures.Pelt(model="l2", min_size=1, jump=1).fit(row).predict(pen=penalty)) > 1
        for row, penalty in zip(scores, variance * np.log(len(x)), strict=True)
    ]
    return np.array(found)


def davies(x: Array, scores: Array, n_items: int, chance: float, rho: float) -> Array:
    """Davies' test for a break of slope in ``piecewise-regression``, at .05.

    Source: Davies 1987, doi:10.1093/biomet/74.1.33; Pilgrim 2021, doi:10.21105/joss.03859.
    """
    test = package("piecewise-regression").davies_test
    with np.errstate(divide="ignore", invalid="ignore"):  # a perfect fit: p is NaN
        return np.array([test(x, row) < LEVEL for row in scores])


def piecewise_bic(x: Array, scores: Array, n_items: int, chance: float, rho: float) -> Array:
    """One break has a lower BIC than none in ``piecewise-regression``'s model selection."""
    select = package("piecewise-regression").ModelSelection
    found = []
    for row in scores:
        quiet = contextlib.redirect_stdout(io.StringIO())
        with legacy_seed(0), quiet, np.errstate(divide="ignore"):  # equal scores: R^2 is infinite
            chosen = select(x, row, max_breakpoints=1, n_boot=RESTARTS, verbose=False)
        none, one = sorted(chosen.model_summaries, key=lambda fit: fit["n_breakpoints"])
        found.append(bool(one["converged"]) and one["bic"] < none["bic"])
    return np.array(found)


def emergent_sharp(x: Array, scores: Array, n_items: int, chance: float, rho: float) -> Array:
    """The verdict of this package."""
    setting = _setting(x, n_items, chance)
    options = DetectOptions(draws=DRAWS, rho=rho)
    return np.array([v == "emergent_sharp" for v in verdicts(setting, scores, options)])


def logistic_width(x: Array, scores: Array, n_items: int, chance: float, rho: float) -> Array:
    """The width test with the logistic shape alone, in its statistic and in its null."""
    one, *_ = _setting(x, n_items, chance).series(scores[:1])
    design = TestDesign.of(one, rho, W0, 1.0)
    sets = DataSets((design,) * len(scores), scores)
    return bootstrap(sets, find_winners(sets), DRAWS, 0).p_logistic <= LEVEL


def _setting(x: Array, n_items: int, chance: float) -> Setting:
    return Setting(sizes=tuple((10.0**x).tolist()), n_items=n_items, chance=chance)


DETECTORS: list[tuple[str, Detector]] = [
    ("emergent_sharp (this package)", emergent_sharp),
    ("width test, logistic shape only", logistic_width),
    ("breakthroughness > 5", breakthroughness),
    ("BIC, step or line", bic_step),
    ("AICc, step or line", aicc_step),
    ("F test of a hinge, search ignored", naive_hinge),
    ("ruptures: PELT", ruptures_pelt),
    ("piecewise-regression: Davies", davies),
    ("piecewise-regression: BIC", piecewise_bic),
]


def _rss_line(x: Array, scores: Array) -> Array:
    centred = x - x.mean()
    around = scores - scores.mean(axis=1, keepdims=True)
    slope = around @ centred / (centred @ centred)
    return ((around - slope[:, None] * centred) ** 2).sum(axis=1)


def _rss_step(scores: Array) -> Array:
    """Return the residual sum of squares of the best two levels, (S,)."""
    places = range(1, scores.shape[1])
    sides = [(scores[:, :place], scores[:, place:]) for place in places]
    return np.min([sum(p.var(axis=1) * p.shape[1] for p in pair) for pair in sides], axis=0)


def _criterion(rss: Array, cost: float, x: Array) -> Array:
    return len(x) * np.log(np.maximum(rss, 1e-12) / len(x)) + cost


def package(name: str) -> ModuleType:
    """Return an installed package that only this comparison needs; say how to get it if not."""
    try:
        return importlib.import_module(name.replace("-", "_"))
    except ImportError as error:
        raise ImportError(
            f"{name} is not installed: it is in the dependency group dev (pip install --group dev)"
        ) from error


@contextlib.contextmanager
def legacy_seed(seed: int) -> Iterator[None]:
    """Seed numpy's global generator, which some packages draw from, and put it back."""
    state = np.random.get_state()
    np.random.seed(seed)
    try:
        yield
    finally:
        np.random.set_state(state)
