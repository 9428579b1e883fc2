"""The result of ``allocate``: the best split of a compute budget, and what another one costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from scaling.documents import flatten, plain
from scaling.fitting.display import estimate_text, short, shown_only
from scaling.fitting.laws.display import flat_row
from scaling.fitting.laws.records import Excluded
from scaling.fitting.records import NAN, Estimate, Interval, number, numbers
from scaling.fitting.result_set import ResultSet
from scaling.forecasting.laws.allocate.records import (
    NO_FORECAST,
    LossForecast,
    OffSize,
    SplitPoint,
)
from scaling.forecasting.laws.isoflop.records import UNKNOWN, with_estimates
from scaling.notebooks import html_facts
from scaling.runs import Remark
from scaling.units import format_size

ESTIMATES = (
    "params", "tokens", "tokens_per_param", "exponent", "tokens_exponent", "epochs",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AllocateResult:
    """The compute-optimal split of ``flops`` under a fitted law.

    ``exponent``, ``tokens_exponent``: how N_opt and D_opt grow with compute here. ``epochs``: of
    the unique tokens (NaN without a number of them). ``loss`` is withheld, all NaN, where
    ``decades_beyond_data`` is too much for a forecast. ``off_size``: half and twice the best size.
    ``splits``: losses around the optimum, empty where the loss is withheld. ``excluded`` names
    runs that the law was not fitted to, ``doubts`` those that have to be looked at.
    """

    flops: float
    law: str
    objective: str
    delta: float = NAN
    n_runs: int = 0
    loss_unit: str = "nats"
    unique_tokens: float = NAN
    params: Estimate = UNKNOWN
    tokens: Estimate = UNKNOWN
    tokens_per_param: Estimate = UNKNOWN
    exponent: Estimate = UNKNOWN
    tokens_exponent: Estimate = UNKNOWN
    epochs: Estimate = UNKNOWN
    loss: LossForecast = NO_FORECAST
    decades_beyond_data: float = NAN
    off_size: tuple[OffSize, ...] = ()
    splits: tuple[SplitPoint, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    doubts: tuple[Remark, ...] = ()
    interval: Interval | None = None
    reason: str = ""
    status: str = "ok"
    message: str = ""
    notes: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON values: every key present, NaN as None."""
        record: dict[str, Any] = plain(self)
        return record

    def to_row(self) -> dict[str, Any]:
        """Return the result as one flat row; half and twice the size under names of their own."""
        flat = flat_row(self, ("off_size", "splits"))
        for one in self.off_size:
            name = "half" if one.factor < 1 else "twice"
            flat |= {f"{name}.{key}": value for key, value in flatten(one).items()}
        return flat

    def to_display(self) -> dict[str, str]:
        """Return the cells that people read."""
        return {
            "flops": format_size(self.flops),
            "params": estimate_text(self.params, size=True),
            "tokens": estimate_text(self.tokens, size=True),
            "tokens per param": estimate_text(self.tokens_per_param, size=True),
            "epochs": estimate_text(self.epochs),
            "loss": self._loss_text(),
            "beyond data": f"{self.decades_beyond_data:.2f} decades"
            if self.decades_beyond_data > 0 else "",
            "message": self.message,
        }  # fmt: skip

    def _repr_html_(self) -> str:
        head = f"a budget of {format_size(self.flops)} FLOPs"
        return html_facts(self.to_display(), head, [self.reason] if self.reason else [])

    def _loss_text(self) -> str:
        loss = self.loss
        if loss.estimate != loss.estimate:
            return ""
        text = f"{loss.estimate:.3f}"
        if loss.predict_lower == loss.predict_lower:
            text += f" [{loss.predict_lower:.3f}, {loss.predict_upper:.3f}]"
        return text

    def display_off_size(self) -> list[dict[str, str]]:
        """Return the cells that people read, one row another size."""
        return [
            {
                "flops": format_size(self.flops),
                "size": f"{one.factor:g} x best",
                "params": short(one.params, size=True),
                "tokens": short(one.tokens, size=True),
                "loss increase": estimate_text(one.loss_increase),
                "compute to make up for it": _percent(one.extra_compute),
            }
            for one in self.off_size
        ]

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Return the result that ``to_dict`` wrote."""
        known = {f.name for f in fields(cls)}
        values = with_estimates({k: v for k, v in record.items() if k in known}, *ESTIMATES)
        values["loss"] = LossForecast(**numbers(record["loss"]))
        values["delta"] = number(record["delta"])
        values["off_size"] = tuple(OffSize.from_dict(one) for one in record["off_size"])
        values["splits"] = tuple(SplitPoint(**numbers(one)) for one in record["splits"])
        values["interval"] = Interval(**record["interval"]) if record["interval"] else None
        values["excluded"] = tuple(Excluded(**one) for one in record["excluded"])
        values["doubts"] = tuple(Remark(**one) for one in record["doubts"])
        values["notes"] = tuple(record["notes"])
        return cls(**values)


def _percent(share: Estimate) -> str:
    if share.estimate != share.estimate:
        return "cannot"
    text = f"+{share.estimate:.0%}"
    if share.lower == share.lower:
        upper = f"{share.upper:.0%}" if share.upper == share.upper else "…"
        text += f" [{share.lower:.0%}, {upper}]"
    return text


class AllocateResults(ResultSet[Any]):
    """What ``allocate`` returns: one ``AllocateResult`` a budget."""

    command = "law allocate"
    result_type = AllocateResult

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row a budget."""
        return [one.to_row() for one in self.results]

    def to_display(self) -> list[dict[str, str]]:
        """Return the rows that people read, one a budget, without empty columns."""
        return shown_only([one.to_display() for one in self.results])

    def heading(self) -> str:
        """Return what stands above the rows: the data and how many budgets."""
        dataset = self.manifest["dataset"]["name"]
        return f"{type(self).__name__} of {dataset!r}: {len(self.results)} budgets"
