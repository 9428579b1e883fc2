"""A fitted law from its saved result: the runs and options are there, so it is fitted again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, replace

import numpy as np

from scaling.errors import DataError, UnknownNameError
from scaling.fitting.laws.fit import fit_runs
from scaling.fitting.laws.fitted import FittedLaw
from scaling.fitting.laws.options import LawOptions
from scaling.fitting.laws.results import LawResults
from scaling.runs import Runs

EXPECTED = "a saved fit: expected one result with its options and runs"
SAME = 1e-4  # relative: another machine's rounding moves a parameter by far less


def refitted(results: LawResults) -> FittedLaw:
    """Return the fit behind results, with its draws: the same runs, options and seed.

    Raises DataError for a failed fit, and where the parameters are not those that are stated.
    """
    stated = results.manifest["options"]
    if len(results) != 1 or not isinstance(stated, Mapping):
        raise DataError(f"{EXPECTED}, found {len(results)} results")
    result = results[0]
    if result.status != "ok":
        raise DataError(f"the fit failed: {result.message}")
    known = {f.name for f in fields(LawOptions)} - {"exclude", "exclude_rule", "seed"}
    options = LawOptions(
        **{name: value for name, value in stated.items() if name in known},
        seed=results.manifest["seed"],
    )
    try:
        runs = _runs(results)
    except (TypeError, ValueError):
        raise DataError(f"{EXPECTED}, found runs without numbers") from None
    try:
        fitted = fit_runs(runs, options)
    except UnknownNameError as error:
        raise DataError(
            f"{error}: a fit of a law of your own can only be used where its name is known; pass "
            "the runs and the law to allocate"
        ) from None
    estimates = {name: one.estimate for name, one in result.parameters.items()}
    found = {name: float(value) for name, value in fitted.natural().items()}
    same = set(found) == set(estimates) and all(
        math.isclose(found[name], estimates[name], rel_tol=SAME) for name in found
    )
    if not same:
        raise DataError(
            "the parameters of the saved fit are not those that its runs give: expected a result "
            "of this version that was not edited; fit the runs again"
        )
    told = {"doubts": result.doubts, "notes": fitted.runs.notes}
    runs = replace(fitted.runs, **told)
    return replace(fitted, runs=runs, excluded=result.excluded, notes=result.notes)


def _runs(results: LawResults) -> Runs:
    """Return the runs that were fitted."""
    (result,) = results
    names = ("params", "tokens", "loss", "flops", "unique_tokens")
    params, tokens, loss, flops, unique = (
        np.array([getattr(point, name) for point in result.points], dtype=np.float64)
        for name in names
    )
    return Runs(
        models=tuple(point.model for point in result.points),
        params=params,
        tokens=tokens,
        loss=loss,
        flops=flops,
        unique_tokens=unique,
        families=tuple(point.family for point in result.points),
        loss_unit=result.loss_unit,
    )
