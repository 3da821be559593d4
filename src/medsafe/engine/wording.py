"""What decided a finding and what would change it, in words: `drops to minor if citalopram is at most 20 mg/day (low dose)`."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.words import SEVERITIES
from medsafe.notation.saying import say_any, say_conditions
from medsafe.rules.rule import Exceptional, Rule, Verdict

LONGEST: Final = 140
"""A condition longer than this is left out where its author gave a reason."""

MOST: Final = 20_000
"""How many phrases are remembered at once."""

_OF_AN_ORDER: Final = re.compile(
    r"\b(at most|at least|above|below|less than|more than|by|as needed|at night|stops)\b|-release|\bdepot\b"
)


class Said(NamedTuple):
    """One exception in words."""

    words: str
    lever: (
        tuple[frozenset[str], ...] | None
    )  # where an order could bring it about: for each `one is`, the drugs that it may be


def said_of(rule: Rule, knowledge: KnowledgeBase) -> list[Said]:
    """The exceptions of a rule in words, in their order; made once."""
    kept = knowledge.phrases.get(rule.number)
    if kept is None:
        kept = knowledge.phrases[rule.number] = _make(rule, knowledge)
    found: list[Said] = kept
    return found


def _make(rule: Rule, knowledge: KnowledgeBase) -> list[Said]:
    spec = knowledge.rule(rule.id).spec
    written: list[tuple[str, str]] = []
    if spec.get("unless") is not None:
        written.append((say_any(spec["unless"]), ""))
    for field in ("accepts", "regrade"):
        lines = spec.get(field) or []
        for line in lines if isinstance(lines, list) else [lines]:
            entry = line if isinstance(line, dict) else {"when": line}
            written.append((say_conditions(entry["when"]), str(entry.get("because") or "")))
    if len(written) != len(rule.exceptions):  # a layer changed them: its own words, then
        return [Said(exception.words, None) for exception in rule.exceptions]
    trees = [row[1] for row in knowledge.core["rules"][rule.number].get("exceptions", ())]
    return [
        Said(_joined(said, because), _lever(tree, said, knowledge))
        for (said, because), tree in zip(written, trees, strict=True)
    ]


def _joined(said: str, because: str) -> str:
    if not because:
        return said
    return f"{said} ({because})" if len(said) <= LONGEST else because


def _lever(tree: Any, said: str, knowledge: KnowledgeBase) -> tuple[frozenset[str], ...] | None:
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


def decided_words(verdict: Verdict, knowledge: KnowledgeBase) -> str:
    """The exception that decided, in words."""
    exception = verdict.decided
    assert exception is not None
    for other, said in zip(verdict.rule.exceptions, said_of(verdict.rule, knowledge), strict=True):
        if other is exception:
            return said.words
    return exception.words


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
    for exception, (words, lever) in zip(rule.exceptions, said_of(rule, knowledge), strict=True):
        if exception is verdict.decided:
            break
        if exception.not_in and region in exception.not_in:
            continue
        if any(exception is pending for pending in verdict.pending):
            waiting.append(_moves(exception, verdict.shown, words))
        elif lever is not None and exception.to < verdict.shown and all(drugs & one for one in lever):
            levers.append(_moves(exception, verdict.shown, words))
    return [*waiting, *levers]


def _moves(exception: Exceptional, shown: int, words: str) -> str:
    if exception.to == 0:
        return f"nothing to report if {words}"
    verb = "rises to" if exception.to > shown else "drops to" if exception.to < shown else "stays"
    return f"{verb} {SEVERITIES[exception.to]}{', with other advice,' if exception.to == shown else ''} if {words}"
