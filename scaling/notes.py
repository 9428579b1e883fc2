"""The codes that results carry, each with its one-line meaning.

Notes (kebab-case) say how a number came about; qualifiers (snake_case) limit what a
verdict says; verdicts (snake_case) are the answers of ``detect``. ``docs/notes.md`` is
generated from these tables.
"""

from __future__ import annotations

from types import MappingProxyType

NOTES = MappingProxyType(
    {
        "assumed-chance": "no chance level is given for the task: 0 was assumed",
        "at-bound": "a parameter sits at the edge of its range: its estimate is a limit",
        "above-ceiling": "a score lies above the stated ceiling and was kept as it is",
        "below-three-sizes": "fewer than three distinct sizes: nothing can be fitted",
        "checkpoint-last": "of several checkpoints only the last of each model is used",
        "ceiling-fixed": "the ceiling was fixed at its stated value, not estimated",
        "derived-flops": "flops were derived as 6 x params x tokens",
        "duplicate-rows": "identical rows were dropped",
        "estimated-sigma": "the error of the scores was estimated from the residuals",
        "few-common-sizes": "fewer than four sizes were measured with both metrics of a pair",
        "ill-conditioned": "the data say next to nothing of some combination of the parameters",
        "interval-refused": "the chosen kind of interval is not valid here: see the message",
        "lack-of-fit": "the deviance rejects the curve at .05: its intervals are too narrow",
        "models-unpaired": "models that were measured with one metric of a pair are left out of it",
        "models-without-size": "models that have another size but not the chosen one are left out",
        "no-bounds": "no chance level or ceiling is known for an unbounded score",
        "no-degrees-left": "as many estimated numbers as sizes: nothing is left to judge a fit by",
        "no-error-model": "no standard error is known for scores that are not proportions",
        "no-partner": "the other metric of a pair was not measured under the same conditions",
        "no-spread": "the draws of a parameter do not differ: use the interval profile",
        "no-value": "a parameter has no value here, such as the midpoint of a level line",
        "not-converged": "the solver stopped before its tolerance was met",
        "quick-look": "delta-method intervals: a quick look, they assume a quadratic likelihood",
        "rho-default": "fewer than five series of the task were analysed: rho is the default",
        "rho-pooled": "over-dispersion estimated from all series of the task that were analysed",
        "seeds-averaged": "rows that differ in seed alone were averaged",
        "sigma-pooled": "the error of the scores was estimated from the series of their task",
        "unbounded": "an end of an interval was not found within the range that is searched",
        "weakly-identified": "the data barely constrain a parameter: see its interval",
    }
)

QUALIFIERS = MappingProxyType(
    {
        "assumed_n_items": "the number of items is not known for every size: 250 was assumed",
        "family_unknown": "the file names no family: all models were taken as one",
        "floor_mismatch": "the leading sizes at the floor differ from the stated chance level",
        "fragile": "sharp, but not without one of the sizes, or no curve fits the scores well",
        "heterogeneous_family": "the models of this family differ in more than scale",
        "low_power": "four or five sizes detect only very narrow transitions",
        "metric_artifact_candidate": "sharp on a hard metric; no soft metric was tested",
        "metric_artifact": "sharp on the hard metric, smooth on the soft one",
        "metric_artifact_untested": "the soft metric cannot decide",
        "non_monotone": "a larger model scores clearly below a smaller one",
        "not_fdr": "not significant after the false-discovery-rate correction",
        "one_seed": "one training run per size: a lucky seed is not excluded",
        "rho_sensitive": "the verdict changes with the assumed over-dispersion",
        "robust_to_metric": "the soft metric is sharp as well",
        "single_point_rise": "only the largest size is above chance",
    }
)

VERDICTS = MappingProxyType(
    {
        "emergent_sharp": "narrower than w0 under every smooth shape tested",
        "sharp_shape_sensitive": "sharp unless the rise has a kinked onset or a hard ceiling",
        "smooth": "at least w0 wide under every shape tested",
        "rise_unresolved": "rises, and neither sharp nor smooth can be claimed",
        "unresolvable": "rises, and these sizes could not tell sharp from smooth",
        "weak_rise": "rises, but stays close to chance",
        "u_shaped": "falls, then rises",
        "inverted_u": "rises, then falls",
        "shape_unstable": "a turn that rests on few sizes",
        "inverse": "falls with scale",
        "flat_at_chance": "at chance at every size",
        "flat_above_chance": "above chance and the same at every size",
        "saturated": "at the ceiling at every size",
        "inconclusive": "too little information for any of the other verdicts",
        "insufficient": "fewer than three sizes, or less than half a decade of them",
    }
)

SHARP_VERDICTS = ("emergent_sharp", "sharp_shape_sensitive")
MATERIAL_VERDICTS = (*SHARP_VERDICTS, "smooth", "rise_unresolved", "unresolvable")
RISING_VERDICTS = (*MATERIAL_VERDICTS, "weak_rise")


def meaning(code: str) -> str:
    """Return the one-line meaning of a note, qualifier or verdict code.

    >>> meaning("at-bound")
    'a parameter sits at the edge of its range: its estimate is a limit'
    """
    for table in (NOTES, QUALIFIERS, VERDICTS):
        if code in table:
            return table[code]
    raise KeyError(code)
