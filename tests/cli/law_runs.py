"""Runs of known truth as the text of a file."""

from __future__ import annotations

from scaling.runs import Runs


def csv_of(runs: Runs) -> str:
    """A run table: model, params, tokens, loss."""
    columns = (runs.params.tolist(), runs.tokens.tolist(), runs.loss.tolist())
    lines = [
        f"{model},{params!r},{tokens!r},{loss!r}"
        for model, params, tokens, loss in zip(runs.models, *columns, strict=True)
    ]
    return "\n".join(["model,params,tokens,loss", *lines]) + "\n"
