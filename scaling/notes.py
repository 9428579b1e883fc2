"""The codes that results carry, each with its one-line meaning.

Notes (kebab-case) say how a number came about; qualifiers (snake_case) limit what a
verdict says; verdicts (snake_case) are the answers of ``detect``, and of ``crossing``
(``CROSSINGS``). ``docs/notes.md`` is generated from these tables.
"""

from __future__ import annotations

from types import MappingProxyType

NOTES = MappingProxyType(
    {
        "assumed-chance": "no chance level is given for the task: 0 was assumed",
        "at-bound": "a parameter sits at the edge of its range: its estimate is a limit",
        "above-ceiling": "a score lies above the stated ceiling and was kept as it is",
        "baseline-at-ceiling": "the baseline is the best score there is: half an item short counts",
        "baseline-error-unknown": "the error of the baseline is not known: it counts as exact",
        "below-three-sizes": "fewer than three distinct sizes: nothing can be fitted",
        "checkpoint-last": "of several checkpoints only the last of each model is used",
        "capability-without-unit": "no family's compute gives the capability its unit: no sizes",
        "ceiling-fixed": "the ceiling was fixed at its stated value, not estimated",
        "compute-counted-otherwise": "the runs' compute is not 6 x params x tokens, as a split is",
        "compute-unknown": "models of unknown compute are held out with those above the cutoff",
        "derived-flops": "flops were derived as 6 x params x tokens",
        "diverged-run": "a run's loss lies far above the law: it may have diverged, and was kept",
        "diverged-left-out": "a run's loss is far above the others': minima and scores omit it",
        "duplicate-rows": "identical rows were dropped",
        "estimated-sigma": "the error of the scores was estimated from the residuals",
        "falls-back": "a larger size is surely on the wrong side of the baseline again",
        "families-pooled": "runs of several families were fitted as one law",
        "far-extrapolation": "the size lies further away than a forecast reaches: insisted on",
        "few-common-sizes": "fewer than four sizes were measured with both metrics of a pair",
        "few-models": "fewer than twenty models were fitted: the bootstrap of models is too narrow",
        "few-sizes-at-budget": "a compute budget of too few sizes is left out of the power law",
        "few-runs": "fewer than 20 runs: a bootstrap over them is rough",
        "flops-contradict": "stated compute is not within a factor of two of 6 x params x tokens",
        "flat-optimum": "the loss is the same at half or twice the size: that side is left open",
        "forecast-at-limit": "the link leaves the range of scores: the forecast is its limit",
        "forecast-withheld": "too far beyond the data for a forecast: ask for it with --far",
        "ill-conditioned": "the data say next to nothing of some combination of the parameters",
        "interval-refused": "the chosen kind of interval is not valid here: see the message",
        "intervals-too-narrow": "held-out losses fall outside their intervals too often",
        "lack-of-fit": "the deviance rejects the curve at .05: its intervals are too narrow",
        "link-extrapolated": "the predicted loss lies outside the losses of known scores",
        "minima-scatter": "minima scatter about the power law by more than their errors",
        "minimum-not-bracketed": "losses at one compute fall to the edge of its sizes: left out",
        "minimum-off-center": "a minimum lies nearer to the edge than to the centre of its sizes",
        "models-far-beyond": "some models lie further beyond those fitted than a forecast reaches",
        "models-unpaired": "models that were measured with one metric of a pair are left out of it",
        "models-without-benchmarks": "models with too few scores on other benchmarks are left out",
        "models-without-size": "models that have another size but not the chosen one are left out",
        "names-matched-loosely": "models were matched by names without publisher, case or marks",
        "no-baseline-row": "series without a baseline of their task and metric are left out",
        "no-bounds": "no chance level or ceiling is known for an unbounded score",
        "no-degrees-left": "as many estimated numbers as sizes: nothing is left to judge a fit by",
        "no-draws": "the law was fitted without bootstrap draws: no intervals",
        "no-error-model": "no standard error is known for scores that are not proportions",
        "no-hold-out": "too few runs to hold the larger ones out: nothing was back-tested",
        "no-minimum": "losses at one compute have no clear minimum in size: it is left out",
        "no-optimum": "the fitted law has no best split of this compute",
        "no-partner": "the other metric of a pair was not measured under the same conditions",
        "no-spread": "the draws of a parameter do not differ: use the interval profile",
        "no-value": "a parameter has no value here, such as the midpoint of a level line",
        "not-converged": "the solver stopped before its tolerance was met",
        "one-budget": "the minimum of one compute budget only: no exponent",
        "parabola-bias": "losses are not symmetric in log size: minima of parabolas are biased",
        "one-size": "all runs have the same size: no law can be fitted",
        "quick-look": "delta-method intervals: a quick look, they assume a quadratic likelihood",
        "reach-shortened": "curves are followed for half of the sizes' span, less than asked",
        "reduced-law": "the sizes cannot identify the law: the one that they can was fitted",
        "rho-default": "fewer than five series of the task were analysed: rho is the default",
        "rho-pooled": "over-dispersion estimated from all series of the task that were analysed",
        "runs-outside-budgets": "runs whose compute no other size shares are left out",
        "runs-without-loss": "models whose loss is not known are left out",
        "runs-without-size": "runs that lack a size the law needs are left out",
        "scores-unrelated": "scores do not rise as the loss falls: no link leads to them",
        "seeds-averaged": "rows that differ in seed alone were averaged",
        "sigma-pooled": "the error of the scores was estimated from the series of their task",
        "sizes-unpaired": "sizes that only one condition of a pair was measured at are left out",
        "suspicious-loss-unit": "half of the losses are below 1.2: bits per byte? see --loss-unit",
        "starts-disagree": "half of the independent starts or more ended elsewhere",
        "too-few-runs": "fewer runs than the law has parameters: nothing was fitted",
        "training-at-floor": "no fitted model scores above a tenth of the range: no rise was seen",
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

CROSSINGS = MappingProxyType(
    {
        "always_better": "the second condition is surely better at every size",
        "always_worse": "the second condition is surely worse at every size, and is not to pass",
        "ceiling_below": "the scores level off, surely below the baseline",
        "crossed": "some size is surely above the baseline",
        "never_within": "nearly all bootstrap curves stay below the baseline within the reach",
        "not_yet": "every size is surely below the baseline",
        "tied": "no size is surely above the baseline, and not all are surely below",
        "unidentified": "every size is below, and the curves do not agree on what comes next",
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
    for table in (NOTES, QUALIFIERS, VERDICTS, CROSSINGS):
        if code in table:
            return table[code]
    raise KeyError(code)
