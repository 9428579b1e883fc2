"""The links from loss to score by name. A further one is a ``Curve`` and a line here.

On the loss axis, x = -loss, a link is a curve like any other: it rises to the right.
"""

from __future__ import annotations

from scaling.curves.base import Curve
from scaling.curves.logistic import CURVE as LOGISTIC
from scaling.errors import unknown_name
from scaling.fitting.options import wrong_value
from scaling.forecasting.two_step.exponential import CURVE as EXPONENTIAL

# a / (1 + exp(-k (L - L0))) + b of the OLMo ladder (Bhagia et al. 2024, arXiv:2412.04403, section
# 3.2) is the logistic curve on this axis: ceiling b, floor a + b, midpoint L0, width ln 81 / k.
SIGMOID = LOGISTIC.with_free_floor()
LINKS: dict[str, Curve] = {"sigmoid": SIGMOID, "exponential": EXPONENTIAL}
DEFAULT_LINK = "sigmoid"


def get_link(name: str) -> Curve:
    """Return the link of this name.

    Raises UnknownNameError with the nearest name, OptionError for what is no name.

    >>> get_link("exponential").parameters
    ('epsilon', 'k', 'gamma')
    """
    if not isinstance(name, str):
        raise wrong_value("link", "a name", name)
    if name not in LINKS:
        raise unknown_name("link", name, LINKS)
    return LINKS[name]
