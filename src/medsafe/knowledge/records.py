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
    half_life: str
    classes: tuple[str, ...]
    grades: Mapping[str, str]
    unrated: tuple[str, ...]
    sources: tuple[SourceRef, ...]
    note: str
    substance: bool
    schedules: tuple[str, ...]  # titles, one a jurisdiction and schedule
    confused_with: tuple[str, ...]
    high_alert: bool
