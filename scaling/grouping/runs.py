"""Rows into training runs: those of a run table, or the distinct models of scores with a loss."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scaling.errors import DataError, OptionError, UnitError
from scaling.grouping.checkpoints import choose_checkpoints
from scaling.grouping.group import ALL_MODELS
from scaling.runs import Remark, Runs
from scaling.units import parse_size, training_flops

Array = NDArray[np.float64]
UNITS_OF_LOSS = ("nats", "bits", "bits-per-byte")
IDENTITY = ("family", "model", "checkpoint", "seed")  # what tells runs of a score table apart
FACTOR = 2.0  # by which stated compute may differ from 6 N D
# Bits per byte of text are about 0.6 to 1.2; language models lose 1.5 nats per token and more.
SUSPICIOUS_LOSS = 1.2


def runs_of(
    frame: pd.DataFrame, name: str, loss_unit: str, checkpoint: str | None, *, of_scores: bool
) -> Runs:
    """Return the training runs of a checked frame; ``name`` is what errors call it.

    Raises DataError where there is no loss, OptionError for a unit that does not exist.
    """
    if loss_unit not in UNITS_OF_LOSS:
        raise OptionError(
            f"loss_unit: expected one of {', '.join(UNITS_OF_LOSS)}, got {loss_unit!r}"
        )
    if "loss" not in frame.columns or frame["loss"].isna().all():
        raise DataError(
            f"{name}: no loss: expected a run table (model, params, tokens, loss), or scores with "
            "a column loss"
        )
    rows, notes = choose_checkpoints(frame, checkpoint)
    if of_scores:
        rows = rows.drop_duplicates([column for column in IDENTITY if column in rows.columns])
    elif rows.duplicated().any():
        rows, notes = rows.drop_duplicates(), (*notes, "duplicate-rows")
    known = rows["loss"].notna()
    models = _names(rows)
    unknown = tuple(
        Remark(model, "runs-without-loss", "loss: not known")
        for model, has in zip(models, known.tolist(), strict=True)
        if not has
    )
    rows = rows[known]
    models = [model for model, has in zip(models, known.tolist(), strict=True) if has]
    loss = _numbers(rows, "loss")
    if loss_unit == "bits":
        loss = loss * np.log(2.0)
    elif loss_unit == "nats" and len(loss) and np.median(loss) < SUSPICIOUS_LOSS:
        notes = (*notes, "suspicious-loss-unit")
    params, tokens, flops = _sizes(rows)
    unique, epochs = _repeats(rows, tokens)
    doubts = _contradictions(rows, models, params, tokens, flops)
    notes += ("flops-contradict",) if doubts else ()
    return Runs(
        models=tuple(models),
        params=params,
        tokens=tokens,
        loss=loss,
        flops=flops,
        unique_tokens=unique,
        epochs=epochs,
        families=tuple(_families(rows)),
        loss_unit="bits-per-byte" if loss_unit == "bits-per-byte" else "nats",
        notes=notes,
        left_out=unknown,
        doubts=doubts,
    )


def _names(rows: pd.DataFrame) -> list[str]:
    """Return what runs are called: the model, and the seed and checkpoint where models repeat."""
    names = rows["model"].astype(object).map(str)
    for column in ("seed", "checkpoint"):
        if column in rows.columns and names.duplicated().any():
            extra = rows[column].map(lambda cell: f", {cell}", na_action="ignore").fillna("")
            repeated = names.duplicated(keep=False)
            names = names.where(~repeated, names + extra.astype(object))
    return list(names)


def _families(rows: pd.DataFrame) -> list[str]:
    if "family" not in rows.columns:
        return [ALL_MODELS] * len(rows)
    return [str(cell) for cell in rows["family"].where(rows["family"].notna(), ALL_MODELS)]


def _numbers(rows: pd.DataFrame, column: str) -> Array:
    """Return a column as numbers, (rows,); NaN where it is not there, empty or no number."""
    if column not in rows.columns:
        return np.full(len(rows), np.nan)
    cells = rows[column]
    if cells.dtype.kind == "f":
        return cells.to_numpy(dtype=np.float64)
    try:
        sizes = [
            np.nan if cell is None or cell != cell or not str(cell).strip() else parse_size(cell)
            for cell in cells.astype(object)
        ]
    except UnitError as error:
        raise DataError(f"column {column!r}: {error}") from None
    return np.array(sizes, dtype=np.float64)


def _sizes(rows: pd.DataFrame) -> tuple[Array, Array, Array]:
    """Return params, tokens and flops; flops fill in for one of the others as C = 6 N D."""
    params, tokens = _numbers(rows, "params"), _numbers(rows, "tokens")
    flops, active = _numbers(rows, "flops"), _numbers(rows, "active_params")
    used = np.where(np.isnan(active), params, active)
    tokens = np.where(np.isnan(tokens), flops / (6.0 * used), tokens)
    params = np.where(np.isnan(params), flops / (6.0 * tokens), params)
    return params, tokens, flops


def _repeats(rows: pd.DataFrame, tokens: Array) -> tuple[Array, Array]:
    """Return unique tokens and epochs, each worked out from the other where one is given."""
    unique, epochs = _numbers(rows, "unique_tokens"), _numbers(rows, "epochs")
    return (
        np.where(np.isnan(unique), tokens / epochs, unique),
        np.where(np.isnan(epochs), tokens / unique, epochs),
    )


def _contradictions(
    rows: pd.DataFrame, models: list[str], params: Array, tokens: Array, flops: Array
) -> tuple[Remark, ...]:
    """Return a remark for each run whose stated compute differs from 6 N D by more than 2x."""
    active = _numbers(rows, "active_params")
    expected = training_flops(np.where(np.isnan(active), params, active), tokens)
    ratio = flops / expected
    return tuple(
        Remark(
            models[place],
            "flops-contradict",
            f"flops {flops[place]:.3g} are {ratio[place]:.2g} times 6 N D",
        )
        for place in np.flatnonzero((ratio > FACTOR) | (ratio < 1.0 / FACTOR))
    )
