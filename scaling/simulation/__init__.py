"""Simulation: series of known truth, smooth, broken and in between, at published sizes."""

from scaling.simulation.designs import DESIGNS
from scaling.simulation.draws import TrueCurves, draw_curves, draw_scores
from scaling.simulation.options import SimulateOptions
from scaling.simulation.power_options import PowerOptions
from scaling.simulation.series import SimulatedSeries
from scaling.simulation.study import Rates, Setting, claim_rates
from scaling.simulation.truths import TRUTHS, get_truth

__all__ = [
    "DESIGNS",
    "TRUTHS",
    "PowerOptions",
    "Rates",
    "Setting",
    "SimulateOptions",
    "SimulatedSeries",
    "TrueCurves",
    "claim_rates",
    "draw_curves",
    "draw_scores",
    "get_truth",
]
