"""What the commands that fit offer is what the options of the package accept, defaults alike."""

from dataclasses import fields

import click
import pytest

from scaling.cli import compare, fit
from scaling.fitting import options as fitting
from scaling.forecasting.options import CompareOptions

CHOICES = {
    "objective": fitting.OBJECTIVE_NAMES,
    "weights": fitting.WEIGHTS,
    "floor": fitting.FLOORS,
    "ceiling": fitting.CEILINGS,
    "interval": fitting.INTERVALS,
}
COMMANDS = {
    "fit": (fit.command, fitting.FitOptions()),
    "compare": (compare.command, CompareOptions()),
}


def parameters(command):
    return {one.name: one for one in command.params if isinstance(one, click.Option)}


@pytest.mark.parametrize("name", COMMANDS)
def test_choices_are_those_of_the_package(name):
    command, _ = COMMANDS[name]
    offered = {
        key: tuple(one.type.choices)
        for key, one in parameters(command).items()
        if isinstance(one.type, click.Choice) and key in CHOICES
    }
    assert offered == {key: CHOICES[key] for key in offered}
    assert {"objective", "weights", "ceiling"} <= set(offered)


@pytest.mark.parametrize("name", COMMANDS)
def test_defaults_are_those_of_the_package(name):
    command, options = COMMANDS[name]
    shared = {f.name for f in fields(options)} & set(parameters(command)) - {"curves", "curve"}
    for key in shared:
        default = parameters(command)[key].default
        wanted = getattr(options, key)
        assert type(wanted)(default) == wanted, key
    assert {"rho", "draws", "seed", "objective", "delta"} <= shared
