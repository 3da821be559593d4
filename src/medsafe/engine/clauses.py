"""The conditions of a rule beside the words of their author: which of them hold in a case, and how those are said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from medsafe.engine.asking import in_sentence
from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.truth import NO, UNKNOWN, YES, Truth, counted
from medsafe.notation.saying import about_drug, alternatives_of, opposite_of, say_condition, say_fact
from medsafe.rules.case import Case, Range
from medsafe.rules.conditions import Bound, Condition, compile_condition

Values = tuple[Any, ...]
"""For each leaf of a clause, from the first to the last: its truth; for a fact that is known, its truth and its value."""

_OF_AN_ORDER: Final = re.compile(
    r"\b(at most|at least|above|below|less than|more than|by|as needed|at night|stops)\b|-release|\bdepot\b"
)
_FORM: Final = re.compile(r"(?<!not )\b(depot|extended-release|immediate-release)\b")

_PAST: Final = re.compile(
    r"\b(?:started|stopped|for (?:more than|at least|at most|less than) [\d.]+ (?:day|week|month|year)s?)\b"
)
"""What has been taken for so long, or was begun or stopped, no order undoes."""

_GENERAL: Final = re.compile(
    r"one is (?:any )?((?<=any )[a-z0-9-]+|(?:at least )?(?:strong|moderate|weak|known) [a-z0-9-]+)$"
)
_TWICE: Final = re.compile(r"(\w+ [\d.]+) is ([^()]+?) and \1 is ")
"""`age 30 is at least 10 and age 30 is at most 55`."""


class Clause:
    """All, any or so many of its parts; or a leaf, which is one condition as written."""

    __slots__ = ("op", "number", "parts", "leaves", "size", "whole")

    def __init__(self, op: str, number: int, parts: Sequence[Clause]):
        self.op, self.number, self.parts = op, number, tuple(parts)
        self.leaves: tuple[Leaf, ...] = tuple(leaf for part in self.parts for leaf in part.leaves)
        self.size = len(self.leaves)
        self.whole: str = self._joined([part.whole for part in self.parts], self.parts, number) if parts else ""

    def _split(self, values: Values) -> Iterator[tuple[Clause, Values]]:
        at = 0
        for part in self.parts:
            yield part, values[at : at + part.size]
            at += part.size

    def truth(self, values: Values) -> Truth:
        """Whether it holds where its leaves have these values."""
        found = [part.truth(known) for part, known in self._split(values)]
        if self.op == "all":
            return min(found, default=YES)
        if self.op == "any":
            return max(found, default=NO)
        return counted(self.number, found)

    def words(self, values: Values, which: Truth, drugs: frozenset[str]) -> str:
        """What in it holds (`which` is yes) or waits for a fact (`which` is unknown); "" where nothing does."""
        parts = [
            (part, part.words(known, which, drugs)) for part, known in self._split(values) if part.truth(known) == which
        ]
        sure = sum(part.truth(known) == YES for part, known in self._split(values)) if which == UNKNOWN else 0
        said = [words for _, words in parts if words]
        if self.op == "any" and which == YES:
            return " and ".join(said)  # each of them would be enough; all of them hold
        if self.op == "all" and which == YES:
            return _TWICE.sub(r"\1 is \2 and ", " and ".join(said))
        return self._joined(said, [part for part, words in parts if words], self.number - sure, "more " if sure else "")

    def ordered(self, values: Values, drugs: frozenset[str]) -> str:
        """What an order would have to bring about; "" where it could not, whoever the patient is."""
        if self.op == "count":
            return ""
        found = [
            ("" if part.truth(known) == YES else part.ordered(known, drugs), part.truth(known))
            for part, known in self._split(values)
        ]
        if self.op == "any":
            return " or ".join(words for words, _ in found if words)
        said = [words for words, truth in found if truth != YES]
        return " and ".join(said) if all(said) else ""

    def undoable(self, values: Values, drugs: frozenset[str]) -> Iterator[tuple[Leaf, Any]]:
        """Leaves that hold and that an order could undo, with their values."""
        for leaf, value in zip(self.leaves, values):
            if _truth(value) == YES and leaf.of_order(drugs):
                yield leaf, value

    def _joined(self, said: Sequence[str], parts: Sequence[Clause], number: int, more: str = "") -> str:
        if self.op == "count":
            return f"at least {number} {more}of: {', '.join(said)}" if said else ""
        if self.op == "any":
            return " or ".join(said)
        several = len(said) > 1
        return " and ".join(
            f"({words})" if several and " or " in words and part.op == "any" else words
            for words, part in zip(said, parts)
        )


class Leaf(Clause):
    """One condition as its author wrote it."""

    __slots__ = ("text", "check", "tree", "names", "members", "place", "measure", "form", "forms")

    def __init__(self, text: str, tree: Sequence[Any], knowledge: KnowledgeBase):
        super().__init__("leaf", 0, ())
        self.text, self.tree, self.leaves, self.size = " ".join(text.split()), tuple(tree), (self,), 1
        self.names = _titles(knowledge)
        self.check = compile_condition(tree, knowledge.places)
        self.whole = say_condition(self.text, self.names)
        # its truth; for a fact that is known, its truth and its value; for another drug that is taken, its truth and that drug
        valued = tree[0] in ("fact", "fact-is", "with")
        self.measure: Condition | Callable[[Case, Bound, Range], Any] = self._with_its_value if valued else self.check
        self.members: frozenset[str] = frozenset()
        if tree[0] in ("one", "with", "without"):
            self.place, self.members = knowledge.places[tree[1]], knowledge.members_of(tree[1])
        form = _FORM.search(text)
        self.form, self.forms = form and form[1], knowledge.setting.forms

    def _with_its_value(self, case: Case, bound: Bound, total: Range) -> Any:
        truth = self.check(case, bound, total)
        kind = self.tree[0]
        if kind in ("fact", "fact-is") and truth != UNKNOWN:
            known, name = case.patient, self.tree[1]
            return truth, known.facts.get(name, known.bounds.get(name))
        if kind == "with" and truth == YES:
            own = {use.index for use in bound}
            taken = (use for use in case.uses if use.drug in self.members and use.index not in own)
            return truth, next((use.drug for use in taken if self.place.holds_now(use, case) == YES), "")
        return truth

    def truth(self, values: Values) -> Truth:
        return _truth(values[0])

    def words(self, values: Values, which: Truth, drugs: frozenset[str]) -> str:
        if isinstance(values[0], tuple) and which == YES:
            return (
                f"{values[0][1]} is taken" if self.tree[0] == "with" else say_fact(self.text, values[0][1], self.names)
            )
        return self._about(drugs)

    def against(self, values: Values, drugs: frozenset[str]) -> str:
        """What an order would make of it so that it holds no more; "" where that cannot be said plainly."""
        if isinstance(values[0], tuple) and self.tree[0] == "with":
            return f"{values[0][1]} is not taken"
        return opposite_of(self._text(drugs))

    def ordered(self, values: Values, drugs: frozenset[str]) -> str:
        return self._about(drugs) if self.of_order(drugs) else ""

    def of_order(self, drugs: frozenset[str]) -> bool:
        """Whether an order could bring it about or undo it: a dose, a route, another drug."""
        kind = self.tree[0]
        if kind == "one":
            meant = self.members & drugs
            if self.form:
                meant = frozenset(drug for drug in meant if self.form in self.forms.get(drug, ("immediate-release",)))
            of_past = _PAST.search(self.text) is not None
            return bool(meant) and not of_past and _OF_AN_ORDER.search(self.text) is not None
        return kind in ("with", "without", "total")

    def undone(self, clause: Clause, values: Values) -> Values:
        """The values of a clause after this leaf was undone, there and wherever else the same drugs are asked for."""

        def after(leaf: Leaf, value: Any) -> Any:
            if leaf is self or (
                leaf.members and leaf.members == self.members and {leaf.tree[0], self.tree[0]} == {"with", "without"}
            ):
                return 2 - _truth(value)
            return NO if leaf.tree == self.tree else value

        return tuple(after(leaf, value) for leaf, value in zip(clause.leaves, values))

    def _about(self, drugs: frozenset[str]) -> str:
        text = self._text(drugs)
        meant = self.members & drugs
        if len(meant) == 1 and (general := _GENERAL.match(text)) is not None:
            return f"{next(iter(meant))} counts as {general[1]}"
        if drugs == meant and text == f"one is {next(iter(meant), '')}":
            return f"it is {next(iter(meant))}"
        return say_condition(text, self.names)

    def _text(self, drugs: frozenset[str]) -> str:
        """The condition without the drugs that the finding is not about; a class that can only mean one of its drugs is that drug."""
        if self.tree[0] != "one":
            return self.text
        choices = [text for text, drug in alternatives_of(self.text) if drug in drugs or not drug]
        text = f"one is {' or '.join(choices)}" if choices else self.text
        meant = self.members & drugs
        return about_drug(text, *meant) if len(meant) == 1 else text


def _titles(knowledge: KnowledgeBase) -> Callable[[str], str]:
    """Titles of conditions and facts as they stand in a sentence; "" for what could be misread there, and for other words."""

    def title_of(name: str) -> str:
        fact = knowledge.vocabulary.facts.get(name)
        title: str = fact.title if fact is not None else knowledge.section("texts")["conditions"].get(name, "")
        return "" if " or " in title or "," in title else in_sentence(title)

    return title_of


def clause_of(node: Any, tree: Any, knowledge: KnowledgeBase) -> Clause:
    """A condition as written, beside its compiled form: a text, a list of all or any, or a table that counts."""
    if isinstance(node, str):
        return Leaf(node, tree, knowledge)
    if isinstance(node, dict):
        nodes, trees, number = next(iter(node.values())), tree[2:], tree[1]
    else:
        nodes, trees, number = node, tree[1:], 0
    return Clause(tree[0], number, [clause_of(one, other, knowledge) for one, other in zip(nodes, trees, strict=True)])


def measure(clause: Clause, case: Case, bound: Bound, total: Range) -> Values:
    """The values of all leaves of a clause."""
    return tuple([leaf.measure(case, bound, total) for leaf in clause.leaves])


def _truth(value: Any) -> Truth:
    truth: Truth = value[0] if isinstance(value, tuple) else value
    return truth
