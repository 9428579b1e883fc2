"""Metric pairs: does a jump on a hard metric remain on a soft metric of the same models?"""

from scaling.detection.pairs.results import PairResult
from scaling.detection.pairs.spec import PairSpec, pair_specs

__all__ = ["PairResult", "PairSpec", "pair_specs"]
