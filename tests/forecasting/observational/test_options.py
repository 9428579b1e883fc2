"""The options: what is recorded, and every value that is refused."""

import numpy as np
import pytest

from scaling.errors import OptionError
from scaling.forecasting.observational.options import ObservationalOptions


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"components": 0}, "components: expected a whole number, at least 1, got 0"),
        ({"cutoff": "-3"}, "cutoff: expected compute above zero such as 8.4e22, or a share of"),
        ({"cutoff": "much"}, "cutoff: .* got 'much'"),
        ({"cutoff": 0.0}, "cutoff: .* got 0"),
        ({"cutoff": "120%"}, "cutoff: .* got '120%'"),
        ({"cutoff": "x%"}, "cutoff: .* got 'x%'"),
        ({"cutoff": 50}, "cutoff: .*, got 50: write 50% for a share"),
        ({"cutoff": "0.5"}, "cutoff: .*, got 0.5: write 50% for a share"),
        ({"cutoff": True}, "cutoff: .*, got True"),
        ({"exclude": [3]}, r"exclude: expected a list of names, got \[3\]"),
        ({"reference_family": ""}, "reference_family: expected a name, got ''"),
        ({"n_jobs": 0}, "n_jobs: expected a number of processes, or -1 for all cores, got 0"),
        ({"at": 0.0}, "at: expected a size above zero, found 0.0"),
        ({"exclude": "GSM8K"}, "exclude: expected a list of names, got 'GSM8K'"),
        ({"level": 1.0}, "level: expected a number between 0 and 1"),
        ({"draws": 5}, "draws: expected a whole number, 0 or at least 19"),
        ({"seed": -1}, "seed: expected a whole number not below zero"),
    ],
)
def test_values_out_of_range_are_refused(options, message):
    with pytest.raises(OptionError, match=message):
        ObservationalOptions(**options)


def test_a_cutoff_is_compute_or_a_share():
    assert ObservationalOptions(cutoff="8.4e22").cutoff_flops == 8.4e22
    assert ObservationalOptions(cutoff=8.4e22).recorded()["cutoff"] == 8.4e22
    assert ObservationalOptions(cutoff="8.4e22").recorded()["cutoff"] == 8.4e22
    share = ObservationalOptions(cutoff=" 50% ", exclude=["GSM8K"])
    assert (share.cutoff_share, share.cutoff_flops) == (0.5, None)
    assert share.recorded()["exclude"] == ["GSM8K"]
    assert ObservationalOptions().cutoff_share is None
    assert ObservationalOptions(cutoff="1T").cutoff_flops == 1e12
    assert ObservationalOptions(at=np.array([1e24, 2e24])).sizes == (1e24, 2e24)
