"""Splitting notation into words with columns, and the words that have a meaning of their own."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from medsafe.errors import NotationError
from medsafe.model.truth import COMPARATORS
from medsafe.model.words import DAYS, FORMS, ROUTE_GROUPS, ROUTES

UNITS: Final = ("mg/day", "mcg/day", "g/day", "mg/kg", "mcg/hour", "mg/dose", "days/week", "days/month")
PLACES: Final = frozenset(ROUTES) | frozenset(ROUTE_GROUPS)
SIGNS: Final = {words: sign for sign, spellings in COMPARATORS.items() for words in spellings}
FIRST_OF_SIGNS: Final = frozenset(words.split()[0] for words in SIGNS)
KEYWORDS: Final = frozenset(
    {
        "or",
        "and",
        "except",
        "any",
        "by",
        "as",
        "at",
        "for",
        "started",
        "stopped",
        "stops",
        "with",
        "without",
        "one",
        "is",
        "not",
        "total",
    }
    | FIRST_OF_SIGNS
    | set(FORMS)
)
_ID = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_NUMBER = re.compile(r"\d+(\.\d+)?(/\d+)?\Z")


LONGEST = 1000
"""Letters of one selector or condition; what is longer is no sentence that anybody reads."""


class Word(NamedTuple):
    text: str
    column: int


class Words:
    """A cursor over the words of one text."""

    def __init__(self, text: str):
        self.text = text
        if len(text) > LONGEST:
            raise NotationError(f"is longer than {LONGEST:,} letters; write it as a list")
        if "," in text:
            raise NotationError(
                "a comma has no meaning here; write `or`, `and`, or a YAML list", text.index(",") + 1, text
            )
        self.words = [Word(m.group(), m.start() + 1) for m in re.finditer(r"\S+", text)]
        if not self.words:
            raise NotationError("nothing is written here", 1, text)
        self.at = 0

    def peek(self, ahead: int = 0) -> str:
        index = self.at + ahead
        return self.words[index].text if index < len(self.words) else ""

    def done(self) -> bool:
        return self.at >= len(self.words)

    def take(self, *words: str) -> bool:
        """Step over these words if they come next."""
        if all(self.peek(i) == word for i, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def next(self, what: str) -> Word:
        if self.done():
            raise NotationError(f"{what} is missing at the end", len(self.text) + 1, self.text)
        self.at += 1
        return self.words[self.at - 1]

    def fail(self, message: str, word: Word | None = None) -> NotationError:
        column = word.column if word else self.words[self.at].column if not self.done() else len(self.text) + 1
        return NotationError(message, column, self.text)

    def identifier(self, what: str) -> str:
        word = self.next(what)
        if not _ID.match(word.text) or word.text in KEYWORDS:
            raise self.fail(f"{word.text!r} stands where {what} should; ids are lower case with hyphens", word)
        return word.text

    def number(self) -> float:
        word = self.next("a number")
        if not _NUMBER.match(word.text):
            raise self.fail(f"{word.text!r} stands where a number should", word)
        return parse_number(word.text)

    def sign(self) -> str | None:
        """Step over `above`, `at most`, …; None if no comparison comes next."""
        for words, sign in SIGNS.items():
            if self.take(*words.split()):
                return sign
        return None

    def expect_sign(self) -> str:
        sign = self.sign()
        if sign is None:
            raise self.fail(unknown(self.peek(), SIGNS, "a comparison (above, below, at least, at most)"))
        return sign

    def duration(self) -> float:
        """A number of days."""
        number = self.number()
        word = self.next("a unit of time (hours, days, weeks, months)")
        unit = word.text.removesuffix("s")
        if unit not in DAYS:
            raise self.fail(unknown(word.text, [f"{name}s" for name in DAYS], "a unit of time"), word)
        return number * DAYS[unit]


def parse_number(text: str) -> float:
    """A number or a fraction.

    >>> parse_number("1/2"), parse_number("0.03")
    (0.5, 0.03)
    """
    above, _, below = text.partition("/")
    return float(above) / float(below) if below else float(above)


def nearest(word: str, known: Iterable[str], limit: int = 1) -> list[str]:
    """The known words most like this one."""
    return difflib.get_close_matches(word, list(known), n=limit, cutoff=0.6)


def unknown(word: str, known: Iterable[str], what: str) -> str:
    """A message that says which word is not known and which was perhaps meant."""
    near = nearest(word, known)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return f"{word!r} is not {what}{hint}" if word else f"{what} is missing"
