"""A recipe gives the same figure in every process, and its manifest says from what."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scaling.errors import DataError
from scaling.plots.export.spec import manifest_of
from scaling.plots.kinds import CHART_KINDS
from scaling.recipes import build, build_all, figure_of, read_recipe, write_gallery
from scaling.recipes.analyses import OPTIONS, keywords_of, needed_by, needs_data
from tests.recipes.makers import made, write_recipe, write_scores

ONE_BUILD = """
import sys
from pathlib import Path
from scaling.recipes import build, read_recipe
built = build(read_recipe(Path(sys.argv[1])))
sys.stdout.buffer.write((built.svg + built.spec).encode())
"""


def test_the_manifest_holds_recipe_data_options_and_versions(tmp_path: Path) -> None:
    named = made(tmp_path)
    manifest = figure_of(named).manifest
    assert manifest["recipe"] == {
        "name": "sums", "kind": "curves", "analysis": "fit", "dataset": "scores.csv",
        "title": "Sums", "select": {"task": "sums"},
        "options": {"draws": 0, "interval": "delta"},
    }  # fmt: skip
    assert manifest["dataset"]["name"] == "scores.csv"
    assert (manifest["options"]["draws"], manifest["seed"]) == (0, 0)
    assert {"altair", "numpy", "vl-convert-python"} <= set(manifest["libraries"])
    assert str(tmp_path) not in json.dumps(manifest)


def test_paths_of_a_machine_stay_out_of_the_files(tmp_path: Path) -> None:
    write_scores(tmp_path)
    text = f"""
        finding = "f"
        citation = "c"
        kind = "crossing"
        dataset = "{tmp_path}/scores.csv"
        select = {{ family = "Small" }}
        options = {{ baselines = "{tmp_path}/scores.csv", baseline = "Large-70M", draws = 0 }}
    """
    named = read_recipe(write_recipe(tmp_path, text=text))
    built = build(named)
    recipe = manifest_of(json.loads(built.spec))["recipe"]
    assert (recipe["dataset"], recipe["options"]["baselines"]) == ("scores.csv", "scores.csv")
    assert str(tmp_path) not in built.spec + built.svg
    write_gallery([named], [built], tmp_path)
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    for what in ("Data", "Baselines"):
        assert f"- {what}: scores.csv (sha256 `" in page


def test_theme_width_and_title_are_those_of_the_recipe(tmp_path: Path) -> None:
    named = made(tmp_path, old='title = "Sums"', new='title = ""\ntheme = "dark"\nwidth = "page"')
    document = json.loads(build(named).spec)
    assert document["config"]["background"] == "#15191E"
    assert "title" not in document
    assert document["usermeta"]["emergent-scaling"]["title"]  # it stays in the alternative text


def test_columns_are_chosen_by_their_names(tmp_path: Path) -> None:
    named = made(tmp_path, old='task = "sums"', new='model = ["Small*"]\nwhere = { n_items = 500 }')
    options = figure_of(named).manifest["options"]
    assert options["where"] == {"n_items": ["500"], "model": ["Small*"]}


def test_families_can_be_taken_together(tmp_path: Path) -> None:
    apart = manifest_of(json.loads(build(made(tmp_path)).spec))
    assert "reading" not in apart["options"]
    named = made(tmp_path, old='task = "sums"', new="together = true")
    both = figure_of(named)
    assert both.manifest["options"]["reading"] == {"together": []}
    assert both.description.count(" rises from ") == 1
    one = made(tmp_path, old='task = "sums"', new='together = true\nfamily = "Small"')
    assert figure_of(one).manifest["options"]["reading"] == {"together": ["Small"]}


def test_an_empty_selection_names_the_recipe(tmp_path: Path) -> None:
    sound = made(tmp_path, "sound")
    wrong = made(tmp_path, "wrong", old='task = "sums"', new='task = "summs"')
    with pytest.raises(DataError) as caught:
        build_all([sound, wrong])
    assert str(caught.value).startswith(f"{tmp_path / 'wrong.toml'}: unknown task 'summs'")


def test_the_order_of_figures_is_that_of_the_recipes(tmp_path: Path) -> None:
    recipes = [made(tmp_path, name) for name in ("b", "a")]
    assert [one.name for one in build_all(recipes)] == ["b", "a"]


def test_bytes_are_the_same_in_another_process(tmp_path: Path) -> None:
    named = made(tmp_path, old='draws = 0\ninterval = "delta"', new="draws = 19")
    here = build(named)
    path = tmp_path / named.file
    run = subprocess.run(
        [sys.executable, "-c", ONE_BUILD, str(path)],
        env={"PYTHONHASHSEED": "7919", "OPENBLAS_NUM_THREADS": "1", "PATH": ""},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
    )
    assert run.stdout.decode() == here.svg + here.spec


def test_every_analysis_has_keywords_and_none_is_of_speed() -> None:
    for analysis in OPTIONS:
        known = keywords_of(analysis, {})
        assert {"n_jobs", "show_progress", "data", "task"}.isdisjoint(known)
    assert {kind.analysis for kind in CHART_KINDS} <= set(OPTIONS)
    assert {"w0", "draws", "pairs", "pool"} <= set(keywords_of("detect", {}))
    assert needed_by("detect", {}) == ()
    assert needed_by("forecast", {"tokens": "1T"}) == ("at", "tokens")
    assert needed_by("power", {}) == ("sizes",)
    assert {"baselines", "pair", "reach"} <= set(keywords_of("crossing", {}))
    assert "via" in keywords_of("forecast", {"tokens": "1T"})
    assert "components" in keywords_of("forecast", {"benchmarks": "obs-benchmarks"})
    assert [name for name in OPTIONS if not needs_data(name)] == ["power"]
