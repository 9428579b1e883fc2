"""What sizes could detect: rates by the rules of ``detect``, gaps, and how many sizes it takes."""

import json
from dataclasses import replace

import joblib
import numpy as np
import pytest

import scaling as sc
from scaling.detection.results import Gap
from scaling.detection.width.nulls import TABLES
from scaling.errors import OptionError, ScalingError, UnitError, UnknownNameError
from scaling.fitting.records import NAN
from scaling.simulation import DESIGNS, PowerOptions, Setting, claim_rates
from scaling.simulation.needed import CANDIDATES, evenly_spread
from scaling.simulation.power import most_steps, power_of
from scaling.simulation.power_reasons import reason_of
from scaling.simulation.power_results import NeededRow, PowerResults
from scaling.simulation.study import draw

FIVE = ("1B", "2B", "4B", "8B", "16B")
QUICK = {"series": 20, "draws": 19, "chance": 0.25}


@pytest.fixture(scope="module")
def found():
    return sc.power(FIVE, **QUICK)


def test_rates_of_one_seed(found):
    """Of 20 series, seed 0: they change only if the drawing or the rules do."""
    assert [
        (row.truth, row.width, *(round(20 * share) for share in (row.sharp, row.smooth)))
        for row in found[0].table
    ] == [
        ("logistic", 0.5, 6, 0),
        ("step", pytest.approx(NAN, nan_ok=True), 17, 0),
        ("logistic", 0.25, 10, 0),
        ("logistic", 1.0, 0, 0),
        ("logistic", 1.5, 0, 2),
        ("logistic", 2.0, 0, 4),
        ("logistic", 3.0, 0, 7),
        ("linear", 0.963, 0, 0),
        ("flat", pytest.approx(NAN, nan_ok=True), 0, 0),
    ]
    assert found[0].needed == (NeededRow(8, 0.25), NeededRow(12, 0.4), NeededRow(16, 0.55))


def test_rates_are_those_of_detect(found):
    one = found[0]
    rates = claim_rates(
        one.design, "logistic", 0.25, 20, PowerOptions(sizes=FIVE, **QUICK).detection
    )
    row = one.table[2]
    assert rates.share("emergent_sharp") == row.sharp
    assert rates.share("sharp_shape_sensitive") == row.sharp_shape_sensitive <= row.unresolved
    for each in one.table:
        assert each.sharp + each.smooth + each.unresolved == pytest.approx(1)


def test_narrower_is_found_more_often(found):
    asked, step, quarter = found[0].table[:3]
    assert step.sharp > quarter.sharp > asked.sharp
    assert [row.right_answer(1.0) for row in found[0].table] == [
        "sharp", "sharp", "sharp", "smooth", "smooth", "smooth", "smooth", "neither", "neither",
    ]  # fmt: skip
    line = found[0].table[-2]  # from 10 to 90 % of a line over 1.2 decades
    assert line.right_answer(0.9) == "smooth"


def test_gaps_are_those_of_detect(found):
    """What each gap certifies depends on the design alone, so ``detect`` must say the same."""
    made = sc.simulate("step", sizes=FIVE, chance=0.25)
    gaps = sc.detect(made, draws=0)[0].gaps
    assert [(gap.low, gap.high) for gap in found[0].gaps] == [(gap.low, gap.high) for gap in gaps]
    widths = [gap.certifiable_width for gap in gaps]
    assert [gap.certifiable_width for gap in found[0].gaps] == pytest.approx(widths, nan_ok=True)
    assert found[0].certifiable_width == max(widths[1:])


def test_the_sentence(found):
    assert found[0].reason == (
        "These 5 sizes could certify a width of 0.31 decades between 2B and 4B, 0.52 between 8B "
        "and 16B. A step is called sharp in 85% of cases, a rise 0.5 decades wide in 30%. Not even "
        "16 sizes spread evenly over this range would call a rise 0.5 decades wide sharp in 80% of "
        "cases (55%)."
    )


def test_the_document_has_every_key(found):
    document = json.loads(found.to_json())
    assert (document["schema"], document["seed"], document["dataset"]) == (
        "scaling.power/1", 0, None,
    )  # fmt: skip
    assert document["options"] == {
        "sizes": [1e9, 2e9, 4e9, 8e9, 16e9], "n_items": 250, "chance": 0.25, "ceiling": 1.0,
        "width": 0.5, "w0": None, "alpha": 0.05, "rho": 0.005, "series": 20, "draws": 19,
    }  # fmt: skip
    (result,) = document["results"]
    assert set(result) == {
        "status", "message", "notes", "design", "width", "w0", "alpha", "test", "n_series",
        "standard_error", "table", "certifiable_width", "gaps", "needed", "n_sizes_needed",
        "reason",
    }  # fmt: skip
    assert result["design"] == {
        "sizes": [1e9, 2e9, 4e9, 8e9, 16e9], "n_items": 250, "chance": 0.25, "ceiling": 1.0,
        "rho": 0.005,
    }  # fmt: skip
    assert result["test"] == {"kind": "bootstrap", "draws": 19}
    assert result["standard_error"] == pytest.approx((0.25 / 20) ** 0.5)
    assert list(result["table"][1].items())[:2] == [("truth", "step"), ("width", None)]
    assert result["gaps"][0] == {"low": 1e9, "high": 2e9, "certifiable_width": None}
    assert result["n_sizes_needed"] is None


def test_results_are_saved_and_read_again(found, tmp_path):
    path = sc.save(found, tmp_path / "power.json")
    again = PowerResults.from_dict(json.loads(path.read_text(encoding="utf-8")))
    assert again.to_json() == found.to_json()
    rows = sc.save(found, tmp_path / "power.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0].startswith("truth,width,sharp,smooth,unresolved,sharp_shape_sensitive,design.")
    assert len(rows) == 1 + len(found[0].table)
    assert found.to_frame()["asked.width"].tolist() == [0.5] * 9
    assert repr(found).splitlines()[0] == (
        "PowerResults: 5 sizes from 1B to 16B (1.20 decades), 250 items, chance 0.25"
    )
    assert repr(found).splitlines()[-1] == found[0].reason
    assert ">right answer</th>" in found._repr_html_()


def test_one_seed_gives_the_same_bytes_whatever_the_processes():
    quick = {"series": 10, "draws": 19, "width": 2}
    one = sc.power(FIVE[1:], **quick)
    TABLES.clear()
    with joblib.parallel_config(backend="threading"):
        two = sc.power(["2B", 4e9, 8_000_000_000, "16B"], **quick, n_jobs=2)
    assert two.to_json() == one.to_json()
    rough = {"series": 4, "draws": 0, "width": 2}
    assert sc.power(FIVE[1:], **rough, seed=1)[0].table != sc.power(FIVE[1:], **rough)[0].table


def test_numbers_of_another_type_are_the_same_numbers():
    whole = PowerOptions(sizes=FIVE, chance=0, ceiling=1, rho=0, width=1, w0=2)
    plain = PowerOptions(sizes=list(FIVE), chance=0.0, ceiling=1.0, rho=0.0, width=1.0, w0=2.0)
    assert json.dumps(whole.recorded()) == json.dumps(plain.recorded())
    assert repr(whole.setting) == repr(plain.setting)


def test_settings_of_other_types_draw_the_same_scores():
    plain = Setting(sizes=(1e9, 1e10), n_items=250, chance=0.0, ceiling=1.0, rho=0.0)
    whole = Setting(sizes=(10**9, np.float32(1e10)), n_items=np.int32(250), chance=0, ceiling=1,
                    rho=np.float64(0))  # fmt: skip
    assert draw(whole, "logistic", 1, 5, 0).tolist() == draw(plain, "logistic", 1.0, 5, 0).tolist()


def test_scores_of_one_setting():
    """Items right of 250, seed 0: they change only if the seeding or the drawing does."""
    plain = Setting(sizes=(1e9, 1e10), n_items=250, chance=0.0)
    assert (250 * draw(plain, "logistic", 1.0, 3, 0)).round().tolist() == [
        [2, 127], [27, 146], [24, 134],
    ]  # fmt: skip


def test_the_asked_width_comes_first_and_once():
    options = {"sizes": ["1B", "10B"], "w0": 0.5, "series": 1}
    widths = [
        row.width for row in sc.power(**options, width=1.5)[0].table if row.width == row.width
    ]
    assert widths == [1.5, 0.25, 0.5, 0.75, 1.0, 0.8]  # the last is the line's


def test_the_fewest_sizes_are_found():
    """A tenth of a decade without over-dispersion; the own sizes are too few for any claim."""
    steps = []
    options = PowerOptions(
        sizes=["1B", "10B", "1T"], n_items=2000, rho=0.0, width=0.1, series=20, draws=0
    )
    one = power_of(options, lambda count=1: steps.append(count))
    sharp = {row.n_sizes: row.sharp for row in one.needed}
    assert one.n_sizes_needed in sharp
    assert sharp[one.n_sizes_needed] >= 0.8
    below = CANDIDATES[: CANDIDATES.index(one.n_sizes_needed)]
    assert not below or sharp[below[-1]] < 0.8
    assert len(steps) == len(one.needed) <= most_steps(options)
    assert one.reason.startswith("Three sizes cannot tell a jump from a gradual rise")
    assert one.reason.endswith(
        f"{one.n_sizes_needed} sizes spread evenly over this range would call a rise 0.1 decades "
        f"wide sharp in {sharp[one.n_sizes_needed]:.0%}."
    )


def test_evenly_spread_sizes_keep_the_ends():
    setting = Setting(sizes=DESIGNS["Pythia"], n_items=250, chance=0.25)
    spread = evenly_spread(setting, 3)
    assert spread.sizes == (70e6, 916515e3, 12e9)  # 70e6 times 12e9, rooted: 916 515 139
    assert replace(spread, sizes=setting.sizes) == setting


@pytest.mark.parametrize(
    ("sizes", "start"),
    [
        (["1B", "10B"], "Two sizes cannot tell a jump from a gradual rise, whatever the scores: "
         "that takes at least 4."),
        (["1B", "1.2B", "1.5B", "2B"], "These 4 sizes span 0.3 decades, less than 0.5: too little "
         "to tell anything, whatever the scores."),
    ],
)  # fmt: skip
def test_where_no_claim_is_possible_nothing_is_simulated(sizes, start):
    one = sc.power(sizes, width=2)[0]
    assert one.reason == start
    assert (one.status, one.n_series, one.needed, one.n_sizes_needed) == ("ok", 0, (), None)
    assert {(row.sharp, row.smooth, row.unresolved) for row in one.table} == {(0.0, 0.0, 1.0)}
    assert one.to_dict()["certifiable_width"] is None


def test_sentences_of_gaps(found):
    def told(*widths, **changes):
        gaps = (Gap(1e9, 2e9, NAN), *(Gap(2e9 * 2**i, 4e9 * 2**i, w) for i, w in enumerate(widths)))
        return reason_of(replace(found[0], gaps=gaps, **changes)).split(" A step")[0]

    assert told(NAN) == "These 5 sizes could certify no width in any gap."
    assert told(0.4) == "These 5 sizes could certify a width of 0.4 decades between 2B and 4B."
    assert told(0.4, 1.83).endswith(
        "0.4 decades between 2B and 4B, 1.8 between 4B and 8B (wider than w0, 1 decade: a jump "
        "there mostly stays unresolved)."
    )
    assert told(2.05, 2.3).endswith("(wider than w0, 1 decade: jumps mostly stay unresolved).")
    assert told(0.4, NAN).endswith("decades between 2B and 4B, none between 4B and 8B.")


def test_the_sentence_of_a_width_that_is_not_narrow(found):
    text = reason_of(replace(found[0], width=1.5, needed=()))
    assert text.endswith(
        "A step is called sharp in 85% of cases; a rise 1.5 decades wide, not narrower than w0, in "
        "30%, smooth in 0%."
    )


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"sizes": "Pythias"}, UnknownNameError, r"unknown design 'Pythias': did you mean 'Py.*"),
        ({"sizes": ["1B", "x"]}, UnitError, r"expected a size such as 1.3B, 1.3e9 or .* found 'x'"),
        (
            {"sizes": ["1B", "3B", "2B"]}, OptionError,
            r"sizes: expected increasing sizes, got 2B after 3B",
        ),
        ({"n_items": [100] * 5}, OptionError, r"n_items: expected one number, the same for all .*"),
        ({"n_items": 0}, OptionError, r"n_items: expected whole numbers, at least 1, got 0"),
        (
            {"chance": 0.6, "ceiling": 0.5}, OptionError,
            r"chance: expected a number from 0 to below the ceiling 0.5, got 0.6",
        ),
        ({"width": 0}, OptionError, r"width: expected decades above zero, got 0"),
        ({"width": 12.5}, OptionError, r"width: expected at most 12 decades, got 12.5"),
        ({"width": "1"}, OptionError, r"width: expected decades above zero, got '1'"),
        ({"ceiling": 0}, OptionError, r"ceiling: expected a number above 0, at most 1, got 0"),
        ({"series": 0}, OptionError, r"series: expected a whole number, at least 1, got 0"),
        ({"series": 2.5}, OptionError, r"series: expected a whole number, at least 1, got 2.5"),
        ({"series": "9"}, OptionError, r"series: expected a whole number, at least 1, got '9'"),
        ({"w0": "1"}, OptionError, r"w0: expected a number between 0 and 10, got '1'"),
        ({"draws": "99"}, OptionError, r"draws: expected a whole number, 0 or .* 19, got '99'"),
        ({"draws": 18}, OptionError, r"draws: expected a whole number, 0 or at least 19, got 18"),
        ({"alpha": 0.5}, OptionError, r"alpha: expected a number between 0 and 0.5, got 0.5"),
        ({"rho": 1.0}, OptionError, r"rho: expected a number from 0 to below 1, got 1"),
        ({"w0": 11}, OptionError, r"w0: expected a number between 0 and 10, got 11"),
        ({"w0": 0.01}, OptionError, r"w0: expected a width above 0.03 decades, the narrowest .*"),
        ({"seed": -1}, OptionError, r"seed: expected a whole number not below zero, got -1"),
    ],
)  # fmt: skip
def test_bad_options(options, error, message):
    with pytest.raises(ScalingError, match=f"^{message}$") as raised:
        sc.power(**{"sizes": FIVE, **options})
    assert type(raised.value) is error
