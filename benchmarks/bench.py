"""Speed in one run, as ratios: one file a subject, each runs alone too.

Run by ``make bench``. Absolute times depend on the machine; the ratios are what to compare.
Loops over scipy run on a stated share of the work and are scaled.
"""

from __future__ import annotations

import bnsl_example
import bootstrap
import crossings
import detection
import forecasting
import ladders
import laws
import many_series
import one_figure
import published_curves
import reading
import reading_parquet
import reading_tree
import short_series
import start_up

SUBJECTS = (
    start_up,
    bootstrap,
    short_series,
    many_series,
    bnsl_example,
    published_curves,
    detection,
    one_figure,
    forecasting,
    crossings,
    ladders,
    laws,
    reading,
    reading_tree,
    reading_parquet,
)


def main() -> None:
    for subject in SUBJECTS:
        subject.main()


if __name__ == "__main__":
    main()
