"""The parts of a report beside its findings and gaps: one named tuple a kind of entry, frozen."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Assumption(NamedTuple):
    """Something that was read into the text, so that the reader can object."""

    message: str
    line: int
    drugs: tuple[str, ...] = ()
    kind: str = ""  # spelling, frequency, route, …


class Problem(NamedTuple):
    """One clinical problem with every finding that contributes to it; `findings` are positions in `report.findings`."""

    problem: str
    title: str
    severity: str
    drugs: tuple[str, ...]
    findings: tuple[int, ...]


class Due(NamedTuple):
    """One demand of the plan: the day it falls on, and whether it was met (done, due, overdue, unknown, when indicated)."""

    when: str
    on: date | None
    state: str


class MonitoringItem(NamedTuple):
    """One test of the follow-up plan: when, and for which drugs. `due` has the days, where start dates are known."""

    test: str
    title: str
    schedule: tuple[str, ...]
    drugs: tuple[str, ...]
    rules: tuple[str, ...]
    due: tuple[Due, ...] = ()

    @property
    def next(self) -> date | None:
        """The first day on which it is still to be done, as far as that is known."""
        return next((due.on for due in self.due if due.on is not None and due.state in ("due", "overdue")), None)

    @property
    def overdue(self) -> bool:
        """Whether a day has passed on which it was to be done, and the results given do not hold it."""
        return any(due.state == "overdue" for due in self.due)


class Muted(NamedTuple):
    """A finding that a layer switched off, with its reason."""

    rule: str
    title: str
    severity: str
    drugs: tuple[str, ...]
    reason: str
    layer: str


class Accepted(NamedTuple):
    """A pair that a duplication rule saw and accepted, and why."""

    rule: str
    title: str
    drugs: tuple[str, ...]
    lines: tuple[int, ...]
    because: str


class Question(NamedTuple):
    """A fact that would change the answer; the best question comes first."""

    ask: str
    about: str  # fact, condition, substance or drug id
    could_be: str  # the highest severity the answer could lead to; "" where it could only ease what was found
    rules: tuple[str, ...]
    kind: str = ""  # fact, condition, substance, allergies, or what is missing in a line: dose, form, start, …
    title: str = ""  # what it is about, in words
    eases: str = ""  # the highest severity found that the answer could ease


class Contribution(NamedTuple):
    drug: str
    points: float
    complete: bool


class Burden(NamedTuple):
    """One axis over the whole regimen: who contributes how much, against which threshold; `unrated` is never zero."""

    rule: str
    title: str
    total: float
    threshold: float
    unit: str
    reached: bool
    contributors: tuple[Contribution, ...]
    unrated: tuple[str, ...]


class Equivalent(NamedTuple):
    """What a drug's day total counts for on a scale: at least `low`; `high` is the same, or None where the dose is open.

    `published` is what the lowest and the highest factors of the sources would make of it; the second is None where the dose is open.
    """

    scale: str
    title: str
    low: float
    high: float | None
    unit: str
    published: tuple[float, float | None] = (0.0, None)


class Dependence(NamedTuple):
    """The habit-forming view: one drug, its published grade, and what the rules say of it."""

    drug: str
    grade: str
    schedules: tuple[str, ...]  # controlled-drug schedules, where a layer holds them
    findings: tuple[int, ...]  # positions in report.findings
    alternatives: tuple[str, ...]
    days: float | None = None  # how long it has been or is to be taken, where the list says so
    equivalents: tuple[Equivalent, ...] = ()
    taper: tuple[str, ...] = ()  # what the rules say of stopping it
    limit: float | None = None  # the longest that a rule in force accepts without a word, in days
    limit_rule: str = ""  # that rule
    risky_with: tuple[int, ...] = ()  # positions of serious interactions with other habit-forming drugs and substances


class Considered(NamedTuple):
    """One candidate rule, its verdict (fires, clear, unknown, instead, muted) and the fact that decided."""

    rule: str
    title: str
    severity: str
    drugs: tuple[str, ...]
    verdict: str
    because: str


class LayerStamp(NamedTuple):
    name: str
    edition: str
    sha256: str


class Change(NamedTuple):
    """A rule that a clinic's layer altered: both severities, reason and who agreed, and when it is to be read again."""

    rule: str
    title: str
    was: str
    now: str
    reason: str
    agreed: str
    layer: str
    review_by: date | None = None
    beside: tuple[str, ...] = ()  # what it alters beside the severity, in words

    def overdue(self, day: date) -> bool:
        """Whether it was to be read again before this day."""
        return self.review_by is not None and self.review_by < day


class Provenance(NamedTuple):
    """Which code and knowledge answered, for which day and region."""

    medsafe: str
    schema: str
    as_of: date
    region: str
    layers: tuple[LayerStamp, ...]
    changes: tuple[Change, ...] = ()
