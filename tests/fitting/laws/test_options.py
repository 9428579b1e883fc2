"""Options of a law's fit and rules of exclusion, in these very words."""

import pytest

from scaling.errors import DataError, OptionError, UnknownNameError
from scaling.fitting.laws import LawOptions, fit_runs
from scaling.fitting.laws.exclusions import RULES, Rule, exclude
from scaling.laws import get_law
from tests.run_makers import some_runs


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"law": 3}, "law: expected a name or a Law, got 3"),
        ({"objective": "mean"}, "objective: expected one of huber, squares, lad, got 'mean'"),
        ({"bootstrap": "wild"}, "bootstrap: expected one of case, weighted, got 'wild'"),
        ({"delta": 0}, "delta: expected a number above zero, got 0"),
        ({"delta": 0.1, "objective": "lad"}, "delta: belongs to the objective huber, not to lad"),
        ({"level": 1.0}, "level: expected a number between 0 and 1, got 1"),
        ({"draws": 3}, "draws: expected a whole number, 0 or at least 19, got 3"),
        ({"seed": -1}, "seed: expected a whole number not below zero, got -1"),
        ({"exclude_rule": "highest-loss"}, "exclude_rule: expected NAME:COUNT such as lowest-tok"),
        ({"exclude_rule": "highest-loss:-1"}, "exclude_rule: expected NAME:COUNT such as lowest"),
    ],
)
def test_options_out_of_range(options, message):
    with pytest.raises(OptionError) as caught:
        LawOptions(**options)
    assert str(caught.value).startswith(message)


def test_unknown_names():
    with pytest.raises(UnknownNameError, match="did you mean 'highest-loss'"):
        LawOptions(exclude_rule="highest-los:3")
    with pytest.raises(UnknownNameError, match="did you mean 'chinchilla'"):
        fit_runs(some_runs(), LawOptions(law="chinchila"))
    with pytest.raises(UnknownNameError, match="unknown model to exclude 'run-00': did you mean"):
        exclude(some_runs(), ["run-00"], [])


def test_options_are_recorded_by_name():
    recorded = LawOptions(law=get_law("kaplan"), exclude="a", exclude_rule="Highest_Loss:2")
    assert recorded.recorded()["law"] == "kaplan"
    assert recorded.exclude == ("a",)
    assert recorded.rules == (Rule("highest-loss", 2),)


def test_excluded_runs_are_listed_with_the_reason():
    runs = some_runs(10)
    left, gone = exclude(runs, ["RUN-003"], [Rule("highest-loss", 2), Rule("lowest-params", 1)])
    assert left.n + len(gone) == 10
    assert (gone[0].model, gone[0].reason) == ("run-003", "named by --exclude")
    others = runs.without([3], "-", "-")
    by_loss = sorted(range(9), key=lambda at: -others.loss[at])
    assert [one.model for one in gone[1:3]] == [others.models[at] for at in by_loss[:2]]
    assert gone[1].reason == (
        f"highest-loss:2: loss {others.loss.max():.4g}, 1 from the highest of 9"
    )


def test_exclusions_that_leave_nothing():
    with pytest.raises(DataError, match="no run is left: 10 were excluded; exclude fewer"):
        exclude(some_runs(10), [], [Rule("highest-loss", 12)])
    with pytest.raises(DataError, match="the rule highest-epochs needs epochs, which no run has"):
        exclude(some_runs(10), [], [Rule("highest-epochs", 1)])


def test_the_command_line_offers_every_rule():
    from scaling.cli.law import run_options

    assert tuple(run_options.RULES.split(", ")) == tuple(RULES)
