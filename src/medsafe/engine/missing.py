"""What is not known and what hangs on it: questions, most telling first, and gaps, one for what is asked in one breath."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from medsafe.engine.asking import question_of, say_need, subject
from medsafe.engine.findings import lines_of
from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.asking import ask_together, together
from medsafe.model.report import Gap, Question
from medsafe.model.words import SEVERITIES
from medsafe.rules.case import Case, Need
from medsafe.rules.rule import Rule, Verdict

Waiting = list[tuple[Verdict, tuple[Need, ...]]]
"""Verdicts that wait for facts, with what they wait for."""

WEIGHT: Final = (0, 3, 9, 27, 81)
"""How far each severity lies from nothing: three of one level count as one of the next."""

EASING: Final = 3
"""What an answer could only ease counts for a third: what may be hidden presses more than what may be too loud."""

OF_LINES: Final = ("dose", "form", "duration", "start", "stop", "indication", "time of day")
"""What may be missing in a line of the list."""


class _Missing:
    """One fact that is not known, with the rules that wait for it."""

    __slots__ = ("kind", "name", "stakes", "drugs", "lines", "places")

    def __init__(self, kind: str, name: str):
        self.kind, self.name = kind, name
        self.stakes: dict[str, dict[str, int]] = {}  # rule → where the answer could lead, and what is found now
        self.drugs: set[str] = set()
        self.lines: set[int] = set()  # about which the fact is
        self.places: set[int] = set()  # of the drugs that the rules are about

    def add(self, verdict: Verdict, to: int, now: int, line: int) -> None:
        stake = self.stakes.setdefault(verdict.rule.id, {"high": 0, "eases": 0, "moves": 0})
        stake["high"] = max(stake["high"], to if to > now else 0)
        stake["eases"] = max(stake["eases"], now if to < now else 0)
        moves = WEIGHT[to] - WEIGHT[now] if to > now else (WEIGHT[now] - WEIGHT[to]) // EASING
        stake["moves"] = max(stake["moves"], moves)
        self.drugs.update(verdict.drugs)
        self.places.update(lines_of(verdict.uses))
        if line >= 0:
            self.lines.add(line)

    def most(self, what: str) -> int:
        return max(stake[what] for stake in self.stakes.values())

    @property
    def moves(self) -> int:
        """By how much the answer would change, over all rules."""
        return sum(stake["moves"] for stake in self.stakes.values())

    def question(self, knowledge: KnowledgeBase) -> Question:
        high, eases = self.most("high"), self.most("eases")
        return Question(
            question_of(self.kind, self.name, knowledge), self.name, SEVERITIES[high] if high else "",
            tuple(sorted(self.stakes)), self.kind, subject(self.kind, self.name, knowledge), SEVERITIES[eases] if eases else "",
        )  # fmt: skip


def questions(waiting: Waiting, fired: Iterable[Verdict], case: Case, knowledge: KnowledgeBase) -> tuple[Question, ...]:
    """Each fact that would change the answer, the one that would change it most first."""
    found = _unjudged(waiting)
    for verdict in fired:
        for need, to in _pending(verdict, case):
            _at(found, need).add(verdict, to, verdict.shown, need[2])
    return tuple(missing.question(knowledge) for missing in _ordered(found, knowledge))


def gaps(waiting: Waiting, knowledge: KnowledgeBase) -> list[Gap]:
    """What could not be judged for want of facts, with every rule that waits and how high the answers could lead."""
    by_fact = {(missing.kind, missing.name): missing for missing in _ordered(_unjudged(waiting), knowledge)}
    found = []
    for group in together(missing.question(knowledge) for missing in by_fact.values()):
        facts = [by_fact[question.kind, question.about] for question in group]
        ranks: dict[str, int] = {}
        for missing in facts:
            for rule, stake in missing.stakes.items():
                ranks[rule] = max(ranks.get(rule, 0), stake["high"])
        rules = tuple(sorted(ranks, key=lambda rule: (-ranks[rule], rule)))
        what = "; ".join(say_need(missing.kind, missing.name, knowledge) for missing in facts)
        if len(facts) > 1:
            what = f"{len(facts)} facts are not known: {'; '.join(question.title for question in group)}"
        many = "1 rule" if len(rules) == 1 else f"{len(rules)} rules"
        high = group[0].could_be
        lines = set().union(*(missing.lines or missing.places for missing in facts))
        drugs = set().union(*(missing.drugs for missing in facts))
        found.append(
            Gap(
                "needs-fact", f"{what}; {many} could not be judged, up to {high}", tuple(sorted(lines)), tuple(sorted(drugs)),
                rules, (), ask_together(group), high,
            )
        )  # fmt: skip
    return found


def needs_of(rule: Rule, case: Case, drugs: tuple[str, ...]) -> list[Need]:
    """What one rule would have to know, as far as it is about these drugs or about the patient."""
    _, found = case.asking(partial(rule.judge, rule, case))
    return [need for need in found if need[0] not in OF_LINES or need[1] in drugs]


def _pending(verdict: Verdict, case: Case) -> Iterable[tuple[Need, int]]:
    """What each exception waits for that could not be judged, and where it would lead."""
    found: dict[tuple[Need, int], None] = {}
    for exception in verdict.pending:
        _, needs = case.asking(partial(exception.check, case, verdict.uses, verdict.total))
        for need in needs or needs_of(verdict.rule, case, verdict.drugs):
            found.setdefault((need, exception.to))
    return found


def _unjudged(waiting: Waiting) -> dict[tuple[str, str], _Missing]:
    found: dict[tuple[str, str], _Missing] = {}
    for verdict, needs in waiting:
        for need in needs:
            _at(found, need).add(verdict, verdict.high, 0, need[2])
    return found


def _at(found: dict[tuple[str, str], _Missing], need: Need) -> _Missing:
    kind, name, _ = need
    return found.setdefault((kind, name), _Missing(kind, name))


def _ordered(found: dict[tuple[str, str], _Missing], knowledge: KnowledgeBase) -> list[_Missing]:
    return sorted(
        found.values(),
        key=lambda missing: (-missing.moves, -len(missing.stakes), question_of(missing.kind, missing.name, knowledge)),
    )
