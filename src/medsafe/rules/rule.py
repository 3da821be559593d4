"""A compiled rule, and how one binding of lines is graded: requirements first, then exceptions in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from medsafe.model.truth import NO, UNKNOWN, YES, Truth
from medsafe.model.words import RANK
from medsafe.rules.case import Case, Need, Range, Use
from medsafe.rules.conditions import NO_TOTAL, Bound, Condition, compile_condition, folded, of_untold
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
        "unit", "instead_of", "tests", "says", "muted", "plain", "says_alike", "rest", "judge", "_trees", "_places", "_untold",
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
                RANK[to], compile_condition(tree, places), words, frozenset(not_in), do, tuple(action), accepted
            )
            for to, tree, words, not_in, do, action, accepted in spec.get("exceptions", ())
        ]
        # at rest its findings differ in nothing but drugs and lines; totals, groups and doses above a limit have words of their own
        self.says_alike = self.shape in ("between", "drug") and self.kind != "dose-limit"
        self._trees: list[Any] = [when, *(row[1] for row in spec.get("exceptions", ()))]
        self._places = places
        self._untold: list[Truth | Condition] | None = None
        self.plain = self.when is None and not self.exceptions and not self.regions
        self.rest = self._rest(spec["rest"] or (YES,))  # of one that is never at rest nobody asks it
        self.judge: Callable[[Rule, Case], list[Verdict]] = _JUDGES[self.shape]

    def at_rest(self, drugs: tuple[str, ...], uses: tuple[Use, ...]) -> Verdict:
        """What it says of lines that fill its places, while nothing is known that its conditions ask about."""
        return tuple.__new__(Verdict, (self, drugs, uses, *self.rest))  # as Verdict(…), at a third of the cost

    def _rest(self, values: Sequence[Truth]) -> tuple[Any, ...]:
        """A verdict without its lines, where nothing is known that its conditions ask about: `values` are what these say."""
        shown, decided, pending = self.severity, None, []
        for exception, value in zip(self.exceptions, values[1:]):
            if value == YES:
                decided, shown = exception, exception.to
                break
            if value == UNKNOWN:
                pending.append(exception)
        grades = [shown, *(exception.to for exception in pending)]
        return (values[0], min(grades), shown, max(grades), decided, tuple(pending), NO_TOTAL, ())

    def _put_off(self, case: Case) -> bool:
        if case.put_off is None or case.needs is not None:
            return False
        case.put_off |= 1 << self.number
        return True

    @property
    def untold(self) -> list[Truth | Condition]:
        """Its requirement and its exceptions while nothing that they ask about is known of the patient: less is left to judge."""
        if self._untold is None:
            parts = [YES if tree is None else folded(tree, of_untold) for tree in self._trees]
            self._untold = [part if isinstance(part, int) else compile_condition(part, self._places) for part in parts]
        return self._untold

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
        self,
        case: Case,
        drugs: tuple[str, ...],
        bound: Bound,
        truth: Truth,
        total: Range = NO_TOTAL,
        alone: bool = False,
    ) -> Verdict | None:
        """Requirements and exceptions for one binding; None where a requirement is known not to hold.

        `alone`: no other lines of these drugs could say more, so that what waits for a fact may be put off.
        """
        if case.needs is None and not case.stirred >> self.number & 1:
            truth = min(truth, self.rest[0])
            if truth == NO or (truth == UNKNOWN and alone and self._put_off(case)):
                return None
            return tuple.__new__(Verdict, (self, drugs, tuple(bound), truth, *self.rest[1:6], total, ()))
        hurried = not case.told >> self.number & 1 and case.needs is None
        checks = self.untold if hurried else None
        if self.when is not None:
            when = checks[0] if checks is not None else self.when
            truth = min(truth, when if isinstance(when, int) else when(case, bound, total))
        if truth == NO or (truth == UNKNOWN and alone and self._put_off(case)):
            return None
        base = self.severity
        if self.regions and case.region in self.regions:
            base = self.regions[case.region]
        if not self.exceptions:
            return tuple.__new__(Verdict, (self, drugs, tuple(bound), truth, base, base, base, None, (), total, ()))
        shown = base
        pending: list[Exceptional] = []
        decided: Exceptional | None = None
        # what is not judged waits for its requirements; nobody need ask for its exceptions yet
        mark = len(case.needs) if case.needs is not None and truth == UNKNOWN else -1
        for at, exception in enumerate(self.exceptions, 1):
            if exception.not_in and case.region in exception.not_in:
                continue
            check = checks[at] if checks is not None else exception.check
            value = check if isinstance(check, int) else check(case, bound, total)
            if value == YES:
                decided, shown = exception, exception.to
                break
            if value == UNKNOWN:
                pending.append(exception)
        if mark >= 0 and case.needs is not None:
            del case.needs[mark:]
        low = high = shown
        for exception in pending:
            if exception.to < low:
                low = exception.to
            elif exception.to > high:
                high = exception.to
        row = (self, drugs, tuple(bound), truth, low, shown, high, decided, tuple(pending), total, ())
        return tuple.__new__(Verdict, row)


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
