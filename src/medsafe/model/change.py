"""What a change of a list does, what could stand in for a drug, and what a switch asks for. Everything is frozen."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from medsafe.model.medication import Medication
from medsafe.model.report import Assumption, Finding, Gap, MonitoringItem, Question, Report
from medsafe.model.shown import ShownAnswer


class Shift(NamedTuple):
    """One finding and what the order does to it. `was` is empty where it is new, `now` where it is gone."""

    finding: Finding  # as it is after the order; where it is gone, as it was
    was: str  # severity before
    now: str  # severity after
    through: tuple[str, ...]  # the drugs of the order that move it
    until: date | None = (
        None  # the first day on which it no longer speaks, where it lasts only while a stopped drug fades
    )


class Stopping(NamedTuple):
    """What is known of stopping one drug."""

    drug: str
    withdrawal: str  # published grade of symptoms or rebound on stopping; "unrated" where nobody rated it
    taper: tuple[str, ...]  # what the rules in force say of stopping it
    unmasks: tuple[str, ...]  # rules in which it protected: their findings rise or appear with the order


class _ChangeReport(NamedTuple):
    status: str
    adds: tuple[Shift, ...]
    resolves: tuple[Shift, ...]
    worsens: tuple[Shift, ...]
    eases: tuple[Shift, ...]
    leaves: tuple[Shift, ...]
    stopping: tuple[Stopping, ...]
    monitoring: tuple[MonitoringItem, ...]  # tests that the order adds to the plan, or for which it adds a reason
    questions: tuple[Question, ...]
    assumptions: tuple[Assumption, ...]
    gaps: tuple[Gap, ...]
    before: Report
    after: Report


class ChangeReport(ShownAnswer, _ChangeReport):
    """What an order does to a list. Read `status` first; it speaks of the lines after the order."""

    __slots__ = ()


class Option(NamedTuple):
    """One drug, checked in the place of another or on top of a list: what it would add, never whether to take it."""

    drug: str
    text: str  # the line as given, or the drug's title
    worst: str  # severity of the worst that it adds; "" where the rules in force find nothing
    adds: tuple[Shift, ...]  # findings it brings or raises
    eases: tuple[Shift, ...]  # findings that are gone or lower with it
    could_be: str  # highest severity that unknown facts or missing ratings could lead to; "" where there is none
    unrated: tuple[str, ...]  # properties on which nobody rated it, where that hides a serious rule
    washout: tuple[Shift, ...]  # findings between it and the drug it stands in for, while that one fades
    earliest: date | None  # first day on which no serious finding of the washout is left; None where none is known
    known: int  # how many rules in force could speak of it: of a drug that few rules know, little was judged
    same_moiety: bool  # it is or becomes the same active substance as the drug it would stand in for
    because: str  # the reason for its place, in a sentence


class _Options(NamedTuple):
    status: str
    instead_of: str
    within: str
    options: tuple[Option, ...]
    skipped: tuple[str, ...]  # members that are on the list already
    medications: tuple[Medication, ...]  # the rest of the list, against which each was checked
    assumptions: tuple[Assumption, ...]
    gaps: tuple[Gap, ...]
    as_of: date


class Options(ShownAnswer, _Options):
    """Candidates, least added first. It shows and never recommends: nothing found does not mean safe."""

    __slots__ = ()


class Step(NamedTuple):
    """One constraint that a rule puts on a switch."""

    finding: Finding  # as it would be if the new drug began on the day of the last dose
    days: int | None  # days after the last dose until the rule no longer speaks; None where that is not known
    start_from: date | None


class _Switch(NamedTuple):
    status: str
    stop: str
    start: str
    last_dose: date
    together: str  # barred, with care, nothing found, not judged: what the rules say while both are taken
    overlap: tuple[Finding, ...]  # findings between the two while both are taken
    steps: tuple[Step, ...]  # constraints after the last dose
    earliest: date | None  # first day on which no contraindicated or major finding between the two is left
    clear: date | None  # first day on which no finding between the two is left
    then: tuple[Finding, ...]  # findings of the new drug with the rest of the list on the earliest day
    stopping: tuple[Stopping, ...]
    questions: tuple[Question, ...]  # facts that could change the answer
    assumptions: tuple[Assumption, ...]
    gaps: tuple[Gap, ...]


class Switch(ShownAnswer, _Switch):
    """What the rules imply for a change from one drug to another."""

    __slots__ = ()
