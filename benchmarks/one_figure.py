"""One figure from a CSV, the whole process, beside the least that any Altair figure takes.

The floor reads the same file with pandas and saves a bare Altair chart of it as SVG: the start of
Python, pandas, Altair and the browser engine within vl-convert.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

BARE = """
import altair, pandas, sys
frame = pandas.read_csv(sys.argv[1])
chart = altair.Chart(frame).mark_point().encode(x="params:Q", y="score:Q")
chart.save(sys.argv[2])
"""
ROUNDS = 3


def main() -> None:
    """Time figures of a few series, the best of three each, in turn with the floor."""
    with tempfile.TemporaryDirectory() as folder:
        scores, figure = str(Path(folder) / "scores.csv"), str(Path(folder) / "figure.svg")
        run("data", "export", "gpt3-published", "-t", "LAMBADA", "-o", scores)
        drawn = ("plot", scores, "-o", figure, "--force")
        seconds: dict[str, float] = {}
        for _ in range(ROUNDS):
            timed(seconds, "floor", [sys.executable, "-c", BARE, scores, figure])
            timed(seconds, "light", command(*drawn))
            timed(seconds, "print", command(*drawn, "--theme", "print", "--width", "page"))
        floor = seconds["floor"]
        for name in ("light", "print"):
            taken = seconds[name]
            print(
                f"figure of a CSV, verdicts of 6 series, theme {name}: {taken:.2f} s, "
                f"{taken / floor:.1f} times a bare Altair chart ({floor:.2f} s; asked: under 3 s)"
            )


def timed(seconds: dict[str, float], name: str, words: list[str]) -> None:
    """Keep the least seconds that a command has taken."""
    begin = time.perf_counter()
    subprocess.run(words, check=True)
    seconds[name] = min(seconds.get(name, float("inf")), time.perf_counter() - begin)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "scaling", *words, "--quiet"]


def run(*words: str) -> None:
    subprocess.run(command(*words), check=True)


if __name__ == "__main__":
    main()
