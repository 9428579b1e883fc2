"""Fixtures that all tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line does, before numpy


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Write text or bytes to a file of a fresh folder and return its path."""

    def write(content: str | bytes, name: str = "scores.csv") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture(scope="session")
def raw_data() -> Path:
    """Return the folder of published raw files; skip where there is none."""
    root = os.environ.get("SCALING_RAW_DATA")
    if not root or not (Path(root) / "samples").is_dir():
        pytest.skip("SCALING_RAW_DATA does not name a folder with data/ and samples/")
    return Path(root)
