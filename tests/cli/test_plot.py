"""``scaling plot`` as people and scripts run it: what it draws, with which options, into files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]

STEP = (
    "model,family,params,task,metric,score,n_items,chance\n"
    "a,F,100M,T,acc,0.00,500,0\nb,F,400M,T,acc,0.01,500,0\nc,F,1B,T,acc,0.01,500,0\n"
    "d,F,3B,T,acc,0.85,500,0\ne,F,10B,T,acc,0.86,500,0\nf,F,30B,T,acc,0.88,500,0\n"
)


@pytest.fixture
def scores(tmp_path: Path) -> str:
    path = tmp_path / "scores.csv"
    path.write_text(STEP, encoding="utf-8")
    return str(path)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the command asks an analysis for; nothing is computed or drawn."""
    found: dict[str, Any] = {}

    def results_for(analysis: str, data: Any, **options: Any) -> None:
        found.update(analysis=analysis, data=data, options=options)

    class Drawn:
        description = "drawn"

        def save(self, path: str, **_: Any) -> None:
            found.setdefault("paths", []).append(path)

    def plot(results: Any, kind: str | None, **look: Any) -> Drawn:
        found.update(kind=kind, look=look)
        return Drawn()

    monkeypatch.setattr("scaling.api.figures.results_for", results_for)
    monkeypatch.setattr("scaling.api.plot", plot)
    return found


def test_one_figure_in_every_format(run: Run, scores: str, tmp_path: Path) -> None:
    paths = [
        tmp_path / f"figure{suffix}" for suffix in (".svg", ".png", ".pdf", ".json", ".vl.json")
    ]
    given = [word for path in paths for word in ("-o", str(path))]
    found = run("plot", scores, "--draws", "0", *given)
    assert found.exit_code == 0, found.stderr
    assert all(path.stat().st_size > 2000 for path in paths)
    told = [line for line in found.stderr.splitlines() if line.startswith("wrote")]
    assert told == [f"wrote {path}" for path in paths]
    assert "F on T rises from" in found.stderr


def test_results_of_a_file_are_drawn_without_computing(
    run: Run, scores: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "verdicts.json"
    run("detect", scores, "--draws", "19", "-o", str(kept))
    direct, again = tmp_path / "a.svg", tmp_path / "b.svg"
    run("plot", scores, "--draws", "19", "-o", str(direct))
    monkeypatch.setattr("scaling.api.detect", lambda *_, **__: pytest.fail("refitted"))
    found = run("plot", "--from", str(kept), "-o", str(again))
    assert found.exit_code == 0, found.stderr
    assert again.read_bytes() == direct.read_bytes()


def test_the_same_rows_in_another_order_make_the_same_figure(
    run: Run, scores: str, tmp_path: Path
) -> None:
    head, *rows = STEP.replace("F,", "Fam-b,").splitlines()
    rows += [row.replace("Fam-b", "Fam-a").replace("0.8", "0.7") for row in rows]
    files = []
    for name, order in (("a", rows), ("b", rows[::-1])):
        table = tmp_path / "rows.csv"
        table.write_text("\n".join([head, *order]) + "\n", encoding="utf-8")
        files.append([tmp_path / f"{name}.{suffix}" for suffix in ("json", "svg")])
        wanted = [word for path in files[-1] for word in ("-o", str(path))]
        found = run("plot", str(table), "--draws", "0", *wanted)
        assert found.exit_code == 0, found.stderr
    for one, other in zip(*files, strict=True):
        texts = [path.read_text(encoding="utf-8") for path in (one, other)]
        checksums = [re.findall(r"[0-9a-f]{64}", text) for text in texts]
        assert checksums[0] != checksums[1]
        blank = [re.sub(r"[0-9a-f]{64}", "", text) for text in texts]
        assert blank[0] == blank[1]


def test_the_looks_reach_the_figure(run: Run, scores: str, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    given = ("plot", scores, "--kind", "verdicts", "--draws", "0", "-o", str(path))
    found = run(*given, "--theme", "print", "--width", "column", "--title", "Mine <b>")
    assert found.exit_code == 0, found.stderr
    svg = path.read_text(encoding="utf-8")
    assert 'width="244.8pt"' in svg
    assert "<title" in svg
    assert svg.count("Mine &lt;b&gt;") == 2  # the title above, and that of the document
    run(*given, "--no-title", "--force")
    assert "verdicts</title>" in path.read_text(encoding="utf-8")
    assert "verdicts</text>" not in path.read_text(encoding="utf-8")


def test_a_kind_is_chosen_by_what_the_data_are(
    run: Run, asked: dict[str, Any], scores: str, tmp_path: Path
) -> None:
    runs = tmp_path / "runs.csv"
    runs.write_text("model,params,tokens,loss\na,1B,2B,3.1\nb,2B,4B,2.9\n", encoding="utf-8")
    for data, kind, analysis in (
        (scores, "curves", "detect"),
        (str(runs), "law", "law fit"),
        ("wei2022-emergence", "onsets", "onsets"),
    ):
        found = run("plot", data, "-o", str(tmp_path / "a.svg"))
        assert found.exit_code == 0, found.stderr
        assert (asked["kind"], asked["analysis"]) == (kind, analysis)


@pytest.mark.parametrize(
    ("args", "analysis", "options"),
    [
        (("--kind", "verdicts", "--w0", "0.5"), "detect", {"w0": 0.5}),
        (("-t", "T", "--where", "n_shots=0"), "detect", {"task": ("T",),
                                                         "where": {"n_shots": ["0"]}}),
        (("--curve", "linear"), "fit", {"curve": "linear"}),
        (("--kind", "compare", "--curve", "linear", "--curve", "logistic", "--draws", "19"),
         "compare", {"curves": ("linear", "logistic"), "draws": 19}),
        (("--kind", "forecast", "--at", "1T", "--at", "2T", "--far"),
         "forecast", {"at": ("1T", "2T"), "far": True}),
        (("--kind", "crossing", "--baseline", "0.6", "--level", "0.9"),
         "crossing", {"baseline": ("0.6",), "level": 0.9}),
        (("--kind", "crossing", "--pair", "prompting:direct:cot"),
         "crossing", {"pair": ("prompting:direct:cot",)}),
        (("--kind", "metric-pair", "--pair", "a:b", "--seed", "3"),
         "detect", {"pairs": ("a:b",), "seed": 3}),
        (("--kind", "loss-score", "--at", "1T", "--tokens", "2T"),
         "forecast", {"at": ("1T",), "tokens": "2T"}),
        (("--kind", "law", "--law", "kaplan", "--exclude", "a"),
         "law fit", {"law": "kaplan", "exclude": ("a",)}),
        (("--kind", "isoflop", "--budget", "1e20", "--degree", "2"),
         "law isoflop", {"budgets": ("1e20",), "degree": "2"}),
        (("--kind", "isoflop", "--budget-tolerance", "0.1"), "law isoflop", {"tolerance": 0.1}),
        (("--kind", "allocate", "--flops", "1e21", "--law", "kaplan"),
         "law allocate", {"flops": ("1e21",), "law": "kaplan"}),
        (("--kind", "loss-score", "--at", "1T", "--tokens", "2T", "--via", "bits"),
         "forecast", {"at": ("1T",), "tokens": "2T", "via": "bits"}),
        (("--kind", "coverage", "--size", "params", "-f", "F"),
         "coverage", {"size": "params", "family": ("F",)}),
    ],
)  # fmt: skip
def test_options_reach_their_analysis(
    run: Run, asked: dict[str, Any], scores: str, tmp_path: Path, args: tuple[str, ...],
    analysis: str, options: dict[str, Any],
) -> None:  # fmt: skip
    found = run("plot", scores, *args, "-q", "-o", str(tmp_path / "a.svg"))
    assert found.exit_code == 0, found.stderr
    assert asked["analysis"] == analysis
    asked["options"].pop("show_progress", None)
    assert asked["options"] == options
    assert asked["data"].name == "scores.csv"


def test_scores_by_loss_need_a_loss(
    run: Run, asked: dict[str, Any], scores: str, tmp_path: Path
) -> None:
    args = ("--kind", "loss-score", "-q", "-o", str(tmp_path / "a.svg"))
    found = run("plot", scores, *args)
    assert found.exit_code == 1
    assert found.stderr.startswith("scores.csv: no model has a loss: expected a column loss, or ")
    head, *rows = STEP.splitlines()
    lines = [f"{head},loss", *(f"{row},{3 - 0.1 * at:.1f}" for at, row in enumerate(rows))]
    with_loss = tmp_path / "with_loss.csv"
    with_loss.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = run("plot", str(with_loss), *args)
    assert found.exit_code == 0, found.stderr
    assert (asked["analysis"], asked["options"]["size"]) == ("fit", "loss")


def test_power_reads_no_data(run: Run, asked: dict[str, Any], tmp_path: Path) -> None:
    args = ("plot", "--kind", "power", "--sizes", "1B,2B,4B", "--n-items", "100")
    found = run(*args, "-q", "-o", str(tmp_path / "a.svg"))
    assert found.exit_code == 0, found.stderr
    assert asked["data"] is None
    assert asked["options"] == {
        "sizes": ["1B", "2B", "4B"], "n_items": 100, "show_progress": False
    }  # fmt: skip


def test_settings_for_other_kinds_wait(
    run: Run, asked: dict[str, Any], scores: str, tmp_path: Path
) -> None:
    settings = tmp_path / "c.toml"
    settings.write_text(
        '[plot]\nw0 = 0.5\nlevel = 0.8\nat = "1T"\nlaw = "kaplan"\n', encoding="utf-8"
    )
    args = ("plot", scores, "--config", str(settings), "-q", "-o", str(tmp_path / "a.svg"))
    run(*args, SCALING_PLOT_DRAWS="39")
    assert asked["options"] == {"w0": 0.5, "level": 0.8, "draws": 39, "show_progress": False}
    run(*args, "--kind", "forecast", SCALING_PLOT_DRAWS="39")
    assert asked["options"] == {"at": ("1T",), "level": 0.8, "draws": 39, "show_progress": False}


def test_a_pair_is_for_the_kinds_that_show_pairs(
    run: Run, asked: dict[str, Any], scores: str, tmp_path: Path
) -> None:
    args = ("plot", scores, "-q", "-o", str(tmp_path / "a.svg"))
    found = run(*args, SCALING_PLOT_PAIR="a:b")
    assert found.exit_code == 0, found.stderr
    assert asked["options"] == {"show_progress": False}
    found = run(*args, "--kind", "metric-pair", SCALING_PLOT_PAIR="a:b")
    assert found.exit_code == 0, found.stderr
    assert asked["options"] == {"pairs": ("a:b",), "show_progress": False}


@pytest.mark.parametrize(
    ("given", "settings", "variables", "title"),
    [
        (("--title", "x"), "", {"SCALING_PLOT_NO_TITLE": "1"}, "x"),
        (("--no-title",), "", {"SCALING_PLOT_TITLE": "x"}, ""),
        ((), "no_title = true", {"SCALING_PLOT_TITLE": "x"}, "x"),
        ((), 'title = "x"', {"SCALING_PLOT_NO_TITLE": "1"}, ""),
        ((), 'title = "x"', {}, "x"),
        ((), "", {}, None),
    ],
)
def test_of_a_title_and_none_the_nearer_wish_counts(
    run: Run, asked: dict[str, Any], scores: str, tmp_path: Path, given: tuple[str, ...],
    settings: str, variables: dict[str, str], title: str | None,
) -> None:  # fmt: skip
    config = tmp_path / "c.toml"
    config.write_text(f"[plot]\n{settings}\n", encoding="utf-8")
    args = ("plot", scores, "-q", "-o", str(tmp_path / "a.svg"), "--config", str(config))
    found = run(*args, *given, **variables)
    assert found.exit_code == 0, found.stderr
    assert asked["look"]["title"] == title


def test_a_dataset_takes_the_place_of_a_file_that_is_a_setting(
    run: Run, asked: dict[str, Any], scores: str, tmp_path: Path
) -> None:
    out = str(tmp_path / "a.svg")
    found = run("plot", scores, "-q", "-o", out, SCALING_PLOT_FROM="none.json")
    assert found.exit_code == 0, found.stderr
    assert asked["data"].name == "scores.csv"
    found = run("plot", "-q", "-o", out, SCALING_PLOT_FROM="none.json")
    assert found.exit_code == 1
    assert "cannot read none.json" in found.stderr


def test_a_file_named_twice_is_written_once(
    run: Run, asked: dict[str, Any], scores: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = run("plot", scores, "-o", "a.svg", "-o", "./a.svg", "-o", "b.svg")
    assert found.exit_code == 0, found.stderr
    assert len(asked["paths"]) == 2


def test_letters_that_no_font_has_are_told_once(run: Run, scores: str, tmp_path: Path) -> None:
    paths = [word for name in ("a.png", "a.pdf") for word in ("-o", str(tmp_path / name))]
    args = ("--kind", "verdicts", "--draws", "0", "--title", "a\u0378")
    found = run("plot", scores, *args, *paths)
    assert found.exit_code == 0, found.stderr
    assert found.stderr.count("no font here has the character") == 1


def test_a_title_that_is_no_text_is_drawn_without_what_is_none(
    run: Run, scores: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.svg"
    args = ("--kind", "verdicts", "--draws", "0", "--title", "a\udcffb")
    found = run("plot", scores, *args, "-o", str(path))
    assert found.exit_code == 0, found.stderr
    assert path.read_text(encoding="utf-8").count("a\ufffdb") == 2


USAGE = (
    (("gpt3-published",), "say where the figure goes: -o FILE"),
    (("-o", "x.svg"), "expected a DATASET, or results with --from FILE.json"),
    (("--kind", "verdicts", "-o", "x.svg"), "expected a DATASET, or results with --from"),
    (("gpt3-published", "--from", "a.json", "-o", "x.svg"), "--from FILE.json, got both"),
    (("--from", "a.json", "--w0", "3", "-o", "x.svg"), "--w0 cannot be used with --from"),
    (("--from", "a.json", "--percent", "-o", "x.svg"), "--percent cannot be used with --from"),
    (("gpt3-published", "--theme", "blue", "-o", "x.svg"), "is not one of 'light', 'dark'"),
    (("gpt3-published", "--width", "3", "-o", "x.svg"), "width '3': expected column (3.4in)"),
    (("gpt3-published", "--title", "a", "--no-title", "-o", "x.svg"), "got --title as well"),
    (("gpt3-published", "--at", "1T", "-o", "x.svg"),
     "--at does not belong to --kind curves: expected --kind "),
    (("gpt3-published", "--kind", "verdicts", "--curve", "linear", "-o", "x.svg"),
     "--curve does not belong to --kind verdicts: expected --kind curves"),
    (("gpt3-published", "--pair", "a:b", "-o", "x.svg"),
     "--pair does not belong to --kind curves: expected --kind metric-pair or crossing"),
    (("gpt3-published", "--curve", "linear", "--w0", "1", "-o", "x.svg"),
     "--curve cannot go with --w0: no analysis of --kind curves takes all"),
    (("gpt3-published", "--curve", "linear", "--curve", "logistic", "-o", "x.svg"),
     "--curve: expected one for fit, got 2"),
    (("gpt3-published", "--kind", "power", "--sizes", "1B", "-o", "x.svg"),
     "--kind power draws no data: expected no DATASET"),
    (("--kind", "power", "-o", "x.svg"), "--kind power: expected --sizes, such as 125M"),
    (("gpt3-published", "--kind", "metric-pair", "-o", "x.svg"), "expected --pair with two"),
    (("gpt3-published", "--kind", "forecast", "-o", "x.svg"), "at: expected a size to forecast"),
    (("gpt3-published", "--kind", "crossing", "-o", "x.svg"), "baseline"),
    (("gpt3-published", "--kind", "forecast", "--at", "1T", "--law", "kaplan", "-o", "x.svg"),
     "--law belongs to --tokens: add it"),
    (("gpt3-published", "--kind", "forecast", "--at", "1T", "--tokens", "1T", "--curve", "linear",
      "-o", "x.svg"), "--curve cannot go with --tokens"),
)  # fmt: skip


@pytest.mark.parametrize(("args", "text"), USAGE)
def test_usage(run: Run, args: tuple[str, ...], text: str, tmp_path: Path,
               monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    found = run("plot", *args)
    assert (found.exit_code, found.stdout) == (2, "")
    assert text in found.stderr.replace("\n", " ")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (("gpt3-published", "-o", "x.tiff"), "found .tiff"),
        (("gpt3-published", "-o", "x.svg", "-o", "x.gif"), "found .gif"),
        (("--from", "none.json", "-o", "x.svg"), "cannot read none.json"),
        (("gpt3-published", "--kind", "curvs", "-o", "x.svg"), "did you mean 'curves'?"),
        (("gpt3-published", "-o", "."), ". is a folder: expected a file name"),
        (("gpt3-published", "-o", "there.svg"), "there.svg is already there: use --force"),
        (("gpt3-published", "-o", "there.svg/x.svg"), "there.svg is not a folder; choose another"),
        (("gpt3-published", "-o", "a" * 300 + ".svg"), "File name too long; choose another"),
    ],
)
def test_what_cannot_be_written_is_not_computed(
    run: Run, args: tuple[str, ...], text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.svg").touch()
    monkeypatch.setattr("scaling.api.figures.results_for", lambda *_: pytest.fail("computed"))
    found = run("plot", *args)
    assert (found.exit_code, found.stdout) == (1, "")
    assert text in found.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there.svg"]
    assert not (tmp_path / "there.svg").stat().st_size


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (("-t", "no such task"), "unknown task 'no such task'"),
        (
            ("--kind", "onsets"),
            "gpt3-published is a table of scores: expected published onsets, "
            "such as wei2022-emergence; --kind curves draws scores",
        ),
        (("--kind", "law"), "gpt3-published"),
        (("--kind", "coverage", "-t", "LAMBADA", "--where", "tuning=finetuned"), "no row has all"),
    ],
)
def test_what_the_data_do_not_hold(
    run: Run, tmp_path: Path, args: tuple[str, ...], text: str
) -> None:
    found = run("plot", "gpt3-published", *args, "-o", str(tmp_path / "x.svg"))
    assert (found.exit_code, found.stdout) == (1, "")
    assert text in found.stderr
    assert not list(tmp_path.iterdir())
