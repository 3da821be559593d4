"""Who is a member of what: selectors → drugs, each with the program that must hold of its line.

A program is 1 (always), or a tree over the filters of NOTATION §1: `("any", p, …)`, `("all", p, …)`, `("not", p)` and the leaves
`("route", …)`, `("form", f)`, `("amount", sign, number, unit, kept)`, … where `kept` are the filters that choose the lines of the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from medsafe.errors import NotationError, UnknownId
from medsafe.model.words import OUTSIDE_ORDER
from medsafe.notation.selector import Tree, parse_selector
from medsafe.notation.words import nearest

Program = Any  # 1 or a Tree
Members = dict[str, Program]

ALWAYS = 1
DEEPEST = 50
"""How many classes may lie in one another."""

_KEPT = ("route", "form", "as-needed", "at-night", "indication")


def either(left: Program, right: Program) -> Program:
    """A program that holds where one of two does."""
    if ALWAYS in (left, right):
        return ALWAYS
    if left == right:
        return left
    return ("any", left, right)


def both(left: Program, right: Program) -> Program:
    """A program that holds where both do."""
    if left == ALWAYS:
        return right
    if right == ALWAYS or left == right:
        return left
    return ("all", left, right)


class Catalogue:
    """Classes, properties and drugs, as far as membership goes. Parsed once per load."""

    def __init__(
        self,
        drugs: Iterable[str],
        substances: Iterable[str],
        products: Mapping[str, Sequence[str]],
        classes: Mapping[str, Sequence[str]],  # class → its own members, as selectors
        parents: Mapping[str, Sequence[str]],
        grades: Mapping[str, Mapping[str, Sequence[str]]],  # property → grade → members, as selectors
    ):
        self.drugs = frozenset(drugs)
        self.substances = frozenset(substances)
        self.products = products
        self.classes = classes
        self.grades = grades
        self.parents = parents
        self._children: dict[str, list[str]] = {}
        for child, above in parents.items():
            for parent in above:
                self._children.setdefault(parent, []).append(child)
        self._classes: dict[str, Members] = {}
        self._graded: dict[tuple[str, str], Members] = {}
        self._open: list[str] = []

    def part(self, child: str, parent: str) -> None:
        """Forget that a class belongs to another one, so that the rest of a broken catalogue can be judged."""
        self._children[parent] = [name for name in self._children[parent] if name != child]

    # -- who

    def drug(self, name: str) -> Members:
        if name in self.drugs:
            return {name: ALWAYS}
        if name in self.products:
            return dict.fromkeys(self.products[name], ("product", name))
        raise UnknownId("drug", name, self._near(name, self.drugs))

    def members(self, name: str) -> Members:
        """All members of a class, with those of the classes below it."""
        known = self._classes.get(name)
        if known is not None:
            return known
        if name not in self.classes:
            raise UnknownId("class", name, self._near(name, self.classes))
        if name in self._open:
            raise NotationError(f"the class {name!r} contains itself: {' → '.join([*self._open, name])}")
        if len(self._open) >= DEEPEST:
            raise NotationError(f"the class {name!r} lies more than {DEEPEST} classes deep; use fewer levels")
        self._open.append(name)
        try:
            found: Members = {}
            self._merge_texts(found, self.classes[name])
            for child in self._children.get(name, ()):
                self._merge(found, self.members(child))
        finally:
            self._open.pop()
        self._classes[name] = found
        return found

    def graded(self, grade: str, name: str, at_least: bool) -> Members:
        """The drugs of one grade of a property, or of that grade and all stronger ones."""
        if name not in self.grades:
            raise UnknownId("property", name, self._near(name, self.grades))
        table = self.grades[name]
        if grade not in table and grade not in OUTSIDE_ORDER:
            raise UnknownId(f"grade of {name}", grade, self._near(grade, table))
        order = [word for word in table if word not in OUTSIDE_ORDER]
        wanted = order[: order.index(grade) + 1] if at_least and grade in order else [grade]
        found: Members = {}
        for word in wanted:
            self._merge(found, self._grade(word, name))
        return found

    def _grade(self, grade: str, name: str) -> Members:
        key = (grade, name)
        if key not in self._graded:
            found: Members = {}
            self._merge_texts(found, self.grades[name].get(grade, ()))
            self._graded[key] = found
        return self._graded[key]

    def rated(self, name: str) -> frozenset[str]:
        """Every drug that the property says anything about."""
        return frozenset(drug for grade in self.grades[name] for drug in self._grade(grade, name))

    # -- selectors

    def selector(self, tree: Tree) -> Members:
        """Members of one parsed selector."""
        _, terms, excepted = tree
        found: Members = {}
        for term in terms:
            self._merge(found, self.term(term))
        for term in excepted:
            for drug, own in self.term(term).items():
                if drug not in found:
                    continue
                program = _without_context(own)
                if program == ALWAYS:
                    del found[drug]
                else:
                    found[drug] = both(found[drug], ("not", program))
        return found

    def place(self, trees: Iterable[Tree]) -> Members:
        """Members of a place: any one of its selectors."""
        found: Members = {}
        for tree in trees:
            self._merge(found, self.selector(tree))
        return found

    def term(self, term: Tree) -> Members:
        who, filters = term
        members = self.who(who)
        if not filters:
            return dict(members)
        kept = tuple(f for f in filters if f[0] in _KEPT)
        program: Program = ALWAYS
        for leaf in filters:
            program = both(program, (*leaf, kept) if leaf[0] == "amount" else leaf)
        return {drug: both(own, program) for drug, own in members.items()}

    def who(self, who: Tree) -> Members:
        kind = who[0]
        if kind == "drug":
            return self.drug(who[1])
        if kind == "class":
            return self.members(who[1])
        if kind == "grade":
            return self.graded(who[1], who[2], who[3])
        if kind == "anything":
            return dict.fromkeys(self.drugs - self.substances, ALWAYS)
        raise NotationError("`it` may only stand after `allergic to`")

    def _merge_texts(self, into: Members, texts: Iterable[str]) -> None:
        for text in texts:
            if text in self.drugs:
                into[text] = ALWAYS
            else:
                self._merge(into, self.selector(parse_selector(text)))

    def _merge(self, into: Members, more: Members) -> None:
        for drug, program in more.items():
            into[drug] = either(into[drug], program) if drug in into else program

    def _near(self, name: str, known: Iterable[str]) -> list[str]:
        return nearest(name, known, 2)


def _without_context(program: Program) -> Program:
    """In an exception an indication that is not known does not count: the drug stays (NOTATION §2)."""
    if program == ALWAYS:
        return program
    if program[0] == "indication":
        return ("indication-known", program[1])
    if program[0] in ("any", "all", "not"):
        return (program[0], *(_without_context(part) for part in program[1:]))
    return program


def properties_named(tree: Tree) -> set[str]:
    """The properties that a selector names outside its exceptions: a drug unrated there is a gap, not a no."""
    return {who[2] for who, _ in tree[1] if who[0] == "grade"}
