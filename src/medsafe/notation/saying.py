"""Conditions of rules in words that a clinician reads: `one is citalopram at most 20 mg/day` → `citalopram is at most 20 mg/day`."""

from __future__ import annotations

import re
from typing import Any, Final

from medsafe.model.truth import COMPARATORS

_SIGN: Final = "|".join(sorted((word for words in COMPARATORS.values() for word in words), key=len, reverse=True))
_FACT: Final = re.compile(rf"^([a-z][a-z0-9-]*) ({_SIGN}) (.+)$")
_TOTAL: Final = re.compile(rf"^total (?:([a-z][a-z0-9-]*) )?({_SIGN}) (.+)$")
_IS: Final = re.compile(r"^([a-z][a-z0-9-]*) is ([a-z0-9-]+)$")
_WHO: Final = r"(?P<who>(?:(?:any|at least [a-z-]+|strong|moderate|weak) )?[a-z0-9-]+)"
_FILTERS: Final = "by|for|started|stopped|stops|as needed|at night|extended-release|immediate-release|depot"
_FILTER: Final = re.compile(rf"^{_WHO} (?P<filter>(?:{_SIGN}|{_FILTERS})\b.*)$")
_VERBS: Final = {
    "started": "was started",
    "stopped": "was stopped",
    "stops": "stops",
    "as": "is taken as",
    "at night": "is taken at",
    "by": "is taken by",
    "for": "is taken for",
}
_FIXED: Final = {
    "strengths of one dose": "the lines are strengths of one dose",
    "different times of day": "they are taken at different times of day",
    "allergic to it": "the patient is allergic to it",
}
_ABBREVIATED: Final = {
    "egfr": "eGFR",
    "qtc": "QTc",
    "anc": "ANC",
    "bmi": "BMI",
    "inr": "INR",
    "tsh": "TSH",
    "hba1c": "HbA1c",
}


def say_condition(text: str) -> str:
    """One condition as a clause.

    >>> say_condition("one is citalopram at most 20 mg/day"), say_condition("one stops within 4 weeks")
    ('citalopram is at most 20 mg/day', 'one of them stops within 4 weeks')
    >>> say_condition("age at least 65"), say_condition("egfr below 30"), say_condition("with any ppi")
    ('age is at least 65', 'eGFR is below 30', 'taken with any ppi')
    >>> say_condition("not seizure-disorder"), say_condition("sex is female"), say_condition("total at least 90 mg/day")
    ('not seizure disorder', 'sex is female', 'the total is at least 90 mg/day')
    """
    text = " ".join(text.split())
    if text in _FIXED:
        return _FIXED[text]
    if text.startswith("not "):
        return f"not {say_condition(text[4:])}"
    if text.startswith(("with ", "without ")):
        return f"taken {text}"
    if text.startswith("allergic to "):
        return f"the patient is {text}"
    if text.startswith("one "):
        return _one(text[4:])
    total = _TOTAL.match(text)
    if total is not None:
        return f"the {_named(total[1]) + ' ' if total[1] else ''}total is {total[2]} {total[3]}"
    fact = _FACT.match(text)
    if fact is not None:
        return f"{_named(fact[1])} is {fact[2]} {fact[3]}"
    word = _IS.match(text)
    if word is not None:
        return f"{_named(word[1])} is {word[2].replace('-', ' ')}"
    return text.replace("-", " ")


def _one(rest: str) -> str:
    """`one is X …`, or `one FILTER`."""
    if not rest.startswith("is "):
        return f"one of them {_verb(rest)}"
    rest = rest[3:]
    if " except " in rest or " or " in rest:
        return f"one of them is {rest}"
    found = _FILTER.match(rest)
    if found is None:
        return f"one of them is {rest}"
    who = "one of them" if found["who"] == "anything" else found["who"].removeprefix("any ")
    return f"{who} {_verb(found['filter'])}"


def _verb(text: str) -> str:
    for start, verb in _VERBS.items():
        if text == start or text.startswith(start + " "):
            return f"{verb}{text[len(start.split()[0]) :]}"
    return f"is {text}"


def _named(name: str) -> str:
    return _ABBREVIATED.get(name) or (name.upper() if name.startswith("cyp") else name.replace("-", " "))


def say_conditions(node: Any) -> str:
    """What stands under `when` or `unless`: outer list all, inner list any.

    >>> say_conditions(["age at least 65", ["with any nsaid", "bleeding-history"]])
    'age is at least 65 and (taken with any nsaid or bleeding history)'
    """
    if isinstance(node, str):
        return say_condition(node)
    if isinstance(node, dict):
        return "; ".join(f"{key} {', '.join(map(say_conditions, value))}" for key, value in node.items())
    parts = []
    for item in node:
        said = " or ".join(map(say_conditions, item)) if isinstance(item, (list, tuple)) else say_conditions(item)
        several = isinstance(item, (list, tuple)) and len(item) > 1 and len(node) > 1
        parts.append(f"({said})" if several else said)
    return " and ".join(parts)


def say_any(node: Any) -> str:
    """What stands under `unless`: any one of them is enough."""
    return say_conditions(node) if isinstance(node, (str, dict)) else " or ".join(map(say_conditions, node))
