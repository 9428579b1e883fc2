"""The toolkit in a few calls: selection, manifests, saving, and invariance of whole runs."""

import io
import json

import numpy as np
import pandas as pd
import pytest

import scaling as sc
from scaling.errors import (
    DataError,
    OptionError,
    OutputError,
    ScalingError,
    UnknownNameError,
)
from scaling.units import parse_size

CSV = """model,family,params,task,metric,score,n_items,chance
f-1,F,100M,addition,acc,0.02,500,0
f-2,F,400M,addition,acc,0.05,500,0
f-3,F,1.6B,addition,acc,0.3,500,0
f-4,F,6B,addition,acc,0.66,500,0
f-5,F,25B,addition,acc,0.9,500,0
g-1,G,100M,addition,acc,0.01,500,0
g-2,G,1B,addition,acc,0.2,500,0
g-3,G,10B,addition,acc,0.7,500,0
f-1,F,100M,recall,acc,0.25,500,0.25
f-2,F,400M,recall,acc,0.24,500,0.25
f-3,F,1.6B,recall,acc,0.26,500,0.25
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text(CSV, encoding="utf-8")
    return sc.read(path)


def frame():
    return pd.read_csv(io.StringIO(CSV))


def test_everything_takes_a_table_a_frame_a_name_or_a_path(table, tmp_path):
    path = tmp_path / "scores.csv"
    by_table = sc.fit(table, draws=0)
    by_path = sc.fit(path, draws=0)
    by_frame = sc.fit(frame(), draws=0)
    assert len(by_table) == 3
    assert [r.to_dict() for r in by_table] == [r.to_dict() for r in by_path]
    assert [r.to_dict() for r in by_table] == [r.to_dict() for r in by_frame]
    assert len(sc.fit("gpt3-published", task="MMLU", draws=0)) > 1


def test_selection_and_its_record(table):
    found = sc.fit(table, task="Addition", family=["f"], where={"metric": "acc"}, draws=0)
    assert [(r.series.family, r.series.task) for r in found] == [("F", "addition")]
    options = found.manifest["options"]
    assert (options["task"], options["family"]) == (["Addition"], ["f"])
    assert options["size"] == "params"
    assert options["draws"] == 0
    assert "n_jobs" not in options
    assert found.manifest["dataset"]["name"] == "scores.csv"
    assert len(found.manifest["dataset"]["sha256"]) == 64


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (
            {"task": "additoin"},
            UnknownNameError,
            "unknown task 'additoin': did you mean 'addition'",
        ),
        ({"family": "Z"}, UnknownNameError, "unknown family 'Z'"),
        ({"size": "parms"}, UnknownNameError, "unknown size column 'parms': did you mean 'params'"),
        ({"curve": "logistics"}, UnknownNameError, "did you mean 'logistic'"),
        ({"where": {"colour": "red"}}, UnknownNameError, "unknown column 'colour'"),
        ({"draws": 2}, OptionError, "draws: expected a whole number, 0 or at least 19, got 2"),
    ],
)
def test_unknown_names_and_bad_options(table, call, error, text):
    with pytest.raises(error, match=text):
        sc.fit(table, **call)


def test_an_empty_selection_is_an_error_of_its_own(table):
    with pytest.raises(DataError, match="no row has all of task 'recall', family 'G'"):
        sc.fit(table, task="recall", family="G")


def test_a_column_is_chosen_once(table):
    with pytest.raises(OptionError, match="task is chosen twice"):
        sc.fit(table, task="recall", where={"task": "addition"})


def test_a_family_without_sizes_is_a_row_of_its_own():
    rows = pd.concat([frame(), frame().iloc[:1].assign(family="Closed", params=None)])
    (found,) = sc.detect(rows, family="Closed", draws=0)
    assert found.verdict == "insufficient"
    assert found.reason.startswith("No model of this series has a size")


def test_no_rows_is_an_error():
    with pytest.raises(DataError, match="no rows"):
        sc.detect(frame().iloc[:0])


def test_run_tables_and_thresholds_are_refused_with_a_hint(tmp_path):
    path = tmp_path / "runs.csv"
    path.write_text("model,params,tokens,loss\na,1e8,2e9,3.1\nb,2e8,4e9,2.9\n", encoding="utf-8")
    with pytest.raises(DataError, match="is a run table"):
        sc.fit(path)
    with pytest.raises(DataError, match="is a list of published onsets"):
        sc.fit("wei2022-emergence")


def test_whole_runs_do_not_depend_on_the_order_of_rows_or_on_other_series():
    rows = frame()
    whole = sc.detect(rows, draws=39)
    shuffled = sc.detect(rows.sample(frac=1, random_state=3), draws=39)
    assert [r.to_dict() for r in whole] == [r.to_dict() for r in shuffled]
    alone = sc.detect(rows[rows.family == "F"], task="addition", draws=39)
    mine = [r for r in whole if (r.series.family, r.series.task) == ("F", "addition")]
    assert [r.to_dict() for r in alone] == [r.to_dict() for r in mine]
    doubled = sc.detect(pd.concat([rows, rows.iloc[[0, 4]]]), draws=39)
    assert [r.to_dict() for r in doubled] == [r.to_dict() for r in whole]
    assert doubled.notes == ("duplicate-rows",)


def test_units_and_percentages_do_not_matter():
    rows = frame()
    raw = rows.assign(
        params=rows.params.map(parse_size), score=(100 * rows.score).map("{:.1f}%".format)
    )
    one, two = sc.fit(rows, draws=39), sc.fit(raw, draws=39)
    assert [r.to_dict() for r in one] == [r.to_dict() for r in two]


def test_save_results(table, tmp_path):
    found = sc.detect(table, draws=0)
    path = sc.save(found, tmp_path / "verdicts.json")
    document = json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert document["schema"] == "scaling.detect/1"
    assert document["pooled"] is None
    assert document["pairs"] is None
    rows = pd.read_csv(sc.save(found, tmp_path / "verdicts.csv"))
    assert list(rows["verdict"]) == [r.verdict for r in found]
    assert "width.estimate" in rows.columns
    with pytest.raises(OutputError, match="is already there: use --force"):
        sc.save(found, path)
    sc.save(found, path, force=True)
    with pytest.raises(OutputError, match=r"expected a results file that ends in .json or .csv"):
        sc.save(found, tmp_path / "verdicts.xlsx")


CONTRACT = {
    "fit": {"curve", "objective", "rho", "parameters", "log_likelihood", "aicc", "bic", "converged",
            "band"},
    "compare": {"curves", "chosen", "reason"},
    "detect": {"verdict", "qualifiers", "reason", "resolvable", "certifiable_width", "w0",
               "p_sharp", "p_smooth", "p_bell", "p_logistic", "statistic", "shape", "test",
               "q_sharp", "q_by", "gaps", "width", "midpoint", "scores", "breakthroughness",
               "linearity", "band"},
}  # fmt: skip
EVERY = {"status", "message", "notes", "interval", "series", "n_sizes", "size", "points"}


@pytest.mark.parametrize("command", CONTRACT)
def test_the_json_contract(table, command):
    found = getattr(sc, command)(table, draws=19)
    document = json.loads(found.to_json())
    assert list(document)[:7] == [
        "schema", "version", "seed", "dataset", "options", "results", "notes",
    ]  # fmt: skip
    for result in document["results"]:
        assert set(result) >= EVERY | CONTRACT[command]
        assert {"family", "task", "metric"} <= set(result["series"])
        for point in result["points"]:
            assert set(point) == {"model", "size", "score", "lower", "upper", "n_items"}
        for point in result["band"]:
            assert set(point) == {
                "size", "estimate", "lower", "upper", "predict_lower", "predict_upper",
            }  # fmt: skip


def test_results_print_in_a_terminal_and_a_notebook(table):
    found = sc.detect(table, draws=0)
    assert "DetectResults of 'scores.csv': 3 series" in repr(found)
    assert "verdict" in repr(found)
    html = found._repr_html_()
    assert "<table" in html
    named = frame().query("task == 'addition'").assign(task="<script>alert(1)</script>")
    hostile = sc.fit(named, draws=0)
    assert "<script>" not in hostile._repr_html_()


def test_conditions_may_be_numbers():
    chosen = {"family": "GPT-3", "task": "LAMBADA", "draws": 0}
    zero = sc.fit("gpt3-published", where={"n_shots": 0}, **chosen)
    assert [one.series.n_shots for one in zero] == [0]
    assert zero.manifest["options"]["where"] == {"n_shots": ["0"]}
    both = sc.fit("gpt3-published", where={"n_shots": [0, 15]}, **chosen)
    assert [one.series.n_shots for one in both] == [0, 15]


def test_plot_and_save_a_figure(table, tmp_path):
    figure = sc.plot(sc.detect(table, draws=0))
    assert "addition" in repr(figure)
    assert sc.save(figure, tmp_path / "f.svg").read_text(encoding="utf-8").startswith("<svg")
    assert sc.plot(sc.load("wei2022-emergence")).description.startswith("Published onsets")
    with pytest.raises(UnknownNameError, match="unknown kind of chart 'curvs': did you mean"):
        sc.plot(sc.fit(table, draws=0), "curvs")


def test_a_figure_shows_in_a_notebook(table):
    bundle = sc.plot(sc.fit(table, draws=0))._repr_mimebundle_()
    assert bundle


def test_public_names():
    assert "detect" in dir(sc)
    assert sc.__version__
    with pytest.raises(AttributeError, match="module 'scaling' has no attribute 'emergence'"):
        _ = sc.emergence


def test_flops_axis_of_a_bundled_dataset():
    found = sc.detect("obs-emergent", family="OPT", task="arithmetic_2da", size="flops", draws=0)
    assert found[0].size == "flops"
    assert 0.9 < found[0].w0 < 1.5  # all OPT models saw the same tokens
    assert np.isfinite(found[0].p_sharp)


EXPECTED = "expected a table, a file, a dataset's name, a frame, or at least one Series"


def test_series_are_analysed_as_they_are(table):
    series = table.series("params", None)
    assert [one.series.task for one in sc.fit(series, draws=0)] == [one.key.task for one in series]
    one = sc.fit(series[0], "linear", draws=0)
    assert one[0].curve == "linear"
    assert one.manifest["dataset"]["name"] == "series"
    assert one.manifest["dataset"] != sc.fit(series, draws=0).manifest["dataset"]
    assert sc.detect(series[0], draws=0)[0].to_dict() == sc.detect(table, draws=0)[0].to_dict()
    assert sc.compare(series[0], ["linear", "constant"], draws=0)[0].chosen


def test_a_curve_of_ones_own_is_fitted_by_name_and_by_object(table):
    from scaling.curves import get_curve

    by_object = sc.fit(table, get_curve("gompertz"), draws=0)
    assert by_object.to_dict() == sc.fit(table, "gompertz", draws=0).to_dict()
    assert by_object.manifest["options"]["curve"] == "gompertz"


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        ([], {}, EXPECTED),
        ([3], {}, EXPECTED),
        ({}, {}, f"{EXPECTED}, got dict"),
        (
            None, {"task": "a"},
            "task: series are analysed as they are; choose among them before, or pass a table",
        ),
    ],
)  # fmt: skip
def test_series_that_cannot_be_chosen(table, data, options, message):
    data = table.series("params", None) if data is None else data
    with pytest.raises(ScalingError, match=f"^{message}$"):
        sc.fit(data, **options)
