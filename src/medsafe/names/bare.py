"""Numbers without a unit: times a day, tablets, durations, hours of the day, or a dose whose unit was left out."""

from __future__ import annotations

from typing import Final

from medsafe.model.medication import Amount
from medsafe.model.words import DAYS
from medsafe.names.dates import read_ago, read_span
from medsafe.names.directions import Act
from medsafe.names.draft import Draft, counted_at, per_at, phrase_kind
from medsafe.names.tokens import number
from medsafe.names.words import PERIODS, TIMES, TIMES_WORDS, UNITS

_MEASURED: Final = frozenset(("level", "levels", "trough", "inr"))
"""What a number behind it was measured, not given."""

_PER: Final = frozenset("/ a per each every - in par al la alla por pro am".split())
_HOW_OFTEN: Final = {
    "nightly": "night", "daily": "day", "weekly": "week", "monthly": "month", "taglich": "day", "tgl": "day", "wochentlich": "week",
}  # fmt: skip
_DISPENSED: Final = frozenset("# disp qty quantity dispense refill refills rfl rf r supply".split())
"""Words before a number of what was dispensed."""
_REFILLS: Final = frozenset("refill refills rf rfs rfl ds fills repeats rpts".split())
"""Words behind such a number."""
_A_PACKAGE: Final = 20
"""A bare number above this, at the end of directions that are complete, is what was dispensed."""


def take_bare(draft: Draft, low: float, high: float, at: int, end: int) -> int:
    """A number without unit: times a day, a count of tablets, a dose in an unwritten unit, or a clock."""
    words = draft.words
    following = words[end] if end < len(words) else ""
    lasting = following == "x" and words[end + 1 : end + 2] != ["a"] and read_span(words, end + 1) is not None
    if following in TIMES_WORDS and not lasting:  # "37.5 x 7 d" is for so long
        return _times(draft, low, high, at, end + 1)
    if following in ("noon", "midday", "midnight") and low == 12:
        return take_clock(draft, 12 if following != "midnight" else 24, at, end + 1)
    if len(words[at]) == 4 and low == high and low < 2400 and low % 100 < 60 and (words[at][0] == "0" or draft.clock):
        return take_clock(draft, low // 100, at, end)  # 0800
    after_it = words[end + 1] if end + 1 < len(words) else ")"
    if following in ("a", "p") and low <= 12 and after_it in (",", ")", "/", "-", "and", "&"):
        return take_clock(draft, low, at, end)  # 8a, 12p
    if following in ("am", "pm") or (following == ":" and end + 1 < len(words) and number(words[end + 1]) is not None):
        return take_clock(draft, low, at, end)
    if following in ("hourly", "hrly") and high > 0:
        draft.add_times(24 / low if low else 24 / high)
        return end + 1
    if following in ("weekly", "monthly", "wkly") and low > 1:
        draft.add_times(1 / (low * DAYS["month" if following == "monthly" else "week"]))
        return end + 1
    per = per_at(words, end)
    if following == "a":
        per = end + 1
    period = PERIODS.get(words[per]) if per is not None and per < len(words) else None
    if period in ("day", "week", "month") and per is not None:
        days = DAYS[period]
        act = draft.act
        if period == "day" and act.mass is None and not act.pair and act.given is None and high > 6:
            draft.act = act._replace(mass=Amount(low, high, ""), whole_day=True)
        elif act.mass is None and not act.pair and period == "day":
            draft.act = act._replace(given=Amount(low, high, draft.counted_word), per_day=1.0, sum_of_day=high)
        else:
            draft.add_times(high / days)
            if period == "week":
                draft.days_per_week = high
        return per + 1
    week = _days_a_week(words, end)
    if week is not None and 1 <= high <= 7:
        act = draft.act
        draft.days_per_week = high
        on_a_day = act.per_day or 1.0
        draft.act = act._replace(per_day=on_a_day * high / 7, on_a_day=on_a_day)
        return week
    span = read_span(words, at)
    if (
        span is not None
        and span[1] < len(words)
        and words[span[1]] in ("pack", "packs", "supply", "starter", "kit", "course pack", "cycle")
    ):
        return span[1]
    if (
        span is not None
        and span[0] <= 1
        and PERIODS.get(words[span[1] - 1]) == "hour"
        and words[at - 1 : at] not in (["for"], ["x"])
    ):
        if not (span[1] >= len(words) or phrase_kind(words, span[1]) in ("form", "counted")):
            draft.remarks.extend(range(at, span[1]))
        return span[1]  # "24 hr tablet"
    if span is not None:
        ago = read_ago(words, at)
        if ago is not None:
            if draft.stopped and draft.stop is None:
                draft.stop = ago
            elif draft.start is None:
                draft.start = ago
            return ago.end
        if draft.duration is None and (draft.act.mass or draft.act.given or draft.act.per_day):
            draft.duration = span[0]
            return span[1]
        if draft.duration is None and not draft.acts:
            draft.duration = span[0]
            return span[1]
        draft.unread.extend(range(at, span[1]))
        return span[1]
    previous = words[at - 1] if at else ""
    if previous in _DISPENSED or (previous == ":" and at > 1 and words[at - 2] in _DISPENSED):
        return end
    if previous == "ore" and 0 < high < 24:
        return take_clock(draft, high, at, end)  # Italian: at so many o'clock
    act = draft.act
    if (
        act == Act()
        and words[at].isalpha()  # "2 lisinopril 10 mg" may be the second line of a list
        and number(following or "-") is not None
        and words[end + 1 : end + 2]
        and words[end + 1] in UNITS
    ):
        draft.act = act._replace(given=Amount(low, high, "tablet"))
        return end  # "one 50 mg tablet"
    known = draft.acts or act.mass is not None or act.given is not None or act.pair
    if known and previous == "(" and following == ")" and (end + 1 >= len(words) or counted_at(words, end + 1) is None):
        draft.remarks.extend(range(at, end))  # "(7)": so many were dispensed
        return end
    if following in _REFILLS:
        draft.remarks.extend(range(at, end + 1))
        return end + 1
    if following in ("min", "mins", "minutes", "minute", "kcal", "cal", "calories"):
        draft.remarks.extend(range(at, end + 1))
        return end + 1
    if previous in _MEASURED or (previous in ("of", "is", ":", "=") and at > 1 and words[at - 2] in _MEASURED):
        draft.remarks.extend(range(at, end))
        return end
    if draft.aside >= 0 and act.mass is None:
        draft.unread.extend(range(at, end))  # a number in a remark is no dose
        return end
    if following[:1].isalpha() and not phrase_kind(words, end):
        draft.unread.extend(range(at, end + 1))
        return end + 1
    if previous == "(" and act.mass is not None:
        total, rest = _sum_in_brackets(words, at)
        if total is not None and abs(total - act.mass.high) < 1e-6:
            return rest  # "450 mg (300+150)" says it twice
    if end >= len(words) and draft.timed and act.given is not None and (act.mass or act.pair) and low > _A_PACKAGE:
        draft.remarks.extend(range(at, end))
        return end
    if act.mass is not None or act.pair:
        timed = draft.timed
        written = act.pair or act.mass is None or act.mass.unit or draft.counted_word
        if act.given is None and not timed and high <= 20 and written and at - 1 not in draft.unread:
            draft.act = act._replace(given=Amount(low, high, draft.counted_word or "tablet"))
            return end
        if (
            timed
            and high <= 2000
            and (act.given is not None or not words[at].isalpha())
            and phrase_kind(words, end) in ("frequency", "when", "unit")
        ):
            strength, counted = act.mass, act.given
            draft.next_act()
            if counted is not None and strength is not None:
                draft.act = draft.act._replace(mass=strength, given=Amount(low, high, counted.unit))
            else:
                draft.act = draft.act._replace(mass=Amount(low, high, strength.unit if strength else ""))
            return end
        draft.unread.extend(range(at, end))
        return end
    if act.given is None:
        if draft.after_count and high <= 20:
            draft.act = act._replace(given=Amount(low, high, draft.counted_word or "tablet"))
        else:
            draft.act, draft.bare_at = act._replace(mass=Amount(low, high, "")), tuple(range(at, end))
        return end
    draft.unread.extend(range(at, end))
    return end


def _sum_in_brackets(words: list[str], at: int) -> tuple[float | None, int]:
    """The sum of numbers joined by + up to the closing bracket, and the position of that."""
    total = 0.0
    while at < len(words) and words[at] != ")":
        value = number(words[at])
        if value is None and words[at] not in ("+", "mg", "&", "and"):
            return None, at
        total += value or 0.0
        at += 1
    return total, at


def _days_a_week(words: list[str], at: int) -> int | None:
    """Position after `days a week`."""
    if at + 1 < len(words) and words[at] in ("days", "day", "d", "nights"):
        rest = at + 1
        while rest < len(words) and words[rest] in ("a", "per", "/", "each", "every", "out", "of", "the"):
            rest += 1
        if rest > at + 1 and rest < len(words) and PERIODS.get(words[rest]) == "week":
            return rest + 1
    return None


def _times(draft: Draft, low: float, high: float, at: int, end: int) -> int:
    """After `3 x` or `3 times`: a day, a week, or an amount (2 x 50 mg)."""
    words = draft.words
    nearer = end
    if nearer < len(words) and number(words[nearer]) is not None:
        draft.next_act()
        draft.act = draft.act._replace(given=Amount(low, high, "tablet"))
        return end
    while nearer < len(words) and words[nearer] in _PER:
        nearer += 1
    period = PERIODS.get(words[nearer]) if nearer < len(words) else None
    if period is None and nearer < len(words):
        period = _HOW_OFTEN.get(words[nearer])
    if nearer + 1 < len(words) and words[nearer] == "24" and PERIODS.get(words[nearer + 1]) == "hour":
        period, nearer = "day", nearer + 1
    if period in ("day", "night", "week", "month", "year"):
        days = DAYS["day" if period == "night" else period]
        draft.act = draft.act._replace(per_day=high / days)
        if period == "week":
            draft.days_per_week = high
        return nearer + 1
    draft.add_times(high)
    return end


def take_clock(draft: Draft, hour: float, at: int, end: int) -> int:
    """`8 am`, `22:00`: when, and once a day for each."""
    words = draft.words
    while words[end : end + 1] == [":"]:
        end += 2
    late = end < len(words) and words[end] in ("pm", "p")
    if end < len(words) and words[end] in ("am", "pm", "a", "p"):
        end += 1
        hour = hour % 12 + (12 if late else 0)
    if hour > 24:
        draft.unread.extend(range(at, end))
        return end
    time = TIMES[0] if 4 <= hour < 11 else TIMES[1] if 11 <= hour < 16 else TIMES[2] if 16 <= hour < 20 else TIMES[3]
    act = draft.act
    if act.per_day is None:
        draft.act, draft.clock = act._replace(per_day=1.0), True
    elif draft.clock or (
        draft.times and act.per_day == len(draft.times) and words[at - 1] in (",", "and", "&", "/", "+")
    ):
        draft.clock = True
        draft.act = act._replace(per_day=act.per_day + 1)
    if time not in draft.times:
        draft.times.append(time)
    return end
