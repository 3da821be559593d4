"""Three-valued logic: no, unknown, yes, as the integers 0, 1, 2.

With this order `and` is `min`, `or` is `max` and `not x` is `2 - x`, which keeps judging fast and plain.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

Truth = int
"""0 (no), 1 (unknown) or 2 (yes)."""

NO: Final = 0
UNKNOWN: Final = 1
YES: Final = 2

COMPARATORS: Final[dict[str, tuple[str, ...]]] = {
    ">": ("above", "more than"),
    "<": ("below", "less than"),
    ">=": ("at least",),
    "<=": ("at most",),
}
"""Our sign for each comparison, and the words that say it in YAML."""

INFINITY: Final = float("inf")


def counted(wanted: int, values: Sequence[Truth]) -> Truth:
    """Whether at least so many of these hold.

    >>> counted(2, (YES, UNKNOWN, NO)), counted(2, (YES, YES)), counted(2, (YES, NO))
    (1, 2, 0)
    """
    sure, possible = values.count(YES), len(values) - values.count(NO)
    return YES if sure >= wanted else UNKNOWN if possible >= wanted else NO


def compare(low: float, high: float, sign: str, bound: float) -> Truth:
    """Compare a number known to lie in [low, high] with a bound.

    >>> compare(20, 20, "<=", 20), compare(10, INFINITY, "<=", 20), compare(30, INFINITY, "<=", 20)
    (2, 1, 0)
    """
    if sign == ">":
        return YES if low > bound else NO if high <= bound else UNKNOWN
    if sign == ">=":
        return YES if low >= bound else NO if high < bound else UNKNOWN
    if sign == "<":
        return YES if high < bound else NO if low >= bound else UNKNOWN
    return YES if high <= bound else NO if low > bound else UNKNOWN
