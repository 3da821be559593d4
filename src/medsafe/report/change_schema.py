"""The published shapes of a change, of candidates and of a switch as JSON: models that mirror `medsafe.model.change`."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from medsafe.model import change
from medsafe.report.base_schema import MaybeSeverity, Shape, Status, Together, Words, schema_of
from medsafe.report.schema import Assumption, Finding, Gap, Medication, MonitoringItem, Question, Report


class Shift(Shape):
    """One finding and what the order does to it."""

    builds = change.Shift
    finding: Finding = Field(description="as it is after the order; where it is gone, as it was")
    was: MaybeSeverity = Field(description="severity before; empty where it is new")
    now: MaybeSeverity = Field(description="severity after; empty where it is gone")
    through: Words = Field(description="the drugs of the order that move it")
    until: date | None = Field(description="first day on which it is silent, where it lasts while a stopped drug fades")


class Stopping(Shape):
    """What is known of stopping one drug."""

    builds = change.Stopping
    drug: str
    withdrawal: str = Field(description="published grade of symptoms or rebound; unrated where nobody rated it")
    taper: Words
    unmasks: Words = Field(description="rules in which it protected")


class ChangeReport(Shape):
    """What an order does to a list. Read `status` first; nothing found does not mean safe."""

    builds = change.ChangeReport
    status: Status = Field(description="speaks of the lines after the order: were they read")
    adds: tuple[Shift, ...]
    resolves: tuple[Shift, ...]
    worsens: tuple[Shift, ...]
    eases: tuple[Shift, ...]
    leaves: tuple[Shift, ...]
    stopping: tuple[Stopping, ...]
    monitoring: tuple[MonitoringItem, ...] = Field(description="tests that the order adds, or adds a reason for")
    questions: tuple[Question, ...]
    assumptions: tuple[Assumption, ...]
    gaps: tuple[Gap, ...]
    before: Report
    after: Report


class Option(Shape):
    """One candidate and what it would add; never whether to take it."""

    builds = change.Option
    drug: str
    text: str
    worst: MaybeSeverity = Field(description="of what it adds; empty where the rules in force find nothing")
    adds: tuple[Shift, ...]
    eases: tuple[Shift, ...]
    could_be: MaybeSeverity = Field(description="what unknown facts or missing ratings could lead to")
    unrated: Words
    washout: tuple[Shift, ...] = Field(description="between it and the drug it stands in for, while that one fades")
    earliest: date | None = Field(description="first day on which no serious finding of the washout is left")
    known: int = Field(description="how many rules in force could speak of it")
    same_moiety: bool
    because: str = Field(description="the reason for its place")


class Options(Shape):
    """Candidates, the least added first. It shows and never recommends."""

    builds = change.Options
    status: Status
    instead_of: str
    within: str
    options: tuple[Option, ...]
    skipped: Words = Field(description="members that are on the list already")
    medications: tuple[Medication, ...] = Field(description="the rest of the list, against which each was checked")
    assumptions: tuple[Assumption, ...]
    gaps: tuple[Gap, ...]
    as_of: date


class Step(Shape):
    """One constraint that a rule puts on a switch."""

    builds = change.Step
    finding: Finding
    days: int | None = Field(description="days after the last dose until the rule is silent; null where not known")
    start_from: date | None


class Switch(Shape):
    """What the rules imply for a change from one drug to another."""

    builds = change.Switch
    status: Status
    stop: str
    start: str
    last_dose: date
    together: Together = Field(description="what the rules say while both are taken")
    overlap: tuple[Finding, ...]
    steps: tuple[Step, ...]
    earliest: date | None = Field(description="first day without a contraindicated or major finding between the two")
    clear: date | None = Field(description="first day without any finding between the two")
    then: tuple[Finding, ...] = Field(description="the new drug with the rest of the list on the earliest day")
    stopping: tuple[Stopping, ...]
    questions: tuple[Question, ...]
    assumptions: tuple[Assumption, ...]
    gaps: tuple[Gap, ...]


SHAPES: dict[str, type[Shape]] = {"report": Report, "change-report": ChangeReport, "options": Options, "switch": Switch}
"""What medsafe writes, by the name under which `medsafe schema` and docs/schema know it."""


def answer_schema(what: str) -> dict[str, Any]:
    """The JSON Schema of an answer, as published in docs/schema.

    >>> answer_schema("switch")["title"]
    'Switch'
    """
    return schema_of(SHAPES[what])
