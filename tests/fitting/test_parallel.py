"""Work in several processes: order, and BLAS threads that do not fight."""

import os

import joblib

from scaling.fitting.parallel import run


def blas_threads(place):
    return place, os.environ.get("OPENBLAS_NUM_THREADS")


def test_results_come_in_the_order_of_the_jobs():
    seen = []
    jobs = [(k,) for k in range(7)]
    assert [place for place, _ in run(blas_threads, jobs, 2, seen.append)] == list(range(7))
    assert seen == [1] * 7


def test_jobs_advance_by_their_own_steps():
    for n_jobs in (1, 2):
        seen = []
        run(blas_threads, [(0,), (1,)], n_jobs, seen.append, [3, 4])
        assert seen == [3, 4]


def test_workers_share_the_cores_between_them():
    """Each process gets its share of the cores for matrix products, at least one."""
    share = str(max(1, joblib.cpu_count() // 2))
    assert {threads for _, threads in run(blas_threads, ((k,) for k in range(4)), 2, int)} == {
        share
    }
