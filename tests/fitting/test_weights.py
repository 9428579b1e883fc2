"""The weights that each objective takes from a series, and what objectives and weights refuse."""

import numpy as np
import pytest

from scaling.errors import OptionError
from scaling.fitting import FitOptions
from scaling.fitting.fit import fit_series
from scaling.fitting.objectives import QUASI_BINOMIAL, BetaBinomial, Huber, effective_items
from scaling.fitting.objectives.chosen import objective_and_weight
from scaling.series import batches
from tests.series_makers import PYTHIA, make_series

NO_LIMITS = {"chance": np.nan, "ceiling": np.nan}
LOSS = 5 * np.array(PYTHIA) ** -0.05 * np.exp([0.02, -0.03, 0.01, 0.05, -0.04, 0.0, 0.03, -0.02])


def weight_of(series, **options):
    objective, weight = objective_and_weight(batches([series])[0], FitOptions(**options))
    return objective, weight[:, 0]


ITEMS = np.array([100.0, 200, 300, 400, 500, 600, 700, 800])
RISE = np.array([0.02, 0.03, 0.1, 0.3, 0.42, 0.55, 0.72, 0.9])
SIGMA = np.array([0.1, 0.2, 0.1, 0.2, 0.4, 0.1, 0.1, 0.3])


def test_k_of_n_is_weighed_by_items():
    series = make_series(RISE, n=ITEMS)
    effective = effective_items(ITEMS, 0.02)
    assert weight_of(series, rho=0.02)[1] == pytest.approx(effective)
    objective, weight = weight_of(series, rho=0.02, objective="beta-binomial")
    assert objective == BetaBinomial(0.02)
    assert weight == pytest.approx(ITEMS)
    objective, weight = weight_of(series, rho=0.0, objective="beta-binomial")
    assert objective == QUASI_BINOMIAL
    assert weight == pytest.approx(ITEMS)


def test_weights_of_least_squares_on_proportions():
    series, effective = make_series(RISE, n=ITEMS), effective_items(ITEMS, 0.005)
    for rule in ("auto", "equal"):
        objective, weight = weight_of(series, objective="gaussian", weights=rule)
        assert objective.scale_free
        assert (weight == 1).all()
    objective, weight = weight_of(series, objective="gaussian", weights="n_items")
    assert objective.scale_free
    assert weight == pytest.approx(effective / effective.mean())
    objective, weight = weight_of(series, objective="gaussian", weights="stderr")
    assert not objective.scale_free
    p = (RISE * ITEMS + 0.5) / (ITEMS + 1)
    assert weight == pytest.approx(effective / (p * (1 - p)))


def test_weights_of_losses():
    plain = make_series(LOSS, kind="loss", **NO_LIMITS)
    stated = make_series(LOSS, kind="loss", sigma=SIGMA, **NO_LIMITS)
    objective, weight = weight_of(plain)
    assert objective.scale_free
    assert (weight == 1).all()
    for rule in ("auto", "stderr"):
        objective, weight = weight_of(stated, weights=rule)
        assert not objective.scale_free
        assert weight == pytest.approx(1 / SIGMA**2)
        objective, weight = weight_of(stated, weights=rule, objective="huber", delta=0.01)
        assert objective == Huber(delta=0.01)
        relative = (LOSS / SIGMA) ** 2  # errors of logarithms are relative, and so are weights
        assert weight == pytest.approx(relative / relative.mean())
    objective, weight = weight_of(stated, weights="equal")
    assert objective.scale_free
    assert (weight == 1).all()


# What objectives and weights refuse.


@pytest.mark.parametrize(
    ("series", "options", "message"),
    [
        *(
            (
                make_series([0.0, *RISE[1:]]),
                {"objective": name},
                f"{name} compares logarithms, which need scores above zero: found 0; "
                "use gaussian, or quasi-binomial for proportions",
            )
            for name in ("log-gaussian", "huber", "lad")
        ),
        (
            make_series(-LOSS, kind="real", **NO_LIMITS),
            {"objective": "lad"},
            "lad compares logarithms, which need scores above zero: found "
            f"{-LOSS.max():g}; use gaussian, or quasi-binomial for proportions",
        ),
        *(
            (
                make_series(LOSS, kind="loss", **NO_LIMITS),
                {"objective": name},
                f"{name} needs proportions, this metric is loss",
            )
            for name in ("quasi-binomial", "beta-binomial")
        ),
        (
            make_series(LOSS, kind="loss", **NO_LIMITS),
            {"weights": "n_items"},
            "weights n_items need proportions, this metric is loss: use equal or stderr",
        ),
        (
            make_series(LOSS, kind="loss", **NO_LIMITS),
            {"weights": "stderr"},
            "weights stderr need a standard error of every score: add the column stderr",
        ),
        (
            make_series(RISE),
            {"weights": "equal"},
            "quasi-binomial weighs scores by their items; choose the objective gaussian or one on "
            "logarithms for other weights",
        ),
    ],
)
def test_a_refusal_says_what_to_do(series, options, message):
    result = fit_series([series], FitOptions(draws=0, curve="linear", **options))[0]
    assert result.status == "failed"
    assert result.message == message


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"objective": "gaussian", "delta": 0.1},
            "delta: belongs to the objective huber, not to gaussian",
        ),
        (
            {"objective": "beta-binomial", "weights": "stderr"},
            "weights: beta-binomial weighs scores by their items; choose gaussian or a log "
            "objective for other weights",
        ),
        ({"curve": 42}, "curve: expected a name or a Curve, got 42"),
    ],
)
def test_options_that_contradict_each_other(options, message):
    with pytest.raises(OptionError) as caught:
        FitOptions(**options)
    assert str(caught.value) == message
