"""The works that a report can cite: where each method comes from."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from scaling.reports.content.model import Sentence, Source


def _source(
    key: str, short: str, authors: str, title: str, place: str, url: str, *, book: bool = False
) -> Source:
    """Make the list entry and the BibTeX of a work; authors are ``Last, First`` joined by and."""
    year = short.rsplit(" ", 1)[1]
    names = [name.split(",")[0] for name in authors.split(" and ")]
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} & {names[-1]}"
    listed = listed.replace(" & others", " et al.")
    kind, field = ("book", "publisher") if book else ("article", "journal")
    fields = {"author": authors, "title": f"{{{title}}}", field: place, "year": year, "url": url}
    lines = ",\n".join(f"  {name} = {{{text}}}" for name, text in fields.items() if text)
    stop = "" if title.endswith("?") else "."
    full = f"{listed} ({year}). {title}{stop} {place}."
    return Source(key, short, full, url, f"@{kind}{{{key},\n{lines}\n}}\n")


def _arxiv(key: str, short: str, authors: str, title: str, number: str) -> Source:
    return _source(key, short, authors, title, f"arXiv:{number}", f"https://arxiv.org/abs/{number}")


_ALL = (
    _source(
        "andrews1993", "Andrews 1993", "Andrews, Donald W. K.",
        "Tests for Parameter Instability and Structural Change with Unknown Change Point",
        "Econometrica 61, 821-856", "https://doi.org/10.2307/2951764",
    ),
    _source(
        "armitage1955", "Armitage 1955", "Armitage, Peter",
        "Tests for Linear Trends in Proportions and Frequencies",
        "Biometrics 11, 375-386", "https://doi.org/10.2307/3001775",
    ),
    _source(
        "benjamini1995", "Benjamini & Hochberg 1995", "Benjamini, Yoav and Hochberg, Yosef",
        "Controlling the False Discovery Rate: A Practical and Powerful Approach to Multiple "
        "Testing",
        "Journal of the Royal Statistical Society B 57, 289-300",
        "https://doi.org/10.1111/j.2517-6161.1995.tb02031.x",
    ),
    _source(
        "benjamini2001", "Benjamini & Yekutieli 2001", "Benjamini, Yoav and Yekutieli, Daniel",
        "The Control of the False Discovery Rate in Multiple Testing under Dependency",
        "The Annals of Statistics 29, 1165-1188", "https://doi.org/10.1214/aos/1013699998",
    ),
    _source(
        "davison1997", "Davison & Hinkley 1997", "Davison, Anthony C. and Hinkley, David V.",
        "Bootstrap Methods and their Application", "Cambridge University Press",
        "https://doi.org/10.1017/CBO9780511802843", book=True,
    ),
    _arxiv(
        "du2024", "Du et al. 2024",
        "Du, Zhengxiao and Zeng, Aohan and Dong, Yuxiao and Tang, Jie",
        "Understanding Emergent Abilities of Language Models from the Loss Perspective",
        "2403.15796",
    ),
    _source(
        "efron1993", "Efron & Tibshirani 1993", "Efron, Bradley and Tibshirani, Robert J.",
        "An Introduction to the Bootstrap", "Chapman and Hall", "", book=True,
    ),
    _arxiv(
        "hu2024", "Hu et al. 2024", "Hu, Shengding and others",
        "Predicting Emergent Abilities with Infinite Resolution Evaluation", "2310.03262",
    ),
    _arxiv(
        "kaplan2020", "Kaplan et al. 2020", "Kaplan, Jared and others",
        "Scaling Laws for Neural Language Models", "2001.08361",
    ),
    _source(
        "mccullagh1989", "McCullagh & Nelder 1989", "McCullagh, Peter and Nelder, John A.",
        "Generalized Linear Models, 2nd edition", "Chapman and Hall", "", book=True,
    ),
    _arxiv(
        "ruan2024", "Ruan et al. 2024",
        "Ruan, Yangjun and Maddison, Chris J. and Hashimoto, Tatsunori",
        "Observational Scaling Laws and the Predictability of Language Model Performance",
        "2405.10938",
    ),
    _arxiv(
        "schaeffer2023", "Schaeffer et al. 2023",
        "Schaeffer, Rylan and Miranda, Brando and Koyejo, Sanmi",
        "Are Emergent Abilities of Large Language Models a Mirage?", "2304.15004",
    ),
    _source(
        "simonsohn2018", "Simonsohn 2018", "Simonsohn, Uri",
        "Two Lines: A Valid Alternative to the Invalid Testing of U-Shaped Relationships With "
        "Quadratic Regressions",
        "Advances in Methods and Practices in Psychological Science 1, 538-555",
        "https://doi.org/10.1177/2515245918805755",
    ),
    _arxiv(
        "srivastava2022", "Srivastava et al. 2022", "Srivastava, Aarohi and others",
        "Beyond the Imitation Game: Quantifying and Extrapolating the Capabilities of Language "
        "Models",
        "2206.04615",
    ),
    _source(
        "venzon1988", "Venzon & Moolgavkar 1988", "Venzon, D. J. and Moolgavkar, S. H.",
        "A Method for Computing Profile-Likelihood-Based Confidence Intervals",
        "Applied Statistics 37, 87-94", "https://doi.org/10.2307/2347496",
    ),
    _arxiv(
        "wei2022", "Wei et al. 2022", "Wei, Jason and others",
        "Emergent Abilities of Large Language Models", "2206.07682",
    ),
    _source(
        "wichmann2001", "Wichmann & Hill 2001", "Wichmann, Felix A. and Hill, N. Jeremy",
        "The Psychometric Function: I. Fitting, Sampling, and Goodness of Fit",
        "Perception and Psychophysics 63, 1293-1313",
        "https://doi.org/10.3758/BF03194544",
    ),
    _source(
        "wilson1927", "Wilson 1927", "Wilson, Edwin B.",
        "Probable Inference, the Law of Succession, and Statistical Inference",
        "Journal of the American Statistical Association 22, 209-212",
        "https://doi.org/10.1080/01621459.1927.10502953",
    ),
    _arxiv(
        "xia2023", "Xia et al. 2023", "Xia, Mengzhou and others",
        "Training Trajectories of Language Models Across Scales", "2212.09803",
    ),
)  # fmt: skip

SOURCES = MappingProxyType({source.key: source for source in _ALL})
"""Every work by its key."""


def cited(sentences: Iterable[Sentence]) -> tuple[Source, ...]:
    """Return the works that some sentences cite, by their keys; raises KeyError for another."""
    keys = {key for sentence in sentences for key in sentence.sources}
    return tuple(SOURCES[key] for key in sorted(keys))
