"""Why the defaults of detection are what they are, to be printed beside the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scaling.detection.options import DetectOptions
from scaling.detection.results import DetectResult

USUAL = DetectOptions()
W0_AXES = {"params", "active_params", "flops"}  # with a default width
REASONS = {
    "w0": "w0, one decade of params, is the lower quartile of the fitted widths of 92 published "
    "series",
    "rho": f"rho {USUAL.rho:g} lies between the median and the upper quartile of their "
    "over-dispersion",
    "draws": f"{USUAL.draws} draws make p-values as small as {1 / (1 + USUAL.draws):g}",
}


def reasons_of_defaults(options: Mapping[str, Any], results: Iterable[DetectResult]) -> list[str]:
    """Return a sentence for each default that shaped the tests of a run, in a fixed order.

    ``options`` are those of the manifest.
    """
    tested = [one for one in results if one.test is not None]
    used = {
        "w0": options.get("w0") is None and any(one.size in W0_AXES for one in tested),
        "rho": options.get("rho") == USUAL.rho and any(one.rho == one.rho for one in tested),
        "draws": any(one.test.draws == USUAL.draws for one in tested if one.test is not None),
    }
    return [reason for name, reason in REASONS.items() if used[name]]
