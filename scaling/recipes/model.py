"""What a recipe of a figure may say: its keys, their types, and the line of help of each.

To add a key, add a field with its description; the schema for editors and the table in
``docs/figures.md`` follow from it.
"""

from __future__ import annotations

from math import isfinite
from numbers import Real
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

LONGEST_TEXT = 600  # characters of a finding or citation: three long sentences


def _names(value: Any) -> Any:
    """Check what rows are chosen by: one name or number, or a list of them."""
    entries = value if isinstance(value, list) else [value]
    kinds = {isinstance(one, (str, Real)) and not isinstance(one, bool) for one in entries}
    blank = any(isinstance(one, str) and not one.strip() for one in entries)
    endless = any(isinstance(one, float) and not isfinite(one) for one in entries)
    if kinds != {True} or blank or endless:
        raise ValueError("expected a name, a number or a list of them")
    return value


def _options(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("expected a table of options such as draws = 199")
    return value


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("expected some words")
    return text


_ONE = {"type": ["string", "number"]}
Names = Annotated[
    Any,
    AfterValidator(_names),
    WithJsonSchema({"anyOf": [_ONE, {"type": "array", "items": _ONE, "minItems": 1}]}),
]
Words = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_not_blank)]
Options = Annotated[Any, AfterValidator(_options), WithJsonSchema({"type": "object"})]


class _Strict(BaseModel):
    """A table of a recipe: no key but its own, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Select(_Strict):
    """Which rows of the dataset the figure is made from; all, where nothing is said."""

    task: Names = Field(default=None, description="tasks; * stands for any letters")
    family: Names = Field(default=None, description="families of models")
    metric: Names = Field(default=None, description="metrics")
    n_shots: Names = Field(default=None, description="numbers of examples in the prompt")
    prompting: Names = Field(default=None, description="prompting conditions, such as cot")
    tuning: Names = Field(default=None, description="base, instruct, rlhf, finetuned …")
    architecture: Names = Field(default=None, description="decoder, encoder or encoder-decoder")
    model: Names = Field(default=None, description="models")
    source: Names = Field(default=None, description="where scores were published")
    where: dict[str, Names] | None = Field(
        default=None, description="values of any other column, by the column's name"
    )
    together: bool = Field(
        default=False, description="true: models of all chosen families as one curve"
    )
    checkpoint: str | None = Field(
        default=None,
        description="a checkpoint, or all; the last of each model where nothing is said",
    )
    size: str | None = Field(
        default=None,
        description="the size axis: params, flops, tokens, loss or a column of the data's own",
    )


class Recipe(_Strict):
    """One figure: what it shows, from which data, by which analysis, drawn how."""

    finding: Words = Field(description="one to three sentences: what is seen, and who found it")
    citation: Words = Field(description="where the finding or its data were published")
    kind: str = Field(description="kind of chart; 'scaling plot --list' lists all")
    dataset: str | None = Field(
        default=None,
        description="name of a dataset, or a path from the recipe's folder; none for power",
    )
    analysis: str | None = Field(
        default=None,
        description="command whose results are drawn, where it is not the kind's usual one",
    )
    theme: str = Field(default="light", description="light, dark or print")
    width: str | None = Field(
        default=None,
        description="column, page or a length such as 17cm; the chart's own if not given",
    )
    title: str | None = Field(
        default=None,
        description="text above the figure, empty for none; made from the results if absent",
    )
    select: Select = Field(default=Select(), description="which rows of the data")
    options: Options = Field(
        default_factory=dict, description="keywords of the analysis, such as draws or curves"
    )
