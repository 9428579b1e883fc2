"""The result of a forecast on the capability axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from scaling.documents import flatten, plain
from scaling.fitting.display import identity, short
from scaling.fitting.records import NAN, Interval, number, numbers
from scaling.fitting.result_set import ResultSet
from scaling.forecasting.ahead.results import ForecastResult
from scaling.forecasting.observational.equivalent import FamilyLine
from scaling.forecasting.observational.matrix import LeftOut
from scaling.forecasting.observational.names import CAPABILITY, PREDICTORS
from scaling.forecasting.observational.records import (
    BenchmarkWeight,
    PlacedModel,
    PredictorError,
    error_of,
)

if TYPE_CHECKING:
    import pandas as pd

CURVE = "observational-sigmoid"
METHOD = "observational"
RECORDS = (
    "points", "references", "band", "weights", "benchmarks", "families", "left_out", "predictions",
    "errors",
)  # fmt: skip
NUMBERS = ("cutoff", "height", "dispersion", "draws_at_bound", "draws_not_converged")


def parts_of(record: type[Any]) -> list[str]:
    """Return the names of a record's parts."""
    return [field.name for field in fields(record)]


@dataclass(frozen=True, kw_only=True)
class CapabilityForecast(ForecastResult):
    """The forecast of one task from other benchmarks.

    Sizes are equivalent FLOPs of the family ``reference``; ``points`` are all observed scores,
    those of ``predictions`` not fitted. ``cutoff`` is the most compute of a fitted model (NaN:
    all were). ``benchmarks`` are those used, with their weights in the capability, ``explained``
    the shares of their variance along the components, ``left_out`` the benchmarks and models that
    were not used. ``families`` are the lines of the capability in log10 FLOPs, of every family with
    three models of known compute. ``height`` is h of equation 6 of Ruan et al. 2024,
    ``dispersion`` that of a new model's score; ``draws_at_bound`` and ``draws_not_converged`` are
    shares of the bootstrap draws. ``errors`` compare predictors on the same held-out models;
    ``own_record`` is about all that were held out, of a back-test without a cutoff. An ``at`` that
    is refused leaves ``status`` failed beside what is said of models.
    """

    cutoff: float = NAN
    n_training: int = 0
    n_predicted: int = 0
    benchmarks: tuple[BenchmarkWeight, ...] = ()
    explained: tuple[float, ...] = ()
    height: float = NAN
    dispersion: float = NAN
    draws_at_bound: float = NAN
    draws_not_converged: float = NAN
    reference: str | None = None
    families: tuple[FamilyLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    predictions: tuple[PlacedModel, ...] = ()
    errors: tuple[PredictorError, ...] = ()

    def to_display(self) -> dict[str, str]:
        """Return the cells that people read."""
        whole = super().to_display()
        ours = error_of(self.errors, CAPABILITY)
        covered = NAN if ours is None else ours.coverage
        return {
            **identity(self.series),
            "fitted": str(self.n_training or ""),
            "predicted": str(self.n_predicted or ""),
            **self._errors(),
            "within": "" if covered != covered else f"{covered:.2f}",
            "at": short(self.at),
            "forecast": whole["forecast"] if self.at == self.at else "",
            "beyond": whole["beyond"],
            "last": whole["last"],
            "line": whole["line"],
            "message": self.message,
        }

    def to_row(self) -> dict[str, Any]:
        """Return the result as one flat row with dotted names, the same of every result.

        What is said of several models is joined in a cell; of predictors each has its columns.
        """
        row = super().to_row()
        for name in (*RECORDS, "interval", *(f"interval.{part}" for part in parts_of(Interval))):
            row.pop(name, None)
        row |= flatten(self.interval or dict.fromkeys(parts_of(Interval)), "interval.")
        told = {
            name: [getattr(model, name) for model in self.predictions]
            for name in parts_of(PlacedModel)
        }
        row |= flatten(told, "predictions.")
        for predictor in PREDICTORS:
            one = error_of(self.errors, predictor)
            errors = dict.fromkeys(parts_of(PredictorError)) if one is None else plain(one)
            errors.pop("predictor")
            row |= flatten(errors, f"errors.{predictor}.")
        return row

    def _errors(self) -> dict[str, str]:
        """Return the cells of the mean errors, of every predictor, and of our squared error."""
        ours = error_of(self.errors, CAPABILITY)
        cells = {}
        for name in PREDICTORS:
            one = error_of(self.errors, name)
            heading = "mae" if name == CAPABILITY else f"mae {name}"
            cells[heading] = "" if one is None else short(one.mae)
        return cells | {"mse": "" if ours is None else short(ours.mse)}

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
