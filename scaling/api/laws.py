"""``fit_law``: the training runs of a table in, a fitted loss law out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaling.choosing import NOT_RECORDED, Names, Recorded, as_table, nothing_chosen, selection
from scaling.errors import DataError
from scaling.fitting.laws.fit import NotIdentified, fit_runs
from scaling.fitting.laws.options import LawOptions
from scaling.fitting.laws.results import LawResult, LawResults
from scaling.fitting.parallel import single_threaded
from scaling.provenance import Manifest
from scaling.runs import Runs
from scaling.table import ScoreTable

if TYPE_CHECKING:
    import pandas as pd

    from scaling.laws.base import Law

    RunData = ScoreTable | pd.DataFrame | str | Path | Runs


@dataclass(frozen=True)
class ChosenRuns:
    """The runs of an analysis, and what its manifest says of where they come from."""

    runs: Runs
    name: str
    sha256: str
    notes: tuple[str, ...]
    selection: Mapping[str, Any]

    def manifest(self, options: Recorded) -> dict[str, Any]:
        """Return the manifest of an analysis with these options."""
        recorded = {k: v for k, v in options.recorded().items() if k not in NOT_RECORDED}
        chosen = recorded | dict(self.selection)
        return Manifest(self.name, self.sha256, options.seed, chosen).to_dict()

    @contextmanager
    def named(self) -> Iterator[None]:
        """Say which file an error about the runs is about; results name theirs themselves."""
        try:
            yield
        except NotIdentified:
            raise
        except DataError as error:
            raise DataError(f"{self.name}: {error}") from None


def choose_runs(
    data: RunData,
    *,
    family: Names = None,
    where: Mapping[str, Names] | None = None,
    checkpoint: str | None = None,
    loss_unit: str = "nats",
) -> ChosenRuns:
    """Return the runs of a table that are chosen, or runs as they are."""
    selected = selection(None, family, None, where)
    asked = {
        name: [names] if isinstance(names, str) else list(names or [])
        for name, names in selected.items()
        if name not in ("task", "metric")
    }
    recorded: dict[str, Any] = {"family": asked.pop("family"), "where": asked}
    recorded |= {"checkpoint": checkpoint, "loss_unit": loss_unit}
    if isinstance(data, Runs):
        if recorded["family"] or asked or checkpoint or loss_unit != "nats":
            raise DataError(
                "runs are fitted as they are: choose among them before, or pass a table"
            )
        return ChosenRuns(data, "runs", data.fingerprint(), (), recorded)
    table = as_table(data)
    chosen = table.select(**selected)
    if not len(chosen):
        raise nothing_chosen(table, selected)
    if table.read_with:
        recorded["reading"] = dict(table.read_with)
    runs = chosen.runs(loss_unit, checkpoint)
    return ChosenRuns(runs, table.name, table.sha256, table.notes, recorded)


def fit_law(
    data: RunData,
    law: str | Law = "chinchilla",
    *,
    family: Names = None,
    where: Mapping[str, Names] | None = None,
    checkpoint: str | None = None,
    loss_unit: str = "nats",
    **options: Any,
) -> LawResults:
    """Fit a loss law to the training runs of a table, with bootstrap intervals.

    ``law`` is a name or a ``Law`` of your own. ``data`` is a run table (model, params, tokens,
    loss; flops may replace one size), scores whose models have a loss, a dataset's name, a path,
    a frame, or ``Runs``. ``family`` and ``where`` select rows; ``loss_unit`` is ``nats`` or
    ``bits`` per token, or ``bits-per-byte``. Further keywords are those of ``LawOptions``
    (``objective``, ``delta``, ``draws``, ``exclude``, ``exclude_rule``, ``seed`` …). Runs that no
    law can be fitted to give a result with status ``failed``.

    >>> found = fit_law("datablations", "tied-exponent", draws=0)
    >>> found[0].n_runs
    296
    """
    chosen = LawOptions(law=law, **options)
    _ = chosen.family  # an unknown name is an error before any work
    picked = choose_runs(
        data, family=family, where=where, checkpoint=checkpoint, loss_unit=loss_unit
    )
    with single_threaded(), picked.named():
        try:
            result = LawResult.of(fit_runs(picked.runs, chosen))
        except NotIdentified as error:
            result = LawResult.failed(chosen, error, picked.runs)
    notes = tuple(code for code in picked.notes if code not in result.notes)
    return LawResults((result,), picked.manifest(chosen), notes)
