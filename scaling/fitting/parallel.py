"""Many independent pieces of work, in this process or in several (joblib)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from itertools import repeat
from typing import Any, TypeVar

from scaling.progress import Advance

Result = TypeVar("Result")


def single_threaded() -> AbstractContextManager[Any]:
    """Keep the linear algebra library to one thread: the caller's settings return on leaving.

    Our matrix products are many and small: threads gain little on an idle machine and wait for
    each other on a busy one, which was measured to cost a factor of ten.
    """
    from threadpoolctl import threadpool_limits

    limits: AbstractContextManager[Any] = threadpool_limits(limits=1, user_api="blas")
    return limits


def run(
    work: Callable[..., Result],
    jobs: Iterable[tuple[Any, ...]],
    n_jobs: int,
    advance: Advance,
    steps: Iterable[int] | None = None,
) -> list[Result]:
    """Return ``work(*job)`` for every job, in their order; the results do not depend on ``n_jobs``.

    ``steps``: by how much each job advances, 1 by default. With more than one process, joblib
    runs the jobs; ``joblib.parallel_config`` chooses the backend.
    """
    found: Iterable[Result]
    if n_jobs == 1:
        found = (work(*job) for job in jobs)
    else:
        from joblib import Parallel, delayed

        found = Parallel(n_jobs=n_jobs, return_as="generator")(delayed(work)(*job) for job in jobs)
    results = []
    for result, count in zip(found, repeat(1) if steps is None else steps, strict=False):
        results.append(result)
        advance(count)
    return results
