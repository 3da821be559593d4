"""An index that finds every name within two edits of a query without looking at the others.

Two edits leave one of the three thirds of a name untouched, so names are kept by their thirds. Thirds of short names are too
common to tell names apart; these are kept by what remains when up to two letters are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

REACH: Final = 2
_SHORT: Final = 8  # names up to this length are kept by dropped letters
_BEGINNING: Final = 7  # of that many letters: two names within two edits share what remains of their beginnings too


def _dropped(name: str) -> set[str]:
    """The name, and what remains of it without one or two of its letters."""
    found = {name}
    count = len(name)
    for at in range(count):
        head, tail = name[:at], name[at + 1 :]
        found.add(head + tail)
        found.update([head + tail[:more] + tail[more + 1 :] for more in range(count - at - 1)])
    return found


class Thirds:
    """Positions of names by their parts."""

    def __init__(self, names: Sequence[str]):
        # For each length: names by their first, second and last third.
        parts: dict[int, tuple[dict[str, list[int]], dict[str, list[int]], dict[str, list[int]]]] = {}
        short: dict[str, list[int]] = {}
        for at, name in enumerate(names):
            length = len(name)
            if length <= _SHORT:
                for rest in _dropped(name[:_BEGINNING]):
                    short.setdefault(rest, []).append(at)
                continue
            first, second = length // 3, (2 * length) // 3
            heads, middles, tails = parts.setdefault(length, ({}, {}, {}))
            heads.setdefault(name[:first], []).append(at)
            middles.setdefault(name[first:second], []).append(at)
            tails.setdefault(name[second:], []).append(at)
        self._parts, self._short = parts, short

    def candidates(self, query: str) -> list[int]:
        """The positions of every name that may be within two edits of the query."""
        found: set[int] = set()
        count = len(query)
        if count <= _SHORT + REACH:
            short = self._short
            for rest in short.keys() & _dropped(query[:_BEGINNING]):
                found.update(short[rest])
        for length in range(max(_SHORT + 1, count - REACH), count + REACH + 1):
            if length not in self._parts:
                continue
            heads, middles, tails = self._parts[length]
            first, second, shift = length // 3, (2 * length) // 3, count - length
            size, border = second - first, second + shift
            head, tail = query[:first], query[border:]
            if head in heads:
                found.update(heads[head])
            if tail in tails:
                found.update(tails[tail])
            for start in range(first + max(-1, shift - 1), first + min(1, shift + 1) + 1):
                middle = query[start : start + size]
                if middle in middles:
                    found.update(middles[middle])
            # A swap of neighbours over the border of two thirds is one edit that touches both.
            head = query[: first - 1] + query[first : first + 1]
            if head in heads:
                found.update(heads[head])
            tail = query[border - 1 : border] + query[border + 1 :]
            if tail in tails:
                found.update(tails[tail])
        return list(found)
