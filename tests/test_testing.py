"""The contract check passes what is right and names what is wrong, in these very words."""

import re
from dataclasses import dataclass

import numpy as np
import pytest

from scaling.curves import get_curve
from scaling.errors import ContractError, ScalingError
from scaling.testing import check_curve, default_designs
from tests.curves.polish import a_design


@dataclass(frozen=True)
class Toy:
    """A score that halves its distance to a limit every so many decades."""

    name: str = "toy"
    summary: str = "towards a limit"
    formula: str = "limit - (limit - start) 2^(-(x - smallest) / half)"
    source: str = "-"
    internal: tuple[str, ...] = ("start", "limit", "half")
    linear: tuple[str, ...] = ("start", "limit")
    parameters: tuple[str, ...] = ("start", "limit", "half")
    ceiling_parameter: str | None = None

    def why_not(self, design):
        return ""

    def bounds(self, design):
        half = np.ones_like(design.low)
        low, high = [design.low, design.low, 0.1 * half], [design.high, design.high, 5 * half]
        return np.stack(low), np.stack(high)

    def nodes(self, design):
        theta = np.empty((3, 4, design.x.shape[1]))
        theta[:2] = design.low
        theta[2] = np.array([0.2, 0.5, 1.0, 3.0])[:, None]
        return theta

    def value(self, theta, placed):
        left = 2.0 ** (-(placed.x - placed.design.left) / theta[2])
        return theta[0] * left + theta[1] * (1 - left)

    def value_and_jacobian(self, theta, placed):
        distance = (placed.x - placed.design.left) / theta[2]
        left = 2.0**-distance
        slope = (theta[0] - theta[1]) * left * np.log(2.0) * distance / theta[2]
        return self.value(theta, placed), np.stack([left, 1 - left, slope])

    def natural(self, theta, design):
        return dict(zip(self.parameters, theta, strict=True))


class Broken:
    """Toys that break one rule each."""

    class WhyNot(Toy):
        def why_not(self, design):
            return None

    class Picky(Toy):
        def why_not(self, design):
            return "only for Elo"

    class FewBounds(Toy):
        def bounds(self, design):
            return tuple(bound[:2] for bound in super().bounds(design))

    class OpenBounds(Toy):
        def bounds(self, design):
            lower, upper = super().bounds(design)
            return lower, np.where(upper == 5, np.inf, upper)

    class CrossedBounds(Toy):
        def bounds(self, design):
            lower, upper = super().bounds(design)
            return upper, lower

    class FlatNodes(Toy):
        def nodes(self, design):
            return super().nodes(design)[:, 0]

    class NoNodes(Toy):
        def nodes(self, design):
            return super().nodes(design)[:, :0]

    class FarNodes(Toy):
        def nodes(self, design):
            return 2 * super().nodes(design)

    class FlatValue(Toy):
        def value(self, theta, placed):
            return super().value(theta, placed)[0]

    class InfiniteValue(Toy):
        def value(self, theta, placed):
            return super().value(theta, placed) + np.where(placed.x > 10, np.inf, 0)

    class FewSlopes(Toy):
        def value_and_jacobian(self, theta, placed):
            value, jacobian = super().value_and_jacobian(theta, placed)
            return value, jacobian[:2]

    class TwoValues(Toy):
        def value_and_jacobian(self, theta, placed):
            value, jacobian = super().value_and_jacobian(theta, placed)
            return value + 0.25 * (np.abs(value).max(axis=0) + 1), jacobian

    class WrongSlope(Toy):
        def value_and_jacobian(self, theta, placed):
            value, jacobian = super().value_and_jacobian(theta, placed)
            return value, jacobian * np.array([1.0, 1.0, -1.0])[:, None, None]

    class Changes(Toy):
        def value(self, theta, placed):
            theta[0] = theta[1]
            return super().value(theta, placed)

    class OtherNames(Toy):
        def natural(self, theta, design):
            return {"limit": theta[1], "start": theta[0], "half": theta[2]}

    class OneNumber(Toy):
        def natural(self, theta, design):
            return super().natural(theta, design) | {"half": theta[2][:1]}

    class Mixes(Toy):
        def natural(self, theta, design):
            return super().natural(theta, design) | {
                "half": theta[2] + 0 * theta[1] + theta[1].max()
            }

    class MixesBounds(Toy):
        def bounds(self, design):
            lower, upper = super().bounds(design)
            return lower, np.where(upper < 5, upper.max() + 0 * upper, upper)


NAMES = "('start', 'limit', 'half')"


@pytest.mark.parametrize(
    ("curve", "rule", "rest"),
    [
        (Toy(summary=""), "summary is text", "a str, not empty, found ''; write it"),
        (
            Toy(linear=["start"]), "linear holds names",
            "a tuple of str, found ['start']; one name a coordinate",
        ),
        (
            Toy(parameters=("half", "half")), "parameters holds names",
            "each name once, found ('half', 'half'); rename the second",
        ),
        (Toy(internal=()), "internal holds names", "at least one name, found (); name them"),
        (
            Toy(linear=("begin",)), "linear coordinates are internal",
            "one of start, limit, half, found 'begin'; correct linear",
        ),
        (
            Toy(ceiling_parameter="top"), "the ceiling parameter is internal",
            "None or one of start, limit, half, found 'top'; correct ceiling_parameter",
        ),
        (
            Broken.WhyNot(), "why_not returns a str, empty where the family can be used",
            'a str, found None; return "" or a sentence',
        ),
        (
            Broken.Picky(), "why_not returns a str, empty where the family can be used",
            "'' for one of the designs, found ['only for Elo', 'only for Elo']; "
            "pass the design that the family is for",
        ),
        (
            Broken.FewBounds(), "the lower bounds have their shape",
            "shape (3, 3), found (2, 3); see the protocol",
        ),
        (
            Broken.OpenBounds(), "the upper bounds are finite",
            "finite numbers, found 3 that are not; guard overflow and logarithms",
        ),
        (
            Broken.CrossedBounds(), "the bounds of start are in order",
            "upper - lower of at least 0, found -1; correct bounds",
        ),
        (
            Broken.FlatNodes(), "the nodes have their shape",
            "shape (3, 3, 3), found (3, 3); see the protocol",
        ),
        (Broken.NoNodes(), "there are nodes", "a node, found 0; start somewhere"),
        (
            Broken.FarNodes(), "the nodes of half lie within its bounds",
            "none outside, found 1 outside; correct nodes or bounds",
        ),
        (
            Broken.FlatValue(), "the value has its shape",
            "shape (15, 3), found (3,); see the protocol",
        ),
        (
            Broken.InfiniteValue(), "the value is finite",
            "finite numbers, found 18 that are not; guard overflow and logarithms",
        ),
        (
            Broken.FewSlopes(), "the Jacobian has its shape",
            "shape (3, 15, 3), found (2, 15, 3); see the protocol",
        ),
        (
            Broken.TwoValues(), "value_and_jacobian gives the value of value",
            "no difference, found 0.25; use one expression for both",
        ),
        (
            Broken.WrongSlope(), "the Jacobian by half is the derivative of the value",
            "-0.338492 (finite differences), found 0.338492; correct value_and_jacobian",
        ),
        (
            Broken.Changes(), "theta is not changed",
            "the same numbers, found others; copy it first",
        ),
        (
            Toy(linear=("start", "half")), "the value is jointly linear in start, half",
            "no difference from a sum, found 0.187207; take the others out of linear",
        ),
        (
            Broken.OtherNames(), "natural returns its parameters, in their order",
            f"{NAMES}, found ('limit', 'start', 'half'); name them alike",
        ),
        (
            Broken.OneNumber(), "natural gives half one number a column",
            "shape (3,), found (1,); broadcast it to the columns",
        ),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Toy) else None,
)  # fmt: skip
def test_a_broken_rule_is_named(curve, rule, rest):
    expected = f"the curve 'toy' breaks the rule '{rule}': expected {rest}"
    with pytest.raises(ContractError, match=f"^{re.escape(expected)}$"):
        check_curve(curve)


@pytest.mark.parametrize(
    ("curve", "design", "what", "column"),
    [(Broken.Mixes(), 0, "natural", 1), (Broken.MixesBounds(), 1, "bounds", 0)],
    ids=["natural", "bounds"],
)
def test_columns_that_mix_are_named(curve, design, what, column):
    design = default_designs()[design]
    expected = (
        f"the curve 'toy' breaks the rule 'columns of {what} do not mix': expected the same bits "
        f"for a column alone and among others, found others in column {column}; "
        "reduce over sizes only, never over columns"
    )
    with pytest.raises(ContractError, match=f"^{re.escape(expected)}$"):
        check_curve(curve, design)


def test_an_attribute_that_is_not_there_is_named():
    class Nothing:
        name = "nothing"
        summary = formula = source = "-"

    expected = (
        "the curve 'nothing' breaks the rule 'every attribute of a Curve is there': "
        "expected internal, found None; see scaling/curves/base.py"
    )
    with pytest.raises(ContractError, match=f"^{re.escape(expected)}$"):
        check_curve(Nothing())


def test_a_method_that_is_none_is_named():
    class Valueless(Toy):
        value = None

    expected = (
        "the curve 'toy' breaks the rule 'value is a method': "
        "expected a function, found None; define it"
    )
    with pytest.raises(ContractError, match=f"^{re.escape(expected)}$"):
        check_curve(Valueless())


def test_what_keeps_the_contract_passes():
    assert check_curve(Toy()) is None
    assert check_curve(get_curve("segmented"), a_design(np.linspace(7, 9, 6))) is None
    assert issubclass(ContractError, ScalingError)


def test_a_class_is_not_a_curve():
    with pytest.raises(ContractError) as caught:
        check_curve(type(get_curve("linear")))
    assert str(caught.value) == (
        "the curve 'linear' breaks the rule 'a curve is an object, not a class': expected an "
        "object, found a class; make one: MyCurve()"
    )


def test_an_error_of_the_curve_is_named():
    class Broken(type(get_curve("linear"))):
        def bounds(self, design):
            raise ZeroDivisionError("division by zero")

    with pytest.raises(ContractError) as caught:
        check_curve(Broken())
    assert str(caught.value) == (
        "the curve 'linear' breaks the rule 'its functions take and return arrays': expected no "
        "error, found ZeroDivisionError: division by zero; correct the function that raised it"
    )
