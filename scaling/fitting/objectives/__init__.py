"""What fits maximise: one file an objective; ``base`` says what each has to offer."""

from scaling.fitting.objectives.base import LAPSE, Objective, deviance, total
from scaling.fitting.objectives.beta_binomial import BetaBinomial
from scaling.fitting.objectives.gaussian import GAUSSIAN, Gaussian
from scaling.fitting.objectives.huber import Huber, LeastAbsolute
from scaling.fitting.objectives.logs import LogGaussian
from scaling.fitting.objectives.quasi_binomial import (
    QUASI_BINOMIAL,
    QuasiBinomial,
    effective_items,
)

__all__ = [
    "GAUSSIAN",
    "LAPSE",
    "QUASI_BINOMIAL",
    "BetaBinomial",
    "Gaussian",
    "Huber",
    "LeastAbsolute",
    "LogGaussian",
    "Objective",
    "QuasiBinomial",
    "deviance",
    "effective_items",
    "total",
]
