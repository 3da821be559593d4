"""The habit-forming view: each drug with its grade and schedule, how long it is taken, what its dose counts for, and what the rules say."""

from __future__ import annotations

from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.report import Dependence, Equivalent, Finding
from medsafe.model.truth import INFINITY
from medsafe.model.words import OUTSIDE_ORDER, RANK
from medsafe.notation.selector import parse_selector
from medsafe.rules.case import Case

KIND = "habit-forming"
SERIOUS = RANK["major"]


def dependence(case: Case, knowledge: KnowledgeBase, findings: tuple[Finding, ...]) -> tuple[Dependence, ...]:
    """Each listed drug of which a habit-forming rule speaks, and drugs that a source rated or cleared of dependence."""
    grades = knowledge.dependence_grades
    schedules = knowledge.schedules
    listed = sorted(drug for drug, uses in case.by_drug.items() if any(use.current for use in uses))
    about = {drug: tuple(i for i, f in enumerate(findings) if f.kind == KIND and drug in f.drugs) for drug in listed}
    shown = [drug for drug in listed if about[drug] or drug in grades or drug in schedules]
    partners = {drug for drug in shown if grades.get(drug, "") not in ("", *OUTSIDE_ORDER) or drug in schedules}
    partners.update(drug for drug in listed if drug in case.setting.substances)
    found = []
    for drug in shown:
        own = [findings[i] for i in about[drug]]
        limit, rule = _limit(case, knowledge, drug)
        found.append(
            Dependence(
                drug,
                grades.get(drug, "") or "unrated",
                tuple(schedules.get(drug, ())),
                about[drug],
                tuple(dict.fromkeys(other for finding in own for other in finding.alternatives)),
                _days(case, drug),
                _equivalents(case, drug),
                tuple(dict.fromkeys(finding.taper for finding in own if finding.taper)),
                limit,
                rule,
                tuple(i for i, f in enumerate(findings) if drug in partners and _risky(f, drug, partners)),
            )
        )
    return tuple(found)


def _risky(finding: Finding, drug: str, partners: set[str]) -> bool:
    """A serious interaction between this drug and another habit-forming drug or a substance."""
    serious = finding.kind == "interaction" and RANK[finding.severity] >= SERIOUS
    return serious and drug in finding.drugs and bool(partners & set(finding.drugs) - {drug})


def _days(case: Case, drug: str) -> float | None:
    """How long it has been or is to be taken; the longest of its current lines."""
    known = [use.days_taken for use in case.by_drug[drug] if use.current]
    lengths = [low for low, high in known if high < INFINITY]
    return max(lengths, default=None)


def _limit(case: Case, knowledge: KnowledgeBase, drug: str) -> tuple[float | None, str]:
    """The shortest `for more than …` of the habit-forming rules that are about this drug, and its rule."""
    found = []
    for number, days in _limits(knowledge):
        rule = knowledge.rule_number(number)
        if drug in rule.places[0].members and not rule.muted:
            found.append((days, rule.id))
    return min(found, default=(None, ""))


def _limits(knowledge: KnowledgeBase) -> list[tuple[int, float]]:
    """Habit-forming rules that begin to speak after so many days of taking it; worked out once."""
    known: list[tuple[int, float]] | None = knowledge.phrases.get(KIND)
    if known is None:
        known = []
        written = knowledge.section("texts")["written"]
        for number, spec in enumerate(knowledge.core["rules"]):
            if spec["kind"] == KIND and spec["shape"] == "drug":
                selectors = written[spec["id"]]["drug"]
                for text in [selectors] if isinstance(selectors, str) else selectors:
                    filters = [one for _, filters in parse_selector(text)[1] for one in filters]
                    known += [(number, one[2]) for one in filters if one[0] == "taken" and one[1] in (">", ">=")]
        knowledge.phrases[KIND] = known
    return known


def _equivalents(case: Case, drug: str) -> tuple[Equivalent, ...]:
    """What its day total counts for on each scale that counts it."""
    found = []
    for name, scale in sorted(case.setting.scales.items()):
        ranges = [scale.of_line(use, case) for use in case.by_drug[drug] if scale.counts(use, case)]
        if ranges:
            low, high = sum(r[0] for r in ranges), sum(r[1] for r in ranges)
            least, most = scale.spread(drug)
            open_dose = high == INFINITY
            published = (round(low * least, 2), None if open_dose else round(high * most, 2))
            found.append(Equivalent(name, scale.title, low, None if open_dose else high, scale.unit, published))
    return tuple(found)
