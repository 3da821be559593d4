"""What decided a finding and what would change it, in words: `drops to minor if citalopram is at most 20 mg/day (low dose)`."""

from __future__ import annotations

import re
from typing import Any, Final

from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.words import SEVERITIES
from medsafe.rules.rule import Exceptional, Rule, Verdict

MOST: Final = 20_000
"""How many phrases are remembered at once."""

_OF_AN_ORDER: Final = re.compile(
    r"\b(at most|at least|above|below|less than|more than|by|as needed|at night|stops)\b|-release|\bdepot\b"
)


Lever = tuple[frozenset[str], ...]
"""Where an order could bring an exception about: for each `one is`, the drugs that it may be."""


def levers_of(rule: Rule, knowledge: KnowledgeBase) -> list[Lever | None]:
    """For each exception of a rule whether an order could bring it about; worked out once."""
    kept = knowledge.phrases.get(rule.number)
    if kept is None:
        rows = knowledge.core["rules"][rule.number].get("exceptions", ())
        kept = knowledge.phrases[rule.number] = [_lever(row[1], row[7], knowledge) for row in rows]
    found: list[Lever | None] = kept
    return found


def _lever(tree: Any, said: str, knowledge: KnowledgeBase) -> Lever | None:
    """Whether an order could bring it about (a dose, a route, a protective drug), whoever the patient is."""
    parts = tree[1:] if tree[0] == "all" else [tree]
    members: list[frozenset[str]] = []
    for part in parts:
        if part[0] == "one":
            members.append(knowledge.members_of(part[1]))
        elif part[0] not in ("with", "total"):
            return None
    if any(part[0] == "with" for part in parts):
        return tuple(members)
    return tuple(members) if _OF_AN_ORDER.search(said) else None


def would_change(verdict: Verdict, knowledge: KnowledgeBase, region: str) -> tuple[str, ...]:
    """Exceptions that wait for a fact, then those that an order could bring about and that would lower the finding.

    Remembered by what decides it, for findings are made on every check.
    """
    rule = verdict.rule
    pending = tuple(map(id, verdict.pending)) if verdict.pending else ()  # exceptions live as long as their rule
    key = (rule.number, verdict.drugs, verdict.shown, id(verdict.decided), pending, region)
    known = knowledge.phrases.get(key)
    if known is None:
        if len(knowledge.phrases) > MOST:
            knowledge.phrases.clear()
        known = knowledge.phrases[key] = tuple(dict.fromkeys(_would_change(verdict, knowledge, region)))
    found: tuple[str, ...] = known
    return found


def _would_change(verdict: Verdict, knowledge: KnowledgeBase, region: str) -> list[str]:
    rule = verdict.rule
    waiting: list[str] = []
    levers: list[str] = []
    drugs = set(verdict.drugs)
    for exception, lever in zip(rule.exceptions, levers_of(rule, knowledge), strict=True):
        if exception is verdict.decided:
            break
        if exception.not_in and region in exception.not_in:
            continue
        if any(exception is pending for pending in verdict.pending):
            waiting.append(_moves(exception, verdict.shown))
        elif lever is not None and exception.to < verdict.shown and all(drugs & one for one in lever):
            levers.append(_moves(exception, verdict.shown))
    return [*waiting, *levers]


def _moves(exception: Exceptional, shown: int) -> str:
    words = exception.said
    if exception.to == 0:
        return f"nothing to report if {words}"
    verb = "rises to" if exception.to > shown else "drops to" if exception.to < shown else "stays"
    return f"{verb} {SEVERITIES[exception.to]}{', with other advice,' if exception.to == shown else ''} if {words}"
