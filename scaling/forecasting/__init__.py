"""Forecasting: predictions at new sizes, back-tests, and which curve to use."""

from scaling.forecasting.options import CompareOptions
from scaling.forecasting.results import CompareResult, CompareResults

__all__ = ["CompareOptions", "CompareResult", "CompareResults"]
