"""Rules as written → the compiled form that `rules.Rule` is built from; and the texts that findings show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from medsafe.catalogue.lasting import Tails, tails
from medsafe.catalogue.membership import ALWAYS
from medsafe.catalogue.specs import DrugSpec, PropertySpec
from medsafe.errors import NotationError, UnknownId
from medsafe.knowledge.collect import ChangeSpec
from medsafe.knowledge.places import Places
from medsafe.model.words import OUTSIDE_ORDER
from medsafe.notation.selector import Tree, parse_selector
from medsafe.notation.words import Words, parse_number
from medsafe.rules.kinds import KINDS
from medsafe.rules.spec import SHAPES, Regrade, RuleSpec

_COMMON = frozenset(
    "title kind problem severity regions do instead_of floor effect why action say monitor onset acceptable_when alternatives taper "
    "evidence sources reviewed reviewed_by withdrawn note examples".split()
)

TAIL = "tail"
"""Written in a washout in place of days: for as long as the drug, in that form, stays in the body."""


class Trouble(Exception):
    """A mistake in one field of a rule; the caller adds the place."""

    def __init__(self, message: str, code: str, path: tuple[str | int, ...] = (), shift: int = 0, drug: str = ""):
        self.message, self.code, self.path, self.shift = message, code, path, shift
        self.drug = drug  # the drug whose membership makes it a mistake
        super().__init__(message)


def shape_of(spec: RuleSpec) -> str:
    """The one shape field that the rule has."""
    present = [shape for shape in SHAPES if getattr(spec, shape) is not None]
    if not present and spec.kind == "duplication":
        return "within"  # every drug, at the level of ingredient, product or moiety
    allowed = KINDS[spec.kind].shapes
    if len(present) != 1:
        wanted = " or ".join(f"`{shape}`" for shape in allowed)
        raise Trouble(
            f"a rule of kind {spec.kind} has exactly one of {wanted}; here: {', '.join(present) or 'none'}",
            "shape",
        )
    if present[0] not in allowed:
        raise Trouble(
            f"a rule of kind {spec.kind} cannot have `{present[0]}`; use {' or '.join(allowed)}", "shape", (present[0],)
        )
    return present[0]


def check_fields(spec: RuleSpec) -> None:
    """Fields that the kind does not know, and fields that it needs."""
    kind = KINDS[spec.kind]
    known = _COMMON | set(kind.shapes) | set(kind.needs) | set(kind.may)
    for field in sorted(spec.model_fields_set - known):
        raise Trouble(f"a rule of kind {spec.kind} has no `{field}`", "field", (field,))
    for field in kind.needs:
        if getattr(spec, field) is None:
            raise Trouble(f"a rule of kind {spec.kind} needs `{field}`", "field")
    if not kind.plan and spec.severity is None:
        raise Trouble("`severity` is missing: contraindicated, major, moderate, minor or none", "field")
    if not kind.plan and spec.severity != "none" and not spec.problem:
        raise Trouble("`problem` is missing: what may happen to the patient", "field")


def words_of(node: Any) -> str:
    """A condition as its author wrote it, in one line."""
    if isinstance(node, str):
        return node
    if isinstance(node, dict):
        return "; ".join(f"{key} {', '.join(words_of(v) for v in value)}" for key, value in node.items())
    return " and ".join(
        " or ".join(words_of(part) for part in item) if isinstance(item, list) else words_of(item) for item in node
    )


class RuleCompiler:
    """Compiles one rule after another against the same places."""

    def __init__(
        self,
        places: Places,
        properties: Mapping[str, PropertySpec],
        scales: Mapping[str, Any],
        drugs: Mapping[str, DrugSpec],
    ):
        self.places, self.properties, self.scales, self.drugs = places, properties, scales, drugs

    def compile(self, name: str, spec: RuleSpec, change: ChangeSpec | None) -> dict[str, Any]:
        """The compiled form; raises `Trouble` with the field that is wrong."""
        check_fields(spec)
        shape = shape_of(spec)
        severity = spec.severity or "none"
        if change is not None and change.severity is not None:
            severity = change.severity
        rule: dict[str, Any] = {
            "id": name,
            "kind": spec.kind,
            "problem": spec.problem,
            "shape": shape,
            "severity": severity,
        }
        if spec.regions and not (change is not None and change.severity):  # what a clinic agreed holds in every region
            rule["regions"] = dict(spec.regions)
        if spec.routes == "any":
            rule["any_route"] = True
        if spec.instead_of:
            rule["instead_of"] = list(spec.instead_of)
        self._shape(rule, spec, shape)
        if spec.washout:
            rule["washout"] = self._field(("washout",), lambda: self._washout(spec.washout or {}))
        if spec.when is not None:
            rule["when"] = self._field(("when",), lambda: self.places.condition(spec.when))
        exceptions = self._exceptions(spec)
        if exceptions:
            rule["exceptions"] = exceptions
        if spec.say:
            rule["say"] = [
                (self._field(("say", i, "when"), lambda line=line: self.places.condition(line.when)), line.because)
                for i, line in enumerate(spec.say)
            ]
        if spec.tests is not None:
            rule["tests"] = dict(spec.tests)
        if change is not None and change.disabled:
            rule["muted"] = change.reason
        return rule

    def _field(self, path: tuple[str | int, ...], work: Any) -> Any:
        try:
            return work()
        except NotationError as error:
            raise Trouble(error.message, "notation", path, error.column - 1) from None
        except UnknownId as error:
            raise Trouble(str(error), "unknown-id", path) from None

    def _shape(self, rule: dict[str, Any], spec: RuleSpec, shape: str) -> None:
        if shape == "between":
            alternatives = spec.between or []
            if not 2 <= len(alternatives) <= 4:
                raise Trouble("`between` has two to four places", "shape", ("between",))
            rule["places"] = [
                self._field(("between", i), lambda texts=texts: self.places.place(texts))
                for i, texts in enumerate(alternatives)
            ]
        elif shape == "drug":
            limit = None
            if spec.at_most is not None:
                limit = self._field(("at_most",), lambda: self._limit(spec.at_most or ""))
            rule["places"] = [self._field(("drug",), lambda: self.places.place(spec.drug or [], limit))]
        elif shape == "within":
            rule["level"] = spec.level or "class"
            rule["allow"] = spec.allow
            if spec.within is not None:
                rule["places"] = [self._field(("within",), lambda: self.places.place(spec.within or []))]
            elif rule["level"] in ("class", "purpose"):
                raise Trouble(f"level {rule['level']} needs `within`", "shape")
        else:
            rule["reaches"] = self._field(("reaches",), lambda: self._reaches(spec.reaches or ""))
            self._of(rule, spec)

    def _of(self, rule: dict[str, Any], spec: RuleSpec) -> None:
        of = spec.of
        if isinstance(of, dict):
            rule["rows"] = self._field(
                ("of",), lambda: self.places.rows({key: list(value) for key, value in of.items()}, parse_number)
            )
        elif of in self.scales:
            rule["scale"] = of
            scale = self.scales[str(of)]
            rule["scale_place"] = self.places.intern(dict.fromkeys((*scale.per_mg, *scale.per_mcg_hour), ALWAYS))
        elif of in self.properties:
            rule["rows"] = self._field(("of",), lambda: self._points(str(of)))
            rule["property"] = of
        else:
            rule["rows"] = self._field(("of",), lambda: [(1.0, 0, self.places.place([str(of)]))])

    def _points(self, name: str) -> list[tuple[float, int, int]]:
        """A property's points; a conditional membership is more exact than a plain one."""
        spec = self.properties[name]
        if not spec.points:
            raise NotationError(f"the property {name!r} has no points; give it `points:`, or count its members")
        self.places.used.add(("grade", name))
        rows = []
        for grade, texts in spec.grades.items():
            if grade in OUTSIDE_ORDER:
                continue
            members = self.places.catalogue.place([parse_selector(text) for text in texts])
            for exactness in (1, 0):
                part = {drug: program for drug, program in members.items() if (program != ALWAYS) == bool(exactness)}
                if part:
                    rows.append((spec.points.get(grade, 0.0), exactness, self.places.intern(part, frozenset({name}))))
        rows.sort(key=lambda row: -row[1])
        return rows

    def _limit(self, text: str) -> tuple[Any, ...]:
        words = Words(text)
        number = words.number()
        unit = words.next("a unit such as mg/day").text
        if unit == "g/day":
            number, unit = number * 1000, "mg/day"
        parse_selector(f"x at most {number:f} {unit}")  # refuses a unit that is not one of dose
        return ("amount", ">", number, unit)

    def _reaches(self, text: str) -> tuple[str, float, str]:
        words = Words(text)
        sign = words.sign() or ">="
        return (sign, words.number(), "" if words.done() else words.next("a unit").text)

    def _washout(self, table: Mapping[str, list[str]]) -> list[tuple[float, int, int]]:
        days = {key: list(value) for key, value in table.items() if key != TAIL}
        rows = self.places.rows(days, lambda text: Words(text).duration())
        rows += self._tails(list(table.get(TAIL, ())))
        rows.sort(key=lambda row: -row[1])  # of two equally exact lines the days that the rule writes go first
        for drug in self.places.conflicts(rows):
            message = f"two equally exact lines of the washout say different things for {drug}"
            raise Trouble(message, "notation", ("washout",), drug=drug)
        return rows

    def _tails(self, texts: list[str]) -> list[tuple[float, int, int]]:
        """Lines of the washout for drugs that count for as long as they stay in the body."""

        def known(drug: str) -> Tails:
            found = tails(self.drugs[drug].half_life, drug)
            if not found:
                message = f"`{TAIL}`: no half-life is written for {drug}; write one in its entry, or days here"
                raise Trouble(message, "notation", ("washout", TAIL), drug=drug)
            return found

        return self.places.tail_rows(texts, known)

    def _exceptions(self, spec: RuleSpec) -> list[Any]:
        found: list[Any] = []
        if spec.unless is not None:
            tree = self._field(("unless",), lambda: self.places.any_condition(spec.unless))
            raw = words_of(spec.unless if isinstance(spec.unless, str) else [list(spec.unless)])
            found.append(("none", tree, raw, [], "", [], False))
        for i, item in enumerate(spec.accepts):
            line = item if isinstance(item, Regrade) else Regrade(when=item)
            tree = self._field(("accepts", i), lambda line=line: self.places.condition(line.when))
            found.append(_exception(line, tree, True))
        for i, line in enumerate(spec.regrade):
            tree = self._field(("regrade", i, "when"), lambda line=line: self.places.condition(line.when))
            found.append(_exception(line, tree, False))
        return found


def _exception(line: Regrade, tree: Tree, accepted: bool) -> tuple[Any, ...]:
    """Severity, condition, its words as written or the reason, and what it says to do."""
    return (line.to, tree, line.because or words_of(line.when), line.not_in, line.do or "", line.action, accepted)
