"""The published shape of a report's JSON: models that mirror `medsafe.model.report`, and read a document back."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from medsafe.model import medication, patient, report
from medsafe.report.base_schema import (
    Do,
    DueState,
    GapKind,
    Kind,
    MaybeEvidence,
    MaybeSeverity,
    Positions,
    Severity,
    Shape,
    Status,
    Verdict,
    Words,
)


class SourceRef(Shape):
    """Who says so: a source and the section cited."""

    builds = report.SourceRef
    id: str
    section: str
    title: str
    locator: str = Field(description="DOI, PMID, application number or paragraph")


class Finding(Shape):
    """A rule that fired, with everything the rule says."""

    rule: str = Field(description="the rule's id, never reused")
    kind: Kind
    title: str
    problem: str = Field(description="id of the clinical problem; empty for monitoring")
    severity: Severity
    do: Do
    evidence: MaybeEvidence = Field(description="empty only where a layer's author left it out")
    onset: str
    drugs: Words = Field(description="ids of the drugs that made it fire")
    lines: Positions = Field(description="0-based positions in the input; -1 is the patient text")
    effect: str
    why: str
    action: Words
    monitor: Words
    acceptable_when: str
    alternatives: Words
    taper: str
    because: Words = Field(description="the facts that decided")
    could_be: tuple[Severity, Severity] | None = Field(description="lowest and highest while facts are unknown")
    would_change: Words = Field(description="what would lower or raise it")
    nested_in: str = Field(description="id of the rule under which it is shown, or empty")
    usual_do: Do | None = Field(description="what the rule says where no exception changed it; null where the same")
    usual_action: Words | None = Field(description="as usual_do, for action")
    sources: tuple[SourceRef, ...]
    reviewed: str
    reviewed_by: str
    layer: str
    changed_by: str

    def build(self) -> report.Finding:
        """The finding, with its rule's texts gathered in `about`."""
        parts = self.parts()
        about = {name: parts[name] for name in report.RuleText._fields}
        for name in ("do", "action"):
            if parts[f"usual_{name}"] is not None:
                about[name] = parts[f"usual_{name}"]
        own = {name: parts[name] for name in report.Finding._fields if name != "about"}
        return report.Finding(about=report.RuleText(**about), **own)


class Problem(Shape):
    """One clinical problem with every finding that contributes to it."""

    builds = report.Problem
    problem: str
    title: str
    severity: Severity
    drugs: Words
    findings: Positions = Field(description="positions in findings")


class Gap(Shape):
    """Something that was not judged, why, and what to ask."""

    builds = report.Gap
    kind: GapKind
    message: str
    lines: Positions
    drugs: Words
    rules: Words = Field(description="rules that wait for the answer, most severe first")
    suggestions: Words
    ask: str
    could_be: MaybeSeverity = Field(description="the highest severity that the answer could lead to")
    supposed: Words = Field(
        description="for an unread name: what each medicine that it may be would bring, at major or above"
    )


class Question(Shape):
    """A fact that would change the answer; the best question comes first."""

    builds = report.Question
    ask: str
    about: str = Field(description="id of a fact, condition, substance or drug")
    could_be: MaybeSeverity = Field(description="the highest the answer could lead to; empty: it could only ease")
    rules: Words
    kind: str = Field(description="fact, condition, substance, allergies, or what is missing in a line")
    title: str
    eases: MaybeSeverity = Field(description="the highest severity found that the answer could ease")


class Assumption(Shape):
    """Something that was read into the text, so that the reader can object."""

    builds = report.Assumption
    message: str
    line: int
    drugs: Words
    kind: str


class Accepted(Shape):
    """A pair that a duplication rule saw and accepted, and why."""

    builds = report.Accepted
    rule: str
    title: str
    drugs: Words
    lines: Positions
    because: str


class Amount(Shape):
    """What is given each time."""

    builds = medication.Amount
    low: float
    high: float
    unit: str


class DayTotal(Shape):
    """The most of one drug that a line permits in a day; where it is not complete, at least this much."""

    builds = medication.DayTotal
    drug: str
    amount: float
    unit: str
    complete: bool


class Medication(Shape):
    """One line as written, and what was read in it."""

    builds = medication.Medication
    text: str
    line: int = Field(description="0-based position in the input; -1 is the patient text")
    drugs: Words
    products: Words
    how: str = Field(description="exact, synonym, brand, code, clinic name or fuzzy; empty when no drug was read")
    read_as: str
    dose: Amount | None
    per_day: float | None
    daily: tuple[DayTotal, ...]
    route: str | None
    form: str | None
    times: Words
    days_per_week: float | None
    as_needed: bool
    start: date | None
    stop: date | None
    stopped: bool
    duration: float | None = Field(description="days")
    indication: str | None
    unread: Words = Field(description="words that were not understood")


class Result(Shape):
    """A test that was done on a day, with its value where that is known."""

    builds = patient.Result
    test: str
    day: date
    value: float | None


class Patient(Shape):
    """What is known of the patient; what is not here is unknown, neither yes nor no."""

    builds = patient.Patient
    facts: dict[str, float | str]
    conditions: frozenset[str]
    absent: frozenset[str]
    allergies: Words | None = Field(description="an empty list is no known allergies; null is unknown")
    substances_absent: frozenset[str]
    conditions_complete: bool
    results: tuple[Result, ...] = Field(description="tests done, for the follow-up plan")
    bounds: dict[str, tuple[float, float]] = Field(
        description="facts known only to lie between two numbers, such as the eGFR of a stage of kidney disease",
    )


class Due(Shape):
    """One demand of the plan, its day, and whether it was met."""

    builds = report.Due
    when: str
    on: date | None
    state: DueState


class MonitoringItem(Shape):
    """One test of the follow-up plan."""

    builds = report.MonitoringItem
    test: str
    title: str
    schedule: Words
    drugs: Words
    rules: Words
    due: tuple[Due, ...] = Field(description="days, where start dates are known")


class Contribution(Shape):
    """What one drug adds to a total."""

    builds = report.Contribution
    drug: str
    points: float
    complete: bool


class Burden(Shape):
    """One total over the whole list against its threshold; unrated is never zero."""

    builds = report.Burden
    rule: str
    title: str
    total: float
    threshold: float
    unit: str
    reached: bool
    contributors: tuple[Contribution, ...]
    unrated: Words


class Equivalent(Shape):
    """What a drug's day total counts for on a scale."""

    builds = report.Equivalent
    scale: str
    title: str
    low: float
    high: float | None = Field(description="null where the dose is open")
    unit: str
    published: tuple[float, float | None] = Field(description="by the lowest and highest factor of the sources")


class Dependence(Shape):
    """A habit-forming drug: its published grade, and what the rules say of it."""

    builds = report.Dependence
    drug: str
    grade: str
    schedules: Words
    findings: Positions
    alternatives: Words
    days: float | None = Field(description="how long it has been or is to be taken")
    equivalents: tuple[Equivalent, ...]
    taper: Words
    limit: float | None = Field(description="the longest that a rule in force accepts without a word, in days")
    limit_rule: str
    risky_with: Positions = Field(description="serious interactions with other habit-forming drugs and substances")


class Muted(Shape):
    """A finding that a layer switched off, with its reason."""

    builds = report.Muted
    rule: str
    title: str
    severity: Severity
    drugs: Words
    reason: str
    layer: str


class Considered(Shape):
    """A candidate rule, its verdict and the fact that decided."""

    builds = report.Considered
    rule: str
    title: str
    severity: Severity
    drugs: Words
    verdict: Verdict
    because: str


class LayerStamp(Shape):
    """A layer of knowledge, its edition and the fingerprint of its files."""

    builds = report.LayerStamp
    name: str
    edition: str
    sha256: str


class Change(Shape):
    """A rule that a layer altered."""

    builds = report.Change
    rule: str
    title: str
    was: str
    now: str
    reason: str
    agreed: str
    layer: str
    review_by: date | None = Field(description="the day by which the change is to be read again")
    beside: Words = Field(description="what it alters beside the severity")


class Provenance(Shape):
    """Which code and knowledge answered, for which day and region."""

    builds = report.Provenance
    medsafe: str
    schema_: str = Field(alias="schema", description="version of this schema")
    as_of: date
    region: str
    layers: tuple[LayerStamp, ...]
    changes: tuple[Change, ...]


class Report(Shape):
    """The answer to one check. Read `status` first; an empty list of findings does not mean safe."""

    status: Status = Field(description="speaks of the lines alone: were they read")
    findings: tuple[Finding, ...] = Field(description="most severe first")
    problems: tuple[Problem, ...]
    gaps: tuple[Gap, ...] = Field(description="what was not judged")
    questions: tuple[Question, ...]
    accepted: tuple[Accepted, ...]
    assumptions: tuple[Assumption, ...]
    medications: tuple[Medication, ...]
    patient: Patient
    monitoring: tuple[MonitoringItem, ...]
    burdens: tuple[Burden, ...]
    dependence: tuple[Dependence, ...]
    equivalents: tuple[Equivalent, ...] = Field(description="the sums of those in `dependence`, a scale each")
    muted: tuple[Muted, ...]
    considered: tuple[Considered, ...]
    provenance: Provenance

    def build(self) -> report.Report:
        """The report, with everything worked out."""
        parts = self.parts()
        del parts["equivalents"]  # summed from `dependence` again
        later = report.Later(**{name: parts.pop(name) for name in report.Later._fields})
        return report.Report(**parts, later=later)
