"""Results of tests that stand in a list of medicines: `Na 128`, `lithium level 1.2`, `BP 120/80`. Not medicines, and no doses."""

from __future__ import annotations

import re
from typing import Final

from medsafe.names.measures import TESTS, fact_of
from medsafe.names.units import plausible
from medsafe.names.vocabulary import Vocabulary

_LEVEL: Final = (
    r"(?:trough |peak |random |fasting |serum |plasma |blood |total |free |target )*"
    r"(?:levels?|lvl|conc(?:entration)?|trough|titre|titer)"
)
_LITRE: Final = (
    r"(?:(?:[munp]|mc)?mol|m?eq|m?i?u|[mnp]?g|mcg|ug|units?|cells)\s*/\s*(?:l|dl|litre|liter)\b"
    r"|[np]g\s*/\s*ml\b|mmol\s*/\s*mol\b"
)
_OTHER: Final = (
    r"x\s*10\s*[\^*e]?\s*\d+(?:\s*/\s*l)?|k/ul|/mm3|m[ls]\s*/\s*min(?:/1\.73\s*m2)?|mm\s?hg|bpm|(?:mc|u|m)g\s*/\s*ml|kg(?:/m2)?|lbs?|cm|%"
    r"|ms(?:ec)?\b|c\b|f\b"
)
_FLAG: Final = (
    r"low|high|normal|wnl|stable|today|h|l|n|(?:on\s+)?[\d/.-]{6,10}|ref\w*[\s\d.:/-]*|\d+(?:\.\d+)?-\d+(?:\.\d+)?"
)
_RESULT: Final = re.compile(
    rf"^\W*(?P<before>(?:serum|plasma|blood|fasting|last|latest|recent)\s+)*(?P<name>[a-z][a-z0-9]*[+]*(?:[ -][a-z0-9]+)*?)[+]*"
    rf"(?P<level>\s+{_LEVEL})?(?:\s+(?:was|is|of|at|on|today))*\s*[:=<>~]*\s*"
    rf"(?P<value>\d+(?:\.\d+)?)(?:\s*[-/]\s*\d+(?:\.\d+)?)?\s*(?:(?P<litre>{_LITRE})|(?P<other>{_OTHER}))?"
    rf"\s*(?:\(?(?:{_FLAG})\)?[\s.]*)*$"
)


def result_line(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text (folded) says results of tests and nothing else.

    >>> from medsafe import load_knowledge
    >>> vocabulary = load_knowledge().vocabulary
    >>> result_line("Na 128, K+ 3.4", vocabulary), result_line("potassium chloride 20 mmol daily", vocabulary)
    (True, False)
    """
    parts = [part for part in re.split(r"[,;](?!\d)", text.lower()) if part.strip(" .")]
    return bool(parts) and all(_is_result(part.strip(" ."), vocabulary) for part in parts)


def _is_result(part: str, vocabulary: Vocabulary) -> bool:
    found = _RESULT.match(part)
    if found is None:
        return False
    if found["level"] or found["litre"]:
        return True
    name = found["name"]
    fact = fact_of(name, vocabulary)
    if fact is not None:
        return plausible(fact, float(found["value"]))
    return name in TESTS
