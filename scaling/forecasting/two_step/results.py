"""The result of a forecast in two steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from scaling.fitting.display import estimate_text, short
from scaling.fitting.records import Estimate
from scaling.fitting.result_set import ResultSet
from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.two_step.records import Steps


@dataclass(frozen=True, kw_only=True)
class TwoStepForecast(ForecastResult):
    """The forecast of one score from loss: ``at`` parameters, ``tokens``, through the ``loss``.

    Points have parameters as sizes; ``decades_beyond_data`` are of compute 6 N D, and ``naive``
    are the score of the run of most compute and the line in log compute. ``own_record`` is about
    the runs of most compute, held out. ``band`` runs over parameters at the new model's tokens per
    parameter. ``steps`` holds both steps.
    """

    steps: Steps = field(default_factory=Steps)

    def to_display(self) -> dict[str, str]:
        """Return the cells that people read."""
        whole = super().to_display()
        return {
            **{name: whole[name] for name in ("family", "task", "metric", "condition", "source")},
            "runs": str(self.steps.n_runs or ""),
            "at": whole["at"],
            "tokens": whole["tokens"],
            "loss": estimate_text(self.loss),
            "forecast": whole["forecast"],
            "beyond": whole["beyond"],
            "one step": estimate_text(self.steps.single),
            "last": short(self.naive["last"]),
            "line": short(self.naive["linear"]),
            "message": self.message,
        }

    def step_rows(self) -> list[dict[str, str]]:
        """Return the cells of both steps: what was fitted to how much, and its parameters."""
        steps = self.steps
        rows = (
            ("1: loss", steps.law, steps.law_objective, steps.n_runs, steps.law_parameters),
            ("2: score", steps.link, steps.link_objective, steps.n_scores, steps.link_parameters),
        )
        return [
            {
                "step": step,
                "by": name,
                "objective": objective,
                "points": str(count),
                "its error alone": _range(alone),
                "parameters": "; ".join(
                    f"{key} {estimate_text(value)}" for key, value in parameters.items()
                ),
            }
            for (step, name, objective, count, parameters), alone in zip(
                rows, (steps.of_law, steps.of_link), strict=True
            )
        ]

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        return super().from_dict({**record, "steps": Steps.from_dict(record["steps"])})


class TwoStepForecasts(ResultSet[TwoStepForecast]):
    """What ``two_step_forecasts`` returns."""

    command = "forecast"
    result_type = TwoStepForecast


def _range(value: Estimate) -> str:
    low, high = short(value.lower), short(value.upper)
    return f"[{low}, {high}]" if low or high else ""
