"""Two conditions: which series belong together, and where the second starts to pay."""

from dataclasses import replace

import numpy as np
import pytest

import scaling as sc
from scaling.errors import DataError, OptionError, UnknownNameError
from scaling.fitting.intervals.parametric import beta_binomial
from scaling.forecasting.crossing.pair_matching import match_pairs
from scaling.forecasting.crossing.pair_spec import PairSpec, pair_specs
from tests.series_makers import logistic, make_series

LOW = np.array([0.02, 0.03, 0.04, 0.06, 0.08, 0.1])
HIGH = np.array([0.0, 0.01, 0.04, 0.2, 0.45, 0.6])


def series(score, size=None, **key):
    facts = {name: key.pop(name) for name in ("chance", "n") if name in key}
    one = make_series(score, **facts) if size is None else make_series(score, size, **facts)
    return replace(one, key=one.key._replace(**key))


DIRECT, COT = series(LOW, prompting="direct"), series(HIGH, prompting="cot")
FEW = ("logistic", "linear")  # for speed
SPEC = PairSpec("prompting", "direct", "cot")


def crossing(*given, pair="prompting:direct:cot", **options):
    return sc.crossing(list(given), pair=pair, **{"draws": 39, "curves": FEW, **options})


def test_a_pair_is_spelled_as_the_series_have_it():
    assert pair_specs("Prompting:DIRECT:Cot", [DIRECT, COT]) == (SPEC,)
    assert str(SPEC) == "prompting:direct:cot"
    shots = [replace(DIRECT, key=DIRECT.key._replace(n_shots=n)) for n in (0, 5)]
    assert pair_specs(["n_shots:0:5"], shots)[0].value(shots[1].key) == "5"


@pytest.mark.parametrize(
    ("pair", "error", "message"),
    [
        ("prompting:direct", OptionError, "pair: expected COLUMN:BASELINE:AUGMENTED, a column and "
         "two of its values such as prompting:direct:cot, got 'prompting:direct'"),
        ("promptin:direct:cot", UnknownNameError, "unknown column of a pair 'promptin': did you "
         "mean 'prompting'"),
        ("metric:a:b", UnknownNameError, "unknown column of a pair 'metric': expected one of "
         "prompting, tuning, n_shots, checkpoint, family"),
        ("prompting:direct:cott", UnknownNameError, "unknown prompting 'cott': did you mean 'cot'"),
        ("prompting:cot:CoT", OptionError, "pair: expected two different values of prompting"),
        ("tuning:base:instruct", DataError, "pair: no series says its tuning: expected 'base'"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_pair(pair, error, message):
    with pytest.raises(error, match=message):
        crossing(DIRECT, COT, pair=pair)


def test_partners_have_the_same_key_but_for_the_column():
    other = series(LOW, prompting="direct", n_shots=5)
    (match,) = match_pairs([DIRECT, COT, other], SPEC)
    assert (match.baseline.key, match.augmented.key) == (DIRECT.key, COT.key)
    assert not match.message


def test_the_same_source_goes_first_and_several_are_named():
    ours = replace(COT, key=COT.key._replace(source="x"))
    sources = [replace(DIRECT, key=DIRECT.key._replace(source=name)) for name in "xy"]
    assert match_pairs([*sources, ours], SPEC)[0].baseline.key.source == "x"
    (match,) = match_pairs([*sources, COT], SPEC)
    assert match.message == (
        "several series with prompting direct match (Family / task / acc, direct, x; Family / task "
        "/ acc, direct, y): select one"
    )


def test_families_that_are_two_tunings_pair_by_family():
    base = series(LOW, family="PaLM", tuning="base")
    tuned = series(HIGH, family="Flan-PaLM", tuning="instruct")
    with pytest.raises(DataError, match="two tunings of one pair as family:NAME:NAME"):
        crossing(base, tuned, pair="tuning:base:instruct")
    other = replace(tuned, key=tuned.key._replace(task="another"))
    with pytest.raises(
        DataError, match=r"no family PaLM was measured under the same conditions\)$"
    ):
        crossing(base, other, pair="family:PaLM:Flan-PaLM")
    finetuned = series(HIGH, family="PaLM", tuning="finetuned")
    (found,) = crossing(base, finetuned, pair="tuning:base:finetuned", draws=0)
    assert found.verdict == "crossed"
    (found,) = crossing(base, tuned, pair="family:PaLM:Flan-PaLM", draws=0)
    assert (found.baseline.name, found.baseline.kind) == ("PaLM", "condition")
    assert found.label() == "PaLM to Flan-PaLM / task / acc, instruct"


def test_only_sizes_of_both_are_compared():
    some = series(HIGH[1:], size=(160e6, 410e6, 1e9, 1.4e9, 2.8e9), prompting="cot")
    (found,) = crossing(DIRECT, some)
    assert found.n_sizes == 5
    assert "sizes-unpaired" in found.notes
    assert [point.size for point in found.baseline_points] == [p.size for p in found.points]
    far = series(HIGH[:2], size=(1e12, 2e12), prompting="cot")
    with pytest.raises(DataError, match=r"none \(no size was measured under both conditions\)"):
        crossing(DIRECT, far)
    usd = [replace(one, size_axis="usd") for one in (DIRECT, far)]
    with pytest.raises(DataError, match="one model has another usd under each; choose another siz"):
        crossing(*usd)


def test_the_second_condition_starts_to_pay():
    (found,) = crossing(DIRECT, COT)
    assert found.verdict == "crossed"
    assert found.bracket == (160e6, 1e9)
    assert 300e6 < found.lower < found.estimate < found.upper < 1.4e9
    assert found.reason.startswith("1B is surely better with cot than with direct, by 0.0")
    assert "By the curves cot starts to pay at " in found.reason
    assert found.margin == pytest.approx(0.02)
    assert found.to_dict()["baseline"]["stderr"] is None
    assert "baseline-error-unknown" not in found.notes
    assert len(found.baseline_band) == len(found.band) == 61
    assert found.differences[4].estimate == pytest.approx(0.37)
    assert found.label() == "Family / task / acc, direct to cot"


def test_other_verdicts_of_pairs():
    sure = np.array([0.3, 0.35, 0.4, 0.5, 0.6, 0.7])
    better = crossing(DIRECT, series(sure, prompting="cot"))[0]
    assert better.verdict == "always_better"
    assert better.bracket[1] == 70e6
    assert (
        "Each of the 6 sizes is surely better with cot than with direct (70M by 0.19 or"
        in better.reason
    )
    some = crossing(DIRECT, series(LOW + np.array([0.3, 0.01, 0.01, 0.1, 0.3, 0.5]),
                                   prompting="cot"))[0]  # fmt: skip
    assert some.verdict == "crossed"
    worse = crossing(series(sure, prompting="direct"), series(LOW, prompting="cot"))[0]
    assert worse.verdict == "always_worse"
    assert (
        "Each of the 6 sizes is surely worse with cot than with direct (2.8B by 0." in worse.reason
    )
    same = crossing(series(sure, prompting="direct"), series(sure, prompting="cot"))[0]
    assert same.verdict == "tied"
    assert "No size is surely better with cot than with direct: at 2.8B the diff" in same.reason


def test_no_margin_is_simply_worse():
    low, high = (series(part, n_shots=n) for part, n in ((HIGH + 0.1, 0), (LOW, 64)))
    (found,) = crossing(low, high, pair="n_shots:0:64", margin=0.0, draws=19)
    assert found.baseline.name == "0 shots"
    assert "surely worse with 64 shots than with 0 shots" in found.reason
    assert "by 0 " not in found.reason
    assert found.label() == "Family / task / acc, 0 to 64 shots"


def test_what_pays_at_the_floor_by_chance_does_not_count():
    rng, x = np.random.default_rng(5), np.linspace(8, 11, 8)
    shapes = {"direct": (10**10, 3, 0.25, 0.5), "cot": (10**10.1, 1.5, 0.25, 0.85)}
    scores = {name: logistic(10**x, *shape) for name, shape in shapes.items()}
    both = [
        series(beta_binomial(rng, score, np.full(8, 500.0), 0.005), 10**x, chance=0.25, n=500.0,
               prompting=name)
        for name, score in scores.items()
    ]  # fmt: skip
    (found,) = crossing(*both)
    assert found.margin == pytest.approx(0.015)
    dense = np.linspace(8, 11, 3001)
    gain = logistic(10**dense, *shapes["cot"]) - logistic(10**dense, *shapes["direct"])
    true = dense[np.flatnonzero(gain < 0.015)[-1]]
    assert found.lower < 10**true < found.upper  # the lower end is open if the first place counts


def test_losses_pay_when_they_are_lower():
    def loss(score, name):
        one = make_series(score, kind="loss", chance=np.nan, ceiling=np.nan, sigma=0.01)
        return replace(one, key=one.key._replace(prompting=name))

    base = loss(np.array([3.0, 2.8, 2.6, 2.4, 2.2, 2.0]), "direct")
    (found,) = crossing(base, loss(np.array([3.3, 3.0, 2.65, 2.25, 1.9, 1.6]), "cot"))
    assert found.verdict == "crossed"
    assert found.bracket == (410e6, 1e9)
    assert found.margin == 0
    assert found.differences[0].estimate == pytest.approx(-0.3)


def test_fewer_than_three_sizes_still_have_a_bracket():
    few = [series(part[[2, 4]], size=(1e9, 1e10), prompting=name)
           for part, name in ((LOW, "direct"), (HIGH, "cot"))]  # fmt: skip
    (found,) = crossing(*few)
    assert (found.status, found.verdict) == ("failed", "crossed")
    assert found.bracket[1] == 1e10
    assert "below-three-sizes" in found.notes
    assert found.message == "a curve needs at least 3 sizes, this series has 2"


# Published: Wei et al. 2022, arXiv:2201.11903, Table 2, and arXiv:2206.07682, figure 3A.


def test_chain_of_thought_pays_from_a_size_on():
    found = sc.crossing("chain-of-thought", pair="prompting:direct:cot", task="GSM8K", draws=39,
                        curves=FEW)  # fmt: skip
    by_family = {one.series.family: one for one in found}
    for family, low, high in (
        ("LaMDA", 8e9, 137e9),
        ("GPT-3 (InstructGPT)", 6.7e9, 175e9),
    ):
        one = by_family[family]
        assert one.verdict == "crossed"
        assert low <= one.bracket[0] < one.bracket[1] <= high
        assert one.bracket[0] < one.estimate < one.bracket[1]
    assert by_family["PaLM"].verdict == "crossed"
    assert by_family["PaLM"].bracket[1] == 62e9
    assert by_family["UL2"].status == "failed"  # one size


def test_instruction_tuning_pays_from_the_smallest_palm_on():
    found = sc.crossing("flan-scaling", pair="family:PaLM:Flan-PaLM", task="MMLU", draws=19,
                        curves=FEW)  # fmt: skip
    assert {one.verdict for one in found} == {"crossed"}  # 540B gains .03, which may be none
    assert {one.bracket[1] for one in found} == {8e9}
