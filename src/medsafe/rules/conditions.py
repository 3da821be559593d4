"""Conditions as closures over a case and the lines that fill the places of a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import Any

from medsafe.model.truth import INFINITY, NO, UNKNOWN, YES, Truth, compare, counted
from medsafe.rules.case import Case, Range, Use
from medsafe.rules.place import Place

Bound = Sequence[Use]
Condition = Callable[[Case, Bound, Range], Truth]
Vector = Callable[[Case, Bound], list[Truth]]
Tree = Sequence[Any]
NO_TOTAL: Range = (0.0, 0.0)
UNBOUNDED: Range = (-INFINITY, INFINITY)
_ABSENT: Any = object()


def compile_condition(tree: Tree, places: Sequence[Place]) -> Condition:
    """A closure that answers 0, 1 or 2; `places` are those of the knowledge, by number."""
    return _COMPILERS[tree[0]](tree, places)


def _ones(tree: Tree, places: Sequence[Place]) -> Vector | None:
    """For `one is …`, and for an *any* of nothing else: how well each bound line does. None for other conditions."""
    parts = _alternatives(tree)
    if not parts:
        return None
    members = [places[number].members for number in parts]

    def vector(case: Case, bound: Bound) -> list[Truth]:
        found = []
        for use in bound:
            most = NO
            for drugs in members:
                check = drugs.get(use.drug, _ABSENT)
                if check is not _ABSENT:
                    value = YES if check is None else check(use, case)
                    if value > most:
                        most = value
            found.append(most)
        return found

    return vector


def _alternatives(tree: Tree) -> list[int]:
    """The places of `one is …`, or of an *any* of nothing else; none for other conditions."""
    if tree[0] == "one":
        return [tree[1]]
    parts = [_alternatives(part) for part in tree[1:]] if tree[0] == "any" else []
    return [number for numbers in parts for number in numbers] if all(parts) else []


def _all(tree: Tree, places: Sequence[Place]) -> Condition:
    """All must hold; several `one is` must be different lines."""
    vectors: list[Vector] = []
    others: list[Condition] = []
    first = min((part[1] for part in tree[1:] if part[0] == "said"), default=YES)
    for part in tree[1:]:
        vector = _ones(part, places)
        if vector is not None:
            vectors.append(vector)
        elif part[0] != "said":
            others.append(compile_condition(part, places))

    def check(case: Case, bound: Bound, total: Range) -> Truth:
        mark = len(case.needs) if case.needs is not None else 0
        least = first
        for other in others:
            value = other(case, bound, total)
            if value < least:
                least = value
                if value == NO:
                    break
        if least and vectors:
            least = min(least, _different(vectors, case, bound))
        if case.needs is not None and least != UNKNOWN:
            del case.needs[mark:]
        return least

    return check


def _different(vectors: Sequence[Vector], case: Case, bound: Bound) -> Truth:
    """The best way to give each `one is` a line of its own."""
    rows = [vector(case, bound) for vector in vectors]
    if len(rows) == 1:
        return max(rows[0], default=NO)
    best = NO
    for choice in permutations(range(len(bound)), len(rows)):
        value = min(row[i] for row, i in zip(rows, choice))
        if value > best:
            best = value
            if best == YES:
                break
    return best


def _any(tree: Tree, places: Sequence[Place]) -> Condition:
    checks = [compile_condition(part, places) for part in tree[1:] if part[0] != "said"]
    first = max((part[1] for part in tree[1:] if part[0] == "said"), default=NO)

    def check(case: Case, bound: Bound, total: Range) -> Truth:
        mark = len(case.needs) if case.needs is not None else 0
        most = first
        for one in checks:
            value = one(case, bound, total)
            if value > most:
                most = value
                if value == YES:
                    break
        if case.needs is not None and most != UNKNOWN:
            del case.needs[mark:]
        return most

    return check


def _count(tree: Tree, places: Sequence[Place]) -> Condition:
    wanted: int = tree[1]
    checks = [compile_condition(part, places) for part in tree[2:]]

    def check(case: Case, bound: Bound, total: Range) -> Truth:
        mark = len(case.needs) if case.needs is not None else 0
        answer = counted(wanted, [one(case, bound, total) for one in checks])
        if case.needs is not None and answer != UNKNOWN:
            del case.needs[mark:]
        return answer

    return check


def _said(tree: Tree, places: Sequence[Place]) -> Condition:
    value: Truth = tree[1]
    return lambda case, bound, total: value


def _not(tree: Tree, places: Sequence[Place]) -> Condition:
    inner = compile_condition(tree[1], places)
    return lambda case, bound, total: 2 - inner(case, bound, total)


def _one(tree: Tree, places: Sequence[Place]) -> Condition:
    place: Place = places[tree[1]]

    def check(case: Case, bound: Bound, total: Range) -> Truth:
        mark = len(case.needs) if case.needs is not None else 0
        most = max([place.holds(use, case) for use in bound], default=NO)
        if case.needs is not None and most != UNKNOWN:
            del case.needs[mark:]
        return most

    return check


def _with(tree: Tree, places: Sequence[Place]) -> Condition:
    place: Place = places[tree[1]]

    def check(case: Case, bound: Bound, total: Range) -> Truth:
        if case.needs is not None:
            return search(case, bound)
        for use in bound:
            for drug in use.med.drugs:
                if drug in place.members:
                    return search(case, bound)  # its own lines do not count
        known = case.listed.get(place)  # the same whoever asks
        if known is None:
            known = case.listed[place] = search(case, bound)
        return known

    def search(case: Case, bound: Bound) -> Truth:
        mark = len(case.needs) if case.needs is not None else 0
        most = NO
        if place.may_hold(case):
            taken = {use.index for use in bound}
            for use in case.uses:
                if use.drug in place.members and use.index not in taken:
                    value = place.holds_now(use, case)
                    if value > most:
                        most = value
                        if value == YES:
                            break
        if most != YES:
            for substance in case.unmentioned:
                if substance in place.members:
                    most = case.ask("substance", substance)
        if case.needs is not None and most != UNKNOWN:
            del case.needs[mark:]
        return most

    return check


def _without(tree: Tree, places: Sequence[Place]) -> Condition:
    inner = _with(tree, places)
    return lambda case, bound, total: 2 - inner(case, bound, total)


def _fact(tree: Tree, places: Sequence[Place]) -> Condition:
    _, name, sign, number = tree

    def check(case: Case, bound: Bound, total: Range) -> Truth:
        value = case.patient.facts.get(name)
        if isinstance(value, (int, float)):
            return compare(value, value, sign, number)
        answer = compare(*case.patient.bounds.get(name, UNBOUNDED), sign, number)
        return answer if answer != UNKNOWN else case.ask("fact", name)

    return check


def _fact_is(tree: Tree, places: Sequence[Place]) -> Condition:
    _, name, word = tree

    def check(case: Case, bound: Bound, total: Range) -> Truth:
        value = case.patient.facts.get(name)
        if value is None:
            return case.ask("fact", name)
        return YES if value == word else NO

    return check


def _condition(tree: Tree, places: Sequence[Place]) -> Condition:
    name = tree[1]
    return lambda case, bound, total: case.condition(name)


def _total(tree: Tree, places: Sequence[Place]) -> Condition:
    _, scale, sign, number = tree

    def check(case: Case, bound: Bound, total: Range) -> Truth:
        mark = len(case.needs) if case.needs is not None else 0
        if scale:
            if case.needs is not None:
                case._totals.pop(scale, None)  # sum again, so that what is unknown gets asked
            total = case.total(scale)
        value = compare(*total, sign, number)
        if case.needs is not None and value != UNKNOWN:
            del case.needs[mark:]
        return value

    return check


def _allergic(tree: Tree, places: Sequence[Place]) -> Condition:
    place: Place = places[tree[1]]
    return lambda case, bound, total: case.allergic(place.members)


def _allergic_it(tree: Tree, places: Sequence[Place]) -> Condition:
    return lambda case, bound, total: case.allergic({use.drug: None for use in bound})


def _one_dose(tree: Tree, places: Sequence[Place]) -> Condition:
    """Several strengths that make one dose: the same name, taken equally often, each strength once."""

    def check(case: Case, bound: Bound, total: Range) -> Truth:
        meds = [use.med for use in bound]
        first = meds[0]
        if any(
            med.as_needed or med.dose is None or med.read_as != first.read_as or med.route != first.route
            for med in meds
        ):
            return NO
        if any(med.per_day != first.per_day or med.times != first.times or med.form != first.form for med in meds):
            return NO
        strengths = {(med.dose.high, med.dose.unit) for med in meds if med.dose is not None}
        return YES if len(strengths) == len(meds) else NO

    return check


def _other_times(tree: Tree, places: Sequence[Place]) -> Condition:
    """Each line says when it is taken, and no two say the same."""

    def check(case: Case, bound: Bound, total: Range) -> Truth:
        seen: set[str] = set()
        for use in bound:
            times = set(use.med.times)
            if use.med.as_needed or not times or times & seen:
                return NO
            seen |= times
        return YES

    return check


def of_nobody(tree: Tree) -> tuple[Truth, Truth]:
    """The least and the most that a condition can say where nothing is known of the patient, whatever the lines."""
    head = tree[0]
    if head in OF_PATIENT:
        return (UNKNOWN, UNKNOWN)
    if head not in ("all", "any", "not", "count"):
        return (NO, YES)
    parts = [of_nobody(part) for part in (tree[2:] if head == "count" else tree[1:])]
    if head == "not":
        least, most = parts[0]
        return (2 - most, 2 - least)
    if head == "count":
        return (counted(tree[1], [least for least, _ in parts]), counted(tree[1], [most for _, most in parts]))
    choose = min if head == "all" else max
    return (choose(least for least, _ in parts), choose(most for _, most in parts))


def folded(tree: Tree, said: Callable[[Tree], Truth | None]) -> Truth | Tree:
    """A condition with what some of its leaves say put in their place: `said` knows it, or says None; a truth where that decides.

    >>> tree = ("all", ("condition", "pregnancy"), ("any", ("one", 4), ("condition", "dementia")))
    >>> folded(tree, lambda leaf: UNKNOWN if leaf[0] == "condition" else None)
    ('all', ('said', 1), ('any', ('one', 4), ('said', 1)))
    >>> folded(tree, lambda leaf: UNKNOWN if leaf[0] == "condition" else NO)
    1
    """
    head = tree[0]
    if head not in ("all", "any", "not", "count"):
        value = said(tree)
        return tree if value is None else value
    parts = [folded(part, said) for part in (tree[2:] if head == "count" else tree[1:])]
    known = [part for part in parts if isinstance(part, int)]
    if len(known) == len(parts):
        if head == "not":
            return 2 - known[0]
        if head == "count":
            return counted(tree[1], known)
        return min(known, default=YES) if head == "all" else max(known, default=NO)
    if (head == "all" and NO in known) or (head == "any" and YES in known):
        return NO if head == "all" else YES
    rest = [("said", part) if isinstance(part, int) else part for part in parts]
    return ("count", tree[1], *rest) if head == "count" else (head, *rest)


OF_PATIENT = frozenset({"fact", "fact-is", "condition", "allergic", "allergic-it"})
"""Leaves about the patient: unknown while nothing that they ask about is known."""


def of_untold(leaf: Tree) -> Truth | None:
    """What a leaf says of a patient of whom nothing is known; None where it asks about the list."""
    return UNKNOWN if leaf[0] in OF_PATIENT else None


def conditions_of(rule: Mapping[str, Any]) -> list[Tree]:
    """Of a compiled rule its requirement, its exceptions, and the conditions of what it adds to its advice."""
    required = [rule["when"]] if "when" in rule else []
    return [*required, *(row[1] for row in rule.get("exceptions", ())), *(tree for tree, _ in rule.get("say", ()))]


def leaves(tree: Tree) -> Iterator[Tree]:
    """The conditions in a tree that are not made of others."""
    if tree[0] in ("all", "any", "not", "count"):
        for part in tree[2:] if tree[0] == "count" else tree[1:]:
            yield from leaves(part)
    else:
        yield tree


_COMPILERS: Mapping[str, Callable[[Tree, Sequence[Place]], Condition]] = {
    "all": _all,
    "any": _any,
    "count": _count,
    "not": _not,
    "one": _one,
    "with": _with,
    "without": _without,
    "fact": _fact,
    "fact-is": _fact_is,
    "condition": _condition,
    "total": _total,
    "allergic": _allergic,
    "allergic-it": _allergic_it,
    "one-dose": _one_dose,
    "other-times": _other_times,
    "said": _said,
}
