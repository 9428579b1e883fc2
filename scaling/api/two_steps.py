"""``two_step_forecasts``: the score of a model by its parameters and tokens, through its loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scaling.api.ladders import ladders_of
from scaling.choosing import NOT_RECORDED, Names, as_table, selection
from scaling.fitting.parallel import run, single_threaded
from scaling.forecasting.two_step import (
    TwoStepForecasts,
    TwoStepOptions,
    forecast_in_two_steps,
)
from scaling.progress import progress
from scaling.provenance import Manifest

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from scaling.table import ScoreTable


def two_step_forecasts(
    data: ScoreTable | pd.DataFrame | str | Path,
    at: float | str,
    tokens: float | str,
    *,
    task: Names = None,
    family: Names = None,
    metric: Names = None,
    where: Mapping[str, Names] | None = None,
    checkpoint: str | None = None,
    loss_unit: str = "nats",
    show_progress: bool | None = False,
    **options: Any,
) -> TwoStepForecasts:
    """Forecast the scores of a model of ``at`` parameters trained on ``tokens``.

    Step one is a law of the loss in parameters and tokens, step two a link from loss to score;
    one bootstrap holds the errors of both. Models of all chosen families are taken together.
    ``loss_unit`` is that of the column ``loss``. Further keywords are those of ``TwoStepOptions``
    (``via``, ``law``, ``link``, ``level``, ``draws``, ``far``, ``seed`` …). Scores that cannot be
    forecast are results with status ``failed``.
    """
    chosen = TwoStepOptions(at=at, tokens=tokens, **options)
    table = as_table(data)
    selected = selection(task, family, metric, where)
    ladders = ladders_of(table, selected, chosen.via, loss_unit, checkpoint)
    bar = progress("forecasting scores", len(ladders), show=show_progress)
    jobs = ((ladder, chosen) for ladder in ladders)
    with single_threaded(), bar as advance:
        results = run(forecast_in_two_steps, jobs, chosen.n_jobs, advance)
    wanted = {
        name: [names] if isinstance(names, str) else list(names or [])
        for name, names in selected.items()
    }
    recorded = {k: v for k, v in chosen.recorded().items() if k not in NOT_RECORDED}
    recorded |= {name: wanted.pop(name) for name in ("task", "family", "metric")}
    recorded |= {"where": wanted, "checkpoint": checkpoint, "loss_unit": loss_unit}
    manifest = Manifest(table.name, table.sha256, chosen.seed, recorded).to_dict()
    return TwoStepForecasts(tuple(results), manifest, table.notes)
