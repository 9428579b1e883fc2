"""Every truth is what its name says: medians, widths, steps, turns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from scaling.errors import UnknownNameError
from scaling.simulation import DESIGNS, TRUTHS, get_truth
from scaling.simulation.base import Placement
from scaling.simulation.designs import get_design
from scaling.simulation.shapes import BROKEN, PER_TOKEN, PROBIT, RAMP, per_token

SMOOTH = (
    "logistic", "gompertz", "complementary_gompertz", "probit", "per_token_2", "per_token_4",
    "per_token_8", "per_token_16", "bnsl_03", "bnsl_3", "ramp", "onset", "expansion", "ceiling_06",
    "cut_off_logistic", "cut_off_gompertz", "cut_off_complementary_gompertz",
)  # fmt: skip
OTHER = (
    "step", "drift_015", "drift_03", "staircase_05", "staircase_1", "staircase_15", "linear",
    "flat", "inverse", "u_shaped", "inverted_u", "failed_run", "two_seed_modes",
)  # fmt: skip
X = np.array([8.0, 8.5, 9.0, 9.5, 10.0])


def share(name, x=X, midpoint=9.1, width=1.0):
    """The share of the rise at x for sizes of 1e8 to 1e10."""
    at = Placement(np.array([[midpoint]]), width, 8.0, 10.0)
    return TRUTHS[name].share(np.asarray(x, dtype=float), at)[0]


def test_all_truths_are_there():
    assert tuple(TRUTHS) == (*SMOOTH, *OTHER)
    assert all(truth.summary for truth in TRUTHS.values())


@pytest.mark.parametrize("name", SMOOTH)
@given(midpoint=st.floats(7, 11), width=st.floats(0.05, 9))
def test_smooth_truths_have_their_median_and_width(name, midpoint, width):
    """Half is done at the midpoint; 10 and 90 % lie W apart, whatever the shape."""
    assert share(name, [midpoint], midpoint, width) == pytest.approx(0.5)
    x = midpoint + width * np.linspace(-2, 2, 4001)
    done = share(name, x, midpoint, width)
    assert (np.diff(done) >= 0).all()
    low, high = np.interp([0.1, 0.9], done, x)
    assert high - low == pytest.approx(width, rel=1e-3)


def test_shapes_are_what_their_names_say():
    """Each rise in its own z, written out once more."""
    z = np.linspace(-6, 6, 25)
    logistic = 1 / (1 + np.exp(-z))
    for shape, tokens in zip(PER_TOKEN, (2, 4, 8, 16), strict=True):
        assert shape.cdf(z) == pytest.approx(logistic**tokens)
    for shape, q in zip(BROKEN, (0.3, 3.0), strict=True):
        assert shape.cdf(z) == pytest.approx(1 - (1 + np.exp(z)) ** -q)
    assert PROBIT.cdf(z) == pytest.approx(ndtr(z))
    assert RAMP.cdf(z) == pytest.approx(np.where(z < 0, 0, np.where(z > 1, 1, z)))


@pytest.mark.parametrize("shape", [*PER_TOKEN, *BROKEN, PROBIT, RAMP], ids=lambda s: s.name)
def test_densities_are_slopes(shape):
    z = np.linspace(-5.05, 5.05, 40)
    slope = (shape.cdf(z + 1e-6) - shape.cdf(z - 1e-6)) / 2e-6
    assert shape.density(z) == pytest.approx(slope, abs=1e-8)


def test_more_tokens_narrow_a_logistic_rise_by_at_most_thirty_percent():
    """Widths of F^L for F of width 2: docs/methods.md, on metrics that fake emergence."""
    quantiles = [per_token(tokens).quantiles for tokens in (1, 2, 4, 8, 16, 32)]
    widths = [2 * (high - low) / (2 * np.log(9)) for low, _, high in quantiles]
    assert np.round(widths, 2) == pytest.approx([2.00, 1.68, 1.54, 1.47, 1.44, 1.42])


def test_steps_and_mixtures():
    assert share("step").tolist() == [0, 0, 0, 1, 1]
    assert share("step", [9.1]).tolist() == [0]
    assert share("drift_015") == pytest.approx([0, 0.0375, 0.075, 0.9625, 1])
    assert share("drift_03") == pytest.approx([0, 0.075, 0.15, 0.925, 1])
    assert share("staircase_05", midpoint=9.0).tolist() == [0, 0, 0.5, 1, 1]
    assert share("staircase_1", midpoint=9.1).tolist() == [0, 0, 0.5, 0.5, 1]
    assert share("staircase_15", midpoint=9.1).tolist() == [0, 0.5, 0.5, 0.5, 1]


def test_lines_falls_and_turns():
    assert share("linear") == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert share("flat").tolist() == [0] * 5
    assert share("inverse") == pytest.approx(1 - share("logistic"))
    assert share("u_shaped", midpoint=9.0) == pytest.approx([1, 0.25, 0, 0.25, 1])
    assert share("u_shaped", midpoint=8.5) == pytest.approx([1 / 9, 0, 1 / 9, 4 / 9, 1])
    assert share("inverted_u", midpoint=9.0) == pytest.approx([0, 0.75, 1, 0.75, 0])


def test_names_are_forgiving_and_unknown_ones_are_not():
    assert get_truth("Per-Token-4") is TRUTHS["per_token_4"]
    with pytest.raises(
        UnknownNameError,
        match=r"^unknown truth 'gomperts': did you mean 'gompertz'\? "
        r"\(scaling.simulation.TRUTHS lists all\)$",
    ):
        get_truth("gomperts")


def test_designs_are_the_published_sizes():
    """Numbers of sizes and ends as in the papers named in the module."""
    ends = {name: (len(sizes), sizes[0], sizes[-1]) for name, sizes in DESIGNS.items()}
    assert ends == {
        "BIG-G": (12, 2e6, 128e9),
        "Pythia": (8, 70e6, 12e9),
        "OPT": (8, 125e6, 66e9),
        "Qwen2.5": (7, 0.5e9, 72e9),
        "GPT-3": (8, 125e6, 175e9),
        "BLOOM": (5, 560e6, 7.1e9),
        "LLaMA-1": (4, 7e9, 65e9),
        "GPT-3 API": (4, 350e6, 175e9),
        "six equal": (6, 1e8, 1e11),
    }
    assert all((np.diff(sizes) > 0).all() for sizes in DESIGNS.values())
    assert get_design("pythia") == (70e6, 160e6, 410e6, 1e9, 1.4e9, 2.8e9, 6.9e9, 12e9)
    with pytest.raises(UnknownNameError, match=r"^unknown design 'Blom': did you mean 'BLOOM'\?"):
        get_design("Blom")
