"""``figures list``, ``build`` and ``schema`` as people and scripts run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.recipes.makers import write_recipe, write_scores

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one recipe and its data."""
    write_scores(tmp_path)
    write_recipe(tmp_path)
    return tmp_path


def test_a_gallery_from_end_to_end(run: Run, folder: Path) -> None:
    place = ("--recipes", str(folder))
    assert run("figures", "list", *place).stdout == (
        "sums  curves  scores.csv  not built\n  Sums grow with size.\n"
    )
    first = run("figures", "build", *place)
    assert (first.exit_code, first.stdout) == (0, "sums: written: sums.svg, sums.vl.json\n")
    assert first.stderr.startswith("1 figure in ")
    assert run("figures", "build", *place, "-q").stdout == "sums: unchanged\n"
    assert run("figures", "list", *place).stdout.startswith("sums  curves  scores.csv\n")
    sound = run("figures", "build", "--check", *place, "-q")
    assert (sound.exit_code, sound.stdout, sound.stderr) == (0, "sums: up to date\n", "")

    write_recipe(folder, old='title = "Sums"', new='title = "All sums"')
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    stale = run("figures", "build", "--check", *place)
    assert stale.exit_code == 1
    assert stale.stdout == "sums: stale: recipe: title 'Sums' → 'All sums'\n"
    assert "1 of 1 stale: scaling figures build writes them again" in stale.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_json_has_a_result_a_figure(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = run("figures", "build", "sums", "--recipes", str(folder), "-o", str(out), "--format",
                "json", "-q")  # fmt: skip
    document = json.loads(found.stdout)
    assert document["schema"] == "scaling.figures.build/1"
    assert document["results"] == [
        {"status": "ok", "message": "sums.svg, sums.vl.json", "notes": [], "name": "sums",
         "state": "written"}
    ]  # fmt: skip
    assert {path.name for path in out.iterdir()} == {"sums.svg", "sums.vl.json", "README.md"}
    listed = json.loads(run("figures", "list", "--recipes", str(folder), "--format", "json").stdout)
    (one,) = listed["results"]
    assert (one["name"], one["built"], one["citation"]) == ("sums", False, "Somebody 2024")


def test_what_is_wrong_is_told_before_any_work(run: Run, folder: Path) -> None:
    write_recipe(folder, "other", old="draws", new="drwas")
    found = run("figures", "build", "--recipes", str(folder))
    assert found.exit_code == 1
    assert found.stderr.endswith(
        "other.toml: options.drwas: unknown option of fit: did you mean 'draws'?\n"
    )
    unknown = run("figures", "build", "sum", "--recipes", str(folder))
    assert unknown.exit_code == 1
    assert "unknown recipe 'sum': did you mean 'sums'? ('scaling figures list'" in unknown.stderr


def test_faults_of_others_do_not_stop_a_figure(run: Run, folder: Path) -> None:
    place = ("--recipes", str(folder))
    write_recipe(folder, "other")
    assert run("figures", "build", *place).exit_code == 0
    write_recipe(folder, "other", old="draws", new="drwas")
    for asked in ((), ("--check",)):
        found = run("figures", "build", "sums", *asked, *place)
        assert found.exit_code == 0
        assert "other: not looked at: its recipe has faults" in found.stderr
        assert "other.toml: options.drwas: unknown option of fit" in found.stderr
        assert "README.md" not in found.stdout
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert "](sums.svg)" in page
    assert "](other.svg)" not in page
    (folder / "other.toml").unlink()
    left = run("figures", "build", "--check", *place)
    assert left.exit_code == 1
    assert "other: left over: no recipe has that name: remove other.vl.json and other.svg" in (
        left.stdout
    )
    assert left.stderr.endswith("1 of 2 without a recipe: remove the files named above\n")


def test_a_file_in_the_way_is_kept(run: Run, folder: Path) -> None:
    (folder / "README.md").write_text("# Mine\n", encoding="utf-8")
    found = run("figures", "build", "--recipes", str(folder))
    assert found.exit_code == 1
    assert "README.md is not a file that 'scaling figures build' wrote: move it away" in (
        found.stderr
    )
    assert not (folder / "sums.svg").exists()


def test_without_a_folder_the_way_out_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scaling.recipes.reading.bundled_folder", lambda: tmp_path / "_data")
    for command in ("list", "build"):
        found = run("figures", command)
        assert found.exit_code == 1
        assert "say where yours are with --recipes DIR" in found.stderr


def test_the_schema_is_printed_or_written(run: Run, tmp_path: Path) -> None:
    printed = run("figures", "schema").stdout
    assert json.loads(printed)["title"] == "Recipe of a figure"
    path = tmp_path / "recipe.schema.json"
    assert run("figures", "schema", "-o", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8") == printed
    again = run("figures", "schema", "-o", str(path))
    assert again.exit_code == 1
    assert "already there: use --force" in again.stderr
