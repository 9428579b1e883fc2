"""Every family keeps the contract of a curve, has its name, and finds its own parameters."""

import re
from importlib import metadata

import numpy as np
import pytest

from scaling.curves import Design, curve_names, get_curve, registry
from scaling.errors import ScalingError, UnknownNameError
from scaling.series import SeriesBatch
from scaling.testing import check_curve
from tests.curves.polish import a_design, fitted
from tests.series_makers import make_series

SIZES = np.linspace(7.5, 11.0, 14)
PROPORTION, LOSS = a_design(SIZES), a_design(SIZES, falling=True, high=5.0)
REGISTERED = [name for name, _ in registry.CURVES]
SIGMOIDS = ["logistic", "gompertz", "complementary-gompertz", "onset", "expansion"]


@pytest.mark.parametrize("name", REGISTERED)
def test_every_family_keeps_the_contract(name):
    curve = get_curve(name)
    assert curve.name == name
    check_curve(curve)


@pytest.mark.parametrize("name", SIGMOIDS)
def test_families_with_a_free_floor_keep_the_contract(name):
    curve = get_curve(name).with_free_floor()
    assert curve.name == name
    check_curve(curve)


# Internal parameters, off the grid, that each family finds again in its values without noise.
RECOVERED = {
    "constant": (PROPORTION, [0.37]),
    "linear": (PROPORTION, [0.12, 0.83]),
    "segmented": (PROPORTION, [0.1, 0.16, 0.9, 9.31]),
    "power-law": (LOSS, [1.1, 0.3]),
    "power-law-floor": (LOSS, [1.7, 1.3, np.log(0.31)]),
    "shifted-power-law": (LOSS, [3.1, -2.2, 0.34]),
    "sigmoidal-power-law": (LOSS, [0.9, 3.3, np.log(0.6), 9.2, np.log(0.9)]),
    "broken-power-law": (LOSS, [0.4, 2.9, 0.07, 0.9, 9.1, np.log(0.4)]),
    "broken-power-law-0": (LOSS, [1.7, 1.3, 0.31]),
    "broken-power-law-2": (
        LOSS, [0.4, 2.9, 0.3, -0.9, 8.3, np.log(0.4), 1.2, 9.7, np.log(0.1)],
    ),
    "logistic": (PROPORTION, [0.83, 9.2, np.log(1.3)]),
    "gompertz": (PROPORTION, [0.83, 9.2, np.log(1.3)]),
    "complementary-gompertz": (PROPORTION, [0.83, 9.2, np.log(1.3)]),
    "onset": (PROPORTION, [0.83, 9.2, np.log(1.3)]),
    "expansion": (PROPORTION, [0.83, 9.2, np.log(1.3)]),
    "logit": (PROPORTION, [-3.3, 2.2]),
    "probit": (PROPORTION, [-2.1, 1.2]),
    "cloglog": (PROPORTION, [1.1, -3.2]),
}  # fmt: skip


@pytest.mark.parametrize("name", RECOVERED)
def test_a_family_finds_its_parameters_again(name):
    design, theta = RECOVERED[name]
    curve, theta = get_curve(name), np.array(theta)[:, None]
    score = curve.value(theta, design.at(design.x))[:, 0]
    found = curve.natural(fitted(curve, design, score), design)
    for parameter, expected in curve.natural(theta, design).items():
        assert found[parameter] == pytest.approx(expected, rel=2e-4), parameter


@pytest.mark.parametrize("name", SIGMOIDS)
def test_a_free_floor_is_found_again(name):
    design = a_design(SIZES, floor=0.25)
    curve, theta = get_curve(name).with_free_floor(), np.array([0.08, 0.9, 9.2, np.log(1.3)])
    score = curve.value(theta[:, None], design.at(design.x))[:, 0]
    found = curve.natural(fitted(curve, design, score), design)
    assert found["floor"] == pytest.approx(0.08, abs=1e-5)
    assert found["ceiling"] == pytest.approx(0.9, abs=1e-5)
    assert found["midpoint"] == pytest.approx(10**9.2, rel=1e-4)
    assert found["width"] == pytest.approx(1.3, rel=1e-4)


def test_a_free_floor_held_at_chance_is_the_curve_without():
    design = a_design(SIZES, floor=0.25)
    curve, place = get_curve("gompertz"), design.at(design.x)
    held = np.array([0.25, 0.25 + 0.6, 9.2, 0.1])[:, None]
    expected = curve.value(np.array([0.6, 9.2, 0.1])[:, None], place)
    np.testing.assert_allclose(curve.with_free_floor().value(held, place), expected, rtol=1e-14)
    assert not hasattr(get_curve("linear"), "with_free_floor")


@pytest.mark.parametrize("name", REGISTERED)
def test_far_from_the_data_a_curve_stays_finite(name):
    curve = get_curve(name)
    design = PROPORTION if not curve.why_not(PROPORTION) else LOSS
    nodes = curve.nodes(design)[:, :: max(1, curve.nodes(design).shape[1] // 200), 0]
    many = design.column(0, nodes.shape[1])
    for shift in (-4.0, 5.0):
        value, jacobian = curve.value_and_jacobian(nodes, many.at(many.x + shift))
        assert np.isfinite(value).all()
        assert np.isfinite(jacobian).all()


# Names.


@pytest.mark.parametrize(
    "name", ["complementary-gompertz", "complementary_gompertz", "Complementary_Gompertz"]
)
def test_case_and_underscores_do_not_matter(name):
    assert get_curve(name).name == "complementary-gompertz"


def test_unknown_curve_names_the_nearest():
    expected = "unknown curve 'logistc': did you mean 'logistic'? ('scaling curves' lists all)"
    with pytest.raises(UnknownNameError, match=f"^{re.escape(expected)}$"):
        get_curve("logistc")


def entry_points(monkeypatch, *entries):
    found = tuple(
        metadata.EntryPoint(name, value, registry.ENTRY_POINTS) for name, value in entries
    )
    monkeypatch.setattr("scaling.plugins.metadata.entry_points", lambda **_: found)


def test_a_plug_in_is_found_by_its_name(monkeypatch):
    entry_points(
        monkeypatch, ("their_curve", "scaling.curves.linear:CURVE"), ("broken", "no_such:CURVE")
    )
    assert get_curve("Their-Curve") is get_curve("linear")
    assert curve_names() == (*REGISTERED, "broken", "their_curve")


def test_a_broken_plug_in_is_named(monkeypatch):
    entry_points(monkeypatch, ("mine", "no_such_module:CURVE"))
    expected = (
        "the plug-in 'no_such_module:CURVE' for the curve 'mine' cannot be loaded: "
        "No module named 'no_such_module'"
    )
    with pytest.raises(ScalingError, match=f"^{re.escape(expected)}$"):
        get_curve("mine")


# Why not.

SIGMOID_LOSS = "a sigmoid rises with size: fit a power law to a loss"
SIGMOID_ENDS = "a sigmoid needs a chance level and a ceiling: add the columns chance and ceiling"
POWER_ENDS = "a power law needs a loss, or a score with a ceiling: add the column ceiling"
POWER_AXIS = "a power law needs a logarithmic size axis: choose params, tokens or flops"
GLM_CHANCE = (
    "logit runs from 0 to 1, the scores from 0.25 (chance) to 1 (ceiling): "
    "use logistic, which starts at chance"
)


@pytest.mark.parametrize(
    ("name", "count", "series", "why"),
    [
        ("logistic", 8, {"kind": "loss", "ceiling": np.nan}, SIGMOID_LOSS),
        ("logistic", 8, {"kind": "real", "chance": np.nan, "ceiling": np.nan}, SIGMOID_ENDS),
        ("power-law", 8, {"kind": "real", "ceiling": np.nan}, POWER_ENDS),
        ("power-law-floor", 8, {"axis": "loss"}, POWER_AXIS),
        ("shifted-power-law", 8, {"axis": "loss"}, POWER_AXIS),
        ("sigmoidal-power-law", 8, {"kind": "real", "ceiling": np.nan}, POWER_ENDS),
        ("broken-power-law-0", 4, {}, ""),
        ("broken-power-law-0", 8, {"axis": "loss"}, POWER_AXIS),
        (
            "broken-power-law", 8, {},
            "a power law with 1 break needs 9 different sizes, found 8: use power-law-floor",
        ),
        ("broken-power-law", 9, {}, ""),
        (
            "broken-power-law-2", 11, {},
            "a power law with 2 breaks needs 12 different sizes, found 11: use broken-power-law",
        ),
        (
            "broken-power-law-2", 8, {},
            "a power law with 2 breaks needs 12 different sizes, found 8: use power-law-floor",
        ),
        ("broken-power-law-2", 12, {}, ""),
        (
            "segmented", 3, {},
            "two lines need 4 different sizes, two on each side of the break, found 3: use linear",
        ),
        ("segmented", 4, {}, ""),
        ("step", 1, {}, "a step needs 2 different sizes, found 1: use constant"),
        ("logit", 8, {}, ""),
        ("logit", 8, {"chance": 0.25}, GLM_CHANCE),
        (
            "probit", 8, {"kind": "loss", "ceiling": np.nan},
            "probit is for proportions: fit power-law-floor to a loss",
        ),
        (
            "cloglog", 8, {"kind": "real", "chance": np.nan, "ceiling": np.nan},
            "cloglog is for proportions: fit linear to scores without chance and ceiling",
        ),
        ("constant", 8, {}, ""),
        ("linear", 8, {"kind": "real"}, ""),
    ],
)  # fmt: skip
def test_why_a_family_cannot_be_used(name, count, series, why):
    size = np.geomspace(1e8, 1e10, count)
    size = size[::-1] if series.get("axis") == "loss" else size
    one = make_series(np.linspace(0.3, 0.8, count), size, **series)
    assert get_curve(name).why_not(Design.of(SeriesBatch.stack([one], [0]))) == why


def test_a_free_floor_needs_what_its_sibling_needs():
    assert get_curve("onset").with_free_floor().why_not(LOSS) == SIGMOID_LOSS
