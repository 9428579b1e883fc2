"""Recipes are read whole or refused with every fault: the key, what was expected, the nearest."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from scaling.errors import DataError, UnknownNameError
from scaling.recipes import read_recipe, read_recipes, recipe_names, recipes_folder
from scaling.recipes.analyses import OPTIONS, keywords_of, options_class
from scaling.recipes.option_faults import option_faults
from scaling.recipes.own_options import OWN
from tests.recipes.makers import RECIPE, made, write_recipe, write_scores


def faults(folder: Path, old: str = "", new: str = "") -> list[str]:
    write_scores(folder)
    path = write_recipe(folder, old=old, new=new)
    with pytest.raises(DataError) as caught:
        read_recipe(path)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{path}: ") for line in lines)
    return [line.removeprefix(f"{path}: ") for line in lines]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('title = "Sums"', 'titel = "Sums"', "titel: unknown key: did you mean 'title'?"),
        ('title = "Sums"', "zzz = 1", "zzz: unknown key"),
        ('finding = "Sums grow with size."\n', "", "finding: expected a value, found nothing"),
        ('"Sums grow with size."', '" "', "finding: expected some words, found ' '"),
        ('"Sums grow with size."', '"' + "a" * 601 + '"',
         "finding: String should have at most 600 characters, found '" + "a" * 56 + "…"),
        ('"Somebody 2024"', "2024", "citation: expected a valid string, found 2024"),
        ('"curves"', '"curve"', "kind: unknown kind of chart 'curve': did you mean 'curves'? "
         "('scaling plot --list' lists all)"),
        ('analysis = "fit"', 'analysis = "fits"', "analysis: a chart of kind 'curves' is not drawn "
         "from 'fits': did you mean 'fit'?"),
        ('analysis = "fit"', 'analysis = "power"', "analysis: a chart of kind 'curves' is not "
         "drawn from 'power': expected detect or fit"),
        ('"scores.csv"', '"obs-emergnt"', "dataset: unknown dataset 'obs-emergnt': did you mean "
         "'obs-emergent'? ('scaling data list' lists all; no file of that name is beside the "
         "recipe)"),
        ('dataset = "scores.csv"\n', "",
         "dataset: expected a value, found nothing: fit is made from data"),
        ('title = "Sums"', "title = 3", "title: expected a valid string, found 3"),
        ('title = "Sums"', 'theme = "drak"', "theme: unknown theme 'drak': did you mean 'dark'?"),
        ('title = "Sums"', 'width = "3.4 feet"', "width: width '3.4 feet': expected column "
         "(3.4in), page (7in), or a length of 1.5in to 40in such as 3.4in, 17cm, 85mm, 500pt or "
         "640px"),
        ('task = "sums"', 'taks = "sums"', "select.taks: unknown key: did you mean 'task'?"),
        ('task = "sums"', "task = true",
         "select.task: expected a name, a number or a list of them, found True"),
        ('task = "sums"', "task = []",
         "select.task: expected a name, a number or a list of them, found []"),
        ('task = "sums"', 'task = ["sums", ""]',
         "select.task: expected a name, a number or a list of them, found ['sums', '']"),
        ('task = "sums"', 'where = { task = "sums" }',
         "select.where.task: has a key of its own: expected it as select.task"),
        ("draws = 0", "drwas = 0", "options.drwas: unknown option of fit: did you mean 'draws'?"),
        ("draws = 0", "n_jobs = 2", "options.n_jobs: unknown option of fit"),
        ("draws = 0", "draws = 3",
         "options.draws: expected a whole number, 0 or at least 19, got 3"),
        ("draws = 0", 'curve = "logstic"', "options.curve: unknown curve 'logstic': did you mean "
         "'logistic'? ('scaling curves' lists all)"),
        ('task = "sums"', "n_shots = nan",
         "select.n_shots: expected a name, a number or a list of them, found nan"),
        ('"scores.csv"', '"' + "a" * 5000 + '"', "dataset: unknown dataset '" + "a" * 59 + "…' "
         "('scaling data list' lists all; no file of that name is beside the recipe)"),
        ('[options]\ndraws = 0\ninterval = "delta"\n', "", "options: expected a table of options "
         "such as draws = 199, found 3"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_key(tmp_path: Path, old: str, new: str, fault: str) -> None:
    if fault.startswith("options: "):
        old, new = RECIPE, RECIPE.replace(old, "").replace("[select]", "options = 3\n[select]")
    assert faults(tmp_path, old, new) == [fault]


@pytest.mark.parametrize(
    ("analysis", "option", "fault"),
    [
        ("detect", "pairs = 3", "options.pairs: expected a name or a list of names, found 3"),
        ("detect", 'pool = "yes"', "options.pool: expected true or false, found 'yes'"),
        ("detect", "pool = 1", "options.pool: expected true or false, found 1"),
        ("crossing", "baselines = true", "options.baselines: expected a name, found True"),
        ("crossing", "baseline = [true]",
         "options.baseline: expected a score, the name of a baseline, or a list of them, found "
         "[True]"),
        ("crossing", "stderr = inf", "options.stderr: expected a number, found inf"),
        ("compare", "curves = 3", "options.curves: expected a value of another type, found 3"),
        ("forecast", "exclude_rule = [3]",
         "options.exclude_rule: expected a value of another type, found [3]"),
        ("law allocate", 'far = "no"', "options.far: expected true or false, found 'no'"),
    ],
)  # fmt: skip
def test_keywords_of_an_analysis_have_types(
    tmp_path: Path, analysis: str, option: str, fault: str
) -> None:
    needed = {"law allocate": {"flops": "1e21"}, "forecast": {"at": "1B", "tokens": "1T"}}
    options = needed.get(analysis, {}) | tomllib.loads(option)
    assert list(option_faults(options, analysis, tmp_path)) == [fault]


def test_every_keyword_of_an_analysis_has_a_type() -> None:
    for analysis in OPTIONS:
        for given in ({}, {"tokens": 1}, {"benchmarks": "a"}):
            of_class = options_class(analysis, given)
            checked = {one.name for one in fields(of_class)} if of_class else set()
            own = set(keywords_of(analysis, given)) - checked
            assert own <= set(OWN), f"{analysis}: add {own - set(OWN)} to own_options.OWN"


def test_all_faults_stand_in_one_error(tmp_path: Path) -> None:
    changed = 'kind = "curves"\ntheme = "drak"\ncolour = "red"'
    found = faults(tmp_path, RECIPE, RECIPE.replace('kind = "curves"', changed)
                   .replace("draws = 0", "draws = 3\nlevel = 2.0\nrhoo = 0")
                   .replace('task = "sums"', "task = false"))  # fmt: skip
    assert [fault.split(":")[0] for fault in found] == [
        "select.task", "colour", "theme", "options.rhoo", "options.draws", "options.level",
    ]  # fmt: skip


def test_an_analysis_gets_what_it_is_made_from(tmp_path: Path) -> None:
    text = 'finding = "f"\ncitation = "c"\nkind = "power"\n'
    read_recipe(write_recipe(tmp_path, text=text, new='[options]\nsizes = ["70M", "1B"]\n'))
    wrong = 'dataset = "obs-emergent"\n[select]\ntask = "a"\n[options]\nwidth = -1.0\n'
    with pytest.raises(DataError) as caught:
        read_recipe(write_recipe(tmp_path, text=text, new=wrong))
    assert [line.split(": ", 1)[1] for line in str(caught.value).splitlines()] == [
        "dataset: expected none: power is not made from data",
        "select.task: power does not choose by it: leave it out",
        "options.sizes: expected a value, found nothing",
    ]
    with pytest.raises(DataError) as caught:
        read_recipe(write_recipe(tmp_path, text=text, new='[options]\nsizes = ["70M", "much"]\n'))
    assert "options.sizes" in str(caught.value)
    text = text.replace("power", "coverage") + 'dataset = "obs-emergent"\n'
    with pytest.raises(DataError, match=r"select\.together: coverage does not choose by it: expe"):
        read_recipe(write_recipe(tmp_path, text=text, new="[select]\ntogether = true\n"))


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write_scores(tmp_path)
    write_recipe(tmp_path, "b", old="draws", new="drwas")
    write_recipe(tmp_path, "a", old='"curves"', new='"curve"')
    write_recipe(tmp_path, "c")
    with pytest.raises(DataError) as caught:
        read_recipes(tmp_path)
    first, second = str(caught.value).splitlines()
    assert first.startswith(f"{tmp_path / 'a.toml'}: kind: ")
    assert second.startswith(f"{tmp_path / 'b.toml'}: options.drwas: ")
    (only,) = read_recipes(tmp_path, ["c"])  # a fault of another does not matter
    assert (only.name, only.file) == ("c", "c.toml")


def test_recipes_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        made(tmp_path, name)
    assert recipe_names(tmp_path) == ["a", "b", "c"]
    assert [one.name for one in read_recipes(tmp_path, ["c", "a", "c"])] == ["a", "c"]


def test_an_unknown_recipe_is_named_with_the_nearest(tmp_path: Path) -> None:
    made(tmp_path, "addition")
    with pytest.raises(UnknownNameError, match="unknown recipe 'additon': did you mean 'addition'"):
        read_recipes(tmp_path, ["additon"])


def test_files_that_are_no_recipes(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"expected at least one recipe, found no \.toml file"):
        recipe_names(tmp_path)
    path = tmp_path / "a.toml"
    path.write_text("kind = curves\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.toml: not a TOML file: Invalid value"):
        read_recipe(path)
    path.write_bytes(b"\xef\xbb\xbf" + RECIPE.encode())  # as some editors begin a file
    write_scores(tmp_path)
    assert read_recipe(path).recipe.title == "Sums"
    path.write_bytes(b'finding = "\xff"')
    with pytest.raises(DataError, match=r"a\.toml: not a TOML file"):
        read_recipe(path)
    path.unlink()
    with pytest.raises(DataError, match=r"cannot read .*a\.toml: No such file"):
        read_recipe(path)
    odd = write_recipe(tmp_path, "My Figure")
    with pytest.raises(DataError, match="expected a file name of lower-case letters, digits and"):
        read_recipe(odd)


def test_where_recipes_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    assert recipes_folder(tmp_path) == tmp_path
    with pytest.raises(DataError, match="nowhere: expected a folder of recipes, found no folder"):
        recipes_folder("nowhere")
    assert (recipes_folder() / "gpt3-lambada-mmlu.toml").is_file()  # the checkout's
    (empty / "figures").mkdir()
    made(empty / "figures")
    assert recipes_folder() == Path("figures")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scaling.recipes.reading.bundled_folder", lambda: tmp_path / "_data")
    with pytest.raises(
        DataError, match=r"no recipes: expected a folder 'figures' .* --recipes DIR"
    ):
        recipes_folder()
