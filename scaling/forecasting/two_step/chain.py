"""Both steps together: loss at a size, score at that loss, with draws that hold both errors.

Shapes: X places (pairs of parameters and tokens), B draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.errors import DataError
from scaling.fitting.fitted import Fitted
from scaling.fitting.intervals.base import clipped
from scaling.fitting.intervals.parametric import MOST_RELATIVE
from scaling.fitting.intervals.sampled import Draws
from scaling.fitting.intervals.wild import leverage
from scaling.fitting.laws.bootstrap import random_of
from scaling.fitting.solve import Refused
from scaling.forecasting.two_step.joint import error_scales, weights_of
from scaling.forecasting.two_step.ladder import Ladder
from scaling.forecasting.two_step.law_step import LawStep, drawn_law_step
from scaling.forecasting.two_step.link_fit import fit_link, noise_of, refit_link, values_of
from scaling.forecasting.two_step.options import TwoStepOptions


@dataclass(frozen=True, eq=False)
class Noise:
    """Normal numbers (B,) for a new run's loss and for its score, in estimated s.d."""

    loss: Array
    score: Array


@dataclass(frozen=True, eq=False)
class Predicted:
    """Predictions at X places: ``loss``, ``score`` (X,) and their draws (X, B).

    ``loss_draws`` and ``score_draws`` are of the fits alone, ``new_loss`` and ``new_score`` of a
    run that is still to be trained. ``of_law`` and ``of_link`` are new scores with the error of
    one step alone.
    """

    loss: Array
    score: Array
    loss_draws: Array
    score_draws: Array
    new_loss: Array
    new_score: Array
    of_law: Array
    of_link: Array


@dataclass(frozen=True, eq=False)
class Chain:
    """A fitted law, a fitted link and their joint draws; ``draws`` is None without any."""

    ladder: Ladder
    law: LawStep
    link: Fitted
    draws: Draws | None = None
    noise: Noise | None = None

    def predict(self, params: Array, tokens: Array) -> Predicted:
        """Return predictions at models of these sizes, (X,) each."""
        fitted, link = self.law.fitted, self.link
        loss = fitted.at(params, tokens)
        score = clipped(link, link.at(-loss))
        if self.draws is None or self.noise is None:
            none = np.empty((len(loss), 0))
            return Predicted(loss, score, none, none, none, none, none, none)
        loss_draws = fitted.draws_at(params, tokens)
        errors = np.clip(self.law.sigma * self.noise.loss, -MOST_RELATIVE, MOST_RELATIVE)
        new_loss = loss_draws * np.exp(errors)
        return Predicted(
            loss=loss,
            score=score,
            loss_draws=loss_draws,
            score_draws=values_of(link, self.draws, -loss_draws),
            new_loss=new_loss,
            new_score=self._new_scores(values_of(link, self.draws, -new_loss)),
            of_law=clipped(link, link.at(-new_loss.ravel()).reshape(new_loss.shape)),
            of_link=self.linked(loss)[2],
        )

    def linked(self, loss: Array) -> tuple[Array, Array, Array]:
        """Return the link at losses (X,): score (X,), its draws and new scores, (X, B) each."""
        score = clipped(self.link, self.link.at(-loss))
        if self.draws is None:
            none = np.empty((len(loss), 0))
            return score, none, none
        here = np.repeat(-loss[:, None], self.draws.theta.shape[1], axis=1)
        values = values_of(self.link, self.draws, here)
        return score, values, self._new_scores(values)

    def _new_scores(self, values: Array) -> Array:
        """Return link values (X, B) with the noise of a new run's score."""
        if self.noise is None:
            return values
        noise = noise_of(self.link, values) * self.noise.score
        return clipped(self.link, values + noise)


def fit_chain(ladder: Ladder, options: TwoStepOptions) -> Chain:
    """Fit both steps to a ladder and draw from them jointly.

    Raises DataError where a step cannot be fitted.
    """
    law, series = drawn_law_step(ladder.runs, options), ladder.series
    link = fit_link(series, options.family, options.link_options, options.floor)
    if isinstance(link, Refused):
        raise DataError(f"{series.key.label()}: {link.why}")
    if not options.draws:
        return Chain(ladder, law, link)
    sources = (  # the loss of a new run is one in all tasks, its score is not
        (law.degrees, random_of(options.seed, "loss of a new run")),
        (max(link.degrees, 1), series.random(options.seed)),
    )
    noise = Noise(
        *(
            error_scales(degrees, options.draws, rng) * rng.standard_normal(options.draws)
            for degrees, rng in sources
        )
    )
    return Chain(ladder, law, link, resampled(link, options), noise)


def resampled(link: Fitted, options: TwoStepOptions) -> Draws:
    """Return the refits of a link under the weights that the models of its points share."""
    models, hat = link.series.models, leverage(link)
    return refit_link(link, weights_of(models, hat, options.draws, options.seed))
