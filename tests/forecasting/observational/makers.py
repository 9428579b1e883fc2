"""Models of known truth: one ability that rises with compute at a family's own efficiency."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from scaling.forecasting.observational.forecast import capability_forecasts
from scaling.forecasting.observational.matrix import BenchmarkMatrix
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.series import Series, SeriesKey

FAMILIES = ("Alpha", "Beta", "Gamma", "Delta", "Llama-2", "Zeta")
BENCHMARKS = ("MMLU", "ARC-C", "HellaSwag", "Winograd", "GSM8K")
CUTOFF = 3e22


def ability(flops, families):
    """The truth: S = theta log10 C + nu, with another nu for every family."""
    shift = {name: 0.25 * place for place, name in enumerate(FAMILIES)}
    return 0.9 * (np.log10(flops) - 22) + np.array([shift[name] for name in families])


def make_matrix(*, noise=0.004, missing=0.0, seed=1, sizes=8):
    rng = np.random.default_rng(seed)
    families = tuple(name for name in FAMILIES for _ in range(sizes))
    flops = np.concatenate([10 ** np.linspace(20.3, 24, sizes) * (1 + place / 10)
                            for place in range(len(FAMILIES))])  # fmt: skip
    slopes = np.array([0.10, 0.07, 0.05, 0.04, 0.08])
    scores = 0.4 + np.outer(ability(flops, families), slopes)
    scores += 0.02 * rng.standard_normal((len(flops), 1)) * np.array([1, -1, 0, 0, 1])
    scores += noise * rng.standard_normal(scores.shape)
    hidden = rng.random(scores.shape) < missing
    hidden[:, 0] = False
    return BenchmarkMatrix(
        models=tuple(f"lab/{name}-{place % sizes}" for place, name in enumerate(families)),
        families=families,
        flops=flops,
        params=np.sqrt(flops / 120),
        benchmarks=BENCHMARKS,
        scores=np.where(hidden, np.nan, scores),
    )


def make_target(matrix, *, task="unscramble", noise=0.01, seed=2, keep=None, chance=0.0):
    """The scores of a task that rises late, with every model in the order of its name."""
    rng = np.random.default_rng(seed)
    truth = expit(2.5 * (ability(matrix.flops, matrix.families) - 1.2))
    score = chance + (1 - chance) * np.clip(truth + noise * rng.standard_normal(len(truth)), 0, 1)
    places = np.argsort(np.array(matrix.models, dtype=object), kind="stable")
    places = places if keep is None else places[np.isin(places, keep)]
    return series_of([matrix.models[place] for place in places], score[places], task, chance)


def series_of(models, score, task="unscramble", chance=0.0, kind="proportion", ceiling=1.0):
    blank = np.full(len(models), np.nan)
    items = np.full(len(models), 1000.0) if kind == "proportion" else blank
    return Series(
        key=SeriesKey("all", task, "exact_match"),
        size_axis="capability",
        models=tuple(models),
        size=np.arange(1.0, len(models) + 1),
        score=np.asarray(score, dtype=float),
        n_items=items,
        sigma=blank,
        metric_kind=kind,
        chance=chance,
        ceiling=ceiling,
    )


def forecast(series, matrix, **options):
    given = {"components": 2, "draws": 0, "cutoff": CUTOFF, **options}
    (found,) = capability_forecasts([series], matrix, ObservationalOptions(**given))
    return found


def predicted(found):
    return {one.model: (one.predicted, one.lower, one.upper) for one in found.predictions}
