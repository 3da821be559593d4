"""Questions that a clinician asks in one breath, so that a page stays readable where dozens of facts are unknown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from medsafe.model.views import Question

LONE: Final = 3
"""What so many rules wait for is asked alone, however much else is unknown."""

TOGETHER: Final = {
    "condition": "Does any of these apply to the patient: {0}?",
    "fact": "What are the patient's values for: {0}?",
    "substance": "Does the patient use any of these: {0}?",
}
"""How several facts of one kind are asked for; facts of other kinds are asked one by one."""

Group = tuple[Question, ...]


def together(questions: Iterable[Question]) -> list[Group]:
    """Facts of one kind whose answers could lead to the same, in one group; groups stand where their first question stood.

    >>> few, many = ("R-1",), ("R-1", "R-2", "R-3")
    >>> asked = [Question("?", name, "major", rules, "condition", name) for name, rules in [("a", few), ("b", many), ("c", few)]]
    >>> [[question.about for question in group] for group in together(asked)]
    [['a', 'c'], ['b']]
    """
    groups: dict[object, list[Question]] = {}
    for place, question in enumerate(questions):
        alone = question.kind not in TOGETHER or len(question.rules) >= LONE
        key = place if alone else (question.kind, question.could_be, question.eases)
        groups.setdefault(key, []).append(question)
    return [tuple(group) for group in groups.values()]


def ask_together(group: Group, most: int = 0) -> str:
    """The question that asks for all of a group, or for the first of it and how many more there are.

    >>> ask_together((Question("?", "qtc", "major", (), "fact", "QTc interval"), Question("?", "tsh", "major", (), "fact", "TSH")))
    "What are the patient's values for: QTc interval; TSH?"
    >>> ask_together(tuple(Question("?", name, "major", (), "condition", name) for name in "abcde"), most=3)
    'Does any of these apply to the patient: a; b; c; or 2 others?'
    """
    if len(group) == 1:
        return group[0].ask
    titles = [question.title for question in group]
    if most and len(titles) > most + 1:
        titles[most:] = [f"or {len(titles) - most} others"]
    return TOGETHER[group[0].kind].format("; ".join(titles))
