"""The shape `between`: different drugs fill every place, now or within the washout."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from medsafe.model.truth import INFINITY, NO, UNKNOWN, YES, Truth
from medsafe.rules.case import Case, Use
from medsafe.rules.rule import Rule, Verdict, judges, strongest

_ABSENT: Any = object()


@judges("between")
def judge(rule: Rule, case: Case) -> list[Verdict]:
    """One verdict for each set of drugs that can fill the places; of their lines the highest result counts."""
    choices = [[drug for drug in case.by_drug if drug in place.members] for place in rule.places]
    if not all(choices):
        return []
    orders: dict[frozenset[str], list[tuple[str, ...]]] = {}
    for drugs in product(*choices):
        distinct = frozenset(drugs)
        if len(distinct) == len(drugs):
            orders.setdefault(distinct, []).append(drugs)
    found = []
    for distinct, drugs_in_order in orders.items():
        if len(distinct) == 2:
            verdict = judge_pair(rule, case, *distinct)
        else:
            verdict = strongest(_bindings(rule, case, drugs_in_order))
        if verdict is not None:
            found.append(verdict)
    return found


def judge_pair(rule: Rule, case: Case, a: str, b: str) -> Verdict | None:
    """Two places and two drugs, in whichever order they fill them; without detours where each is on one plain line."""
    if b < a:
        a, b = b, a
    use_a, use_b = case.plain.get(a), case.plain.get(b)
    first, second = (place.members for place in rule.places)
    if use_a is None or use_b is None:
        return strongest(_bindings(rule, case, [(x, y) for x, y in ((a, b), (b, a)) if x in first and y in second]))
    best: Verdict | None = None
    for one, other in ((use_a, use_b), (use_b, use_a)):
        check = first.get(one.drug, _ABSENT)
        if check is _ABSENT:
            continue
        also = second.get(other.drug, _ABSENT)
        if also is _ABSENT:
            continue
        truth = YES if check is None else check(one, case)
        if truth and also is not None:
            truth = min(truth, also(other, case))
        if truth == NO:
            continue
        verdict = rule.grade(case, (a, b), (one, other), truth, alone=True)
        if verdict is None:
            continue
        if truth == YES:
            return verdict  # conditions do not hang on the order of lines: the other could say nothing more
        best = verdict if best is None else strongest((best, verdict))
    return best


def _bindings(rule: Rule, case: Case, orders: list[tuple[str, ...]]) -> Iterator[Verdict]:
    for drugs in orders:
        for bound in product(*(case.by_drug[drug] for drug in drugs)):
            truth = _filled(rule, case, bound)
            if truth == NO:
                continue
            verdict = rule.grade(case, tuple(sorted(drugs)), bound, truth)
            if verdict is not None:
                yield verdict


def _filled(rule: Rule, case: Case, bound: tuple[Use, ...]) -> Truth:
    """Whether these lines fill the places in this order."""
    if not any(use.current for use in bound) or len({use.group for use in bound}) < len(bound):
        return NO
    least = YES
    for place, use in zip(rule.places, bound):
        value = place.fills(use, case, rule.any_route)
        if value and not use.current and use.drug not in place.past:
            value = min(value, washing_out(rule, use, bound, case))
        if value < least:
            least = value
            if value == NO:
                break
    return least


def washing_out(rule: Rule, use: Use, bound: tuple[Use, ...], case: Case) -> Truth:
    """Whether a stopped drug still acts: days since it was stopped against its own line of the washout table.

    The most exact line decides; where it is unknown whether that line applies, the next may.
    """
    possible: list[float] = []
    for row in rule.washout:
        if use.drug in row.place.members:
            value = row.place.holds(use, case)
            if value != NO:
                possible.append(row.value)
            if value == YES:
                break
    else:
        possible.append(0)
    least, most = use.days_since_stop
    starts = [other.med.start for other in bound if other.current and other.med.start is not None]
    if starts and len(starts) == sum(other.current for other in bound) and min(starts) > case.as_of:
        later = (min(starts) - case.as_of).days  # what is planned starts later: the washout runs on until then
        least, most = least + later, most + later
    if most < min(possible):
        return YES
    if least >= max(possible):
        return NO
    return case.ask("stop", use.drug, use.med.line) if most == INFINITY else UNKNOWN
