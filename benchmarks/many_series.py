"""A hundred thousand series in one call: time in proportion to their number, bounded memory."""

from __future__ import annotations

import subprocess
import sys

COUNTS = (1_000, 10_000, 100_000)
CODE = """
import resource, sys, time
from short_series import simulated
from scaling.fitting import FitOptions
from scaling.fitting.fit import fit_series
series = simulated(int(sys.argv[1]))
begin = time.perf_counter()
results = fit_series(series, FitOptions(draws=0))
seconds = time.perf_counter() - begin
assert all(one.status == "ok" for one in results)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(seconds, peak / (1000 if sys.platform != "darwin" else 1e6))
"""


def main() -> None:
    """Print seconds and peak memory for each number of series, in a process of its own."""
    first = 0.0
    for count in COUNTS:
        done = subprocess.run(
            [sys.executable, "-c", CODE, str(count)],
            check=True, capture_output=True, text=True, cwd=sys.path[0],
        )  # fmt: skip
        seconds, megabytes = map(float, done.stdout.split())
        each = 1e3 * seconds / count
        first = first or each
        print(
            f"{count} series of 8 sizes in one call, with criteria, notes and bands: "
            f"{seconds:.1f} s, {each:.2f} ms a series ({each / first:.2f} of the first row), peak "
            f"{megabytes:.0f} MB (asked: under 2000 MB)"
        )


if __name__ == "__main__":
    main()
