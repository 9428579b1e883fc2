"""A figure: a chart with what belongs to it in every format it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import altair as alt

from scaling.fitting.result_set import ResultSet
from scaling.plots.export.files import render, save
from scaling.plots.export.notebook import notebook_bundle
from scaling.plots.export.spec import spec_of
from scaling.plots.export.svg import svg_text
from scaling.plots.fitted import fitted
from scaling.plots.headings import heading
from scaling.plots.kinds import kind_for
from scaling.plots.style.style import Style
from scaling.plots.style.text import clean
from scaling.plots.style.theme import theme_named


@dataclass(frozen=True)
class Records:
    """Things to draw that are no results of an analysis: published onsets, what a table covers.

    ``command`` names what they are, as in ``ChartKind.takes``; ``facts`` holds what belongs to
    all of them.
    """

    items: tuple[Mapping[str, Any], ...]
    manifest: Mapping[str, Any]
    command: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


Drawable = ResultSet[Any] | Records


@dataclass(frozen=True, eq=False)
class Figure:
    """A chart, its title and alternative text, and the manifest of what it was made from.

    ``unit``: what the lengths of the chart are, ``px`` or ``pt``.
    """

    chart: alt.TopLevelMixin
    title: str
    description: str
    manifest: Mapping[str, Any]
    unit: str = "px"

    def save(self, path: str | Path, *, dpi: float = 200, force: bool = False) -> Path:
        """Write the figure in the format of the suffix, whole or not at all; return the path.

        ``dpi``: pixels of a PNG to the inch. Title, alternative text and manifest are part of every
        format. Raises OutputError for an unknown suffix, a file that is there without ``force``,
        or a place that cannot be written.
        """
        return save(self.chart, path, **self._parts(), dpi=dpi, force=force)

    def render(self, format: str, *, dpi: float = 200) -> bytes | str:
        """Return the figure in a format: ``svg``, ``png``, ``pdf``, ``html`` or ``json``."""
        return render(self.chart, format, **self._parts(), dpi=dpi)

    def spec(self) -> dict[str, Any]:
        """Return the canonical Vega-Lite document."""
        return spec_of(self.chart, **self._parts())

    def inline_svg(self) -> str:
        """Return the figure as an SVG element for a web page, where it scales down."""
        return svg_text(self.spec(), inline=True)

    def __repr__(self) -> str:
        return f"Figure {self.title!r}: {self.description}"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return notebook_bundle(self.spec())

    def _parts(self) -> dict[str, Any]:
        named = {"title": self.title, "description": self.description, "manifest": self.manifest}
        return named | {"unit": self.unit}


def draw(
    results: Drawable,
    kind: str | None = None,
    *,
    theme: str = "light",
    width: str | None = None,
    title: str | None = None,
    names: tuple[str, ...] = (),
) -> Figure:
    """Return the figure of results: of their first kind of chart, where none is named.

    ``width``: ``column``, ``page`` or a length such as ``3.4in``; None leaves it to the chart.
    ``title`` stands above the figure; None makes one from the results, an empty text leaves it
    out (it stays in the alternative text). ``names``: the lines of all figures of a page, so that
    a family looks the same in each. Raises UnknownNameError for an unknown kind or theme,
    OutputError for a kind that needs other results or a width that is too small, OptionError for
    what is no width.
    """
    chosen = kind_for(results.command, kind)
    made = heading(chosen, results, results.manifest)
    title = None if title is None else clean(title)
    style = Style(theme_named(theme), title=made if title is None else title, names=names)
    module = chosen.module()
    chart = fitted(partial(module.chart, results), style, width)
    text = module.describe(results)
    return Figure(chart, title or made, text, results.manifest, style.theme.unit)
