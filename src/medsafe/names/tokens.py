"""Directions cut into tokens: words, numbers, dates and marks."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"(?:19|20)\d\d-\d\d?(?:-\d\d?)?(?![\d-])"  # 2026-01-10, 2025-11
    r"|\d{1,2}/\d{1,2}/(?:\d{4}|\d\d)(?![\d/])|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d)(?![\d/])"  # 1/10/2026
    r"|\.\.\d+(?:\.\d+)*"
    r"|(?<![\d.,])\d+,\d{1,2}(?![\d,])"  # 1,25: a decimal comma, or two numbers
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"  # 50,000
    r"|\d+(?:\.\d+){2,}"  # 7.0.5 is no number
    r"|\d+\.\d+|\d+|(?<![\d\w])\.\d+|(?<=[^a-z]x)\.\d+"
    r"|[a-z](?:\.[a-z])+(?![a-z])"  # b.i.d
    r"|(?<![^\W_])[a-pr-wyz]\d+(?![\w.])"  # b6, n100: a code, and no number
    r"|[^\W\d_]+"
    r"|(?<=[a-z]{3})\.(?=\s|$)"  # the end of a sentence, not of an abbreviation
    r"|[-/+%#@(),;:&<>=~?'\[\]{}]"
)
_GLUED: Final = re.compile(r"(?:(?<=[a-pr-wyz])|(?<=[a-z][qx])|(?<=q)(?!\.\d[-\d]*\s*(?:h|d|w|m)))\.(?=\d)")
"""A point between a letter and a digit ends a sentence or begins a fraction: a factor of ten."""
_COMMA: Final = re.compile(r"(?<![\d.,])(?:(0),(\d+)(?![\d,])|(\d+),(\d)(?=\s*(?:mg|g|mcg|ug|ml)\b))")
"""A decimal comma: behind a zero, which is no mark of thousands, or before one digit and its unit."""
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SAID: Final = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "eleven": "11", "twelve": "12", "fourteen": "14", "twenty": "20", "twenty-one": "21", "twenty-eight": "28", "thirty": "30",
    "fifteen": "15", "twenty-five": "25", "forty": "40", "fifty": "50", "seventy-five": "75",
    "sixty": "60", "ninety": "90", "hundred": "100", "one-hundred": "100", "two-hundred": "200", "three-hundred": "300",
    "half": "0.5", "one-half": "0.5",
}  # fmt: skip
_WORDS: Final = "|".join(sorted(_SAID, key=len, reverse=True)).replace("-", "[- ]")
_TWICE: Final = re.compile(rf"(?<![\d./])([\d.]+)\s*\(\s*({_WORDS})\s*\)|\b({_WORDS})\s*\(\s*([\d.]+)\s*\)")
_DATE: Final = re.compile(r"(?:19|20)\d\d-\d\d?(?:-\d\d?)?$|\d{1,2}([/.])\d{1,2}\1(?:\d{4}|\d\d)$")


def tokens(text: str) -> list[str]:
    """Cut folded, lower-case text; dots of abbreviations are gone.

    >>> tokens("50mg p.o. q4-6h x7d, max 4/day")
    ['50', 'mg', 'po', 'q', '4', '-', '6', 'h', 'x', '7', 'd', ',', 'max', '4', '/', 'day']
    """
    if "(" in text:
        text = _TWICE.sub(_once, text)  # "2 (two) times", "one (1) tablet"
    if "," in text:
        text = _COMMA.sub(lambda found: f"{found[1] or found[3]}.{found[2] or found[4]}", text)
    if "." in text:
        text = _GLUED.sub(" ..", text)
    found: list[str] = _TOKEN.findall(text)
    if "." in text:
        return [token.replace(".", "") if token[0].isalpha() else token for token in found]
    return found


def _once(match: re.Match[str]) -> str:
    """A number that is written twice, once; where the two differ, both stay."""
    digits, word = match[1] or match[4], match[2] or match[3]
    return digits if _SAID[word.replace(" ", "-")] == digits else match[0]


def is_date(token: str) -> bool:
    """Whether one token is a whole date.

    >>> is_date("2026-01-10"), is_date("1.5")
    (True, False)
    """
    return len(token) > 5 and _DATE.match(token) is not None


def number(token: str) -> float | None:
    """The value of a numeric token.

    >>> number("50,000"), number(".5"), number("tab")
    (50000.0, 0.5, None)
    """
    first = token[0]
    if not (first.isdigit() or first == "."):
        return None
    if "," in token and _THOUSANDS.fullmatch(token) is None:
        return None
    try:
        return float(token.replace(",", ""))
    except ValueError:
        return None
