"""The fixed words of a report, said once for every format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from medsafe.model.medication import Medication
from medsafe.model.patient import Patient
from medsafe.model.report import Change
from medsafe.notation.saying import named

DO: Final = {
    "avoid": "Avoid",
    "change": "Change",
    "adjust": "Adjust",
    "monitor": "Monitor",
    "inform": "Be aware",
}

STATUS: Final = {
    "complete": "Every line was read.",
    "assumed": "Every line was read, some of them with an assumption: see “How the list was read”.",
    "partial": "Part of the list was NOT READ",
    "patient": "Part of what is said of the patient was NOT READ",
}

NOTHING_FOUND: Final = "Nothing found by the rules in force. This does not mean that the list is safe."
NOTHING_READ: Final = "No drug was read in any line: nothing was checked."
EMPTY_LIST: Final = "The list holds no medication: nothing was checked."
PURPOSE: Final = "Decision support for professionals. It can miss risks: silence is not safety; the clinician decides."


def number(value: float) -> str:
    """A number as people write it.

    >>> number(100.0), number(12.5), number(1500000.0), number(0.1 + 0.2)
    ('100', '12.5', '1500000', '0.3')
    """
    if value != value or value in (float("inf"), float("-inf")):
        return "unknown"
    rounded = round(value, 2) if abs(value) >= 0.1 else float(f"{value:.2g}")
    return str(int(rounded)) if rounded == int(rounded) else repr(rounded)


def count(amount: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "line"), count(2, "line"), count(2, "is", "are")
    ('1 line', '2 lines', '2 are')
    """
    return f"{amount} {one if amount == 1 else many or one + 's'}"


def listing(words: Sequence[str], last: str = "and") -> str:
    """Words as a spoken list.

    >>> listing(["a", "b", "c"])
    'a, b and c'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def few(words: Sequence[str], most: int, between: str = ", ") -> str:
    """The first words, and how many more there are.

    >>> few(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    if len(words) <= most:
        return between.join(words)
    return f"{between.join(words[:most])} and {len(words) - most} more"


def lines(positions: Iterable[int]) -> str:
    """Where in the list: people count from one.

    >>> lines([0, 2]), lines([1]), lines([-1])
    ('lines 1 and 3', 'line 2', 'patient text')
    """
    places = sorted(set(positions))
    numbers = [str(place + 1) for place in places if place >= 0]
    words = [f"line{'' if len(numbers) == 1 else 's'} {listing(numbers)}"] if numbers else []
    return listing(words + (["patient text"] if places and places[0] < 0 else []))


def sentence(text: str) -> str:
    """Text that begins with a capital and ends with a stop.

    >>> sentence("no dose was read")
    'No dose was read.'
    """
    text = stopped(text)
    return text[:1].upper() + text[1:]


def stopped(text: str) -> str:
    """Text that ends with a stop, for use after a label.

    >>> stopped("age at least 65")
    'age at least 65.'
    """
    text = text.strip()
    return text + ("" if not text or text[-1] in ".!?…" else ".")


def schedule(times: Iterable[str]) -> str:
    """When to test, in words.

    >>> schedule(["before", "every 1 weeks for 6 weeks", "after 1 weeks", "every 6 months"])
    'before, every week for 6 weeks, after 1 week, every 6 months'
    """
    return ", ".join(re.sub(r"\b(every )?1 (day|week|month|year)s?\b", _once, time) for time in times)


def _once(found: re.Match[str]) -> str:
    return f"every {found[2]}" if found[1] else f"1 {found[2]}"


def medication(line: Medication) -> str:
    """What was read in one line, in words.

    >>> from medsafe.model.medication import Amount, DayTotal
    >>> total = DayTotal("sertraline", 100.0, "mg/day", True)
    >>> medication(Medication("Zoloft 100 mg qam", drugs=("sertraline",), how="brand", read_as="Zoloft",
    ...     dose=Amount(100.0, 100.0, "mg"), per_day=1.0, daily=(total,), route="mouth", times=("morning",)))
    'sertraline (Zoloft), 100 mg/day, by mouth, in the morning'
    >>> medication(Medication("xyz"))
    'not read'
    """
    if not line.drugs:
        return "not read"
    said = [_names(line), *_totals(line)]
    if line.route:
        said.append(f"by {line.route}")
    if line.form and line.form != "immediate-release":
        said.append(line.form)
    said += [{"morning": "in the morning", "evening": "in the evening"}.get(time, f"at {time}") for time in line.times]
    if line.days_per_week is not None:
        said.append(f"{count_days(line.days_per_week)} a week")
    if line.as_needed:
        said.append("as needed")
    said += _dates(line)
    if line.indication:
        said.append(f"for {spoken(line.indication)}")
    return ", ".join(said)


def count_days(days: float) -> str:
    """A number of days.

    >>> count_days(14.0)
    '14 days'
    """
    return f"{number(days)} day{'' if days == 1 else 's'}"


def spoken(name: str) -> str:
    """An id as words.

    >>> spoken("seizure-disorder")
    'seizure disorder'
    """
    return name.replace("-", " ")


def patient(known: Patient) -> str:
    """What is known of the patient, in words; "" when nothing is.

    >>> patient(Patient(facts={"age": 78.0, "sex": "female"}, absent=frozenset({"seizure-disorder"})))
    'age 78, sex female, not: seizure disorder'
    """
    said = [
        f"{named(name)} {spoken(value) if isinstance(value, str) else number(value)}"
        for name, value in sorted(known.facts.items())
    ]
    said += [f"{named(name)} {low:.3g} to {high:.3g}" for name, (low, high) in sorted(known.bounds.items())]
    said += [spoken(name) for name in sorted(known.conditions)]
    absent = [spoken(name) for name in sorted(known.absent | known.substances_absent)]
    if absent:
        said.append(f"not: {', '.join(absent)}")
    if known.allergies is not None:
        said.append(f"allergic to {listing(known.allergies)}" if known.allergies else "no known allergies")
    if known.conditions_complete:
        said.append("no other conditions")
    return ", ".join(said)


def _names(line: Medication) -> str:
    drugs = " + ".join(line.drugs)
    as_written = line.read_as and line.read_as.casefold() not in (drugs.casefold(), spoken(drugs).casefold())
    return f"{drugs} ({line.read_as})" if as_written else drugs


def altered(change: Change) -> str:
    """What a layer changed in a rule, with both severities, why, and who agreed."""
    now = "switched off" if change.now == "none" else f"now {change.now}"
    beside = "".join(f" {sentence(words)}" for words in change.beside)
    agreed = f" Agreed: {stopped(change.agreed)}" if change.agreed else ""
    return f"{change.rule} {sentence(change.title)} Was {change.was}, {now}.{beside} Reason: {stopped(change.reason)}{agreed}"


def overdue(change: Change, day: date) -> str:
    """That a change was to be read again before this day, or ""."""
    return f" Was to be read again by {change.review_by}." if change.overdue(day) else ""


def _totals(line: Medication) -> list[str]:
    said = []
    for total in line.daily:
        if total.amount <= 0:
            continue
        at_least = "" if total.complete else "at least "
        whose = f" {total.drug}" if len(line.drugs) > 1 else ""
        said.append(f"{at_least}{number(total.amount)} {total.unit}{whose}")
    if not said and line.line >= 0 and not line.stopped:
        said.append("no dose read")
    return said


def _dates(line: Medication) -> list[str]:
    said = []
    if line.start is not None:
        said.append(f"since {line.start.isoformat()}")
    if line.duration is not None:
        said.append(f"for {count_days(line.duration)}")
    if line.stopped:
        said.append(f"stopped{_on(line.stop)}")
    elif line.stop is not None:
        said.append(f"until {line.stop.isoformat()}")
    return said


def _on(day: date | None) -> str:
    return f" {day.isoformat()}" if day else ""
