"""What is known of the patient. Unknown is unknown: it is neither yes nor no."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

Value = float | str


class Result(NamedTuple):
    """A test that was done on a day, with its value where that is known; the plan of tests looks for it."""

    test: str
    day: date
    value: float | None = None


class Patient(NamedTuple):
    """Facts by id (`age`, `egfr`, `sex`), conditions known present or absent, and allergies by drug or class id.

    >>> Patient(facts={"age": 78.0}, conditions=frozenset({"dementia"})).knows("age")
    True
    """

    facts: Mapping[str, Value] = {}
    conditions: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    allergies: tuple[str, ...] | None = None  # ids; () is "no known allergies", None is unknown
    substances_absent: frozenset[str] = frozenset()  # "no alcohol", "non-smoker"
    conditions_complete: bool = False  # the list of conditions is closed: not mentioned means absent
    results: tuple[
        Result, ...
    ] = ()  # tests done; where any are given, a test that is not among them counts as not done
    bounds: Mapping[str, tuple[float, float]] = {}  # facts known only to lie between two numbers ("CKD 3b")

    def knows(self, name: str) -> bool:
        """Whether a fact or condition is known, either way."""
        return name in self.facts or name in self.conditions or name in self.absent or self.conditions_complete
