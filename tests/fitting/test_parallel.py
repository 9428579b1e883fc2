"""Work in several processes: order, and BLAS threads that do not fight."""

import os

import joblib

from scaling.fitting.parallel import run


def blas_threads(place):
    return place, os.environ.get("OPENBLAS_NUM_THREADS")


def test_results_come_in_the_order_of_the_jobs():
    seen = []
    assert [
        place for place, _ in run(blas_threads, ((k,) for k in range(7)), 2, lambda: seen.append(1))
    ] == list(range(7))
    assert len(seen) == 7


def test_workers_share_the_cores_between_them():
    """Each process gets its share of the cores for matrix products, at least one."""
    share = str(max(1, joblib.cpu_count() // 2))
    assert {threads for _, threads in run(blas_threads, ((k,) for k in range(4)), 2, int)} == {
        share
    }
