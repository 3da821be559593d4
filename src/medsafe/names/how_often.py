"""How often: phrases of frequency, times of the day, days of the week, divided doses."""

from __future__ import annotations

from typing import Final

from medsafe.model.words import DAYS
from medsafe.names.bare import take_clock
from medsafe.names.draft import Draft, quantity_at
from medsafe.names.schedules import COURSE
from medsafe.names.tokens import is_date
from medsafe.names.words import COUNTED, PERIODS, TIMES_WORDS, UNITS

_EXCEPT: Final = frozenset("except excluding not skip but omit no apart from without".split())
_HOURS: Final = (2, 3, 4, 6, 8, 12, 24)


def on_frequency(draft: Draft, at: int, end: int, value: object) -> int:
    """`bid`, `every other day`, `weekly`: times a day."""
    assert isinstance(value, (int, float))
    words = draft.words
    per_day = round(float(value), 6) if value == int(value) or value == 0.5 else float(value)
    word = " ".join(words[at:end])
    if word == "od" and draft.route == "eye":
        return end
    if abs(per_day - 0.5) < 1e-4:
        per_day = 0.5
    if 0 < per_day < 1:
        weekly = per_day * 7
        if abs(weekly - round(weekly)) < 1e-6 and per_day >= 1 / 7 - 1e-9:
            draft.days_per_week = float(round(weekly))
            per_day = round(weekly) / 7
    act = draft.act
    if act.whole_day and per_day < 1:
        draft.unread.extend(range(at, end))
        return end
    if act.sum_of_day is not None and per_day == 1:
        return end
    if per_day < 1 and act.per_day is not None and at and words[at - 1] in TIMES_WORDS:
        draft.act = act._replace(per_day=act.per_day * per_day)  # "2 times" "a week"
        draft.days_per_week = min(7.0, act.per_day) if abs(per_day - 1 / 7) < 1e-6 else None
        return end
    if act.per_day is not None and act.per_day > 1 and per_day <= 1:
        if per_day < 1:
            draft.act = act._replace(per_day=act.per_day * per_day, on_a_day=act.per_day)  # "bid, three days a week"
        return end
    draft.add_times(per_day)
    if "night" in words[at:end] or "nights" in words[at:end]:
        draft.add_times(None, ("night",))
    return end


def on_when(draft: Draft, at: int, end: int, value: object) -> int:
    """`at night`, `with breakfast`: once a day for each of these times."""
    assert isinstance(value, tuple)
    act = draft.act
    joined = at > 0 and draft.words[at - 1] in ("and", "&", "+", ",", "/")
    new = draft.times and all(time not in draft.times for time in value)
    if (
        joined
        and new
        and act.per_day is not None
        and act.per_day == len(draft.times)
        and (act.mass or act.given or act.pair)
    ):
        draft.act = act._replace(per_day=act.per_day + len(value))  # "in the morning, at noon and at night"
        draft.times.extend(value)
        return end
    draft.add_times(float(len(value)), value)
    return end


def on_every(draft: Draft, at: int) -> int | None:
    """`q6h`, `every 4 to 6 hours`, `every 3rd day`, `q 2 weeks`."""
    words = draft.words
    quantity = quantity_at(words, at)
    if quantity is None:
        return None
    low, _, end = quantity
    if end < len(words) and words[end] in ("st", "nd", "rd", "th", "-"):
        end += 1
    period = PERIODS.get(words[end]) if end < len(words) else None
    if low <= 0:
        return None
    if words[end : end + 1] in (["am"], ["pm"]):
        return take_clock(draft, low, at, end)  # "q2pm"
    if end + 1 < len(words) and words[end] == "/" and words[end + 1] in COURSE:
        draft.act = draft.act._replace(per_day=round(1 / (low * COURSE[words[end + 1]]), 9))
        return end + 2
    if period is None:
        if (
            words[at - 1] != "q"
            or low not in _HOURS
            or (end < len(words) and (words[end] in UNITS or words[end] in COUNTED))
        ):
            draft.unread.extend(range(at - 1, end))
            return end
        draft.act = draft.act._replace(per_day=round(24 / low, 9))
        draft.notes.append(f"q{low:g} was read as every {low:g} hours")
        return end
    if period == "minute":
        return end + 1  # how often in an attack, not in a day
    per_day = 1 / (low * DAYS["day" if period == "night" else period])
    draft.act = draft.act._replace(per_day=round(per_day, 9))
    return end + 1


def on_divided(draft: Draft, at: int, end: int, value: object) -> int:
    """`in 2 divided doses`: the amount is the day's."""
    for word in str(value).split():
        amount = {"two": 2.0, "three": 3.0, "four": 4.0, "2": 2.0, "3": 3.0, "4": 4.0, "bid": 2.0, "tid": 3.0}.get(word)
        if amount is not None:
            draft.divided = amount
    draft.act = draft.act._replace(whole_day=True)
    return end


def on_meals(draft: Draft, at: int, end: int, value: object) -> int:
    """`with meals`: three times a day, if nothing else is written."""
    draft.meals = True
    return end


def on_weekday(draft: Draft, at: int, end: int, value: object) -> int:
    """`on Mondays`: the days are collected; what they mean shows when the part ends."""
    if end < len(draft.words) and is_date(draft.words[end]):
        return end  # "Mon 11/3/2025"
    before = draft.words[at - 1] if at else ""
    before = draft.words[at - 2] if before in ("on", "for", "/", ",", "and") and at > 1 else before
    if before in _EXCEPT:
        draft.remarks.extend(range(at, end))  # "daily except Sundays": as if it were every day
        return end
    draft.weekdays.add(str(value))
    return end


def on_other_days(draft: Draft, at: int, end: int, value: object) -> int:
    """`5 mg Mon/Wed/Fri, 2.5 mg all other days`: the days of the week that were not named."""
    named = draft.named_days
    if named and draft.act.per_day is None:
        draft.act = draft.act._replace(per_day=1 - named / 7, on_a_day=1.0)
    else:
        draft.unread.extend(range(at, end))
        draft.notes.append("two amounts")
    return end


def on_unclear(draft: Draft, at: int, end: int, value: object) -> int:
    """A frequency with two meanings: the rarer one is the floor, and the total is not complete."""
    draft.add_times(1 / 14 if value == "biweekly" else 1 / 60.875)
    draft.unread.append(at)
    draft.notes.append("two meanings")
    return end
