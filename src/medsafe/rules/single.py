"""The shape `drug`: one drug, with what is known of its line and of the patient."""

from __future__ import annotations

from medsafe.model.truth import NO, YES
from medsafe.rules.case import Case
from medsafe.rules.rule import Rule, Verdict, judges, strongest


@judges("drug")
def judge(rule: Rule, case: Case) -> list[Verdict]:
    """One verdict for each drug that the selector points at."""
    members = rule.places[0].members
    verdicts = [judge_drug(rule, case, drug) for drug in case.by_drug if drug in members]
    return [verdict for verdict in verdicts if verdict is not None]


def judge_drug(rule: Rule, case: Case, drug: str) -> Verdict | None:
    """One of the drugs that the selector points at; of its lines the highest result counts."""
    place = rule.places[0]
    plain = case.plain.get(drug)
    if plain is not None:
        check = place.members[drug]
        truth = YES if check is None else check(plain, case)
        return rule.grade(case, (drug,), (plain,), truth, alone=True) if truth else None
    verdicts = []
    for use in case.by_drug[drug]:
        if use.current or drug in place.past:
            truth = place.fills(use, case, rule.any_route)
            if truth != NO:
                verdicts.append(rule.grade(case, (drug,), (use,), truth))
    return strongest(verdict for verdict in verdicts if verdict is not None)
