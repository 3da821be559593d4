"""Ways of writing that have caused deaths: from the kinds on ISMP's list of error-prone abbreviations, symbols and doses."""

from __future__ import annotations

import re
from typing import Final

_UNIT: Final = r"(?:mg|mcg|ug|g|ml|mmol|meq|units?|u|iu|tabs?)\b"

_KINDS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), message)
    for pattern, message in (
        (
            rf"(?<![\d.])\.\d+\s*{_UNIT}",
            "{0!r} has no zero before the point and may be read ten times higher; write a zero before the point",
        ),
        (
            rf"(?<![\d.,])\d+\.0+\s*{_UNIT}",
            "{0!r} has a zero after the point and may be read ten times higher; leave the zero out",
        ),
        (
            rf"(?<![\d.])\d+\.\s+{_UNIT}",
            "{0!r} ends in a point and may be read as a longer number; leave the point out",
        ),
        (
            r"(?<![\d.,])(?:0,\d+(?![\d,])|\d+,\d(?=\s*(?:mg|g|mcg|ug|ml)\b))",
            "{0!r}: the comma was read as a decimal point; write a point",
        ),
        (r"\b\d[\d,.]*\s*u\b", "{0!r}: 'u' may be read as a zero; write units"),
        (r"\b\d[\d,.]*\s*iu\b", "{0!r}: 'iu' may be read as iv or 10; write units"),
        (r"\b\d[\d,.]*\s*ug\b", "{0!r}: micrograms written so may be read as mg; write mcg"),
        (
            r"\bq\.?\s?o\.?\s?d\b\.?",
            "{0!r} was read as every other day; it may be read as every day or four times a day",
        ),
        (r"\bq\.?d\b\.?", "{0!r} was read as once a day; it may be read as four times a day"),
        (r"\bod\b|\bo\.d\.", "{0!r} was read as once a day; it may also mean the right eye"),
        (r"\bbiw\b|\btiw\b", "{0!r} was read as times a week; it may be read as times a day"),
        (
            r"\b(?:biweekly|bi-weekly|bimonthly)\b",
            "{0!r} may mean twice in that time or every second one; write it out",
        ),
        (r"\bd/c\b", "{0!r} was read as discontinued; it may also mean discharge"),
        (r"\b\d[\d,.]*\s*cc\b", "{0!r}: 'cc' may be read as units; write mL"),
        (r"\b[a-z]{4,}\d+(?:\.\d+)?\s*(?:mg|mcg)\b", "{0!r}: name and dose run together; leave a space"),
        (r"(?<![\d.,])\d{5,}\s*(?:units?|iu|mg|mcg)\b", "{0!r} is a long number without commas; check the zeros"),
    )
)
_ANY: Final = re.compile(
    r"\.|\d,\d|\bu\b|\du\b|iu\b|ug\b|q\s?d|qod|\bod\b|biw|tiw|weekly|bimonthly|d/c|cc\b|[a-z]{4}\d|\d{5}"
)


def cautions(text: str) -> tuple[str, ...]:
    """What is dangerous in the way a line (folded, lower case) is written.

    >>> cautions("insulin 10 u qd")
    ("'10 u': 'u' may be read as a zero; write units", "'qd' was read as once a day; it may be read as four times a day")
    """
    if _ANY.search(text) is None:
        return ()
    found = []
    for pattern, message in _KINDS:
        match = pattern.search(text)
        if match is not None:
            found.append(message.format(match.group().strip()))
    return tuple(found)
