"""Published forecasts, reproduced from the raw files through the public functions."""

from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[3] / "benchmarks"


@pytest.fixture
def benchmarks(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)


def test_the_olmo_ladder_task_by_task(raw_data, benchmarks):
    """Bhagia et al. 2024, chained_main.csv of the authors' repository: 13B at 5T tokens."""
    import ladder_olmo

    found = ladder_olmo.table(raw_data / "data" / ladder_olmo.FOLDER, draws=199)
    assert found.as_published.to_numpy() == pytest.approx(found.published.to_numpy(), abs=2e-5)
    assert found.error_as_published.mean() <= ladder_olmo.ASKED
    assert found.error_ours.mean() <= ladder_olmo.ASKED
    inside = (found.lower <= found.score) & (found.score <= found.upper)
    assert inside.sum() >= 6  # of 8, at 2.3 decades beyond the runs


def test_gadre_predicts_loss_and_error(raw_data, benchmarks):
    """Gadre et al. 2024, abstract and table 2: relative errors of two over-trained models."""
    import ladder_gadre

    folder = raw_data / "data" / ladder_gadre.FOLDER
    assert len(ladder_gadre.tasks_of(folder)) == 17
    found = ladder_gadre.table(folder)
    assert found.relative_error.to_numpy() == pytest.approx(
        found.published.to_numpy(), rel=ladder_gadre.ASKED
    )
    assert found.relative_error.round(4).tolist()[:3] == [0.0071, 0.0364, 0.0073]
