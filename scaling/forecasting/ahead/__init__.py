"""Forecasts of a score at a larger size: averaged curves, prediction intervals, their record."""

from scaling.forecasting.ahead.options import ForecastOptions
from scaling.forecasting.ahead.results import ForecastResult, ForecastResults

__all__ = ["ForecastOptions", "ForecastResult", "ForecastResults"]
