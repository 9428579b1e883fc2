"""The result of a forecast on the capability axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from scaling.documents import csv_text, flatten
from scaling.fitting.display import identity, short
from scaling.fitting.records import NAN, number, numbers
from scaling.fitting.result_set import ResultSet
from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.observational.drawing import CAPABILITY
from scaling.forecasting.observational.equivalent import FamilyLine
from scaling.forecasting.observational.matrix import LeftOut
from scaling.forecasting.observational.records import (
    BenchmarkWeight,
    PlacedModel,
    PredictorError,
    error_of,
)

if TYPE_CHECKING:
    import pandas as pd

CURVE = "observational-sigmoid"
PREDICTORS = ("capability", "flops", "params")
NUMBERS = ("cutoff", "height", "dispersion")

__all__ = ["CAPABILITY", "CURVE", "CapabilityForecast", "CapabilityForecasts"]


@dataclass(frozen=True, kw_only=True)
class CapabilityForecast(ForecastResult):
    """The forecast of one task from other benchmarks.

    Sizes are equivalent FLOPs of the family ``reference``; ``points`` are all observed scores,
    those of ``predictions`` not fitted. ``cutoff`` is the most compute of a fitted model (NaN:
    all were). ``benchmarks`` are those used, with their weights in the capability, ``explained``
    the shares of their variance along the components, ``left_out`` the benchmarks and models that
    were not used. ``families`` are the lines of the capability in log10 FLOPs, of every family with
    three models of known compute. ``height`` is h of equation 6 of Ruan et al. 2024,
    ``dispersion`` that of a new model's score. ``errors`` compare predictors on the same held-out
    models; ``own_record`` is about all that were held out.
    """

    cutoff: float = NAN
    n_training: int = 0
    n_predicted: int = 0
    benchmarks: tuple[BenchmarkWeight, ...] = ()
    explained: tuple[float, ...] = ()
    height: float = NAN
    dispersion: float = NAN
    reference: str | None = None
    families: tuple[FamilyLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    predictions: tuple[PlacedModel, ...] = ()
    errors: tuple[PredictorError, ...] = ()

    def to_display(self) -> dict[str, str]:
        """Return the cells that people read."""
        whole = super().to_display()
        ours = error_of(self.errors, "capability")
        covered = NAN if ours is None else ours.coverage
        return {
            **identity(self.series),
            "fitted": str(self.n_training or ""),
            "predicted": str(self.n_predicted or ""),
            **self._error_cells("mae"),
            **self._error_cells("mse"),
            "within": "" if covered != covered else f"{covered:.2f}",
            "at": short(self.at),
            "forecast": whole["forecast"] if self.at == self.at else "",
            "beyond": whole["beyond"],
            "last": whole["last"],
            "line": whole["line"],
            "message": self.message,
        }

    def to_row(self) -> dict[str, Any]:
        """Return the result as one flat row with dotted names, the errors of predictors too."""
        row = super().to_row()
        for one in self.errors:
            errors = {name: value for name, value in flatten(one).items() if name != "predictor"}
            row |= flatten(errors, f"errors.{one.predictor}.")
        return row

    def _error_cells(self, kind: str) -> dict[str, str]:
        """Return the cells of one kind of error: ours, and those of compute or size alone."""
        cells = {}
        for name in PREDICTORS:
            error = error_of(self.errors, name)
            heading = kind if name == PREDICTORS[0] else f"{kind} {name}"
            cells[heading] = "" if error is None else short(getattr(error, kind))
        return cells

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        own = {
            "benchmarks": tuple(BenchmarkWeight(**numbers(row)) for row in record["benchmarks"]),
            "explained": tuple(record["explained"]),
            "families": tuple(FamilyLine(**numbers(row)) for row in record["families"]),
            "left_out": tuple(LeftOut(**row) for row in record["left_out"]),
            "predictions": tuple(PlacedModel(**numbers(row)) for row in record["predictions"]),
            "errors": tuple(PredictorError(**numbers(row)) for row in record["errors"]),
            **{name: number(record[name]) for name in NUMBERS},
        }
        return super().from_dict({**record, **own})


class CapabilityForecasts(ResultSet[CapabilityForecast]):
    """What ``capability_forecasts`` returns."""

    command = "forecast"
    result_type = CapabilityForecast

    def to_csv(self) -> str:
        """Return one flat row a task as CSV; cells that look like formulas are escaped."""
        return csv_text([one.to_row() for one in self.results])

    def predictions(self) -> pd.DataFrame:
        """Return a tidy pandas frame of all predicted models: one row a task and model."""
        import pandas as pd

        return pd.DataFrame(
            [
                {"task": one.series.task, "metric": one.series.metric, **flatten(model)}
                for one in self.results
                for model in one.predictions
            ]
        )
