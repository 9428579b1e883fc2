"""``simulate`` and ``power``: series of known truth, and what sizes could detect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scaling.choosing import NOT_RECORDED
from scaling.fitting.parallel import single_threaded
from scaling.progress import progress
from scaling.provenance import package_version

if TYPE_CHECKING:
    from scaling.simulation.power_results import PowerResults
    from scaling.simulation.series import SimulatedSeries


def simulate(
    truth: str = "logistic",
    *,
    sizes: str | Sequence[str | float],
    count: int = 1,
    **options: Any,
) -> list[SimulatedSeries]:
    """Return series of known truth, to pass to ``fit``, ``compare`` or ``detect``.

    ``truth`` is a name of ``scaling.simulation.TRUTHS``; ``sizes`` are parameters such as 1.3e9 or
    "1.3B", or the name of a published set (``scaling.simulation.DESIGNS``). Further keywords are
    those of ``SimulateOptions`` (``width``, ``n_items``, ``chance``, ``rho``, ``seed`` …). Each
    series has its curve as ``true``. Raises UnknownNameError for a truth or set that does not
    exist, OptionError for a value out of range.

    >>> sizes = ["125M", "1.3B", "13B"]
    >>> one, two = simulate("step", sizes=sizes, midpoint="1B", amplitude=0.8, count=2)
    >>> one.key.label(), one.true_score([1e8, 1e10])
    ('simulated / step 1 / acc', array([0. , 0.8]))
    """
    from scaling.simulation.options import SimulateOptions
    from scaling.simulation.series import simulate_series

    return simulate_series(SimulateOptions(truth=truth, sizes=sizes, count=count, **options))


def power(
    sizes: str | Sequence[str | float],
    *,
    show_progress: bool | None = False,
    **options: Any,
) -> PowerResults:
    """Return what could be detected with these sizes, and how many sizes would be needed.

    ``sizes`` are those of ``simulate``. Further keywords are those of ``PowerOptions``
    (``n_items``, ``chance``, ``width`` of the transition to find, ``w0``, ``series``, ``draws``,
    ``seed`` …). The set holds one result. Raises OptionError for a value out of range.
    """
    from scaling.simulation.power import most_steps, power_of
    from scaling.simulation.power_options import PowerOptions
    from scaling.simulation.power_results import PowerResults

    chosen = PowerOptions(sizes=sizes, **options)
    bar = progress("simulating series", most_steps(chosen), show=show_progress)
    with single_threaded(), bar as advance:
        found = power_of(chosen, advance)
    recorded = {k: v for k, v in chosen.recorded().items() if k not in NOT_RECORDED}
    manifest = {"version": package_version(), "seed": chosen.seed, "dataset": None}
    return PowerResults((found,), {**manifest, "options": recorded})
