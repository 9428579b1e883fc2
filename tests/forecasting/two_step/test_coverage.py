"""Simulated ladders of known truth: the joint interval covers, and one step's alone does not."""

import numpy as np
import pytest

from scaling.fitting.laws import NotIdentified
from scaling.forecasting.two_step import TwoStepOptions
from scaling.forecasting.two_step.chain import fit_chain
from tests.forecasting.two_step.makers import make_ladder, true_loss, true_score

LEVEL = 0.9
COUNT = 200
AT, TOKENS = 7e9, 2.8e11


@pytest.mark.slow
@pytest.mark.parametrize(
    ("loss_noise", "score_noise", "n_sizes", "objective"),
    [(0.01, 0.01, 5, "huber"), (0.01, 0.005, 4, "squares")],
)
def test_the_joint_interval_covers_a_new_run(loss_noise, score_noise, n_sizes, objective):
    hits, made = {"joint": 0, "law": 0, "link": 0}, 0
    for seed in range(COUNT):
        ladder = make_ladder(
            loss_noise=loss_noise, score_noise=score_noise, n_sizes=n_sizes, seed=seed,
            n_ratios=n_sizes, task=f"task {seed}",
        )  # fmt: skip
        options = TwoStepOptions(
            at=AT, tokens=TOKENS, draws=199, level=LEVEL, objective=objective, seed=seed
        )
        try:
            found = fit_chain(ladder, options).predict(np.array([AT]), np.array([TOKENS]))
        except NotIdentified:  # some ladders of 16 runs
            continue
        made += 1
        rng = np.random.default_rng([seed, 1])
        loss = true_loss(AT, TOKENS) * np.exp(loss_noise * rng.standard_normal())
        score = np.clip(true_score(loss) + score_noise * rng.standard_normal(), 0, 1)
        for name, draws in (
            ("joint", found.new_score), ("law", found.of_law), ("link", found.of_link)
        ):  # fmt: skip
            low, high = np.quantile(draws[0], ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
            hits[name] += bool(low <= score <= high)
    assert made >= 0.9 * COUNT
    rates = {name: hit / made for name, hit in hits.items()}
    assert 0.85 <= rates["joint"] <= 0.95, rates
    assert rates["law"] < 0.85, rates
    assert rates["link"] < 0.85, rates
