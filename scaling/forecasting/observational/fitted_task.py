"""What the models that are fitted say of one task, and where it puts all models.

Everything that is estimated (missing scores, components, link, the reference family's line) is
estimated anew in every bootstrap draw of the fitted models: nothing is conditional.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scaling.curves.base import Array
from scaling.errors import DataError
from scaling.forecasting.observational.equivalent import ReferenceLines, reference_lines
from scaling.forecasting.observational.folds import Fold, split
from scaling.forecasting.observational.matrix import BenchmarkMatrix, LeftOut
from scaling.forecasting.observational.options import ObservationalOptions
from scaling.forecasting.observational.predictors import Predictor, fit_predictor
from scaling.forecasting.observational.scale import Scale
from scaling.forecasting.observational.space import Space, fit_space
from scaling.forecasting.observational.usable import usable
from scaling.series import Series


@dataclass(frozen=True, eq=False)
class FittedTask:
    """What was fitted to the training models of one task; the first of B weightings is the fit.

    ``capability``: (B, M) of all models of the matrix. ``lines`` turn it into equivalent FLOPs,
    None where no family gives that unit: ``no_unit`` says why.
    """

    series: Series
    matrix: BenchmarkMatrix
    fold: Fold
    left_out: tuple[LeftOut, ...]
    weights: Array
    space: Space
    predictor: Predictor
    capability: Array
    lines: ReferenceLines | None
    no_unit: str = ""

    @property
    def sizes(self) -> Array:
        """Where the models of the matrix lie: equivalent FLOPs, (M,), NaN without the unit."""
        if self.lines is None:
            return np.full(len(self.matrix.models), np.nan)
        result: Array = 10.0 ** self.lines.log_flops(self.capability)
        return result

    @property
    def last(self) -> float:
        """The score of the ablest model that was fitted."""
        return float(self.fold.score[self.capability[0, self.fold.training].argmax()])


def fit_task(series: Series, matrix: BenchmarkMatrix, options: ObservationalOptions) -> FittedTask:
    """Return what the training models say of one task. Raises DataError where they cannot."""
    scale = Scale.of(series)
    others, left_out = matrix.without(series.key.task, options.exclude)
    fold = split(series, others, options)
    kept, unusable = usable(others.take(fold.training), series.key.task)
    others = others.keeping(kept)
    if options.components > len(kept):
        raise DataError(
            f"{series.key.task}: components: expected at most {len(kept)}, the benchmarks left, "
            f"got {options.components}"
        )
    generator = series.random(options.seed)
    n = len(fold.training)
    drawn = generator.multinomial(n, np.full(n, 1 / n), size=options.draws)
    weights = np.concatenate([np.ones((1, n)), drawn])
    noise = generator.standard_normal(options.draws)
    standardise = not others.common_scale if options.standardise is None else options.standardise
    space = fit_space(
        others.scores[fold.training],
        weights,
        options.components,
        standardise=standardise,
        limits=others.limits,
    )
    abilities = space.place(others.scores)
    predictor = fit_predictor(abilities[:, fold.training], fold.score, weights, scale, noise)
    capability = predictor.link.capability(abilities)
    lines, no_unit = None, ""
    try:
        lines = reference_lines(others, capability, options.reference_family)
    except DataError as error:
        no_unit = str(error)
    gone = (*left_out, *unusable, *fold.left_out)
    return FittedTask(
        series, others, fold, gone, weights, space, predictor, capability, lines, no_unit
    )
