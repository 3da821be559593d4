"""What the models of a report's JSON are made of: words from closed lists, and shapes that build frozen types."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict
from pydantic_core import core_schema

from medsafe.model.words import DO, EVIDENCE, GAP_KINDS, KINDS, SEVERITIES

VERDICTS = ("fires", "clear", "unknown", "instead", "muted")
DUE_STATES = ("done", "due", "overdue", "unknown", "when indicated")
STATUSES = ("complete", "assumed", "partial")


class _OneOf(NamedTuple):
    """A string that must be one of some words, which have their one home in `model.words`."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.literal_schema(list(self.words))


Status = Annotated[str, _OneOf(STATUSES)]
Kind = Annotated[str, _OneOf(KINDS)]
Severity = Annotated[str, _OneOf(SEVERITIES)]
MaybeSeverity = Annotated[str, _OneOf(("", *SEVERITIES))]
Do = Annotated[str, _OneOf(DO)]
MaybeEvidence = Annotated[str, _OneOf(("", *EVIDENCE))]
GapKind = Annotated[str, _OneOf(GAP_KINDS)]
Verdict = Annotated[str, _OneOf(VERDICTS)]
DueState = Annotated[str, _OneOf(DUE_STATES)]
Words = tuple[str, ...]
Positions = tuple[int, ...]


class Shape(BaseModel):
    """One kind of object in the document, and the frozen type that it builds."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=True)
    builds: ClassVar[Any]

    def build(self) -> Any:
        """The object of `medsafe.model` that this describes."""
        return self.builds(**self.parts())

    def parts(self) -> dict[str, Any]:
        """Its fields, built."""
        return {field.alias or name: _built(getattr(self, name)) for name, field in type(self).model_fields.items()}


def _built(value: Any) -> Any:
    if isinstance(value, Shape):
        return value.build()
    return tuple(map(_built, value)) if isinstance(value, tuple) else value
