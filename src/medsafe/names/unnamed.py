"""Lines that name no medicine by intent: headings, "none", allergies; and what a heading says of the lines below it."""

from __future__ import annotations

import re
from typing import Final

TAKEN, STOPPED, AS_NEEDED, ALLERGIES = "taken", "stopped", "as-needed", "allergies"
"""What a heading makes of the lines below it."""

_MEDICINES: Final = r"(?:medications?|medicines?|meds|drugs|prescriptions?)"
_THESE: Final = (
    r"(?:\s+(?:these|the following|your|all|any|other|home|old|regular|current|psych(?:iatric)?|outpatient))*"
)
_STOPPED: Final = (
    r"(?:stop(?:ped)?(?: taking)?|discontinued?|d/c'?d|held|(?:on )?hold|withheld|suspended|ceased|completed|inactive|past|previous(?:ly taken)?"
    r"|former|(?:do not|don't) take|(?:no longer|not|stop) tak(?:e|ing))"
)
_STAY: Final = r"(?:\s+(?:on|at|upon|during|prior to|before|in)\s+(?:this |the )?(?:admission|discharge|hospitali[sz]ation|stay|visit|hospital))?"

# What a line is, and of what it makes the lines below it: "" where it is about one line alone.
_HEADERS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), what, below)
    for pattern, what, below in (
        (
            r"^\W*(?:none|nil|n/?a|no (?:current |known |home |regular |psych |psychiatric |prescription |prescribed |active |other )*(?:medications?|medicines?|meds|drugs)\b.*|nothing|denies(?: any)? (?:medications?|meds|medicines?)|not on any\b.*|takes? no (?:medications?|medicines?|meds)\b.*|"
            r"(?:she|he|they|pt|patient) (?:is|are|does|takes?) (?:not |no )?(?:on |take )?(?:any |no )(?:medications?|meds|medicines?|drugs)\b.*)\W*$",
            "none are taken",
            TAKEN,
        ),
        (
            rf"^\W*(?:{_MEDICINES}\s+(?:to (?:be )?|that (?:were|are) |were |are )?)?{_STOPPED}{_THESE}(?:\s+{_MEDICINES})?{_STAY}\W*$",
            "a heading that stops",
            STOPPED,
        ),
        (
            rf"^\W*(?:prns?|as[ -](?:needed|required)|(?:when|if) (?:needed|required))(?:\s+{_MEDICINES})?\W*$",
            "a heading",
            AS_NEEDED,
        ),
        (
            r"^\W*(?:(?:current|home|discharge|admission|outpatient|inpatient|active|prescription|regular|scheduled|prn|other|psychiatric|psych|medical|daily|present|new|list of|over[ -]the[ -]counter|otc|chronic|your|my)[\s/,&-]*)*"
            r"(?:medications?|medicines?|meds|drugs?|drug list|medication list|rx|prescriptions?|supplements?|vitamins|treatment|therapy)(?:\s*(?:list|at home|on admission|on discharge|prior to admission|as follows|include|includes|are|:|-|taken at home|(?:list )?\(?as of [\d/. -]*\)?|reconciliation|history))*\W*$",
            "a heading",
            TAKEN,
        ),
        (
            r"^\W*(?:listed|see|as (?:above|below|per|listed)|per|refer|unchanged|same as|multiple|list|unknown|reviewed|on file|attached|not available|unable|unsure|does not know|cannot remember|continue (?:all )?(?:home|current)|resume (?:all )?(?:home|current))\b[^\d]*$",
            "it points elsewhere",
            TAKEN,
        ),
        (
            r"^\W*(?:nkda|nka|nkma|no known(?: drug| medication)? allergies|(?:drug )?allergies\W+(?:none|nil|nka|nkda)(?: known)?)\W*$",
            "no allergies",
            TAKEN,
        ),
        (
            r"^\W*(?:start|change|continue|new|changed|ask your doctor about|begin|resume|take)(?:\s+(?:taking|how you take))?\s*(?:these|the following|your)?\s*(?:medications?|medicines?|meds|drugs)\W*$",
            "a heading",
            TAKEN,
        ),
        (r"^\W*(?:start|begin|continue|keep|resume)\s+taking\s*:\W*$", "a heading", TAKEN),
        (
            r"^\W*(?:active|current|home|regular|scheduled|daily|psych(?:iatric)?|follow[ -]?up|assessment|impression|plan|history|diagnos[ie]s|problems?|notes?)(?:\s*(?:list|and|&|/)\s*(?:plan)?)*\s*:\W*$",
            "a heading",
            TAKEN,
        ),
        (
            r"^\W*(?:(?:repeat|acute|regular|as[ -]needed|when required|prn|depot|over the counter|nhs|hospital) )*(?:medications?|medicines?|templates?|items?|issues?)\W*$",
            "a heading",
            TAKEN,
        ),
        (
            r"^\W*(?:what changed|how to take|instructions?|indications?|reason|prescriber|last (?:taken|filled))\b\s*:?[^\d]*$",
            "a heading",
            "",
        ),
        (
            r"^\W*(?:route|freq|frequency|medication|medicine|drug|dose|unit|form|start(?: date)?|stop|end(?: date)?|status|comments?|quantity|refills?)\W*$",
            "a heading",
            "",
        ),
        (
            r"^\W*(?:morning|noon|afternoon|evening|night|bedtime|am|pm|name|dose|frequency|drug|strength|directions|sig|qty|date|page \d+.*)(?:\s*[,/|]\s*\w+)*\W*$",
            "a heading",
            "",
        ),
    )
)
_SURE: Final = re.compile(rf":\W*$|^\W*#|\b(?:{_MEDICINES}|following)\b", re.IGNORECASE)
"""What makes a heading of words that may else be said of the line above them: `Stopped`, `on hold`."""
_REACTION: Final = r"(?:allerg(?:y|ies|ic)|intoleranc(?:e|es)|adverse (?:drug )?reactions?|hypersensitivit(?:y|ies)|sensitivit(?:y|ies)|adrs?)"
_ALLERGY: Final = re.compile(
    rf"^\W*(?:(?:drug|medication|medicine|food|known|med|your|you are|patient is)\s+)*(?!sensitiv){_REACTION}(?:\s*(?:and|or|/|&|,)\s*{_REACTION})*\b"
    r"(?:\s+(?:to|the|following|list|include|includes|are|on file|\(?as of [\d/.-]+\)?))*\s*[:\-]?\s*(.*)$",
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
    return next((what for pattern, what, _ in _HEADERS if pattern.match(text)), "")


def heading(text: str) -> str:
    """What a line that names no medicine makes of the lines below it; "" where it says nothing of them.

    >>> heading("STOP taking these medications"), heading("Allergies:"), heading("Follow-up:"), heading("on hold")
    ('stopped', 'allergies', 'taken', '')
    """
    for pattern, _, below in _HEADERS:
        if pattern.match(text):
            return below if below == TAKEN or _SURE.search(text) else ""
    if allergy_line(text) == "":
        return ALLERGIES
    return TAKEN if text.rstrip(" *#_").endswith(":") else ""


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
    said = found[1].strip(" .#*_")
    if _NO_ALLERGY.match(said) or _MEDICINE.search(said):
        return None
    return said
