"""The 4-digit-addition example of Caballero et al. 2022: one sharp break, extrapolated."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
from raw import raw

from scaling.fitting.fitted import Fitted
from scaling.fitting.options import FitOptions
from scaling.fitting.solve import solve_series
from scaling.series import Series, SeriesKey

FILE = "bnsl_4digit_addition/four_digit_addition.csv"


def main() -> None:
    """Print the errors on the fitted and on the extrapolated points, and the seconds."""
    path = raw(FILE)
    if path is None:
        return
    rows = pd.read_csv(path)
    size, loss = rows["train_dataset_size"].to_numpy(float), rows["test_cross_entropy"].to_numpy()
    train = (rows["split"] == "fit").to_numpy()
    series = loss_series("4-digit addition", size[train], loss[train])
    begin = time.perf_counter()
    fitted = solve_series([series], FitOptions(curve="broken-power-law", objective="log-gaussian"))
    seconds = time.perf_counter() - begin
    assert isinstance(fitted[0], Fitted)
    near = rmsle(fitted[0], size[train], loss[train])
    far = rmsle(fitted[0], size[~train], loss[~train])
    print(
        f"BNSL 4-digit addition: training RMSLE {near:.3e} (asked: at most 6.1e-4), extrapolated "
        f"{far:.3e} (asked: 1.09e-2 +- 1e-3), {seconds:.2f} s (asked: under 1 s)"
    )


def loss_series(task: str, size: np.ndarray, loss: np.ndarray) -> Series:
    """Return a series of losses without stated errors, sorted by size."""
    order = np.argsort(size, kind="stable")
    nothing = np.full(len(size), np.nan)
    return Series(
        SeriesKey("published", task, "loss"), "tokens", tuple(map(str, order)), size[order],
        loss[order], nothing, nothing, "loss", np.nan, np.nan,
    )  # fmt: skip


def rmsle(fitted: Fitted, size: np.ndarray, loss: np.ndarray) -> float:
    """Return the root mean squared difference of logarithms; points without one are left out."""
    predicted = np.maximum(fitted.at(np.log10(size)), 1e-300)
    known = loss > 0
    gap = np.log(predicted[known]) - np.log(loss[known])
    return float(np.sqrt((gap**2).mean()))


if __name__ == "__main__":
    main()
