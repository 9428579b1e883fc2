"""What stands beside the verdicts of a run where it is asked for: metric pairs, pooled tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scaling.detection.options import DetectOptions
from scaling.detection.pairs import PairSpec
from scaling.detection.pairs.assess import assess_pairs
from scaling.detection.pairs.requalify import requalify
from scaling.detection.pooling import pool_series
from scaling.detection.result_set import DetectResults
from scaling.progress import progress
from scaling.series import Series


def with_pairs(
    found: DetectResults,
    series: Sequence[Series],
    specs: Sequence[PairSpec],
    options: DetectOptions,
    show_progress: bool | None,
) -> DetectResults:
    """Return verdicts together with what their metric pairs say of them."""
    with progress("comparing metrics", len(series) * len(specs), show=show_progress) as advance:
        pairs = assess_pairs(series, specs, options, advance)
    return replace(found, results=requalify(found.results, pairs), pairs=tuple(pairs))


def with_pooled(
    found: DetectResults,
    series: Sequence[Series],
    options: DetectOptions,
    show_progress: bool | None,
) -> DetectResults:
    """Return verdicts together with one test a task, its families pooled."""
    tasks = len({one.key._replace(family="", source=None) for one in series})
    with progress("pooling tasks", tasks, show=show_progress) as advance:
        pooled = pool_series(series, options, advance)
    return replace(found, pooled=tuple(pooled))
