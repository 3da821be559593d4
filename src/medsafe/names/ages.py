"""How old somebody is, and the sex, in the words of a chart: `78yo F`, `3 weeks old`, `male 34`."""

from __future__ import annotations

import re
from typing import Final

from medsafe.model.patient import Value
from medsafe.model.report import Gap
from medsafe.names.units import implausible
from medsafe.names.vocabulary import Vocabulary

_AGE: Final = re.compile(
    r"\b(?P<age>\d{1,3}(?:\.\d+)?)\s*-?\s*(?P<unit>years?|yrs?|y\.?\s?/?o\.?|y|months?|mos?|m\.?o|weeks?|days?)(?:\s*-?\s*old|\s*of\s*age|/o)?\b\.?(?P<sex>\s*[fm]\b)?"
    r"|\b(?P<short>\d{1,3})\s?(?P<letter>[fm])\b|(?<!:)\b(?P<letter2>[fm])\s?(?P<short2>\d{2,3})\b(?!\.\d)",
    re.IGNORECASE,
)
PARTS_OF_A_YEAR: Final = {"m": 12.0, "w": 52.18, "d": 365.25}
_OF_A_CHILD: Final = re.compile(
    r"\b(?:breast|nursing|lactating|feeding|feeds|mother|father|mum|mom|dad|parent|son|daughter|postpartum|delivered|(?:has|with) an?)\b",
    re.IGNORECASE,
)
"""Words before an age in weeks or months that make it the age of somebody else."""
_TRANS: Final = re.compile(r"\btrans(?:gender|sexual)?\b", re.IGNORECASE)


def read_age(text: str, vocabulary: Vocabulary, facts: dict[str, Value], gaps: list[Gap]) -> str:
    """Take the age out of a text; another one that stands there stays."""
    if "age" not in vocabulary.facts:
        return text
    for found in _AGE.finditer(text):
        unit = (found["unit"] or "y").lower()
        if found["age"]:
            before = text[: found.start()].lower()
            if unit[0] in PARTS_OF_A_YEAR and (
                "old" not in found.group().lower() and re.search(r"\baged?\W*$", before) is None
            ):
                continue
            if unit[0] in PARTS_OF_A_YEAR and _OF_A_CHILD.search(before):
                continue
            if re.search(r"\b(?:for|x|over|past|last|since|in|after)\s*$", before) or re.match(
                r"\s*(?:ago|history|of (?!age)|with stable)", text[found.end() :], re.IGNORECASE
            ):
                continue
            if (
                unit.startswith("year")
                and "old" not in found.group().lower()
                and before.strip()
                and not before.strip().endswith((",", "age"))
            ):
                continue
            years = float(found["age"]) / PARTS_OF_A_YEAR.get(unit[0], 1.0)
            letter = (found["sex"] or "").strip()
        else:
            years = float(found["short"] or found["short2"])
            letter = found["letter"] or found["letter2"]
        if "age" in facts:
            continue
        if years > 120:
            gaps.append(implausible(vocabulary.facts["age"], found["age"] or found["short"] or found["short2"]))
            return text[: found.start()] + " " + text[found.end() :]
        facts["age"] = round(years, 2)
        if letter and not _TRANS.search(text):
            _sex_word(letter, vocabulary, facts)
        return text[: found.start()] + " " + text[found.end() :]
    alone = re.match(r"^\s*(\d{1,3})\s*$", text)
    if alone and "age" not in facts and int(alone[1]) <= 120:
        facts["age"] = float(alone[1])
        return ""
    return text


def _sex_word(word: str, vocabulary: Vocabulary, facts: dict[str, Value]) -> bool:
    sex = vocabulary.facts.get("sex")
    if sex is None:
        return False
    for value, ways in sex.values.items():
        if word.lower() == value or word.lower() in ways:
            facts.setdefault("sex", value)
            return True
    return False


def read_sex(text: str, vocabulary: Vocabulary, facts: dict[str, Value]) -> str:
    """Take the words for the sex out of a text."""
    if _TRANS.search(text):
        return text  # the word may be the gender or the sex at birth; what rules need to know is asked
    words = text.split()
    kept: list[str] = []
    for word in words:
        plain = word.strip(".,()").lower()
        if (len(plain) > 1 or len(words) <= 2) and _sex_word(plain, vocabulary, facts):
            continue
        kept.append(word)
    return " ".join(kept)
