"""A compiled rule, and how one binding of lines is graded: requirements first, then exceptions in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from medsafe.model.truth import NO, UNKNOWN, YES, Truth
from medsafe.model.words import RANK
from medsafe.rules.case import Case, Need, Range, Use
from medsafe.rules.conditions import NO_TOTAL, Bound, Condition, compile_condition, of_nobody
from medsafe.rules.place import Place


class Exceptional(NamedTuple):
    """One line of `unless`, `regrade` or `accepts`: where its condition is known to hold, the severity is `to`."""

    to: int
    check: Condition
    words: str  # the condition as its author wrote it, or the reason given
    not_in: frozenset[str]
    do: str
    action: tuple[str, ...]
    accepted: bool  # from `accepts`: the report lists the pair as accepted
    of_nobody: Truth | None  # what `check` says of an unknown patient; None where that hangs on the lines


class Verdict(NamedTuple):
    """What a rule says of one set of lines. `truth` 2 fires, 1 could not be judged, 0 is clear."""

    rule: Rule
    drugs: tuple[str, ...]
    uses: tuple[Use, ...]
    truth: Truth
    low: int
    shown: int
    high: int
    decided: Exceptional | None = None  # the exception that holds
    pending: tuple[Exceptional, ...] = ()  # exceptions that could not be judged
    total: Range = NO_TOTAL
    needs: tuple[Need, ...] = ()


class Row(NamedTuple):
    """One line of a table that is written value first: a washout, or points of a burden."""

    value: float
    exactness: int
    place: Place


class Points(NamedTuple):
    """What a table of points says of one drug."""

    rows: tuple[Row, ...]  # the lines that may be about it, most exact first
    plain: float | None  # what a plain line of it adds; None where the line must be judged
    most: float


class Rule:
    """One rule, ready to judge. Built from the compiled form when it first becomes a candidate."""

    __slots__ = (
        "id", "number", "kind", "problem", "shape", "severity", "regions", "places", "any_route", "allow", "level", "moieties",
        "washout", "when", "exceptions", "rows", "points", "scale", "sign", "reaches",
        "unit", "instead_of", "tests", "says", "muted", "plain", "judge", "of_nobody",
    )  # fmt: skip

    def __init__(self, number: int, spec: Mapping[str, Any], places: Sequence[Place], moieties: Mapping[str, str]):
        self.number = number
        self.id: str = spec["id"]
        self.kind: str = spec["kind"]
        self.problem: str = spec.get("problem", "")
        self.shape: str = spec["shape"]
        self.severity: int = RANK[spec.get("severity", "none")]
        self.regions: dict[str, int] = {region: RANK[word] for region, word in spec.get("regions", {}).items()}
        self.places: list[Place] = [places[i] for i in spec.get("places", ())]
        self.any_route: bool = spec.get("any_route", False)
        self.allow: int = spec.get("allow", 1)
        self.level: str = spec.get("level", "class")
        self.moieties = moieties
        self.washout: list[Row] = [Row(days, exact, places[i]) for days, exact, i in spec.get("washout", ())]
        self.rows: list[Row] = [Row(points, exact, places[i]) for points, exact, i in spec.get("rows", ())]
        self.points: dict[str, Points] = {}
        self.scale: str = spec.get("scale", "")
        self.sign: str
        self.reaches: float
        self.unit: str
        self.sign, self.reaches, self.unit = spec.get("reaches", (">=", 0.0, ""))
        self.instead_of: frozenset[str] = frozenset(spec.get("instead_of", ()))
        self.tests: Mapping[str, list[str]] = spec.get("tests", {})
        self.muted: str = spec.get("muted", "")
        self.says: list[tuple[Condition, str]] = [
            (compile_condition(tree, places), text) for tree, text in spec.get("say", ())
        ]
        when = spec.get("when")
        self.when: Condition | None = compile_condition(when, places) if when is not None else None
        self.exceptions: list[Exceptional] = [
            Exceptional(
                RANK[to], compile_condition(tree, places), words, frozenset(not_in), do, tuple(action), accepted,
                _known(of_nobody(tree)),
            )
            for to, tree, words, not_in, do, action, accepted in spec.get("exceptions", ())
        ]  # fmt: skip
        self.plain = self.when is None and not self.exceptions and not self.regions
        self.of_nobody = self._of_nobody()
        self.judge: Callable[[Rule, Case], list[Verdict]] = _JUDGES[self.shape]

    def _of_nobody(self) -> tuple[int, int, tuple[Exceptional, ...]] | None:
        """Lowest and highest severity and what is pending where nothing is known of the patient; None where that takes judging."""
        waits = [exception for exception in self.exceptions if exception.of_nobody != NO]
        if self.regions or any(e.not_in or e.of_nobody != UNKNOWN for e in waits):
            return None
        grades = [self.severity, *(exception.to for exception in waits)]
        return min(grades), max(grades), tuple(waits)

    def points_of(self, drug: str) -> Points:
        """What the table of points says of a drug."""
        points = self.points.get(drug)
        if points is None:
            rows = tuple(row for row in self.rows if drug in row.place.members)
            sure = not rows or rows[0].place.members[drug] is None
            plain = (rows[0].value if rows else 0) if sure else None
            points = self.points[drug] = Points(rows, plain, max((row.value for row in rows), default=0))
        return points

    def grade(
        self, case: Case, drugs: tuple[str, ...], bound: Bound, truth: Truth, total: Range = NO_TOTAL
    ) -> Verdict | None:
        """Requirements and exceptions for one binding; None where a requirement is known not to hold."""
        if self.plain:
            severity = self.severity
            row = (self, drugs, tuple(bound), truth, severity, severity, severity, None, (), total, ())
            return tuple.__new__(Verdict, row)  # as Verdict(…), at a third of the cost
        if self.when is not None:
            truth = min(truth, self.when(case, bound, total))
        if truth == NO:
            return None
        base = self.severity
        if case.blank and self.of_nobody is not None and case.needs is None:
            low, high, waits = self.of_nobody
            return tuple.__new__(Verdict, (self, drugs, tuple(bound), truth, low, base, high, None, waits, total, ()))
        if self.regions and case.region in self.regions:
            base = self.regions[case.region]
        if not self.exceptions:
            return Verdict(self, drugs, tuple(bound), truth, base, base, base, None, (), total)
        low = high = shown = base
        possible: list[int] = []
        pending: list[Exceptional] = []
        decided: Exceptional | None = None
        # what is not judged waits for its requirements; nobody need ask for its exceptions yet
        mark = len(case.needs) if case.needs is not None and truth == UNKNOWN else -1
        hurried = case.blank and case.needs is None
        for exception in self.exceptions:
            if exception.not_in and case.region in exception.not_in:
                continue
            value = exception.of_nobody if hurried else None
            if value is None:
                value = exception.check(case, bound, total)
            if value == YES:
                decided, shown = exception, exception.to
                break
            if value == UNKNOWN:
                pending.append(exception)
                possible.append(exception.to)
        if mark >= 0 and case.needs is not None:
            del case.needs[mark:]
        low = min([shown, *possible])
        high = max([shown, *possible])
        return Verdict(self, drugs, tuple(bound), truth, low, shown, high, decided, tuple(pending), total)


def _known(least_and_most: tuple[Truth, Truth]) -> Truth | None:
    least, most = least_and_most
    return least if least == most else None


def strongest(verdicts: Iterable[Verdict]) -> Verdict | None:
    """Of several bindings of the same drugs the highest result counts; what is unknown can only raise it."""
    best: Verdict | None = None
    low = high = 0
    pending: list[Exceptional] = []
    for verdict in verdicts:
        if best is None:
            best, low, high = verdict, verdict.low if verdict.truth == YES else 0, verdict.high
            pending.extend(verdict.pending)
            continue
        high = max(high, verdict.high)
        if verdict.truth == YES:
            low = max(low, verdict.low)
        pending.extend(p for p in verdict.pending if p not in pending)
        if _strength(verdict) > _strength(best):
            best = verdict
    if best is None or (low, high, len(pending)) == (best.low, best.high, len(best.pending)):
        return best
    return best._replace(low=min(low, best.shown), high=high, pending=tuple(pending))


def _strength(verdict: Verdict) -> tuple[int, int, int, str]:
    """The order of bindings; the words of what decided break ties, so that the order of lines never matters."""
    return (verdict.truth, verdict.shown, verdict.high, verdict.decided.words if verdict.decided else "")


_JUDGES: dict[str, Callable[[Rule, Case], list[Verdict]]] = {}


def judges(shape: str) -> Callable[[Callable[[Rule, Case], list[Verdict]]], Callable[[Rule, Case], list[Verdict]]]:
    """Register the judge of a shape."""

    def register(judge: Callable[[Rule, Case], list[Verdict]]) -> Callable[[Rule, Case], list[Verdict]]:
        _JUDGES[shape] = judge
        return judge

    return register
