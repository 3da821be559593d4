"""Look a name up for a person: what it means exactly, else the names that contain it or lie near it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from medsafe.names.near import NearNames
from medsafe.names.normal import key
from medsafe.names.vocabulary import Vocabulary

HOW = {"e": "exact", "s": "synonym", "b": "brand", "c": "code", "n": "clinic name", "p": "brand", "a": "ambiguous"}
SUGGESTIONS = 10
_REACH = 2


class Found(NamedTuple):
    """One meaning of what was looked for. `score` is 1 for an exact name and falls with every edit."""

    name: str
    drug: str
    how: str  # exact, synonym, brand, code, clinic name, ambiguous, part, fuzzy
    score: float


def find(vocabulary: Vocabulary, text: str) -> list[Found]:
    """Exact meanings where there are any; else names that begin with or contain the text, then near ones, best first."""
    wanted = key(text)
    if not wanted:
        return []
    exact = list(_meanings(vocabulary, wanted, None, 1.0))
    if exact:
        return exact
    found: dict[str, Found] = {}
    if len(wanted) >= 3:
        parts = [name for name in vocabulary.names if wanted in name and ":" not in name]
        for name in sorted(parts, key=lambda name: (not name.startswith(wanted), len(name), name)):
            for one in _meanings(vocabulary, name, "part", len(wanted) / len(name)):
                found.setdefault(one.drug, one)
            if len(found) >= SUGGESTIONS:
                break
    query = wanted.replace(" ", "")
    if len(query) > _REACH + 1:
        for distance, name in NearNames(vocabulary).everywhere(query, _REACH):
            for one in _meanings(vocabulary, name, "fuzzy", 1 - distance / len(query)):
                found.setdefault(one.drug, one)
    return sorted(found.values(), key=lambda one: (one.how == "fuzzy", -one.score, one.drug))[:SUGGESTIONS]


def _meanings(vocabulary: Vocabulary, name: str, how: str | None, score: float) -> Iterator[Found]:
    letter, _, target = vocabulary.names.get(name, "").partition(":")
    if letter == "p":
        product = vocabulary.products[target]
        for drug in product.drugs:
            yield Found(product.name, drug, how or HOW[letter], score)
    elif letter:
        for drug in target.split("|"):
            yield Found(name, drug, how or HOW[letter], score)
