"""The gallery: its page, which files it replaces, what it says of figures without a recipe."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest

from scaling.errors import OutputError
from scaling.recipes import (
    Built,
    NamedRecipe,
    build,
    check_gallery,
    read_recipe,
    read_recipes,
    write_gallery,
)
from scaling.recipes.files import MARK, is_ours
from scaling.recipes.schema import FILE, recipe_schema
from tests.recipes.makers import RECIPE, made, write_scores

FIGURES = Path(__file__).resolve().parents[2] / "figures"
NAMES = {"sums.svg", "sums.vl.json", "README.md"}


@pytest.fixture(scope="module")
def sums(tmp_path_factory: pytest.TempPathFactory) -> tuple[NamedRecipe, Built]:
    """A recipe and its figure."""
    named = made(tmp_path_factory.mktemp("recipes"))
    return named, build(named)


def test_a_gallery_is_three_files_and_written_once(
    sums: tuple[NamedRecipe, Built], tmp_path: Path
) -> None:
    named, built = sums
    written = write_gallery([named], [built], tmp_path)
    assert {path.name for path in written} == NAMES
    assert write_gallery([named], [built], tmp_path) == []
    assert [one.stale for one in check_gallery([named], [built], tmp_path)] == [()]


def test_the_page_has_picture_finding_words_source_data_and_recipe(
    sums: tuple[NamedRecipe, Built], tmp_path: Path
) -> None:
    named, built = sums
    write_gallery([named], [built], tmp_path)
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    description = json.loads(built.spec)["description"]
    assert page.startswith(MARK)
    assert page.count(description.replace("[", r"\[").replace("]", r"\]")) == 2
    for part in ("## Sums\n", "](sums.svg)\n", "\nSums grow with size.\n",
                 "- Source: Somebody 2024", "- Data: scores.csv (sha256 `", "`sums.toml`",
                 "`scaling figures build sums`", "[`sums.vl.json`](sums.vl.json)"):  # fmt: skip
        assert part in page
    beside = named.folder
    write_gallery([named], [built], beside)
    assert "[`sums.toml`](sums.toml)" in (beside / "README.md").read_text(encoding="utf-8")


def test_texts_of_data_and_recipes_are_no_markup(tmp_path: Path) -> None:
    task = "<script>alert(1)</script>"
    write_scores(tmp_path, task=task)
    old = 'title = "Sums"\n\n[select]\ntask = "sums"'
    named = made(tmp_path, old=old, new=f'title = "[a](b) *c* {task}"\n\n[select]\ntask = "{task}"')
    built = build(named)
    write_gallery([named], [built], tmp_path)
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<script" not in built.svg
    assert r"## \[a\](b) \*c\* &lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_page_lists_the_figures_that_are_there(tmp_path: Path) -> None:
    recipes = [made(tmp_path, name) for name in ("a", "b")]
    out = tmp_path / "out"
    write_gallery(recipes, [build(recipes[0])], out)
    assert "](b.svg)" not in (out / "README.md").read_text(encoding="utf-8")
    write_gallery(recipes, [build(recipes[1])], out)
    page = (out / "README.md").read_text(encoding="utf-8")
    assert page.index("](a.svg)") < page.index("](b.svg)")


def test_files_that_are_not_ours_are_left_alone(
    sums: tuple[NamedRecipe, Built], tmp_path: Path
) -> None:
    named, built = sums
    theirs = {"sums.svg": "<svg xmlns='a'><metadata>{}</metadata></svg>", "sums.vl.json": "{}",
              "README.md": "# My figures\n"}  # fmt: skip
    for name, text in theirs.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(OutputError, match=f"{name} is not a file that 'scaling figures build'"):
            write_gallery([named], [built], tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {name}
        (tmp_path / name).unlink()
    (tmp_path / "elsewhere.svg").write_text(f"{built.svg} ", encoding="utf-8")
    (tmp_path / "sums.svg").symlink_to(tmp_path / "elsewhere.svg")
    with pytest.raises(OutputError, match=r"sums\.svg is not a file that"):
        write_gallery([named], [built], tmp_path)


def test_what_is_ours(sums: tuple[NamedRecipe, Built], tmp_path: Path) -> None:
    write_gallery([sums[0]], [sums[1]], tmp_path)
    assert all(is_ours(tmp_path / name) for name in NAMES)
    assert not is_ours(tmp_path)
    (tmp_path / "a.svg").write_bytes(b"\xff")
    (tmp_path / "b.svg").write_text("<svg><metadata>{not json</metadata></svg>", encoding="utf-8")
    assert not is_ours(tmp_path / "a.svg")
    assert not is_ours(tmp_path / "b.svg")


def test_a_place_that_cannot_be_written(sums: tuple[NamedRecipe, Built], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"cannot write .*: .*; choose another place with -o"):
        write_gallery([sums[0]], [sums[1]], tmp_path / "file" / "gallery")


def test_figures_without_a_recipe_and_a_stale_page_are_told(
    sums: tuple[NamedRecipe, Built], tmp_path: Path
) -> None:
    named, built = sums
    old = Built("old", built.svg, built.spec.replace('"name": "sums"', '"name": "old"'), 0)
    write_gallery([named], [built, old], tmp_path)
    (tmp_path / "README.md").write_text(MARK, encoding="utf-8")
    (tmp_path / "mine.vl.json").write_text(built.spec, encoding="utf-8")  # a copy, of no recipe
    checked = check_gallery([named], [built], tmp_path)
    assert [one.name for one in checked if one.left_over] == ["old"]
    found = {one.name: one.stale for one in checked}
    assert found == {
        "sums": (),
        "old": ("no recipe has that name: remove old.vl.json and old.svg",),
        "README.md": ("its texts are not those of the recipes and figures",),
    }
    other = made(tmp_path, "other")
    assert [one.name for one in check_gallery([named, other], [built], tmp_path)] == ["sums"]


# The project's own gallery; `make check` builds it.


def test_the_recipes_of_the_project_are_sound_and_in_the_gallery() -> None:
    recipes = read_recipes(FIGURES)
    page = (FIGURES / "README.md").read_text(encoding="utf-8")
    assert len(recipes) >= 12
    assert [one.name for one in recipes if f"]({one.name}.svg)" not in page] == []
    for one in recipes:
        assert f"- Recipe: [`{one.file}`]({one.file})" in page
        assert (FIGURES / one.file).read_text(encoding="utf-8").startswith(f"#:schema {FILE}\n")


def test_the_schema_beside_the_recipes_is_that_of_the_model() -> None:
    schema = recipe_schema()
    there = json.loads((FIGURES / FILE).read_text(encoding="utf-8"))
    assert there == schema, f"{FILE} is not up to date: run make docs"
    assert "curves" in schema["properties"]["kind"]["enum"]
    assert schema["properties"]["options"]["additionalProperties"] is False
    assert {"draws", "via", "components"} <= set(schema["properties"]["options"]["properties"])
    for keys in (schema["properties"], schema["$defs"]["Select"]["properties"]):
        assert all(entry["description"] for entry in keys.values())


def test_editors_that_know_the_schema_say_what_we_say() -> None:
    schema = recipe_schema()
    for path in FIGURES.glob("*.toml"):
        jsonschema.validate(tomllib.loads(path.read_text(encoding="utf-8")), schema)
    recipe = tomllib.loads(RECIPE)
    for wrong in ({"colour": 1}, {"options": {"drwas": 1}}, {"select": {"task": [True]}},
                  {"kind": "curve"}, {"finding": 3}):  # fmt: skip
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(recipe | wrong, schema)


def test_the_example_of_the_docs_is_a_recipe(tmp_path: Path) -> None:
    page = (FIGURES.parent / "docs" / "figures.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    path = tmp_path / "my-figure.toml"
    path.write_text(example, encoding="utf-8")
    assert read_recipe(path).recipe.select.n_shots == 16
