"""Crossings: where a curve passes a baseline, and where one condition passes another."""

from scaling.forecasting.crossing.baselines import Baseline
from scaling.forecasting.crossing.options import CrossingOptions
from scaling.forecasting.crossing.results import CrossingResult, CrossingResults

__all__ = ["Baseline", "CrossingOptions", "CrossingResult", "CrossingResults"]
