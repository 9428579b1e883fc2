"""A figure: a chart with what belongs to it in every format it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import altair as alt

from scaling.detection.result_set import DetectResults
from scaling.errors import unknown_name
from scaling.fitting.results import FitResults
from scaling.plots.alt_text import describe, describe_onsets
from scaling.plots.export import save
from scaling.plots.kinds import CHART_KINDS


@dataclass(frozen=True, eq=False)
class Figure:
    """A chart, its title and alternative text, and the manifest of what it was made from."""

    chart: alt.TopLevelMixin
    title: str
    description: str
    manifest: Mapping[str, Any]

    def save(self, path: str | Path, *, dpi: float = 200, force: bool = False) -> Path:
        """Write the figure in the format of the suffix; see ``scaling.plots.save``."""
        return save(
            self.chart,
            path,
            title=self.title,
            description=self.description,
            manifest=self.manifest,
            dpi=dpi,
            force=force,
        )

    def __repr__(self) -> str:
        return f"Figure {self.title!r}: {self.description}"

    def _repr_mimebundle_(self, *args: Any, **kwargs: Any) -> Any:
        return self.chart._repr_mimebundle_(*args, **kwargs)


def draw(kind: str, results: FitResults | DetectResults) -> Figure:
    """Return the figure of results; raises UnknownNameError for an unknown kind of chart."""
    dataset = str(results.manifest["dataset"]["name"])
    return Figure(_chart(kind, results), f"{dataset}: {kind}", describe(results), results.manifest)


def draw_onsets(records: list[dict[str, Any]], manifest: Mapping[str, Any]) -> Figure:
    """Return the figure of published onsets, from records as ``Onset.to_dict`` gives them."""
    title = f"{manifest['dataset']['name']}: published onsets"
    return Figure(_chart("onsets", records), title, describe_onsets(records), manifest)


def _chart(kind: str, things: Any) -> alt.TopLevelMixin:
    """Import the one module that draws this kind and return its chart."""
    names = [name for name, _, _ in CHART_KINDS]
    for name, _, place in CHART_KINDS:
        if name == kind:
            module, function = place.split(":")
            chart: alt.TopLevelMixin = getattr(import_module(module), function)(things)
            return chart
    raise unknown_name("kind of chart", kind, names, "'scaling plot --list' lists all")
