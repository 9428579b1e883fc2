"""Gadre et al.'s law of over-training: loss in compute C and tokens per parameter M."""

from __future__ import annotations

from scaling.laws.power_terms import PowerTerms, Term

LAW = PowerTerms(
    name="over-training",
    summary="loss in compute, at any ratio of tokens to parameters: over-trained models",
    formula="E + (a M^eta + b M^-eta) C^-eta, M = D/N",
    source="Gadre et al. 2024, arXiv:2403.08540, eq. 4",
    needs=("params", "tokens", "flops"),
    terms=(
        Term("a", "eta", (("flops", 1.0), ("tokens", -1.0), ("params", 1.0))),
        Term("b", "eta", (("flops", 1.0), ("tokens", 1.0), ("params", -1.0))),
    ),
)
