"""Conditions of rules in words that a clinician reads: `one is citalopram at most 20 mg/day` → `citalopram is at most 20 mg/day`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from medsafe.model.truth import COMPARATORS
from medsafe.model.words import ROUTES

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
    "depot": "is a depot",
    "by": "is taken by",
    "for": "is taken for",
}
_CYP: Final = re.compile(r"\b(cyp[0-9a-z]+)-(inhibitor|inducer|substrate)s?\b")
_BOTH: Final = re.compile(rf"(/\w+) ({_SIGN})\b")
_RHYTHM: Final = re.compile(r"\bdays/(week|month)\b")
_FIXED: Final = {
    "strengths of one dose": "the lines are strengths of one dose",
    "different times of day": "they are taken at different times of day",
    "allergic to it": "the patient is allergic to it",
}
_OPPOSITE: Final = {
    "above": "at most",
    "more than": "at most",
    "at most": "above",
    "below": "at least",
    "less than": "at least",
    "at least": "below",
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


def _plain(word: str) -> str:
    return ""


def say_condition(text: str, title_of: Callable[[str], str] = _plain) -> str:
    """One condition as a clause; `title_of` gives the title of a condition, or "" for another word.

    >>> say_condition("one is citalopram at most 20 mg/day"), say_condition("one stops within 4 weeks")
    ('citalopram is at most 20 mg/day', 'one of them stops within 4 weeks')
    >>> say_condition("age at least 65"), say_condition("egfr below 30"), say_condition("with any ppi")
    ('age is at least 65', 'eGFR is below 30', 'any ppi is taken')
    >>> say_condition("not seizure-disorder"), say_condition("sex is female"), say_condition("total at least 90 mg/day")
    ('not seizure disorder', 'sex is female', 'the total is at least 90 mg/day')
    """
    text = re.sub(r"\b1 (day|week|month|year)s\b", r"1 \1", " ".join(text.split()))
    if text in _FIXED:
        return _FIXED[text]
    if text.startswith("not "):
        return f"not {say_condition(text[4:], title_of)}"
    text = _CYP.sub(lambda found: f"{found[1].upper()} {found[2]}", text)
    if text.startswith("with "):
        return f"{text[5:]} is taken"
    if text.startswith("without "):
        return f"no {text[8:].removeprefix('any ')} is taken"
    if text.startswith("allergic to "):
        return f"the patient is {text}"
    if text.startswith("one "):
        return _one(text[4:])
    total = _TOTAL.match(text)
    if total is not None:
        return f"the {named(total[1]) + ' ' if total[1] else ''}total is {total[2]} {total[3]}"
    fact = _FACT.match(text)
    if fact is not None:
        return f"{named(fact[1])} is {fact[2]} {fact[3]}"
    word = _IS.match(text)
    if word is not None:
        return f"{title_of(word[1]) or named(word[1])} is {word[2].replace('-', ' ')}"
    return title_of(text) or text.replace("-", " ")


def say_conditions(node: Any) -> str:
    """What stands under `when`: outer list all, inner list any.

    >>> say_conditions(["age at least 65", ["with any nsaid", "bleeding-history"]])
    'age is at least 65 and (any nsaid is taken or bleeding history)'
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


def say_fact(text: str, value: float | str | tuple[float, float], title_of: Callable[[str], str] = _plain) -> str:
    """A condition on a fact that is known, with its value or the bounds between which it lies.

    >>> say_fact("egfr below 30", 25.0), say_fact("sex is female", "female"), say_fact("egfr below 60", (30, 44))
    ('eGFR 25 is below 30', 'sex is female', 'eGFR 30 to 44 is below 60')
    """
    fact = _FACT.match(text)
    if fact is None or isinstance(value, str):
        return say_condition(text, title_of)
    known = f"{value[0]:.3g} to {value[1]:.3g}" if isinstance(value, tuple) else f"{value:g}"
    return f"{named(fact[1])} {known} is {fact[2]} {fact[3]}"


def alternatives_of(text: str) -> list[tuple[str, str]]:
    """What `one is A or B …` may be, each with its drug; "" where it is a class or a property.

    >>> alternatives_of("one is imipramine at most 25 mg/day or any ssri by mouth or rectum")
    [('imipramine at most 25 mg/day', 'imipramine'), ('any ssri by mouth or rectum', '')]
    """
    rest = text.removeprefix("one is ")
    if rest == text or " except " in rest or " one is " in rest:
        return []
    found: list[tuple[str, str]] = []
    for part in rest.split(" or "):
        if part in ROUTES and found:
            found[-1] = (f"{found[-1][0]} or {part}", found[-1][1])
        else:
            who = part.split()[0]
            found.append(
                (part, "" if who in ("any", "at", "strong", "moderate", "weak", "anything", "substance") else who)
            )
    return found


def about_drug(text: str, drug: str) -> str:
    """A condition on one of the lines, of which only one drug can be meant.

    >>> about_drug("one is any benzodiazepine as needed at most 3 days/week", "lorazepam"), about_drug("one for more than 3 months", "a")
    ('one is lorazepam as needed at most 3 days/week', 'one is a for more than 3 months')
    """
    rest = text.removeprefix("one ")
    if rest.startswith("is "):
        found = _FILTER.match(rest[3:])
        return text if found is None or len(alternatives_of(text)) != 1 else f"one is {drug} {found['filter']}"
    return f"one is {drug} {rest}"


def opposite_of(text: str) -> str:
    """What an order would make of a condition that is to hold no more; "" where that cannot be said plainly.

    >>> opposite_of("one is zolpidem above 5 mg/day"), opposite_of("without any ppi"), opposite_of("with any nsaid")
    ('zolpidem is at most 5 mg/day', 'any ppi is taken', 'no nsaid is taken')
    >>> opposite_of("one is any opioid as needed"), opposite_of("one is a at least 2 mg/day or b at least 3 mg/day")
    ('', '')
    """
    for start, other in (("with ", "without "), ("without ", "with ")):
        if text.startswith(start):
            return say_condition(other + text[len(start) :])
    signs = re.findall(rf"\b({_SIGN})\b", text)
    if len(signs) != 1 or " or " in text or signs[0] not in _OPPOSITE or not text.startswith(("one is ", "total ")):
        return ""
    return say_condition(text.replace(signs[0], _OPPOSITE[signs[0]]))


def _one(rest: str) -> str:
    """`one is X …`, or `one FILTER`."""
    if not rest.startswith("is "):
        return f"one of them {_verb(rest)}"
    rest = rest[3:]
    if " except " in rest or len(alternatives_of(f"one is {rest}")) != 1:
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
    both = _BOTH.sub(r"\1 and \2", text)
    return f"is {'taken ' if _RHYTHM.search(text) else ''}{both}"


def named(name: str) -> str:
    """The id of a fact as people write it.

    >>> named("egfr"), named("lithium-level"), named("cyp2d6")
    ('eGFR', 'lithium level', 'CYP2D6')
    """
    return _ABBREVIATED.get(name) or (name.upper() if name.startswith("cyp") else name.replace("-", " "))
