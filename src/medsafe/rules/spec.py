"""The fields of a rule as YAML holds them, in the order in which they tell its story."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from medsafe.catalogue.specs import Names, Spec

Severity = Literal["contraindicated", "major", "moderate", "minor", "none"]
Do = Literal["avoid", "change", "adjust", "monitor", "inform"]
Kind = Literal["interaction", "duplication", "burden", "habit-forming", "dose-limit", "patient", "monitoring"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, (str, dict)) else value


Conditions = Any
"""A condition, or a list of them: outer list all, inner list any. The notation room parses and checks it."""


class Regrade(Spec):
    """An exception: where `when` is known to hold, the severity is `to`."""

    to: Severity = "none"
    when: Conditions
    because: str = ""
    do: Do | None = None
    action: Annotated[list[str], BeforeValidator(_listed)] = []
    not_in: Names = []


class Say(Spec):
    """A sentence added to the advice under a condition."""

    when: Conditions
    because: str


class Withdrawn(Spec):
    """A rule that was wrong: kept, so that its id stays a promise."""

    date: date
    reason: str
    replaced_by: str = ""


class RuleSpec(Spec):
    """One rule."""

    title: str
    kind: Kind
    problem: str = ""
    between: list[Names] | None = None
    within: Names | None = None
    of: str | dict[str, Names] | None = None
    drug: Names | None = None
    level: Literal["product", "ingredient", "moiety", "class", "purpose"] | None = None
    allow: Annotated[int, Field(ge=0)] = 1
    reaches: str | None = None
    at_most: str | None = None
    tests: dict[str, Names] | None = None
    washout: dict[str, Names] | None = None
    routes: Literal["any", "systemic"] = "systemic"
    when: Conditions | None = None
    unless: Conditions | None = None
    regrade: Annotated[list[Regrade], BeforeValidator(_listed)] = []
    accepts: list[str | Regrade] = []
    severity: Severity | None = None
    regions: dict[str, Severity] = {}
    do: Do = "monitor"
    instead_of: Names = []
    floor: bool = False
    effect: str = ""
    why: str = ""
    action: Annotated[list[str], BeforeValidator(_listed)] = []
    say: Annotated[list[Say], BeforeValidator(_listed)] = []
    monitor: Annotated[list[str], BeforeValidator(_listed)] = []
    onset: Literal["hours", "days", "weeks", "months", ""] = ""
    acceptable_when: str = ""
    alternatives: Names = []
    taper: str = ""
    evidence: Literal["established", "probable", "suspected", "theoretical"] | None = None
    sources: Names = []
    reviewed: date | None = None
    reviewed_by: str = ""
    withdrawn: Withdrawn | None = None
    note: str = ""
    examples: dict[
        Literal["flags", "passes", "unsure", "contraindicated", "major", "moderate", "minor"], list[str]
    ] = {}


SHAPES = ("between", "within", "of", "drug")
