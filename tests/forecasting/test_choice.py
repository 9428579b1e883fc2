"""The rule that chooses a curve, branch by branch, and its sentence."""

import pytest

from scaling.fitting.selection import Criteria, compare_criteria
from scaling.forecasting.choice import choose
from scaling.forecasting.records import Backtest, CurveRow

NAN = float("nan")
GOOD = Backtest(n=3, mae=0.02, mae_last=0.05, skill_last=0.6)
BETTER = Backtest(n=3, mae=0.01, mae_last=0.05, skill_last=0.8)
BAD = Backtest(n=3, mae=0.08, mae_last=0.05, skill_last=-0.6)


def row(name, n_free, aicc, bic=0.0, *, backtest=GOOD, loo=NAN, notes=(), status="ok", message=""):
    return CurveRow(
        curve=name, n_free=n_free, aicc=aicc, bic=bic, backtest=backtest, loo=loo, notes=notes,
        status=status, message=message,
    )  # fmt: skip


def chosen(rows, n_sizes=8):
    criteria = [
        Criteria(one.n_free, one.aicc, one.bic)
        if one.status == "ok" and "not-converged" not in one.notes
        else None
        for one in rows
    ]
    return choose(rows, compare_criteria(criteria, n_sizes), n_sizes)


def test_a_clear_winner_is_named_with_its_margin():
    found = chosen([row("logistic", 3, 10.0), row("linear", 2, 15.5), row("step", 3, 130.0)])
    assert found.chosen == "logistic"
    assert found.as_good == ("logistic",)
    assert found.reason == (
        "Use logistic: its AICc is 5.5 below that of linear, the next; its mean error in "
        "predicting the largest sizes was .020 (last value .050)."
    )


def test_of_several_as_good_the_simplest_is_used():
    found = chosen([row("logistic", 3, 10.0), row("linear", 2, 12.0), row("constant", 1, 12.1)])
    assert found.chosen == "linear"
    assert found.as_good == ("logistic", "linear")
    assert found.reason == (
        "These 8 sizes cannot tell logistic and linear apart (AICc within 2): use linear, the "
        "simplest; its mean error in predicting the largest sizes was .020 (last value .050)."
    )


def test_of_equally_simple_ones_the_back_test_decides():
    found = chosen(
        [row("logistic", 3, 10.0), row("gompertz", 3, 10.5, backtest=BETTER), row("step", 4, 10.0)]
    )
    assert found.chosen == "gompertz"
    assert (
        "use gompertz, of the simplest (3 free parameters each) the one with the smallest "
        "back-test error; its mean error in predicting the largest sizes was .010"
    ) in found.reason


def test_then_leave_one_size_out_then_the_order():
    none = Backtest()
    rows = [
        row("logistic", 3, 10.0, backtest=none, loo=0.2),
        row("gompertz", 3, 10.5, backtest=none, loo=0.1),
    ]
    assert chosen(rows).chosen == "gompertz"
    assert "the one with the smallest leave-one-size-out error; too few" in chosen(rows).reason
    same = [row("logistic", 1, 10.0, backtest=none), row("gompertz", 1, 9.0, backtest=none)]
    assert chosen(same).chosen == "logistic"
    assert chosen(same).reason == (
        "These 8 sizes cannot tell gompertz and logistic apart (AICc within 2): use logistic, of "
        "the simplest (1 free parameter each) the first in the list; too few sizes to hold one "
        "out."
    )


@pytest.mark.parametrize(
    ("rows", "start"),
    [
        (
            [row("logistic", 3, 10.0, backtest=BAD), row("linear", 2, 15.5)],
            "Use logistic: its",
        ),
        ([row("logistic", 3, 10.0), row("linear", 2, 10.0, backtest=BAD)], "These 8 sizes cannot"),
    ],
)
def test_a_back_test_that_contradicts_is_told(rows, start):
    reason = chosen(rows).reason
    assert reason.startswith(start)
    assert reason.endswith(
        ", but it predicted the largest sizes worse than their last value did (mean error .080, "
        "last value .050)."
    )


def test_worse_in_digits_that_are_not_shown_is_not_worse():
    close = Backtest(n=1, mae=0.01701, mae_last=0.017, skill_last=-0.0006)
    assert "but it" not in chosen([row("linear", 2, 1.0, backtest=close)]).reason


def test_sizes_too_few_for_aicc_by_bic():
    rows = [
        row("linear", 2, 31.0, 10.0),
        row("constant", 1, 20.0, 14.0),
        row("logistic", 3, NAN, 1.0),
    ]
    found = chosen(rows, 4)
    assert found.chosen == "linear"
    assert found.reason.startswith(
        "4 sizes are too few for AICc; among curves of at most 2 free parameters, use linear: its "
        "BIC is 4.0 below that of constant, the next; its mean error"
    )
    tie = [row("linear", 2, 31.0, 10.0), row("constant", 1, 20.0, 11.0), row("step", 3, NAN, 1.0)]
    assert chosen(tie, 4).chosen == "constant"
    assert chosen(tie, 4).reason.startswith(
        "4 sizes are too few for AICc; among curves of at most 2 free parameters, BIC cannot tell "
        "linear and constant apart (within 2): use constant, the simplest; its mean error"
    )


def test_only_one_simple_curve():
    rows = [row("linear", 2, NAN, 10.0), row("logistic", 3, NAN, 1.0)]
    assert chosen(rows, 3).reason.startswith(
        "3 sizes are too few for AICc; among curves of at most 2 free parameters, use linear, the "
        "only one left to compare; its mean"
    )


def test_no_simple_curve():
    rows = [row("logistic", 3, NAN, 10.0), row("step", 3, NAN, 1.0)]
    found = chosen(rows, 4)
    assert found.chosen == "step"
    assert found.reason.startswith(
        "4 sizes are too few for AICc, and every curve here has more free parameters than they "
        "bear; use step: its BIC is 9.0 below that of logistic, the next"
    )


def test_a_fit_that_did_not_converge_is_no_candidate():
    rows = [row("logistic", 3, 1.0, notes=("not-converged",)), row("linear", 2, 15.5)]
    found = chosen(rows)
    assert found.chosen == "linear"
    assert found.reason.startswith("Use linear, the only one left to compare; its mean error")
    assert chosen(rows[:1]).chosen is None
    assert chosen(rows[:1]).reason == (
        "No curve can be used: no fit reached the solver's tolerance."
    )


def test_one_curve_was_asked_for():
    assert chosen([row("linear", 2, 15.5)]).reason.startswith(
        "Use linear, the only one that was asked for; its mean error"
    )


def test_nothing_was_fitted():
    failed = [row("linear", None, NAN, status="failed", message="too few sizes")]
    assert chosen(failed).chosen is None
    assert chosen(failed).reason == "No curve could be fitted: too few sizes."
    failed.append(row("logistic", None, NAN, status="failed", message="a sigmoid rises"))
    assert chosen(failed).reason == ("No curve could be fitted: too few sizes (and 1 more reason).")
