"""Loss laws on the digitised Chinchilla runs: speed beside peers, hold-outs, recovery."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from raw import raw
from scipy.optimize import minimize

import scaling as sc
from scaling.fitting.laws import FittedLaw, LawOptions, fit_runs
from scaling.fitting.laws.bootstrap import draw_weights
from scaling.fitting.laws.predict import predict
from scaling.fitting.parallel import single_threaded
from scaling.runs import Runs

FILE = "chinchilla_svg/svg_extracted_data.csv"
RULE = "lowest-tokens-per-param:5"
DRAWS = 1000
SAMPLE = 20  # of the draws, for the loop over scipy
PEER = "simple-scaling-laws==0.2.0"
PEER_PYTHON = (3, 12)
TRUTH = {"E": 1.8172, "A": 482.01, "B": 2085.43, "alpha": 0.3478, "beta": 0.3658}
SETS_OF_SEEDS = 12  # of five seeds each


def main() -> None:
    path = raw(FILE)
    if path is None:
        return
    with single_threaded():
        runs = sc.read(path).runs()
        found = speed(runs)
        against_scipy(found)
        larger_runs(found.runs)
        recovery(found.runs)
    whole_process(path, found.runs)


def fitted(runs: Runs, **options: object) -> FittedLaw:
    return fit_runs(runs, LawOptions(**({"draws": 0} | options)))


def best_of(work: Callable[[], object], times: int = 5) -> float:
    """Return the seconds of the fastest of some runs."""
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def speed(runs: Runs) -> FittedLaw:
    """Time one fit and one with draws; print the optimum and the standard errors."""
    one = best_of(lambda: fitted(runs, exclude_rule=RULE))
    many = best_of(lambda: fitted(runs, exclude_rule=RULE, draws=DRAWS), 3) - one
    found = fitted(runs, exclude_rule=RULE, draws=4000)
    told = ", ".join(f"{name} {value:.5g}" for name, value in found.natural().items())
    errors = ", ".join(
        f"{name} {row.std(ddof=1):.3g}" for name, row in found.natural(found.draws).items()
    )
    print(
        f"Chinchilla, {found.runs.n} runs, sum of Huber(1e-3) of log residuals = "
        f"{found.value:.9f} (asked: at most 0.00101828): {told}"
    )
    print(
        f"standard errors of 4,000 draws: {errors} (asked: within 10 % of A 119, B 1417, "
        "E .0250, alpha .0148, beta .0202)"
    )
    limit = fitted(runs, exclude_rule=RULE, objective="lad").natural()
    print("least absolute residuals: " + ", ".join(f"{k} {v:.5g}" for k, v in limit.items()))
    print(
        f"one fit from 8 starts: {one:.3f} s (asked: under 0.1 s); {DRAWS} draws: {many:.3f} s "
        "(asked: under 0.6 s)"
    )
    return found


def against_scipy(found: FittedLaw) -> None:
    """Refit some of the same draws with L-BFGS and its analytic gradient, one at a time."""
    problem = found.problem
    weights = draw_weights("case", found.runs.n, DRAWS, 0)

    def objective(theta: np.ndarray, weight: np.ndarray) -> tuple[float, np.ndarray]:
        logs, jacobian = problem.law.log_loss_and_jacobian(
            theta[:, None], problem.sizes, problem.centre
        )
        residual = logs - problem.log_loss[:, None]
        value = float(problem.objective.value(residual, weight[:, None])[0])
        slope, _ = problem.objective.slopes(residual, weight[:, None], newton=False)
        return 1e4 * value, 1e4 * (jacobian[:, :, 0] @ slope[:, 0])

    begin = time.perf_counter()
    theirs = [
        minimize(objective, found.theta, (weight,), "L-BFGS-B", jac=True,
                 options={"maxiter": 5000, "maxfun": 20000, "ftol": 1e-15, "gtol": 1e-9}).fun
        for weight in weights[:SAMPLE]
    ]  # fmt: skip
    loop = (time.perf_counter() - begin) / SAMPLE
    again = fitted(found.runs, draws=DRAWS)
    ours = best_of(lambda: fitted(found.runs, draws=DRAWS), 3) / DRAWS
    value = problem.value(again.draws[:, :SAMPLE], np.ascontiguousarray(weights[:SAMPLE].T))
    short = int((1e4 * value > np.array(theirs) * (1 + 1e-6)).sum())
    print(
        f"bootstrap refits, same draws: L-BFGS with centred parameters and analytic gradient "
        f"{1e3 * loop:.1f} ms, ours {1e3 * ours:.3f} ms a draw: {loop / ours:.0f}x; ours is worse "
        f"in {short} of {SAMPLE}"
    )


def larger_runs(runs: Runs) -> None:
    """Print how the runs from 1e21 FLOPs are predicted from the smaller ones."""
    train, test = runs.take(runs.flops < 1e21), runs.take(runs.flops >= 1e21)
    for objective in ("huber", "squares", "lad"):
        found = fitted(train, objective=objective, draws=DRAWS)
        told = predict(found, test.params, test.tokens, test.flops)
        error = np.log(test.loss / told.estimate)
        inside = (told.predict_lower <= test.loss) & (test.loss <= told.predict_upper)
        print(
            f"train C < 1e21, test {test.n} runs, {objective}: log-RMSE "
            f"{np.sqrt((error**2).mean()):.4f} (asked: at most .0150), 95 % interval holds "
            f"{inside.sum()} (asked: at least 20)"
        )


def recovery(runs: Runs) -> None:
    """Print the median relative errors over sets of five seeds, 1 % log-normal noise."""
    true = TRUTH["E"] + TRUTH["A"] / runs.params ** TRUTH["alpha"]
    true += TRUTH["B"] / runs.tokens ** TRUTH["beta"]
    names = ("E", "alpha", "beta")
    for objective in ("squares", "huber"):
        errors = np.empty((5 * SETS_OF_SEEDS, 3))
        for seed in range(len(errors)):
            noise = np.random.default_rng(seed).normal(0.0, 0.01, runs.n)
            made = replace(runs, loss=true * np.exp(noise))
            found = fitted(made, objective=objective).natural()
            errors[seed] = [abs(found[name] / TRUTH[name] - 1) for name in names]
        of_sets = np.median(errors.reshape(SETS_OF_SEEDS, 5, 3), axis=1)
        reached = (of_sets <= [0.0030, 0.035, 0.037]).sum(axis=0)
        told = "; ".join(
            f"{name} {np.median(errors[:, at]):.4f} (asked level reached in {reached[at]} of "
            f"{SETS_OF_SEEDS} sets of five seeds)"
            for at, name in enumerate(names)
        )
        print(f"recovery with 1 % noise, {objective}, median relative error: {told}")
    print("the Fisher information allows medians of .0085, .029 and .024 on these sizes")


def whole_process(path: Path, runs: Runs) -> None:
    """Time both command lines in fresh processes, byte code cached for both."""
    python = peer_python()
    if python is None:
        print(f"{PEER}: no Python of at least 3.12 was found: not compared")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peer = installed(python, folder)
        if peer is None:
            print(f"{PEER}: could not be installed: not compared")
            return
        with (folder / "runs.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("training_run_id", "model_size__n", "dataset_size__d", "test_loss__l"))
            writer.writerows(zip(runs.models, runs.params, runs.tokens, runs.loss, strict=True))
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPYCACHEPREFIX": str(folder / "cache"), "OPENBLAS_NUM_THREADS": "1"}

        def run(*command: str) -> None:
            shutil.rmtree(folder / "fit", ignore_errors=True)
            subprocess.run(command, check=True, capture_output=True, env=environment)

        draws = ("--draws", str(DRAWS))
        ours = (sys.executable, "-m", "scaling", "law", "fit", str(path), *draws,
                "--exclude-rule", RULE)  # fmt: skip
        theirs = (str(peer), "fit", str(folder / "runs.csv"), "-o", str(folder / "fit"), *draws)
        seconds = {}
        for name_of, command in (("ours", ours), ("theirs", theirs)):
            run(*command)  # writes the byte code
            seconds[name_of] = best_of(lambda command=command: run(*command))
    print(
        f"whole process, {DRAWS} draws: scaling law fit {seconds['ours']:.2f} s, scaling-laws fit "
        f"({PEER}) {seconds['theirs']:.2f} s: {seconds['ours'] / seconds['theirs']:.2f} of it "
        "(asked: at most 0.5)"
    )


def peer_python() -> str | None:
    """Return a Python that the peer runs on: this one, one on the path, or one of pyenv's."""
    names = [f"python3.{minor}" for minor in range(14, PEER_PYTHON[1] - 1, -1)]
    places = [sys.executable, *filter(None, map(shutil.which, names))]
    places += [str(one) for one in (Path.home() / ".pyenv" / "versions").glob("3.*/bin/python")]
    code = f"import sys, venv; sys.exit(sys.version_info < {PEER_PYTHON})"
    for place in places:
        if subprocess.run([place, "-c", code], capture_output=True, check=False).returncode == 0:
            return place
    return None


def installed(python: str, folder: Path) -> Path | None:
    """Install the peer in an environment of its own and return its command."""
    made = subprocess.run([python, "-m", "venv", str(folder / "peer")], capture_output=True,
                          check=False)  # fmt: skip
    bin_folder = folder / "peer" / ("Scripts" if os.name == "nt" else "bin")
    if made.returncode:
        return None
    pip = [str(bin_folder / "python"), "-m", "pip", "install", "-q", PEER]
    done = subprocess.run(pip, capture_output=True, check=False)
    return None if done.returncode else bin_folder / "scaling-laws"


if __name__ == "__main__":
    main()
