"""The promises of three-valued judging, held against random lists: on the built-in knowledge and on the hardest rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowing import DAY, hardest
from medsafe import load_knowledge
from medsafe.engine.check import check, judge, unjudged
from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.medication import Amount, DayTotal, Medication
from medsafe.model.patient import Patient
from medsafe.model.report import Finding, Report
from medsafe.model.truth import UNKNOWN, YES
from medsafe.model.words import RANK
from medsafe.rules.case import Case

KNOWN = {"hardest": hardest, "built-in": load_knowledge}
SOME = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def promise(test: Callable[[str, st.DataObject], None]) -> Callable[..., None]:
    """Hold a promise on each knowledge, against whatever the test draws."""
    held: Callable[..., None] = pytest.mark.parametrize("name", KNOWN)(SOME(given(data=st.data())(test)))
    return held


@cache
def drugs_of(name: str) -> tuple[str, ...]:
    """Drugs that many rules are about first: random lists should meet rules."""
    knowledge = KNOWN[name]()
    busy = sorted(knowledge.drugs, key=lambda drug: -sum(bits.bit_count() for bits in knowledge.index.bits(drug)))
    return tuple(busy[:160])


@cache
def facts_of(name: str) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    knowledge = KNOWN[name]()
    facts: list[tuple[str, tuple[Any, ...]]] = []
    for fact, known in knowledge.vocabulary.facts.items():
        facts.append((fact, tuple(known.values) if known.values else (0.5, 3.2, 18.0, 30.0, 64.0, 65.0, 90.0, 480.0)))
    return tuple(facts)


@st.composite
def lines(draw: st.DrawFn, name: str) -> Medication:
    drug = draw(st.sampled_from(drugs_of(name)))
    facts = KNOWN[name]().vocabulary.drugs[drug]
    dose = draw(st.sampled_from([None, 1.0, 5.0, 20.0, 50.0, 100.0, 300.0, 1000.0]))
    extra: dict[str, Any] = {}
    if dose is not None:
        extra["dose"] = Amount(dose, dose, "mg")
        extra["daily"] = (DayTotal(drug, dose, "mg/day", draw(st.booleans())),)
    extra["route"] = draw(st.sampled_from([None, *facts.routes]))
    extra["form"] = draw(st.sampled_from([None, None, *facts.forms]))
    extra["as_needed"] = draw(st.sampled_from([False, False, True]))
    when = draw(st.sampled_from(["", "", "", "stopped", "stops", "started", "since", "unknown stop"]))
    days = draw(st.integers(0, 60))
    if when == "stopped":
        extra.update(stop=DAY - timedelta(days=days), stopped=True)
    elif when == "unknown stop":
        extra.update(stopped=True)
    elif when == "stops":
        extra.update(stop=DAY + timedelta(days=days + 1))
    elif when == "started":
        extra.update(start=DAY - timedelta(days=days))
    elif when == "since":
        extra.update(duration=float(days))
    return Medication(text=drug, drugs=(drug,), how="exact", read_as=drug, **extra)


@st.composite
def cases(draw: st.DrawFn, name: str, most: int = 7) -> tuple[tuple[Medication, ...], Patient]:
    meds = draw(st.lists(lines(name), min_size=1, max_size=most))
    facts = dict(
        draw(
            st.lists(
                st.sampled_from(facts_of(name)).flatmap(lambda f: st.tuples(st.just(f[0]), st.sampled_from(f[1]))),
                max_size=4,
            )
        )
    )
    conditions = sorted(set(KNOWN[name]().vocabulary.conditions.values()))
    has = frozenset(draw(st.lists(st.sampled_from(conditions), max_size=3)))
    has_not = frozenset(draw(st.lists(st.sampled_from(conditions), max_size=3))) - has
    return numbered(meds), Patient(facts=facts, conditions=has, absent=has_not)


def numbered(meds: Any) -> tuple[Medication, ...]:
    return tuple(med._replace(line=i) for i, med in enumerate(meds))


def run(knowledge: KnowledgeBase, meds: tuple[Medication, ...], patient: Patient) -> Report:
    return check(knowledge, meds, patient, as_of=DAY)


def key(finding: Finding) -> tuple[Any, ...]:
    return (finding.rule, finding.drugs, finding.severity, finding.could_be)


@promise
def test_order_never_matters(name: str, data: st.DataObject) -> None:
    knowledge = KNOWN[name]()
    meds, patient = data.draw(cases(name))
    other = numbered(data.draw(st.permutations(meds)))
    one, two = run(knowledge, meds, patient), run(knowledge, other, patient)
    assert sorted(map(key, one.findings)) == sorted(map(key, two.findings))
    assert sorted((g.kind, g.message, g.rules) for g in one.gaps) == sorted(
        (g.kind, g.message, g.rules) for g in two.gaps
    )
    assert one.monitoring == two.monitoring
    assert [q.ask for q in one.questions] == [q.ask for q in two.questions]


@promise
def test_a_line_without_a_drug_changes_nothing_else(name: str, data: st.DataObject) -> None:
    knowledge = KNOWN[name]()
    meds, patient = data.draw(cases(name))
    more = (*meds, Medication(text="no such drug", line=len(meds)))
    one, two = run(knowledge, meds, patient), run(knowledge, more, patient)
    assert one.findings == two.findings and one.gaps == two.gaps


@promise
def test_adding_a_drug_lowers_only_what_it_protects(name: str, data: st.DataObject) -> None:
    knowledge = KNOWN[name]()
    meds, patient = data.draw(cases(name))
    added = data.draw(lines(name))
    before = judge(Case(meds, patient, DAY, "", knowledge.setting), knowledge)
    after = judge(Case((*meds, added._replace(line=len(meds))), patient, DAY, "", knowledge.setting), knowledge)
    for verdict in before.fired:
        if added.drugs[0] in knowledge.protectors(verdict.rule.id):
            continue
        still = [
            v
            for v in after.fired
            if v.rule.id == verdict.rule.id and set(v.drugs) >= set(verdict.drugs) and v.shown >= verdict.shown
        ]
        replaced = [v for v, _ in after.replaced if v.rule.id == verdict.rule.id and set(v.drugs) >= set(verdict.drugs)]
        assert still or replaced, f"{verdict.rule.id} {verdict.drugs} was lost by adding {added}"


@promise
def test_learning_a_fact_only_narrows(name: str, data: st.DataObject) -> None:
    knowledge = KNOWN[name]()
    meds, patient = data.draw(cases(name))
    fact, values = data.draw(st.sampled_from(facts_of(name)))
    if fact in patient.facts:
        return
    learned = patient._replace(facts={**patient.facts, fact: data.draw(st.sampled_from(values))})
    case = Case(meds, patient, DAY, "", knowledge.setting)
    before = judge(case, knowledge)
    after = judge(Case(meds, learned, DAY, "", knowledge.setting), knowledge)
    spoken = {(v.rule.id, v.drugs): v for v in before.fired}
    loose = [v.drugs for v in unjudged(case, before, knowledge)]
    for verdict in after.fired:
        known = spoken.get((verdict.rule.id, verdict.drugs))
        if known is not None:
            assert known.low <= verdict.shown <= known.high, f"{verdict.rule.id} left the range it announced"
    later = [v for v in after.fired if (v.rule.id, v.drugs) not in spoken]
    for verdict in later:
        joined = any(set(drugs) & set(verdict.drugs) for drugs in loose)
        freed = any(v.rule.id == verdict.rule.id for v, _ in before.replaced)
        announced = any(v.rule.id == verdict.rule.id for v in (*before.cleared, *before.fired))
        asked = (patient == Patient() or not (patient.facts or patient.conditions or patient.absent)) or joined
        assert asked or freed or announced, f"{verdict.rule.id} {verdict.drugs} came from nowhere"


@promise
def test_index_and_judge_say_what_a_loop_over_all_rules_says(name: str, data: st.DataObject) -> None:
    knowledge = KNOWN[name]()
    meds, patient = data.draw(cases(name, 9))
    case = Case(meds, patient, DAY, "", knowledge.setting)
    judged = judge(case, knowledge)
    mine = {
        (v.rule.id, v.drugs, v.shown)
        for v in (*judged.fired, *(v for v, _ in judged.replaced), *judged.cleared, *judged.muted)
    }
    loop = set()
    in_full = Case(meds, patient, DAY, "", knowledge.setting)  # for which the index has not found what is at rest
    for number in range(knowledge.plan_from):
        rule = knowledge.rule_number(number)
        loop |= {(v.rule.id, v.drugs, v.shown) for v in rule.judge(rule, in_full) if v.truth == YES}
    assert {entry for entry in loop if entry[2]} == {entry for entry in mine if entry[2]}


@promise
def test_the_quick_question_agrees_with_the_candidates(name: str, data: st.DataObject) -> None:
    index = KNOWN[name]().index
    everything = (1 << index.width) - 1
    drugs = data.draw(st.sets(st.sampled_from(drugs_of(name)), max_size=6))
    wanted = data.draw(st.integers(0, everything))
    for rules in (wanted, everything, 1 << (wanted % index.width)):
        assert index.any(drugs, rules) == bool(index.candidates(drugs) & rules)


@promise
def test_what_is_at_rest_or_untold_is_judged_as_in_full(name: str, data: st.DataObject) -> None:
    """What the index saves the judge: rules of which nothing is known or listed that they ask about, and the same of the patient."""
    knowledge = KNOWN[name]()
    index = knowledge.index
    meds, patient = data.draw(cases(name))
    case = Case(
        meds,
        data.draw(st.sampled_from([patient, Patient()])),
        DAY,
        data.draw(st.sampled_from(["", "eu"])),
        knowledge.setting,
    )
    told = index.told(case)
    stirred = index.stirred(case, index.meet(case.by_drug)[1]) | told
    for number in range(index.width):
        rule = knowledge.rule_number(number)
        case.stirred = case.told = -1
        in_full = rule.judge(rule, case)
        assert case.asking(partial(rule.judge, rule, case))[0] == in_full, rule.id
        case.stirred, case.told = stirred, told
        assert rule.judge(rule, case) == in_full, rule.id
        waits = ~(index.speaking | stirred) | index.until_told & ~told
        if waits >> number & 1:
            assert all(verdict.truth != YES for verdict in in_full), rule.id


@promise
def test_sums_that_are_out_of_reach_say_nothing(name: str, data: st.DataObject) -> None:
    knowledge = KNOWN[name]()
    meds, patient = data.draw(cases(name, 9))
    case = Case(meds, patient, DAY, "", knowledge.setting)
    stacks = sum(1 << number for number in knowledge.stacks)
    within = knowledge.reach.possible(stacks, case.by_drug)
    for number in knowledge.stacks:
        if not within >> number & 1:
            rule = knowledge.rule_number(number)
            assert not rule.judge(rule, case), rule.id


@promise
def test_what_is_put_off_is_heard_when_asked(name: str, data: st.DataObject) -> None:
    knowledge = KNOWN[name]()
    meds, patient = data.draw(cases(name, 9))
    case = Case(meds, patient, DAY, "", knowledge.setting)
    judged = judge(case, knowledge)
    apart = knowledge.index.until_told if case.blank else 0
    said = {(v.rule.id, v.drugs, v.low, v.high) for v in unjudged(case, judged, knowledge)}
    case.stirred = case.told = -1
    rules = [knowledge.rule_number(n) for n in range(knowledge.plan_from) if not apart >> n & 1]
    everything = {
        (v.rule.id, v.drugs, v.low, v.high) for rule in rules for v in rule.judge(rule, case) if v.truth == UNKNOWN
    }
    assert said == everything


@promise
def test_severity_lies_within_the_range_that_is_announced(name: str, data: st.DataObject) -> None:
    knowledge = KNOWN[name]()
    meds, patient = data.draw(cases(name))
    for finding in run(knowledge, meds, patient).findings:
        if finding.could_be is not None:
            low, high = (RANK[word] for word in finding.could_be)
            assert low <= RANK[finding.severity] <= high and low < high


def test_a_specific_rule_silences_by_the_drugs_of_the_finding_alone() -> None:
    """Whatever else is on the list, a pair gives way to the same rule."""
    knowledge = hardest()
    pair = numbered([Medication(text=d, drugs=(d,)) for d in ("moclobemide", "tyramine")])
    more = numbered(
        [*pair, Medication(text="sertraline", drugs=("sertraline",)), Medication(text="lithium", drugs=("lithium",))]
    )
    for meds in (pair, more):
        rules = {
            f.rule for f in run(knowledge, meds, Patient()).findings if set(f.drugs) == {"moclobemide", "tyramine"}
        }
        assert rules == {"HR-MAO-24"}


def test_washout_to_the_day() -> None:
    knowledge = hardest()
    for days, fires in ((33, True), (34, True), (35, False), (36, False)):
        meds = numbered(
            [
                Medication(text="phenelzine", drugs=("phenelzine",)),
                Medication(
                    text="fluoxetine", drugs=("fluoxetine",), stop=date(2026, 1, 1) - timedelta(days=days), stopped=True
                ),
            ]
        )
        assert any(f.rule == "HR-MAO-01" for f in run(knowledge, meds, Patient()).findings) is fires
