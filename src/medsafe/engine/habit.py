"""The habit-forming view: each drug with its grade, how long it is taken, what its dose counts for, and what the rules say of it."""

from __future__ import annotations

from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.report import Dependence, Equivalent, Finding
from medsafe.model.truth import INFINITY
from medsafe.rules.case import Case


def dependence(case: Case, knowledge: KnowledgeBase, findings: tuple[Finding, ...]) -> tuple[Dependence, ...]:
    """Each listed drug of which a habit-forming rule speaks, and drugs that a source rated or cleared of dependence."""
    grades = knowledge.dependence_grades
    schedules = knowledge.schedules
    found = []
    for drug in sorted(case.by_drug):
        about = tuple(i for i, f in enumerate(findings) if f.kind == "habit-forming" and drug in f.drugs)
        grade = grades.get(drug, "")
        held = schedules.get(drug, ())
        if not (about or grade or held):
            continue
        own = [findings[i] for i in about]
        found.append(
            Dependence(
                drug,
                grade or "unrated",
                tuple(held),
                about,
                tuple(dict.fromkeys(other for finding in own for other in finding.alternatives)),
                _days(case, drug),
                _equivalents(case, drug),
                tuple(dict.fromkeys(finding.taper for finding in own if finding.taper)),
            )
        )
    return tuple(found)


def _days(case: Case, drug: str) -> float | None:
    """How long it has been or is to be taken; the longest of its current lines."""
    known = [use.days_taken for use in case.by_drug[drug] if use.current]
    lengths = [low for low, high in known if high < INFINITY]
    return max(lengths, default=None)


def _equivalents(case: Case, drug: str) -> tuple[Equivalent, ...]:
    """What its day total counts for on each scale that counts it."""
    found = []
    for name, scale in sorted(case.setting.scales.items()):
        ranges = [scale.of_line(use, case) for use in case.by_drug[drug] if scale.counts(use, case)]
        if ranges:
            low, high = sum(r[0] for r in ranges), sum(r[1] for r in ranges)
            found.append(Equivalent(name, scale.title, low, high if high < INFINITY else None, scale.unit))
    return tuple(found)
