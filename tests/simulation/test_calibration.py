"""The committed calibration study reaches what was asked, and is what the code gives."""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scaling.detection.options import DetectOptions
from scaling.simulation import DESIGNS, claim_rates
from scaling.simulation.smooth import SMOOTH

ROOT = Path(__file__).resolve().parents[2]
NAMED = ("logistic", "gompertz", "per_token_16", "onset")  # of the acceptance list
BELL = ("logistic", "gompertz", "complementary_gompertz")
CLAIMS = ["emergent_sharp", "sharp_shape_sensitive", "smooth"]

# Power measured with the research prototype of the method (W = .5, W = .25, step), 500 series.
REFERENCE = {
    ("BIG-G", 0.0, 250): (0.80, 0.96, 0.99), ("BIG-G", 0.25, 250): (0.56, 0.82, 0.93),
    ("BIG-G", 0.25, 1000): (0.68, 0.90, 0.95), ("Pythia", 0.0, 250): (0.65, 0.87, 0.97),
    ("Pythia", 0.0, 1000): (0.72, 0.89, 0.98), ("Pythia", 0.25, 100): (0.30, 0.60, 0.84),
    ("Pythia", 0.25, 250): (0.42, 0.73, 0.91), ("Pythia", 0.25, 1000): (0.53, 0.81, 0.96),
    ("OPT", 0.0, 250): (0.69, 0.87, 0.98), ("OPT", 0.25, 100): (0.29, 0.62, 0.82),
    ("OPT", 0.25, 250): (0.41, 0.75, 0.92), ("OPT", 0.25, 1000): (0.54, 0.82, 0.94),
    ("Qwen2.5", 0.0, 250): (0.59, 0.86, 0.99), ("Qwen2.5", 0.25, 250): (0.44, 0.75, 0.93),
    ("Qwen2.5", 0.25, 1000): (0.53, 0.85, 0.92), ("GPT-3", 0.0, 250): (0.53, 0.72, 0.76),
    ("GPT-3", 0.25, 100): (0.25, 0.48, 0.64), ("GPT-3", 0.25, 250): (0.37, 0.60, 0.70),
    ("GPT-3", 0.25, 1000): (0.47, 0.68, 0.73), ("BLOOM", 0.0, 250): (0.17, 0.58, 0.90),
    ("BLOOM", 0.25, 250): (0.18, 0.57, 0.89), ("BLOOM", 0.25, 1000): (0.19, 0.59, 0.90),
    ("LLaMA-1", 0.0, 250): (0.13, 0.44, 0.90), ("LLaMA-1", 0.25, 250): (0.14, 0.44, 0.84),
    ("LLaMA-1", 0.25, 1000): (0.15, 0.48, 0.89), ("GPT-3 API", 0.0, 250): (0.13, 0.22, 0.27),
    ("GPT-3 API", 0.25, 250): (0.09, 0.18, 0.23), ("GPT-3 API", 0.25, 1000): (0.12, 0.22, 0.26),
    ("six equal", 0.0, 250): (0.43, 0.71, 0.93), ("six equal", 0.25, 250): (0.21, 0.51, 0.70),
}  # fmt: skip


def benchmark():
    path = ROOT / "benchmarks" / "calibration.py"
    spec = importlib.util.spec_from_file_location("calibration_study", path)
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def study():
    return benchmark()


@pytest.fixture(scope="module")
def rates(study):
    frame = pd.read_csv(study.RESULTS)
    frame[CLAIMS] = frame[CLAIMS].div(frame["count"], axis=0)
    return frame


@pytest.fixture(scope="module")
def usual(rates):
    return rates[rates.rho == 0.005]


def upper_limit(rate, count):
    return rate + 1.96 * np.sqrt(rate * (1 - rate) / count)


def test_the_study_is_complete(study, rates):
    cells = rates[["design", "chance", "n_items", "rho"]].drop_duplicates()
    assert len(cells) == len(study.CELLS)
    assert (rates["count"] == 500).all()
    real = {(cell.chance, cell.n_items) for cell in study.CELLS if cell.design == "Pythia"}
    assert real == {(c, n) for c in (0.0, 0.25, 0.5) for n in (100, 250, 1000)}
    per_cell = rates[rates.rho == 0.005].groupby(["design", "chance", "n_items"]).size()
    assert (per_cell == len(study.TRIED)).all()


@pytest.mark.parametrize("truth", [truth.name for truth in SMOOTH])
def test_smooth_rises_exactly_w0_wide_are_seldom_called_sharp(usual, truth):
    cells = usual[(usual.truth == truth) & (usual.width == 1.0)]
    assert cells.emergent_sharp.max() <= 0.08
    assert upper_limit(cells.emergent_sharp, cells["count"]).max() <= 0.11


def test_wider_rises_lines_and_flat_series_are_hardly_ever_called_sharp(usual):
    smooth = usual[usual.truth.isin([truth.name for truth in SMOOTH])]
    assert smooth[smooth.width == 1.5].emergent_sharp.max() <= 0.03
    assert smooth[smooth.width == 2.0].emergent_sharp.max() <= 0.03
    assert usual[usual.truth == "flat"].emergent_sharp.max() <= 0.01
    lines = usual[usual.truth == "linear"]
    decades = lines.design.map(lambda name: np.ptp(np.log10(DESIGNS[name])))
    assert lines[0.8 * decades >= 1.0].emergent_sharp.max() <= 0.01
    # Over .97 decades a line goes from 10 to 90 % within .77: narrower than w0, no false alarm.
    short = lines[0.8 * decades < 1.0]
    assert set(short.design) == {"LLaMA-1", "BLOOM"}
    assert short.emergent_sharp.max() <= 0.02


def test_narrow_rises_are_hardly_ever_called_smooth(usual):
    narrow = usual[(usual.truth.isin(BELL) & (usual.width <= 0.5)) | (usual.truth == "step")]
    assert narrow.smooth.max() <= 0.03


def test_power_is_that_of_the_reference(usual):
    differences = []
    for (design, chance, items), expected in REFERENCE.items():
        cell = usual[(usual.design == design) & (usual.chance == chance) & (usual.n_items == items)]
        found = [
            cell[cell.truth.isin(BELL) & (cell.width == width)].emergent_sharp.mean()
            for width in (0.5, 0.25)
        ]
        found.append(cell[cell.truth == "step"].emergent_sharp.mean())
        differences.append(np.array(found) - expected)
    differences = np.array(differences)
    assert differences.mean() >= -0.02
    assert differences.min() >= -0.10


@pytest.mark.slow
@pytest.mark.parametrize(
    ("design", "chance", "items"), [("BLOOM", 0.25, 250), ("Pythia", 0.0, 250)]
)
def test_the_study_is_what_the_code_gives(study, rates, design, chance, items):
    cell = study.Cell(design, chance, items)
    options = DetectOptions(draws=study.DRAWS, rho=study.ASSUMED_RHO)
    for truth, width in (("logistic", 1.0), ("onset", 1.0), ("gompertz", 0.25), ("linear", 1.0)):
        found = claim_rates(cell.setting, truth, width, study.SERIES, options)
        (row,) = rates[
            (rates.design == design) & (rates.chance == chance) & (rates.n_items == items)
            & (rates.rho == 0.005) & (rates.truth == truth) & (rates.width == width)
        ].itertuples()  # fmt: skip
        for claim in CLAIMS:  # other machines may decide a tie the other way
            assert found.share(claim) == pytest.approx(getattr(row, claim), abs=0.006)


def test_rates_depend_on_their_own_truth_and_setting_alone(study):
    setting = study.Cell("BLOOM", 0.25, 250).setting
    options = DetectOptions(draws=19)
    alone = claim_rates(setting, "step", 1.0, 30, options)
    claim_rates(setting, "logistic", 0.25, 30, options)
    assert claim_rates(setting, "step", 1.0, 30, options) == alone
    assert alone.share(*CLAIMS) <= 1.0
    assert alone.share("emergent_sharp") > 0.5


def test_the_study_runs_from_the_command_line(study, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(study, "TRIED", (("step", 1.0), ("flat", 1.0)))
    monkeypatch.setattr(study, "MISJUDGED", (("flat", 1.0),))
    out = tmp_path / "rates.csv"
    arguments = [
        "calibration",
        "--series",
        "4",
        "--draws",
        "19",
        "--design",
        "LLaMA-1",
        "-o",
        str(out),
    ]
    monkeypatch.setattr("sys.argv", arguments)
    study.main()
    frame = pd.read_csv(out)
    assert list(frame.columns) == ["design", "chance", "n_items", "rho", "truth", "width", "count",
                                   *CLAIMS]  # fmt: skip
    assert len(frame) == 9 * 2
    assert "18 rows in" in capsys.readouterr().out
