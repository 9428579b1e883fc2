"""Which benchmark is which task: the same one under other spellings, metrics and prompts."""

from __future__ import annotations

import re

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
_MARKS = re.compile(r"[^a-z0-9]+")
_CONDITIONS = re.compile(
    r"(?:zeroshot|fewshot|\d+shots?|mc\d|cot|direct|acc|accuracy|accnorm|norm|em|exactmatch|"
    r"exact|match|bleu|brier|pass\d*|maj\d*|test|val|validation|dev)"
)


def plain_task(name: str) -> str:
    """Return a task's name without case, marks, shots, metrics and prompts.

    >>> plain_task("ARC-Challenge (25-shot, acc_norm)"), plain_task("ARC-C"), plain_task("Winograd")
    ('arcchallenge', 'arcchallenge', 'winogrande')
    >>> plain_task("XWinograd"), plain_task("truthfulqa_mc2"), plain_task("gsm8k_cot_8")
    ('xwinograd', 'truthfulqa', 'gsm8k')
    """
    spaced = re.sub(r"(\d+)[\s_-]*(shots?)", r"\1\2", name.casefold())
    words = [word for word in _MARKS.split(spaced) if word]
    kept = words[:1] + [
        word for word in words[1:] if not (word.isdigit() or _CONDITIONS.fullmatch(word))
    ]
    joined = "".join(kept)
    return ALIASES.get(joined, joined)


def same_task(one: str, other: str) -> bool:
    """Return whether two names are of one task, or one is a variant of the other.

    A name that begins with the other is taken as its variant (``gsm8k`` and ``gsm8k-hard``):
    a benchmark too many left out costs little, one that holds the answer costs the forecast.

    >>> same_task("GSM8K", "gsm8k_cot"), same_task("Winograd", "WinoGrande")
    (True, True)
    >>> same_task("XWinograd", "WinoGrande"), same_task("arithmetic_3da", "arithmetic_3ds")
    (False, False)
    """
    first, second = plain_task(one), plain_task(other)
    shorter, longer = sorted((first, second), key=len)
    return first == second or (bool(shorter) and longer.startswith(shorter))


def plain_model(name: str) -> str:
    """Return a model's name without its publisher, case and marks.

    >>> plain_model("meta-llama/Llama-2-7b-hf"), plain_model("Llama 2 7B")
    ('llama-2-7b', 'llama-2-7b')
    >>> plain_model("gpt-neo-1.3B"), plain_model("gpt-neo-13B")
    ('gpt-neo-1-3b', 'gpt-neo-13b')
    """
    joined = "-".join(word for word in _MARKS.split(name.casefold().rsplit("/", 1)[-1]) if word)
    return joined.removesuffix("-hf")
