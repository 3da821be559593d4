"""What the knowledge tells people of one rule and of one drug."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from medsafe.model.report import RuleText, SourceRef

SCHEDULES: Final = "controlled-drug"
"""The class under which a layer may hold the schedules of controlled drugs, one class a schedule."""


PSYCHOTROPIC: Final = "psychotropic"
"""The class by which the coverage table tells psychotropics from what is taken beside them."""

READ_BY_CODE: Final = (SCHEDULES, PSYCHOTROPIC)
"""Classes that sort drugs and are no group to choose a medicine from."""


class RuleRecord(NamedTuple):
    """One rule for people: its texts, its severity, and the rule as written."""

    id: str
    kind: str
    severity: str
    text: RuleText
    spec: Mapping[str, Any]
    withdrawn: Mapping[str, str] | None


class HalfLife(NamedTuple):
    """A half-life as its sources give it; for safety the upper end of a range counts."""

    time: str  # such as `25 to 49 days`; empty where only `gone` is known
    of: str  # the active metabolite that it is of; empty for the drug
    by: tuple[str, ...]  # the lines that it holds for, such as `haloperidol depot`; empty for all others
    gone: str  # what a source says of the time after the last dose until the drug has left; else empty
    tail: int  # days after the last dose for which a rule that says `tail` reckons with the drug
    sources: tuple[SourceRef, ...]


class DrugRecord(NamedTuple):
    """All that is known of one drug, and what nobody rated."""

    id: str
    title: str
    also: tuple[str, ...]
    brands: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    routes: tuple[str, ...]
    forms: tuple[str, ...]
    moiety: str
    half_life: tuple[HalfLife, ...]
    classes: tuple[str, ...]
    grades: Mapping[str, str]
    unrated: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    note: str
    substance: bool
    schedules: tuple[str, ...]  # titles, one a jurisdiction and schedule
    confused_with: tuple[str, ...]
    high_alert: bool
    schedule_sources: Mapping[str, tuple[SourceRef, ...]]  # by schedule, as in `schedules`
    grade_sources: Mapping[str, tuple[SourceRef, ...]]  # by property: the published lists that were read to grade it
