"""The sheet of a dataset: a Data Package v2 descriptor with our ``scaling`` section.

Standard: https://datapackage.org/standard/data-package/ (v2). The standard's own properties may
be extended freely; a key of ours that is misspelled is an error.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from scaling.record_faults import did_you_mean
from scaling.table import Kind

Sha256 = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
NO_FILE_NAME = frozenset('/\\:*?"<>|')  # what some system does not allow, path separators first


def is_plain_name(name: str) -> bool:
    """Return whether a file of this name can stand beside a sheet, on any system."""
    return (
        name.isprintable()
        and NO_FILE_NAME.isdisjoint(name)
        and name == name.strip()
        and name[:1] not in ("", ".")
    )


def _plain_path(path: str) -> str:
    if not is_plain_name(path):
        raise ValueError("expected the name of a file beside the sheet")
    return path


PlainPath = Annotated[str, AfterValidator(_plain_path)]


class _Standard(BaseModel):
    """A descriptor of the standard, which may carry properties that we do not use.

    ``standard`` are the keys that the standard gives it, where they are checked. It allows
    properties of one's own; here they need a prefix (``mine:colour``), so that a misspelled key is
    told from one.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)
    standard: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, record: Any) -> Any:
        for key in record if cls.standard and isinstance(record, dict) else ():
            if key not in cls.standard and ":" not in str(key):
                raise PydanticCustomError(
                    "unknown_key", "{key}: unknown key{close}",
                    {"key": str(key), "close": did_you_mean(str(key), cls.standard)},
                )  # fmt: skip
        return record


class _Ours(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class License(_Standard):
    """A licence, by its SPDX name."""

    standard = ("name", "path", "title")

    name: str
    title: str = ""
    path: str = ""


class Origin(_Standard):
    """Where the numbers were published."""

    standard = ("title", "path", "email", "version")

    title: str
    path: str = ""


class TableField(_Standard):
    """One column of a resource."""

    name: str
    type: str
    description: str = ""


class TableSchema(_Standard):
    """The columns of a resource."""

    fields: tuple[TableField, ...]


class Resource(_Standard):
    """One file of the dataset, with its checksum."""

    standard = (
        "name", "path", "type", "title", "description", "format", "mediatype", "encoding", "bytes",
        "hash", "sources", "licenses", "schema", "dialect", "$schema", "row_marks",
    )  # fmt: skip

    name: str
    path: PlainPath
    encoding: str = "utf-8"
    bytes: int = Field(ge=0)
    hash: Sha256
    row_marks: str = ""
    table: TableSchema = Field(alias="schema")

    @property
    def sha256(self) -> str:
        """The checksum without its prefix."""
        return self.hash.removeprefix("sha256:")


class TaskFacts(_Ours):
    """What is known of one task and metric, for the rows that do not say.

    ``chance``, ``ceiling`` and ``sigma`` are in the unit of the score; None where unknown.
    """

    task: str
    metric: str | None = None
    metric_kind: Literal["proportion", "bounded", "real", "loss"] | None = None
    hardness: Literal["hard", "soft"] | None = None
    chance: float | None = None
    ceiling: float | None = None
    n_items: float | None = Field(default=None, gt=0)
    sigma: float | None = Field(default=None, gt=0)
    description: str = ""


class FamilyFacts(_Ours):
    """Whether the models of a family differ in more than scale, and in what."""

    heterogeneous: bool = False
    reason: str = ""

    @model_validator(mode="after")
    def _reason_given(self) -> FamilyFacts:
        if self.heterogeneous and not self.reason.strip():
            raise ValueError("a heterogeneous family needs a reason")
        return self


class ScalingSection(_Ours):
    """What the toolkit needs beyond the standard."""

    kind: Kind
    citation: str
    bibtex: str = ""
    made: str = ""
    caveats: tuple[str, ...] = ()
    tasks: tuple[TaskFacts, ...] = ()
    families: dict[str, FamilyFacts] = Field(default_factory=dict)


class Sheet(_Standard):
    """The sheet of one dataset."""

    standard = (
        "$schema", "name", "id", "title", "description", "homepage", "image", "version", "created",
        "keywords", "licenses", "sources", "contributors", "resources", "scaling",
    )  # fmt: skip

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    title: str
    description: str = ""
    version: str
    created: str = ""
    licenses: tuple[License, ...] = Field(min_length=1)
    sources: tuple[Origin, ...] = Field(min_length=1)
    resources: tuple[Resource, ...] = Field(min_length=1, max_length=1)
    scaling: ScalingSection

    @property
    def resource(self) -> Resource:
        """The one table of the dataset."""
        return self.resources[0]

    @property
    def licence(self) -> str:
        """The names of all licences on one line."""
        return ", ".join(licence.name for licence in self.licenses)

    def record_of(self, task: str, metric: str | None) -> int | None:
        """Return the place of the task record of a task and metric, whatever their case.

        One of the very metric goes before one of all metrics.
        """
        for wanted in (folded(metric), None):
            for place, record in enumerate(self.scaling.tasks):
                of = None if record.metric is None else folded(record.metric)
                if of == wanted and folded(record.task) == folded(task):
                    return place
        return None

    def facts(self, task: str, metric: str | None) -> TaskFacts | None:
        """Return what the sheet says of a task and metric, whatever their case."""
        place = self.record_of(task, metric)
        return None if place is None else self.scaling.tasks[place]

    def heterogeneous(self) -> dict[str, str]:
        """Return the reason for every family whose models differ in more than scale."""
        families = self.scaling.families.items()
        return {name: facts.reason for name, facts in families if facts.heterogeneous}


def folded(text: str | None) -> str:
    """Return a name as it is compared: whatever its case, and the blanks around it."""
    return (text or "").strip().lower()
