"""The closed vocabularies of medsafe: words that code acts on. Ids of drugs, classes and rules live in data."""

from __future__ import annotations

from typing import Final

SEVERITIES: Final = ("none", "minor", "moderate", "major", "contraindicated")
"""Lowest first; the position is the rank used in comparisons."""

RANK: Final = {word: rank for rank, word in enumerate(SEVERITIES)}

DO: Final = ("avoid", "change", "adjust", "monitor", "inform")
EVIDENCE: Final = ("established", "probable", "suspected", "theoretical")
KINDS: Final = ("interaction", "duplication", "burden", "habit-forming", "dose-limit", "patient", "monitoring")
GAP_KINDS: Final = ("unrecognised", "ambiguous", "unread", "unrated", "needs-fact", "conflict")

ROUTES: Final = (
    "mouth",
    "im",
    "iv",
    "sc",
    "patch",
    "skin",
    "eye",
    "ear",
    "nose",
    "tongue",
    "lung",
    "uterus",
    "vagina",
    "rectum",
)
LOCAL_ROUTES: Final = frozenset({"skin", "eye", "ear", "nose", "lung", "uterus", "vagina"})
"""Routes that do not count as systemic unless the drug says so (`systemic_by`)."""

ROUTE_GROUPS: Final[dict[str, frozenset[str]]] = {
    "parenteral": frozenset({"im", "iv", "sc"}),
    "systemic": frozenset(ROUTES) - LOCAL_ROUTES,
    "local": LOCAL_ROUTES,
}
FORMS: Final = ("immediate-release", "extended-release", "depot")

DAYS: Final[dict[str, float]] = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30.4375, "year": 365.25}
"""Days in one unit of duration; a month is a twelfth of a Julian year."""

OUTSIDE_ORDER: Final = ("none", "not-expected")
"""Grades that say a drug was rated or considered, and does not have the property."""
