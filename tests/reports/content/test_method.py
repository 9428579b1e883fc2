"""The method in prose: what was done, with the settings that were in use, and no more."""

from __future__ import annotations

import dataclasses

import pytest

from scaling.detection.results import Test as HowTested
from scaling.fitting.records import NAN, Interval
from scaling.reports.content.method import DEFINITIONS, method
from scaling.reports.content.sources import SOURCES, cited
from tests.plots.builder import detect_result, facts, results
from tests.reports.makers import few, one, with_beside


def text_of(*series) -> str:
    return " ".join(sentence.text for sentence in method(results(series)))


def keys_of(*series) -> set[str]:
    return {key for sentence in method(results(series)) for key in sentence.sources}


def test_the_settings_are_those_in_use() -> None:
    text = text_of(one())
    for part in (
        "w0 = 1 decade", "rho = 0.005", "999 draws", "alpha = 0.05", "by size (parameters",
        "Intervals are 95% intervals: parametric", "corrected for one series",
    ):  # fmt: skip
        assert part in text
    other = one(w0=0.5, rho=0.02, alpha=0.01, test=HowTested("bootstrap", 199))
    text = text_of(other)
    for part in ("w0 = 0.5 decades", "rho = 0.02", "199 draws", "alpha = 0.01"):
        assert part in text
    both = text_of(one(), other)
    assert "w0 = 0.5 to 1 decades" in both
    assert "199 or 999 draws" in both


def test_methods_that_were_not_used_are_not_cited() -> None:
    used = keys_of(one())
    assert {"wei2022", "simonsohn2018", "benjamini1995", "davison1997", "schaeffer2023"} <= used
    assert "srivastava2022" not in used
    assert "venzon1988" not in used
    screened = one(test=HowTested("screening", 0), q_sharp=NAN, interval=None, rho=NAN)
    text = text_of(screened)
    assert "armitage1955" in used
    assert "armitage1955" not in keys_of(screened)  # no proportion was tested
    assert "without a bootstrap, so a claim needed half of alpha = 0.05" in text
    assert "Gaussian likelihood with their stated errors" in text
    assert not keys_of(screened) & {"davison1997", "benjamini1995", "mccullagh1989", "efron1993"}


def test_nothing_tested_nothing_told() -> None:
    untested = one(verdict="insufficient", test=None, interval=None, certifiable_width=NAN)
    text = text_of(dataclasses.replace(untested, points=()))
    assert text.startswith("A series holds the scores of one family on one task")
    assert "p-value" not in text
    assert keys_of(dataclasses.replace(untested, points=())) == set()


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"notes": ("seeds-averaged",)}, "differ in their seed alone were averaged"),
        ({"notes": ("checkpoint-last",)}, "Of several checkpoints"),
        ({"notes": ("derived-flops",), "size": "flops"}, "6 times parameters times tokens"),
        ({"size": "loss"}, "lower is better, widths are in nats"),
        ({"notes": ("sigma-pooled",), "rho": NAN}, "an error pooled over the series of a task"),
        ({"scores": {"bb_breakthrough/1": 7.0}}, "Published measures of emergence"),
        ({"interval": Interval("profile-likelihood (width)", 0.9, 0)}, "90% intervals: profile"),
    ],
)
def test_what_is_particular_is_said(changes: dict[str, object], part: str) -> None:
    assert part in text_of(one(**changes))
    assert part not in text_of(one())


def test_without_an_open_claim_no_half_of_alpha_was_needed() -> None:
    screened = results([one(test=HowTested("screening", 0))])
    drawn = dataclasses.replace(screened, manifest=screened.manifest | {"options": {"draws": 999}})
    text = " ".join(sentence.text for sentence in method(drawn))
    assert "no claim was open that a bootstrap could have decided" in text
    assert "Claims were made at a level of alpha = 0.05." in text
    assert "half of alpha" not in text


def test_where_nothing_rose_no_width_is_told_of() -> None:
    text = text_of(one(verdict="inverse", test=HowTested("screening", 0)))
    assert "trend test" in text
    for part in ("five shapes", "w0", "p sharp", "certifiable width"):
        assert part not in text, part
        assert part in text_of(one()), part


def test_emergence_alone_is_cited_from_those_who_defined_it() -> None:
    cites = {one.text: one.sources for one in method(few()) if "wei2022" in one.sources}
    assert list(cites) == [
        "An ability is said to emerge if smaller models do not have it and larger ones do."
    ]


def test_the_default_width_on_compute_is_explained() -> None:
    made = results([one(size="flops", w0=2.2)])
    by_default = dataclasses.replace(made, manifest=made.manifest | {"options": {"w0": None}})
    explained = "times the decades of compute that a family spends"
    assert explained in " ".join(sentence.text for sentence in method(by_default))
    assert explained not in text_of(one(size="flops", w0=2.2))


def test_pairs_and_pooled_tasks_are_told() -> None:
    text = " ".join(sentence.text for sentence in method(with_beside()))
    assert "scored by a hard and by a soft metric" in text
    assert "one width and one shape for all families" in text
    assert "hard and by a soft" not in " ".join(one.text for one in method(few()))


def test_both_kinds_of_axis() -> None:
    loss = detect_result(facts("B"), size="loss", sizes=(3.0, 2.5, 2.0))
    assert "both scales" in text_of(one(), loss)


def test_every_source_is_known_and_complete() -> None:
    assert {key for keys in DEFINITIONS.values() for key in keys} <= set(SOURCES)
    sources = cited(method(few()))
    assert [source.key for source in sources] == sorted(source.key for source in sources)
    for source in SOURCES.values():
        assert source.bibtex.startswith(("@article{" + source.key, "@book{" + source.key))
        assert source.bibtex.isascii()
        assert source.short.rsplit(" ", 1)[1] in source.key
        assert source.url.startswith("https://") or "@book" in source.bibtex
