"""Gadre et al. 2024: predicted loss and error of over-trained models, from five small runs.

arXiv:2403.08540, table 2 and figure 1: the law of over-training is fitted to four models of M = 20
tokens per parameter and the smallest at M = 320, the exponential link to these and the 1.4B model
at M = 20; the targets are 1.4B at M = 640 and 6.9B at M = 20, trained on RedPajama.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from ladder_olmo import series_of

from scaling.forecasting.two_step import Ladder, TwoStepForecast, TwoStepOptions
from scaling.forecasting.two_step import forecast_in_two_steps as forecast
from scaling.runs import Runs

FOLDER = "gadre_scaling"
CORPUS = "rpj"
LOSS = "c4_val"  # of the evaluations of loss
SMALLEST, LARGEST_FITTED = 1.1e7, 4.2e8  # parameters of the runs that the law is fitted to
OVER_TRAINED = 16.0  # times 20 tokens per parameter, of the smallest
JUDGE = (1.4e8, 1.7e8)  # parameters of the models that the tasks are chosen by, .154B
LEAST_ABOVE = 0.1  # chance: what one of them has to score for a task to count
PUBLISHED = {"1.4B, M = 640": (0.0071, 0.0364), "6.9B, M = 20": (0.0073, 0.0005)}
ASKED = 0.2  # of each published error
OPTIONS = {
    "law": "over-training",
    "objective": "squares",
    "loss_errors": "absolute",
    "link": "exponential",
    "link_objective": "gaussian",
    "floor": "free",
    "far": True,
    "level": 0.9,
}


def rows_of(folder: Path) -> pd.DataFrame:
    """Return one row a run on the corpus: sizes, loss on C4 and mean accuracy on the 17 tasks."""
    rows, tasks = [], tasks_of(folder)
    for file in sorted((folder / "models").glob(f"{CORPUS}-*.json")):
        facts = json.loads(file.read_text())
        sizes, scores = facts["hyperparameters"], _scores(folder, file)
        loss = next(one["loss"] for one in facts["results"] if f"/{LOSS}/" in one["val_data"][0])
        rows.append(
            {
                "model": file.stem,
                "params": float(sizes["params"]),
                "tokens": float(sizes["tokens"]),
                "multiple": float(sizes["chinchilla_multiplier"]),
                "loss": float(loss),
                "score": float(np.mean([scores[task] for task in tasks])),
            }
        )
    return pd.DataFrame(rows)


@cache
def tasks_of(folder: Path) -> tuple[str, ...]:
    """Return the 17 tasks: those on which a .154B model scores 10 points above chance.

    One of the 24 is enough, on any of three corpora at any of eight multiples of tokens: so say
    the numbers of the authors' files, which only this rule gives.
    """
    chance, above = _chance(folder), set()
    for file in (folder / "models").glob("*.json"):
        if JUDGE[0] < float(json.loads(file.read_text())["hyperparameters"]["params"]) < JUDGE[1]:
            scores = _scores(folder, file)
            above |= {task for task in scores if scores[task] - chance[task] >= LEAST_ABOVE}
    return tuple(sorted(above))


def _scores(folder: Path, model: Path) -> dict[str, float]:
    """Return the accuracies of a model, by task."""
    file = folder / "evals" / f"evaluation_{model.stem}_heavy.json"
    found: dict[str, float] = json.loads(file.read_text())["eval_metrics"]["icl"]
    return found


def _chance(folder: Path) -> pd.Series:
    """Return the score of guessing by task, which the file has in percent."""
    facts = pd.read_csv(folder / "eval_metadata.csv").set_index("Eval Task")
    return facts["Random baseline"] / 100


def chance_of(folder: Path) -> float:
    """Return the mean score of guessing on the 17 tasks."""
    return float(_chance(folder)[list(tasks_of(folder))].mean())


def ladder_of(folder: Path) -> Ladder:
    """Return the five runs of the law and the six of the link."""
    rows = rows_of(folder)
    small = rows[
        (rows.params < LARGEST_FITTED)
        & ((rows.multiple == 1) | ((rows.params < SMALLEST) & (rows.multiple == OVER_TRAINED)))
    ]
    above = rows[(rows.params > LARGEST_FITTED) & (rows.multiple == 1)].nsmallest(1, "params")
    scored = pd.concat([small, above])
    runs = Runs(
        models=tuple(small.model),
        params=small.params.to_numpy(),
        tokens=small.tokens.to_numpy(),
        loss=small.loss.to_numpy(),
    )
    points = list(scored[["model", "loss", "score"]].itertuples(index=False, name=None))
    return Ladder(runs, series_of("17 tasks", points, chance_of(folder)))


def targets_of(folder: Path) -> dict[str, pd.Series]:
    """Return the rows of the two models that are predicted."""
    rows = rows_of(folder)
    large = rows[rows.params > LARGEST_FITTED]
    return {
        "1.4B, M = 640": large[large.multiple > 1].iloc[0],
        "6.9B, M = 20": large.nlargest(1, "params").iloc[0],
    }


def predictions(folder: Path) -> dict[str, tuple[pd.Series, TwoStepForecast]]:
    """Return each target and its forecast."""
    ladder = ladder_of(folder)
    return {
        name: (row, forecast(ladder, TwoStepOptions(at=row.params, tokens=row.tokens, **OPTIONS)))
        for name, row in targets_of(folder).items()
    }


def table(folder: Path) -> pd.DataFrame:
    """Return one row a target and quantity: measured, predicted, relative error, the published."""
    rows = []
    for name, (row, found) in predictions(folder).items():
        error, predicted = 1 - row.score, 1 - found.estimate
        for what, measured, ours, ends, published in (
            ("C4 loss", row.loss, found.loss.estimate, (found.loss.lower, found.loss.upper),
             PUBLISHED[name][0]),
            ("error on 17 tasks", error, predicted, (1 - found.upper, 1 - found.lower),
             PUBLISHED[name][1]),
        ):  # fmt: skip
            rows.append(
                {
                    "model": name,
                    "quantity": what,
                    "measured": measured,
                    "predicted": ours,
                    "lower": ends[0],
                    "upper": ends[1],
                    "relative_error": abs(ours - measured) / measured,
                    "published": published,
                    "decades_beyond": found.decades_beyond_data,
                }
            )
    return pd.DataFrame(rows)
