"""Start-up of the command line, beside an empty Python."""

from __future__ import annotations

import subprocess
import sys
import time


def main() -> None:
    """Time ``scaling --help`` beside an empty Python, the best of seven each."""
    empty = best_of([sys.executable, "-c", "pass"])
    shown = best_of([sys.executable, "-m", "scaling", "--help"])
    print(f"scaling --help: {shown:.3f} s (an empty Python: {empty:.3f} s; asked: under 0.15 s)")


def best_of(command: list[str], times: int = 7) -> float:
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


if __name__ == "__main__":
    main()
