"""Selectors: how YAML points at drugs.

    selector = term { "or" term } [ "except" term { "and" term } ]
    term     = who { filter }

A tree is `("select", (term, …), (excepted term, …))`, a term is `(who, filters)`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from medsafe.model.words import FORMS
from medsafe.notation.words import FIRST_OF_SIGNS, KEYWORDS, PLACES, SIGNS, UNITS, Words, unknown

Tree = tuple[Any, ...]
"""A parsed piece of notation: its first item names it, the rest are strings, numbers and trees."""


@lru_cache(maxsize=65_536)
def parse_selector(text: str) -> Tree:
    """Parse one selector; raise `NotationError` with the column of the mistake.

    >>> parse_selector("any ssri except fluoxetine and paroxetine above 20 mg/day")[2][0]
    (('drug', 'fluoxetine'), ())
    >>> parse_selector("citalopram above 20 mg/day")
    ('select', ((('drug', 'citalopram'), (('amount', '>', 20.0, 'mg/day'),)),), ())
    """
    if text.isidentifier() and text.islower() and text not in KEYWORDS and text not in ("anything", "it"):
        return ("select", ((("drug", text), ()),), ())  # most selectors are a bare drug
    words = Words(text)
    tree = read_selector(words)
    if not words.done():
        raise words.fail(unknown(words.peek(), KEYWORDS, "a word that may stand here"))
    return tree


def read_selector(words: Words) -> Tree:
    """Read a selector up to the first word that cannot belong to it."""
    terms = [_term(words)]
    while words.take("or"):
        terms.append(_term(words))
    excepted = []
    if words.take("except"):
        excepted.append(_term(words))
        while words.peek() == "and" and words.peek(1) not in ("one", "not", "with", "without"):
            words.take("and")
            excepted.append(_term(words))
    return ("select", tuple(terms), tuple(excepted))


def _term(words: Words) -> Tree:
    return (_who(words), read_filters(words))


def _who(words: Words) -> Tree:
    if words.take("anything"):
        return ("anything",)
    if words.take("it"):
        return ("it",)
    if words.take("any"):
        return ("class", words.identifier("the id of a class"))
    if words.take("at", "least"):
        grade = words.identifier("a grade")
        return ("grade", grade, words.identifier("the id of a property"), True)
    first = words.identifier("the id of a drug, or `any` and a class")
    following = words.peek()
    if following and following not in KEYWORDS and following[0].isalpha():
        if words.peek(1)[:1].isdigit():
            raise words.fail(unknown(following, SIGNS, "a comparison (above, below, at least, at most)"))
        return ("grade", first, words.identifier("the id of a property"), False)
    return ("drug", first)


def read_filters(words: Words) -> tuple[Tree, ...]:
    """Read filters as long as they come."""
    filters: list[Tree] = []
    while (found := _filter(words)) is not None:
        filters.append(found)
    return tuple(filters)


def _filter(words: Words) -> Tree | None:
    if words.take("by"):
        routes = [_route(words)]
        while words.peek() == "or" and words.peek(1) in PLACES:
            words.take("or")
            routes.append(_route(words))
        return ("route", *routes)
    if words.peek() in FORMS:
        return ("form", words.next("a form").text)
    if words.take("as", "needed"):
        return ("as-needed",)
    if words.take("at", "night"):
        return ("at-night",)
    if words.take("stops", "within"):
        return ("stops-within", words.duration())
    if words.peek() in ("started", "stopped"):
        what = words.next("").text
        if what == "stopped" and words.peek() not in FIRST_OF_SIGNS:
            return (what, ">=", 0.0)  # whenever that was
        when = words.expect_sign()
        days = words.duration()
        if not words.take("ago"):
            raise words.fail(f"write `ago` after the time, as in `{what} at most 28 days ago`")
        return (what, when, days)
    if words.take("for"):
        sign = words.sign()
        if sign is not None:
            return ("taken", sign, words.duration())
        return ("indication", words.identifier("an indication or a duration"))
    sign = words.sign()
    if sign is None:
        return None
    number = words.number()
    unit = words.next("a unit such as mg/day")
    if unit.text not in UNITS:
        raise words.fail(unknown(unit.text, UNITS, "a unit of dose"), unit)
    return ("amount", sign, number, unit.text)


def _route(words: Words) -> str:
    word = words.next("a route")
    if word.text not in PLACES:
        raise words.fail(unknown(word.text, PLACES, "a route"), word)
    return word.text
