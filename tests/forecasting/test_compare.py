"""Whole comparisons: the contract, hostile series, and that nothing else shifts a result."""

import json
import math

import numpy as np
import pytest

import scaling as sc
from scaling.curves import get_curve
from scaling.errors import OptionError, UnknownNameError
from scaling.fitting.fit import fit_series
from scaling.fitting.options import FitOptions
from scaling.forecasting import CompareOptions, CompareResults
from scaling.forecasting.candidates import default_candidates
from scaling.forecasting.compare import compare_series
from scaling.provenance import Manifest
from tests.series_makers import PYTHIA, logistic, make_series
from tests.test_api import frame

RISE = np.array([0.02, 0.03, 0.1, 0.3, 0.42, 0.55, 0.72, 0.9])
NAN = float("nan")
NO_BOUNDS = {"chance": NAN, "ceiling": NAN}


def compare(*series, **options):
    return compare_series(series, CompareOptions(**{"draws": 19, **options}))


def many_series():
    rng = np.random.default_rng(3)
    series = []
    for place, length in enumerate((8, 5, 4, 3, 2, 7)):
        truth = logistic(np.array(PYTHIA), 10 ** rng.uniform(8.5, 10), rng.uniform(0.4, 2.5))
        score = (rng.binomial(500, truth) / 500)[:length]
        series.append(make_series(score, n=500.0, task=f"task {place}"))
    return [*series, make_series(3 - RISE, kind="loss", task="loss", **NO_BOUNDS)]


CURVE_KEYS = {"curve", "aicc", "bic", "weight", "loo", "backtest"}
BACKTEST_KEYS = {"mae", "rmsle", "crps", "coverage50", "coverage90", "skill_last", "skill_linear"}
PREDICTION_KEYS = {
    "curve", "held_out", "model", "size", "decades_beyond_data", "observed", "predicted",
    "lower50", "upper50", "lower90", "upper90", "crps",
}  # fmt: skip
SUMMARY_KEYS = {"metric_kind", "metric", "curve", "n_series", "n_chosen", "n"} | BACKTEST_KEYS


@pytest.fixture(scope="module")
def whole():
    return sc.compare(frame(), draws=19)


def test_the_json_contract(whole):
    document = json.loads(whole.to_json(), parse_constant=pytest.fail)
    assert document["schema"] == "scaling.compare/1"
    assert document["options"]["curves"] is None
    for result in document["results"]:
        assert {"status", "message", "notes", "interval", "series", "n_sizes", "size", "points",
                "curves", "chosen", "reason", "criterion", "averaged", "baselines",
                "predictions"} <= set(result)  # fmt: skip
        for row in result["curves"]:
            assert CURVE_KEYS | {"status", "message", "n_free"} <= set(row)
            assert set(row["backtest"]) >= BACKTEST_KEYS
            assert len(row["fitted"]) in (0, len(result["band"]))
        assert set(result["baselines"]) == {"last-value", "linear-in-log"}
        for record in result["predictions"]:
            assert set(record) == PREDICTION_KEYS
    assert not any("fitted" in row for row in whole.to_rows())
    for row in document["summary"]:
        assert set(row) >= SUMMARY_KEYS
    assert {row["curve"] for row in document["summary"]} >= {"averaged", "last-value", "linear"}


def test_a_document_comes_back(whole):
    assert CompareResults.from_dict(whole.to_dict()).to_json() == whole.to_json()


def test_rows_hold_what_the_fits_hold():
    one = make_series(RISE)
    (result,) = compare(one)
    for row in result.curves:
        (fit,) = fit_series([one], FitOptions(curve=row.curve, draws=0))
        assert (row.aicc, row.bic) == (pytest.approx(fit.aicc), pytest.approx(fit.bic))
    assert sum(row.weight for row in result.curves) == pytest.approx(1.0)
    assert result.criterion == "aicc"
    assert min(row.difference for row in result.curves) == 0
    assert result.interval.kind == "parametric-bootstrap"
    assert [one.held_out for one in result.predictions if one.curve == "linear"] == [1, 2, 2]


def test_the_band_is_the_weighted_average():
    one = make_series(RISE)
    (result,) = compare(one, draws=0)
    expected = np.zeros(len(result.band))
    for row in result.curves:
        (fit,) = fit_series([one], FitOptions(curve=row.curve, draws=0))
        drawn = np.array([point.estimate for point in fit.band])
        assert row.fitted == pytest.approx(drawn, rel=1e-5, abs=1e-12)
        expected += row.weight * drawn
    assert [point.estimate for point in result.band] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("series", "names"),
    [
        (make_series(RISE), "constant linear logistic gompertz complementary-gompertz logit step"),
        (make_series(RISE, chance=0.25), "constant linear logistic gompertz "
         "complementary-gompertz step"),
        (make_series(RISE, kind="bounded"), "constant linear logistic gompertz "
         "complementary-gompertz step"),
        (make_series(3 - RISE, kind="loss", **NO_BOUNDS), "power-law power-law-floor "
         "shifted-power-law"),
        (make_series(3 - RISE[[0, 1, 1, 2, 3, 4, 5, 6, 7]], size=np.geomspace(1e7, 1e11, 9),
                     kind="loss", **NO_BOUNDS), "power-law power-law-floor shifted-power-law "
         "broken-power-law"),
        (make_series(RISE, kind="real", **NO_BOUNDS), "constant linear segmented"),
    ],
)  # fmt: skip
def test_the_usual_curves_of_each_kind(series, names):
    assert " ".join(one.name for one in default_candidates(series)) == names


def test_losses_and_real_scores_are_compared():
    loss = 1.7 + 30 * np.array(PYTHIA) ** -0.15
    law, real = compare(
        make_series(loss, kind="loss", **NO_BOUNDS),
        make_series(100 * RISE, kind="real", **NO_BOUNDS),
    )
    assert law.chosen in ("power-law-floor", "shifted-power-law")
    assert real.chosen in ("linear", "segmented", "constant")
    assert (law.objective, math.isnan(law.rho)) == ("gaussian", True)
    assert all(row.backtest.n == 3 for one in (law, real) for row in one.curves)


@pytest.mark.parametrize(
    ("score", "kind"),
    [
        (np.zeros(8), "proportion"), (np.ones(8), "proportion"), (np.full(8, 0.3), "proportion"),
        (np.zeros(4), "proportion"), (np.zeros(3), "proportion"), (RISE[:4], "proportion"),
        (RISE[::-1], "proportion"), (np.array([0, 0, 0, 0, 1.0]), "proportion"),
        (np.full(6, 5.0), "real"), (np.zeros(5), "real"), (-RISE, "real"), (np.zeros(6), "bounded"),
        (np.full(8, 2.0), "loss"), (np.full(4, 2.0), "loss"),
    ],
)  # fmt: skip
def test_hostile_series_are_compared(score, kind):
    bounds = {} if kind in ("proportion", "bounded") else NO_BOUNDS
    (result,) = compare(make_series(score, kind=kind, **bounds))
    assert result.status == "ok"
    assert result.chosen
    assert result.reason.endswith(".")
    document = json.dumps(result.to_dict(), allow_nan=False)
    assert type(result).from_dict(json.loads(document)).to_dict() == result.to_dict()


def test_flat_series_need_no_curve():
    for score in (np.zeros(8), np.full(8, 0.3), np.full(5, 0.3)):
        assert compare(make_series(score), draws=0)[0].chosen == "constant"
    assert compare(make_series(np.full(6, 5.0), kind="real", **NO_BOUNDS))[0].chosen == "constant"


def test_zeros_have_no_rmsle():
    (result,) = compare(make_series(np.zeros(8)))
    row = result.curves[0].backtest
    assert (row.n, row.n_rmsle, math.isnan(row.rmsle)) == (3, 0, True)
    assert math.isnan(row.skill_last)


def test_series_of_one_and_two_sizes_are_rows_of_their_own():
    results = compare(make_series(RISE[:2]), make_series(RISE[:1]), make_series(RISE))
    assert [one.status for one in results] == ["failed", "failed", "ok"]
    assert results[0].chosen is None
    assert (
        results[0].message
        == results[0].reason
        == ("No curve could be fitted: a curve needs at least 3 sizes, this series has 2.")
    )
    assert "below-three-sizes" in results[0].notes
    assert results[0].predictions == ()
    assert {row.status for row in results[0].curves} == {"failed"}


def test_a_refused_curve_is_a_row_with_its_reason():
    (result,) = compare(make_series(RISE[:3]), curves=["linear", "segmented"])
    assert result.curves[1].status == "failed"
    assert "two lines need 4 different sizes" in result.curves[1].message
    assert result.curves[1].n_free is None
    assert result.chosen == "linear"


def test_results_do_not_depend_on_what_else_is_compared():
    series = many_series()
    chosen = CompareOptions(draws=19, curves=("linear", "logistic", "logit", "power-law-floor"))
    together = compare_series(series, chosen)
    alone = [compare_series([one], chosen)[0] for one in series]
    backwards = compare_series(series[::-1], chosen)[::-1]
    expected = [one.to_dict() for one in together]
    for other in (alone, backwards):
        assert [one.to_dict() for one in other] == expected


def test_results_do_not_depend_on_the_number_of_processes():
    series = many_series()[:3]
    chosen = {"curves": ("linear", "logistic"), "draws": 29}
    one, two = (compare_series(series, CompareOptions(n_jobs=n, **chosen)) for n in (1, 2))
    assert [result.to_dict() for result in one] == [result.to_dict() for result in two]


def test_rows_in_any_order_give_the_same_document(whole):
    shuffled = sc.compare(frame().sample(frac=1, random_state=3), draws=19)
    assert shuffled.to_dict()["results"] == whole.to_dict()["results"]
    assert shuffled.to_dict()["summary"] == whole.to_dict()["summary"]


def test_the_seed_changes_intervals_and_not_the_choice():
    curves = ["constant", "linear", "logit"]
    one, two = (compare(make_series(RISE), seed=seed, curves=curves)[0] for seed in (0, 1))
    assert [row.weight for row in one.curves] == [row.weight for row in two.curves]
    assert one.curves[1].backtest.crps != two.curves[1].backtest.crps
    assert one.curves[1].backtest.mae == two.curves[1].backtest.mae


def test_no_draws_give_no_intervals():
    (result,) = compare(make_series(RISE), draws=0)
    assert result.interval is None
    row = result.curves[1].backtest
    assert (math.isnan(row.crps), math.isnan(row.coverage90)) == (True, True)
    assert row.mae > 0


def test_named_curves_and_objects_each_once():
    (result,) = compare(make_series(RISE), curves=["step", get_curve("linear"), "Linear"])
    assert [row.curve for row in result.curves] == ["step", "linear"]
    found = sc.compare(frame(), [get_curve("linear"), "step"], draws=0)
    assert found.manifest["options"]["curves"] == ["linear", "step"]
    assert "n_jobs" not in found.manifest["options"]


def test_a_curve_of_ones_own_may_equal_another():
    class Mine:
        """A line under another name, compared by name alone."""

        name = "mine"

        def __getattr__(self, attribute):
            return getattr(get_curve("linear"), attribute)

    (result,) = compare(make_series(RISE), curves=["linear", Mine()])
    one, two = result.curves
    assert (one.aicc, one.backtest) == (two.aicc, two.backtest)


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"curves": ["logistics"]}, UnknownNameError, "did you mean 'logistic'"),
        ({"curves": "linear"}, OptionError, "curves: expected a list of names, got 'linear'"),
        ({"rho": "pooled"}, OptionError, "rho: expected a number from 0 to below 1, got 'pooled': "
         "an estimated rho would have seen the scores that are held out"),
        ({"rho": 1.0}, OptionError, "rho: expected a number from 0 to below 1, got 1"),
        ({"rho": None}, OptionError, "rho: expected a number from 0 to below 1, got None"),
        ({"seed": "1"}, OptionError, "seed: expected a whole number not below zero, got '1'"),
        ({"draws": 7}, OptionError, "draws: expected a whole number, 0 or at least 19, got 7"),
        ({"ceiling": "open"}, OptionError, "ceiling: expected one of auto, free, fixed"),
    ],
)  # fmt: skip
def test_wrong_options(options, error, text):
    with pytest.raises(error, match=text):
        sc.compare(frame(), **options)


def test_the_summary_pools_errors():
    one, two = compare(
        make_series(RISE, task="a"), make_series(RISE[::-1] * 0.8, task="b"), draws=0
    )
    found = CompareResults((one, two), Manifest("d", "", 0).to_dict())
    rows = {row["curve"]: row for row in found.summary()}
    errors = [abs(r.error) for s in (one, two) for r in s.predictions if r.curve == "linear"]
    last = [abs(r.error) for s in (one, two) for r in s.predictions if r.curve == "last-value"]
    line = rows["linear"]
    assert (line["n_series"], line["n"]) == (2, 6)
    assert line["mae"] == pytest.approx(np.mean(errors))
    assert line["median_error"] == pytest.approx(np.median(errors))
    assert line["skill_last"] == pytest.approx(1 - np.mean(errors) / np.mean(last))
    assert sum(row["n_chosen"] for row in rows.values()) == 2
    assert rows["last-value"]["skill_last"] == 0.0
    near = [r for s in (one, two) for r in s.predictions
            if r.curve == "linear" and r.decades_beyond_data < 0.5]  # fmt: skip
    assert line["mae_near"] == pytest.approx(np.mean([abs(r.error) for r in near]))


def test_scores_of_other_units_are_not_pooled():
    results = compare(
        make_series(RISE), make_series(100 * RISE, kind="bounded", ceiling=100.0), draws=0
    )
    found = CompareResults(tuple(results), Manifest("d", "", 0).to_dict())
    assert {(row["metric_kind"], row["metric"]) for row in found.summary()} == {
        ("proportion", None), ("bounded", "acc"),
    }  # fmt: skip
    assert list(found.display_summary()) == ["proportions", "acc"]


def test_results_print_and_turn_into_frames():
    found = sc.compare(frame(), draws=0)
    assert "CompareResults" in repr(found)
    assert "use" in repr(found)
    table = found.to_frame()
    assert len(table) == sum(len(one.curves) for one in found)
    assert {"series.task", "curve", "is_chosen", "backtest.mae", "reason"} <= set(table.columns)
    assert table.groupby("series.task")["is_chosen"].sum().min() >= 1
    assert found.to_csv().count("\n") == len(table) + 1


def test_save_a_comparison(tmp_path):
    found = sc.compare(frame(), ["linear", "constant"], draws=0)
    text = sc.save(found, tmp_path / "curves.csv").read_text(encoding="utf-8")
    assert text == found.to_csv()
    text = sc.save(found, tmp_path / "curves.json").read_text(encoding="utf-8")
    assert text == found.to_json()


@pytest.mark.slow
def test_what_the_guide_says_of_published_scores():
    """The numbers of docs/comparing.md; METHODS §7: nothing beats a line by much."""
    errors = {}
    for name in ("obs-emergent", "obs-benchmarks"):
        for one in sc.compare(name, draws=0):
            scores = [point.score for point in one.points]
            rises = max(scores) - min(scores) > 0.1
            for record in one.predictions:
                if record.held_out == 1 and one.series.metric_kind == "proportion":
                    errors.setdefault((record.curve, False), []).append(abs(record.error))
                    if rises:
                        errors.setdefault((record.curve, True), []).append(abs(record.error))
    mean = {key: np.mean(values) for key, values in errors.items()}
    assert mean["last-value", False] == pytest.approx(0.047, abs=5e-4)
    assert mean["linear-in-log", False] == pytest.approx(0.042, abs=5e-4)
    assert 1.5 < mean["logistic", False] / mean["linear-in-log", False] < 3
    assert mean["last-value", True] == pytest.approx(0.069, abs=5e-4)
    assert mean["linear-in-log", True] == pytest.approx(0.061, abs=5e-4)
    assert mean["logistic", True] == pytest.approx(0.060, abs=5e-3)
    assert mean["gompertz", True] == pytest.approx(0.051, abs=8e-3)
