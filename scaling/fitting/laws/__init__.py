"""Fits of loss laws to runs: objectives, the batched solver, bootstrap, results."""

from scaling.fitting.laws.fit import NotIdentified, fit_runs
from scaling.fitting.laws.fitted import FittedLaw, refit
from scaling.fitting.laws.options import LawOptions

__all__ = ["FittedLaw", "LawOptions", "NotIdentified", "fit_runs", "refit"]
