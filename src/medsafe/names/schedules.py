"""Numbers that are a plan of days: `1-0-1-0` schedules, and courses as written in Britain (`1/52`)."""

from __future__ import annotations

from typing import Final

from medsafe.model.medication import Amount
from medsafe.model.words import DAYS
from medsafe.names.draft import Draft, counted_at, number_at
from medsafe.names.tokens import number
from medsafe.names.words import COUNTED, TIMES, UNITS

_MOST_TABLETS: Final = 10
"""More than this at one time of the day are no tablets."""
COURSE: Final = {"7": 1.0, "52": 7.0, "12": DAYS["month"]}


def schedule_at(words: list[str], at: int) -> tuple[list[float], int] | None:
    """`1-0-1-0`: morning, noon, evening, night."""
    parts: list[float] = []
    end = at
    while True:
        part = number_at(words, end)
        if part is None:
            break
        parts.append(part[0])
        end = part[1]
        if (
            len(parts) < 4
            and end + 1 < len(words)
            and words[end] in ("-", "\u2013")
            and number_at(words, end + 1) is not None
        ):
            end += 1
            continue
        break
    return (parts, end) if len(parts) >= 3 and max(parts) > 0 else None


def take_schedule(draft: Draft, parts: list[float], start: int, end: int) -> int:
    """Note what is taken at each time of the day."""
    draft.next_act()
    words = draft.words
    named = TIMES if len(parts) == 4 else ("morning", "noon", "evening")
    for value, time in zip(parts, named, strict=False):
        if value and time not in draft.times:
            draft.times.append(time)
    times = float(sum(1 for value in parts if value))
    unit = UNITS.get(words[end]) if end < len(words) else None
    if unit is not None:
        end += 1
        draft.act = draft.act._replace(
            mass=Amount(max(parts), max(parts), unit), per_day=times, sum_of_day=sum(parts) / max(parts)
        )
        return end
    counted = counted_at(words, end)
    if counted is not None:
        end = counted[1]
    elif max(parts) > _MOST_TABLETS and draft.act.mass is not None and draft.counted_word != "drop":
        draft.unread.extend(range(start, end))  # drops, or units of something else
        return end
    word = "drop" if (counted[0] if counted is not None else draft.counted_word) == "drop" else "tablet"
    amount = Amount(min(value for value in parts if value), max(parts), word)
    draft.act = draft.act._replace(given=amount, per_day=times, sum_of_day=sum(parts))
    return end


def course_at(draft: Draft, at: int) -> int | None:
    """`1/52`, `3/12`, `5/7` behind a dose: so many weeks, months or days, as written in Britain."""
    words = draft.words
    days = COURSE.get(words[at + 2]) if at + 2 < len(words) and words[at + 1] == "/" else None
    following = words[at + 3] if at + 3 < len(words) else ""
    count = number(words[at])
    behind = draft.timed or bool(draft.acts) or draft.as_needed
    if days is None or count is None or following == "/" or following in UNITS or following in COUNTED:
        return None
    if behind and draft.duration is None:
        draft.duration = count * days
    elif behind or draft.act.mass is not None:
        draft.unread.extend(range(at, at + 3))  # for so long, or so often?
    else:
        return None
    return at + 3
