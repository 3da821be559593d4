"""What an order does: the same engine judges the list before and after it, and the difference is told finding by finding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from medsafe.engine.check import check, rank
from medsafe.engine.order import Ordered
from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.change import ChangeReport, Shift, Stopping
from medsafe.model.medication import Medication
from medsafe.model.patient import Patient
from medsafe.model.report import Assumption, Finding, Gap, MonitoringItem, Report
from medsafe.model.truth import YES
from medsafe.model.words import RANK
from medsafe.rules.case import Case

LONGEST = 800
"""Days for which the fading of a stopped drug is followed; the longest tail in use is that of paliperidone given every six months."""


class Differences(NamedTuple):
    """Findings sorted by what becomes of them."""

    adds: tuple[Shift, ...]
    resolves: tuple[Shift, ...]
    worsens: tuple[Shift, ...]
    eases: tuple[Shift, ...]
    leaves: tuple[Shift, ...]


def compare(
    knowledge: KnowledgeBase, before: Sequence[Finding], after: Sequence[Finding], moved: frozenset[str]
) -> Differences:
    """What is new, gone, higher, lower and as it was. A finding of one rule on the same drugs is the same finding;
    a duplication or a total that gains or loses a drug goes on as one, and is worse or better for it."""
    adds: list[Shift] = []
    resolves: list[Shift] = []
    worsens: list[Shift] = []
    eases: list[Shift] = []
    leaves: list[Shift] = []
    left = {(finding.rule, finding.drugs): finding for finding in before}
    unmatched: list[Finding] = []
    pairs: list[tuple[Finding, Finding]] = []
    for finding in after:
        old = left.pop((finding.rule, finding.drugs), None)
        if old is None:
            unmatched.append(finding)
        else:
            pairs.append((old, finding))
    for finding in unmatched:
        known = _continued(knowledge, finding, left.values())
        if known is None:
            adds.append(Shift(finding, "", finding.severity, _through(knowledge, finding, moved)))
        else:
            del left[known.rule, known.drugs]
            pairs.append((known, finding))
    for old, new in pairs:
        shift = Shift(new, old.severity, new.severity, _through(knowledge, new, moved, old.drugs))
        direction = (
            (RANK[new.severity], len(set(new.drugs) - set(old.drugs))),
            (RANK[old.severity], len(set(old.drugs) - set(new.drugs))),
        )
        if direction[0] > direction[1]:
            worsens.append(shift)
        elif direction[0] < direction[1]:
            eases.append(shift)
        else:
            leaves.append(shift)
    resolves = [Shift(finding, finding.severity, "", _through(knowledge, finding, moved)) for finding in left.values()]
    ranked = (sorted(shifts, key=_rank) for shifts in (adds, resolves, worsens, eases, leaves))
    return Differences(*map(tuple, ranked))


def _continued(knowledge: KnowledgeBase, finding: Finding, left: Iterable[Finding]) -> Finding | None:
    """The finding of the same rule that this one goes on from, where the rule speaks of a pile of lines."""
    if knowledge.rule_named(finding.rule).shape not in ("of", "within"):
        return None
    near = [old for old in left if old.rule == finding.rule and set(old.drugs) & set(finding.drugs)]
    return max(near, key=lambda old: (len(set(old.drugs) & set(finding.drugs)), old.drugs), default=None)


def _through(
    knowledge: KnowledgeBase, finding: Finding, moved: frozenset[str], others: Iterable[str] = ()
) -> tuple[str, ...]:
    """Which drugs of the order move it: those that it names, else those that protect against it."""
    named = moved & {*finding.drugs, *others}
    return tuple(sorted(named or moved & knowledge.protectors(finding.rule)))


def _rank(shift: Shift) -> tuple[object, ...]:
    return -max(RANK.get(shift.now, 0), RANK.get(shift.was, 0)), rank(shift.finding)[1:]


def fades(
    knowledge: KnowledgeBase,
    medications: tuple[Medication, ...],
    patient: Patient,
    day: date,
    region: str,
    finding: Finding,
) -> date | None:
    """The first day on which the rule no longer speaks of these drugs, if nothing else changes; None where it goes on."""
    return first_silent(
        knowledge, finding, day, lambda later: Case(medications, patient, later, region, knowledge.setting)
    )


def first_silent(knowledge: KnowledgeBase, finding: Finding, day: date, case_on: Callable[[date], Case]) -> date | None:
    """The first day after `day` on which the rule of a finding is silent on its drugs; None where it still speaks at the very end."""
    rule = knowledge.rule_named(finding.rule)

    def speaks(ahead: int) -> bool:
        verdicts = rule.judge(rule, case_on(day + timedelta(days=ahead)))
        return any(v.truth == YES and v.shown and v.drugs == finding.drugs for v in verdicts)

    if speaks(LONGEST):  # most findings do not fade, and need not be followed day by day
        return None
    return day + timedelta(days=next(ahead for ahead in range(1, LONGEST + 1) if not speaks(ahead)))


def stoppings(
    knowledge: KnowledgeBase, stopped: Iterable[str], before: Report, raised: Sequence[Finding]
) -> tuple[Stopping, ...]:
    """What is known of stopping each drug: withdrawal, what the rules say of a taper, and what it protected against."""
    grades = knowledge.grades("withdrawal")
    found = []
    for drug in sorted(stopped):
        own = [finding for finding in (*before.findings, *raised) if finding.drugs == (drug,)]
        tapers = dict.fromkeys(finding.taper for finding in own if finding.taper)
        unmasks = dict.fromkeys(f.rule for f in raised if drug not in f.drugs and drug in knowledge.protectors(f.rule))
        found.append(Stopping(drug, grades.get(drug, "unrated"), tuple(tapers), tuple(unmasks)))
    return tuple(found)


def change(
    knowledge: KnowledgeBase,
    ordered: Ordered,
    patient: Patient,
    *,
    as_of: date,
    region: str = "",
    assumptions: tuple[Assumption, ...] = (),
    gaps: tuple[Gap, ...] = (),
) -> ChangeReport:
    """Judge both lists and tell the difference. `assumptions` and `gaps` are those of reading."""
    notes = (*assumptions, *ordered.assumptions)
    before = check(knowledge, ordered.before, patient, as_of=as_of, region=region, assumptions=assumptions, gaps=gaps)
    after = check(knowledge, ordered.after, patient, as_of=as_of, region=region, assumptions=notes, gaps=gaps)
    found = compare(knowledge, before.findings, after.findings, ordered.moved)
    gone = (
        frozenset(drug for line in ordered.after if line.stop is not None and line.stop <= as_of for drug in line.drugs)
        & ordered.stopped
    )

    def dated(shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
        return tuple(
            shift._replace(until=fades(knowledge, ordered.after, patient, as_of, region, shift.finding))
            if gone.intersection(shift.finding.drugs)
            else shift
            for shift in shifts
        )

    raised = [shift.finding for shift in (*found.adds, *found.worsens)]
    return ChangeReport(
        after.status, dated(found.adds), found.resolves, dated(found.worsens), dated(found.eases), dated(found.leaves),
        stoppings(knowledge, ordered.stopped, before, raised), _more_tests(before, after),
        after.questions, notes, after.gaps, before, after,
    )  # fmt: skip


def _more_tests(before: Report, after: Report) -> tuple[MonitoringItem, ...]:
    """Tests of the plan after the order that were not asked before, or for fewer rules or drugs."""
    known = {item.test: {*item.rules, *item.drugs} for item in before.monitoring}
    return tuple(item for item in after.monitoring if not {*item.rules, *item.drugs} <= known.get(item.test, set()))
