"""Which slips of the pen or the finger people make: a letter dropped or doubled, neighbours swapped, one that sounds or lies alike.

Any other letter put in or in place of another is uncommon: two spellings that differ so are seldom the same name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_VOWELS: Final = frozenset("aeiouy")
_SOUND_ALIKE: Final = tuple(map(frozenset, ("cks", "sz", "fv", "iy", "gj", "td", "pb", "mn", "xz", "kq", "uw", "vw")))
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _side_by_side() -> frozenset[str]:
    """Pairs of letters whose keys touch: each row of a keyboard stands half a key to the right of the one above."""
    at = {letter: (row, place + row / 2) for row, keys in enumerate(_KEYS) for place, letter in enumerate(keys)}
    return frozenset(
        one + other
        for one, (row, place) in at.items()
        for other, (below, beside) in at.items()
        if one != other and abs(row - below) <= 1 and abs(place - beside) <= 1
    )


_TOUCHING: Final = _side_by_side()


def uncommon_slips(name: str, written: str, edits: int) -> int | None:
    """The fewest uncommon slips among at most `edits` that turn a name into what was written; None if they are not enough.

    >>> uncommon_slips("zoloft", "zolft", 1), uncommon_slips("trazodone", "trazadone", 1), uncommon_slips("aspirin", "xspirin", 1)
    (0, 0, 1)
    """
    return min(_ways(name, written, edits, ""), default=None)


def _ways(name: str, written: str, edits: int, before: str) -> Iterator[int]:
    """For each way to explain what was written by slips: how many of them are uncommon. `before` is the letter last written."""
    same = 0
    for one, other in zip(name, written, strict=False):
        if one != other:
            break
        same += 1
    if same:
        before, name, written = name[same - 1], name[same:], written[same:]
    if not name and not written:
        yield 0
        return
    if not edits or abs(len(name) - len(written)) > edits:
        return
    edits -= 1
    if name:
        yield from _ways(name[1:], written, edits, before)
    if written:
        new = written[0]
        after = name[:1]
        added = new not in _VOWELS and new != "h" and not {new + before, new + after} & _TOUCHING
        for more in _ways(name, written[1:], edits, new):
            yield more + (added and new not in (before, after))
    if name and written:
        for more in _ways(name[1:], written[1:], edits, written[0]):
            yield more + (not _alike(name[0], written[0]))
        if len(name) > 1 and written[:2] == name[1] + name[0]:
            yield from _ways(name[2:], written[2:], edits, name[0])


def _alike(one: str, other: str) -> bool:
    both = {one, other}
    return one + other in _TOUCHING or both <= _VOWELS or any(both <= group for group in _SOUND_ALIKE)
