"""Baselines: numbers, chance, and rows of tables with their errors."""

import io
import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import betabinom

import scaling as sc
from scaling.errors import DataError, OptionError, UnknownNameError
from scaling.forecasting.crossing.baselines import Baseline, error_of_score, of_chance, of_number
from tests.series_makers import make_series

RISE = np.array([0.02, 0.05, 0.1, 0.3, 0.55, 0.7])
NAN = float("nan")
FEW = ("logistic", "linear")  # for speed
TABLE = """model,family,params,task,metric,score,n_items,tuning,n_shots,prompting,stderr
a-1b,A,1B,qa,exact_match,0.1,1000,base,0,direct,
a-3b,A,3B,qa,exact_match,0.3,1000,base,0,direct,
a-9b,A,9B,qa,exact_match,0.6,1000,base,0,direct,
a-30b,A,30B,qa,exact_match,0.8,1000,base,0,direct,
b-2b,B,2B,qa,exact_match,0.5,400,finetuned,,,
person,people,,qa,exact_match,0.7,,human,,,0.02
c,C,,qa,exact_match,0.4,1000,base,0,direct,
c,C,,qa,exact_match,0.9,1000,base,0,cot,
d,D,,qa,exact_match,0.45,,prior_best,,,
a-1b,A,1B,sums,acc,0.1,1000,base,0,direct,
a-3b,A,3B,sums,acc,0.2,1000,base,0,direct,
a-9b,A,9B,sums,acc,0.3,1000,base,0,direct,
"""
OTHER = """model,family,params,task,metric,score,n_items,tuning,chance
t5,T5,11B,QA,acc,0.55,500,finetuned,0
t5,T5,11B,sums,edit,0.55,500,finetuned,0
"""


COT = TABLE.replace("base,0,direct", "base,0,cot").replace("0.4,1000,base,0,cot",
                                                            "0.4,1000,base,0,direct").replace(
    "c,C,,qa,exact_match,0.9,1000,base,0,cot,\n", "")  # fmt: skip


def frame(text=TABLE):
    return pd.read_csv(io.StringIO(text))


def crossing(baseline=None, **options):
    return sc.crossing(
        options.pop("data", frame()), baseline, **{"draws": 0, "curves": FEW, **options}
    )


def named(results):
    return [(one.series.task, one.baseline.name, one.baseline.score) for one in results]


def test_a_number_is_a_baseline_of_every_series():
    found = crossing("55%", stderr=0.01)
    assert [one.baseline for one in found] == [Baseline(name="0.55", score=0.55, stderr=0.01)] * 2
    assert found.manifest["options"]["baseline"] == [0.55]


def test_chance_is_exact_and_has_to_be_known():
    found = of_chance(make_series(RISE, chance=0.25), 0.015)
    assert found == Baseline(name="chance + 0.015", score=0.265, kind="chance")
    assert of_chance(make_series(RISE), 0.0) == Baseline(name="chance", score=0.0, kind="chance")
    loss = make_series(3 - RISE, kind="loss", chance=3.0, ceiling=1.0)
    assert of_chance(loss, 0.04).score == 2.96
    real = make_series(RISE, kind="real", chance=NAN, ceiling=NAN)
    (result,) = sc.crossing(real, " Chance", draws=0)
    assert (result.status, result.message) == ("failed", "no chance level is known for task (acc)")


def test_one_right_answer_in_many_is_not_above_chance():
    found = sc.crossing("chain-of-thought", "chance", task="GSM8K", draws=0, curves=FEW,
                        family="GPT-3 (InstructGPT)")  # fmt: skip
    assert [one.baseline.name for one in found] == ["chance + 0.02"] * 2
    assert found[0].points[0].score == 0.005  # 350M: surely above 0
    assert [one.bracket[1] for one in found] == [175e9] * 2
    assert "is surely above chance + 0.02 (0.02), by " in found[0].reason
    without = sc.crossing("chain-of-thought", "chance", task="GSM8K", draws=0, margin=0.0,
                          curves=FEW, family="GPT-3 (InstructGPT)")  # fmt: skip
    assert [one.bracket[1] for one in without] == [350e6, 350e6]


SEEDS = TABLE.splitlines()[0] + ",seed,checkpoint\n" + "".join(
    [f"{row},,\n" for row in TABLE.splitlines()[1:5]]
    + [f"t5,T5,2B,qa,exact_match,{score},400,finetuned,,,,{seed},{step}\n"
       for score, seed, step in ((0.5, 1, 20), (0.56, 2, 20), (0.44, 3, 20), (0.2, 1, 10))]
)  # fmt: skip


def test_seeds_of_the_last_checkpoint_are_one_baseline():
    (found,) = crossing("t5", data=frame(SEEDS), baseline_metric="exact_match")
    assert found.baseline.score == pytest.approx(0.5)
    assert found.baseline.stderr == crossing("b-2b")[0].baseline.stderr  # the same items thrice
    four = frame(SEEDS.replace("0.2,400,finetuned,,,,1,10", "0.52,400,finetuned,,,,4,20"))
    (spread,) = crossing("t5", data=four)
    scores = [0.5, 0.56, 0.44, 0.52]
    assert spread.baseline.stderr == pytest.approx(np.std(scores, ddof=1) / 2)


def test_people_and_fine_tuned_models_of_the_table():
    assert named(crossing(["human", "finetuned"])) == [("qa", "person", 0.7), ("qa", "b-2b", 0.5)]
    found = crossing("FINETUNED")
    assert found.notes == ("no-baseline-row",)
    assert found[0].baseline.size == 2e9
    assert found[0].baseline.tuning == "finetuned"


def test_a_model_matches_on_its_conditions():
    assert named(crossing("C")) == [("qa", "c", 0.4)]


def test_a_model_of_the_curve_is_no_baseline_of_it():
    with pytest.raises(DataError, match=r"baseline 'a-30b' of .+ has no score for any"):
        crossing("a-30b", task="qa")
    both = frame().replace({"b-2b": "a-3b"})  # the same model, fine-tuned
    assert named(crossing("finetuned", data=both)) == [("qa", "a-3b", 0.5)]


def test_series_of_fine_tuned_models_are_no_curves_unless_asked_for():
    assert {one.series.family for one in crossing(0.5)} == {"A"}
    found = crossing(0.55, where={"tuning": "finetuned"})
    assert [one.series.family for one in found] == ["B"]
    only = frame()[lambda t: t.tuning == "finetuned"]
    with pytest.raises(DataError, match="no series is left: expected models with a size that were"):
        crossing(0.5, data=only)


def test_another_table_by_task_and_metric():
    found = crossing(baselines=frame(OTHER))
    (one,) = found
    assert (one.series.metric, one.baseline.metric, one.baseline.score) == (
        "exact_match", "acc", 0.55
    )  # fmt: skip
    assert found.manifest["options"]["baselines"]["name"]
    both = crossing("t5", baselines=frame(OTHER), baseline_metric="edit")
    assert [one.series.task for one in both] == ["sums"]
    with pytest.raises(UnknownNameError, match="no human baseline in table: it has t5"):
        crossing("human", baselines=frame(OTHER))


def test_multiple_choice_has_no_other_names():
    harder = frame(OTHER.replace("acc,0.55,500,finetuned,0", "acc,0.55,500,finetuned,0.25"))
    data = frame().assign(chance=0.25)
    with pytest.raises(DataError, match=r"has no score for any of the series: it has QA \(acc\), "):
        crossing("t5", data=data, baselines=harder)


def test_the_error_is_stated_or_of_the_items_or_unknown():
    people, tuned = crossing(["human", "finetuned"])
    assert people.baseline.stderr == 0.02
    sd = betabinom(400, 0.5 * 199, 0.5 * 199).std() / 400  # rho .005: 1 / (a + b + 1)
    assert tuned.baseline.stderr == pytest.approx(sd, rel=0.01)
    (prior,) = crossing("d")
    assert math.isnan(prior.baseline.stderr)
    assert prior.baseline.error == 0
    assert "baseline-error-unknown" in prior.notes
    assert error_of_score(make_series(RISE), 1.0, NAN, 100.0, 0.0) > 0  # 100 of 100 is no proof


@pytest.mark.parametrize(
    ("baseline", "options", "error", "message"),
    [
        (None, {}, OptionError, "baseline: expected a score such as 0.6, chance, human, finetuned"),
        ("", {}, OptionError, "baseline: expected a score, a keyword or a model's name, got ''"),
        (60, {}, OptionError, "baseline: qa has scores from 0 to 1: expected such a number or a "
         "percentage such as 60%, got 60"),
        (-0.1, {}, OptionError, "baseline: qa has scores from 0 to 1"),
        (float("nan"), {}, OptionError, "baseline: expected a finite number, got nan"),
        (True, {}, OptionError, "expected a score, a keyword or a model's name, got True"),
        ([0.5, None], {}, OptionError, "baseline: expected a score, a keyword or a model's name"),
        (0.5, {"stderr": 2}, OptionError, "stderr: qa has scores from 0 to 1: expected a standard "
         "error in that unit, such as 0.02, got 2"),
        ([0.5, "chance"], {"baselines": frame(OTHER)}, OptionError, "baselines: expected a "
         "baseline that is a model of them, got 0.5, chance alone"),
        (0.5, {"stderr": -0.1}, OptionError, "stderr: expected a number not below zero, got -0.1"),
        ("human", {"stderr": 0.1}, OptionError, "stderr: expected a baseline that is a number, got "
         "'human', which has an error of its own"),
        ("a-1c", {}, UnknownNameError, "unknown baseline 'a-1c': did you mean 'a-1b'"),
        ("humans", {}, UnknownNameError, "unknown baseline 'humans': did you mean 'human'"),
        ("t5", {"baselines": frame(OTHER), "task": "sums"}, DataError,
         r"baseline 't5' of .+ has no score for any of the series: it has sums \(edit\), the "
         r"series sums \(acc\): --baseline-metric takes another metric$"),
        ("b-2b", {"task": "sums"}, DataError, r"it has qa \(exact_match\); the series have sums"),
        ("a-3b", {"task": "qa"}, DataError, r"it is a point of the curve of qa \(exact_match\)"),
        ("c", {"where": {"prompting": "cot"}, "data": frame(COT)}, DataError,
         r"it has qa \(exact_match\) with 0-shot, direct, the series with 0-shot, cot"),
        ("b", {}, UnknownNameError, "unknown baseline 'b': did you mean 'b-2b'"),
        (None, {"baselines": frame(OTHER), "task": "sums"}, DataError, "has no score for any of "),
        ("t5", {"baselines": frame(OTHER), "baseline_metric": "edti"}, UnknownNameError,
         "unknown metric 'edti': did you mean 'edit'"),
        (0.5, {"baseline_metric": "acc"}, OptionError, "baseline_metric: expected a baseline that "
         "is a model, got none"),
        (0.5, {"pair": "prompting:direct:cot"}, OptionError, "pair: expected a pair of conditions "
         "or a baseline, got both"),
    ],
)  # fmt: skip
def test_a_baseline_that_cannot_be(baseline, options, error, message):
    with pytest.raises(error, match=message):
        crossing(baseline, **options)


def test_series_have_no_rows_to_look_in():
    with pytest.raises(OptionError, match="series have no rows to find 'human' in: expected a num"):
        sc.crossing(make_series(RISE), "human")
    found = sc.crossing([make_series(RISE)], "t5", baselines=frame(OTHER.replace("QA", "task")),
                        draws=0)  # fmt: skip
    assert found[0].baseline.name == "t5"


def test_a_number_is_on_the_scale_of_the_metric():
    real = make_series(100 * RISE, kind="real", chance=NAN, ceiling=NAN)
    assert of_number(real, 160.0, 70.0).score == 160
    with pytest.raises(
        OptionError, match="has no scale from 0 to 1 or 100: expected a number in t"
    ):
        of_number(real, 0.6, 0.0, percent=True)
    f1, bleu = (make_series(most * RISE, kind="bounded", ceiling=most) for most in (1.0, 100.0))
    for series, score in ((f1, 60.0), (bleu, 160.0)):
        with pytest.raises(OptionError, match=r"task has scores from 0 to 1(00)?: expected such"):
            of_number(series, score, 0.0)
    found = of_number(bleu, 0.35, 0.02, percent=True)
    assert (found.name, found.score, found.stderr) == ("35", 35.0, 2.0)
    assert of_number(f1, 0.35, 0.02, percent=True).score == 0.35
    loss = make_series(3 - RISE, kind="loss", chance=NAN, ceiling=NAN)
    with pytest.raises(
        OptionError, match="task has losses, which are above 0: expected such a num"
    ):
        of_number(loss, 0.0, 0.0)


def test_a_row_off_the_scale_is_no_baseline():
    data = frame().assign(metric_kind="bounded", ceiling=1.0)
    other = frame(OTHER.replace(",0.55,", ",55,")).assign(metric_kind="bounded", ceiling=100.0)
    with pytest.raises(
        DataError, match="t5 scores 55, but the series of qa has scores from 0 to 1"
    ):
        crossing("t5", data=data, baselines=other, task="qa", baseline_metric="acc")


def test_a_baseline_is_asked_for_once_whatever_its_case():
    assert len(crossing([0.6, "0.6", "60%"], task="qa")) == 1
    assert named(crossing(["FineTuned", "HUMAN", "finetuned"])) == [
        ("qa", "b-2b", 0.5), ("qa", "person", 0.7),
    ]  # fmt: skip
