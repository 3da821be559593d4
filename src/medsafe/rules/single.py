"""The shape `drug`: one drug, with what is known of its line and of the patient."""

from __future__ import annotations

from medsafe.model.truth import NO, YES
from medsafe.rules.case import Case
from medsafe.rules.rule import Rule, Verdict, judges, strongest


@judges("drug")
def judge(rule: Rule, case: Case) -> list[Verdict]:
    """One verdict for each drug that the selector points at."""
    place = rule.places[0]
    members = place.members
    found = []
    for drug, uses in case.by_drug.items():
        if drug not in members:
            continue
        plain = case.plain.get(drug)
        if plain is not None:
            check = members[drug]
            truth = YES if check is None else check(plain, case)
            best = rule.grade(case, (drug,), (plain,), truth) if truth else None
        else:
            verdicts = []
            for use in uses:
                if not use.current and drug not in place.past:
                    continue
                truth = place.fills(use, case, rule.any_route)
                if truth != NO:
                    verdict = rule.grade(case, (drug,), (use,), truth)
                    if verdict is not None:
                        verdicts.append(verdict)
            best = strongest(verdicts)
        if best is not None:
            found.append(best)
    return found
