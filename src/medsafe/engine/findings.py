"""A verdict that fired → a public `Finding`."""

from __future__ import annotations

from collections.abc import Iterable

from medsafe.engine.wording import words_of
from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.report import Finding
from medsafe.model.truth import YES
from medsafe.model.words import SEVERITIES
from medsafe.rules.case import Case, Use
from medsafe.rules.rule import Verdict


def lines_of(uses: Iterable[Use]) -> tuple[int, ...]:
    """The positions of these lines in the caller's list; lines of the patient text have none."""
    return tuple(sorted({use.med.line for use in uses if use.med.line >= 0}))


def make_finding(verdict: Verdict, knowledge: KnowledgeBase, nested_in: str, case: Case) -> Finding:
    """The finding that a verdict stands for; texts are shared by all findings of the rule."""
    rule, uses = verdict.rule, verdict.uses
    if len(uses) == 2:
        one, two = uses[0].med.line, uses[1].med.line
        lines = (one, two) if 0 <= one < two else (two, one) if 0 <= two < one else lines_of(uses)
    else:
        lines = lines_of(uses)
    if not rule.says_alike or case.stirred >> rule.number & 1:
        return _worded(verdict, knowledge, lines, nested_in, case)
    known = knowledge.at_rest.get(rule.number)
    if known is None:
        known = knowledge.at_rest[rule.number] = _worded(verdict, knowledge, (), "", case)
    about, severity, _, _, because, could_be, changes, _, do, action = known
    row = (about, severity, verdict.drugs, lines, because, could_be, changes, nested_in, do, action)
    return tuple.__new__(Finding, row)  # as Finding(…), at a third of the cost


def _worded(verdict: Verdict, knowledge: KnowledgeBase, lines: tuple[int, ...], nested_in: str, case: Case) -> Finding:
    """A finding with the words that its case calls for."""
    rule, decided = verdict.rule, verdict.decided
    about = knowledge.text(rule.id)
    do, action = about.do, about.action
    if decided is not None:
        do, action = decided.do or do, decided.action or action
    if verdict.shown == len(SEVERITIES) - 1 and do != "avoid":
        do = "avoid"  # contraindicated here (a region, a regrade): whatever the rule says of milder cases
    could_be = None
    if verdict.low != verdict.shown or verdict.high != verdict.shown:
        could_be = (SEVERITIES[verdict.low], SEVERITIES[verdict.high])
    told = not rule.plain or rule.kind == "dose-limit"
    because, changes = words_of(verdict, case, knowledge) if told else ((), ())
    if verdict.total[1] or rule.reaches:
        because = (*because, _total(verdict))
    if rule.says:
        said = [text for check, text in rule.says if check(case, verdict.uses, verdict.total) == YES]
        action = (*action, *said)
    return Finding(
        about, SEVERITIES[verdict.shown], verdict.drugs, lines, because, could_be, changes, nested_in, do, action
    )  # fmt: skip


def _total(verdict: Verdict) -> str:
    low, high = verdict.total
    unit = f" {verdict.rule.unit}" if verdict.rule.unit else ""
    least = "" if low == high else "at least "
    return f"total {least}{low:g}{unit}"
