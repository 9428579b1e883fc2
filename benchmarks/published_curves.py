"""The extrapolation benchmark of Alabdulmohsin et al. 2022: 92 curves, five families.

Fitted on the rows marked Training, scored by RMSLE on the rest; duplicate rows dropped.
"""

from __future__ import annotations

import time
from collections import Counter

import numpy as np
import pandas as pd
from bnsl_example import loss_series, rmsle
from raw import raw

from scaling.fitting.fitted import Fitted
from scaling.fitting.options import FitOptions
from scaling.fitting.solve import solve_series

FOLDER = "revisiting_neural_scaling_laws"
FAMILIES = {
    "M1": "power-law",
    "M2": "power-law-floor",
    "M3": "shifted-power-law",
    "M4": "sigmoidal-power-law",
    "BNSL-1": "broken-power-law",
}
OBJECTIVE = "log-gaussian"


def main() -> None:
    """Print mean and median errors by domain and family, and which family wins how often."""
    path = raw(FOLDER)
    if path is None:
        return
    parts = [pd.read_csv(path / f"benchmark.{kind}.csv") for kind in ("lang", "vision")]
    rows = pd.concat(parts).drop_duplicates()
    curves = list(rows.groupby(["Domain", "Task", "Model"]))
    series, tests = [], []
    for name, group in curves:
        size, loss = group["Seen Examples"].to_numpy(float), group["Loss"].to_numpy(float)
        train = group["Training"].to_numpy() == 1
        series.append(loss_series(" ".join(map(str, name)), size[train], loss[train]))
        tests.append((size[~train], loss[~train]))
    begin = time.perf_counter()
    errors = pd.DataFrame({"domain": [name[0] for name, _ in curves]})
    for label, family in FAMILIES.items():
        fits = solve_series(series, FitOptions(curve=family, objective=OBJECTIVE))
        errors[label] = [
            rmsle(fit, *test) if isinstance(fit, Fitted) else np.nan
            for fit, test in zip(fits, tests, strict=True)
        ]
    seconds = time.perf_counter() - begin
    labels = list(FAMILIES)
    print(
        f"{len(series)} published curves x {len(labels)} families, {OBJECTIVE}: {seconds:.1f} s "
        f"(asked: under 60 s); not fitted: {int(errors[labels].isna().sum().sum())}"
    )
    for name, table in (("mean", "mean"), ("median", "median")):
        print(f"extrapolated RMSLE, {name} by domain")
        print(errors.groupby("domain")[labels].agg(table).round(4).to_string())
    wins = errors.assign(best=errors[labels].idxmin(axis=1)).groupby("domain")["best"]
    for domain, best in wins:
        counts = Counter(best)
        print(f"best in {domain}: " + ", ".join(f"{k} {counts[k]}" for k in labels))


if __name__ == "__main__":
    main()
