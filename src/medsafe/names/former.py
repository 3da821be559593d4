"""Doses that are spoken of and not given: former ones, and the steps by which a dose goes up or down."""

from __future__ import annotations

from typing import Final

from medsafe.names.draft import Draft, counted_at, number_at, phrase_at
from medsafe.names.words import PERIODS, UNITS

_FORMER: Final = frozenset(("was", "previously", "formerly", "from", "old", "previous", "prior"))
"""Words before a dose that is no longer given."""

_OF_IT: Final = frozenset(("frequency", "when", "as-needed", "route"))
"""Kinds of phrases that go on speaking of it."""


def former_dose(draft: Draft, at: int) -> int | None:
    """`was 100 mg bid`, `from 50 mg` (to 100 mg), `reducing by 5 mg weekly`: the position after a dose that is not given."""
    words = draft.words
    before = words[at - 1] if at else ""
    step = before == "by"
    quantity = number_at(words, at) if step or before in _FORMER else None
    if quantity is None:
        return None
    end = quantity[1]
    unit = end < len(words) and words[end] in UNITS
    end += unit
    counted = counted_at(words, end)
    if counted is not None:
        end = counted[1]
    onward = end < len(words) and words[end] in ("to", "-") and not step
    aside = words[at - 2 : at - 1] == ["("] and words[end : end + 1] == [")"]  # "20 (was 40)"
    if not (unit or counted or onward or aside):
        return None
    if step and words[end : end + 1] and words[end] in ("every", "each", "per", "/", "a"):
        count = number_at(words, end + 1)
        last = count[1] if count is not None else end + 1
        if last < len(words) and words[last] in PERIODS:
            end = last + 1  # "reducing by 1 mg every 2 weeks"
    while not onward and end < len(words):
        hit = phrase_at(words, end)
        if hit is None or hit[0] not in _OF_IT:
            break
        end = hit[2]
    draft.former.extend(range(at - 1, end))
    return end
