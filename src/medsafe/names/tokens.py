"""Directions cut into tokens: words, numbers, dates and marks."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"(?:19|20)\d\d-\d\d?(?:-\d\d?)?(?![\d-])"  # 2026-01-10, 2025-11
    r"|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)(?![\d/])"  # 1/10/2026
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)"  # 50,000
    r"|\d+\.\d+|\d+|(?<![\d\w])\.\d+"
    r"|[a-z](?:\.[a-z])+(?![a-z])"  # b.i.d
    r"|[^\W\d_]+"
    r"|(?<=[a-z]{3})\.(?=\s|$)"  # the end of a sentence, not of an abbreviation
    r"|[-/+%#@(),;:&<>=~?'\[\]{}]"
)
_DATE: Final = re.compile(r"(?:19|20)\d\d-\d\d?(?:-\d\d?)?$|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d\d)$")


def tokens(text: str) -> list[str]:
    """Cut folded, lower-case text; dots of abbreviations are gone.

    >>> tokens("50mg p.o. q4-6h x7d, max 4/day")
    ['50', 'mg', 'po', 'q', '4', '-', '6', 'h', 'x', '7', 'd', ',', 'max', '4', '/', 'day']
    """
    found: list[str] = _TOKEN.findall(text)
    if "." in text:
        return [token.replace(".", "") if token[0].isalpha() else token for token in found]
    return found


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
    try:
        return float(token.replace(",", ""))
    except ValueError:
        return None
