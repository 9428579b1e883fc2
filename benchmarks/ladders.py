"""Forecasts in two steps against the published ones, from raw files where they are at hand.

Writes ``results/olmo_ladder.csv`` and ``results/gadre_over_training.csv``, which
``docs/two-step.md`` shows.
"""

from __future__ import annotations

from pathlib import Path

import ladder_gadre
import ladder_olmo
import pandas as pd
from raw import raw

from scaling.fitting.parallel import single_threaded

RESULTS = Path(__file__).resolve().parent / "results"


def main() -> None:
    """Print what was reached beside what was asked, and write the tables."""
    with single_threaded():
        _olmo()
        _gadre()


def _olmo() -> None:
    folder = raw(ladder_olmo.FOLDER)
    if folder is None:
        return
    found = ladder_olmo.table(folder)
    _write(found, "olmo_ladder")
    for task in found.itertuples():
        print(
            f"OLMo ladder, {task.task}: scored {task.score:.4f}, as published "
            f"{task.as_published:.4f} (error {task.error_as_published:.4f}, authors' "
            f"{task.error_published:.4f}), ours {task.ours:.4f} [{task.lower:.3f}, "
            f"{task.upper:.3f}] (error {task.error_ours:.4f})"
        )
    print(
        f"OLMo ladder, in one step: ours, compute to score, {found.error_one_step.mean():.4f}; the "
        f"authors', sizes to score, {found.error_at_once.mean():.4f}; their compute to loss to "
        f"score {found.error_by_compute.mean():.4f}"
    )
    print(
        f"OLMo ladder, mean relative error of 8 tasks: as published "
        f"{found.error_as_published.mean():.5f}, ours {found.error_ours.mean():.5f} (asked: at "
        f"most {ladder_olmo.ASKED})"
    )


def _gadre() -> None:
    folder = raw(ladder_gadre.FOLDER)
    if folder is None:
        return
    found = ladder_gadre.table(folder)
    _write(found, "gadre_over_training")
    for row in found.itertuples():
        print(
            f"Gadre et al., {row.model}, {row.quantity}: relative error {row.relative_error:.2%} "
            f"(published: {row.published:.2%}, asked: within {ladder_gadre.ASKED:.0%} of it)"
        )


def _write(found: pd.DataFrame, name: str) -> None:
    found.to_csv(RESULTS / f"{name}.csv", index=False, float_format="%.6g", lineterminator="\n")


if __name__ == "__main__":
    main()
