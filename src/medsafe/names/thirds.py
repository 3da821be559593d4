"""An index that finds every name within two edits of a query without looking at the others.

Two edits leave one of the three thirds of a name untouched, so names are kept by their thirds. Thirds of short names are too
common to tell names apart; these are kept by what remains when up to two letters are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

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
        self._heads: dict[str, list[int]] = {}
        self._middles: dict[str, list[int]] = {}
        self._tails: dict[str, list[int]] = {}
        self._short: dict[str, list[int]] = {}
        self._cuts: dict[int, _Cuts] = {}
        for at, name in enumerate(names):
            length = len(name)
            if length <= _SHORT:
                for rest in _dropped(name[:_BEGINNING]):
                    self._short.setdefault(rest, []).append(at)
                continue
            first, second = length // 3, (2 * length) // 3
            self._heads.setdefault(name[:first], []).append(at)
            self._middles.setdefault(name[first:second], []).append(at)
            self._tails.setdefault(name[second:], []).append(at)

    def candidates(self, query: str) -> list[int]:
        """The positions of every name that may be within two edits of the query, and of some that are not."""
        found: set[int] = set()
        count = len(query)
        if count <= _SHORT + REACH:
            short = self._short
            for rest in short.keys() & _dropped(query[:_BEGINNING]):
                found.update(short[rest])
        cuts = self._cuts.get(count)
        if cuts is None:
            cuts = self._cuts[count] = _cuts(count)
        heads, middles, tails = self._heads, self._middles, self._tails
        # A swap of neighbours over the border of two thirds is one edit that touches both.
        for end in cuts.heads:
            for part in (query[:end], query[: end - 1] + query[end : end + 1]):
                if part in heads:
                    found.update(heads[part])
        for start in cuts.tails:
            for part in (query[start:], query[start - 1 : start] + query[start + 1 :]):
                if part in tails:
                    found.update(tails[part])
        for start, end in cuts.middles:
            part = query[start:end]
            if part in middles:
                found.update(middles[part])
        return list(found)


class _Cuts(NamedTuple):
    """Where the thirds of names of about one length may lie in a query of that length."""

    heads: tuple[int, ...]  # where a first third ends
    middles: tuple[tuple[int, int], ...]
    tails: tuple[int, ...]  # where a last third begins


def _cuts(count: int) -> _Cuts:
    heads: set[int] = set()
    middles: set[tuple[int, int]] = set()
    tails: set[int] = set()
    for length in range(max(_SHORT + 1, count - REACH), count + REACH + 1):
        first, second, shift = length // 3, (2 * length) // 3, count - length
        heads.add(first)
        tails.add(second + shift)
        for start in range(first + max(-1, shift - 1), first + min(1, shift + 1) + 1):
            middles.add((start, start + second - first))
    return _Cuts(tuple(sorted(heads)), tuple(sorted(middles)), tuple(sorted(tails)))
