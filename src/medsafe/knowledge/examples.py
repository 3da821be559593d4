"""Run the examples of rules: the same notation in YAML, on the command line and in docs."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date
from typing import NamedTuple

from medsafe.errors import Fault
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.collect import Collected
from medsafe.model.truth import NO, UNKNOWN, YES
from medsafe.model.words import RANK, SEVERITIES
from medsafe.rules.case import Case
from medsafe.rules.rule import Rule

DAY = date(2026, 1, 1)
"""The day for which examples are judged where their rule does not say when it was reviewed."""


class Failure(NamedTuple):
    """An example that does not judge as written."""

    rule: str
    key: str  # flags, passes, unsure or a severity
    number: int  # position under its key
    text: str
    message: str


def example_faults(knowledge: KnowledgeBase, collected: Collected, layers: Container[str]) -> Iterator[Fault]:
    """Every example of the rules of these layers that does not judge as written, at its place."""
    examples = Examples(knowledge)
    for spec in knowledge.core["rules"]:
        where = collected.where["rules", spec["id"]]
        if where.layer in layers:
            for failure in examples.failures(spec["id"]):
                message = f"the example {failure.text!r} {failure.message}"
                yield where.fault(spec["id"], message, "example", ("examples", failure.key, failure.number))


class Examples:
    """Runs examples against one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase):
        self.knowledge = knowledge
        self.reader = knowledge.reader

    def failures(self, name: str) -> Iterator[Failure]:
        """Every example of one rule that fails, with what happened instead."""
        number = self.knowledge.numbers.get(name)
        if number is None:
            return
        rule = self.knowledge.rule_number(number)
        written = self.knowledge.rule(name).spec
        day = _day(str(written.get("reviewed", "")))
        for key, texts in written.get("examples", {}).items():
            for i, text in enumerate(texts):
                wrong = self._run(rule, key, text, day)
                if wrong:
                    yield Failure(name, key, i, text, wrong)

    def _run(self, rule: Rule, key: str, text: str, day: date) -> str:
        reading = self.reader.read_example(text, day)
        unread = [med.text for med in reading.medications if not med.drugs]
        if unread:
            return f"no drug is read in {unread[0]!r}"
        words = [word for med in reading.medications for word in med.unread]
        if words:
            return f"{words[0]!r} is not understood"
        missing = [gap.message for gap in getattr(reading, "gaps", ())]
        if missing:
            return str(missing[0])
        case = Case(reading.medications, reading.patient, day, reading.region, self.knowledge.setting)
        verdicts = rule.judge(rule, case)
        firing = [v for v in verdicts if v.truth == YES and (v.shown or not v.decided)]
        waiting = [v for v in verdicts if v.truth == UNKNOWN]
        if key == "passes":
            if firing:
                return f"fires at {SEVERITIES[max(v.shown for v in firing)]} but should pass"
            return "is not judged (a fact is missing) but should pass" if waiting else ""
        if key == "unsure":
            if firing:
                return f"fires at {SEVERITIES[max(v.shown for v in firing)]} but should be unsure"
            return "" if waiting or self._open_substance(rule, case) else "is silent but should be unsure"
        wanted = rule.severity if key == "flags" else RANK[key]
        if rule.kind == "monitoring":
            return "" if firing else "does not fire"
        if any(v.shown == wanted for v in firing):
            return ""
        if firing:
            return f"fires at {SEVERITIES[max(v.shown for v in firing)]}, not at {SEVERITIES[wanted]}"
        return "is not judged (a fact is missing) but should fire" if waiting else "does not fire"

    def _open_substance(self, rule: Rule, case: Case) -> bool:
        """Whether the rule waits for a substance that nobody mentioned."""
        if rule.shape != "between":
            return False
        for at, place in enumerate(rule.places):
            if any(s in place.members for s in case.unmentioned) and all(
                any(other.fills(use, case, rule.any_route) != NO for use in case.uses)
                for i, other in enumerate(rule.places)
                if i != at
            ):
                return True
        return False


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return DAY
