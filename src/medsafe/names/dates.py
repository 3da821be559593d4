"""Dates in directions: `2026-01-10`, `2025-11`, `10 Jan 2026`, `January 10, 2026`, `3 weeks ago`, `tomorrow`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from medsafe.model.words import DAYS
from medsafe.names.tokens import is_date, number
from medsafe.names.words import PERIODS, PHRASES

_MONTH_NAMES: Final = (
    "jan january", "feb february", "mar march", "apr april", "may", "jun june",
    "jul july", "aug august", "sep sept september", "oct october", "nov november", "dec december",
)  # fmt: skip
_MONTHS: Final = {name: at + 1 for at, names in enumerate(_MONTH_NAMES) for name in names.split()}


class When(NamedTuple):
    """A day: either a date, or a number of days from the day of the check (-14 is two weeks ago)."""

    day: date | None
    offset: float | None
    end: int  # position after the last token read
    note: str = ""  # what was assumed to read it

    def resolve(self, as_of: date) -> date | None:
        """The date itself; None where the calendar does not reach so far."""
        if self.day is not None or self.offset is None:
            return self.day
        try:
            return as_of + timedelta(days=round(self.offset))
        except OverflowError:
            return None


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_date(words: list[str], at: int) -> When | None:
    """The date that begins at this token, or None."""
    count = len(words)
    if at >= count:
        return None
    word = words[at]
    if is_date(word):
        return _numeric(word, at)
    if word in _MONTHS:
        return _named_month(words, at)
    value = number(word)
    if value is not None and value == int(value):
        after = at + 1
        if after < count and words[after] in ("st", "nd", "rd", "th"):
            after += 1
        if after < count and words[after] == "of":
            after += 1
        if after < count and words[after] in ("-", "/"):
            after += 1
        if after < count and words[after] in _MONTHS and 1 <= value <= 31:
            month = _MONTHS[words[after]]
            after += 1
            if after < count and words[after] in ("-", "/", ","):
                after += 1
            year = number(words[after]) if after < count else None
            if year is not None and 1900 <= year < 2200:
                day = _make(int(year), month, int(value))
                return When(day, None, after + 1) if day else None
            return None
        if 1980 <= value < 2100 and len(word) == 4:
            return When(date(int(value), 1, 1), None, at + 1, f"{word} was read as 1 January {word}")
    hit = PHRASES.get(" ".join(words[at : at + 2])) or PHRASES.get(word)
    if hit is not None and hit[0] == "day" and isinstance(hit[1], (int, float)):
        two = PHRASES.get(" ".join(words[at : at + 2]))
        rough = hit[1] in (-365, 30, -30, 7, -7)
        note = "the day was read roughly" if rough else ""
        return When(
            None, float(hit[1]), at + (2 if at + 1 < count and two is not None and two[0] == "day" else 1), note
        )
    return None


def _numeric(word: str, at: int) -> When | None:
    parts = [int(part) for part in word.replace("/", "-").replace(".", "-").split("-")]
    if parts[0] > 1000:
        if len(parts) == 2:
            day = _make(parts[0], parts[1], 1)
            return When(day, None, at + 1, f"{word} was read as its first day") if day else None
        day = _make(parts[0], parts[1], parts[2])
        return When(day, None, at + 1) if day else None
    first, second, year = parts
    year += 2000 if year < 100 else 0
    if first > 12 or first == second:
        day = _make(year, second, first)
    elif second > 12:
        day = _make(year, first, second)
    else:
        return None  # 3/4/2026 is in March or in April: not guessed
    return When(day, None, at + 1) if day else None


def _named_month(words: list[str], at: int) -> When | None:
    month = _MONTHS[words[at]]
    after = at + 1
    if after < len(words) and words[after] == ".":
        after += 1
    first = number(words[after]) if after < len(words) else None
    if first is None or first != int(first):
        return None
    if 1900 <= first < 2200:
        day = _make(int(first), month, 1)
        return When(day, None, after + 1, "the month was read as its first day") if day else None
    end = after + 1
    while end < len(words) and words[end] in (",", "st", "nd", "rd", "th"):
        end += 1
    year = number(words[end]) if end < len(words) else None
    if year is not None and 1900 <= year < 2200:
        day = _make(int(year), month, int(first))
        return When(day, None, end + 1) if day else None
    return None


def read_span(words: list[str], at: int) -> tuple[float, int] | None:
    """`14 days`, `5-6 weeks`, `1.5 years` as days (the longer where a range is written) and the position after it."""
    value = number(words[at]) if at < len(words) else None
    if value is None:
        value = {"a": 1.0, "an": 1.0, "one": 1.0, "few": 3.0}.get(words[at]) if at < len(words) else None
        hit = PHRASES.get(words[at]) if value is None and at < len(words) else None
        if hit is not None and hit[0] == "number" and isinstance(hit[1], (int, float)):
            value = float(hit[1])
        if value is None:
            return None
    end = at + 1
    if end + 1 < len(words) and words[end] in ("-", "to", "or"):
        upper = number(words[end + 1])
        if upper is not None:
            value, end = max(value, upper), end + 2
    if end < len(words) and words[end] in ("-", "full", "more", "further"):
        end += 1
    period = PERIODS.get(words[end]) if end < len(words) else None
    if period is None or period == "minute" or words[end] in ("daily", "weekly", "monthly"):
        return None
    if len(words[end]) == 1 and words[end + 1 : end + 2] == ["/"]:
        return None  # "40 w/ dinner", "50 d/c"
    days = DAYS["day" if period == "night" else period]
    return value * days, end + 1


def read_ago(words: list[str], at: int) -> When | None:
    """`3 weeks ago`, `10 days back`, `in 3 days`: how far from the day of the check."""
    ahead = at < len(words) and words[at] in ("in", "after")
    start = (
        at + 1
        if at < len(words)
        and words[at] in ("in", "after", "about", "approx", "approximately", "around", "~", "over", "almost", "nearly")
        else at
    )
    span = read_span(words, start)
    if span is None:
        return None
    days, end = span
    if end < len(words) and words[end] in ("ago", "back", "earlier", "previously", "before"):
        return When(None, -days, end + 1)
    return When(None, days, end) if ahead else None


def age_on(day: date, born: date) -> float:
    """The age on a day: whole years as people count them, and years with a fraction below two.

    >>> age_on(date(2026, 1, 1), date(1956, 1, 1)), age_on(date(2026, 1, 1), date(1956, 1, 2)), age_on(date(2026, 1, 1), date(2025, 7, 1))
    (70.0, 69.0, 0.5)
    """
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return float(years) if years >= 2 else round((day - born).days / 365.25, 2)
