"""Runs that no law can explain: their errors would decide which law predicts best."""

from __future__ import annotations

from collections.abc import Sequence

from scaling.errors import DataError
from scaling.fitting.laws import LawOptions, fit_runs
from scaling.laws.base import Law
from scaling.runs import Remark, Runs


def diverged_for_all(runs: Runs, laws: Sequence[Law]) -> tuple[Remark, ...]:
    """Return a remark on each run whose loss lies far above every law that can be fitted.

    One law's outlier may be that law's fault; each is fitted to all runs under Huber's loss.
    """
    found: list[dict[str, Remark]] = []
    for law in laws:
        try:
            fitted = fit_runs(runs, LawOptions(law=law, draws=0))
        except DataError:
            continue
        doubts = fitted.runs.doubts
        found.append({one.model: one for one in doubts if one.code == "diverged-run"})
    if not found:
        return ()
    shared = set.intersection(*(set(one) for one in found))
    return tuple(
        Remark(model, "diverged-left-out", f"{one.reason}, by every law compared")
        for model, one in found[0].items()
        if model in shared
    )
