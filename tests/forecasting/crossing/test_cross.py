"""Whole crossings: the contract, known truths, and that nothing else shifts a result."""

import io
import json
import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import scaling as sc
from scaling.errors import OptionError, UnknownNameError
from scaling.forecasting.crossing import Baseline, CrossingOptions, CrossingResults
from scaling.forecasting.crossing.averaged_curve import averaged_curves, identity
from scaling.forecasting.crossing.cross import cross_baselines
from tests.series_makers import PYTHIA, logistic, make_series

NAN = float("nan")
FEW = ("logistic", "linear")  # for speed, where a test is not about the families
NO_BOUNDS = {"chance": NAN, "ceiling": NAN}
SIZES = np.array(PYTHIA)
TRUTH = logistic(SIZES, 1.5e9, 1.5, ceiling=0.9)
KEYS = {
    "series", "size", "n_sizes", "status", "message", "notes", "qualifiers", "interval", "points",
    "references", "band", "baseline", "pair", "verdict", "reason", "bracket", "estimate", "lower",
    "upper", "reach", "shares", "differences", "ratio", "gap", "curves", "objective", "delta",
    "rho", "alpha", "margin", "baseline_points", "baseline_band",
}  # fmt: skip


def cross(series, score=0.5, *, stderr=0.0, size=NAN, **options):
    baseline = Baseline(name="b", score=score, stderr=stderr, kind="model", size=size)
    few = {"curves": FEW} if series.binomial else {}
    chosen = CrossingOptions(**{"draws": 39, **few, **options})
    (result,) = cross_baselines([(series, [baseline])], chosen)
    return result


@pytest.fixture(scope="module")
def whole():
    return sc.crossing([make_series(TRUTH), make_series(TRUTH[:2], task="few")], 0.5, draws=39)


def test_the_json_contract(whole):
    document = json.loads(whole.to_json(), parse_constant=pytest.fail)
    assert document["schema"] == "scaling.crossing/1"
    assert document["options"]["baseline"] == [0.5]
    for result in document["results"]:
        assert set(result) == KEYS
        assert set(result["baseline"]) >= {"name", "score", "stderr"}
        assert len(result["bracket"]) == 2
        assert set(result["shares"]) == {"before", "within", "beyond", "never"}
    one = document["results"][0]
    assert one["interval"] == {"kind": "parametric-bootstrap", "level": 0.95, "draws": 39}
    assert sum(one["shares"].values()) == pytest.approx(1)
    assert sum(share["weight"] for share in one["curves"]) == pytest.approx(1)


def test_a_document_comes_back_and_is_a_frame(whole):
    assert CrossingResults.from_dict(whole.to_dict()).to_json() == whole.to_json()
    table, text = whole.to_frame(), pd.read_csv(io.StringIO(whole.to_csv()))
    assert list(text.columns) == list(table.columns)
    assert {"bracket", "points", "references", "interval", "pair"}.isdisjoint(table.columns)
    assert text["bracket_high"][0] == table["bracket_high"][0]
    assert list(whole.results[1].to_row()) == list(table.columns)  # the same of a failed one
    assert table.loc[0, "bracket_high"] == whole[0].bracket[1]
    assert {"baseline.name", "verdict", "estimate", "ratio.estimate"} <= set(table.columns)
    assert "passed at (params)" in repr(whole)


def test_a_crossing_within_the_sizes():
    found = cross(make_series(TRUTH), 0.5)
    true = 1.5e9 * 10 ** (1.5 / math.log(81) * math.log(0.5 / 0.4))
    assert found.verdict == "crossed"
    assert found.lower < true < found.upper
    assert found.estimate == pytest.approx(true, rel=0.06)
    assert found.bracket == (1.4e9, 2.8e9)
    assert found.reason.startswith("2.8B, at 0.62, is surely above b (0.5), by 0.0")
    assert found.qualifiers == ("one_seed",)
    assert found.shares.within == 1


def test_the_error_of_the_baseline_widens_the_interval():
    exact, rough = cross(make_series(TRUTH)), cross(make_series(TRUTH), stderr=0.05)
    assert rough.lower < exact.lower < exact.upper < rough.upper
    assert rough.bracket[0] <= exact.bracket[0] < exact.bracket[1] <= rough.bracket[1]


def test_the_verdicts_of_known_truths():
    assert cross(make_series(TRUTH / 2), 0.9).verdict == "never_within"
    flat = np.array([0.1, 0.2, 0.4, 0.5, 0.51, 0.5, 0.51, 0.5])
    below = cross(make_series(flat, n=3000.0), 0.8)
    assert below.verdict == "ceiling_below"
    assert "a decade from 2.8B to 12B (at most 0." in below.reason
    assert "the upper limit of the curve's ceiling is 0.5" in below.reason
    rising = np.array([0.3, 0.33, 0.37, 0.41, 0.44, 0.47, 0.51, 0.54])
    for scores in (rising, np.array([0.1, 0.15, 0.22, 0.3, 0.38, 0.44, 0.49, 0.51])):
        assert cross(make_series(scores, n=400.0), 0.9).verdict != "ceiling_below"
    line = np.linspace(0.1, 0.5, 8)
    near = cross(make_series(line, n=4000.0, size=np.geomspace(1e8, 1e11, 8)), 0.58, rho=0.0)
    assert near.verdict == "not_yet"
    assert 1e11 < near.lower < near.estimate < 1e12
    assert "decades beyond the largest size (95% interval" in near.reason
    assert cross(make_series(TRUTH), TRUTH[-1] + 0.01).verdict == "tied"
    start = np.array([0.0, 0.0, 0.01, 0.01, 0.02, 0.03, 0.06, 0.1])
    split = cross(make_series(start), 0.4)
    assert split.verdict == "unidentified"
    assert "these sizes cannot say" in split.reason
    assert "unbounded" in split.notes
    assert math.isnan(split.upper)


def test_a_baseline_below_the_smallest_size():
    found = cross(make_series(np.linspace(0.4, 0.8, 8)), 0.1)
    assert found.verdict == "crossed"
    assert found.bracket[1] == 70e6
    assert math.isnan(found.estimate)
    assert found.shares.before == 1
    assert "at 70M or before" in found.reason


def test_a_size_that_falls_back_is_said():
    score = np.array([0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.9, 0.1])
    found = cross(make_series(score), 0.5)
    assert found.verdict == "crossed"
    assert "falls-back" in found.notes
    assert "It is not for good: 12B is surely below it again." in found.reason


def test_families_have_random_numbers_of_their_own():
    (curve,) = averaged_curves([make_series(TRUTH)], CrossingOptions(draws=39))
    one, two = ([curve._random(*identity(fit)).random() for fit in curve.fits] for _ in range(2))
    assert one == two
    assert len(set(one)) == len(one) > 2


def test_baselines_of_one_name_are_told_apart():
    named = (("b", "Table 1"), ("b", "Table 2"), ("c", "Table 1"))
    baselines = [Baseline(name=name, score=0.5, source=source) for name, source in named]
    found = cross_baselines([(make_series(TRUTH[:2]), baselines)], CrossingOptions(draws=0))
    rows = CrossingResults(tuple(found), {}).to_display()
    assert [row["baseline source"] for row in rows] == ["Table 1", "Table 2", ""]
    assert "baseline source" not in CrossingResults(tuple(found[1:]), {}).to_display()[0]


def test_models_that_differ_in_more_than_scale_are_said():
    one = replace(make_series(TRUTH[:2]), heterogeneous_reason="other data for the largest.")
    assert cross(one).reason.endswith("differ in more than scale: other data for the largest.")


def test_curves_are_followed_no_farther_than_allowed():
    short = make_series(TRUTH[:4])  # 1.15 decades
    assert cross(short).reach == pytest.approx(np.log10(1e9 / 70e6) / 2)
    assert "reach-shortened" in cross(short).notes
    assert cross(make_series(TRUTH), reach=0.3).reach == 0.3
    far = cross(short, 0.8, reach=3.0, far=True)
    assert far.reach == 3.0
    assert far.band[-1].size == pytest.approx(1e12)


def test_the_ratio_of_sizes_and_the_gap():
    found = cross(make_series(TRUTH), 0.5, size=2e8)
    assert found.ratio.estimate == pytest.approx(found.estimate / 2e8)
    assert found.ratio.lower == pytest.approx(found.lower / 2e8)
    assert found.gap.lower < found.gap.estimate < found.gap.upper
    assert found.gap.estimate == pytest.approx(
        logistic(2e8, 1.5e9, 1.5, ceiling=0.9) - 0.5, abs=0.03
    )
    assert math.isnan(cross(make_series(TRUTH), 0.5, size=1e6).gap.estimate)
    shown = cross(make_series(TRUTH), 0.5, size=1e6, draws=0).to_display()["ratio"]
    assert re.fullmatch(r"1,\d\d0", shown)
    assert math.isnan(cross(make_series(TRUTH), 0.5).ratio.estimate)


def test_losses_are_crossed_downwards():
    loss = 1.5 + 400 * SIZES**-0.3
    series = make_series(loss, kind="loss", sigma=0.005, **NO_BOUNDS)
    level = 1.5 + 400 * 2e9**-0.3
    found = cross(series, level)
    assert found.verdict == "crossed"
    assert found.lower < 2e9 < found.upper
    assert found.bracket == (1.4e9, 2.8e9)
    assert "is surely below b (" in found.reason
    assert cross(series, 1.0).verdict == "never_within"
    rough = np.round(loss, 2)  # a curve through every loss leaves no error to estimate
    guessed = cross(replace(series, score=rough, sigma=np.full(8, NAN)), level)
    assert "estimated-sigma" in guessed.notes


def test_the_loss_axis_runs_backwards():
    series = make_series(TRUTH, size=np.linspace(3.2, 2.2, 8), axis="loss")
    found = cross(series, 0.5, size=2.5)
    assert found.lower < found.estimate < found.upper
    assert found.bracket[0] > found.bracket[1]  # in the order of the axis
    assert math.isnan(found.ratio.estimate)
    assert not math.isnan(found.gap.estimate)


def test_real_scores_without_an_error():
    real = make_series(100 * TRUTH, kind="real", **NO_BOUNDS)
    assert cross(real, 50.0).verdict == "crossed"
    few = cross(make_series(100 * TRUTH[:2], kind="real", **NO_BOUNDS), 50.0)
    assert (few.status, few.verdict) == ("failed", None)
    assert few.reason == "Nothing is sure. No error of the scores is known: state a stderr."
    assert "no-error-model" in few.notes


@pytest.mark.parametrize("score", [np.array([10.0, 20, 30, 40]), np.zeros(4)])
def test_scores_that_a_curve_goes_through_say_nothing_of_their_error(score):
    found = cross(make_series(score, np.array([1e9, 3e9, 9e9, 27e9]), kind="bounded",
                              ceiling=100.0), 35.0, size=9e9)  # fmt: skip
    assert (found.status, found.verdict, found.interval) == ("ok", None, None)
    assert "no-error-model" in found.notes
    assert "estimated-sigma" not in found.notes
    assert found.reason.startswith("Nothing is sure. No error of the scores is stated, and a curve")
    assert math.isnan(found.lower)
    assert math.isnan(found.shares.never)
    assert math.isnan(found.gap.lower)
    assert math.isnan(found.band[0].lower)
    if score.any():
        assert found.estimate == pytest.approx(9e9 * 3**0.5, rel=1e-6)


def test_the_best_score_there_is_can_be_reached():
    nearly = np.array([0.2, 0.5, 0.9, 0.99, 1.0, 1.0, 1.0, 1.0])
    found = cross(make_series(nearly), 1.0, curves=("logistic",))
    assert "baseline-at-ceiling" in found.notes
    assert 1.4e9 < found.estimate < 12e9  # half an item of 1,000 short
    assert "baseline-at-ceiling" not in cross(make_series(nearly), 0.99, draws=0).notes


def test_fewer_than_three_sizes_still_have_a_bracket():
    found = cross(make_series(TRUTH[[0, 7]]), 0.5)
    assert (found.status, found.verdict, found.bracket) == ("failed", "crossed", (70e6, 160e6))
    assert found.message == "a curve needs at least 3 sizes, this series has 2"
    assert found.interval is None
    assert math.isnan(found.estimate)


def test_no_draws_no_interval():
    found = cross(make_series(TRUTH), 0.5, draws=0)
    assert found.interval is None
    assert found.estimate > 0
    assert math.isnan(found.lower)
    assert found.verdict == "crossed"
    assert cross(make_series(TRUTH), 0.97, draws=0).verdict == "not_yet"


# Nothing else shifts a result.

TABLE = "model,family,task,score,n_items,params,cost\n" + "".join(
    f"m{place},F,t,{score:.3f},1000,{size:.6g},{size / 1e12:.6g}\n"
    for place, (score, size) in enumerate(zip(TRUTH, SIZES, strict=True))
)


def of_text(text, **options):
    (result,) = sc.crossing(pd.read_csv(io.StringIO(text)), options.pop("baseline", 0.5),
                            **{"draws": 39, "curves": FEW, **options})  # fmt: skip
    return result


def test_units_row_order_and_duplicates_change_nothing():
    plain = of_text(TABLE)
    head, *rows = TABLE.splitlines()
    for rows_there in (rows[::-1], [*rows, *rows]):
        again = of_text("\n".join([head, *rows_there]))
        assert replace(again, notes=plain.notes).to_dict() == plain.to_dict()
    billions = pd.read_csv(io.StringIO(TABLE)).assign(
        params=lambda t: (t.params / 1e9).map("{}B".format)
    )
    (found,) = sc.crossing(billions, 0.5, draws=39, curves=FEW)
    assert found.estimate == pytest.approx(plain.estimate, rel=1e-6)
    percent = pd.read_csv(io.StringIO(TABLE)).assign(
        score=lambda t: (100 * t.score).map("{:.1f}%".format)
    )
    (found,) = sc.crossing(percent, "50%", draws=39, curves=FEW)
    assert (found.estimate, found.lower) == (plain.estimate, plain.lower)


def test_any_positive_column_can_be_the_size():
    cost = of_text(TABLE, size="cost")
    params = of_text(TABLE)
    assert cost.size == "cost"
    assert cost.estimate == pytest.approx(params.estimate / 1e12, rel=1e-6)
    assert cost.bracket == pytest.approx([end / 1e12 for end in params.bracket])
    assert "0.0028, at 0.62, is surely above" in cost.reason
    assert "passed at (cost)" in cost.to_display()


def test_other_series_baselines_and_processes_change_nothing():
    one, two = make_series(TRUTH, task="one"), make_series(TRUTH / 2, task="two")
    alone = sc.crossing(one, 0.5, draws=39, curves=FEW)[0]
    for found in (
        sc.crossing([two, one], 0.5, draws=39, curves=FEW)[1],
        sc.crossing([one], [0.3, 0.5], draws=39, curves=FEW)[1],
        sc.crossing([one, two], 0.5, draws=39, curves=FEW, n_jobs=2)[0],
    ):
        assert found.to_dict() == alone.to_dict()
    assert sc.crossing(one, 0.5, draws=39, curves=FEW, seed=1)[0].lower != alone.lower


def test_curves_can_be_chosen():
    found = cross(make_series(TRUTH), curves=("logistic",))
    assert [part.curve for part in found.curves] == ["logistic"]
    usual = {"curves": None, "draws": 0}
    every = [part.curve for part in cross(make_series(TRUTH[:5]), **usual).curves]
    assert "step" not in every
    assert len(set(every)) == len(every)  # the logit is the logistic from 0 to 1
    held = [part.curve for part in cross(make_series(TRUTH[:5], chance=0.01), **usual).curves]
    assert held.count("logistic") == 2
    recorded = CrossingOptions(curves=("logistic",)).recorded()
    assert (recorded["curves"], recorded["draws"]) == (["logistic"], 999)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"reach": 2.0}, OptionError, "reach: expected at most 1 decade beyond the largest size, "
         "got 2; --far allows more"),
        ({"reach": -1.0}, OptionError, "reach: expected a number of decades not below zero"),
        ({"margin": 1.0}, OptionError, "margin: expected a number from 0 to below 1, got 1"),
        ({"alpha": 0.5}, OptionError, "alpha: expected a number between 0 and 0.5"),
        ({"level": 1.0}, OptionError, "level: expected a number between 0 and 1"),
        ({"rho": "pooled"}, OptionError, "rho: expected a number from 0 to below 1, got 'pooled'"),
        ({"curves": ("logistik",)}, UnknownNameError, "unknown curve 'logistik': did you mean"),
        ({"draws": 3}, OptionError, "draws: expected a whole number, 0 or at least 19"),
    ],
)  # fmt: skip
def test_options_out_of_range(options, error, message):
    with pytest.raises(error, match=message):
        cross(make_series(TRUTH), **options)


@pytest.mark.parametrize(
    "score",
    [np.zeros(8), np.ones(8), np.full(8, 0.5), np.zeros(3), TRUTH[::-1], TRUTH[:3], TRUTH[:4]],
)
def test_hostile_series_have_a_verdict(score):
    levels = [Baseline(name="b", score=level, kind="model") for level in (0.0, 0.5, 1.0)]
    for found in cross_baselines([(make_series(score), levels)], CrossingOptions(draws=19)):
        assert found.verdict is not None
        assert found.reason.endswith(".")
        assert "nan" not in found.reason
        document = json.dumps(found.to_dict(), allow_nan=False)
        assert type(found).from_dict(json.loads(document)).to_dict() == found.to_dict()
