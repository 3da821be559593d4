"""Programs over one line: what must hold for a drug to be the member that a selector means.

`compile_program` turns the tree that knowledge holds into a small closure once; judging then only calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from medsafe.model.truth import INFINITY, NO, UNKNOWN, YES, Truth, compare
from medsafe.model.words import DAYS, ROUTE_GROUPS
from medsafe.rules.case import Case, Range, Use
from medsafe.rules.setting import Check

Tree = Sequence[Any]
RARELY = 1 / 7
"""Injected once a week or less often, a drug that has a depot is the depot: its plain form would long be gone."""
_TO_MG = {"mg": 1.0, "mcg": 0.001, "g": 1000.0}


def compile_program(tree: Any) -> Check | None:
    """A closure that answers 0, 1 or 2 for a line; None when it always holds."""
    if tree == 1:
        return None
    return _COMPILERS[tree[0]](tree)


def mentions(tree: Any, leaf: str) -> bool:
    """Whether the program has this leaf anywhere but in the filters that choose the lines of a total."""
    if tree == 1 or not isinstance(tree, (list, tuple)):
        return False
    if tree[0] == leaf:
        return True
    return tree[0] in ("all", "any", "not") and any(mentions(part, leaf) for part in tree[1:])


def _every(tree: Tree) -> Check:
    checks = [_COMPILERS[part[0]](part) for part in tree[1:]]

    def check(use: Use, case: Case) -> Truth:
        mark = len(case.needs) if case.needs is not None else 0
        least = YES
        for one in checks:
            value = one(use, case)
            if value < least:
                least = value
                if value == NO:
                    break
        if case.needs is not None and least != UNKNOWN:
            del case.needs[mark:]
        return least

    return check


def _some(tree: Tree) -> Check:
    checks = [_COMPILERS[part[0]](part) for part in tree[1:]]

    def check(use: Use, case: Case) -> Truth:
        mark = len(case.needs) if case.needs is not None else 0
        most = NO
        for one in checks:
            value = one(use, case)
            if value > most:
                most = value
                if value == YES:
                    break
        if case.needs is not None and most != UNKNOWN:
            del case.needs[mark:]
        return most

    return check


def _opposite(tree: Tree) -> Check:
    inner = _COMPILERS[tree[1][0]](tree[1])
    return lambda use, case: 2 - inner(use, case)


def _route(tree: Tree) -> Check:
    wanted: frozenset[str] = frozenset().union(*(ROUTE_GROUPS.get(name, frozenset({name})) for name in tree[1:]))
    groups = [name for name in tree[1:] if name in ("systemic", "local")]
    if not groups:
        return lambda use, case: YES if use.route in wanted else NO
    # "systemic" and "local" are judged for the drug: a nasal spray can act on the whole body
    exact = frozenset(name for name in tree[1:] if name not in groups)

    def check(use: Use, case: Case) -> Truth:
        if use.route in exact:
            return YES
        return YES if ("local" if case.is_local(use) else "systemic") in groups else NO

    return check


def _form(tree: Tree) -> Check:
    wanted = tree[1]

    def check(use: Use, case: Case) -> Truth:
        form = use.med.form
        if form is not None:
            return YES if form == wanted else NO
        marketed = case.setting.forms.get(use.drug, ("immediate-release",))
        injected = use.route in ROUTE_GROUPS["parenteral"]
        possible = [f for f in marketed if (f == "depot") <= injected]
        if injected and "depot" in possible and use.med.per_day is not None and use.med.per_day <= RARELY:
            possible = ["depot"]
        if wanted not in possible:
            return NO
        return YES if len(possible) == 1 else case.ask("form", use.drug, use.med.line)

    return check


def _as_needed(tree: Tree) -> Check:
    return lambda use, case: YES if use.med.as_needed else NO


def _at_night(tree: Tree) -> Check:
    def check(use: Use, case: Case) -> Truth:
        times = use.med.times
        if not times:
            return case.ask("time of day", use.drug, use.med.line)
        return YES if set(times) <= {"night", "evening"} else NO

    return check


def _taken(tree: Tree) -> Check:
    _, sign, days = tree

    def check(use: Use, case: Case) -> Truth:
        value = compare(*use.days_taken, sign, days)
        return case.ask("duration", use.drug, use.med.line) if value == UNKNOWN else value

    return check


def _started(tree: Tree) -> Check:
    _, sign, days = tree

    def check(use: Use, case: Case) -> Truth:
        if not use.current:
            return NO
        value = compare(*use.days_since_start, sign, days)
        return case.ask("start", use.drug, use.med.line) if value == UNKNOWN else value

    return check


def _stopped(tree: Tree) -> Check:
    _, sign, days = tree

    def check(use: Use, case: Case) -> Truth:
        if use.current:
            return NO
        value = compare(*use.days_since_stop, sign, days)
        return case.ask("stop", use.drug, use.med.line) if value == UNKNOWN else value

    return check


def _stops_within(tree: Tree) -> Check:
    days = tree[1]

    def check(use: Use, case: Case) -> Truth:
        stop = use.med.stop
        return YES if use.current and stop is not None and (stop - case.as_of).days <= days else NO

    return check


def _indication(tree: Tree) -> Check:
    wanted = tree[1]

    def check(use: Use, case: Case) -> Truth:
        written = use.med.indication
        if written is None:
            return case.ask("indication", use.drug, use.med.line)
        return YES if case.setting.means(written, wanted) else NO

    return check


def _indication_known(tree: Tree) -> Check:
    """In exceptions: written so, or not written while the patient is known to have what it would be for."""
    wanted = tree[1]

    def check(use: Use, case: Case) -> Truth:
        written = use.med.indication
        if written is None:
            return YES if wanted in case.conditions else NO
        return YES if case.setting.means(written, wanted) else NO

    return check


def _product(tree: Tree) -> Check:
    wanted = tree[1]
    return lambda use, case: YES if wanted in use.med.products else NO


def _amount(tree: Tree) -> Check:
    _, sign, number, unit, kept = tree
    keeps = compile_program(1 if not kept else kept[0] if len(kept) == 1 else ("all", *kept))
    if unit == "mg/dose":
        measure: Callable[[Use, Case, Check | None], Range] = _per_dose
    elif unit in ("days/week", "days/month"):
        number = number if unit == "days/week" else number * DAYS["week"] / DAYS["month"]
        measure = _days_a_week
    elif unit == "mg/kg":
        measure = _per_weight
    elif unit == "mcg/hour":
        measure = lambda use, case, keeps: day_total(use, case, "mcg/hour", keeps)  # noqa: E731
    else:
        number = number * _TO_MG[unit.split("/")[0]]
        measure = lambda use, case, keeps: day_total(use, case, "mg/day", keeps)  # noqa: E731

    def check(use: Use, case: Case) -> Truth:
        mark = len(case.needs) if case.needs is not None else 0
        value = compare(*measure(use, case, keeps), sign, number)
        if case.needs is not None:
            if value != UNKNOWN:
                del case.needs[mark:]
            elif len(case.needs) == mark:
                case.ask("dose", use.drug, use.med.line)
        return value

    return check


def day_total(use: Use, case: Case, unit: str = "mg/day", keeps: Check | None = None) -> Range:
    """The day's total of a line's drug over its current lines, or of the line alone once it is stopped."""
    uses = case.by_drug.get(use.drug, [use]) if use.current else [use]
    low = high = 0.0
    for other in uses:
        if other.current != use.current:
            continue
        counted = keeps(other, case) if keeps is not None else YES
        if counted == NO:
            continue
        day = next((d for d in other.med.daily if d.drug == other.drug and d.unit == unit), None)
        if day is None or not day.complete:
            case.ask("dose", other.drug, other.med.line)
        amount = day.amount if day is not None else 0.0
        low += amount if counted == YES else 0.0
        high += amount if day is not None and day.complete else INFINITY
    return (low, high)


def _per_dose(use: Use, case: Case, keeps: Check | None) -> Range:
    dose = use.med.dose
    if dose is None or dose.unit not in _TO_MG:
        return (0, INFINITY)
    return (dose.high * _TO_MG[dose.unit], dose.high * _TO_MG[dose.unit])


def _days_a_week(use: Use, case: Case, keeps: Check | None) -> Range:
    days = use.med.days_per_week
    if days is None:
        return (0, 7) if use.med.as_needed else (7, 7)
    return (days, days)


def _per_weight(use: Use, case: Case, keeps: Check | None) -> Range:
    low, high = day_total(use, case, "mg/day", keeps)
    weight = case.patient.facts.get("weight")
    if not isinstance(weight, (int, float)) or weight <= 0:
        case.ask("fact", "weight")
        return (0, INFINITY if high else 0)
    return (low / weight, high / weight)


_COMPILERS: Mapping[str, Callable[[Tree], Check]] = {
    "all": _every,
    "any": _some,
    "not": _opposite,
    "route": _route,
    "form": _form,
    "as-needed": _as_needed,
    "at-night": _at_night,
    "taken": _taken,
    "started": _started,
    "stopped": _stopped,
    "stops-within": _stops_within,
    "indication": _indication,
    "indication-known": _indication_known,
    "product": _product,
    "amount": _amount,
}
