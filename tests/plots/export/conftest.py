"""One figure in every format, drawn once for all tests of exports."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scaling.plots import SUFFIXES, draw
from scaling.plots.export import page
from tests.plots.builder import detect_result, facts, results


@pytest.fixture(scope="package", autouse=True)
def without_vega() -> Iterator[None]:
    """Leave Vega out of pages: it takes seconds to put together, and tests/browser runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "vega_bundle", lambda: "")
        yield


@pytest.fixture(scope="package")
def exported(tmp_path_factory: pytest.TempPathFactory, without_vega: None) -> dict[str, bytes]:
    """The bytes of one figure of two tasks by suffix."""
    folder = tmp_path_factory.mktemp("exported")
    made = results([detect_result(facts(task=task)) for task in ("addition", "MMLU")])
    figure = draw(made, title="Two tasks")
    return {
        suffix: figure.save(folder / f"figure{suffix}", dpi=72).read_bytes() for suffix in SUFFIXES
    }
