"""``forecast``: what a new model will score, from curves, its loss or other benchmarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scaling.choosing import Names, as_table, choose, selection
from scaling.errors import OptionError
from scaling.fitting.parallel import single_threaded
from scaling.forecasting.ahead.options import ForecastOptions
from scaling.forecasting.ahead.results import ForecastResults
from scaling.forecasting.observational.names import CAPABILITY
from scaling.progress import progress
from scaling.series import Series

if TYPE_CHECKING:
    from scaling.choosing import Data
    from scaling.forecasting.observational.results import CapabilityForecasts
    from scaling.forecasting.two_step.results import TwoStepForecasts

    Forecasts = ForecastResults | TwoStepForecasts | CapabilityForecasts

Sizes = float | str | Sequence[float | str]
NO_SIZE = "at: expected a size to forecast at, such as 1T; got none"


def forecast(
    data: Data,
    at: Sizes | None = None,
    *,
    tokens: float | str | None = None,
    benchmarks: Any = None,
    task: Names = None,
    family: Names = None,
    metric: Names = None,
    where: Mapping[str, Names] | None = None,
    size: str | None = None,
    checkpoint: str | None = None,
    show_progress: bool | None = False,
    **options: Any,
) -> Forecasts:
    """Forecast the score of a larger model, with a prediction interval and its track record.

    ``at`` is its size, or several ("1T", 1e12), in the unit of the axis ``size``. Curves of score
    over size are averaged (``curve`` forces one); sizes too far beyond the data are results with
    status ``failed`` unless ``far``. With ``tokens`` the forecast goes through the loss of a model
    of so many parameters and tokens; with ``size="capability"`` from the models' scores on other
    ``benchmarks`` (a table's own column of that name is a size like any other). Further keywords
    are those of ``ForecastOptions`` (``level``, ``draws``, ``rho``, ``seed`` …), of
    ``TwoStepOptions`` with ``tokens`` or of ``ObservationalOptions`` on the capability axis. The
    others are those of ``fit``. Raises OptionError for what is no size, UnknownNameError for a
    curve that does not exist.
    """
    by_benchmarks = size == CAPABILITY and (benchmarks is not None or not _has_axis(data))
    if tokens is not None or by_benchmarks:
        chosen_rows = {"task": task, "family": family, "metric": metric, "where": where}
        shared = {**chosen_rows, "checkpoint": checkpoint, "show_progress": show_progress}
        if tokens is not None:
            return _through_loss(data, at, tokens, size, {**shared, **options})
        return _from_benchmarks(data, at, benchmarks, {**shared, **options})
    if benchmarks is not None:
        raise OptionError("benchmarks: belongs to the axis capability: add size='capability'")
    if at is None:
        raise OptionError(NO_SIZE)
    from scaling.forecasting.ahead.forecast import forecast_series

    chosen = ForecastOptions(at=at, **options)
    picked = choose(data, selection(task, family, metric, where), size, checkpoint)
    bar = progress("forecasting series", len(picked.series), show=show_progress)
    with single_threaded(), bar as advance:
        results = forecast_series(picked.series, chosen, advance)
    return ForecastResults(tuple(results), picked.manifest(chosen), picked.notes)


def _through_loss(
    data: Any, at: Sizes | None, tokens: float | str, size: str | None, shared: dict[str, Any]
) -> TwoStepForecasts:
    """Forecast from parameters and tokens by way of the loss."""
    from scaling.api.two_steps import two_step_forecasts

    if size is not None:
        raise OptionError(
            f"size: with tokens the sizes are params and tokens, got {size!r}: leave one out"
        )
    params = _one_size(at)
    if params is None:
        raise OptionError(NO_SIZE)
    return two_step_forecasts(data, params, tokens, **shared)


def _from_benchmarks(
    data: Any, at: Sizes | None, benchmarks: Any, shared: dict[str, Any]
) -> CapabilityForecasts:
    """Forecast from the scores of models on other benchmarks."""
    from scaling.api.capability import capability_forecasts

    for name in ("curve", "rho"):
        if shared.pop(name, None) is not None:
            raise OptionError(f"{name}: the capability axis has its own sigmoid and scatter")
    return capability_forecasts(data, benchmarks, at=at, **shared)


def _has_axis(data: Any) -> bool:
    """Return whether a table has a column of its own for the capability axis, or is series."""
    if isinstance(data, Sequence | Series) and not isinstance(data, str):
        return True
    return CAPABILITY in as_table(data).frame.columns


def _one_size(at: Sizes | None) -> float | None:
    """Return the only size asked for; raises OptionError for several, or for what is no size."""
    if at is None:
        return None
    sizes = ForecastOptions(at=at).sizes
    if len(sizes) > 1:
        raise OptionError(f"at: expected one size here, got {len(sizes)}: forecast them in turn")
    return sizes[0]
