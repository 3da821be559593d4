"""The follow-up plan as dates: when each test is due, counted from the day its drugs were started, and what results have answered.

Words of a schedule: `before`, `after 5 days`, `every 3 months`, `every 1 weeks for 26 weeks`, `yearly`, `when indicated`.
`for` counts from the start; an `every` without `for` begins when the longest of those has ended.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from medsafe.model.patient import Result
from medsafe.model.report import Due
from medsafe.model.words import DAYS

_SPAN: Final = r"(\d+(?:\.\d+)?) (hours?|days?|weeks?|months?|years?)"
_AFTER: Final = re.compile(rf"^after {_SPAN}$")
_EVERY: Final = re.compile(rf"^every {_SPAN}(?: for {_SPAN})?$")
_PLAIN: Final = {
    "daily": "every 1 days",
    "weekly": "every 1 weeks",
    "monthly": "every 1 months",
    "yearly": "every 12 months",
}
_ENDLESS: Final = 3
EARLY: Final = 0.25
"""A test counts for a due date when it was done at most a quarter of the interval before it."""


class Span(NamedTuple):
    """A length of time, in months or in days."""

    number: float
    unit: str

    @property
    def days(self) -> float:
        return self.number * DAYS[self.unit]

    def after(self, day: date) -> date:
        """The day that lies this far ahead; months are those of the calendar.

        >>> Span(1, "month").after(date(2026, 1, 31)), Span(2, "week").after(date(2026, 1, 31))
        (datetime.date(2026, 2, 28), datetime.date(2026, 2, 14))
        """
        if self.unit in ("month", "year") and self.number == int(self.number):
            months = day.year * 12 + day.month - 1 + int(self.number) * (12 if self.unit == "year" else 1)
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
        return day + timedelta(days=round(self.days))


class Plan(NamedTuple):
    """A test as one rule asks for it, and the day on which the last of the rule's drugs was started."""

    schedule: tuple[str, ...]
    start: date | None


def merged(plans: Iterable[Plan]) -> tuple[str, ...]:
    """The words of all plans in the order of time; of rhythms without an end only the shortest, since it serves the others.

    >>> merged([Plan(("before", "after 1 weeks", "every 6 months"), None), Plan(("after 5 days", "every 3 months"), None)])
    ('before', 'after 5 days', 'after 1 weeks', 'every 3 months')
    """
    ordered = sorted({when for plan in plans for when in plan.schedule}, key=_rank)
    endless = [when for when in ordered if _rank(when)[0] == _ENDLESS]
    return tuple(when for when in ordered if when not in endless[1:])


def _rank(when: str) -> tuple[int, float, str]:
    """Before, often at first, once after a time, again and again, and what has no time."""
    if when == "before":
        return 0, 0.0, when
    if after := _AFTER.match(when):
        return 2, _span(after[1], after[2]).days, when
    if every := _EVERY.match(_PLAIN.get(when, when)):
        return 1 if every[3] else _ENDLESS, _span(every[1], every[2]).days, when
    return _ENDLESS + 1, 0.0, when


def due_dates(test: str, plans: Iterable[Plan], results: Sequence[Result], as_of: date) -> tuple[Due, ...]:
    """Each demand of the plans with its day and its state, the earliest first, those without a day last.

    >>> day = date(2026, 3, 1)
    >>> due_dates("tsh", [Plan(("before", "every 6 months"), date(2025, 6, 1))], [], day)[1]
    Due(when='every 6 months', on=datetime.date(2026, 6, 1), state='due')
    >>> due_dates("tsh", [Plan(("every 6 months",), date(2025, 6, 1))], [Result("tsh", date(2025, 11, 20))], day)[0]
    Due(when='every 6 months', on=datetime.date(2026, 5, 20), state='due')
    """
    done = sorted(result.day for result in results if result.test == test and result.day <= as_of)
    found: dict[Due, None] = {}
    for plan in plans:
        for due in _of_plan(plan, done, bool(results), as_of):
            found.setdefault(due)
    return tuple(sorted(found, key=lambda due: (due.on is None, due.on or as_of, due.when)))


def _of_plan(plan: Plan, done: list[date], told: bool, as_of: date) -> Iterable[Due]:
    phases = [(match, when) for when in plan.schedule if (match := _EVERY.match(_PLAIN.get(when, when)))]
    limits = [_span(match[3], match[4]) for match, _ in phases if match[3]]
    for when in plan.schedule:
        after = _AFTER.match(when)
        if when == "before":
            yield _due(
                when, plan.start, bool(done), told, as_of
            )  # a later result takes the place of a baseline that was missed
        elif after is not None:
            span = _span(after[1], after[2])
            on = span.after(plan.start) if plan.start is not None else None
            earliest = on - timedelta(days=span.days * EARLY) if on is not None else None
            yield _due(when, on, earliest is not None and any(day >= earliest for day in done), told, as_of)
        elif not any(when == other for _, other in phases):
            yield Due(when, None, "when indicated")
    for match, when in phases:
        interval = _span(match[1], match[2])
        begins, ends = plan.start, None
        if plan.start is not None and match[3]:
            ends = _span(match[3], match[4]).after(plan.start)
            shorter = [span for span in limits if span.days < _span(match[3], match[4]).days]
            if shorter:
                begins = max(shorter, key=lambda span: span.days).after(plan.start)
        elif plan.start is not None and limits:
            begins = max(limits, key=lambda span: span.days).after(plan.start)
        if ends is not None and ends <= as_of:
            continue  # this phase is over
        on = _next(interval, begins, done)
        if begins is not None and begins > as_of:
            on = begins  # a later phase
        elif not told and on is not None and begins is not None:
            on = _from(interval, begins, as_of)  # nobody says what was done: the next day of the rhythm
        yield _due(when, on, False, told, as_of)


def _next(interval: Span, begins: date | None, done: list[date]) -> date | None:
    """One interval after the last result, else after the start."""
    last = max([day for day in (begins, done[-1] if done else None) if day is not None], default=None)
    return interval.after(last) if last is not None else None


def _from(interval: Span, begins: date, as_of: date) -> date:
    """The first day on or after `as_of` in the rhythm that begins on a day."""
    steps = max(int((as_of - begins).days / max(interval.days, 1.0)), 1)
    for times in range(max(steps - 1, 1), steps + 3):
        day = Span(interval.number * times, interval.unit).after(begins)
        if day >= as_of:
            return day
    return as_of


def _due(when: str, on: date | None, answered: bool, told: bool, as_of: date) -> Due:
    """`unknown` where the day is not known, or has passed and no results were given at all; a list of results is taken as complete."""
    if answered:
        return Due(when, on, "done")
    if on is None:
        return Due(when, None, "unknown")
    if on >= as_of:
        return Due(when, on, "due")
    return Due(when, on, "overdue" if told else "unknown")


def _span(number: str, unit: str) -> Span:
    return Span(float(number), unit.removesuffix("s"))
