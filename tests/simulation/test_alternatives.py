"""The detectors that the benchmarks compare with run, and find what anybody would."""

import importlib
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
STEP = np.array([0.25, 0.24, 0.26, 0.25, 0.9, 0.91, 0.89, 0.9])
FINDS_A_STEP = {
    "emergent_sharp (this package)": True,
    "width test, logistic shape only": True,
    "breakthroughness > 5": True,
    "BIC, step or line": True,
    "AICc, step or line": True,
    "F test of a hinge, search ignored": False,  # a hinge is no step
    "ruptures: PELT": True,
    "piecewise-regression: Davies": False,
    "piecewise-regression: BIC": False,
}
NEEDS = {"ruptures": "ruptures", "piecewise-regression": "piecewise_regression"}
OPTIONS = (250, 0.25, 0.005)  # items, chance, rho


@pytest.fixture
def study(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("alternatives")


@pytest.mark.parametrize("name", FINDS_A_STEP)
def test_every_detector_runs(study, name):
    package = NEEDS.get(name.partition(":")[0])
    if package is not None:
        pytest.importorskip(package, reason=f"{package} is only for comparisons")
    detector = dict(study.DETECTORS)[name]
    x, flat = study.drawn("Pythia", 0, count=5)
    found = detector(x, flat, *OPTIONS)
    assert found.shape == (5,)
    assert found.dtype == bool
    assert detector(x, STEP[None], *OPTIONS).tolist() == [FINDS_A_STEP[name]]
    assert detector(x, np.full((1, 8), 0.25), *OPTIONS).tolist() == [False]
    few, scores = study.drawn("BLOOM", len(study.CELLS) - 1, count=5)
    assert detector(few, scores, *OPTIONS).shape == (5,)


def test_no_detector_is_left_out_of_the_test(study):
    assert [name for name, _ in study.DETECTORS] == list(FINDS_A_STEP)


@pytest.mark.parametrize(
    ("name", "linear", "step"),
    [
        ("breakthroughness > 5", 0.89, 1.00),
        ("BIC, step or line", 0.03, 1.00),
        ("AICc, step or line", 0.00, 1.00),
        ("F test of a hinge, search ignored", 0.16, 0.11),
    ],
)
def test_rates_are_those_of_the_methods_table(study, name, linear, step):
    """Eight equal sizes over three decades, 250 items, rho .004: table T3 of the methods."""
    x = np.linspace(8, 11, 8)
    for truth, amplitude, expected in (("linear", None, linear), ("step", 0.8, step)):
        rng = np.random.default_rng(3)
        curves = study.draw_curves(
            study.get_truth(truth), x, rng, 2000, chance=0.25, amplitude=amplitude
        )
        scores = study.draw_scores(curves, x, rng, rho=0.004)
        rate = dict(study.DETECTORS)[name](x, scores, 250, 0.25, 0.004).mean()
        assert rate == pytest.approx(expected, abs=0.04)


def test_a_missing_package_says_how_to_get_it(study, monkeypatch):
    import detectors

    def refuse(name, *args):
        raise ImportError(name)

    monkeypatch.setattr(detectors.importlib, "import_module", refuse)
    message = (
        r"^ruptures is not installed: it is in the dependency group dev "
        r"\(pip install --group dev\)$"
    )
    with pytest.raises(ImportError, match=message):
        detectors.package("ruptures")


def test_the_table_has_a_row_a_detector(study, monkeypatch, capsys, tmp_path):
    def missing(*arguments):
        raise ImportError("it is not installed")

    def never(x, scores, n_items, chance, rho):
        return np.zeros(len(scores), dtype=bool)

    monkeypatch.setattr(study, "DETECTORS", [("never", never), ("absent", missing)])
    monkeypatch.setattr(study, "RESULTS", tmp_path / "rates.csv")
    study.main()
    assert "absent: left out: it is not installed" in capsys.readouterr().err
    header, *rows = (tmp_path / "rates.csv").read_text().splitlines()
    assert header == "design,detector,kind,truth,width,count,rate"
    assert len(rows) == 2 * len(study.CELLS)
    assert "Pythia,never,false alarms,logistic,1.5,200,0.0" in rows
