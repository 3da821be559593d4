"""What has been read of some directions so far, and the small questions that reading asks of the words ahead."""

from __future__ import annotations

from medsafe.model.medication import Amount
from medsafe.names.dates import When
from medsafe.names.directions import Act
from medsafe.names.tokens import number
from medsafe.names.words import COUNTED, LONGEST, PERIODS, PHRASES


class Draft:
    """What has been read so far. `act` is the part being read; a new one begins when an amount follows a finished one."""

    __slots__ = (
        "act", "acts", "after_count", "again", "as_needed", "aside", "bare_at", "clock", "counted_at", "counted_word",
        "days_per_week", "depth", "divided", "duration", "form", "former", "indication", "last_dose", "limit", "limit_days",
        "meals", "named_days", "notes", "open_ended", "planned", "recount", "remarks", "route", "salt", "solid", "start", "stop", "stopped",
        "times", "unread", "weekdays", "words",
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
        self.limit_days = 1.0  # in so many days
        self.divided: float | None = None
        self.unread: list[int] = []
        self.former: list[int] = []  # words of a dose that is no longer given
        self.remarks: list[int] = []  # words that were understood to be no part of the dose
        self.notes: list[str] = []
        self.counted_word = ""
        self.bare_at: tuple[int, ...] = ()  # the words of the last number without a unit
        self.counted_at: tuple[int, ...] = ()  # the words of the last count
        self.after_count = False  # a countable word or a form has been read: a bare number counts tablets
        self.depth = 0  # open brackets
        self.again = False  # the part being read is a count behind a finished part: more of it, or what was dispensed
        self.recount: tuple[int, ...] = ()  # the words of that count
        self.last_dose: tuple[int, ...] = ()  # "last dose" and its day, perhaps of a medicine still taken
        self.clock = False  # the times a day are counted by hours of the day
        self.meals = self.solid = False
        self.weekdays: set[str] = set()
        self.named_days = 0  # days of the week that were named so far
        self.aside = -1  # how many parts there were when a remark in brackets began

    @property
    def timed(self) -> bool:
        """Whether the part being read says how often."""
        act = self.act
        return act.per_day is not None or act.sum_of_day is not None or act.whole_day or bool(self.weekdays)

    def next_act(self) -> None:
        """Close the part being read if it has an amount and a time, and begin another."""
        if self.weekdays:
            self.close_weekdays()
        act = self.act
        if self.timed and (act.mass or act.given or act.pair):
            self.acts.append(act)
            self.act = Act()

    def close_weekdays(self) -> None:
        """Days of the week that were named: the dose is given on these only."""
        count, act = len(self.weekdays), self.act
        self.days_per_week = float(count)
        self.named_days += count
        if self.acts and self.acts[-1].per_day == 1 and act.mass is not None:
            # "5 mg daily, 7.5 mg Tuesday": in place of the other dose on that day
            self.acts[-1] = self.acts[-1]._replace(per_day=1 - count / 7, on_a_day=1.0)
        if act.per_day is None:
            self.act = act._replace(per_day=count / 7)
        elif act.per_day >= 1:
            self.act = act._replace(per_day=act.per_day * count / 7, on_a_day=act.per_day)
        self.weekdays = set()

    def once(self) -> float:
        """What the part being read gives each time, in the unit written."""
        return _once(self.act)

    def day_total(self) -> float:
        """What has been read so far amounts to in a day, in the unit written."""
        return sum(_once(act) * (1.0 if act.whole_day else act.per_day or 1.0) for act in (*self.acts, self.act))

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


def _once(act: Act) -> float:
    if act.mass is None:
        return 0.0
    if act.given is None or act.counted_mass:
        return act.mass.high
    return act.mass.high * act.given.high / (act.per_volume or 1.0)


def phrase_at(words: list[str], at: int) -> tuple[str, object, int] | None:
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


def phrase_kind(words: list[str], at: int) -> str:
    """The kind of the phrase at this token; "" for none."""
    hit = phrase_at(words, at) if at < len(words) else None
    return hit[0] if hit is not None else ""


def counted_at(words: list[str], at: int) -> tuple[str, int] | None:
    """The countable thing named at this token (tablet, puff), and the position after it."""
    if at >= len(words):
        return None
    for length in range(min(LONGEST.get(words[at], 0), len(words) - at), 0, -1):
        word = COUNTED.get(" ".join(words[at : at + length]))
        if word is not None:
            return word, at + length
    return None


def quantity_at(words: list[str], at: int) -> tuple[float, float, int] | None:
    """`2`, `1/2`, `1 1/2`, `1-2`, `one to two`: low, high, position after."""
    first = number_at(words, at)
    if first is None:
        return None
    low, end = first
    if end + 1 < len(words) and words[end] in ("-", "to", "or", "~"):
        second = number_at(words, end + 1)
        if second is not None:
            high, after = second
            if high >= low:
                return low, high, after
    return low, low, end


def number_at(words: list[str], at: int) -> tuple[float, int] | None:
    """One number, in digits or words, with its fraction; and the position after it."""
    if at >= len(words):
        return None
    word = words[at]
    value = number(word)
    if value is None:
        hit = phrase_at(words, at)
        if hit is not None and hit[0] == "number" and isinstance(hit[1], (int, float)):
            return float(hit[1]), hit[2]
        return None
    if word[-1:] == "." or len(word) > 9:
        return None
    longer = phrase_at(words, at) if word in LONGEST else None
    if longer is not None and longer[0] == "number" and isinstance(longer[1], (int, float)):
        return float(longer[1]), longer[2]
    part = fraction_at(words, at)
    if part is not None:
        return part, at + 3
    part = fraction_at(words, at + 1)
    if part is not None and value == int(value):
        return value + part, at + 4
    return value, at + 1


def fraction_at(words: list[str], at: int) -> float | None:
    """`1/2`, `3/4`: a fraction of a tablet; `5/10` and `25/100` are not."""
    if at + 2 < len(words) and words[at + 1] == "/":
        over, under = words[at], words[at + 2]
        if over in ("1", "2", "3") and under in ("2", "3", "4", "8") and over < under:
            return int(over) / int(under)
    return None


def day_follows(words: list[str], at: int) -> tuple[bool, int]:
    """Whether `a day`, `/day`, `per 24 hours`, `in 24 h`, `daily` follows an amount."""
    if at >= len(words):
        return False, at
    word = words[at]
    if word in ("/", "per", "a", "in", "in a", "over", "each"):
        rest = at + 1
        if rest < len(words) and words[rest] in ("a", "any", "one"):
            rest += 1
        if rest < len(words) and words[rest] != "daily" and PERIODS.get(words[rest]) == "day":
            return True, rest + 1
        if rest + 1 < len(words) and words[rest] == "24" and PERIODS.get(words[rest + 1]) == "hour":
            return True, rest + 2
    return False, at


def per_at(words: list[str], at: int) -> int | None:
    """Position after `/` or `per`, if one stands here."""
    return at + 1 if at < len(words) and words[at] in ("/", "per") else None
