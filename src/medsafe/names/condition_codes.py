"""Codes of conditions in words about a patient: `ICD-10 G40.301` → `icd10:g40`, the nearest category that the knowledge holds;
`SNOMED CT 84757009` → `snomed:84757009`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_CODE: Final = re.compile(
    r"\bicd[\s-]?10(?:[\s-]?[a-z]{2})?(?:\s+codes?)?\s*[:#=-]?\s*([a-z]\d[0-9a-z](?:\.[0-9a-z]{1,4})?)(?![\w.]*\w)",
    re.IGNORECASE,
)
_WITH_A_POINT: Final = re.compile(r"(?<![\w:.])([A-TV-Z]\d\d\.[0-9A-Z]{1,4})(?![\w.]*\w)")
"""A code with its point needs no system before it: `F32.9` is a depression, not a woman of 32."""
_BARE: Final = re.compile(r"^[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?$", re.IGNORECASE)
"""The same where a list of conditions is expected."""
_CONCEPT: Final = re.compile(
    r"(?<!\w)(?:https?://snomed\.info/(?:sct|id)[|/]|(?:snomed(?:[\s-]?ct)?|sctid)(?:\s+(?:codes?|concepts?|ids?))?\s*[:#=|-]?\s*)"
    r"(\d{6,18})(?!\w)(?:\s*\|[^|\n]*\|)?",
    re.IGNORECASE,
)
"""A concept with its system, and perhaps its term between bars, as SNOMED CT writes it."""
_SYSTEM: Final = re.compile(r"\bicd[\s-](?=(?:9|10|11)\b)", re.IGNORECASE)
_SHORTEST: Final = 3  # letters of a category


def with_system(text: str) -> str:
    """A text that is a code and nothing else, with its system; any other text as it is.

    >>> with_system(" F32.9"), with_system("depression")
    ('icd10:F32.9', 'depression')
    """
    return f"icd10:{text.strip()}" if _BARE.match(text.strip()) else text


def read_codes(text: str, conditions: Mapping[str, str]) -> str:
    """Write each code as the nearest category above it that means a condition; other codes stay, and are not understood.

    >>> known = {"icd10:g40": "seizure-disorder", "icd10:f32.3": "psychotic-depression", "icd10:f32": "depression"}
    >>> read_codes("58 y, ICD-10: G40.301 and icd10:F32.31", known)
    '58 y, icd10:g40 and icd10:f32.3'
    >>> read_codes("SNOMED CT: 84757009 |Epilepsy (disorder)|, sctid 38341003", known)
    'snomed:84757009, snomed:38341003'
    >>> read_codes("no ICD-10-CM F32.1; icd10:Q99; ICD-10; F32.9, 32 y", known)
    'no icd10:f32; icd10:q99; icd10; icd10:f32, 32 y'
    """

    def nearest(match: re.Match[str]) -> str:
        code = match[1].lower()
        for end in range(len(code), _SHORTEST - 1, -1):
            if f"icd10:{code[:end]}" in conditions:
                return f"icd10:{code[:end]}"
        return f"icd10:{code}"

    coded = _WITH_A_POINT.sub(nearest, _CODE.sub(nearest, _CONCEPT.sub(r"snomed:\1", text)))
    return _SYSTEM.sub("icd", coded)
