"""The shape of a file in a layer's `tests/`: whole lists, what must be found and what must not."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from medsafe.catalogue.specs import Names, Spec

Severity = Literal["contraindicated", "major", "moderate", "minor"]


class RegimenSpec(Spec):
    """One list as a chart holds it, and what the report must say of it."""

    list: Annotated[list[str], Field(min_length=1)]
    patient: str = ""
    as_of: date | None = None
    region: str = ""
    flags: dict[str, Severity | Literal["any"]] = {}  # rule → the severity at which it must be found
    passes: Names = []  # rules that must not be found
    unsure: Names = []  # rules that must wait for a fact
    mutes: Names = []  # rules that would have fired, and are switched off
    highest: Severity | Literal["none"] | None = None  # nothing is found above this
    note: str = ""


def regimens_schema() -> dict[str, Any]:
    """The JSON Schema of a file in `tests/`."""
    schema = RegimenSpec.model_json_schema()
    definitions = schema.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "medsafe: tests of a layer",
        "type": "object",
        "additionalProperties": False,
        "properties": {"regimens": {"type": "object", "additionalProperties": {"$ref": "#/$defs/RegimenSpec"}}},
        "$defs": {**definitions, "RegimenSpec": schema},
    }
