"""How often the intervals of a forecast in two steps hold the score and the loss of a new run.

Ladders of known truth (five or four sizes at five to three ratios of tokens, law and link of the
size of the OLMo ladder's) with normal errors of ln loss and of score; the new run has errors of its
own.
Takes some minutes, so it is not part of ``make bench``; writes ``results/two_step_coverage.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from ladder_olmo import series_of

from scaling.fitting.laws import NotIdentified
from scaling.fitting.parallel import single_threaded
from scaling.forecasting.two_step import Ladder, TwoStepOptions
from scaling.forecasting.two_step.chain import fit_chain
from scaling.runs import Runs

RESULT = Path(__file__).resolve().parent / "results" / "two_step_coverage.csv"
COUNT, DRAWS, LEVEL = 200, 199, 0.9
INTERVALS = ("joint", "law_alone", "link_alone", "loss")  # three of the score, one of the loss
SIZES = np.array([1.9e8, 3.7e8, 7.6e8, 1.3e9, 3.2e9])
RATIOS = np.array([10.0, 20.0, 40.0, 100.0, 200.0])
TARGETS = {"near": (7e9, 2.8e11), "far": (1.3e10, 5e12)}  # .0 and 1.5 decades beyond 25 runs


@dataclass(frozen=True)
class Setting:
    """Numbers of sizes and of ratios, a target, errors, and the objective of the law."""

    n_sizes: int
    n_ratios: int
    target: str
    loss_noise: float
    score_noise: float
    objective: str


SETTINGS = (
    Setting(5, 5, "near", 0.005, 0.01, "huber"),
    Setting(5, 5, "near", 0.01, 0.01, "huber"),
    Setting(5, 5, "near", 0.01, 0.005, "squares"),
    Setting(5, 5, "far", 0.01, 0.01, "huber"),
    Setting(5, 5, "far", 0.01, 0.005, "squares"),
    Setting(4, 4, "near", 0.01, 0.01, "huber"),
    Setting(4, 4, "near", 0.01, 0.005, "squares"),
    Setting(4, 3, "near", 0.01, 0.01, "huber"),
)


def loss_of(params: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    """Return the true loss, in bits per byte."""
    return 0.55 + 400 / params**0.34 + 660 / tokens**0.32


def score_of(loss: np.ndarray) -> np.ndarray:
    """Return the true score."""
    return 0.26 + 0.74 / (1 + np.exp(np.log(81) * (loss - 0.72) / 0.5))


def intervals(setting: Setting, seed: int) -> dict[str, tuple[float, float, float]] | None:
    """Return what a new run had and both ends of its interval, for each interval by name.

    None where the runs do not identify the law.
    """
    rng = np.random.default_rng([seed, setting.n_sizes, setting.n_ratios])
    params = np.repeat(SIZES[: setting.n_sizes], setting.n_ratios)
    tokens = params * np.tile(RATIOS[-setting.n_ratios :], setting.n_sizes)
    loss, score = _measured(params, tokens, setting, rng)
    names = tuple(f"run-{place:02d}" for place in range(len(params)))
    runs = Runs(models=names, params=params, tokens=tokens, loss=loss)
    points = list(zip(names, loss.tolist(), score.tolist(), strict=True))
    ladder = Ladder(runs, series_of(f"simulated {seed}", points, 0.25))
    target = TARGETS[setting.target]
    options = TwoStepOptions(
        at=target[0], tokens=target[1], draws=DRAWS, level=LEVEL, objective=setting.objective,
        seed=seed,
    )  # fmt: skip
    place = tuple(np.array([size]) for size in target)
    try:
        found = fit_chain(ladder, options).predict(*place)
    except NotIdentified:
        return None
    new_loss, new_score = _measured(*place, setting, rng)
    drawn = (found.new_score, found.of_law, found.of_link, found.new_loss)
    had = (new_score, new_score, new_score, new_loss)
    share = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
    return {
        name: (float(new[0]), *map(float, np.quantile(draws[0], share)))
        for name, new, draws in zip(INTERVALS, had, drawn, strict=True)
    }


def _measured(
    params: np.ndarray, tokens: np.ndarray, setting: Setting, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return losses and scores with their errors; the score follows the run's own loss."""
    relative = np.exp(setting.loss_noise * rng.standard_normal(len(params)))
    loss = loss_of(params, tokens) * relative
    score = score_of(loss) + setting.score_noise * rng.standard_normal(len(params))
    return loss, np.clip(score, 0, 1)


def table(count: int = COUNT) -> pd.DataFrame:
    """Return one row a setting: coverage and median width of every interval."""
    rows = []
    for setting in SETTINGS:
        made = [intervals(setting, seed) for seed in range(count)]
        found = [one for one in made if one is not None]
        row: dict[str, object] = {
            "runs": setting.n_sizes * setting.n_ratios,
            "target": setting.target,
            "loss_noise": setting.loss_noise,
            "score_noise": setting.score_noise,
            "objective": setting.objective,
            "count": count,
            "refused": count - len(found),
        }
        for name in INTERVALS:
            ends = [one[name] for one in found]
            row[name] = float(np.mean([low <= new <= high for new, low, high in ends]))
            row[f"{name}_width"] = float(np.median([high - low for _, low, high in ends]))
        rows.append(row)
    return pd.DataFrame(rows)


def main() -> None:
    """Print the coverage of every setting, and write the table."""
    with single_threaded():
        found = table()
    found.to_csv(RESULT, index=False, float_format="%.6g", lineterminator="\n")
    for row in found.itertuples():
        print(
            f"two steps, {row.runs} runs, {row.target}, errors {row.loss_noise:g} of loss and "
            f"{row.score_noise:g} of score, {row.objective}: 90 % interval covers {row.joint:.3f} "
            f"(asked: .85 to .95), law alone {row.law_alone:.3f}, link alone {row.link_alone:.3f}; "
            f"that of the loss {row.loss:.3f}"
        )


if __name__ == "__main__":
    main()
