"""The small frozen records of a comparison: a held-out prediction, a back-test, a curve's row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from scaling.documents import flatten
from scaling.fitting.records import NAN, number, numbers
from scaling.forecasting import scores


@dataclass(frozen=True)
class HeldOut:
    """One score that was left out, and what was predicted for it from the smaller sizes.

    ``curve`` made the prediction (a curve's name, ``averaged`` or a baseline); ``held_out`` is
    how many of the largest sizes were left out. ``decades_beyond_data``: how far the size lies
    beyond the largest that was fitted (NaN on the loss axis). The others are in the units of the
    score; intervals and CRPS are NaN without a bootstrap.
    """

    curve: str
    held_out: int
    model: str
    size: float
    decades_beyond_data: float
    observed: float
    predicted: float
    lower50: float = NAN
    upper50: float = NAN
    lower90: float = NAN
    upper90: float = NAN
    crps: float = NAN

    @property
    def error(self) -> float:
        """Prediction less score."""
        return self.predicted - self.observed


@dataclass(frozen=True)
class Backtest:
    """How good ``n`` held-out predictions were; see ``scaling.forecasting.scores``.

    ``rmsle`` rests on the ``n_rmsle`` predictions whose logarithm exists. ``mae_last`` and
    ``mae_linear`` are the baselines' errors on the same scores, ``skill_last`` and
    ``skill_linear`` are 1 - mae / theirs (NaN where theirs is 0).
    """

    n: int = 0
    mae: float = NAN
    bias: float = NAN
    rmsle: float = NAN
    n_rmsle: int = 0
    crps: float = NAN
    coverage50: float = NAN
    coverage90: float = NAN
    skill_last: float = NAN
    skill_linear: float = NAN
    mae_last: float = NAN
    mae_linear: float = NAN

    @classmethod
    def of(
        cls, records: Sequence[HeldOut], last: Sequence[HeldOut], line: Sequence[HeldOut]
    ) -> Self:
        """Score predictions; ``last`` and ``line`` are the baselines' on the same scores."""
        if not records:
            return cls()
        predicted = [one.predicted for one in records]
        observed = [one.observed for one in records]
        relative, used = scores.rmsle(predicted, observed)
        error, of_last, of_line = (
            scores.mae([one.predicted for one in part], observed) for part in (records, last, line)
        )
        drawn = [one.crps for one in records if one.crps == one.crps]
        return cls(
            n=len(records),
            mae=error,
            bias=scores.bias(predicted, observed),
            rmsle=relative,
            n_rmsle=used,
            crps=sum(drawn) / len(drawn) if drawn else NAN,
            coverage50=scores.coverage(
                [one.lower50 for one in records], [one.upper50 for one in records], observed
            ),
            coverage90=scores.coverage(
                [one.lower90 for one in records], [one.upper90 for one in records], observed
            ),
            skill_last=scores.skill(error, of_last),
            skill_linear=scores.skill(error, of_line),
            mae_last=of_last,
            mae_linear=of_line,
        )

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the back-test that a document holds."""
        return cls(**numbers(record))


def same_scores(records: Sequence[HeldOut], baseline: Sequence[HeldOut]) -> list[HeldOut]:
    """Return a baseline's predictions of the scores that ``records`` predict, in their order.

    Both are of one series, and a hold-out's predictions stand in the order of its points.
    """
    done = {one.held_out for one in records}
    return [one for one in baseline if one.held_out in done]


@dataclass(frozen=True, kw_only=True)
class CurveRow:
    """One curve of a comparison.

    ``n_free`` counts the curve's free parameters, the size of the errors not included.
    ``difference`` is in the criterion of the comparison, from the best curve, and ``weight`` the
    Akaike weight; NaN for a curve that was set aside. ``loo`` is the root mean squared error of
    the left-out scores, in their units. ``fitted`` is the curve at the sizes of the result's
    band, to six digits; empty where it was not fitted, or there is no band.
    """

    curve: str
    status: str = "ok"
    message: str = ""
    notes: tuple[str, ...] = ()
    n_free: int | None = None
    log_likelihood: float = NAN
    aicc: float = NAN
    bic: float = NAN
    difference: float = NAN
    weight: float = NAN
    loo: float = NAN
    backtest: Backtest = field(default_factory=Backtest)
    fitted: tuple[float, ...] = ()

    def cells(self) -> dict[str, Any]:
        """Return the row with dotted names, without the drawn curve."""
        return {name: cell for name, cell in flatten(self).items() if name != "fitted"}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the row that a document holds."""
        values = numbers(record, keep_none=("n_free",))
        values["notes"] = tuple(record["notes"])
        values["fitted"] = tuple(map(number, record["fitted"]))
        values["backtest"] = Backtest.from_dict(record["backtest"])
        return cls(**values)
