"""Values of a mapping about a patient: lists of words, days, and results of tests. What code got wrong raises `InputError`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from medsafe.errors import InputError
from medsafe.model.patient import Result
from medsafe.model.report import Gap
from medsafe.names.normal import key
from medsafe.notation.words import nearest


def read_results(value: Any) -> list[Result]:
    """Results as a list of mappings; a test is named by its id or in its words.

    >>> read_results([{"test": "lithium level", "date": "2026-08-01", "value": 0.8}])
    [Result(test='lithium-level', day=datetime.date(2026, 8, 1), value=0.8)]
    """
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        raise InputError(
            "patient: 'results' is a list such as [{'test': 'lithium-level', 'date': '2026-08-01', 'value': 0.8}]"
        )
    found = []
    for one in value:
        if not isinstance(one, Mapping) or not {"test", "date"} <= set(one) <= {"test", "date", "value"}:
            raise InputError("patient: each result holds 'test', 'date' and, if known, 'value'")
        measured = one.get("value")
        if measured is not None and (isinstance(measured, bool) or not isinstance(measured, (int, float))):
            raise InputError(f"patient: the value of {one['test']} is a number, not {type(measured).__name__}")
        test = str(one["test"]).strip().lower().replace("_", "-").replace(" ", "-")
        number = None if measured is None else float(measured)
        found.append(Result(test, read_day(one["date"], f"the date of {test}"), number))
    return found


def read_texts(value: Any, name: str) -> list[str]:
    """One text or several; a set is put in order."""
    several = isinstance(value, (list, tuple, set, frozenset))
    texts = [value] if isinstance(value, str) else list(value) if several else None
    if texts is None or not all(isinstance(text, str) for text in texts):
        raise InputError(f"patient: {name!r} is a list of words, not {type(value).__name__}")
    kept = [text for text in texts if text.strip()]
    return sorted(kept) if isinstance(value, (set, frozenset)) else kept


def read_day(value: Any, name: str) -> date:
    """A date, or text that begins with one.

    >>> read_day("2026-01-31T08:00", "the date")
    datetime.date(2026, 1, 31)
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        raise InputError(f"patient: {name} is a day such as 2026-01-31, not {value!r}") from None


def known_tests(results: Iterable[Result], names: Mapping[str, str]) -> tuple[tuple[Result, ...], tuple[Gap, ...]]:
    """Results by the ids of their tests; a test that nobody knows answers no demand of the plan, so it is a gap.

    >>> found, gaps = known_tests([Result("FBC", date(2026, 1, 1)), Result("zzz", date(2026, 1, 1))], {"fbc": "blood-count"})
    >>> found[0].test, gaps[0].message
    ('blood-count', "patient: no test of the follow-up plan is called 'zzz'")
    """
    found, gaps = [], []
    for result in results:
        name = names.get(key(result.test)) or names.get(key(result.test.replace("-", " ")))
        if name is None:
            said = f"patient: no test of the follow-up plan is called {result.test[:40]!r}"
            near = tuple(sorted({names[one] for one in nearest(key(result.test), names, 2)}))
            gaps.append(Gap("unread", said, suggestions=near, ask=f"which test is {result.test[:40]!r}?"))
        found.append(result._replace(test=name or result.test))
    return tuple(found), tuple(gaps)
