"""The analyses that recipes may ask for, and the keywords that each of them takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

from scaling.api.figures import analysis_named

SELECTING = ("task", "family", "metric", "where", "size", "checkpoint")
NO_OPTIONS = {"data", "table", "show_progress", "n_jobs", *SELECTING}
"""Keywords that a recipe says elsewhere, or that change no result."""

OPTIONS = {
    "detect": "scaling.detection.options:DetectOptions",
    "fit": "scaling.fitting.options:FitOptions",
    "compare": "scaling.forecasting.options:CompareOptions",
    "forecast": "scaling.forecasting.ahead.options:ForecastOptions",
    "crossing": "scaling.forecasting.crossing.options:CrossingOptions",
    "power": "scaling.simulation.power_options:PowerOptions",
    "law fit": "scaling.fitting.laws.options:LawOptions",
    "law isoflop": "scaling.forecasting.laws.isoflop.options:IsoflopOptions",
    "law allocate": "scaling.fitting.laws.options:LawOptions",
    "onsets": "",
    "coverage": "",
}
"""Where the further keywords of each analysis are declared; nowhere for those without any."""

IN_TWO_STEPS = "scaling.forecasting.two_step.options:TwoStepOptions"
BY_BENCHMARKS = "scaling.forecasting.observational.options:ObservationalOptions"


def options_class(analysis: str, options: Mapping[str, Any]) -> type[Any] | None:
    """Return the class that checks the further keywords of an analysis; None where it has none.

    A forecast takes others with ``tokens`` (through the loss) or ``benchmarks`` (by capability).
    """
    place = OPTIONS[analysis]
    if analysis == "forecast" and "tokens" in options:
        place = IN_TWO_STEPS
    elif analysis == "forecast" and "benchmarks" in options:
        place = BY_BENCHMARKS
    if not place:
        return None
    module, name = place.split(":")
    found: type[Any] = getattr(import_module(module), name)
    return found


def keywords_of(analysis: str, options: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keywords that a recipe may give an analysis beside the selection of rows."""
    of_class = options_class(analysis, options)
    names = [*_parameters(analysis), *(f.name for f in fields(of_class) if f.init)] if of_class \
        else _parameters(analysis)  # fmt: skip
    return tuple(name for name in dict.fromkeys(names) if name not in NO_OPTIONS)


def needed_by(analysis: str, options: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the keywords that an analysis cannot do without."""
    known = signature(analysis_named(analysis)).parameters.values()
    own = [one.name for one in known if one.default is Parameter.empty]
    of_class = options_class(analysis, options)
    declared = fields(of_class) if of_class else ()
    own += [one.name for one in declared if one.default is one.default_factory is MISSING]
    return tuple(name for name in keywords_of(analysis, options) if name in own)


def selects_of(analysis: str) -> tuple[str, ...]:
    """Return the keywords by which an analysis chooses rows and their size axis."""
    return tuple(name for name in SELECTING if name in _parameters(analysis))


def needs_data(analysis: str) -> bool:
    """Return whether an analysis is one of data; the power of sizes is not."""
    return not {"data", "table"}.isdisjoint(_parameters(analysis))


def _parameters(analysis: str) -> list[str]:
    """Return the keywords that the function of an analysis declares itself."""
    known = signature(analysis_named(analysis)).parameters.values()
    return [one.name for one in known if one.kind is not Parameter.VAR_KEYWORD]
