"""The parts of a report that are worked out when first asked for: gaps, plan, questions, burdens, accepted pairs."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from medsafe.engine.asking import say_need
from medsafe.engine.findings import lines_of
from medsafe.engine.habit import dependence
from medsafe.engine.missing import OF_LINES, questions
from medsafe.engine.missing import gaps as missing_gaps
from medsafe.engine.schedule import Plan, due_dates, merged
from medsafe.engine.wording import why_clear, words_of
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.index import numbers
from medsafe.model.report import (
    Accepted,
    Burden,
    Considered,
    Contribution,
    Finding,
    Gap,
    Later,
    MonitoringItem,
    Muted,
)
from medsafe.model.truth import INFINITY, NO, UNKNOWN, YES
from medsafe.model.words import RANK, SEVERITIES
from medsafe.rules.case import Case, Need
from medsafe.rules.rule import Rule, Verdict
from medsafe.rules.stack import contributions

if TYPE_CHECKING:
    from medsafe.engine.check import Judged

RATED = 3
"""Severity rank from which an unrated drug is worth a gap: major. Below it, the gap would be noise on every list."""


def work_out(
    case: Case, knowledge: KnowledgeBase, judged: Judged, findings: tuple[Finding, ...], reading: tuple[Gap, ...]
) -> Later:
    """Everything but the findings; the same whenever it is asked for."""
    unknown = _unknown(case, knowledge, judged)
    gaps = (*reading, *missing_gaps(unknown, knowledge), *_unrated(case, knowledge))
    return Later(
        gaps,
        _monitoring(case, knowledge),
        tuple(
            Muted(
                v.rule.id,
                knowledge.text(v.rule.id).title,
                SEVERITIES[v.shown],
                v.drugs,
                v.rule.muted,
                knowledge.text(v.rule.id).changed_by,
            )
            for v in judged.muted
        ),
        questions(unknown, judged.fired, case, knowledge),
        _burdens(case, knowledge),
        dependence(case, knowledge, findings),
        tuple(
            Accepted(v.rule.id, knowledge.text(v.rule.id).title, v.drugs, lines_of(v.uses), v.decided.words)
            for v in judged.cleared
            if v.decided is not None and v.decided.accepted
        ),
        _considered(case, knowledge, judged, unknown),
    )


# -- what was unknown


def _unknown(case: Case, knowledge: KnowledgeBase, judged: Judged) -> list[tuple[Verdict, tuple[Need, ...]]]:
    """Verdicts that wait for a fact, with what they wait for: of the rules judged, of those that hang on the patient,
    and of those that an unmentioned substance could fill."""
    open_ones = {verdict.rule.number for verdict in judged.unknown}.union(numbers(judged.waiting))
    found: list[tuple[Verdict, tuple[Need, ...]]] = []
    for number in sorted(open_ones):
        found.extend(_asked(knowledge.rule_number(number), case))
    found.extend(_substances(case, knowledge))
    said = {(v.rule.id, v.drugs) for v in judged.fired}
    instead = {(v.rule.id, v.drugs) for v, _ in judged.replaced}
    return [
        (v, needs) for v, needs in found if v.high and not v.rule.muted and (v.rule.id, v.drugs) not in said | instead
    ]


def _asked(rule: Rule, case: Case) -> list[tuple[Verdict, tuple[Need, ...]]]:
    """Judge once more, this time noting what would have to be known."""
    verdicts, needs = case.asking(partial(rule.judge, rule, case))
    return [
        (v, tuple(n for n in needs if n[0] not in OF_LINES or n[1] in v.drugs) or tuple(needs))
        for v in verdicts
        if v.truth == UNKNOWN
    ]


def _substances(case: Case, knowledge: KnowledgeBase) -> list[tuple[Verdict, tuple[Need, ...]]]:
    """Rules that alcohol, tobacco, … would fill, where the list and the patient text do not mention them."""
    found: list[tuple[Verdict, tuple[Need, ...]]] = []
    listed = knowledge.index.candidates(case.by_drug)
    for substance in case.unmentioned:
        more = knowledge.index.candidates([*case.by_drug, substance]) & ~listed & knowledge.alert_rules
        for number in numbers(more):
            rule = knowledge.rule_number(number)
            partners = _partners(rule, case, substance)
            if partners and rule.severity:
                drugs = tuple(sorted({*partners, substance}))
                verdict = Verdict(rule, drugs, (), UNKNOWN, 0, rule.severity, rule.severity)
                found.append((verdict, (("substance", substance, -1),)))
    return found


def _partners(rule: Rule, case: Case, substance: str) -> set[str]:
    """Listed drugs that fill the other places of the rule, certainly or perhaps."""
    if rule.shape != "between":
        return set()
    found: set[str] = set()
    for at, place in enumerate(rule.places):
        if substance not in place.members:
            continue
        filling: list[set[str]] = []
        for other, theirs in enumerate(rule.places):
            if other != at:
                filling.append({u.drug for u in case.uses if u.current and theirs.fills(u, case, rule.any_route) != NO})
        if filling and all(filling):
            for drugs in filling:
                found |= drugs
    return found


def _unrated(case: Case, knowledge: KnowledgeBase) -> list[Gap]:
    """Listed drugs that nobody rated on a property by which they could fill a serious rule with the rest of the list."""
    index = knowledge.index
    drugs = list(case.by_drug)
    certain = index.candidates(drugs)
    more = index.perhaps(drugs, ()) & ~certain & knowledge.alert_rules
    found: dict[str, dict[str, list[Rule]]] = {}
    unrated = knowledge.unrated_properties
    for number in numbers(more):
        rule = knowledge.rule_number(number)
        if rule.severity < RATED:
            continue
        for drug in drugs:
            names = unrated(drug, number)
            if names and fills_with(rule, number, drug, case, knowledge):
                for name in names:
                    found.setdefault(drug, {}).setdefault(name, []).append(rule)
    gaps = []
    for drug, properties in sorted(found.items()):
        rules = sorted({(-r.severity, r.id) for waiting in properties.values() for r in waiting})
        high = SEVERITIES[-rules[0][0]]
        titles = ", ".join(knowledge.property_title(name) for name in sorted(properties))
        message = f"{knowledge.drug_title(drug)}: nobody rated it on {titles}; {len(rules)} rules could not be judged for it, up to {high}"
        lines = lines_of(case.by_drug[drug])
        gaps.append(Gap("unrated", message, lines, (drug,), tuple(name for _, name in rules), (), "", high))
    gaps.sort(key=lambda gap: (-RANK[gap.could_be], gap.drugs))
    return gaps


def fills_with(rule: Rule, number: int, drug: str, case: Case, knowledge: KnowledgeBase) -> bool:
    """Whether, with this drug in one of its places, listed drugs that are rated fill the others."""
    if rule.shape != "between":
        return False  # a stack names its unrated drugs in `burdens`
    others = [d for d in case.by_drug if d != drug]
    for at in range(len(rule.places)):
        if knowledge.could_stand(drug, number, at) and all(
            any(d in place.members for d in others) for other, place in enumerate(rule.places) if other != at
        ):
            return True
    return False


# -- views


def _monitoring(case: Case, knowledge: KnowledgeBase) -> tuple[MonitoringItem, ...]:
    """One entry a test: when, for which drugs, by which rules."""
    plan = knowledge.index.candidates(case.by_drug) >> knowledge.plan_from << knowledge.plan_from
    tests: dict[str, tuple[set[str], set[str], list[Plan]]] = {}
    for number in numbers(plan):
        rule = knowledge.rule_number(number)
        for verdict in rule.judge(rule, case):
            if verdict.truth != YES or verdict.decided is not None:
                continue
            for test, schedule in rule.tests.items():
                drugs, rules, plans = tests.setdefault(test, (set(), set(), []))
                plans.append(Plan(tuple(schedule), _begun(verdict, case)))
                drugs.update(verdict.drugs)
                rules.add(rule.id)
    return tuple(
        MonitoringItem(
            test, knowledge.title("tests", test), merged(plans), tuple(sorted(drugs)), tuple(sorted(rules)),
            due_dates(test, plans, case.patient.results, case.as_of),
        )
        for test, (drugs, rules, plans) in sorted(tests.items())
    )  # fmt: skip


def _begun(verdict: Verdict, case: Case) -> date | None:
    """The day on which the last of the rule's drugs was started; None where one of them is not known."""
    starts = []
    for drug in {use.drug for use in verdict.uses}:
        known = [use.med.start for use in case.by_drug[drug] if use.current]
        if not known or None in known:
            return None
        starts.append(min(day for day in known if day is not None))
    return max(starts, default=None)


def _burdens(case: Case, knowledge: KnowledgeBase) -> tuple[Burden, ...]:
    """Each stack to which at least one listed drug contributes."""
    found = []
    for number in knowledge.stacks:
        rule = knowledge.rule_number(number)
        parts = list(contributions(rule, case))
        if not parts:
            continue
        sums = (sum(low for _, (low, _) in parts), sum(high for _, (_, high) in parts))
        if rule.when is not None and rule.when(case, tuple(use for use, _ in parts), sums) == NO:
            continue  # a total that only counts beside another drug, or for another patient
        by_drug: dict[str, tuple[float, float]] = {}
        for use, (low, high) in parts:
            known = by_drug.get(use.drug, (0.0, 0.0))
            by_drug[use.drug] = (known[0] + low, known[1] + high)
        total = sum(low for low, _ in by_drug.values())
        unrated = tuple(
            sorted(drug for drug in case.by_drug if drug not in by_drug and knowledge.unrated_properties(drug, number))
        )
        found.append(
            Burden(
                rule.id, knowledge.text(rule.id).title, total, rule.reaches, rule.unit, any(v.truth == YES for v in rule.judge(rule, case)),
                tuple(
                    Contribution(drug, low, high < INFINITY)
                    for drug, (low, high) in sorted(by_drug.items(), key=lambda entry: (-entry[1][0], entry[0]))
                ),
                unrated,
            )
        )  # fmt: skip
    return tuple(found)


def _considered(
    case: Case, knowledge: KnowledgeBase, judged: Judged, unknown: list[tuple[Verdict, tuple[Need, ...]]]
) -> tuple[Considered, ...]:
    """Each candidate rule with its verdict and what decided it."""
    rows: list[Considered] = []

    def row(verdict: Verdict, what: str, because: str) -> None:
        text = knowledge.text(verdict.rule.id)
        rows.append(Considered(verdict.rule.id, text.title, SEVERITIES[verdict.shown], verdict.drugs, what, because))

    for verdict in judged.fired:
        told, _ = words_of(verdict, case, knowledge)
        row(verdict, "fires", "; ".join(told) or "its drugs are taken")
    for verdict, instead in judged.replaced:
        row(verdict, "instead", f"{instead} speaks instead")
    for verdict in judged.muted:
        row(verdict, "muted", verdict.rule.muted)
    for verdict in judged.cleared:
        row(verdict, "clear", verdict.decided.words if verdict.decided else "")
    for verdict, needs in unknown:
        row(
            verdict,
            "unknown",
            "; ".join(say_need(kind, name, knowledge) for kind, name, _ in needs) or "something is not known",
        )
    spoken = {r.rule for r in rows}
    for number in numbers(knowledge.index.candidates(case.by_drug) & knowledge.alert_rules):
        rule = knowledge.rule_number(number)
        if rule.id not in spoken:
            text = knowledge.text(rule.id)
            rows.append(
                Considered(
                    rule.id, text.title, SEVERITIES[rule.severity], (), "clear", why_clear(rule, case, knowledge)
                )
            )
    rows.sort(key=lambda r: (r.rule, r.drugs, r.verdict))
    return tuple(rows)
