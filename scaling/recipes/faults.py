"""Everything that is wrong with a recipe, as lines: its keys, and the names it uses.

Nothing is computed for it: names are looked up, options go through the checks of their analysis.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scaling.errors import ScalingError
from scaling.plots.kinds import ChartKind, kind_named
from scaling.plots.style.theme import theme_named
from scaling.plots.style.widths import width_in
from scaling.recipes.analyses import OPTIONS, needs_data, selects_of
from scaling.recipes.data import data_of
from scaling.recipes.model import Recipe, Select
from scaling.recipes.option_faults import option_faults
from scaling.record_faults import did_you_mean, faults_of

OF_KEYWORDS = ("task", "family", "metric", "checkpoint", "size")
"""Keys of a selection that are keywords of an analysis; the others are columns."""
OF_SERIES = {"task", "checkpoint"}
"""The keywords that analyses of series have; their families can be taken together."""


def recipe_faults(raw: Mapping[str, Any], folder: Path) -> list[str]:
    """Return ``KEY: what is wrong`` for every fault of the keys of a recipe in ``folder``."""
    lines = []
    try:
        Recipe.model_validate(raw)
    except ValidationError as error:
        lines = faults_of(error, "the recipe", _keys_of)
    texts = {key: value for key, value in raw.items() if isinstance(value, str)}
    lines += _name_faults(texts, folder)
    kind = _found(kind_named, texts.get("kind"))
    if kind is None or not isinstance(raw.get("analysis", ""), str):
        return lines
    analysis = texts.get("analysis", kind.analysis)
    if analysis not in kind.takes or analysis not in OPTIONS:
        return [*lines, _of_analysis(analysis, kind)]
    lines += _data_faults(raw, analysis)
    return [*lines, *option_faults(raw.get("options", {}), analysis, folder)]


def _keys_of(section: Sequence[int | str]) -> Iterable[str]:
    return Select.model_fields if section else Recipe.model_fields


def _name_faults(texts: Mapping[str, str], folder: Path) -> Iterator[str]:
    """Yield the names that nothing has; what is no name at all is left to the model."""
    looked_up: dict[str, Callable[[str], object]] = {
        "kind": kind_named,
        "theme": theme_named,
        "width": lambda width: width_in(width, theme_named("light")),
        "dataset": lambda name: data_of(name, folder),
    }
    for key, look in looked_up.items():
        try:
            _ = look(texts[key]) if key in texts else None
        except ScalingError as error:
            yield f"{key}: {error}"


def _found(look: Callable[[str], ChartKind], name: str | None) -> ChartKind | None:
    try:
        return None if name is None else look(name)
    except ScalingError:
        return None


def _of_analysis(analysis: str, kind: ChartKind) -> str:
    known = [name for name in kind.takes if name in OPTIONS]
    close = did_you_mean(analysis, known) or f": expected {' or '.join(known)}"
    return f"analysis: a chart of kind {kind.name!r} is not drawn from {analysis!r}{close}"


def _data_faults(raw: Mapping[str, Any], analysis: str) -> Iterator[str]:
    """Yield what the dataset and the selection of rows have that the analysis does not take."""
    wanted = needs_data(analysis)
    if wanted and "dataset" not in raw:
        yield f"dataset: expected a value, found nothing: {analysis} is made from data"
    if not wanted and "dataset" in raw:
        yield f"dataset: expected none: {analysis} is not made from data"
    chosen = raw.get("select")
    if not isinstance(chosen, dict):
        return
    taken = selects_of(analysis)
    columns = [key for key in Select.model_fields if key not in (*OF_KEYWORDS, "together")]
    known = [*(key for key in OF_KEYWORDS if key in taken), *(columns if "where" in taken else ())]
    known += ["together"] if OF_SERIES.issubset(taken) else []
    for key in chosen:
        if key in Select.model_fields and key not in known:
            told = f"expected {', '.join(known)}" if known else "leave it out"
            yield f"select.{key}: {analysis} does not choose by it: {told}"
    others = chosen.get("where")
    for key in others if isinstance(others, dict) else ():
        if key in Select.model_fields:
            yield f"select.where.{key}: has a key of its own: expected it as select.{key}"
