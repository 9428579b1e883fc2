"""The records of both steps, from a fitted chain."""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.sampled import percentile_interval
from scaling.fitting.records import Estimate
from scaling.forecasting.two_step.chain import Chain, Predicted
from scaling.forecasting.two_step.drawing import link_band_of
from scaling.forecasting.two_step.options import TwoStepOptions
from scaling.forecasting.two_step.records import LossPoint, ScorePoint, Steps
from scaling.forecasting.two_step.single_step import single_step


def estimate_of(value: Array, draws: Array, level: float) -> Estimate:
    """Return the first of X values (X,) with the interval of its draws (X, B), if there are any."""
    if not draws.shape[1]:
        return Estimate(float(value[0]))
    return percentile_interval(draws[0], float(value[0]), level)


def steps_of(chain: Chain, found: Predicted, flops: float, options: TwoStepOptions) -> Steps:
    """Return both steps of a chain; ``found`` is its prediction of the new model, of ``flops``."""
    law, link, level = chain.law.fitted, chain.link, options.level
    runs, series = law.runs, link.series
    return Steps(
        via=chain.ladder.via,
        loss_unit=chain.ladder.loss_unit,
        flops=flops,
        law=law.law.name,
        law_objective=law.options.objective,
        delta=law.problem.objective.stated_delta,
        law_parameters=_law_parameters(chain, level),
        n_runs=runs.n,
        link=options.link,
        link_objective=link.model.objective.name,
        link_parameters=_link_parameters(chain, level),
        n_scores=series.n_points,
        excluded=chain.ladder.excluded,
        of_law=estimate_of(found.score, found.of_law, level),
        of_link=estimate_of(found.score, found.of_link, level),
        single=single_step(chain, flops, options),
        loss_points=tuple(
            LossPoint(*row)
            for row in zip(
                runs.models,
                *(values.tolist() for values in (runs.params, runs.tokens, runs.loss)),
                (runs.loss * np.exp(-law.residuals)).tolist(),
                strict=True,
            )
        ),
        score_points=tuple(
            ScorePoint(*row)
            for row in zip(series.models, series.size.tolist(), series.score.tolist(), strict=True)
        ),
        link_band=link_band_of(chain, float(found.loss[0]), options),
    )


def _law_parameters(chain: Chain, level: float) -> dict[str, Estimate]:
    law = chain.law.fitted
    drawn = law.natural(law.draws)
    return {
        name: estimate_of(np.array([value]), drawn[name][None], level)
        for name, value in law.natural().items()
    }


def _link_parameters(chain: Chain, level: float) -> dict[str, Estimate]:
    """Return the link's parameters; those that were not estimated have no interval."""
    link, draws = chain.link, chain.draws
    if draws is None:
        return {name: Estimate(value) for name, value in link.natural().items()}
    drawn = link.model.curve.natural(draws.theta, draws.design)
    held = held_parameters(link)
    return {
        name: Estimate(value)
        if name in held
        else estimate_of(np.array([value]), drawn[name][None], level)
        for name, value in link.natural().items()
    }


def held_parameters(link: Fitted) -> tuple[str, ...]:
    """Return the natural parameters of a link that were held: its floor, its ceiling."""
    curve, free = link.model.curve, link.model.free[:, 0]
    floor = "floor" if "floor" in curve.parameters else "epsilon"
    return tuple(
        floor if name == "floor" else name
        for name, is_free in zip(curve.internal, free, strict=True)
        if not is_free
    )
