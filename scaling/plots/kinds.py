"""The kinds of chart: a further kind is one new file in ``charts/`` and one entry here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from scaling.errors import OutputError, unknown_name


@dataclass(frozen=True)
class ChartKind:
    """One kind of chart.

    ``line`` says what it shows, ``heading`` what its title calls it. ``place`` is the module with
    ``chart`` and ``describe``. ``takes`` names the commands whose results it draws; ``analysis``
    the one that is run where there are no results yet.
    """

    name: str
    line: str
    heading: str
    place: str
    takes: tuple[str, ...]
    analysis: str

    def module(self) -> ModuleType:
        """Import the one module that draws this kind."""
        return import_module(f"scaling.plots.charts.{self.place}")


CHART_KINDS = (
    ChartKind("curves", "points, fitted curves and their bands, one panel a task",
              "scores by size", "curves", ("detect", "fit"), "detect"),
    ChartKind("verdicts", "all verdicts as one map of families by tasks",
              "verdicts", "verdicts", ("detect",), "detect"),
    ChartKind("residuals", "scores less the fitted curves, one panel a task",
              "residuals", "residuals", ("fit", "detect"), "fit"),
    ChartKind("compare", "curve families on a series, with weights and back-test errors",
              "curves compared", "compare", ("compare",), "compare"),
    ChartKind("forecast", "points, curve and what a larger model will score, with its interval",
              "forecast", "forecast", ("forecast",), "forecast"),
    ChartKind("backtest", "held-out sizes, predicted against observed, and their coverage",
              "predictions of held-out scores", "backtest", ("compare", "forecast"), "compare"),
    ChartKind("power", "what could be detected: shares of verdicts by true width",
              "what could be detected", "power", ("power",), "power"),
    ChartKind("coverage", "how many sizes each family has on each task",
              "sizes by family and task", "coverage", ("coverage",), "coverage"),
    ChartKind("widths", "estimated widths of the rises with intervals, sorted, against w0",
              "widths of the rises", "widths", ("detect",), "detect"),
    ChartKind("definitions", "breakthroughness over linearity, points by verdict",
              "breakthroughness and linearity", "definitions", ("detect",), "detect"),
    ChartKind("breakthroughness", "breakthroughness over the width of the rise, points by verdict",
              "breakthroughness and width", "breakthroughness", ("detect",), "detect"),
    ChartKind("metric-pair", "a hard and a soft metric of the same models side by side (--pair)",
              "hard and soft metric", "metric_pair", ("detect",), "detect"),
    ChartKind("shape", "U, inverted U and inverse scaling with the two lines of their test",
              "test for turns and falls", "shape", ("detect",), "detect"),
    ChartKind("onsets", "published onsets of abilities by training compute",
              "published onsets", "onsets", ("onsets",), "onsets"),
    ChartKind("crossing", "where a curve passes a baseline, or one condition another",
              "crossing", "crossing", ("crossing",), "crossing"),
    ChartKind("isoflop", "losses by size at equal compute, and how the best size grows",
              "runs of equal compute", "isoflop", ("law isoflop",), "law isoflop"),
    ChartKind("law", "a loss law over parameters and tokens, and its residuals",
              "loss law", "law", ("law fit",), "law fit"),
    ChartKind("allocate", "what every size costs at a budget, and the best split by compute",
              "splits of a compute budget", "allocate", ("law allocate",), "law allocate"),
    ChartKind("loss-score", "scores by loss: curves of families, or both steps of a forecast",
              "scores by loss", "loss_score", ("detect", "fit", "forecast"), "fit"),
)  # fmt: skip
"""In the order of ``scaling plot --list``; of results, the first kind that takes them is drawn."""


def kind_named(name: str) -> ChartKind:
    """Return the kind of that name; raises UnknownNameError."""
    for kind in CHART_KINDS:
        if kind.name == name:
            return kind
    names = [kind.name for kind in CHART_KINDS]
    raise unknown_name("kind of chart", name, names, "'scaling plot --list' lists all")


def kind_for(command: str, name: str | None = None) -> ChartKind:
    """Return the kind that draws the results of a command, the first where none is named.

    Raises UnknownNameError for an unknown name, OutputError for a kind that needs other results.
    """
    fitting = [kind for kind in CHART_KINDS if command in kind.takes]
    if name is None:
        if not fitting:
            drawn = sorted({taken for kind in CHART_KINDS for taken in kind.takes})
            raise OutputError(
                f"there is no chart of the results of {command}: expected those of "
                f"{', '.join(drawn)}"
            )
        return fitting[0]
    kind = kind_named(name)
    if command not in kind.takes:
        others = ", ".join(other.name for other in fitting)
        advice = f"; of {command} there are: {others}" if others else ""
        raise OutputError(
            f"a chart of kind {name!r} cannot be drawn from results of {command}: expected results "
            f"of {' or '.join(kind.takes)}{advice}"
        )
    return kind
