"""The reader of directions: walks over the tokens once, longest phrase first, and notes what each says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from medsafe.model.medication import Amount
from medsafe.model.words import DAYS
from medsafe.names.dates import When, read_ago, read_date, read_span
from medsafe.names.directions import NOTHING, Act, Directions
from medsafe.names.tokens import number, tokens
from medsafe.names.words import COUNTED, LONGEST, MILLILITRES, PERIODS, PHRASES, TIMES, UNITS

_STOP_INDICATION: Final = frozenset("frequency when number unit limit stopped stops start as-needed route".split())
_IGNORED: Final = frozenset(",.;:[]{}-&'|~=#@")


class _Draft:
    """What has been read so far. `act` is the part being read; a new one begins when an amount follows a finished one."""

    __slots__ = (
        "acts", "act", "words", "route", "form", "times", "days_per_week", "as_needed", "start", "stop", "stopped", "duration",
        "indication", "limit", "open_ended", "divided", "planned", "salt", "unread", "notes", "counted_word", "after_count", "depth", "last", "clock", "meals", "solid", "aside",
    )  # fmt: skip

    def __init__(self, words: list[str]):
        self.words = words
        self.acts: list[Act] = []
        self.act = Act()
        self.route: str | None = None
        self.form: str | None = None
        self.times: list[str] = []
        self.days_per_week: float | None = None
        self.as_needed = self.stopped = self.open_ended = self.planned = self.salt = False
        self.start: When | None = None
        self.stop: When | None = None
        self.duration: float | None = None
        self.indication: str | None = None
        self.limit: Amount | None = None
        self.divided: float | None = None
        self.unread: list[int] = []
        self.notes: list[str] = []
        self.counted_word = ""
        self.after_count = False  # a countable word or a form has been read: a bare number counts tablets
        self.depth = 0  # open brackets
        self.clock = False  # the times a day are counted by hours of the day
        self.meals = self.solid = False
        self.aside = -1  # how many parts there were when a remark in brackets began
        self.last = ""

    def next_act(self) -> None:
        """Close the part being read if it has an amount and a time, and begin another."""
        act = self.act
        timed = act.per_day is not None or act.sum_of_day is not None or act.whole_day
        if timed and (act.mass or act.count or act.pair):
            self.acts.append(act)
            self.act = Act()

    def add_times(self, per_day: float | None, times: tuple[str, ...] = ()) -> None:
        act = self.act
        if per_day is not None:
            if act.per_day is None:
                self.act = act._replace(per_day=per_day)
            elif act.per_day != per_day and per_day < 1 and act.per_day == 1:
                self.act = act._replace(per_day=per_day)  # "once weekly", "1 tab daily every other day"
            elif act.per_day == 1 and per_day > 1:
                self.act = act._replace(per_day=per_day)  # "daily, twice a day": the more frequent one
        for time in times:
            if time not in self.times:
                self.times.append(time)


def read_directions(text: str) -> Directions:
    """Read the words after a name (folded, lower case).

    >>> read = read_directions("50 mg 1-2 tabs po q4-6h prn pain max 6/day")
    >>> read.acts[0].mass, read.acts[0].count, read.acts[0].per_day, read.limit
    (Amount(low=50.0, high=50.0, unit='mg'), Amount(low=1.0, high=2.0, unit='tablet'), 6.0, Amount(low=6.0, high=6.0, unit=''))
    """
    words = tokens(text)
    if not words:
        return NOTHING
    draft = _Draft(words)
    at, count = 0, len(words)
    while at < count:
        at = _step(draft, at)
    return _finish(draft)


def _phrase(words: list[str], at: int) -> tuple[str, object, int] | None:
    """The longest known phrase at this token: kind, value, position after it."""
    most = LONGEST.get(words[at])
    if most is None:
        return None
    for length in range(min(most, len(words) - at), 0, -1):
        text = words[at] if length == 1 else " ".join(words[at : at + length])
        hit = PHRASES.get(text)
        if hit is not None:
            return hit[0], hit[1], at + length
        if text in COUNTED:
            return "counted", COUNTED[text], at + length
    return None


def _step(draft: _Draft, at: int) -> int:
    words = draft.words
    word = words[at]
    if word in _IGNORED:
        return at + 1
    if word in "()":
        _bracket(draft, word)
        return at + 1
    first = word[0]
    if first.isdigit() or first == ".":
        return _number(draft, at)
    hit = _phrase(words, at)
    if hit is None:
        if word == "%":
            return at + 1
        draft.unread.append(at)
        return at + 1
    kind, value, end = hit
    draft.last = kind
    handler = _HANDLERS.get(kind)
    if handler is None:
        draft.unread.append(at)
        return at + 1
    return handler(draft, at, end, value)


def _bracket(draft: _Draft, mark: str) -> None:
    """A complete dose in brackets after a complete one is another account of the same medicine, not more of it."""
    if mark == ")":
        draft.depth -= 1
        return
    draft.depth += 1
    act = draft.act
    if draft.aside < 0 and act.mass is not None and (act.per_day is not None or act.whole_day):
        draft.next_act()
        draft.aside = len(draft.acts)


# ---- numbers


def _quantity(words: list[str], at: int) -> tuple[float, float, int] | None:
    """`2`, `1/2`, `1 1/2`, `1-2`, `one to two`: low, high, position after."""
    first = _simple(words, at)
    if first is None:
        return None
    low, end = first
    if end + 1 < len(words) and words[end] in ("-", "to", "or", "~"):
        second = _simple(words, end + 1)
        if second is not None:
            high, after = second
            if high >= low:
                return low, high, after
    return low, low, end


def _simple(words: list[str], at: int) -> tuple[float, int] | None:
    if at >= len(words):
        return None
    word = words[at]
    value = number(word)
    if value is None:
        hit = _phrase(words, at)
        if hit is not None and hit[0] == "number" and isinstance(hit[1], (int, float)):
            return float(hit[1]), hit[2]
        return None
    if word[-1:] == "." or len(word) > 9:
        return None
    longer = _phrase(words, at) if word in LONGEST else None
    if longer is not None and longer[0] == "number" and isinstance(longer[1], (int, float)):
        return float(longer[1]), longer[2]
    part = _fraction(words, at)
    if part is not None:
        return part, at + 3
    part = _fraction(words, at + 1)
    if part is not None and value == int(value):
        return value + part, at + 4
    return value, at + 1


def _fraction(words: list[str], at: int) -> float | None:
    """`1/2`, `3/4`: a fraction of a tablet; `5/10` and `25/100` are not."""
    if at + 2 < len(words) and words[at + 1] == "/":
        over, under = words[at], words[at + 2]
        if over in ("1", "2", "3") and under in ("2", "3", "4", "8") and over < under:
            return int(over) / int(under)
    return None


def _schedule(words: list[str], at: int) -> tuple[list[float], int] | None:
    """`1-0-1-0`: morning, noon, evening, night."""
    parts: list[float] = []
    end = at
    while True:
        part = _simple(words, end)
        if part is None:
            break
        parts.append(part[0])
        end = part[1]
        if len(parts) < 4 and end + 1 < len(words) and words[end] in ("-", "\u2013") and _simple(words, end + 1) is not None:
            end += 1
            continue
        break
    return (parts, end) if len(parts) >= 3 and max(parts) > 0 else None


def _number(draft: _Draft, at: int) -> int:
    words = draft.words
    schedule = _schedule(words, at)
    if schedule is not None:
        return _take_schedule(draft, *schedule)
    day = read_date(words, at)
    if day is not None and not (day.note and "1 January" in day.note):
        if draft.start is None and draft.stop is None:
            draft.unread.extend(range(at, day.end))
        return day.end
    hit = _phrase(words, at) if words[at] in LONGEST else None
    if hit is not None and hit[0] in ("frequency", "divided"):
        return _HANDLERS[hit[0]](draft, at, hit[2], hit[1])
    pair = _pair(draft, at)
    if pair is not None:
        return pair
    quantity = _quantity(words, at)
    if quantity is None:
        draft.unread.append(at)
        return at + 1
    low, high, end = quantity
    following = words[end] if end < len(words) else ""
    if following == "-" and end + 1 < len(words) and (words[end + 1] in UNITS or words[end + 1] in COUNTED or words[end + 1] in PERIODS):
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
        return _take_amount(draft, low, high, unit, end + 1, at)
    counted = _counted(words, end)
    if counted is not None:
        return _take_count(draft, low, high, counted[0], counted[1])
    return _bare(draft, low, high, at, end)


def _counted(words: list[str], at: int) -> tuple[str, int] | None:
    if at >= len(words):
        return None
    for length in range(min(LONGEST.get(words[at], 0), len(words) - at), 0, -1):
        word = COUNTED.get(" ".join(words[at : at + length]))
        if word is not None:
            return word, at + length
    return None


def _pair(draft: _Draft, at: int) -> int | None:
    """Strengths of a combination: `5/325`, `25-100`, `50 mg/12.5 mg`."""
    words = draft.words
    values: list[float] = []
    end = at
    unit = ""
    mark = ""
    while end < len(words):
        value = number(words[end])
        if value is None:
            break
        values.append(value)
        end += 1
        if end < len(words) and words[end] in UNITS and words[end] not in ("ml", "l", "cc"):
            unit = UNITS[words[end]]
            end += 1
        nearer = words[end] if end < len(words) else ""
        if nearer in ("/", "-") and (not mark or nearer == mark) and end + 1 < len(words) and number(words[end + 1]) is not None:
            mark = nearer
            end += 1
            continue
        break
    if len(values) < 2 or _fraction(words, at) is not None:
        return None
    after = words[end] if end < len(words) else ""
    if after in ("ml", "l", "cc", "h", "hr", "hrs", "hour", "hours", "day", "d", "kg"):
        return None
    if mark == "-" and values[-1] < 10 * values[0] and values[-1] > values[0]:
        return None  # a range: 50-100 mg
    if mark == "/" and end - at == 3 and values[1] == 24 and not unit:
        return None
    draft.next_act()
    draft.act = draft.act._replace(pair=tuple(values), pair_unit=unit)
    return end


def _take_schedule(draft: _Draft, parts: list[float], end: int) -> int:
    draft.next_act()
    words = draft.words
    named = TIMES if len(parts) == 4 else ("morning", "noon", "evening") if draft.last != "never" else TIMES
    for value, time in zip(parts, named, strict=False):
        if value and time not in draft.times:
            draft.times.append(time)
    times = float(sum(1 for value in parts if value))
    unit = UNITS.get(words[end]) if end < len(words) else None
    if unit is not None:
        end += 1
        draft.act = draft.act._replace(mass=Amount(max(parts), max(parts), unit), per_day=times, sum_of_day=sum(parts) / max(parts))
        return end
    counted = _counted(words, end)
    if counted is not None:
        end = counted[1]
    amount = Amount(min(value for value in parts if value), max(parts), "tablet")
    draft.act = draft.act._replace(count=amount, per_day=times, sum_of_day=sum(parts))
    return end


def _per(words: list[str], at: int) -> int | None:
    """Position after `/` or `per`, if one stands here."""
    return at + 1 if at < len(words) and words[at] in ("/", "per") else None


def _take_amount(draft: _Draft, low: float, high: float, unit: str, end: int, start: int) -> int:
    words = draft.words
    limited = draft.last == "limit"
    if unit in MILLILITRES and unit != "mL":
        low, high, unit = low * MILLILITRES[unit], high * MILLILITRES[unit], "mL"
    amount = Amount(low, high, unit)
    act = draft.act
    daily, after_day = _day_follows(words, end)
    if limited:
        draft.last = ""
        if daily or draft.limit is None:
            draft.limit = amount
        return after_day if daily else end
    if unit == "mL":
        return _take_volume(draft, amount, end)
    if act.mass is not None or act.pair:
        if act.count is not None and act.mass is not None and start and words[start - 1] in ("(", "[", "="):
            if abs(act.mass.high * act.count.high - high) < 1e-6 * high + 1e-9:
                return end  # "50 mg tablet, 2 tablets (100 mg)" says it twice
        timed = act.per_day is not None or act.sum_of_day is not None or act.whole_day
        if not timed:
            if act.mass == amount:
                return end
            draft.unread.extend(range(start, end))
            draft.notes.append("two amounts")
            return end
        draft.next_act()
        act = draft.act
    else:
        timed = act.per_day is not None
        if timed and act.count is None and draft.acts:
            pass
    after = _per(words, end)
    if after is not None and after < len(words):
        found = _per_what(draft, amount, after)
        if found is not None:
            return found
    if daily:
        draft.act = act._replace(mass=amount, whole_day=True)
        return after_day
    inside = start > 0 and words[start - 1] in ("(", "[", "=")
    counted_mass = act.count is not None and inside and not (end < len(words) and words[end] == "each")
    draft.act = act._replace(mass=amount, counted_mass=counted_mass)
    return end


def _day_follows(words: list[str], at: int) -> tuple[bool, int]:
    """Whether `a day`, `/day`, `per 24 hours`, `in 24 h`, `daily` follows an amount."""
    if at >= len(words):
        return False, at
    word = words[at]
    if word in ("/", "per", "a", "in", "in a", "over", "each"):
        rest = at + 1
        if rest < len(words) and words[rest] in ("a", "any", "one"):
            rest += 1
        if rest < len(words) and words[rest] in ("day", "d", "die"):
            return True, rest + 1
        if rest + 1 < len(words) and words[rest] == "24" and PERIODS.get(words[rest + 1]) == "hour":
            return True, rest + 2
    return False, at


def _per_what(draft: _Draft, amount: Amount, at: int) -> int | None:
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
        daily, after = _day_follows(words, end)
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
            draft.act = act._replace(mass=amount._replace(low=amount.low / hours, high=amount.high / hours), per_hour=True)
        return at + 1
    counted = _counted(words, at)
    if counted is not None:
        draft.counted_word, draft.after_count = counted[0], True
        draft.act = act._replace(mass=amount)
        return counted[1]
    return None


def _take_volume(draft: _Draft, amount: Amount, end: int) -> int:
    words = draft.words
    act = draft.act
    if act.per_volume is not None or act.mass is None:
        if act.count is not None and act.per_day is not None:
            draft.next_act()
            act = draft.act
        if act.count is None:
            draft.act = act._replace(count=amount)
        return end
    if act.count is None:
        draft.act = act._replace(count=amount)
    elif end < len(words):
        return end
    return end


def _take_count(draft: _Draft, low: float, high: float, word: str, end: int) -> int:
    words = draft.words
    daily, after_day = _day_follows(words, end)
    if draft.last == "limit":
        draft.last = ""
        draft.limit = Amount(low, high, word)
        return after_day if daily else end
    if word == "ampoule" and end < len(words) and draft.act.mass is not None and draft.act.count is not None:
        return end
    draft.counted_word, draft.after_count = word, True
    draft.solid = draft.solid or word in ("tablet", "capsule")
    if words[end - 2] == "oral":
        draft.route = draft.route or "mouth"
    act = draft.act
    if word == "dose":
        if daily or draft.act.per_day is None and draft.act.mass is not None:
            draft.add_times(high)
            return after_day if daily else end
        return end
    if act.count is not None and act.count.unit not in ("mL",):
        if act.per_day is None and act.sum_of_day is None and not act.whole_day:
            draft.notes.append("two counts")
            draft.act = act._replace(count=Amount(min(act.count.low, low), max(act.count.high, high), word))
            return end
        strength = act.mass if not act.whole_day else None
        draft.next_act()
        draft.act = draft.act._replace(mass=strength, pair=act.pair, pair_unit=act.pair_unit, per_volume=act.per_volume)
        act = draft.act
    if word == "patch":
        draft.route = draft.route or "patch"
    elif word in ("puff", "spray", "drop", "suppository"):
        route = PHRASES.get(words[end - 1])
        if draft.route is None and route is not None and route[0] == "route" and word in ("puff", "suppository"):
            draft.route = str(route[1])
    per_day = None
    if daily:
        draft.act = act._replace(count=Amount(low, high, word), per_day=1.0, sum_of_day=high)
        return after_day
    draft.act = act._replace(count=Amount(low, high, word))
    if per_day is not None:
        draft.add_times(per_day)
    return end


def _bare(draft: _Draft, low: float, high: float, at: int, end: int) -> int:
    """A number without unit: times a day, a count of tablets, a dose in an unwritten unit, or a clock."""
    words = draft.words
    following = words[end] if end < len(words) else ""
    limited = draft.last == "limit"
    after = end
    if following in ("x", "times", "time"):
        return _times(draft, low, high, at, end + 1)
    if following in ("am", "pm") or (following == ":" and end + 1 < len(words) and number(words[end + 1]) is not None):
        return _clock(draft, low, at, end)
    if following in ("hourly", "hrly") and high > 0:
        draft.add_times(24 / low if low else 24 / high)
        return end + 1
    if following in ("weekly", "monthly", "wkly") and low > 1:
        draft.add_times(1 / (low * DAYS["month" if following == "monthly" else "week"]))
        return end + 1
    daily, after = _day_follows(words, end)
    if limited:
        draft.last = ""
        draft.limit = Amount(low, high, "")
        return after if daily else end
    per = _per(words, end)
    if following == "a":
        per = end + 1
    period = PERIODS.get(words[per]) if per is not None and per < len(words) else None
    if period in ("day", "week", "month") and per is not None:
        days = DAYS[period]
        act = draft.act
        if period == "day" and act.mass is None and not act.pair and act.count is None and high > 6:
            draft.act = act._replace(mass=Amount(low, high, ""), whole_day=True)
        elif act.mass is None and not act.pair and period == "day":
            draft.act = act._replace(count=Amount(low, high, draft.counted_word), per_day=1.0, sum_of_day=high)
        else:
            draft.add_times(high / days)
            if period == "week":
                draft.days_per_week = high
        return per + 1
    span = read_span(words, at)
    if span is not None and span[1] < len(words) and words[span[1]] in ("pack", "packs", "supply", "starter", "kit", "course pack", "cycle"):
        return span[1]
    if span is not None:
        ago = read_ago(words, at)
        if ago is not None:
            if draft.stopped and draft.stop is None:
                draft.stop = ago
            elif draft.start is None:
                draft.start = ago
            return ago.end
        if draft.duration is None and (draft.act.mass or draft.act.count or draft.act.per_day):
            draft.duration = span[0]
            return span[1]
        if draft.duration is None and not draft.acts:
            draft.duration = span[0]
            return span[1]
        draft.unread.extend(range(at, span[1]))
        return span[1]
    previous = words[at - 1] if at else ""
    if previous in ("#", "disp", "qty", "quantity", "dispense", "refill", "refills", "supply") or (
        previous == ":" and at > 1 and words[at - 2] in ("#", "disp", "qty", "quantity", "dispense", "refill", "refills")
    ):
        return end
    act = draft.act
    if act.mass is not None or act.pair:
        timed = act.per_day is not None or act.sum_of_day is not None or act.whole_day
        if act.count is None and not timed and high <= 20:
            draft.act = act._replace(count=Amount(low, high, draft.counted_word or "tablet"))
            return end
        if timed and high <= 2000 and _phrase_kind(words, end) in ("frequency", "when", "unit"):
            strength, counted = act.mass, act.count
            draft.next_act()
            if counted is not None and strength is not None:
                draft.act = draft.act._replace(mass=strength, count=Amount(low, high, counted.unit))
            else:
                draft.act = draft.act._replace(mass=Amount(low, high, strength.unit if strength else ""))
            return end
        draft.unread.extend(range(at, end))
        return end
    if act.count is None:
        if draft.after_count and high <= 20:
            draft.act = act._replace(count=Amount(low, high, draft.counted_word or "tablet"))
        else:
            draft.act = act._replace(mass=Amount(low, high, ""))
        return end
    draft.unread.extend(range(at, end))
    return end


def _phrase_kind(words: list[str], at: int) -> str:
    hit = _phrase(words, at) if at < len(words) else None
    return hit[0] if hit is not None else ""


def _times(draft: _Draft, low: float, high: float, at: int, end: int) -> int:
    """After `3 x` or `3 times`: a day, a week, or an amount (2 x 50 mg)."""
    words = draft.words
    nearer = end
    if nearer < len(words) and number(words[nearer]) is not None:
        draft.next_act()
        draft.act = draft.act._replace(count=Amount(low, high, "tablet"))
        return end
    while nearer < len(words) and words[nearer] in ("/", "a", "per", "each", "every", "-", "in"):
        nearer += 1
    period = PERIODS.get(words[nearer]) if nearer < len(words) else None
    if period is None and nearer < len(words):
        period = {"nightly": "night", "daily": "day", "weekly": "week", "monthly": "month"}.get(words[nearer])
    if nearer + 1 < len(words) and words[nearer] == "24" and PERIODS.get(words[nearer + 1]) == "hour":
        period, nearer = "day", nearer + 1
    if draft.last == "limit":
        draft.last = ""
        draft.limit = Amount(low, high, "")
        return nearer + 1 if period else end
    if period in ("day", "night", "week", "month", "year"):
        days = DAYS["day" if period == "night" else period]
        draft.act = draft.act._replace(per_day=high / days)
        if period == "week":
            draft.days_per_week = high
        return nearer + 1
    draft.add_times(high)
    return end


def _clock(draft: _Draft, hour: float, at: int, end: int) -> int:
    """`8 am`, `22:00`: when, and once a day for each."""
    words = draft.words
    if words[end] == ":":
        end += 2
    late = end < len(words) and words[end] == "pm"
    if end < len(words) and words[end] in ("am", "pm"):
        end += 1
        hour = hour % 12 + (12 if late else 0)
    if hour > 24:
        draft.unread.extend(range(at, end))
        return end
    time = TIMES[0] if 4 <= hour < 11 else TIMES[1] if 11 <= hour < 16 else TIMES[2] if 16 <= hour < 20 else TIMES[3]
    act = draft.act
    if act.per_day is None:
        draft.act, draft.clock = act._replace(per_day=1.0), True
    elif draft.clock:
        draft.act = act._replace(per_day=act.per_day + 1)
    if time not in draft.times:
        draft.times.append(time)
    return end


# ---- phrases


def _on_frequency(draft: _Draft, at: int, end: int, value: object) -> int:
    assert isinstance(value, (int, float))
    words = draft.words
    per_day = round(float(value), 6) if value == int(value) or value == 0.5 else float(value)
    if words[at] in ("q", "every", "each") and False:
        return end
    word = " ".join(words[at:end])
    if word in ("od",) and draft.route == "eye":
        return end
    if abs(per_day - 0.5) < 1e-4:
        per_day = 0.5
    if 0 < per_day < 1:
        weekly = per_day * 7
        if abs(weekly - round(weekly)) < 1e-6 and per_day >= 1 / 7 - 1e-9:
            draft.days_per_week = float(round(weekly))
            per_day = round(weekly) / 7
    act = draft.act
    if draft.last == "limit":
        return end
    if act.whole_day and per_day < 1:
        draft.unread.extend(range(at, end))
        return end
    if act.sum_of_day is not None and per_day == 1:
        return end
    if act.per_day is not None and act.per_day > 1 and per_day <= 1:
        if per_day < 1:
            draft.act = act._replace(per_day=act.per_day * per_day)  # "twice a day, three days a week"
        return end
    draft.add_times(per_day)
    if "night" in word:
        draft.add_times(None, ("night",))
    return end


def _on_when(draft: _Draft, at: int, end: int, value: object) -> int:
    assert isinstance(value, tuple)
    last = draft.last
    act = draft.act
    if act.per_day is not None and act.per_day == 1 and draft.times and (act.mass or act.count or act.pair) and last == "when":
        if all(time not in draft.times for time in value) and at and draft.words[at - 1] in ("and", "&", "+", ",", "/"):
            draft.act = act._replace(per_day=act.per_day + len(value))
            draft.times.extend(value)
            return end
    draft.add_times(float(len(value)), value)
    return end


def _on_every(draft: _Draft, at: int) -> int | None:
    """`q6h`, `every 4 to 6 hours`, `every 3rd day`, `q 2 weeks`."""
    words = draft.words
    quantity = _quantity(words, at)
    if quantity is None:
        return None
    low, high, end = quantity
    if end < len(words) and words[end] in ("st", "nd", "rd", "th", "-"):
        end += 1
    period = PERIODS.get(words[end]) if end < len(words) else None
    if period is None or low <= 0:
        return None
    if period == "minute":
        return end + 1  # how often in an attack, not in a day
    per_day = 1 / (low * DAYS["day" if period == "night" else period])
    draft.act = draft.act._replace(per_day=round(per_day, 9))
    return end + 1


def _on_skip(draft: _Draft, at: int, end: int, value: object) -> int:
    words = draft.words
    word = words[at]
    if word in ("q", "every", "each") and end == at + 1:
        found = _on_every(draft, end)
        if found is not None:
            return found
    if word in ("x", "for") and end == at + 1:
        span = read_span(words, end)
        if span is not None:
            draft.duration = span[0]
            return span[1]
        value_after = number(words[end]) if end < len(words) else None
        if value_after is not None:
            following = words[end + 1] if end + 1 < len(words) else ""
            if following not in UNITS and following not in COUNTED and following not in ("/", "-"):
                if value_after <= 12:
                    act = draft.act
                    if act.per_day is None:
                        draft.act = act._replace(per_day=value_after)
                    else:
                        draft.act = act._replace(per_day=act.per_day * value_after)
                return end + 1
    if word == "for" and end == at + 1:
        return _on_for(draft, at)
    if value in ("powder", "solution", "soln", "suspension", "liquid", "syrup", "elixir", "oral solution", "oral suspension"):
        draft.route = draft.route or ("mouth" if str(value).startswith("oral") or value in ("syrup", "elixir") else None)
    elif isinstance(value, str) and value.startswith("oral"):
        draft.route = draft.route or "mouth"
    elif value in ("iv injection", "im injection", "sc injection") and isinstance(value, str):
        draft.route = draft.route or value[:2]
    return end


def _on_start(draft: _Draft, at: int, end: int, value: object) -> int:
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
    if value in ("since", "from", "beginning", "given", "received", "begin"):
        draft.unread.append(at)
    return end


def _when(words: list[str], at: int) -> When | None:
    while at < len(words) and words[at] in ("on", ":", "the", "-", ",", "at", "was", "it", "early", "mid", "late", "taking", "=", "about", "around"):
        at += 1
    return read_ago(words, at) or read_date(words, at)


def _on_stopped(draft: _Draft, at: int, end: int, value: object) -> int:
    words = draft.words
    when = _when(words, end)
    if value in ("stop", "hold", "discontinue", "off") and when is not None and when.offset is not None and when.offset > 0:
        draft.stop = when
        return when.end
    draft.stopped = True
    if when is not None:
        draft.stop = when
        if when.note:
            draft.notes.append(when.note)
        return when.end
    span = read_span(words, end) if value in ("off", "been off", "off since", "last dose", "last taken") else None
    if span is not None:
        draft.stop = When(None, -span[0], span[1])
        return span[1]
    return end


def _on_stops(draft: _Draft, at: int, end: int, value: object) -> int:
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


def _on_taken_for(draft: _Draft, at: int, end: int, value: object) -> int:
    span = read_span(draft.words, end)
    if span is None:
        draft.unread.append(at)
        return end
    draft.duration = span[0]
    if value in ("for the past", "for the last", "over the past", "over the last") and draft.start is None:
        draft.start = When(None, -span[0], span[1])
    return span[1]


def _on_for(draft: _Draft, at: int) -> int:
    """`for 5 days` is a duration; `for sleep` an indication."""
    words = draft.words
    span = read_span(words, at + 1)
    if span is not None:
        draft.duration = span[0]
        return span[1]
    return _indication(draft, at + 1)


def _indication(draft: _Draft, at: int) -> int:
    words = draft.words
    end = at
    while end < len(words) and end - at < 8:
        word = words[end]
        if word in ",.;()[]|+" or word[0].isdigit() or word in ("then", "but", "and", "or", "with", "max", "at", "by", "as", "in", "not"):
            if word not in ("and", "or") or end == at or end + 1 >= len(words) or _phrase_kind(words, end + 1) in _STOP_INDICATION:
                break
        elif end > at or word not in ("pain", "his", "her", "the", "a", "severe", "mild"):
            kind = _phrase_kind(words, end)
            if kind in _STOP_INDICATION and not (kind == "route" and end + 1 <= len(words) and words[end] in ("eye", "nose", "nasal", "ear", "skin", "gum")):
                break
        end += 1
    if end > at:
        said = " ".join(words[at:end]).replace(" - ", "-").replace(" ' ", "'")
        if draft.indication is None:
            draft.indication = said
        else:
            draft.unread.extend(range(at, end))
        return end
    return at


def _on_as_needed(draft: _Draft, at: int, end: int, value: object) -> int:
    draft.as_needed = True
    words = draft.words
    if end < len(words) and words[end] == "for":
        return _on_for(draft, end)
    if end < len(words) and words[end][0].isalpha() and _phrase(words, end) is None:
        return _indication(draft, end)
    return end


def _on_route(draft: _Draft, at: int, end: int, value: object) -> int:
    words = draft.words
    word = " ".join(words[at:end])
    if word in COUNTED:
        draft.counted_word, draft.after_count = COUNTED[word], True
    if word == "os" and draft.route != "eye" or word == "top" and draft.route:
        return end
    if draft.route is None or draft.route == "mouth" and word not in COUNTED and value != "mouth" or draft.route in ("skin", "lung") and value in ("nose", "eye", "ear", "vagina", "rectum", "patch"):
        draft.route = str(value)
    if word == "infusion" and draft.route == "iv":
        return end
    return end


def _on_form(draft: _Draft, at: int, end: int, value: object) -> int:
    if draft.form is None or value == "depot":
        draft.form = str(value)
    if "im" in draft.words[at:end] or "intramuscular" in draft.words[at:end]:
        draft.route = draft.route or "im"
    return end


def _on_meals(draft: _Draft, at: int, end: int, value: object) -> int:
    draft.meals = True
    return end


def _on_counted(draft: _Draft, at: int, end: int, value: object) -> int:
    if draft.words[at] == "oral":
        draft.route = draft.route or "mouth"
    draft.solid = draft.solid or value in ("tablet", "capsule")
    draft.counted_word, draft.after_count = str(value), True
    return end


def _on_limit(draft: _Draft, at: int, end: int, value: object) -> int:
    words = draft.words
    while end < len(words) and words[end] in (":", "of", "is", "dose", "daily", "."):
        end += 1
    draft.last = "limit"
    if end < len(words) and _quantity(words, end) is not None:
        return end
    draft.last = ""
    return end


def _on_divided(draft: _Draft, at: int, end: int, value: object) -> int:
    for word in str(value).split():
        amount = {"two": 2.0, "three": 3.0, "four": 4.0, "2": 2.0, "3": 3.0, "4": 4.0, "bid": 2.0, "tid": 3.0}.get(word)
        if amount is not None:
            draft.divided = amount
    draft.act = draft.act._replace(whole_day=True)
    return end


def _on_open(draft: _Draft, at: int, end: int, value: object) -> int:
    draft.open_ended = True
    return end


def _on_day(draft: _Draft, at: int, end: int, value: object) -> int:
    return end


def _on_planned(draft: _Draft, at: int, end: int, value: object) -> int:
    draft.planned = True
    return end


def _on_salt(draft: _Draft, at: int, end: int, value: object) -> int:
    draft.salt = True
    return end


def _on_number(draft: _Draft, at: int, end: int, value: object) -> int:
    return _number(draft, at)


def _on_unit(draft: _Draft, at: int, end: int, value: object) -> int:
    draft.unread.append(at)
    return end


_HANDLERS: Final[dict[str, Callable[[_Draft, int, int, object], int]]] = {
    "frequency": _on_frequency,
    "when": _on_when,
    "skip": _on_skip,
    "start": _on_start,
    "stopped": _on_stopped,
    "stops": _on_stops,
    "taken-for": _on_taken_for,
    "limit": _on_limit,
    "divided": _on_divided,
    "open": _on_open,
    "planned": _on_planned,
    "as-needed": _on_as_needed,
    "route": _on_route,
    "form": _on_form,
    "counted": _on_counted,
    "meals": _on_meals,
    "day": _on_day,
    "salt": _on_salt,
    "number": _on_number,
    "unit": _on_unit,
    "period": _on_unit,
}


def _finish(draft: _Draft) -> Directions:
    act = draft.act
    if draft.meals and act.per_day is None and act.sum_of_day is None and not act.whole_day and not draft.as_needed:
        act = act._replace(per_day=3.0)
        draft.notes.append("meals")
    if act != Act():
        if draft.acts and act.mass is None and act.count is None and not act.pair:
            pass
        else:
            draft.acts.append(act)
    if 0 <= draft.aside < len(draft.acts):
        draft.open_ended = True
    words = draft.words
    unread: list[str] = []
    before = -2
    for at in draft.unread:
        if unread and at == before + 1:
            unread[-1] += " " + words[at]
        else:
            unread.append(words[at])
        before = at
    return Directions(
        acts=tuple(draft.acts),
        route=draft.route,
        form=draft.form,
        times=tuple(time for time in TIMES if time in draft.times),
        days_per_week=draft.days_per_week,
        as_needed=draft.as_needed,
        start=draft.start,
        stop=draft.stop,
        stopped=draft.stopped,
        duration=draft.duration,
        indication=draft.indication,
        limit=draft.limit,
        open_ended=draft.open_ended,
        divided=draft.divided,
        planned=draft.planned,
        salt=draft.salt,
        solid=draft.solid,
        unread=tuple(unread),
        notes=tuple(draft.notes),
    )

