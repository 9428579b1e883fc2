"""From a ladder to the forecast of a new model's score in two steps, with everything behind it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from scaling.errors import DataError
from scaling.fitting.laws import NotIdentified
from scaling.fitting.records import NAN, Interval, SeriesFacts
from scaling.forecasting.ahead.reach import outside, place_of, reach_of, too_far
from scaling.forecasting.ahead.records import TrackRecord
from scaling.forecasting.baselines import last_value, linear_in_log
from scaling.forecasting.predict import decades_beyond
from scaling.forecasting.two_step.assembling import estimate_of, steps_of
from scaling.forecasting.two_step.chain import Chain, fit_chain
from scaling.forecasting.two_step.drawing import band_of, points_of
from scaling.forecasting.two_step.holding_out import record_of
from scaling.forecasting.two_step.ladder import Ladder
from scaling.forecasting.two_step.options import TwoStepOptions
from scaling.forecasting.two_step.reasons import notes_of, sentence
from scaling.forecasting.two_step.relation import Unrelated, require_relation
from scaling.forecasting.two_step.results import TwoStepForecast
from scaling.units import training_flops

NO_RECORD = "no record of two steps over datasets"
KIND = "weighted"  # of the bootstrap: leverage-corrected weights of runs, shared by both steps


def forecast_in_two_steps(ladder: Ladder, options: TwoStepOptions) -> TwoStepForecast:
    """Return the forecast of a ladder's score; one that cannot be made has status ``failed``.

    Raises UnknownNameError for a model to exclude that is not there.
    """
    flops = training_flops(options.params, options.n_tokens)
    ladder = ladder.excluding(options.exclude, options.rules)
    facts = TwoStepForecast(
        series=SeriesFacts.of(ladder.series),
        size="params",
        n_sizes=ladder.series.n_sizes,
        method="two-step",
        at=options.params,
        tokens=options.n_tokens,
        rho=options.rho if ladder.series.binomial else NAN,
        decades_beyond_data=decades_beyond(ladder.losses(), float(np.log10(flops))),
        notes=ladder.series.notes,
        qualifiers=ladder.series.qualifiers,
        references=ladder.series.references,
    )
    why = _why_far(ladder, options, flops)
    if why and not options.far:
        return _failed(facts, f"{ladder.series.key.label()}: {why}", "forecast-withheld")
    if why:
        facts = replace(facts, notes=(*facts.notes, "far-extrapolation"))
    try:
        require_relation(ladder.series)
        return _forecast(facts, fit_chain(ladder, options), flops, options)
    except (NotIdentified, Unrelated) as error:
        return _failed(facts, str(error), error.code)
    except DataError as error:
        return _failed(facts, str(error))


def _why_far(ladder: Ladder, options: TwoStepOptions, flops: float) -> str:
    """Return why compute, parameters or tokens lie too far from those of the runs, if they do.

    Compute alone would let pass a model of ten times the parameters on a tenth of the tokens. Of
    several, the one is told that lies furthest beyond its reach.
    """
    found = []
    for name, axis, size in (
        ("compute", "flops", flops),
        ("parameters", "params", options.params),
        ("tokens", "tokens", options.n_tokens),
    ):
        series = ladder.losses(axis)
        why = too_far(series, size)
        if why:
            excess = outside(series, place_of(series, size)) - reach_of(series)
            found.append((excess, f"{name} {why}"))
    return max(found)[1] if found else ""


def _failed(facts: TwoStepForecast, message: str, *codes: str) -> TwoStepForecast:
    return replace(facts, status="failed", message=message, notes=(*facts.notes, *codes))


def _forecast(
    facts: TwoStepForecast, chain: Chain, flops: float, options: TwoStepOptions
) -> TwoStepForecast:
    found = chain.predict(np.array([options.params]), np.array([options.n_tokens]))
    score = estimate_of(found.score, found.new_score, options.level)
    mean = estimate_of(found.score, found.score_draws, options.level)
    compute = chain.ladder.scores()
    place = np.log10(np.array([flops]))
    naive = dict(facts.naive)
    if compute is not None:
        naive = {
            "last": float(last_value(compute, place)[0]),
            "linear": float(linear_in_log(compute, place)[0]),
        }
    result = replace(
        facts,
        curve=f"{chain.law.fitted.law.name} + {options.link}",
        estimate=score.estimate,
        lower=score.lower,
        upper=score.upper,
        mean_lower=mean.lower,
        mean_upper=mean.upper,
        loss=estimate_of(found.loss, found.new_loss, options.level),
        naive=naive,
        interval=Interval(KIND, options.level, options.draws) if options.draws else None,
        points=points_of(chain, options),
        band=band_of(chain, options),
        steps=steps_of(chain, found, flops, options),
        record=TrackRecord(text=NO_RECORD),
        own_record=record_of(chain.ladder, options),
    )
    result = replace(result, notes=notes_of(result, chain))
    return replace(result, reason=sentence(result))
