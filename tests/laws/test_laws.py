"""Every law keeps the contract; formulas against the papers' own numbers."""

import re
from importlib import metadata

import numpy as np
import pytest

from scaling.errors import ContractError, ScalingError, UnknownNameError
from scaling.laws import Sizes, get_law, law_names, registry
from scaling.laws.data_constrained import Base, DataConstrained
from scaling.testing import check_law
from scaling.testing.laws import default_sizes

REGISTERED = [name for name, _ in registry.LAWS]
MUENNIGHOFF = Base(  # arXiv:2305.16264, app. A: ln A, ln B, ln E and alpha = beta as printed
    E=float(np.exp(0.6254804)), A=float(np.exp(6.255414)), B=float(np.exp(7.3049974)),
    alpha=0.3526596, beta=0.3526596,
)  # fmt: skip


def theta_of(name, natural, sizes):
    """Return internal coordinates of a sum of power terms from natural parameters."""
    law = get_law(name)
    exponent = {one: natural[one] for one in law.exponents}
    logs = [np.log(natural["E"])]
    for term in law.terms:
        offset = exponent[term.exponent] * term.offset(sizes.centre)
        logs.append(np.log(natural[term.coefficient]) - offset)
    return np.array([*logs, *exponent.values()])[:, None]


def loss(name, natural, params, tokens):
    sizes = Sizes.of(params, tokens, 6 * params * tokens)
    theta = theta_of(name, natural, sizes)
    return np.exp(get_law(name).log_loss(theta, sizes, sizes.centre))[:, 0]


@pytest.mark.parametrize("name", REGISTERED)
def test_every_law_keeps_the_contract(name):
    law = get_law(name)
    assert law.name == name
    check_law(law)


def test_the_law_with_given_constants_keeps_the_contract():
    check_law(DataConstrained(base=MUENNIGHOFF))


def test_the_chinchilla_law_is_the_papers():
    # Hoffmann et al. 2022, §1: 70B parameters on 1.4T tokens; eq. 10 with their constants.
    constants = {"E": 1.69, "A": 406.4, "B": 410.7, "alpha": 0.34, "beta": 0.28}
    found = loss("chinchilla", constants, np.array([70e9]), np.array([1.4e12]))
    by_hand = 1.69 + 406.4 / 70e9**0.34 + 410.7 / 1.4e12**0.28
    assert found == pytest.approx([by_hand])
    assert by_hand == pytest.approx(1.937, abs=0.001)


def test_the_over_training_law_is_the_tied_law_in_other_words():
    # With C = 6 N D and M = D/N: (a M^eta) C^-eta = a (6 N^2)^-eta.
    params, tokens = np.array([1e8, 1e9, 3e9]), np.array([2e9, 1e11, 6e10])
    constants = {"E": 1.7, "a": 120.0, "b": 180.0, "eta": 0.17}
    tied = {"E": 1.7, "A": 120.0 * 6**-0.17, "B": 180.0 * 6**-0.17, "alpha": 0.34}
    assert loss("over-training", constants, params, tokens) == pytest.approx(
        loss("tied-exponent", tied, params, tokens)
    )
    compute, ratio = 6 * params * tokens, tokens / params
    gadre = 1.7 + (120.0 * ratio**0.17 + 180.0 * ratio**-0.17) * compute**-0.17
    assert loss("over-training", constants, params, tokens) == pytest.approx(gadre)


def test_kaplans_law_is_the_papers():
    # Kaplan et al. 2020, table 2: alpha_N .076, alpha_D .103, N_c 6.4e13, D_c 1.8e13.
    law = get_law("kaplan")
    params, tokens = np.array([1e7, 1e9]), np.array([2e10, 3e9])
    sizes = Sizes.of(params, tokens, 6 * params * tokens)
    centre = sizes.centre
    theta = np.array([
        0.076 * (np.log(6.4e13) - centre.params), 0.103 * (np.log(1.8e13) - centre.tokens),
        0.076, 0.103,
    ])[:, None]  # fmt: skip
    by_hand = ((6.4e13 / params) ** (0.076 / 0.103) + 1.8e13 / tokens) ** 0.103
    assert np.exp(law.log_loss(theta, sizes, centre))[:, 0] == pytest.approx(by_hand)
    natural = law.natural(theta, centre)
    assert natural["Nc"] == pytest.approx([6.4e13])
    assert natural["Dc"] == pytest.approx([1.8e13])


def test_repeated_data_are_worth_what_the_paper_says():
    # Muennighoff et al. 2023, eq. 17: U_N = .051 U_D; R*_N 5.309743, R*_D 15.387756.
    law = DataConstrained(base=MUENNIGHOFF)
    unique = np.array([1e9, 1e9, 25e9])
    params, tokens = np.array([2e7, 2.8e9, 4.2e9]), np.array([1e9, 55e9, 84e9])
    sizes = Sizes.of(params, tokens, 6 * params * tokens, unique)
    theta = np.log([[5.309743], [15.387756]])
    used = np.minimum(0.051 * unique, params)
    more, repeats = params / used - 1, tokens / unique - 1
    effective_n = used * (1 + 5.31 * (1 - np.exp(-more / 5.31)))
    effective_d = unique * (1 + 15.4 * (1 - np.exp(-repeats / 15.4)))
    by_hand = 521 / effective_n**0.353 + 1488 / effective_d**0.353 + 1.87
    assert np.exp(law.log_loss(theta, sizes, sizes.centre))[:, 0] == pytest.approx(
        by_hand, rel=0.005
    )


def test_without_repeats_the_data_constrained_law_is_chinchillas():
    params, tokens = np.array([1e8, 1e9]), np.array([1e11, 2e11])  # few enough for the tokens
    sizes = Sizes.of(params, tokens, 6 * params * tokens)
    law = DataConstrained(base=MUENNIGHOFF)
    found = np.exp(law.log_loss(np.log([[5.0], [15.0]]), sizes, sizes.centre))[:, 0]
    assert found == pytest.approx(loss("chinchilla", MUENNIGHOFF._asdict(), params, tokens))


ONE = np.full(5, 1e9)
MANY = np.array([1e8, 3e8, 1e9, 3e9, 1e10])


@pytest.mark.parametrize(
    ("name", "params", "tokens", "reduced"),
    [
        ("chinchilla", MANY, 20 * ONE, "power-params"),
        ("tied-exponent", ONE, MANY, "power-tokens"),
        ("kaplan", MANY, 20 * MANY, "power-flops"),
        ("over-training", MANY, MANY**0.7 * 1e3, "power-flops"),
        ("chinchilla", MANY, MANY[::-1] * np.array([1, 2, 1, 3, 1]), None),
        ("data-constrained", MANY, MANY[[2, 0, 4, 1, 3]], "chinchilla"),
        ("data-constrained", MANY, 20 * ONE, "power-params"),
        ("chinchilla", MANY, np.array([1, 9, 1.05, 1, 9]) * 1e10, "tied-exponent"),
        ("tied-exponent", MANY, np.array([1, 9, 1, 1, 9]) * 1e10, None),
        ("chinchilla", MANY, np.array([1, 1.3, 1.6, 1, 1.3]) * 1e10, "tied-exponent"),
        ("chinchilla", MANY, np.array([1, 1.02, 0.98, 1, 1.05]) * 1e10, "power-params"),
        ("power-params", ONE, MANY, ""),
        ("power-tokens", ONE, MANY, None),
    ],
)
def test_what_sizes_can_identify(name, params, tokens, reduced):
    sizes = Sizes.of(params, tokens, 6 * params * tokens)
    assert get_law(name).reduced(sizes) == reduced


def test_unknown_laws_and_plug_ins(monkeypatch):
    with pytest.raises(UnknownNameError, match="unknown law 'chinchila': did you mean 'chinchil"):
        get_law("chinchila")
    assert get_law("Over_Training").name == "over-training"
    entries = [
        metadata.EntryPoint("mine", "scaling.laws.chinchilla:LAW", registry.ENTRY_POINTS),
        metadata.EntryPoint("broken", "no_such_module:LAW", registry.ENTRY_POINTS),
    ]
    monkeypatch.setattr("scaling.plugins.metadata.entry_points", lambda **_: entries)
    assert get_law("mine").name == "chinchilla"
    assert law_names()[-2:] == ("broken", "mine")
    told = "the plug-in 'no_such_module:LAW' for the law 'broken' cannot be loaded"
    with pytest.raises(ScalingError, match=told):
        get_law("broken")


class Broken:
    """A law with one thing wrong; everything else is Chinchilla's."""

    def __init__(self, **changes):
        self.changes = changes

    def __getattr__(self, name):
        return self.__dict__["changes"].get(name, getattr(get_law("chinchilla"), name))


def twice(theta, sizes, centre):
    value, jacobian = get_law("chinchilla").log_loss_and_jacobian(theta, sizes, centre)
    return value, 2 * jacobian


def mixed(theta, sizes, centre):
    value, jacobian = get_law("chinchilla").log_loss_and_jacobian(theta, sizes, centre)
    return value, jacobian * (1 + 1e-9 * theta.shape[1])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": ""}, "'name is text': expected a str, not empty, found ''; write it"),
        ({"needs": ("size",)}, "'it needs sizes that there are': expected a field of Sizes"),
        ({"linear": ("a",)}, "'linear coordinates are internal': expected one of log E, log A"),
        ({"nodes": 3}, "'nodes is a method': expected a function, found 3; define it"),
        ({"parameters": ["E"]}, "'parameters holds names': expected a tuple of str"),
        ({"log_loss_and_jacobian": twice}, "'the Jacobian by log E is the derivative of the val"),
        ({"log_loss_and_jacobian": mixed}, "'columns do not mix'"),
        ({"natural": lambda theta, centre: {}}, "'natural returns its parameters, in their order'"),
        ({"bounds": lambda log_loss: 1 / 0}, "expected no error, found ZeroDivisionError"),
    ],
)  # fmt: skip
def test_a_law_that_breaks_a_rule(changes, message):
    law = Broken(**changes)
    with pytest.raises(ContractError, match=re.escape(message)):
        check_law(law, default_sizes())


def test_a_class_is_no_law():
    with pytest.raises(ContractError, match="expected an object, found a class; make one"):
        check_law(DataConstrained)
