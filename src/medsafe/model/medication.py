"""One line of a medication list, and what was read in it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Amount(NamedTuple):
    """What is given each time: 50 to 100 mg has `low` 50, `high` 100, `unit` mg."""

    low: float
    high: float
    unit: str  # mg, mcg, g, mL, units, mcg/hour, mmol, tablet, puff, …: the unit as normalised


class DayTotal(NamedTuple):
    """The most of one drug that the line permits in a day, in `unit` (mg/day or mcg/hour).

    `complete` is False where part of the order was not read: the total is then *at least* `amount`.
    """

    drug: str
    amount: float
    unit: str
    complete: bool


class Medication(NamedTuple):
    """One order as written, and what was read in it. Everything not written is None, empty or False.

    `line` is the 0-based position in the caller's list, or -1 where the patient text named the drug.
    """

    text: str
    line: int = -1
    drugs: tuple[str, ...] = ()
    products: tuple[str, ...] = ()  # product ids
    how: str = ""  # exact, synonym, brand, code, clinic name, fuzzy; "" when no drug was read
    read_as: str = ""  # the name that was matched, as the catalogue writes it
    dose: Amount | None = None
    per_day: float | None = None  # times a day, at most
    daily: tuple[DayTotal, ...] = ()
    route: str | None = None
    form: str | None = None
    times: tuple[str, ...] = ()  # morning, noon, evening, night
    days_per_week: float | None = None
    as_needed: bool = False
    start: date | None = None
    stop: date | None = None
    stopped: bool = False  # said to be stopped, with or without a date
    duration: float | None = None  # days
    indication: str | None = None  # condition id where known, else the words written
    unread: tuple[str, ...] = ()  # words that were not understood, verbatim
