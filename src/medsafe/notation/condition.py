"""Conditions: what must hold of the patient, of the rest of the list, or of the lines that fill the places.

In YAML the outer list means *all* and an inner list means *any*; `{at least 2 of: […]}` counts.
"""

from __future__ import annotations

from typing import Any

from medsafe.errors import NotationError
from medsafe.notation.selector import Tree, read_filters, read_selector
from medsafe.notation.words import KEYWORDS, Words, unknown

ALWAYS: Tree = ("all",)
FIXED = {"strengths of one dose": ("one-dose",), "different times of day": ("other-times",)}


def parse_condition(text: str) -> Tree:
    """Parse one condition; raise `NotationError` with the column of the mistake.

    >>> parse_condition("age at least 65")
    ('fact', 'age', '>=', 65.0)
    >>> parse_condition("one is clozapine")
    ('one', ('select', ((('drug', 'clozapine'), ()),), ()))
    >>> parse_condition("one extended-release and one immediate-release")[0]
    'all'
    """
    if text.strip() in FIXED:
        return FIXED[text.strip()]
    words = Words(text)
    tree = _condition(words)
    if not words.done():
        raise words.fail(unknown(words.peek(), KEYWORDS, "a word that may stand here"))
    return tree


def _condition(words: Words) -> Tree:
    if words.take("not"):
        return ("not", _condition(words))
    for kind in ("with", "without"):
        if words.take(kind):
            return (kind, read_selector(words))
    if words.take("allergic", "to"):
        return ("allergic", read_selector(words))
    if words.take("total"):
        return _total(words)
    if words.peek() == "one":
        return _ones(words)
    name = words.identifier("a condition or a fact")
    if words.take("is"):
        return ("fact-is", name, words.identifier("a word"))
    sign = words.sign()
    if sign is None:
        return ("condition", name)
    number = words.number()
    if not words.done():
        words.next("a unit")  # a unit after a fact is for the reader; the fact itself has one unit only
    return ("fact", name, sign, number)


def _total(words: Words) -> Tree:
    scale = ""
    sign = words.sign()
    if sign is None:
        scale = words.identifier("a scale or a comparison")
        sign = words.expect_sign()
    number = words.number()
    if not words.done() and words.peek() not in KEYWORDS:
        words.next("a unit")
    return ("total", scale, sign, number)


def _ones(words: Words) -> Tree:
    """`one is SELECTOR`, or `one FILTER …`, joined by `and`: each on a line of its own."""
    parts: list[Tree] = []
    while words.take("one"):
        if words.take("is"):
            parts.append(("one", read_selector(words)))
        else:
            filters = read_filters(words)
            if not filters:
                raise words.fail("write `one is …`, or a filter such as `one as needed`")
            parts.append(("one", ("select", ((("anything",), filters),), ())))
        if not words.take("and"):
            break
    return parts[0] if len(parts) == 1 else ("all", *parts)


def parse_conditions(node: Any) -> Tree:
    """Parse what stands under `when`, `unless` or `to …: when`: a text, or a list of texts, lists and counts.

    >>> parse_conditions(["age at least 65", ["dementia", "delirium"]])
    ('all', ('fact', 'age', '>=', 65.0), ('any', ('condition', 'dementia'), ('condition', 'delirium')))
    """
    if isinstance(node, str):
        return parse_condition(node)
    if isinstance(node, dict):
        return _need(node)
    return ("all", *(_need(item) for item in node))


def parse_any(node: Any) -> Tree:
    """Parse what stands under `unless`: any one of them is enough."""
    if isinstance(node, str):
        return parse_condition(node)
    return ("any", *(_need(item) for item in node))


def _need(node: Any) -> Tree:
    if isinstance(node, str):
        return parse_condition(node)
    if isinstance(node, dict):
        if len(node) == 1:
            (key, value) = next(iter(node.items()))
            words = key.split()
            if (
                words[:2] == ["at", "least"]
                and len(words) == 4
                and words[2].isdigit()
                and words[3] == "of"
                and isinstance(value, list)
            ):
                return ("count", int(words[2]), *(_need(item) for item in value))
        raise NotationError("a table here must read `at least 2 of: [condition, …]`", 1, str(next(iter(node), "")))
    return ("any", *(_need(item) for item in node))
