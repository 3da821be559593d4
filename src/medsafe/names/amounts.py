"""Numbers in directions that have a unit or a word behind them: amounts, strengths, tablets, 1-0-1-0 schedules."""

from __future__ import annotations

import math
from typing import Final

from medsafe.model.medication import Amount
from medsafe.model.words import DAYS
from medsafe.names.bare import take_bare
from medsafe.names.dates import read_date
from medsafe.names.draft import (
    Draft,
    counted_at,
    day_follows,
    fraction_at,
    per_at,
    quantity_at,
)
from medsafe.names.former import former_dose
from medsafe.names.schedules import course_at, schedule_at, take_schedule
from medsafe.names.tokens import is_date, number
from medsafe.names.words import COUNTED, MILLIGRAMS, MILLILITRES, PERIODS, PHRASES, UNITS

_GIVE: Final = frozenset(("give", "take", "takes", "inject", "administer", "use", "dose", "dose:"))

_SINGLE: Final = frozenset("tablet capsule patch film suppository sachet lozenge".split())
_MOST_AT_ONCE: Final = 20
"""More tablets or puffs than this are what a package holds."""


def take_number(draft: Draft, at: int) -> int:
    """Read the number that stands here, with whatever belongs to it; returns the position after that."""
    words = draft.words
    schedule = schedule_at(words, at)
    if schedule is not None:
        return take_schedule(draft, schedule[0], at, schedule[1])
    day = read_date(words, at)
    if day is not None and not (day.note and "1 January" in day.note):
        (draft.unread if draft.start is None and draft.stop is None else draft.remarks).extend(range(at, day.end))
        return day.end
    if is_date(words[at]):
        draft.remarks.append(at)
        draft.notes.append(f"two dates {words[at]}")
        return at + 1
    if words[at - 1 : at] == ["on"] and words[at + 1 : at + 2] == ["/"] and words[at + 2 : at + 3]:
        month = number(words[at + 2])
        if month is not None and month <= 31:
            draft.remarks.extend(range(at, at + 3))  # "Li 0.8 on 11/1"
            return at + 3
    course = course_at(draft, at)
    if course is not None:
        return course
    former = former_dose(draft, at)
    if former is not None:
        return former
    pair = _pair(draft, at)
    if pair is not None:
        return pair
    quantity = quantity_at(words, at)
    if quantity is None:
        draft.unread.append(at)
        return at + 1
    low, high, end = quantity
    if high == 0 and not (end < len(words) and words[end].startswith("refill")):
        draft.unread.extend(range(at, end))  # nothing is not a dose: "0 refills"
        return end
    following = words[end] if end < len(words) else ""
    if (
        following == "-"
        and end + 1 < len(words)
        and (words[end + 1] in UNITS or words[end + 1] in COUNTED or words[end + 1] in PERIODS)
    ):
        end += 1  # 50-mg tablet, 14-day course
        following = words[end]
    if following == "%":
        return end + 1
    if following in ("st", "nd", "rd", "th"):
        draft.unread.extend(range(at, end + 1))
        return end + 1
    unit = UNITS.get(following)
    if unit is None and end + 1 < len(words):
        unit_two = UNITS.get(" ".join(words[end : end + 2]))
        if unit_two is not None:
            unit, end = unit_two, end + 1
    if unit is not None:
        further = _further(words, end + 1, unit) if low == high else None
        if further is not None and further[0] >= high:
            return _take_amount(draft, low, further[0], unit, further[1], at)  # 0.25 mg-0.5 mg
        return _take_amount(draft, low, high, unit, end + 1, at)
    counted = counted_at(words, end)
    if counted is not None:
        return _take_count(draft, low, high, counted[0], at, counted[1])
    return take_bare(draft, low, high, at, end)


def _further(words: list[str], at: int, unit: str) -> tuple[float, int] | None:
    """The upper end of a range that repeats its unit, and the position after it."""
    if at + 2 < len(words) and words[at] in ("-", "to"):
        upper = number(words[at + 1])
        if upper is not None and UNITS.get(words[at + 2]) == unit:
            return upper, at + 3
    return None


def _pair(draft: Draft, at: int) -> int | None:
    """Strengths of a combination: `5/325`, `25-100`, `50 mg/12.5 mg`, `100 mcg/dose / 6 mcg/dose`."""
    words = draft.words
    values: list[float] = []
    units: list[str] = []
    end = at
    mark = ""
    while end < len(words):
        value = number(words[end])
        if value is None:
            break
        values.append(value)
        end += 1
        units.append("")
        if end < len(words) and words[end] in UNITS and words[end] not in ("ml", "l", "cc"):
            units[-1] = UNITS[words[end]]
            end += 1
            if words[end : end + 1] == ["/"] and words[end + 1 : end + 2] in (["dose"], ["actuation"], ["puff"]):
                end += 2
        nearer = words[end] if end < len(words) else ""
        if (
            nearer in ("/", "-")
            and (not mark or nearer == mark)
            and end + 1 < len(words)
            and number(words[end + 1]) is not None
        ):
            mark = nearer
            end += 1
            continue
        break
    if len(values) < 2 or fraction_at(words, at) is not None:
        return None
    after = words[end] if end < len(words) else ""
    if after in ("ml", "l", "cc", "h", "hr", "hrs", "hour", "hours", "day", "d", "kg"):
        return None
    if mark == "-" and values[-1] > values[0] and (values[-1] < 10 * values[0] or values[0] == 0):
        return None  # a range: 50-100 mg
    if mark == "/" and end - at == 3 and values[1] == 24 and not any(units):
        return None
    act = draft.act
    if mark == "/" and not any(units) and act.mass is not None and act.mass.unit and not draft.timed:
        draft.unread.extend(range(at, end))  # "100 mg 11/20": a day, or of what?
        return end
    draft.next_act()
    draft.act = draft.act._replace(pair=tuple(values), pair_units=_units_of_each(units))
    return end


def _units_of_each(units: list[str]) -> tuple[str, ...]:
    """A strength without a unit has that of the next one that has it, else of the last: `20/25 mg`, `50 mg/12.5`."""
    written = [unit for unit in units if unit]
    if not written:
        return ()
    return tuple(next((unit for unit in units[at:] if unit), written[-1]) for at in range(len(units)))


def _take_amount(draft: Draft, low: float, high: float, unit: str, end: int, start: int) -> int:
    words = draft.words
    if unit in MILLILITRES and unit != "mL":
        low, high, unit = low * MILLILITRES[unit], high * MILLILITRES[unit], "mL"
    amount = Amount(low, high, unit)
    act = draft.act
    daily, after_day = day_follows(words, end)
    if unit == "mL":
        return _take_volume(draft, amount, start, end)
    if (
        act.mass is not None
        and act.mass.unit == unit
        and start
        and words[start - 1] == "+"
        and act.per_day is None
        and act.given is None
    ):
        draft.act = act._replace(mass=Amount(act.mass.low + low, act.mass.high + high, unit))  # 36 mg + 18 mg
        return end
    if (
        act.mass is not None
        and words[start - 1 : start] == ["("]
        and words[end : end + 1] == [")"]
        and not draft.timed
        and act.given is None
        and (act.mass.unit in MILLIGRAMS) != (unit in MILLIGRAMS)
    ):
        draft.remarks.extend(range(start, end))  # "25 mcg (1,000 units) tablet": the strength in another unit
        return end
    again = bool(start) and words[start - 1] in ("(", "=", "total") and (draft.acts or act.mass is not None)
    if again and (
        math.isclose(draft.day_total(), high, rel_tol=1e-6) or math.isclose(draft.once(), high, rel_tol=1e-6)
    ):
        if draft.aside == len(draft.acts):
            draft.aside = -1
        return after_day if daily else end  # "60 mg bid (120 mg/day)" says it twice
    if (
        draft.open_ended
        and act.mass is not None
        and act.mass.unit == unit
        and act.per_day is None
        and act.given is None
    ):
        draft.act = act._replace(mass=amount if high > act.mass.high else act.mass)  # 50 mg -> 100 mg
        return end
    if act.per_volume is not None and not draft.timed and act.mass is not None and act.mass.unit == unit:
        # 100 units/mL was the strength; now comes the dose, or what the drops hold.
        drops = again and act.given is not None
        draft.act = act._replace(mass=amount, per_volume=None, counted_mass=bool(drops))
        return end
    if act.mass is not None or act.pair:
        inside = bool(start) and words[start - 1] in ("(", "[", "=")
        if (
            inside
            and act.given is not None
            and act.mass is not None
            and math.isclose(act.mass.high * act.given.high, high)
        ):
            return end  # "50 mg tablet, 2 tablets (100 mg)" says it twice
        timed = draft.timed
        if not timed:
            if act.mass == amount:
                return end
            if act.mass is not None and not act.mass.unit:
                draft.unread.extend(draft.bare_at)  # "1 Prozac 20 mg", "QTc 490 on citalopram 40 mg"
                draft.act = act._replace(mass=amount)
                return end
            equals = quantity_at(words, end + 1) if words[end : end + 1] == ["="] else None
            if equals is not None and counted_at(words, equals[2]) is not None:
                draft.act = act._replace(mass=amount, counted_mass=True)
                return end  # "300 mg capsule, 600 mg = 2 capsules"
            strength = draft.after_count and draft.counted_word in ("tablet", "capsule")
            if (strength or (start and words[start - 1] in _GIVE)) and act.given is None and not act.pair:
                draft.act = act._replace(mass=amount, counted_mass=True)
                return end  # "tablet 25 mg, give 12.5 mg", "250 mg tablet - 500 mg": the strength, then the dose
            draft.unread.extend(range(start, end))
            draft.notes.append("two amounts")
            return end
        draft.next_act()
        act = draft.act
    after = per_at(words, end)
    if after is not None and after < len(words):
        found = _per_what(draft, amount, after)
        if found is not None:
            return found
    if daily:
        draft.act = act._replace(mass=amount, whole_day=True)
        return after_day
    inside = start > 0 and words[start - 1] in ("(", "[", "=")
    counted_mass = act.given is not None and inside and not (end < len(words) and words[end] == "each")
    draft.act = act._replace(mass=amount, counted_mass=counted_mass)
    return end


def _per_what(draft: Draft, amount: Amount, at: int) -> int | None:
    """After `mg/`: a volume, a time, a weight, a puff."""
    words = draft.words
    act = draft.act
    value = number(words[at])
    size = 1.0 if value is None else value
    at = at if value is None else at + 1
    if at >= len(words) or size <= 0:
        return None
    word = words[at]
    unit = UNITS.get(word)
    if word == "kg":
        end = at + 1
        daily, after = day_follows(words, end)
        draft.act = act._replace(mass=amount, per_weight=True, whole_day=daily)
        return after if daily else end
    if unit == "mL" or unit in MILLILITRES:
        draft.act = act._replace(mass=amount, per_volume=size * MILLILITRES[unit or "mL"])
        return at + 1
    if unit is not None:
        return at + 1  # mg/mg, mg/g: the strength of a cream says nothing of the dose
    period = PERIODS.get(word)
    if period in ("hour", "day", "week", "month", "night"):
        hours = size * 24 * DAYS["day" if period == "night" else period]
        if hours == 1:
            draft.act = act._replace(mass=amount, per_hour=True)
        elif hours == 24:
            draft.act = act._replace(mass=amount, whole_day=True)
        elif hours > 24:
            draft.act = act._replace(mass=amount, whole_day=True, each_day_share=24 / hours)
        elif draft.route == "patch" or "patch" in words:
            draft.act = act._replace(mass=amount, whole_day=True)  # 15 mg/16 h: worn once a day
        else:
            draft.act = act._replace(
                mass=amount._replace(low=amount.low / hours, high=amount.high / hours), per_hour=True
            )
        return at + 1
    counted = counted_at(words, at)
    if counted is not None:
        draft.counted_word, draft.after_count = counted[0], True
        draft.act = act._replace(mass=amount)
        return counted[1]
    return None


def _take_volume(draft: Draft, amount: Amount, start: int, end: int) -> int:
    words = draft.words
    act = draft.act
    after = per_at(words, end)
    if after is not None and after < len(words) and PERIODS.get(words[after]) in ("hour", "minute"):
        draft.unread.extend(range(start, after + 1))  # the rate of an infusion
        return after + 1
    if act.per_volume is not None or act.mass is None:
        if act.given is not None and act.per_day is not None:
            draft.next_act()
            act = draft.act
        if act.given is None:
            draft.act = act._replace(given=amount)
        return end
    if act.given is None:
        draft.act = act._replace(given=amount)
    return end


def _take_count(draft: Draft, low: float, high: float, word: str, start: int, end: int) -> int:
    words = draft.words
    again = low > 5 and low == high and end + 1 < len(words) and words[end + 1] in UNITS and number(words[end]) == low
    if word in _SINGLE and not draft.act.given and (low > _MOST_AT_ONCE or again):
        draft.remarks.extend(range(start, end))  # "Ret 90 Tab 90mg", "20 Tab 20mg": what a package or a tablet holds
        return end
    daily, after_day = day_follows(words, end)
    counted_before, draft.counted_at = draft.counted_at, tuple(range(start, end))
    if word == "ampoule" and end < len(words) and draft.act.mass is not None and draft.act.given is not None:
        return end
    draft.counted_word, draft.after_count = word, True
    draft.solid = draft.solid or word in ("tablet", "capsule")
    if words[end - 2] == "oral":
        draft.route = draft.route or "mouth"
    act = draft.act
    if act.mass is not None and act.mass.low != act.mass.high and low != high:
        draft.act = act._replace(counted_mass=True)  # "15-30 mg, 1-2 caps" says one range twice
        act = draft.act
    if word == "dose":
        if daily or draft.act.per_day is None and draft.act.mass is not None:
            draft.add_times(high)
            return after_day if daily else end
        return end
    if act.given == Amount(low, high, word) and act.per_day is None:
        return end  # "1 patch, 1 patch"
    if act.given is not None and act.given.unit not in ("mL",):
        if not draft.timed:
            if max(act.given.high, high) > _MOST_AT_ONCE >= min(act.given.high, high):
                if act.given.high <= high:
                    draft.remarks.extend(range(start, end))
                else:
                    draft.remarks.extend(counted_before)
                    draft.act = act._replace(given=Amount(low, high, word))
                return end  # "(200 actuations) 2 puffs": what the package holds
            draft.notes.append("two counts")
            draft.act = act._replace(given=Amount(min(act.given.low, low), max(act.given.high, high), word))
            return end
        strength = act.mass if not act.whole_day else None
        draft.next_act()
        draft.again, draft.recount = True, tuple(range(start, end))
        draft.act = draft.act._replace(
            mass=strength, pair=act.pair, pair_units=act.pair_units, per_volume=act.per_volume
        )
        act = draft.act
    if word == "patch":
        draft.route = draft.route or "patch"
    elif word in ("puff", "spray", "drop", "suppository"):
        route = PHRASES.get(words[end - 1])
        if draft.route is None and route is not None and route[0] == "route" and word in ("puff", "suppository"):
            draft.route = str(route[1])
    if daily:
        draft.act = act._replace(given=Amount(low, high, word), per_day=1.0, sum_of_day=high)
        return after_day
    draft.act = act._replace(given=Amount(low, high, word))
    return end
