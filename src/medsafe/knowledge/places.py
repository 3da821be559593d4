"""Resolve selectors to numbered places, each distinct set of members kept once, and conditions to trees over those numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from medsafe.catalogue.lasting import Tails
from medsafe.catalogue.membership import ALWAYS, Catalogue, Members, both, properties_named
from medsafe.errors import NotationError, UnknownId
from medsafe.knowledge.rows import place_row
from medsafe.notation.condition import parse_any, parse_conditions
from medsafe.notation.selector import Tree, parse_selector
from medsafe.notation.words import nearest

EXACTNESS = {"product": 4, "drug": 3, "class": 2, "grade": 1, "anything": 0}


class Places:
    """The places and programs of a knowledge base while it is compiled."""

    def __init__(
        self, catalogue: Catalogue, conditions: Iterable[str], facts: dict[str, frozenset[str]], scales: Iterable[str]
    ):
        self.catalogue = catalogue
        self.conditions = frozenset(conditions)
        self.facts = facts  # id → allowed words, empty for quantities
        self.scales = frozenset(scales)
        self.places: list[tuple[list[str], dict[str, int]]] = []
        self.programs: list[Any] = []
        self.properties: list[frozenset[str]] = []  # by place: properties whose unrated drugs might fill it
        self._numbers: dict[Any, int] = {}
        self._programs: dict[Any, int] = {}
        self.used: set[tuple[str, str]] = set()  # ("class", id), ("property", id), …: what rules point at
        self.trace: dict[
            str, list[int]
        ] = {}  # by owner: the numbers of its places, in the order in which it asked for them
        self._before: Mapping[str, Sequence[int]] = {}
        self._expected: Iterator[int] = iter(())
        self._asked: list[int] = []
        self._open: dict[int, Any] = {}  # numbers of the base that nobody has filled yet

    def keep_numbers(self, core: Mapping[str, Any], trace: Mapping[str, Sequence[int]]) -> None:
        """Give the places and programs of a base the numbers that they have there, even where a layer adds members to them."""
        self.programs = list(core["programs"])
        self._programs = {_hashable(program): number for number, program in enumerate(self.programs)}
        self.places = [([], {}) for _ in core["places"]]
        self.properties = [frozenset() for _ in core["places"]]
        self._open = dict(enumerate(core["places"]))
        self._open_properties = core["open_properties"]
        self._before = trace

    def begin(self, owner: str) -> None:
        """The places that are asked for from now on belong to this owner."""
        self._asked = self.trace.setdefault(owner, [])
        self._expected = iter(self._before.get(owner, ()))

    def close(self) -> None:
        """Numbers of the base that no longer belong to anything keep what the base says."""
        for number, text in self._open.items():
            self.places[number] = place_row(text)
            self.properties[number] = frozenset(self._open_properties.get(str(number), ()))
        self._open = {}

    def intern(self, members: Members, properties: frozenset[str] = frozenset()) -> int:
        """The number of the place with these members."""
        always = sorted(drug for drug, program in members.items() if program is ALWAYS)
        sometimes: dict[str, int] = {}
        if len(always) < len(members):
            known: dict[int, int] = {}  # a filter on many drugs is one object: it is looked up once
            for drug, program in sorted(members.items(), key=_first):
                if program is ALWAYS:
                    continue
                if id(program) not in known:
                    known[id(program)] = self._program(program)
                sometimes[drug] = known[id(program)]
        number = self._numbered((always, sometimes), properties)
        self._asked.append(number)
        return number

    def _numbered(self, row: tuple[list[str], dict[str, int]], properties: frozenset[str]) -> int:
        key = (tuple(row[0]), tuple(row[1].items()), properties)
        expected = next(self._expected, None)
        if expected is not None:
            if self._open.pop(expected, None) is not None:
                self.places[expected], self.properties[expected] = row, properties
                self._numbers.setdefault(key, expected)
                return expected
            if self.places[expected] == row and self.properties[expected] == properties:
                return expected
        if key not in self._numbers:
            self._numbers[key] = len(self.places)
            self.places.append(row)
            self.properties.append(properties)
        return self._numbers[key]

    def _program(self, program: Any) -> int:
        program = _hashable(program)
        if program not in self._programs:
            self._programs[program] = len(self.programs)
            self.programs.append(program)
        return self._programs[program]

    def members(self, number: int) -> set[str]:
        always, sometimes = self.places[number]
        return {*always, *sometimes}

    def place(self, texts: Sequence[str], extra: Tree | None = None) -> int:
        """The place that any one of these selectors fills; `extra` is a filter added to each term (a dose limit)."""
        trees = [self._parsed(text, extra) for text in texts]
        names: set[str] = set()
        for tree in trees:
            names |= properties_named(tree)
        return self.intern(self.catalogue.place(trees), frozenset(names))

    def rows(self, table: dict[str, list[str]], value_of: Any) -> list[tuple[float, int, int]]:
        """A table written value first, as rows (value, exactness, place), most exact first."""
        found: list[tuple[float, int, int]] = []
        for written, texts in table.items():
            value = value_of(written)
            for text in texts:
                _, terms, excepted = self._parsed(text, None)
                for term in terms:
                    tree: Tree = ("select", (term,), excepted)
                    exactness = self._exactness(term)
                    found.append(
                        (
                            value,
                            exactness,
                            self.intern(self.catalogue.selector(tree), frozenset(properties_named(tree))),
                        )
                    )
        found.sort(key=lambda row: -row[1])
        return found

    def tail_rows(self, texts: Sequence[str], tails_of: Callable[[str], Tails]) -> list[tuple[float, int, int]]:
        """Rows as of a table, for each line of these drugs that stays in the body for a time of its own."""
        found: list[tuple[float, int, int]] = []
        for drug, named in sorted(self.catalogue.place([self._parsed(text, None) for text in texts]).items()):
            for lines, days in tails_of(drug).items():
                for text in lines:
                    tree = self._parsed(text, None)
                    own = self.catalogue.selector(tree).get(drug)
                    if own is not None:  # else it is a fault of the drug's entry, and told there
                        found.append((float(days), self._exactness(tree[1][0]), self.intern({drug: both(named, own)})))
        return found

    def _exactness(self, term: Tree) -> int:
        who, filters = term
        kind = "product" if who[0] == "drug" and who[1] not in self.catalogue.drugs else who[0]
        return EXACTNESS[kind] * 2 + bool(filters)

    def conflicts(self, rows: list[tuple[float, int, int]]) -> Iterable[str]:
        """Drugs for which two equally exact unconditional lines of a table say different things."""
        seen: dict[tuple[int, str], float] = {}
        for value, exactness, number in rows:
            for drug in self.places[number][0]:
                if exactness % 2 == 0 and seen.setdefault((exactness, drug), value) != value:
                    yield drug

    def condition(self, node: Any) -> Tree:
        return self._resolve(parse_conditions(node))

    def any_condition(self, node: Any) -> Tree:
        return self._resolve(parse_any(node))

    def _parsed(self, text: str, extra: Tree | None) -> Tree:
        tree = parse_selector(text)
        for who, _ in (*tree[1], *tree[2]):
            self.used.add((who[0], who[2] if who[0] == "grade" else who[1] if len(who) > 1 else ""))
        if extra is not None:
            tree = ("select", tuple((who, (*filters, extra)) for who, filters in tree[1]), tree[2])
        return tree

    def _resolve(self, tree: Tree) -> Tree:
        kind = tree[0]
        if kind in ("with", "without", "one", "allergic"):
            selector = tree[1]
            if kind == "allergic" and selector[1][0][0] == ("it",):
                return ("allergic-it",)
            for who, _ in (*selector[1], *selector[2]):
                self.used.add((who[0], who[2] if who[0] == "grade" else who[1] if len(who) > 1 else ""))
            return (kind, self.intern(self.catalogue.selector(selector), frozenset()))
        if kind in ("all", "any"):
            return (kind, *(self._resolve(part) for part in tree[1:]))
        if kind == "count":
            return (kind, tree[1], *(self._resolve(part) for part in tree[2:]))
        if kind == "not":
            return (kind, self._resolve(tree[1]))
        if kind == "condition" and tree[1] not in self.conditions:
            raise UnknownId("condition", tree[1], nearest(tree[1], self.conditions | set(self.facts), 2))
        if kind in ("fact", "fact-is"):
            self._check_fact(tree)
        if kind == "total" and tree[1] and tree[1] not in self.scales:
            raise UnknownId("scale", tree[1], nearest(tree[1], self.scales, 2))
        if kind in ("condition", "fact", "fact-is"):
            self.used.add((kind, tree[1]))
        return tree

    def _check_fact(self, tree: Tree) -> None:
        name = tree[1]
        if name not in self.facts:
            raise UnknownId("fact", name, nearest(name, self.facts, 2))
        words = self.facts[name]
        if tree[0] == "fact" and words:
            raise NotationError(f"the fact {name!r} is a word, not a number; write `{name} is …`")
        if tree[0] == "fact-is" and tree[2] not in words:
            raise UnknownId(f"value of {name}", tree[2], nearest(tree[2], words, 2))


def _first(pair: tuple[str, Any]) -> str:
    return pair[0]


def _hashable(tree: Any) -> Any:
    """A tree of lists, as JSON gives it, as tuples."""
    return tuple(_hashable(part) for part in tree) if isinstance(tree, (list, tuple)) else tree
