"""Which single slip turns one word into another, and whether it is one that people make often.

Of spelling errors met in public lists more than half are these few: a vowel for a vowel, a letter doubled or not, neighbours
swapped, letters that sound alike, a lost h or last letter. Of random one-letter changes they are a tenth.
"""

from __future__ import annotations

from typing import Final

_VOWELS: Final = frozenset("aeiouy")
_ALIKE: Final = frozenset(
    frozenset(pair) for pair in ("ck", "sz", "sc", "td", "vw", "gj", "mn", "qk", "xz", "bp", "fv", "kx", "uw", "sx", "fp", "gk", "cq")
)  # fmt: skip


def common_slip(meant: str, written: str) -> bool:
    """Whether `written` differs from `meant` by one slip of the frequent kinds. The first letter must be right.

    >>> common_slip("lisinopril", "lysinopril"), common_slip("caffeine", "cafeine"), common_slip("losartan", "lobartan")
    (True, True, False)
    """
    at, shorter = 0, min(len(meant), len(written))
    while at < shorter and meant[at] == written[at]:
        at += 1
    if at == 0:
        return False
    if len(meant) == len(written):
        if meant[at + 1 :] == written[at + 1 :]:
            pair = frozenset((meant[at : at + 1], written[at : at + 1]))
            return pair <= _VOWELS or pair in _ALIKE
        return meant[at : at + 2] == written[at : at + 2][::-1] and meant[at + 2 :] == written[at + 2 :]
    longer, less = (meant, written) if len(meant) > len(written) else (written, meant)
    if longer[at + 1 :] != less[at:]:
        return False
    letter = longer[at]
    if longer[at - 1] == letter or longer[at + 1 : at + 2] == letter:
        return True
    return letter in _VOWELS or letter == "h" or (longer is meant and at == len(meant) - 1)
