"""Pooling: one task across families, with one width for all; see ``pool_series``."""

from scaling.detection.pooling.assess import pool_series
from scaling.detection.pooling.results import PooledResult

__all__ = ["PooledResult", "pool_series"]
