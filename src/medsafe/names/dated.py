"""Phrases about time: started, stopped, until, for the past weeks, the fifth month."""

from __future__ import annotations

from typing import Final

from medsafe.model.words import DAYS
from medsafe.names.dates import When, read_ago, read_date, read_span
from medsafe.names.draft import Draft
from medsafe.names.tokens import is_date, number
from medsafe.names.words import COUNTED, PERIODS, PHRASES, UNITS

_COMPARED: Final = frozenset(
    ("<", ">", "less", "below", "above", "under", "over", "greater", "sedated", "sedation", "after", "before", "prior")
)


_BEFORE_A_DAY: Final = frozenset("on : the - , at was it early mid late taking = about around".split())
_DAYS_OF_WEEK: Final = frozenset(phrase for phrase, (kind, _) in PHRASES.items() if kind == "weekday")


def on_start(draft: Draft, at: int, end: int, value: object) -> int:
    """Note when it was started."""
    words = draft.words
    when = _when(words, end)
    if when is not None:
        if draft.start is None:
            draft.start = when
        if when.note:
            draft.notes.append(when.note)
        return when.end
    span = read_span(words, end)
    if span is not None and value in ("since",):
        draft.start = When(None, -span[0], span[1])
        return span[1]
    dose = value == "from" and end < len(words) and number(words[end]) is not None
    if value in ("since", "from", "beginning", "given", "received", "begin") and not dose:
        draft.unread.append(at)
    return end


def _when(words: list[str], at: int) -> When | None:
    while at < len(words) and (words[at] in _BEFORE_A_DAY or _of_a_date(words, at)):
        at += 1
    return read_ago(words, at) or read_date(words, at) or _unclear_day(words, at)


def _of_a_date(words: list[str], at: int) -> bool:
    """Whether a day of the week stands before its date: `Mon 11/3/2025`."""
    return words[at] in _DAYS_OF_WEEK and at + 1 < len(words) and is_date(words[at + 1])


def _unclear_day(words: list[str], at: int) -> When | None:
    """`10/3` after a word such as stopped: a day without a year, of one of two months."""
    if at + 2 >= len(words) or words[at + 1] != "/":
        return None
    following = words[at + 3] if at + 3 < len(words) else ""
    day, month = number(words[at]), number(words[at + 2])
    if day is None or month is None or following == "/" or following in UNITS or not (0 < day < 32 and 0 < month < 32):
        return None
    return When(None, None, at + 3, f"two dates {words[at]}/{words[at + 2]}")


def on_stopped(draft: Draft, at: int, end: int, value: object) -> int:
    """Note that it was stopped, and when."""
    words = draft.words
    when = _when(words, end)
    if (
        value in ("stop", "hold", "discontinue", "off")
        and when is not None
        and when.offset is not None
        and when.offset > 0
    ):
        draft.stop = when
        return when.end
    if value in ("stop", "off", "discontinue", "d / c", "dc") and when is None and _planned(draft, at):
        draft.open_ended = True
        draft.remarks.extend(range(at, end))  # "… for 5 days, then stop"
        return end
    if at and words[at - 1] in ("if", "when", "unless"):
        draft.unread.extend(range(at, end))  # "IM if refuses PO"
        return end
    if at and words[at - 1] in ("not", "never", "don't", "t", "dont", "without"):
        draft.remarks.extend(range(at, end))  # "do not stop abruptly"
        return end
    if value == "off" and at > 1 and words[at - 1] in PERIODS and number(words[at - 2]) is not None:
        draft.remarks.extend(range(at - 2, end))  # "12 h on, 12 h off"
        return end
    if (
        value in ("hold", "withhold", "stop", "discontinue", "d / c", "dc")
        and end < len(words)
        and _conditional(words, end)
    ):
        last = next((place for place in range(end, len(words)) if words[place] in (";", ")", ".")), len(words))
        draft.remarks.extend(range(at, last))  # "hold for SBP < 100"
        return last
    draft.stopped = True
    if value in ("last dose", "last taken", "last took", "last used", "last use"):
        draft.last_dose = tuple(range(at, when.end if when is not None else end))
    if when is not None:
        draft.stop = when
        if when.note:
            draft.notes.append(when.note)
        return when.end
    if end < len(words) and words[end] == "for" and value in ("not taking", "not taken", "has not taken", "off"):
        lasting = read_span(words, end + 1)
        if lasting is not None:
            draft.stop = When(None, -lasting[0], lasting[1])
            return lasting[1]
    span = read_span(words, end) if value in ("off", "been off", "off since", "last dose", "last taken") else None
    if span is not None:
        draft.stop = When(None, -span[0], span[1])
        return span[1]
    return end


def _planned(draft: Draft, at: int) -> bool:
    """Whether a stop is the last step of what comes before it."""
    begun = bool(draft.acts) or draft.act.mass is not None or draft.act.given is not None
    return (
        begun
        and (draft.open_ended or draft.duration is not None)
        and draft.words[at - 1] in ("then", ",", "and", "-", ">")
    )


def _conditional(words: list[str], at: int) -> bool:
    """Whether a dose is held only under a condition: `if …`, `for SBP < 100`."""
    if words[at] in ("if", "when", "unless", "parameters"):
        return True
    return read_span(words, at + 1) is None and any(word in _COMPARED for word in words[at : at + 7])


def on_stops(draft: Draft, at: int, end: int, value: object) -> int:
    """Note when it will be stopped."""
    when = _when(draft.words, end)
    if when is not None:
        draft.stop = when
        return when.end
    span = read_span(draft.words, end)
    if span is not None:
        draft.stop = When(None, span[0], span[1])
        return span[1]
    draft.unread.append(at)
    return end


def on_taken_for(draft: Draft, at: int, end: int, value: object) -> int:
    """Note how long it has been taken."""
    span = read_span(draft.words, end)
    if span is None:
        draft.unread.append(at)
        return end
    draft.duration = span[0]
    if value in ("for the past", "for the last", "over the past", "over the last") and draft.start is None:
        draft.start = When(None, -span[0], span[1])
    return span[1]


def on_period(draft: Draft, at: int, end: int, value: object) -> int:
    """`(month 5)`: the fifth month of taking it."""
    words = draft.words
    which = number(words[end]) if end < len(words) else None
    closed = end + 1 >= len(words) or words[end + 1] in (")", ",", "of")
    if value in ("month", "week") and which is not None and which >= 1 and closed and draft.start is None:
        draft.start = When(None, -(which - 1) * DAYS[str(value)], end + 1)
        draft.notes.append(f"{value} {which:g} was read as the time since it was started")
        return end + 1
    if value in ("week", "month", "day") and which is not None:
        draft.open_ended = True  # "week 1-2: 25 mg": a schedule of steps
        draft.next_act()
        before = draft.acts[-1] if draft.acts else None
        if before is not None and before.given is not None and draft.act.mass is None:
            draft.act = draft.act._replace(mass=before.mass, per_volume=before.per_volume)  # the strength stays
        end += 1
        if end + 1 < len(words) and words[end] in ("-", "to", "&", "and", "+") and number(words[end + 1]) is not None:
            following = words[end + 2] if end + 2 < len(words) else ""
            end += 0 if following in UNITS or following in COUNTED else 2
        return end
    draft.unread.append(at)
    return end


def on_day(draft: Draft, at: int, end: int, value: object) -> int:
    """A day that stands alone says nothing of the medicine."""
    return end


def on_planned(draft: Draft, at: int, end: int, value: object) -> int:
    """Note that it is not taken yet."""
    draft.planned = True
    return end
