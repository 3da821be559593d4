"""One check: choose candidate rules, judge them, let specific rules speak before generic ones, rank, merge by problem."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from medsafe.engine.findings import make_finding
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.index import numbers
from medsafe.model.medication import Medication
from medsafe.model.patient import Patient
from medsafe.model.report import Assumption, Finding, Gap, Later, Problem, Provenance, Report
from medsafe.model.truth import UNKNOWN, YES
from medsafe.model.words import EVIDENCE, KINDS, RANK
from medsafe.rules.between import judge_pair
from medsafe.rules.case import Case
from medsafe.rules.rule import Verdict
from medsafe.rules.single import judge_drug

SCHEMA = "1"
_EVIDENCE_RANK = {word: rank for rank, word in enumerate(EVIDENCE)}
_ONSET_RANK = {word: rank for rank, word in enumerate(("hours", "days", "weeks", "months"))}
_KIND_RANK = {word: rank for rank, word in enumerate(KINDS)}


class Judged(NamedTuple):
    """Everything the rules said, sorted by what becomes of it."""

    fired: list[Verdict]
    unknown: list[Verdict]
    waiting: int  # rules that wait for a fact on some lines, and were put off: `unjudged` hears them
    replaced: list[tuple[Verdict, str]]  # verdicts that gave way, and the rule that spoke instead
    muted: list[Verdict]
    cleared: list[Verdict]  # candidates that an exception silenced, for `accepted` and `considered`


def judge(case: Case, knowledge: KnowledgeBase) -> Judged:
    """Judge every rule that the drugs of the case could fill, most severe first; rules of the follow-up plan come later."""
    index = knowledge.index
    candidates, heard = index.meet(case.by_drug)
    if len(case.uses) > len(case.by_drug):
        candidates |= knowledge.repeats
    candidates &= knowledge.alert_rules
    if not candidates:
        return Judged([], [], 0, [], [], [])
    told = case.told = index.told(case)
    case.stirred = index.stirred(case, heard) | told
    waiting = candidates & (~(index.speaking | case.stirred) | index.until_told & ~told)
    candidates = knowledge.reach.possible(candidates ^ waiting, case.by_drug)
    case.put_off = waiting
    fired: list[Verdict] = []
    unknown: list[Verdict] = []
    muted: list[Verdict] = []
    cleared: list[Verdict] = []
    verdicts = _of_one_or_two(case, knowledge, candidates)
    candidates &= ~(index.pairs | index.singles)
    for number in numbers(candidates):
        rule = knowledge.rule_number(number)
        verdicts.extend(rule.judge(rule, case))
    for verdict in verdicts:
        if verdict.truth != YES:
            unknown.append(verdict)
        elif verdict.rule.muted:
            muted.append(verdict)
        elif verdict.shown or not verdict.decided:
            fired.append(verdict)
        else:
            cleared.append(verdict)
    kept, replaced = _specific_first(fired)
    waiting, case.put_off = case.put_off, None
    return Judged(kept, unknown, waiting, replaced, muted, cleared)


def unjudged(case: Case, judged: Judged, knowledge: KnowledgeBase) -> list[Verdict]:
    """What could not be judged; of a patient of whom nothing is known, what hangs on the lines alone."""
    apart = knowledge.index.until_told if case.blank else 0
    rules = [knowledge.rule_number(number) for number in numbers(judged.waiting & ~apart)]
    waiting = [verdict for rule in rules for verdict in rule.judge(rule, case) if verdict.truth == UNKNOWN]
    return waiting + [verdict for verdict in judged.unknown if not apart >> verdict.rule.number & 1]


def _of_one_or_two(case: Case, knowledge: KnowledgeBase, candidates: int) -> list[Verdict]:
    """Rules of one drug or of two places: the bits of the drugs say which of them they fill, alone or together.

    Where lines are plain and their drugs always members, they fill the places; where the rule is at rest too, nothing is left to judge.
    """
    index, plain = knowledge.index, case.plain
    singles, pairs = candidates & index.singles, candidates & index.pairs
    if not singles and not pairs:
        return []
    found: list[Verdict | None] = []
    rows: list[_Row] = []
    for drug in sorted(case.by_drug):
        first, second, doubtful = index.pair_bits(drug)
        use: Any = plain.get(drug)
        if use is None:
            doubtful = -1
        hits = first & singles
        if hits:
            open_ones = hits & (case.stirred | doubtful)
            for number in numbers(hits):
                rule = knowledge.rule_number(number)
                if open_ones >> number & 1:
                    found.append(judge_drug(rule, case, drug))
                else:
                    found.append(rule.at_rest((drug,), (use,)))
        first, second = first & pairs, second & pairs
        if first or second:
            rows.append((drug, use, first, second, doubtful & pairs))
    found += _of_two(case, knowledge, rows)
    return [verdict for verdict in found if verdict is not None]


_Row = tuple[str, Any, int, int, int]
"""A drug, its line where that is plain, the rules in whose first and second place it may stand, and where that hangs on the line."""


def _of_two(case: Case, knowledge: KnowledgeBase, rows: list[_Row]) -> list[Verdict | None]:
    """Each two drugs and the rules that they fill together, whichever stands in the first place."""
    built, stirred = knowledge.built, case.stirred
    found: list[Verdict | None] = []
    for i, (b, use_b, first_b, second_b, doubtful_b) in enumerate(rows):
        for a, use_a, first_a, second_a, doubtful_a in rows[:i]:
            hits = first_a & second_b | second_a & first_b
            if not hits:
                continue
            doubtful, asking = hits & (doubtful_a | doubtful_b), hits & stirred
            for number in numbers(hits):
                rule = built[number] or knowledge.rule_number(number)
                if doubtful and doubtful >> number & 1:
                    found.append(judge_pair(rule, case, a, b))
                elif asking and asking >> number & 1:
                    found.append(rule.grade(case, (a, b), (use_a, use_b), YES, alone=True))
                else:
                    found.append(rule.at_rest((a, b), (use_a, use_b)))
    return found


def _specific_first(fired: list[Verdict]) -> tuple[list[Verdict], list[tuple[Verdict, str]]]:
    """Where a rule fires, those it stands instead of fall silent on the same drugs; a pair rated and cleared says nothing."""
    speaking: dict[str, list[Verdict]] = {}
    for verdict in fired:
        others = verdict.rule.instead_of
        if others:
            for other in others:
                speaking.setdefault(other, []).append(verdict)
    if not speaking:
        return [verdict for verdict in fired if verdict.shown], []
    kept: list[Verdict] = []
    replaced: list[tuple[Verdict, str]] = []
    for verdict in fired:
        rivals = speaking.get(verdict.rule.id)
        instead = next((v for v in rivals if set(verdict.drugs) <= set(v.drugs)), None) if rivals else None
        if instead is not None:
            replaced.append((verdict, instead.rule.id))
        elif verdict.shown:
            kept.append(verdict)
    return kept, replaced


def check(
    knowledge: KnowledgeBase,
    medications: tuple[Medication, ...],
    patient: Patient,
    *,
    as_of: date,
    region: str = "",
    assumptions: tuple[Assumption, ...] = (),
    gaps: tuple[Gap, ...] = (),
) -> Report:
    """Judge a case that was read, and report. `gaps` are those of reading; the others are added."""
    case = Case(medications, patient, as_of, region, knowledge.setting)
    judged = judge(case, knowledge)
    nests = _nests(judged.fired)
    findings = [make_finding(verdict, knowledge, nests.get(i, ""), case) for i, verdict in enumerate(judged.fired)]
    findings.sort(key=rank)
    shown = tuple(findings)
    return Report(
        status_of(assumptions, gaps),
        shown,
        merge(shown, knowledge),
        assumptions,
        medications,
        patient,
        Provenance(_version(), SCHEMA, as_of, region, knowledge.stamps, knowledge.changes),
        lambda: _later(case, knowledge, judged, shown, gaps, medications),
    )


def _later(
    case: Case,
    knowledge: KnowledgeBase,
    judged: Judged,
    findings: tuple[Finding, ...],
    gaps: tuple[Gap, ...],
    medications: tuple[Medication, ...],
) -> Later:
    from medsafe.engine.later import work_out  # a check that only asks for findings does not load it
    from medsafe.engine.supposed import other_routes, suppose

    reading = suppose(gaps, medications, case, knowledge, judged.fired)
    routes = other_routes(case, knowledge, judged.fired)
    return work_out(case, knowledge, judged, findings, (*reading, *routes))


@cache
def _version() -> str:
    from medsafe import __version__

    return __version__


def status_of(assumptions: Iterable[Assumption], gaps: Iterable[Gap]) -> str:
    """Status speaks of the lines alone: all read, read with assumptions, or not all read."""
    if any(gap.kind in ("unrecognised", "ambiguous", "unread", "conflict") for gap in gaps):
        return "partial"
    return "assumed" if any(True for _ in assumptions) else "complete"


def rank(finding: Finding) -> tuple[object, ...]:
    """Of what is equally severe, what comes within hours stands before what comes within weeks."""
    about = finding.about
    return (
        -RANK[finding.severity], bool(finding.nested_in), _ONSET_RANK.get(about.onset, 9),
        _EVIDENCE_RANK.get(about.evidence, 9), _KIND_RANK[about.kind], about.rule, finding.drugs,
    )  # fmt: skip


def _nests(fired: list[Verdict]) -> dict[int, str]:
    """A triple or a burden nests the pairs that it contains: the same problem, more drugs, and no lower severity."""
    found: dict[int, str] = {}
    wide = [(set(v.drugs), v) for v in fired if len(v.drugs) > 2]
    if not wide:
        return found
    for i, verdict in enumerate(fired):
        for drugs, other in wide:
            if (
                1 < len(verdict.drugs) < len(drugs)
                and other.shown >= verdict.shown
                and other.rule.problem == verdict.rule.problem
                and drugs >= set(verdict.drugs)
            ):
                found[i] = other.rule.id
                break
    return found


def merge(findings: tuple[Finding, ...], knowledge: KnowledgeBase) -> tuple[Problem, ...]:
    """One entry a clinical problem, with every finding and drug that contributes, worst first."""
    groups: dict[str, list[int]] = {}
    for i, finding in enumerate(findings):
        problem = finding.about.problem
        if problem in groups:
            groups[problem].append(i)
        else:
            groups[problem] = [i]
    found = []
    for name, members in groups.items():
        # findings come ranked: the first of a group is its worst, and groups begin in the order of their worst
        first = findings[members[0]]
        drugs = first.drugs
        if len(members) > 1:
            drugs = tuple(sorted({drug for i in members for drug in findings[i].drugs}))
        row = (name, knowledge.title("problems", name), first.severity, drugs, tuple(members))
        found.append(tuple.__new__(Problem, row))
    return tuple(found)


def could_fire(knowledge: KnowledgeBase, drugs: Iterable[str]) -> bool:
    """Whether any rule could be filled by these drug ids: the cheapest question, answered without judging.

    False means that no rule in force is about these drugs together; it does not mean that they are safe.
    """
    return knowledge.index.any(drugs, knowledge.alert_rules)
