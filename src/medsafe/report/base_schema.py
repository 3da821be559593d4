"""What the models of a report's JSON are made of: words from closed lists, and shapes that build frozen types."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import core_schema

from medsafe.errors import InputError
from medsafe.model.words import DO, EVIDENCE, GAP_KINDS, KINDS, SEVERITIES

SAID = {
    "Report": "a report",
    "ChangeReport": "a change of a list",
    "Options": "candidates",
    "Switch": "a switch",
}
"""What an answer is called in a message."""
VERDICTS = ("fires", "clear", "unknown", "instead", "muted")
DUE_STATES = ("done", "due", "overdue", "unknown", "when indicated")
STATUSES = ("complete", "assumed", "partial")
TOGETHER = ("barred", "with care", "nothing found", "not judged")


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
Together = Annotated[str, _OneOf(TOGETHER)]
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


def read_as(shape: type[Shape], document: Any) -> Any:
    """Build an answer from plain data; every fault is listed with its place."""
    try:
        return shape.model_validate(document).build()
    except ValidationError as error:
        said = SAID[shape.__name__]
        faults = [f"  {_place(fault['loc'])}: {_what(fault, said)}" for fault in error.errors()]
        more = [f"  … and {len(faults) - 20} more"] if len(faults) > 20 else []
        raise InputError("\n".join([f"not {said} of this version of medsafe:", *faults[:20], *more])) from None


def _place(location: tuple[int | str, ...]) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return place.lstrip(".") or "the document"


def _what(fault: Any, said: str) -> str:
    if fault["type"] == "missing":
        return "is missing"
    if fault["type"] == "extra_forbidden":
        return f"is not part of {said}; take it out, or read it with the medsafe that wrote it"
    message: str = fault["msg"]
    return message.removeprefix("Value error, ").replace("Input should", "should")


def schema_of(shape: type[Shape]) -> dict[str, Any]:
    """The JSON Schema of an answer, as published in docs/schema."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape.model_json_schema()}
