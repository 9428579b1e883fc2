"""Pairs of series for tests: two metrics of the same models."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np

from scaling.detection import DetectOptions
from scaling.detection.pairs import PairSpec
from scaling.detection.pairs.assess import assess_pairs
from scaling.series import Series
from tests.series_makers import PYTHIA, logistic, make_series

FAST = DetectOptions(draws=0)
SPEC = PairSpec("exact_match", "edit_similarity")
STEP = np.where(np.arange(8) > 4, 0.85, 0.005)
SMOOTH = logistic(np.array(PYTHIA), 1e9, 2.2)


def series(metric, score, *, source=None, shots=None, models=None, **facts) -> Series:
    one = make_series(score, **facts)
    key = one.key._replace(metric=metric, source=source, n_shots=shots)
    return replace(one, key=key, models=models or one.models)


def hard(score=STEP, **facts) -> Series:
    return series(SPEC.hard, score, hardness="hard", **facts)


def soft(score=SMOOTH, **facts) -> Series:
    return series(SPEC.soft, score, hardness="soft", **facts)


def assessed(one: Series, other: Series, options=FAST):
    """The result of the only pair of two series."""
    (result,) = assess_pairs([one, other], [SPEC], options)
    return result


@lru_cache(maxsize=1)
def plain():
    """The result of a jump and a smooth rise, without draws."""
    return assessed(hard(), soft())
