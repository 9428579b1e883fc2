"""From checked rows to series: checkpoints chosen, seeds averaged, items and errors filled in."""

from scaling.grouping.failed_runs import FailedRun, failed_runs
from scaling.grouping.group import ALL_MODELS, group_series
from scaling.grouping.points import items_of_proportions
from scaling.grouping.runs import UNITS_OF_LOSS, runs_of

__all__ = [
    "ALL_MODELS",
    "UNITS_OF_LOSS",
    "FailedRun",
    "failed_runs",
    "group_series",
    "items_of_proportions",
    "runs_of",
]
