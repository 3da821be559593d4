"""Lines that name no medicine by intent: headers, "none", allergies."""

from __future__ import annotations

import re
from typing import Final

_HEADERS: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), what)
    for pattern, what in (
        (
            r"^\W*(?:none|nil|n/?a|no (?:current |known |home |regular |psych |psychiatric |prescription |prescribed |active |other )*(?:medications?|medicines?|meds|drugs)\b.*|nothing|denies(?: any)? (?:medications?|meds|medicines?)|not on any\b.*|takes? no (?:medications?|medicines?|meds)\b.*|"
            r"(?:she|he|they|pt|patient) (?:is|are|does|takes?) (?:not |no )?(?:on |take )?(?:any |no )(?:medications?|meds|medicines?|drugs)\b.*)\W*$",
            "none are taken",
        ),
        (
            r"^\W*(?:(?:current|home|discharge|admission|outpatient|inpatient|active|prescription|regular|scheduled|prn|other|past|previous|psychiatric|psych|medical|daily|present|new|list of|over[ -]the[ -]counter|otc|chronic|your|my)[\s/,&-]*)*"
            r"(?:medications?|medicines?|meds|drugs?|drug list|medication list|rx|prescriptions?|supplements?|vitamins|prns?|treatment|therapy)(?:\s*(?:list|at home|on admission|on discharge|prior to admission|as follows|include|includes|are|:|-|taken at home|list as of .*|reconciliation|history))*\W*$",
            "a heading",
        ),
        (
            r"^\W*(?:listed|see|as (?:above|below|per|listed)|per|refer|unchanged|same as|multiple|list|unknown|reviewed|on file|attached|not available|unable|unsure|does not know|cannot remember|continue (?:all )?(?:home|current)|resume (?:all )?(?:home|current))\b[^\d]*$",
            "it points elsewhere",
        ),
        (r"^\W*(?:nkda|nka|nkma|no known(?: drug| medication)? allergies)\W*$", "no allergies"),
        (
            r"^\W*(?:stop|stopped|discontinue|discontinued|held|hold|do not take|no longer take)(?:\s+taking)?\s*(?:these|the following|your)?\s*(?:medications?|medicines?|meds|drugs)?\s*:?\W*$",
            "a heading that stops",
        ),
        (
            r"^\W*(?:start|change|continue|new|changed|ask your doctor about|begin|resume)(?:\s+(?:taking|how you take))?\s*(?:these|the following|your)?\s*(?:medications?|medicines?|meds|drugs)\W*$",
            "a heading",
        ),
        (
            r"^\W*(?:(?:repeat|acute|regular|as[ -]needed|when required|prn|depot|over the counter|nhs|hospital) )*(?:medications?|medicines?|templates?|items?|issues?)\W*$",
            "a heading",
        ),
        (
            r"^\W*(?:what changed|how to take|instructions?|indications?|reason|prescriber|last (?:taken|filled))\b\s*:?[^\d]*$",
            "a heading",
        ),
        (
            r"^\W*(?:route|freq|frequency|medication|medicine|drug|dose|unit|form|start(?: date)?|stop|end(?: date)?|status|comments?|quantity|refills?)\W*$",
            "a heading",
        ),
        (
            r"^\W*(?:morning|noon|afternoon|evening|night|bedtime|am|pm|name|dose|frequency|drug|strength|directions|sig|qty|date|page \d+.*)(?:\s*[,/|]\s*\w+)*\W*$",
            "a heading",
        ),
    )
)
_ALLERGY: Final = re.compile(
    r"^\W*(?:(?:drug|medication|food|known|med)\s+)*(?:allerg(?:y|ies|ic)|intoleranc(?:e|es)|adverse reactions?|hypersensitivit(?:y|ies)|adrs?)\b(?:\s+(?:to|list|include|includes|are))*\s*[:\-]?\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)
_MEDICINE: Final = re.compile(
    r"\d\s*(?:mg|mcg|ml|tab|cap)|^(?:relief|formula|remedy|medications?|medicines?|pills?|control|shots?|sinus)\b",
    re.IGNORECASE,
)
_NO_ALLERGY: Final = re.compile(r"^\W*(?:none|nil|nka|nkda|nkma|no known.*|no)\W*$", re.IGNORECASE)


def header_line(text: str) -> str:
    """What a line is that names no medicine by intent; "" for any other.

    >>> header_line("Current medications:"), header_line("None."), header_line("sertraline 50 mg")
    ('a heading', 'none are taken', '')
    """
    for pattern, what in _HEADERS:
        if pattern.match(text):
            return what
    return ""


_AGAIN: Final = re.compile(
    r"^\W*(?:commonly known as|also known as|a\.?k\.?a\.?|brand names?|generic names?|known as)\s*:?\s+(\S.*)$",
    re.IGNORECASE,
)


def names_again(text: str) -> str:
    """The name on a line that only says what a medicine of another line is called too; "" for any other.

    >>> names_again("Commonly known as: ABILIFY"), names_again("Abilify 5 mg")
    ('ABILIFY', '')
    """
    found = _AGAIN.match(text)
    return found[1].strip() if found is not None and not any(char.isdigit() for char in text) else ""


def allergy_line(text: str) -> str | None:
    """The substances of a line that states allergies; None where it states none.

    >>> allergy_line("Allergies: penicillin (rash)"), allergy_line("NKDA"), allergy_line("loratadine for allergies")
    ('penicillin (rash)', None, None)
    """
    found = _ALLERGY.match(text)
    if found is None:
        return None
    said = found[1].strip(" .")
    if _NO_ALLERGY.match(said) or _MEDICINE.search(said):
        return None
    return said
