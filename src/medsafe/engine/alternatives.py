"""Candidates in the place of a drug, or on top of a list: each judged by the same engine, and ranked by what it would add.

It shows and never recommends. A candidate about which little is known may stand first because little was judged: `could_be` and
`unrated` say so. Of two candidates that add the same, the one with fewer open ends comes first, then the one that more rules know.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from medsafe.engine.change import compare, first_silent
from medsafe.engine.check import judge, unjudged
from medsafe.engine.findings import make_finding
from medsafe.engine.later import RATED, fills_with
from medsafe.errors import UnknownId
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.index import numbers
from medsafe.model.change import Option, Shift
from medsafe.model.medication import Medication
from medsafe.model.patient import Patient
from medsafe.model.report import Finding, Gap
from medsafe.model.words import RANK, SEVERITIES
from medsafe.rules.case import Case
from medsafe.rules.rule import Verdict


class Person(NamedTuple):
    """For whom, when and where the candidates are judged."""

    patient: Patient
    as_of: date
    region: str


def members(knowledge: KnowledgeBase, within: str, drug: str) -> tuple[str, tuple[str, ...]]:
    """The class meant and its members; left out, the class above the narrowest one that holds the drug and has a class above it.

    Raises `UnknownId` for a class that no layer defines.
    """
    classes = knowledge.classes
    if within:
        if within not in classes:
            from medsafe.notation.words import nearest

            raise UnknownId("class", within, nearest(within, classes, 3))
        return within, tuple(classes[within]["members"])
    own = [name for name, entry in classes.items() if drug in entry["members"] and not knowledge.read_by_code(name)]
    if not own:
        return "", ()
    narrow = min(own, key=lambda name: (not classes[name]["is_a"], len(classes[name]["members"]), name))
    wider = next(iter(classes[narrow]["is_a"]), narrow)
    return wider, tuple(classes[wider]["members"])


def screen(
    knowledge: KnowledgeBase,
    rest: tuple[Medication, ...],
    candidates: Iterable[Medication],
    person: Person,
    leaving: tuple[Medication, ...] = (),
) -> tuple[Option, ...]:
    """What each candidate would add to the rest of the list, the least first. `leaving` are the lines that it stands in for."""
    base = _findings(knowledge, rest, person)
    stopped = tuple(line._replace(stop=person.as_of, stopped=True) for line in leaving)
    options = [_option(knowledge, rest, base, line, person, stopped) for line in candidates]
    options.sort(key=_rank)
    return tuple(options)


def untold(knowledge: KnowledgeBase, rest: tuple[Medication, ...], person: Person) -> tuple[Gap, ...]:
    """A gap where nothing is known of the patient: what hangs on that alone was then counted for no candidate."""
    if not Case(rest, person.patient, person.as_of, person.region, knowledge.setting).blank:
        return ()
    message = "nothing is known of the patient; what hangs on age, pregnancy, organs or illnesses was counted for no candidate"
    return (Gap("needs-fact", message, ask="what is known of the patient?"),)


def _judged(
    knowledge: KnowledgeBase, lines: tuple[Medication, ...], person: Person
) -> tuple[list[Finding], list[Verdict], Case]:
    case = Case(lines, person.patient, person.as_of, person.region, knowledge.setting)
    judged = judge(case, knowledge)
    return (
        [make_finding(verdict, knowledge, "", case) for verdict in judged.fired],
        unjudged(case, judged, knowledge),
        case,
    )


def _findings(knowledge: KnowledgeBase, lines: tuple[Medication, ...], person: Person) -> list[Finding]:
    return _judged(knowledge, lines, person)[0]


def _option(
    knowledge: KnowledgeBase,
    rest: tuple[Medication, ...],
    base: list[Finding],
    line: Medication,
    person: Person,
    leaving: tuple[Medication, ...],
) -> Option:
    found, unknown, case = _judged(knowledge, (*rest, line), person)
    moved = frozenset(line.drugs)
    differences = compare(knowledge, base, found, moved)
    adds = (*differences.adds, *differences.worsens)
    eases = (*differences.resolves, *differences.eases)
    worst = max((RANK[shift.now] for shift in adds), default=0)
    unrated, hidden = _unrated(knowledge, case, line.drugs)
    open_ends = [v.high for v in unknown if moved & set(v.drugs) and not _of_every_drug(knowledge, v)]
    open_ends += [RANK[shift.finding.could_be[1]] for shift in adds if shift.finding.could_be is not None]
    highest = max([*open_ends, hidden], default=0)
    washout, earliest = _washing_out(knowledge, line, leaving, person)
    drug = line.drugs[0] if line.drugs else ""
    moieties = knowledge.core["moieties"]
    left = {moieties.get(other, other) for old in leaving for other in old.drugs}
    same = any(moieties.get(other, other) in left for other in line.drugs)
    return Option(
        drug,
        line.text or knowledge.drug_title(drug),
        SEVERITIES[worst] if worst else "",
        adds,
        eases,
        SEVERITIES[highest] if highest > worst else "",
        unrated,
        washout,
        earliest,
        _known(knowledge, line.drugs),
        same,
        ("the same active substance; " if same else "")
        + _because(knowledge, adds, SEVERITIES[highest] if highest > worst else "", washout, earliest),
    )


def _of_every_drug(knowledge: KnowledgeBase, verdict: Verdict) -> bool:
    """A rule about most drugs (an allergy, say) says nothing of one candidate more than of another."""
    return verdict.rule.shape == "drug" and 2 * len(verdict.rule.places[0].members) > len(knowledge.vocabulary.drugs)


def _rank(option: Option) -> tuple[object, ...]:
    counts = [0] * len(SEVERITIES)
    for shift in option.adds:
        counts[RANK[shift.now]] += 1
    open_end = RANK.get(option.could_be, 0)
    return (
        option.same_moiety,
        *reversed(counts),
        open_end,
        len(option.unrated),
        -option.known,
        option.drug,
        option.text,
    )


def _known(knowledge: KnowledgeBase, drugs: tuple[str, ...]) -> int:
    """How many rules in force could speak of these drugs."""
    rules = several = 0
    for drug in drugs:
        by_place, more, _, _ = knowledge.index.bits(drug)
        rules, several = rules | by_place, several | more
    width = knowledge.index.width
    while rules:
        several |= rules & knowledge.index.full
        rules >>= width
    return several.bit_count()


def _unrated(knowledge: KnowledgeBase, case: Case, drugs: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Properties on which nobody rated the candidate, where that hides a serious rule, and the highest severity hidden."""
    index = knowledge.index
    listed = list(case.by_drug)
    hidden = index.perhaps(listed, ()) & ~index.candidates(listed) & knowledge.alert_rules
    names: set[str] = set()
    highest = 0
    for number in numbers(hidden):
        rule = knowledge.rule_number(number)
        if rule.severity < RATED:
            continue
        for drug in drugs:
            missing = knowledge.unrated_properties(drug, number)
            if missing and fills_with(rule, number, drug, case, knowledge):
                names.update(missing)
                highest = max(highest, rule.severity)
    return tuple(sorted(names)), highest


def _washing_out(
    knowledge: KnowledgeBase, line: Medication, leaving: tuple[Medication, ...], person: Person
) -> tuple[tuple[Shift, ...], date | None]:
    """Findings between the candidate and what it stands in for, while that fades, and when the serious ones are over."""
    old = frozenset(drug for other in leaving for drug in other.drugs) - set(line.drugs)
    if not old or not line.drugs:
        return (), person.as_of
    pair = (*leaving, line)
    between = [f for f in _findings(knowledge, pair, person) if old & set(f.drugs) and set(line.drugs) & set(f.drugs)]
    shifts, last = [], person.as_of
    known = True
    for finding in between:
        until = pair_fades(knowledge, pair, person, finding)
        shifts.append(Shift(finding, "", finding.severity, tuple(sorted(set(line.drugs))), until))
        if RANK[finding.severity] >= RATED:
            known = known and until is not None
            last = max(last, until) if until is not None else last
    shifts.sort(key=lambda shift: (-RANK[shift.now], shift.finding.rule))
    return tuple(shifts), last if known else None


def pair_fades(
    knowledge: KnowledgeBase, lines: tuple[Medication, ...], person: Person, finding: Finding
) -> date | None:
    """The first day on which the candidate, begun on that day, no longer meets the rule."""
    return first_silent(
        knowledge,
        finding,
        person.as_of,
        lambda day: Case(lines, person.patient, day, person.region, knowledge.setting),
    )


def _because(
    knowledge: KnowledgeBase, adds: tuple[Shift, ...], could_be: str, washout: tuple[Shift, ...], earliest: date | None
) -> str:
    """Its place in words: the worst that it adds, how much more, and what is open."""
    if adds:
        first = min(adds, key=lambda shift: -RANK[shift.now])
        problem = knowledge.title("problems", first.finding.problem) if first.finding.problem else first.finding.title
        others = [drug for drug in first.finding.drugs if drug not in first.through]
        with_whom = f" with {', '.join(knowledge.drug_title(d) for d in others)}" if others else ""
        if problem[1:2].islower():
            problem = problem[:1].lower() + problem[1:]
        said = f"adds {first.now}: {problem}{with_whom}"
        if len(adds) > 1:
            said += f", and {len(adds) - 1} more"
    else:
        said = "the rules in force find nothing that it adds"
    if could_be:
        said += f"; could be {could_be}, until more is known"
    if washout:
        said += (
            f"; begin on or after {earliest.isoformat()}"
            if earliest is not None
            else "; no day is known on which it may begin"
        )
    return said
