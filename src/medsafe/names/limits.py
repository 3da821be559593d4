"""The most that may be taken: `max 4 a day`, `no more than 2 days a week`, `not to exceed 8 tablets (4 g) in 24 hours`."""

from __future__ import annotations

from typing import Final

from medsafe.model.medication import Amount
from medsafe.model.words import DAYS
from medsafe.names.draft import Draft, counted_at, phrase_kind, quantity_at
from medsafe.names.tokens import number
from medsafe.names.words import MILLILITRES, PERIODS, UNITS

_BEFORE: Final = (":", "of", "is", "dose", "daily", ".", "to")
_PER: Final = ("/", "per", "a", "an", "in", "in a", "each", "every", "any", "one", "over", "within")
_AT_ONCE: Final = ("dose", "time", "once", "attack", "episode", "headache", "migraine", "use")
_KINDS: Final = frozenset(("as-needed", "skip", "limit", "route", "start", "stops", "when", "frequency"))
"""Kinds of phrases that may follow a limit without being part of it."""


def on_limit(draft: Draft, at: int, end: int, value: object) -> int:
    """Note the most that may be taken, in a day or in a longer time."""
    words = draft.words
    while end < len(words) and words[end] in _BEFORE:
        end += 1
    quantity = quantity_at(words, end)
    if quantity is None:
        return end
    low, high, after = quantity
    after, unit = _what(words, after)
    if after < len(words) and words[after] in ("days", "day", "nights"):
        days, rest = _period(words, after + 1)
        if days is not None and days > 1:
            _on_days(draft, high * 7 / days)
            return rest
    days, rest = _period(words, after)
    if rest + 2 < len(words) and words[rest] == "(" and number(words[rest + 1]) is not None:
        inside = UNITS.get(words[rest + 2])  # 8 tablets (4 g)
        if inside is not None:
            low = high = number(words[rest + 1]) or high
            unit, rest = inside, rest + 3
            rest += rest < len(words) and words[rest] == ")"
            later = _period(words, rest)
            days, rest = (days, rest) if later[0] is None else later
    if unit in MILLILITRES:
        low, high, unit = low * MILLILITRES[unit], high * MILLILITRES[unit], "mL"
    if days == 0:
        draft.unread.extend(range(at, rest))  # at one time: says nothing of the day
        return rest
    following = words[rest] if rest < len(words) else ""
    unknown = days is None and following[:1].isalpha() and phrase_kind(words, rest) not in _KINDS
    if unknown or (days is not None and days < 1):
        draft.unread.extend(range(at, rest + unknown))
        return rest + unknown
    if draft.limit is None or days == 1:
        draft.limit, draft.limit_days = Amount(low, high, unit), days or 1.0
    if days is not None and days > 1 and unit not in UNITS.values():
        _on_days(draft, high * 7 / days)
    return rest


def _on_days(draft: Draft, a_week: float) -> None:
    if a_week < 7 and draft.days_per_week is None:
        draft.days_per_week = round(a_week, 6)


def _what(words: list[str], at: int) -> tuple[int, str]:
    """The unit or the thing that is counted, and the position after it."""
    if at >= len(words):
        return at, ""
    unit = UNITS.get(words[at])
    if unit is not None:
        return at + 1, unit
    unit = UNITS.get(" ".join(words[at : at + 2]))
    if unit is not None:
        return at + 2, unit
    if words[at] in ("x", "times", "time"):
        return at + 1, ""
    counted = counted_at(words, at)
    return (counted[1], counted[0]) if counted is not None else (at, "")


def _period(words: list[str], at: int) -> tuple[float | None, int]:
    """The time in which so much is permitted, in days (0: at one time; None: not written), and the position after it."""
    if at < len(words) and words[at] in ("daily", "weekly", "monthly"):
        return {"daily": 1.0, "weekly": 7.0, "monthly": DAYS["month"]}[words[at]], at + 1
    end = at
    if end + 1 < len(words) and words[end] == "at":
        end += 1
    while end < len(words) and words[end] in _PER:
        end += 1
    if end == at or end >= len(words):
        return None, at
    if words[end] in _AT_ONCE:
        return 0.0, end + 1
    count = number(words[end])
    size = 1.0 if count is None else count
    end += count is not None
    period = PERIODS.get(words[end]) if end < len(words) else None
    if period is None or period == "minute":
        return None, at
    return round(size * DAYS["day" if period == "night" else period], 9), end + 1
