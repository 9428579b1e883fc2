"""Which benchmark is which task: the same one under other spellings, metrics and prompts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# One benchmark under several names; Ruan et al. 2024 call WinoGrande "Winograd" (their scores
# are multiples of 1/1267, the items of WinoGrande).
ALIASES = {
    "winograd": "winogrande",
    "wg": "winogrande",
    "arcc": "arcchallenge",
    "arce": "arceasy",
    "hswag": "hellaswag",
    "tqa": "truthfulqa",
    "gsm": "gsm8k",
    "parsinluqa": "persianqa",
    "parsinlu": "persianqa",
    "wordunscramble": "wordunscrambling",
}
_MARKS = re.compile(r"[\W_]+")
_SHOTS = re.compile(r"\d+[\s_-]*shots?|shots?[\s_=:-]*\d+", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])")  # of MMLUPro
_CONDITIONS = re.compile(
    r"(?:zeroshot|fewshot|shots?|mc\d|cot|direct|acc|accuracy|accnorm|norm|em|exactmatch|"
    r"exact|match|bleu|brier|pass\d*|maj\d*|test|val|validation|dev)"
)


def plain_task(name: str) -> str:
    """Return a task's name without case, marks, shots, metrics and prompts.

    >>> plain_task("ARC-Challenge (25-shot, acc_norm)"), plain_task("ARC-C"), plain_task("Winograd")
    ('arcchallenge', 'arcchallenge', 'winogrande')
    >>> plain_task("XWinograd"), plain_task("truthfulqa_mc2"), plain_task("gsm8k_cot")
    ('xwinograd', 'truthfulqa', 'gsm8k')
    """
    return _joined(_words(name))


def same_task(one: str, other: str) -> bool:
    """Return whether two names are of one task, or one is a variant of the other.

    A name whose first words are the other is taken as its variant (``gsm8k`` and ``gsm8k-hard``):
    a benchmark too many left out costs little, one that holds the answer costs the forecast.

    >>> same_task("GSM8K", "gsm8k_cot"), same_task("Winograd", "WinoGrande")
    (True, True)
    >>> same_task("XWinograd", "WinoGrande"), same_task("task1", "task10")
    (False, False)
    """
    first, second = _words(one), _words(other)
    return _joined(first) in _beginnings(second) or _joined(second) in _beginnings(first)


def _words(name: str) -> list[str]:
    """Return the words of a task's name, in any script, without those of how it was measured."""
    spaced = _HUMP.sub(" ", _SHOTS.sub(" ", unicodedata.normalize("NFKC", name)))
    words = [word for word in _MARKS.split(spaced.casefold()) if word]
    return [
        *words[:1],
        *(word for word in words[1:] if not _CONDITIONS.fullmatch(word)),
    ] or [name.strip()]


def _joined(words: Sequence[str]) -> str:
    joined = "".join(words)
    return ALIASES.get(joined, joined)


def _beginnings(words: Sequence[str]) -> set[str]:
    return {_joined(words[:count]) for count in range(1, len(words) + 1)}


def plain_model(name: str) -> str:
    """Return a model's name without its publisher, case and marks.

    >>> plain_model("meta-llama/Llama-2-7b-hf"), plain_model("Llama 2 7B")
    ('llama-2-7b', 'llama-2-7b')
    >>> plain_model("gpt-neo-1.3B"), plain_model("gpt-neo-13B")
    ('gpt-neo-1-3b', 'gpt-neo-13b')
    """
    whole = unicodedata.normalize("NFKC", name).casefold().rsplit("/", 1)[-1]
    return "-".join(word for word in _MARKS.split(whole) if word).removesuffix("-hf")


def publisher(name: str) -> str:
    """Return who published a model, empty where the name does not say.

    >>> publisher("meta-llama/Llama-2-7b"), publisher("Llama 2 7B")
    ('meta-llama', '')
    """
    return name.casefold().rsplit("/", 1)[0] if "/" in name else ""
