"""An index that finds every name within two edits of a query without looking at the others.

Two edits leave one of the three thirds of a name untouched, so names are kept by their thirds. Thirds of short names are too
common to tell names apart; these are kept by what remains when up to two letters are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

REACH: Final = 2
_SHORT: Final = 8  # names up to this length are kept by dropped letters


def _dropped(name: str) -> set[str]:
    """The name, and what remains of it without one or two of its letters."""
    once = {name[:at] + name[at + 1 :] for at in range(len(name))}
    found = {name, *once}
    for one in once:
        found.update([one[:at] + one[at + 1 :] for at in range(len(one))])
    return found


class Thirds:
    """Positions of names by their parts."""

    def __init__(self, names: Sequence[str]):
        parts: dict[str, list[int]] = {}
        short: dict[str, list[int]] = {}
        for at, name in enumerate(names):
            length = len(name)
            if length <= _SHORT:
                for rest in _dropped(name):
                    short.setdefault(rest, []).append(at)
                continue
            first, second = length // 3, (2 * length) // 3
            size = chr(length)
            parts.setdefault(f"{size}1{name[:first]}", []).append(at)
            parts.setdefault(f"{size}2{name[first:second]}", []).append(at)
            parts.setdefault(f"{size}3{name[second:]}", []).append(at)
        self._parts, self._short = parts, short

    def candidates(self, query: str) -> list[int]:
        """The positions of every name that may be within two edits of the query."""
        found: set[int] = set()
        count = len(query)
        if count <= _SHORT + REACH:
            bucket = self._short.get
            for rest in _dropped(query):
                hit = bucket(rest)
                if hit is not None:
                    found.update(hit)
        get = self._parts.get
        for length in range(max(_SHORT + 1, count - REACH), count + REACH + 1):
            first, second = length // 3, (2 * length) // 3
            shift = count - length
            size = chr(length)
            keys = [f"{size}1{query[:first]}", f"{size}3{query[second + shift :]}"]
            for start in range(first + max(-1, shift - 1), first + min(1, shift + 1) + 1):
                keys.append(f"{size}2{query[start : start + second - first]}")
            # A swap of neighbours over the border of two thirds is one edit that touches both.
            keys.append(f"{size}1{query[: first - 1]}{query[first : first + 1]}")
            border = second + shift
            keys.append(f"{size}3{query[border - 1 : border]}{query[border + 1 :]}")
            for key in keys:
                hit = get(key)
                if hit is not None:
                    found.update(hit)
        return list(found)
