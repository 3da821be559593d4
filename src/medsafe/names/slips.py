"""Which slips of the pen or the finger people make: a letter dropped or doubled, neighbours swapped, one that sounds or lies alike.

Any other letter put in or in place of another is uncommon: two spellings that differ so are seldom the same name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

_VOWELS: Final = frozenset("aeiouy")
_SOUND_ALIKE: Final = tuple(map(frozenset, ("cks", "sz", "fv", "iy", "gj", "td", "pb", "mn", "xz", "kq", "uw", "vw")))
_CONFUSED: Final = ({"e", "i"}, {"i", "y"}, {"a", "o"})
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


class _Way(NamedTuple):
    """One way to explain what was written."""

    uncommon: int  # slips that people seldom make
    lost: int  # letters dropped or swapped: what everyone does, and what needs no other letter to be thought of


def uncommon_slips(name: str, written: str, edits: int) -> int | None:
    """The fewest uncommon slips among at most `edits` that turn a name into what was written; None if they are not enough.

    >>> uncommon_slips("zoloft", "zolft", 1), uncommon_slips("trazodone", "trazadone", 1), uncommon_slips("aspirin", "xspirin", 1)
    (0, 0, 1)
    """
    return min((way.uncommon for way in _ways(name, written, edits, "")), default=None)


def is_usual_slip(name: str, written: str) -> bool:
    """Whether one of the slips that most misspellings are was made: half of a double letter, a vowel or the order of two letters lost,
    or e and i, i and y, a and o confused, anywhere but at the start.

    >>> [is_usual_slip("zoloft", written) for written in ("zolft", "zolotf", "zoleft", "oloft")]
    [True, True, False, False]
    """
    at = next((at for at, (one, other) in enumerate(zip(name, written, strict=False)) if one != other), len(written))
    if not at:
        return False
    if len(written) == len(name) - 1:
        return written[at:] == name[at + 1 :] and (name[at] in _VOWELS or name[at] == name[at - 1])
    if len(written) != len(name) or at == len(name):
        return False
    swapped = name[at + 1 : at + 2] + name[at] + name[at + 2 :]
    return written[at:] == swapped or (written[at + 1 :] == name[at + 1 :] and {name[at], written[at]} in _CONFUSED)


def is_far_fetched(name: str, written: str) -> bool:
    """Whether a name becomes what was written only by two letters put in or changed, one of them uncommon or at the start.

    >>> is_far_fetched("razadyne", "trazadone"), is_far_fetched("cafedrine", "cafeine"), is_far_fetched("lumin", "lumign")
    (True, False, False)
    """
    if any(True for _ in _ways(name, written, 1, "")):
        return False
    ways = list(_ways(name, written, 2, ""))
    return bool(ways) and all(not way.lost and (way.uncommon or name[0] != written[0]) for way in ways)


def _ways(name: str, written: str, edits: int, before: str) -> Iterator[_Way]:
    """The ways to explain what was written by at most so many slips. `before` is the letter last written."""
    same = 0
    for one, other in zip(name, written, strict=False):
        if one != other:
            break
        same += 1
    if same:
        before, name, written = name[same - 1], name[same:], written[same:]
    if not name and not written:
        yield _Way(0, 0)
        return
    if not edits or abs(len(name) - len(written)) > edits:
        return
    edits -= 1
    if name:
        for more in _ways(name[1:], written, edits, before):
            yield _Way(more.uncommon, more.lost + 1)
    if written:
        new = written[0]
        after = name[:1]
        added = new not in _VOWELS and new != "h" and not {new + before, new + after} & _TOUCHING
        for more in _ways(name, written[1:], edits, new):
            yield _Way(more.uncommon + (added and new not in (before, after)), more.lost)
    if name and written:
        for more in _ways(name[1:], written[1:], edits, written[0]):
            yield _Way(more.uncommon + (not _alike(name[0], written[0])), more.lost)
        if len(name) > 1 and written[:2] == name[1] + name[0]:
            for more in _ways(name[2:], written[2:], edits, name[0]):
                yield _Way(more.uncommon, more.lost + 1)


def _alike(one: str, other: str) -> bool:
    both = {one, other}
    return one + other in _TOUCHING or both <= _VOWELS or any(both <= group for group in _SOUND_ALIKE)
