"""The tables of ``docs/forecasting.md``, from ``benchmarks/results/forecasting.csv``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from scaling.forecasting.ahead.record_classes import DISTANCES, KINDS

RESULTS = Path(__file__).resolve().parent.parent / "benchmarks" / "results" / "forecasting.csv"
METHODS = {
    "averaged": "**the forecast**: averaged",
    "last-value": "last value",
    "linear-in-log": "line in log size",
    "akaike": "Akaike average of `scaling compare`",
    "constant": "`constant` alone",
    "linear": "`linear` alone",
    "logistic": "`logistic` alone, free ceiling",
    "gompertz": "`gompertz` alone, free ceiling",
}
POINTS = ("last-value", "linear-in-log")  # forecasts without an interval
ERRORS = ["error", "error_last", "error_linear", "crps"]
HEADER = ("predictions", "MAE", "last value", "line", "CRPS", "within 50 %", "within 90 %", "bias",
          "width of 90 %")  # fmt: skip
MANY = 7  # sizes; more are counted together
Rows = list[tuple[object, ...]]
Table = tuple[Sequence[str], Rows]


def proportions() -> pd.DataFrame:
    """Return the cells of proportions, whose errors share a unit."""
    frame = pd.read_csv(RESULTS, dtype={"distance": str})
    return frame[frame["kind"].str.startswith("proportion")]


def pooled() -> Table:
    """Return all methods' predictions of the same proportions, by half of the datasets."""
    frame, rows = proportions(), []
    for method, name in METHODS.items():
        mine = frame[frame["method"] == method]
        cells: list[object] = [name]
        for part in (mine, mine[mine["half"] == "choosing"], mine[mine["half"] == "checking"]):
            cells += [int(part["n"].sum()), *_errors(part, ["error", "crps"])]
            cells.append("–" if method in POINTS else _share(part, "inside90"))
        rows.append(tuple(cells))
    header = ["method"]
    for half in ("all", "choosing half", "checking half"):
        header += [f"{half}: predictions", "MAE", "CRPS", "within 90 %"]
    return header, rows


def by_dataset() -> Table:
    """Return the forecast on the proportions of each dataset."""
    return _by("dataset", "dataset")


def by_sizes() -> Table:
    """Return the forecast by how many sizes it rested on."""
    frame = _ours()
    sizes = frame["n_sizes"].clip(upper=MANY)
    names = {n: str(n) if n < MANY else f"{n} or more" for n in sizes.unique()}
    return _by("sizes", sizes.map(names))


def by_distance() -> Table:
    """Return the forecast by how far ahead it was, and whether that lay within its reach."""
    frame = _ours()
    found = _rows(frame, frame["distance"].map(DISTANCES), list(DISTANCES.values()))
    told = {"within": "within reach", "beyond": "beyond reach (`--far`)"}
    found += _rows(frame, frame["reach"].map(told), list(told.values()))
    return ("distance", *HEADER), found


def by_direction() -> Table:
    """Return the forecast by what the sizes it rested on did, and whether guessing helps."""
    frame = _ours()
    told = {
        "rising": "rising",
        "flat": "flat (range below .05)",
        "falling": "falling",
    }
    found = _rows(frame, frame["direction"].map(told), list(told.values()))
    found += _rows(frame, frame["kind"].map(KINDS), list(KINDS.values()))
    return ("scores so far", *HEADER), found


def others() -> Table:
    """Return the coverage for scores that are not proportions; skill where units agree."""
    frame = pd.read_csv(RESULTS, dtype={"distance": str})
    frame = frame[(frame["method"] == "averaged") & ~frame["kind"].str.startswith("proportion")]
    rows: Rows = []
    for (kind, dataset), part in frame.groupby(["kind", "dataset"]):
        skill = [1 - part["error"].sum() / part[name].sum() for name in ERRORS[1:3]]
        rows.append(
            (
                KINDS[str(kind)],
                f"`{dataset}`",
                int(part["n"].sum()),
                *(f"{one:+.2f}" for one in skill),
                _share(part, "inside50"),
                _share(part, "inside90"),
            )
        )
    header = ("scores", "dataset", "predictions", "skill against the last value",
              "against the line", "within 50 %", "within 90 %")  # fmt: skip
    return header, rows


def brief() -> str:
    """Return the back-test in three sentences."""
    frame = proportions()
    ours = _ours()
    n, scores = int(ours["n"].sum()), int(ours["scores"].sum())
    error, last, line, crps = _errors(ours, ERRORS)
    old = frame[frame["method"] == "akaike"]
    near = ours[ours["reach"] == "within"]
    totals = ours.groupby("dataset")[["n", *ERRORS, "inside90"]].sum()
    alike = totals.div(totals["n"], axis=0).assign(n=1.0)
    large, most = totals["n"].idxmax(), int(totals["n"].max())
    error1, last1, line1, crps1 = _errors(alike, ERRORS)
    return (
        f"Over {n:,} predictions of {scores:,} held-out proportions of "
        f"{ours['dataset'].nunique()} bundled datasets the mean error of the forecast is {error} "
        f"(last value {last}, line in log size {line}; the Akaike average of `scaling compare` "
        f"{_errors(old, ['error'])[0]}), its CRPS {crps}, and its 90 % interval holds the score in "
        f"{_percent(ours)} of them. Within its reach, a decade or half of the span, these are "
        f"{_errors(near, ['error'])[0]} and {_percent(near)}. {most:,} of the predictions are of "
        f"`{large}`; with every dataset counting alike the mean error is "
        f"{error1} (last value {last1}, line {line1}), the CRPS {crps1}, the coverage "
        f"{_percent(alike)}.\n"
    )


def _ours() -> pd.DataFrame:
    frame = proportions()
    return frame[frame["method"] == "averaged"]


def _by(title: str, by: str | pd.Series) -> Table:
    frame = _ours()
    keys = frame[by] if isinstance(by, str) else by
    order = sorted(keys.unique())
    rows = _rows(frame, keys, order)
    if isinstance(by, str):
        rows = [(f"`{name}`", *rest) for name, *rest in rows]
    return (title, *HEADER), rows


def _rows(frame: pd.DataFrame, keys: pd.Series, order: Sequence[str]) -> Rows:
    return [
        (
            key,
            int(part["n"].sum()),
            *_errors(part, ERRORS),
            _share(part, "inside50"),
            _share(part, "inside90"),
            f"{part['bias'].sum() / part['n'].sum():+.3f}",
            f"{part['width90'].sum() / part['n'].sum():.2f}",
        )
        for key in order
        if len(part := frame[keys == key])
    ]


def _errors(part: pd.DataFrame, names: Sequence[str]) -> list[str]:
    return [f"{part[name].sum() / part['n'].sum():.4f}".replace("0.", ".", 1) for name in names]


def _share(part: pd.DataFrame, name: str) -> str:
    return f"{part[name].sum() / part['n'].sum():.2f}"


def _percent(part: pd.DataFrame) -> str:
    return f"{part['inside90'].sum() / part['n'].sum():.1%}".replace("%", " %")
