"""From one drug to another: what the rules in force imply for the days between, as dates.

The old drug is laid into the case as stopped on its last day, the new one as begun on each day after it, and the rules are asked
until none speaks of the two any more. Nothing is said here that no rule says.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from medsafe.engine.alternatives import Person
from medsafe.engine.change import LONGEST, compare, first_silent, stoppings
from medsafe.engine.check import check, judge
from medsafe.engine.findings import make_finding
from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.change import Step, Switch
from medsafe.model.medication import Medication
from medsafe.model.report import Assumption, Finding, Gap
from medsafe.model.words import RANK
from medsafe.rules.case import Case

SERIOUS = RANK["major"]
OVERLAP = 14
"""Days for which both are taken when a cross-taper is tried: long enough that every rule sees an overlap, with its stop written."""


def switch(
    knowledge: KnowledgeBase,
    old: tuple[Medication, ...],
    new: tuple[Medication, ...],
    rest: tuple[Medication, ...],
    person: Person,
    *,
    assumptions: tuple[Assumption, ...] = (),
    gaps: tuple[Gap, ...] = (),
) -> Switch:
    """The constraints between the last dose of `old`, on the day of the case, and the first dose of `new`."""
    day = person.as_of
    left = frozenset(drug for line in old for drug in line.drugs)
    begun = frozenset(drug for line in new for drug in line.drugs)
    tapering = tuple(line._replace(stop=day + timedelta(days=OVERLAP), stopped=False) for line in old)
    starting = tuple(line._replace(start=day) for line in new)
    overlap = _between(knowledge, (*rest, *tapering, *starting), person, left, begun)
    stopped = tuple(line._replace(stop=day, stopped=True) for line in old)
    steps = _steps(knowledge, (*rest, *stopped), new, person, left, begun)
    serious = [step for step in steps if RANK[step.finding.severity] >= SERIOUS]
    read = bool(left and begun)
    earliest = _last([step.start_from for step in serious], day) if read else None
    clear = _last([step.start_from for step in steps], day) if read else None
    together = _together(overlap) if read else "not judged"
    before = check(knowledge, (*rest, *old), person.patient, as_of=day, region=person.region)
    first_day = earliest or day
    then_lines = (*rest, *stopped, *(line._replace(start=first_day) for line in new))
    after = check(
        knowledge, then_lines, person.patient, as_of=first_day, region=person.region, assumptions=assumptions, gaps=gaps
    )
    found = compare(knowledge, before.findings, after.findings, left | begun)
    raised = (*found.adds, *found.worsens)
    then = tuple(
        shift.finding for shift in raised if begun & set(shift.finding.drugs) and not left & set(shift.finding.drugs)
    )
    return Switch(
        after.status, " + ".join(sorted(left)), " + ".join(sorted(begun)), day, together, overlap, steps, earliest, clear,
        then, stoppings(knowledge, left, before, [shift.finding for shift in raised]), after.questions, assumptions, after.gaps,
    )  # fmt: skip


def _last(days: Sequence[date | None], day: date) -> date | None:
    """The latest of these days; None where one of them is not known."""
    known = [other for other in days if other is not None]
    return max([day, *known]) if len(known) == len(days) else None


def _together(overlap: Sequence[Finding]) -> str:
    if any(
        RANK[f.severity] >= SERIOUS and f.do in ("avoid", "change") or f.severity == "contraindicated" for f in overlap
    ):
        return "barred"
    return "with care" if overlap else "nothing found"


def _between(
    knowledge: KnowledgeBase, lines: tuple[Medication, ...], person: Person, left: frozenset[str], begun: frozenset[str]
) -> tuple[Finding, ...]:
    """Findings that name both the old drug and the new one, worst first."""
    case = Case(lines, person.patient, person.as_of, person.region, knowledge.setting)
    fired = judge(case, knowledge).fired
    found = [make_finding(v, knowledge, "", case) for v in fired if left & set(v.drugs) and begun & set(v.drugs)]
    found.sort(key=lambda finding: (-RANK[finding.severity], finding.rule, finding.drugs))
    return tuple(found)


def _steps(
    knowledge: KnowledgeBase,
    lines: tuple[Medication, ...],
    new: tuple[Medication, ...],
    person: Person,
    left: frozenset[str],
    begun: frozenset[str],
) -> tuple[Step, ...]:
    """Each rule that speaks of the stopped drug and the new one, and the first day on which it is silent."""

    def on(day: date) -> Case:
        then = (*lines, *(line._replace(start=day) for line in new))
        return Case(then, person.patient, day, person.region, knowledge.setting)

    steps = []
    for finding in _between(
        knowledge, (*lines, *(line._replace(start=person.as_of) for line in new)), person, left, begun
    ):
        begins = first_silent(knowledge, finding, person.as_of, on)
        steps.append(Step(finding, (begins - person.as_of).days if begins else None, begins))
    steps.sort(
        key=lambda step: (
            -(step.days if step.days is not None else LONGEST + 1),
            -RANK[step.finding.severity],
            step.finding.rule,
        )
    )
    return tuple(steps)
