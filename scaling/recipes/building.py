"""From a recipe to its figure: data, analysis, chart, and the texts of the files."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from scaling.api.figures import results_for, usual_options
from scaling.choosing import names_of
from scaling.documents import plain
from scaling.errors import DataError, ScalingError
from scaling.fitting.parallel import run
from scaling.plots.kinds import kind_named
from scaling.progress import progress
from scaling.provenance import library_versions
from scaling.recipes.analyses import selects_of
from scaling.recipes.data import OF_TABLES, table_of, told_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaling.plots.figure import Drawable, Figure
    from scaling.recipes.model import Recipe, Select
    from scaling.recipes.reading import NamedRecipe
    from scaling.table import ScoreTable

TEXTS = {"finding", "citation"}
"""Keys that stand in the gallery and not in the figure."""


@dataclass(frozen=True)
class Built:
    """The two files of a figure as text, and how long they took (seconds)."""

    name: str
    svg: str
    spec: str
    seconds: float


@dataclass(frozen=True)
class Failed:
    """Why a figure could not be built."""

    name: str
    message: str


def figure_of(named: NamedRecipe) -> Figure:
    """Return the figure of a recipe; its manifest holds the recipe and the libraries' versions.

    Raises ScalingError where the data hold nothing of what the recipe selects, or the like.
    """
    from scaling.plots.figure import draw

    recipe = named.recipe
    figure = draw(
        _results(named),
        recipe.kind,
        theme=recipe.theme,
        width=recipe.width,
        title=recipe.title,
    )
    manifest = {**figure.manifest, "recipe": {"name": named.name, **_asked(recipe)}}
    return replace(figure, manifest=manifest | {"libraries": library_versions()})


def _asked(recipe: Recipe) -> dict[str, Any]:
    """Return a recipe as a manifest records it: what differs from the defaults, and no paths."""
    asked: dict[str, Any] = plain(recipe.model_dump(exclude=TEXTS, exclude_defaults=True))
    for section, names in ((asked, ("dataset",)), (asked.get("options", {}), OF_TABLES)):
        section |= {name: told_name(section[name]) for name in names if name in section}
    return asked


def build(named: NamedRecipe) -> Built:
    """Return the files of a recipe's figure; raises what ``figure_of`` raises."""
    start = perf_counter()
    figure = figure_of(named)
    svg, spec = figure.render("svg"), figure.render("json")
    assert isinstance(svg, str)
    assert isinstance(spec, str)
    return Built(named.name, svg, spec, perf_counter() - start)


def build_all(
    recipes: Sequence[NamedRecipe], *, n_jobs: int = 1, show_progress: bool | None = False
) -> list[Built]:
    """Return the files of all figures, in the order of the recipes.

    Raises DataError with a line for every recipe that cannot be built.
    """
    bar = progress("building figures", len(recipes), show=show_progress)
    with bar as advance:
        found = run(_attempt, [(one,) for one in recipes], n_jobs, advance)
    failed = [one for one in found if isinstance(one, Failed)]
    if failed:
        raise DataError("\n".join(one.message for one in failed))
    return [one for one in found if isinstance(one, Built)]


def description_of(spec: str) -> str:
    """Return the alternative text in a figure's Vega-Lite document."""
    return str(json.loads(spec)["description"])


def _attempt(named: NamedRecipe) -> Built | Failed:
    try:
        return build(named)
    except ScalingError as error:
        return Failed(named.name, f"{named.folder / named.file}: {error}")
    except Exception as error:  # a fault of ours goes on its way, with the recipe that met it
        error.add_note(f"while building {named.folder / named.file}")
        raise


def _results(named: NamedRecipe) -> Drawable:
    """Run the analysis of a recipe."""
    recipe = named.recipe
    analysis = recipe.analysis or kind_named(recipe.kind).analysis
    options = dict(recipe.options)
    for name in OF_TABLES:
        if isinstance(options.get(name), str):
            options[name] = table_of(options[name], named.folder)
    data = None
    if recipe.dataset is not None:
        data = table_of(recipe.dataset, named.folder)
    keywords = usual_options(recipe.kind, analysis) | _selection(recipe.select, analysis)
    if data is not None and recipe.select.together:
        data = _together(data, keywords.pop("family", ()))
    return results_for(analysis, data, **keywords, **options)


def _together(table: ScoreTable, families: Any) -> ScoreTable:
    """Return a table whose models, those of ``families`` where some are named, are one family."""
    chosen = table.select(family=names_of(families)) if families else table
    made = {"together": list(names_of(families))}
    frame = chosen.frame.drop(columns="family", errors="ignore")
    return replace(table, frame=frame, read_with={**table.read_with, **made})


def _selection(select: Select, analysis: str) -> dict[str, Any]:
    """Return the selection of a recipe as keywords; what names a column becomes ``where``."""
    keywords = selects_of(analysis)
    asked = select.model_dump(exclude={"together"}, exclude_none=True)
    where = dict(asked.pop("where", {}))
    where |= {key: asked.pop(key) for key in list(asked) if key not in keywords}
    return asked | ({"where": where} if where else {})
