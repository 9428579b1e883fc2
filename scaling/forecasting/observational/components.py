"""Principal components of weighted rows, many weightings at once, with fixed signs.

Shapes: B weightings, n models, T benchmarks, k components.
"""

from __future__ import annotations

import numpy as np

from scaling.curves.base import Array


def principal(offset: Array, share: Array, count: int) -> tuple[Array, Array]:
    """Return loadings (B, T, k), orthonormal, and the shares of variance explained (B, k).

    ``offset``: (B, n, T), centred; ``share``: (B, n), weights that sum to one. The first component
    rises with the benchmarks taken together; of every other one the largest loading is above
    zero. So the signs do not depend on the linear algebra library.
    """
    covariance = np.matmul((offset * share[:, :, None]).transpose(0, 2, 1), offset)
    values, vectors = np.linalg.eigh(covariance)
    loadings = vectors[:, :, ::-1][:, :, :count]
    largest = np.take_along_axis(loadings, np.abs(loadings).argmax(axis=1)[:, None, :], axis=1)
    lead = largest[:, 0, :].copy()
    together = loadings[:, :, 0].sum(axis=1)
    lead[:, 0] = np.where(together == 0, lead[:, 0], together)
    total = np.maximum(values.sum(axis=1, keepdims=True), 1e-300)
    explained = np.maximum(values[:, ::-1][:, :count], 0.0) / total
    return loadings * np.where(lead < 0, -1.0, 1.0)[:, None, :], explained
