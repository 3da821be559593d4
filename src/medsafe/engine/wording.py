"""What decided a finding and what would change it, in words: `drops to minor if citalopram is at most 20 mg/day (low dose)`.

Only what counts here is said: of several facts any of which is enough, those that hold; of those that wait, the ones nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Final

from medsafe.engine.clauses import Values, clause_of, measure
from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.truth import NO, UNKNOWN, YES
from medsafe.model.words import SEVERITIES
from medsafe.rules.case import Case, Use
from medsafe.rules.conditions import NO_TOTAL, OF_PATIENT
from medsafe.rules.rule import Exceptional, Rule, Verdict

MOST: Final = 20_000
"""How many phrases are remembered at once."""

TRIED: Final = 200
"""In how many ways the places of a rule are filled, to say which requirement does not hold."""

Words = tuple[tuple[str, ...], tuple[str, ...]]
"""What decided, and what would change it."""


class _Told:
    """The clauses of one rule: its requirement, and its exceptions in order with the reason that their author gave."""

    __slots__ = ("when", "exceptions", "reasons", "limit", "leaves", "of_list")

    def __init__(self, rule: Rule, knowledge: KnowledgeBase):
        spec = knowledge.core["rules"][rule.number]
        written = knowledge.section("texts")["written"][rule.id]
        nodes = [(written["unless"], "")] if written.get("unless") is not None else []
        for line in (*written.get("accepts", ()), *written.get("regrade", ())):
            nodes.append(
                (line["when"], line.get("because") or "") if isinstance(line, dict) and "when" in line else (line, "")
            )
        self.limit: str = written.get("at_most") or ""
        trees = [row[1] for row in spec.get("exceptions", ())]
        self.exceptions = [clause_of(node, tree, knowledge) for (node, _), tree in zip(nodes, trees, strict=True)]
        self.reasons = [reason for _, reason in nodes]
        self.when = clause_of(written["when"], spec["when"], knowledge) if rule.when is not None else None
        clauses = [*([self.when] if self.when is not None else []), *self.exceptions]
        self.leaves = [leaf for clause in clauses for leaf in clause.leaves]
        self.of_list = [leaf for leaf in self.leaves if leaf.tree[0] not in OF_PATIENT]


def why_clear(rule: Rule, case: Case, knowledge: KnowledgeBase) -> str:
    """What a rule requires that does not hold, where drugs of the list fill its places; else that they do not."""
    for bound in _fillings(rule, case):
        if rule.when is not None:
            clause = _told(rule, knowledge).when
            assert clause is not None
            drugs = frozenset(use.drug for use in bound)
            failing = clause.words(measure(clause, case, bound, NO_TOTAL), NO, drugs) if rule.shape != "of" else ""
            if failing:
                return f"not so: {failing}"
    return "its drugs are not on the list as it asks for them: another dose, form, route, duration or time"


def _fillings(rule: Rule, case: Case) -> Iterator[tuple[Use, ...]]:
    """Lines of different drugs that fill every place of the rule."""
    if not rule.places:
        return
    choices = [
        [use for use in case.uses if use.current and place.fills(use, case, rule.any_route) != NO]
        for place in rule.places
    ]
    for bound in islice(product(*choices), TRIED):
        if len({use.drug for use in bound}) == len(bound):
            yield bound


def _told(rule: Rule, knowledge: KnowledgeBase) -> _Told:
    told: _Told | None = knowledge.phrases.get(rule.number)
    if told is None:
        told = knowledge.phrases[rule.number] = _Told(rule, knowledge)
    return told


def words_of(verdict: Verdict, case: Case, knowledge: KnowledgeBase) -> Words:
    """What decided and what would change it; remembered by what it hangs on, for findings are made on every check."""
    rule = verdict.rule
    told = _told(rule, knowledge)
    uses, total = verdict.uses, verdict.total
    of_patient = case.told >> rule.number & 1
    hangs_on = tuple([leaf.measure(case, uses, total) for leaf in (told.leaves if of_patient else told.of_list)])
    pending = tuple(map(id, verdict.pending)) if verdict.pending else ()  # exceptions live as long as their rule
    key = (rule.number, verdict.drugs, verdict.shown, id(verdict.decided), pending, case.region, of_patient, hangs_on)
    known: Words | None = knowledge.phrases.get(key)
    if known is None:
        if len(knowledge.phrases) > MOST:
            knowledge.phrases.clear()
        when = measure(told.when, case, uses, total) if told.when is not None else ()
        values = [measure(clause, case, uses, total) for clause in told.exceptions]
        known = knowledge.phrases[key] = (
            _because(verdict, told, when, values),
            _would_change(verdict, case, told, when, values),
        )
    return known


def _because(verdict: Verdict, told: _Told, when: Values, values: Sequence[Values]) -> tuple[str, ...]:
    """What the rule requires of the case, and the exception that decided; of a fact that both ask for, what the exception says."""
    drugs = frozenset(verdict.drugs)
    said = told.when.words(when, YES, drugs) if told.when is not None else ""
    if verdict.decided is not None:
        at = _place(verdict.rule, verdict.decided)
        decided = _reasoned(told.exceptions[at].words(values[at], YES, drugs), told.reasons[at])
        return (said, decided) if said and said.partition(" is ")[0] not in decided else (decided,)
    limit = f"{' + '.join(verdict.drugs)} is above {told.limit}" if told.limit else ""
    return tuple(words for words in (limit, said) if words)


def _would_change(verdict: Verdict, case: Case, told: _Told, when: Values, values: Sequence[Values]) -> tuple[str, ...]:
    """Exceptions that wait for a fact, then what an order could do that would lower the finding."""
    drugs = frozenset(verdict.drugs)
    waiting: list[str] = []
    said: set[str] = set()
    levers: list[str] = []
    for at, exception in enumerate(verdict.rule.exceptions):
        if exception is verdict.decided:
            break
        if exception.not_in and case.region in exception.not_in:
            continue
        if any(exception is pending for pending in verdict.pending):
            words = told.exceptions[at].words(values[at], UNKNOWN, drugs) or told.exceptions[at].whole
            if words in said:
                continue  # an exception before it waits for the same, and would decide
            said.add(words)
            waiting.append(_moves(exception.to, verdict.shown, _reasoned(words, told.reasons[at])))
        elif exception.to < verdict.shown:
            words = told.exceptions[at].ordered(values[at], drugs)
            levers += [_moves(exception.to, verdict.shown, _reasoned(words, told.reasons[at]))] if words else []
    levers += _undone(verdict, case, told, when, values)
    if told.limit:
        levers.append(_moves(0, verdict.shown, f"{' + '.join(verdict.drugs)} is at most {told.limit}"))
    return tuple(dict.fromkeys((*waiting, *levers)))


def _undone(verdict: Verdict, case: Case, told: _Told, when: Values, values: Sequence[Values]) -> Iterator[str]:
    """What an order could undo of that which makes the finding as high as it is, each thing alone: where would that lead?"""
    drugs = frozenset(verdict.drugs)
    decided = _place(verdict.rule, verdict.decided) if verdict.decided is not None else -1
    for clause, known in ((told.when, when), *([(told.exceptions[decided], values[decided])] if decided >= 0 else [])):
        if clause is None:
            continue
        for leaf, value in clause.undoable(known, drugs):
            words = leaf.against((value,), drugs)
            required = told.when.truth(leaf.undone(told.when, when)) if told.when is not None else YES
            after = [leaf.undone(other, values_of) for other, values_of in zip(told.exceptions, values, strict=True)]
            to = 0 if required == NO else _severity(verdict, case, told, after)
            if words and to < verdict.shown:
                yield _moves(to, verdict.shown, words)


def _severity(verdict: Verdict, case: Case, told: _Told, values: Sequence[Values]) -> int:
    """What the rule would say, were its exceptions judged by these values."""
    rule = verdict.rule
    for exception, clause, known in zip(rule.exceptions, told.exceptions, values, strict=True):
        if not (exception.not_in and case.region in exception.not_in) and clause.truth(known) == YES:
            return exception.to
    return rule.regions.get(case.region, rule.severity)


def _place(rule: Rule, exception: Exceptional) -> int:
    return next(at for at, one in enumerate(rule.exceptions) if one is exception)


def _reasoned(words: str, reason: str) -> str:
    return f"{words} ({reason})" if words and reason else words or reason


def _moves(to: int, shown: int, words: str) -> str:
    if to == 0:
        return f"nothing to report if {words}"
    if to == shown:
        return f"stays {SEVERITIES[to]}, with other advice, if {words}"
    return f"{'rises' if to > shown else 'drops'} to {SEVERITIES[to]} if {words}"
