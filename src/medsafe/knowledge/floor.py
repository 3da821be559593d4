"""The floor keeps what it caught: does a layer, by a member that it adds, take a drug away from a rule that stands on the floor?

Members only ever add to a class, but a rule may name a class after `except`, in an exception or in a washout; there, more members mean
that the rule catches less. So each rule of the floor is compiled as the layers before left it, and again with the layer on top, and
the two are compared place by place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from medsafe.catalogue.membership import ALWAYS, Members
from medsafe.catalogue.specs import DrugSpec, FactSpec, PropertySpec
from medsafe.errors import Fault, NotationError, UnknownId
from medsafe.files.nodes import Items, Table
from medsafe.knowledge.collect import ChangeSpec, Collected, Where
from medsafe.knowledge.compile_check import build_catalogue, extend
from medsafe.knowledge.compile_rules import RuleCompiler, Trouble
from medsafe.knowledge.places import Places
from medsafe.notation.selector import parse_selector
from medsafe.rules.spec import RuleSpec

_MEMBERSHIP = ("classes", "properties", "drugs", "products")
_EXTENDING = ("members", "grades")


class Part(NamedTuple):
    """One entry of a layer that says who is a member of what."""

    key: str
    name: str
    where: Where


class State:
    """The rules of the floor as a number of layers leave them, without one entry if need be."""

    def __init__(self, collected: Collected, layers: Iterable[str], without: Part | None = None):
        kept = frozenset(layers)
        part = Collected()
        for key, entries in collected.specs.items():
            for name, spec in entries.items():
                where = collected.where.get((key, name))
                if where is not None and where.layer in kept and (without is None or where is not without.where):
                    part.specs[key][name] = spec
                    part.where[key, name] = where
        for key in _EXTENDING:
            part.extensions[key] = [
                entry
                for entry in collected.extensions[key]
                if entry[2].layer in kept and (without is None or entry[2] is not without.where)
            ]
        extend(part, [])
        facts = {name: frozenset(spec.values) for name, spec in part.of("facts", FactSpec).items()}
        scales = part.specs["scales"]
        self.places = Places(build_catalogue(part), part.specs["conditions"], facts, scales)
        self.compiler = RuleCompiler(
            self.places, part.of("properties", PropertySpec), scales, part.of("drugs", DrugSpec)
        )
        self.rules = {name: rule for name, rule in part.of("rules", RuleSpec).items() if rule.floor}
        self._compiled: dict[str, dict[str, Any] | None] = {}

    def rule(self, name: str) -> dict[str, Any] | None:
        """The compiled form; None where it cannot be compiled, which is a fault that is told elsewhere."""
        if name not in self._compiled:
            try:
                self._compiled[name] = self.compiler.compile(name, self.rules[name], None)
            except (Trouble, NotationError, UnknownId):
                self._compiled[name] = None
        return self._compiled[name]

    def members(self, number: int) -> Members:
        """Who fills a place, each with what must hold of its line."""
        always, sometimes = self.places.places[number]
        programs = self.places.programs
        return {**dict.fromkeys(always, ALWAYS), **{drug: programs[at] for drug, at in sometimes.items()}}


def check_narrowing(collected: Collected) -> Iterator[Fault]:
    """Each entry of a layer by which a rule of the floor catches less, where nobody answers for it; and answers to nothing."""
    lost = _narrowed(collected)
    changes = collected.of("changes", ChangeSpec)
    for name, part, path, drugs in lost:
        answered = set(changes[name].lets_go) if name in changes else set()
        open_ones = sorted(drugs - answered)
        if open_ones:
            title = collected.of("rules", RuleSpec)[name].title
            who = ", ".join(open_ones)
            message = (
                f"by this the floor rule {name} ({title}) catches less with {who}; take it out, or write under `changes: {name}:` "
                f"`lets_go: [{who}]` with `reason`, `agreed`, `floor_acknowledged_by` and `review_by`"
            )
            yield part.where.fault(part.name, message, "floor", path)
    for name, change in changes.items():
        caught = set(change.lets_go) - {drug for loss in lost if loss.rule == name for drug in loss.drugs}
        for drug in sorted(caught):
            where = collected.where["changes", name]
            yield where.fault(name, f"`lets_go`: {drug} is caught as before; remove it here", "lets-go", ("lets_go",))


class Loss(NamedTuple):
    """A rule of the floor, the entry of a later layer that narrows it, the place in that entry, and the drugs that slip."""

    rule: str
    part: Part
    path: tuple[str | int, ...]
    drugs: set[str]


def _narrowed(collected: Collected) -> list[Loss]:
    found: dict[tuple[object, ...], Loss] = {}
    names = [head.name for head, _ in collected.layers]
    for at in range(1, len(names)):
        parts = _parts(collected, names[at])
        if not parts:
            continue
        before, after = State(collected, names[:at]), State(collected, names[: at + 1])
        for name in before.rules:
            for drug in sorted(_lost(name, before, after)):
                part = _blamed(collected, names[: at + 1], parts, name, drug, before)
                path = _path(part, drug, after)
                key = (name, part.where[:3], path)  # file, line and column
                found.setdefault(key, Loss(name, part, path, set())).drugs.add(drug)
    return list(found.values())


def _parts(collected: Collected, layer: str) -> list[Part]:
    """What a layer says of membership."""
    found = [
        Part(key, name, where)
        for key in _EXTENDING
        for name, _, where in collected.extensions[key]
        if where.layer == layer
    ]
    for key in _MEMBERSHIP:
        for name in collected.specs[key]:
            where = collected.where[key, name]
            if where.layer == layer:
                found.append(Part(key, name, where))
    return found


def _blamed(
    collected: Collected, layers: Sequence[str], parts: Sequence[Part], name: str, drug: str, before: State
) -> Part:
    """The entry without which the drug would be caught as before; the first one where several do it together."""
    for part in parts:
        without = State(collected, layers, part)
        if drug not in _lost(name, before, without):
            return part
    return parts[0]


def _path(part: Part, drug: str, state: State) -> tuple[str | int, ...]:
    """Where in the entry the drug stands, itself or by a selector."""
    body = part.where.node
    lists: list[tuple[tuple[str | int, ...], Any]] = [((), body)]
    if isinstance(body, Table):
        lists = [((name,), value) for name, value in body.items()]
    for field, texts in lists:
        for i, text in enumerate(texts if isinstance(texts, Items) else ()):
            try:
                if drug == text or drug in state.places.catalogue.selector(parse_selector(str(text))):
                    return (*field, i)
            except (NotationError, UnknownId):
                continue
    return ()


def _lost(name: str, before: State, after: State) -> set[str]:
    """The drugs, of those that were known before, with which a rule catches less than it did."""
    old, new = before.rule(name), after.rule(name)
    if old is None or new is None:
        return set()
    found: set[str] = set()
    for one, other in zip(old.get("places", ()), new.get("places", ()), strict=True):
        found |= _fewer(before.members(one), after.members(other))
    for table in ("washout", "rows"):
        found |= _shorter(_values(before, old.get(table, ())), _values(after, new.get(table, ())))
    if "when" in old:
        found |= _tree(old["when"], new["when"], before, after, True)
    for one, other in zip(old.get("exceptions", ()), new.get("exceptions", ()), strict=True):
        found |= _tree(one[1], other[1], before, after, False)
    return found & before.places.catalogue.drugs


def _fewer(members: Members, than: Members) -> set[str]:
    """The drugs that are members on the left, and not, or under a narrower condition, on the right."""
    return {drug for drug, program in members.items() if drug not in than or not wider(than[drug], program)}


def wider(program: Any, than: Any) -> bool:
    """Whether one program surely holds wherever another one does.

    >>> wider(1, ("form", "depot")), wider(("any", ("form", "depot"), ("route", "iv")), ("route", "iv")), wider(("route", "iv"), 1)
    (True, True, False)
    """
    if program in (ALWAYS, than):
        return True
    if than == ALWAYS:
        return False
    if than[0] == "any":
        return all(wider(program, part) for part in than[1:])
    if program[0] == "all":
        return all(wider(part, than) for part in program[1:])
    if program[0] == "any" and any(wider(part, than) for part in program[1:]):
        return True
    if than[0] == "all" and any(wider(program, part) for part in than[1:]):
        return True
    return bool(program[0] == than[0] == "not" and wider(than[1], program[1]))


def _values(state: State, rows: Iterable[Any]) -> Mapping[str, list[tuple[float, Any]]]:
    found: dict[str, list[tuple[float, Any]]] = {}
    for value, exactness, number in rows:
        for drug, program in state.members(number).items():
            found.setdefault(drug, []).append((value, (exactness, program)))
    return found


def _shorter(before: Mapping[str, list[tuple[float, Any]]], after: Mapping[str, list[tuple[float, Any]]]) -> set[str]:
    """Drugs that lost a line of a table, or gained one with less than all that stood there."""
    found = set()
    for drug, lines in before.items():
        now = after.get(drug, [])
        most = max(value for value, _ in lines)
        if any(line not in now for line in lines) or any(line[0] < most for line in now if line not in lines):
            found.add(drug)
    return found


def _tree(old: Any, new: Any, before: State, after: State, wanted: bool) -> set[str]:
    """Drugs by which a condition of the rule changed against the patient; `wanted`: the more it holds, the more the rule catches."""
    kind = old[0]
    if kind in ("with", "without", "one", "allergic"):
        sides = before.members(old[1]), after.members(new[1])
        return _fewer(*sides) if wanted == (kind != "without") else _fewer(*reversed(sides))
    if kind == "not":
        return _tree(old[1], new[1], before, after, not wanted)
    if kind in ("all", "any", "count"):
        pairs = zip(old[1:], new[1:], strict=True)
        return set().union(*(_tree(a, b, before, after, wanted) for a, b in pairs if isinstance(a, (tuple, list))))
    return set()
