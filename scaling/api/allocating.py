"""``isoflop``, ``allocate`` and ``compare_laws``: what training runs say of larger ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scaling.api.laws import choose_runs
from scaling.choosing import Names
from scaling.errors import OptionError
from scaling.fitting.laws.fit import NotIdentified, fit_runs
from scaling.fitting.laws.options import LawOptions
from scaling.fitting.parallel import single_threaded
from scaling.forecasting.laws.allocate.assess import allocate_of, unallocated
from scaling.forecasting.laws.allocate.options import AllocateOptions
from scaling.forecasting.laws.allocate.results import AllocateResult, AllocateResults
from scaling.forecasting.laws.compare.assess import compare_runs, steps_of
from scaling.forecasting.laws.compare.options import CompareLawsOptions
from scaling.forecasting.laws.compare.results import CompareLawsResults
from scaling.forecasting.laws.isoflop.assess import isoflop_of
from scaling.forecasting.laws.isoflop.options import IsoflopOptions
from scaling.forecasting.laws.isoflop.results import IsoflopResults
from scaling.forecasting.laws.saved import refitted
from scaling.progress import progress

if TYPE_CHECKING:
    from scaling.api.laws import RunData
    from scaling.fitting.laws.results import LawResults
    from scaling.laws.base import Law


def isoflop(
    data: RunData,
    *,
    family: Names = None,
    where: Mapping[str, Names] | None = None,
    checkpoint: str | None = None,
    loss_unit: str = "nats",
    **options: Any,
) -> IsoflopResults:
    """Return the optimal sizes at the compute budgets that runs share, and how they grow.

    ``data`` and the keywords that choose runs are those of ``fit_law``; the others are those of
    ``IsoflopOptions`` (``degree``, ``budgets``, ``tolerance``, ``draws``, ``seed`` …). The set
    holds one result. Raises DataError if no budget is shared by four sizes.
    """
    chosen = IsoflopOptions(**options)
    picked = choose_runs(
        data, family=family, where=where, checkpoint=checkpoint, loss_unit=loss_unit
    )
    with single_threaded(), picked.named():
        result = isoflop_of(picked.runs, chosen)
    notes = tuple(code for code in picked.notes if code not in result.notes)
    return IsoflopResults((result,), picked.manifest(chosen), notes)


def allocate(
    data: RunData | LawResults,
    flops: Sequence[str | float] | str | float = (),
    law: str | Law | None = None,
    *,
    unique_tokens: str | float | None = None,
    far: bool = False,
    family: Names = None,
    where: Mapping[str, Names] | None = None,
    checkpoint: str | None = None,
    loss_unit: str = "nats",
    show_progress: bool | None = False,
    **options: Any,
) -> AllocateResults:
    """Return the compute-optimal parameters and tokens of budgets in FLOPs, under a fitted law.

    ``data`` are training runs, to which ``law`` (None: chinchilla) is fitted under the ``options``
    of ``fit_law``, or what ``fit_law`` returned, which is used as it is. Beyond a decade from the
    data, or half of their span, losses are withheld unless ``far``. ``unique_tokens`` limits the
    different tokens that a law of repeated data may use. Runs that no law can be fitted to, or
    that do not identify it, give failed results.
    """
    from scaling.fitting.laws.results import LawResults

    asked = AllocateOptions(flops=flops, unique_tokens=unique_tokens, far=far)
    if isinstance(data, LawResults):
        given = {"law": law, "family": family, "where": where, "checkpoint": checkpoint}
        named = [*(name for name, value in given.items() if value is not None), *options]
        named += ["loss_unit"] if loss_unit != "nats" else []
        if named:
            raise OptionError(
                f"{named[0]}: a fitted law is used as it is; pass runs to fit another"
            )
        fitted = refitted(data)
        manifest, notes = dict(data.manifest), data.notes
    else:
        chosen = LawOptions(law="chinchilla" if law is None else law, **options)
        _ = chosen.family  # an unknown name is an error before any work
        picked = choose_runs(
            data, family=family, where=where, checkpoint=checkpoint, loss_unit=loss_unit
        )
        manifest, notes = picked.manifest(chosen), picked.notes
        try:
            with single_threaded(), picked.named():
                fitted = fit_runs(picked.runs, chosen)
        except NotIdentified as error:
            failed = unallocated(picked.runs, chosen, asked, error)
            return _allocated(failed, manifest, notes, asked)
    bar = progress("allocating", len(asked.budgets), show=show_progress)
    with single_threaded(), bar as advance:
        results = allocate_of(fitted, asked, advance)
    return _allocated(results, manifest, notes, asked)


def _allocated(
    results: Sequence[AllocateResult],
    manifest: dict[str, Any],
    notes: Sequence[str],
    asked: AllocateOptions,
) -> AllocateResults:
    """Return the set of results with the options of the fit and of the allocation."""
    options = {**manifest["options"], **asked.recorded()}
    known = {code for one in results for code in one.notes}
    left = tuple(code for code in notes if code not in known)
    return AllocateResults(tuple(results), manifest | {"options": options}, left)


def compare_laws(
    data: RunData,
    laws: Sequence[str | Law] | str | None = None,
    *,
    family: Names = None,
    where: Mapping[str, Names] | None = None,
    checkpoint: str | None = None,
    loss_unit: str = "nats",
    show_progress: bool | None = False,
    **options: Any,
) -> CompareLawsResults:
    """Back-test laws and objectives by compute on the same runs, and say which to use.

    ``laws`` are names or ``Law`` objects, None for the usual ones. ``data`` and the keywords that
    choose runs are those of ``fit_law``; the others are those of ``CompareLawsOptions``
    (``objectives``, ``cutoffs``, ``draws``, ``seed`` …). The set holds one result.
    """
    chosen = CompareLawsOptions(laws=laws, **options)
    picked = choose_runs(
        data, family=family, where=where, checkpoint=checkpoint, loss_unit=loss_unit
    )
    with picked.named():
        steps = steps_of(picked.runs, chosen)
    bar = progress("comparing laws", steps, show=show_progress)
    with single_threaded(), picked.named(), bar as advance:
        result = compare_runs(picked.runs, chosen, advance)
    notes = tuple(code for code in picked.notes if code not in result.notes)
    return CompareLawsResults((result,), picked.manifest(chosen), notes)
