"""A check says that a figure is stale, and which of its inputs changed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scaling.plots.export.spec import json_text
from scaling.recipes import Built, build, check, write_gallery
from tests.recipes.makers import made, write_recipe, write_scores

Document = dict[str, Any]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """A folder of a recipe with its data, and its figure."""
    folder = tmp_path_factory.mktemp("recipes")
    return folder, build(made(folder))


@pytest.fixture
def there(built: tuple[Path, Built], tmp_path: Path) -> tuple[Path, Built]:
    """A fresh folder with the figure's files, and what its recipe gives."""
    write_gallery([made(built[0])], [built[1]], tmp_path)
    return tmp_path, built[1]


def edit(folder: Path, change: Callable[[Document], None]) -> None:
    """Change the Vega-Lite document that is there, as if something else had made it."""
    path = folder / "sums.vl.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json_text(document, indent=1) + "\n", encoding="utf-8")


def manifest(document: Document) -> Document:
    found: Document = document["usermeta"]["emergent-scaling"]["manifest"]
    return found


def first_rows(document: Document) -> list[Document]:
    rows: list[Document] = max(document["datasets"].values(), key=len)
    return rows


def test_a_fresh_figure_is_up_to_date(there: tuple[Path, Built]) -> None:
    folder, now = there
    found = check(now, folder)
    assert (found.stale, found.remark) == ((), "")


def test_a_figure_that_was_never_built(tmp_path: Path, built: tuple[Path, Built]) -> None:
    assert check(built[1], tmp_path).stale == ("sums.vl.json is not there: it was never built",)
    untitled = json.loads(built[1].spec)
    del untitled["usermeta"]["emergent-scaling"]["title"]
    found: list[Document] = [{}, untitled]
    for document in found:
        (tmp_path / "sums.vl.json").write_text(json.dumps(document), encoding="utf-8")
        assert check(built[1], tmp_path).stale == (
            "sums.vl.json is not a figure of ours: move it away",
        )


def test_changed_data_are_named_by_their_checksum(there: tuple[Path, Built]) -> None:
    folder, _ = there
    write_scores(folder, last=0.8)
    (found,) = check(build(made(folder)), folder).stale
    assert found.startswith("data scores.csv: sha256 ")
    assert " → " in found


def test_a_changed_recipe_is_named_by_its_keys(there: tuple[Path, Built]) -> None:
    folder, _ = there
    write_scores(folder)
    changed = made(folder, old='title = "Sums"', new='title = "All sums"\ntheme = "dark"')
    assert check(build(changed), folder).stale == (
        "recipe: title 'Sums' → 'All sums'", "recipe: theme none → 'dark'",
    )  # fmt: skip
    changed = made(folder, old="draws = 0", new="level = 0.9")
    assert check(build(changed), folder).stale == (
        "recipe: options.draws 0 → none", "recipe: options.level none → 0.9",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: manifest(one).update(version="0.0.9"), "emergent-scaling 0.0.9 → "),
        (lambda one: manifest(one)["options"].update(rho=0.5), "option rho 0.5 → 0.005"),
        (lambda one: manifest(one).update(seed=3), "seed 3 → 0"),
        (lambda one: manifest(one).pop("recipe"), "it was not built from a recipe"),
        (lambda one: manifest(one)["options"].update(baselines={"name": "old", "sha256": "ab12"}),
         "baselines old: sha256 ab12… → none"),
        (lambda one: first_rows(one)[0].update(x=1), "no input changed, the code did; values["),
    ],
)  # fmt: skip
def test_other_inputs_are_named(
    there: tuple[Path, Built], change: Callable[[Document], None], told: str
) -> None:
    folder, now = there
    edit(folder, change)
    assert "; ".join(check(now, folder).stale).startswith(told)


def test_an_edited_picture(there: tuple[Path, Built]) -> None:
    folder, now = there
    path = folder / "sums.svg"
    path.write_text(path.read_text(encoding="utf-8").replace("</svg>", "<g/></svg>"), "utf-8")
    assert check(now, folder).stale == ("sums.svg is not what its chart draws",)
    path.write_text("<svg/>", encoding="utf-8")
    assert check(now, folder).stale == ("sums.svg is not a figure of ours: move it away",)
    path.unlink()
    assert check(now, folder).stale == ("sums.svg is not there",)


def other_libraries(document: Document) -> None:
    manifest(document)["libraries"]["numpy"] = "1.0"


def first_mark(document: Document) -> Document:
    """Return the first part of a chart that has a mark."""
    if "mark" in document:
        return document
    key = next(key for key in ("layer", "concat", "hconcat", "vconcat", "spec") if key in document)
    part = document[key]
    return first_mark(part[0] if isinstance(part, list) else part)


def nudge(document: Document, share: float) -> None:
    """Move the numbers that a chart draws by a share of themselves."""
    for rows in document["datasets"].values():
        for row in rows:
            for key, value in row.items():
                if isinstance(value, float):
                    row[key] = value * (1 + share)


def test_other_versions_of_libraries_compare_values(there: tuple[Path, Built]) -> None:
    folder, now = there
    edit(folder, other_libraries)
    edit(folder, lambda one: nudge(one, 1e-5))
    (folder / "sums.svg").write_text(other_picture(now.svg), encoding="utf-8")
    found = check(now, folder)
    assert found.stale == ()
    assert found.remark.startswith("built with numpy '1.0' → ")
    assert found.remark.endswith(": its values agree")
    edit(folder, lambda one: nudge(one, 0.01))
    told = check(now, folder).stale
    assert told[0].startswith("built with numpy '1.0' → ")
    assert " more" in told[1]


def other_picture(svg: str) -> str:
    """Return a picture as other libraries draw it: other bytes, the manifest of their chart."""
    return re.sub(r"(numpy&quot;:\s*&quot;|numpy\":\s*\")[^\"&]+", r"\g<1>1.0", svg)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: one["usermeta"]["emergent-scaling"].update(title="Products"), "title"),
        (lambda one: one.update(description="Scores fall."), "description"),
        (lambda one: first_mark(one).update(mark={"type": "bar"}), "marks"),
    ],
)
def test_other_versions_of_libraries_compare_texts_and_marks(
    there: tuple[Path, Built], change: Callable[[Document], None], told: str
) -> None:
    folder, now = there
    edit(folder, other_libraries)
    (folder / "sums.svg").write_text(other_picture(now.svg), encoding="utf-8")
    assert check(now, folder).stale == ()
    edit(folder, change)
    assert check(now, folder).stale[1].startswith(told)


def test_other_versions_of_libraries_look_at_the_picture(there: tuple[Path, Built]) -> None:
    folder, now = there
    edit(folder, other_libraries)
    path = folder / "sums.svg"
    assert check(now, folder).stale[1:] == ("sums.svg was not drawn from the chart beside it",)
    path.write_text("<svg/>", encoding="utf-8")
    assert check(now, folder).stale[1:] == ("sums.svg is not a figure of ours: move it away",)
    path.unlink()
    assert check(now, folder).stale[1:] == ("sums.svg is not there",)


def test_changed_inputs_count_on_other_versions_too(there: tuple[Path, Built]) -> None:
    folder, now = there
    edit(folder, other_libraries)
    edit(folder, lambda one: manifest(one)["dataset"].update(sha256="0" * 64))
    assert check(now, folder).stale[0].startswith("data scores.csv: sha256 000000000000… → ")


def test_a_text_of_the_gallery_leaves_the_figure_alone(there: tuple[Path, Built]) -> None:
    folder, now = there
    write_scores(folder)
    write_recipe(folder, old="Sums grow", new="Sums surely grow")
    assert replace(build(made(folder)), seconds=0) == replace(now, seconds=0)
