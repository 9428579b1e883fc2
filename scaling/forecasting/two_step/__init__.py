"""Forecasts in two steps: a law from sizes to loss, a link from loss to score, joint errors."""

from scaling.forecasting.two_step.forecast import forecast_in_two_steps
from scaling.forecasting.two_step.ladder import Ladder
from scaling.forecasting.two_step.options import TwoStepOptions
from scaling.forecasting.two_step.results import TwoStepForecast, TwoStepForecasts

__all__ = [
    "Ladder",
    "TwoStepForecast",
    "TwoStepForecasts",
    "TwoStepOptions",
    "forecast_in_two_steps",
]
