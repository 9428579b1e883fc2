"""Synthetic forecasts, crossings and laws for tests of figures: known numbers, no fitting."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scaling.fitting.laws.records import ParameterEstimate, RunPoint
from scaling.fitting.laws.results import LawResult, LawResults
from scaling.fitting.records import NAN, Band, BandPoint, Estimate, Interval, Point, SeriesFacts
from scaling.fitting.result_set import ResultSet
from scaling.forecasting.ahead.records import TrackRecord, WeightRow
from scaling.forecasting.ahead.results import ForecastResult, ForecastResults
from scaling.forecasting.baselines import LAST
from scaling.forecasting.crossing.baselines import Baseline
from scaling.forecasting.crossing.results import CrossingResult, CrossingResults, PairFacts
from scaling.forecasting.laws.allocate.records import LossForecast, OffSize, SplitPoint
from scaling.forecasting.laws.allocate.results import AllocateResult, AllocateResults
from scaling.forecasting.laws.isoflop.records import (
    BudgetRow,
    OptimumPoint,
    ValleyPoint,
)
from scaling.forecasting.laws.isoflop.records import RunPoint as IsoflopRun
from scaling.forecasting.laws.isoflop.results import IsoflopResult, IsoflopResults
from scaling.forecasting.observational.records import PlacedModel, PredictorError
from scaling.forecasting.observational.results import CapabilityForecast, CapabilityForecasts
from scaling.forecasting.two_step.records import LossPoint, ScorePoint, Steps
from scaling.forecasting.two_step.results import TwoStepForecast, TwoStepForecasts
from tests.plots.builder import facts, manifest

SIZES = (1e8, 1e9, 1e10)
PERCENT95 = Interval("parametric-bootstrap", 0.95, 99)


def points(sizes: Sequence[float] = SIZES, first: float = 0.3, step: float = 0.1) -> list[Point]:
    return [
        Point(
            f"m{i}", size, first + step * i, first + step * i - 0.05, first + step * i + 0.05, 500
        )
        for i, size in enumerate(sizes)
    ]


def band(low: float, high: float, first: float = 0.3, slope: float = 0.1) -> Band:
    """A curve that rises by ``slope`` a decade, with bands."""
    nodes = []
    for place in range(21):
        size = low * (high / low) ** (place / 20)
        score = first + slope * math.log10(size / low)
        ends = (score - 0.02, score + 0.02, score - 0.06, score + 0.06)
        nodes.append(BandPoint(size, score, *ends))
    return Band.of(nodes)


def forecast(at: float = 1e11, series: SeriesFacts | None = None, **changes: Any) -> ForecastResult:
    made = ForecastResult(
        series=series or facts("GPT-3", "LAMBADA", "acc"), size="params", n_sizes=len(SIZES),
        interval=PERCENT95, points=tuple(points()), band=band(1e8, at), curve="averaged", at=at,
        estimate=0.6, lower=0.45, upper=0.75, mean_lower=0.55, mean_upper=0.65,
        decades_beyond_data=math.log10(at / 1e10), naive={"last": 0.5, "linear": 0.61},
        weights=(WeightRow("logistic", 0.7, 0.62), WeightRow(LAST, 0.3, 0.5)),
        record=TrackRecord(n=40, mae=0.05, coverage90=0.9, text="in 40 hold-outs the mean error "
                           "was .050 and the 90 % interval covered 90 %"),
    )  # fmt: skip
    return replace(made, **changes)


def refused(at: float = 1e14, **changes: Any) -> ForecastResult:
    return forecast(
        at, status="failed", message="100T lies too far", estimate=NAN, lower=NAN, upper=NAN,
        mean_lower=NAN, mean_upper=NAN, band=Band.of([]), **changes,
    )  # fmt: skip


def two_step(**changes: Any) -> TwoStepForecast:
    sizes = [(size, tokens) for size in (1e8, 1e9) for tokens in (1e10, 1e11)]
    losses = (3.6, 3.3, 3.2, 2.9)
    steps = Steps(
        law="chinchilla", link="sigmoid", n_runs=4, n_scores=4, flops=6e22,
        single=Estimate(0.7, 0.6, 0.8),
        loss_points=tuple(
            LossPoint(f"run{i}", n, d, loss, loss + 0.01)
            for i, ((n, d), loss) in enumerate(zip(sizes, losses, strict=True))
        ),
        score_points=tuple(
            ScorePoint(f"run{i}", loss, 0.3 + 0.05 * i) for i, loss in enumerate(losses)
        ),
        link_band=Band.of(
            BandPoint(3.6 - 0.05 * i, 0.3 + 0.02 * i, 0.29 + 0.02 * i, 0.31 + 0.02 * i)
            for i in range(25)
        ),
    )  # fmt: skip
    whole = forecast()
    shared = {name: getattr(whole, name) for name in whole.__dataclass_fields__}
    own: dict[str, Any] = {
        "method": "two-step", "tokens": 1e11, "loss": Estimate(2.6, 2.5, 2.7), "steps": steps,
        "weights": (), "reason": "1e11 parameters on 100B tokens",
    }  # fmt: skip
    return TwoStepForecast(**{**shared, **own, **changes})


def capability(**changes: Any) -> CapabilityForecast:
    whole = forecast()
    shared = {name: getattr(whole, name) for name in whole.__dataclass_fields__}
    fitted = points((1e20, 1e21, 1e22))
    models = tuple(
        PlacedModel(f"new{i}", family, 10.0 ** (23 + i), NAN, 7e9, 0.5 + 0.1 * i, 0.5 + 0.12 * i,
                    0.4, 0.9, 1.0 + i)
        for i, family in enumerate(("Llama", "Qwen"))
    )  # fmt: skip
    seen = [Point(m.model, m.size, m.observed, 0.4, 0.6, 500) for m in models]
    own: dict[str, Any] = {
        "method": "observational", "size": "capability", "points": (*fitted, *seen), "at": NAN,
        "estimate": NAN, "lower": NAN, "upper": NAN, "naive": {"last": NAN, "linear": NAN},
        "band": band(1e20, 1e24), "n_training": 3, "n_predicted": 2, "reference": "Llama-2",
        "predictions": models, "reason": "3 models were fitted",
        "errors": (PredictorError("capability", 2, 0.01, 0.011, 0.0),
                   PredictorError("last", 2, 0.04, 0.15, 0.1)),
    }  # fmt: skip
    return CapabilityForecast(**{**shared, **own, **changes})


def crossing(**changes: Any) -> CrossingResult:
    made = CrossingResult(
        series=facts("GPT-3", "TriviaQA", "acc"), size="params", n_sizes=len(SIZES),
        interval=PERCENT95, points=tuple(points()), band=band(1e8, 1e11), verdict="crossed",
        reason="10B is surely above", bracket=(1e8, 1e10), estimate=3e9, lower=1e9, upper=8e9,
        baseline=Baseline(name="T5-11B", kind="model", score=0.45, stderr=0.02, source="Roberts"),
    )  # fmt: skip
    return replace(made, **changes)


def pair(column: str = "prompting", first: str = "direct", second: str = "cot") -> CrossingResult:
    return crossing(
        pair=PairFacts(column, first, second),
        baseline_points=tuple(points(first=0.35, step=0.02)),
        baseline_band=band(1e8, 1e11, 0.35, 0.02),
    )  # fmt: skip


def isoflop(**changes: Any) -> IsoflopResult:
    budgets = []
    for i, flops in enumerate((1e19, 1e20, 1e21)):
        best = 2e8 * 3.0**i
        sizes = [best * factor for factor in (0.25, 0.5, 1, 2, 4)]
        losses = [3.0 - 0.3 * i + 0.1 * math.log2(size / best) ** 2 for size in sizes]
        budgets.append(
            BudgetRow(
                flops=flops, n_runs=5, n_sizes=5, params=best, lower=best / 1.5, upper=best * 1.5,
                tokens=flops / 6 / best, loss=losses[2], used=i > 0,
                reason="" if i else "edge: the minimum lies at the largest size",
                points=tuple(
                    IsoflopRun(f"r{i}-{j}", size, flops / 6 / size, flops, loss)
                    for j, (size, loss) in enumerate(zip(sizes, losses, strict=True))
                ),
                valley=tuple(
                    ValleyPoint(size, loss) for size, loss in zip(sizes, losses, strict=True)
                ),
            )
        )  # fmt: skip
    law = tuple(
        OptimumPoint(row.flops, row.params, row.lower, row.upper, row.tokens) for row in budgets
    )
    made = IsoflopResult(
        n_runs=15, response="log-loss", tolerance=0.1, degree=2, budgets=tuple(budgets),
        exponent=Estimate(0.477, 0.4, 0.55), tokens_exponent=Estimate(0.523, 0.45, 0.6),
        band=law, n_outside=2, loss_unit="nats",
        interval=PERCENT95, reason="The optimal size grows as C^0.477.",
    )  # fmt: skip
    return replace(made, **changes)


CENTRE = {"params": math.log(1e9), "tokens": math.log(2e10), "flops": 0.0, "unique_tokens": 0.0}


def law(count: int = 24, **changes: Any) -> LawResult:
    """The law 1.8 + .4 (N / 1e9)^-.3 + .4 (D / 2e10)^-.3, its runs off by up to 2 %."""
    runs = []
    for i in range(count):
        params, tokens = 1e8 * 10 ** (i % 6 / 2.5), 2e9 * 10 ** (i // 6 % 4 / 1.5)
        fitted = 1.8 + 0.4 * (params / 1e9) ** -0.3 + 0.4 * (tokens / 2e10) ** -0.3
        residual = 0.02 * math.sin(1.0 + 7.0 * i)
        runs.append(
            RunPoint(f"run{i}", "all", params, tokens, 6 * params * tokens, NAN,
                     fitted * math.exp(residual), fitted, fitted - 0.02, fitted + 0.02, residual)
        )  # fmt: skip
    made = LawResult(
        law="chinchilla", asked="chinchilla", formula="E + A/N^alpha + B/D^beta",
        objective="huber", delta=0.001, log_rmse=0.014, n_runs=count, interval=PERCENT95,
        internal={"log E": math.log(1.8), "log A": math.log(0.4), "log B": math.log(0.4),
                  "alpha": 0.3, "beta": 0.3},
        centre=CENTRE, points=tuple(runs),
        parameters={"E": ParameterEstimate(1.8, 1.7, 1.9, 0.05), "A": ParameterEstimate(200.0)},
    )  # fmt: skip
    return replace(made, **changes)


def allocation(flops: float = 1e21, **changes: Any) -> AllocateResult:
    best = 1e9 * (flops / 1e21) ** 0.5
    tokens = flops / 6 / best
    sizes = [best * 2.0**k for k in range(-3, 4)]
    made = AllocateResult(
        flops=flops, law="chinchilla", objective="huber", n_runs=40,
        params=Estimate(best, best / 2, best * 2), tokens=Estimate(tokens, tokens / 2, tokens * 2),
        exponent=Estimate(0.5, 0.4, 0.6), loss=LossForecast(2.5, 2.4, 2.6), interval=PERCENT95,
        off_size=tuple(
            OffSize(k, best * k, tokens / k, Estimate(0.02, 0.01, 0.03)) for k in (0.5, 2.0)
        ),
        splits=tuple(
            SplitPoint(n, flops / 6 / n, 2.5 + 0.02 * math.log2(n / best) ** 2, 2.4, 2.9)
            for n in sizes
        ),
        reason=f"{flops:.0e} FLOPs are best spent on {best:.0e} parameters.",
    )  # fmt: skip
    return replace(made, **changes)


def set_of(*results: Any) -> ResultSet[Any]:
    """Return the result set of the command whose results these are."""
    kinds: tuple[tuple[type[Any], type[ResultSet[Any]]], ...] = (
        (TwoStepForecast, TwoStepForecasts), (CapabilityForecast, CapabilityForecasts),
        (ForecastResult, ForecastResults), (CrossingResult, CrossingResults),
        (IsoflopResult, IsoflopResults), (LawResult, LawResults),
        (AllocateResult, AllocateResults),
    )  # fmt: skip
    found = next(made for kind, made in kinds if isinstance(results[0], kind))
    return found(results=results, manifest=manifest())
