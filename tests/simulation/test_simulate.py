"""Series of known truth: deterministic, independent of each other, and used like any others."""

import numpy as np
import pytest

import scaling as sc
from scaling.errors import OptionError, ScalingError, UnitError, UnknownNameError

BLOOM = ("560M", "1.1B", "1.7B", "3B", "7.1B")


def test_one_seed_gives_one_set_of_scores():
    """Items right of 250, seed 7: they change only if the way of drawing does."""
    one, two = sc.simulate(sizes="BLOOM", chance=0.25, count=2, seed=7)
    assert (one.score * 250).tolist() == [90, 142, 183, 208, 219]
    assert (two.score * 250).tolist() == [94, 106, 145, 184, 211]
    (step,) = sc.simulate("step", sizes=BLOOM, chance=0.25, seed=7)
    assert (step.score * 250).tolist() == [63, 55, 222, 223, 224]


def test_a_series_depends_on_its_place_and_the_seed_alone():
    many = sc.simulate("onset", sizes="OPT", count=5)
    again = sc.simulate("onset", sizes="opt", count=3)
    assert [one.score.tobytes() for one in many[:3]] == [one.score.tobytes() for one in again]
    assert len({one.score.tobytes() for one in many}) == 5
    other = sc.simulate("onset", sizes="OPT", count=1, seed=1)
    assert other[0].score.tobytes() != many[0].score.tobytes()


def test_what_a_series_says_of_itself():
    made = sc.simulate("per-token-4", sizes=BLOOM, width=0.5, chance=0.25, ceiling=0.95, count=2,
                       n_items=[100, 100, 200, 200, 400], midpoint="2B", amplitude=0.9)  # fmt: skip
    assert [one.key.label() for one in made] == [
        "simulated / per_token_4 1 / acc",
        "simulated / per_token_4 2 / acc",
    ]
    one = made[0]
    assert one.models[:2] == ("simulated-560M", "simulated-1.1B")
    assert (one.size_axis, one.metric_kind, one.chance, one.ceiling) == (
        "params", "proportion", 0.25, 0.95,
    )  # fmt: skip
    assert one.size.tolist() == [560e6, 1.1e9, 1.7e9, 3e9, 7.1e9]
    assert one.n_items.tolist() == [100, 100, 200, 200, 400]
    assert one.true.truth.name == "per_token_4"
    assert one.true_score(2e9) == pytest.approx([0.25 + 0.7 * 0.9 / 2])
    assert one.true_score([1e6, 1e15]) == pytest.approx([0.25, 0.25 + 0.7 * 0.9])
    assert one.without([0]).true_score(2e9) == one.true_score(2e9)


def test_sizes_may_be_numbers_of_any_kind():
    by_text = sc.simulate(sizes=["1M", "10M", "100M"])[0]
    for sizes in ([1e6, 1e7, 1e8], np.array([10**6, 10**7, 10**8])):
        assert sc.simulate(sizes=sizes)[0].score.tolist() == by_text.score.tolist()


def test_series_are_fitted_compared_and_tested():
    made = sc.simulate(sizes="Pythia", n_items=10000, rho=0, midpoint="1B", amplitude=0.8, count=3)
    for one, found in zip(made, sc.fit(made, draws=0, rho=0), strict=True):
        assert found.parameters["width"].estimate == pytest.approx(1.0, abs=0.1)
        assert found.parameters["midpoint"].estimate == pytest.approx(1e9, rel=0.05)
        assert found.parameters["ceiling"].estimate == pytest.approx(0.8, abs=0.03)
        assert one.true_score(1e9)[0] == pytest.approx(0.4)
    steps = sc.simulate("step", sizes="Pythia", midpoint="1.2B", amplitude=0.9, chance=0.25)
    assert sc.detect(steps, draws=0)[0].verdict == "emergent_sharp"
    assert sc.detect(sc.simulate("flat", sizes="BLOOM"), draws=0)[0].verdict == "flat_at_chance"
    turned = sc.simulate("inverted_u", sizes="Pythia", midpoint="1B", amplitude=0.9)
    assert sc.detect(turned, draws=0)[0].verdict == "inverted_u"


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"truth": "logistik"}, UnknownNameError, r"unknown truth 'logistik': did you mean 'log.*"),
        ({"sizes": "Pythias"}, UnknownNameError, r"unknown design 'Pythias': did you mean 'Py.*"),
        ({"sizes": ["1B", "x"]}, UnitError, r"expected a size such as 1.3B, 1.3e9 or .* found 'x'"),
        (
            {"sizes": ["2B", "1B"]}, OptionError,
            r"sizes: expected increasing sizes, got 1B after 2B",
        ),
        (
            {"sizes": ["1B", "1000M"]}, OptionError,
            r"sizes: expected increasing sizes, got 1000M after 1B",
        ),
        ({"sizes": ["2B"]}, OptionError, r"sizes: expected at least two, got 2B"),
        ({"sizes": []}, OptionError, r"sizes: expected at least two, got none"),
        ({"sizes": 1e9}, OptionError, r"sizes: expected sizes or the name of a set, got 1e\+09"),
        ({"sizes": [None, 1e9]}, UnitError, r"expected a size such as 1.3B, .* found 'None'"),
        ({"width": 0}, OptionError, r"width: expected decades above zero, got 0"),
        ({"width": float("nan")}, OptionError, r"width: expected decades above zero, got nan"),
        (
            {"chance": 0.5, "ceiling": 0.5}, OptionError,
            r"chance: expected a number from 0 to below the ceiling 0.5, got 0.5",
        ),
        (
            {"chance": "0"}, OptionError,
            r"chance: expected a number from 0 to below the ceiling 1, got '0'",
        ),
        ({"ceiling": 1.5}, OptionError, r"ceiling: expected a number above 0, at most 1, got 1.5"),
        ({"ceiling": None}, OptionError, r"ceiling: expected a number above 0, .* 1, got None"),
        ({"n_items": "250"}, OptionError, r"n_items: expected whole numbers, .* 1, got '250'"),
        ({"n_items": True}, OptionError, r"n_items: expected whole numbers, at least 1, got True"),
        ({"n_items": 0}, OptionError, r"n_items: expected whole numbers, at least 1, got 0"),
        ({"n_items": 2.5}, OptionError, r"n_items: expected whole numbers, at least 1, got 2.5"),
        (
            {"n_items": [100, 200]}, OptionError,
            r"n_items: expected one number, or one a size \(5\), got 2",
        ),
        (
            {"amplitude": 1.2}, OptionError,
            r"amplitude: expected a share of ceiling - chance, above 0 and at most 1, got 1.2",
        ),
        (
            {"truth": "flat", "amplitude": 0.5}, OptionError,
            r"amplitude: the truth flat has none of its own to choose",
        ),
        (
            {"truth": "linear", "midpoint": "1B"}, OptionError,
            r"midpoint: the truth linear has none of its own to choose",
        ),
        ({"midpoint": -1}, UnitError, r"expected a size above zero, found -1.0"),
        ({"rho": 1.0}, OptionError, r"rho: expected a number from 0 to below 1, got 1"),
        (
            {"amplitude": "all"}, OptionError,
            r"amplitude: expected a share of ceiling - chance, above 0 and at most 1, got 'all'",
        ),
        ({"count": 0}, OptionError, r"count: expected a whole number, at least 1, got 0"),
        ({"count": 1.5}, OptionError, r"count: expected a whole number, at least 1, got 1.5"),
        ({"runs": 0}, OptionError, r"runs: expected a whole number, at least 1, got 0"),
        ({"seed": 0.5}, OptionError, r"seed: expected a whole number not below zero, got 0.5"),
        ({"seed": -1}, OptionError, r"seed: expected a whole number not below zero, got -1"),
        ({"truth": "ceiling_06", "chance": 0.7}, OptionError, r"ceiling_06: expected chance bel.*"),
    ],
)  # fmt: skip
def test_bad_options(options, error, message):
    with pytest.raises(ScalingError, match=f"^{message}$") as raised:
        sc.simulate(**{"sizes": BLOOM, **options})
    assert type(raised.value) is error
