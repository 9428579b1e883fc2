"""The raw published data that some benchmarks run on, where it is at hand."""

from __future__ import annotations

import os
from pathlib import Path


def raw(name: str) -> Path | None:
    """Return a file under the folder that SCALING_RAW_DATA names, None if it is not there."""
    root = os.environ.get("SCALING_RAW_DATA")
    path = Path(root) / "data" / name if root else None
    if path is None or not path.exists():
        print(f"{name}: not found; SCALING_RAW_DATA names the folder that holds data/{name}")
        return None
    return path
