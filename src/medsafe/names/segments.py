"""Where a line can be cut: into segments, into items of a list, between one name and the next."""

from __future__ import annotations

import re
from typing import Final

from medsafe.names.everyday import EVERYDAY, MAKERS
from medsafe.names.scan import Word, words_of
from medsafe.names.words import COUNTED, PHRASES, SALTS, UNITS

_KNOWN: Final = frozenset((*EVERYDAY, *MAKERS, *PHRASES, *COUNTED, *UNITS))
"""Words that are something else than the name of a medicine."""
_BULLET: Final = re.compile(r"^\s*(?:[-*>~\u2022]+\s*|[a-z][.)]\s+|\[[ x]?\]\s*)+", re.IGNORECASE)
ENTITY: Final = re.compile(r"&(?:reg|trade|copy|nbsp|amp|quot|#\d{2,4});", re.IGNORECASE)
_SEGMENT: Final = re.compile(
    r"\s*(?:[;\n\r\t]|\s\|\s|\u2028)\s*"
    r"|(?:(?<=\s)|(?<=^))(?P<number>\(?\d{1,2}[.)]+)(?:\s+|(?=[A-Za-z]{4}))(?P<word>(?=[A-Za-z])[\w-]+)"
    r"|(?<![Vv]it)(?<!\bSt)(?<!\bst)(?<!\bNo)(?<!\bno)(?<!\bDr)(?<!\bapprox)(?<=[A-Za-z\d)\]])\.\s+(?=[A-Z])"
)
_PACK: Final = re.compile(r"(?<=[{/])\s*\d+\s*\(")
"""How many of each tablet a pack holds: {11 (…) / 42 (…)} Pack."""
PACKAGE: Final = re.compile(r"^\s*(?:nda\d+\s+)?[\d.]+\s*(?:hr|actuat|ml)\s*$", re.IGNORECASE)
CHUNK: Final = re.compile(
    r"[:+]|(?<!\d),|,(?!\d)|\s&\s|\band\b|\bplus\b|(?<=[^\W\d_])/(?=\s*[^\W\d_])|\s/\s|(?<=[a-z])\.\s"
)
_A_DOSE: Final = r"[A-Za-z]{5,}\s+\d[\d.,]*\s*(?:mg|mcg|g|units?)\b"
_ITEM_MARK: Final = re.compile(rf"(,(?!\d{{3}})|\+|\s(?:and|with|w/|&)\s|/|\s(?={_A_DOSE}))", re.IGNORECASE)
_DOSED: Final = re.compile(rf"\s*{_A_DOSE}", re.IGNORECASE)
"""A word with a dose behind it, after another medicine has had its own: one more medicine."""
_ORDER: Final = re.compile(r"^(.*\S)\W+(stop|hold|discontinue|d/c|restart|resume|start)\s+$", re.IGNORECASE | re.DOTALL)
"""A word that says what to do with the next name."""
_LAST_BREAK: Final = re.compile(
    r"^(.*)(?:[:;+]|(?<!\d),|,(?!\d)|\s&\s|\band\b|\bplus\b|\bthen\b|(?<=[a-z)])\.\s)(.*)$", re.DOTALL
)


def cut(text: str) -> list[str]:
    """The segments of a line: parts between semicolons, tabs and sentences, and the items of a numbered list.

    >>> cut("1. Zoloft 50 mg 2. Xanax; lithium"), cut("2) Zoloft (50) daily")
    (['Zoloft 50 mg', 'Xanax', 'lithium'], ['Zoloft (50) daily'])
    """
    text = _BULLET.sub("", text)
    if text.startswith("{"):
        text = _PACK.sub(" (", text)
    parts, start, last = [], 0, 0
    for mark in _SEGMENT.finditer(text):
        end = mark.end()
        if mark["number"] is not None:
            number = int(mark["number"].strip("(.)"))
            if not _is_item(text[start : mark.start()].rstrip(), number == last + 1, mark["word"].lower()):
                continue
            last, end = number, mark.start("word")
        parts.append(text[start : mark.start()])
        start = end
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip(" \t.,;:-*")]


def _is_item(before: str, next_one: bool, word: str) -> bool:
    """Whether a number counts the items of a list, and not tablets or a dose in brackets."""
    if word in UNITS or word in COUNTED:
        return False
    if not before or next_one:
        return True
    opens = before[-1] in ".,:)]" or (before[-1].isalpha() and before.split()[-1].lower() not in PHRASES)
    return opens and word not in PHRASES


def split_last(text: str) -> tuple[str, str]:
    """The words before a name: what belongs to items before it, and what is its own (`10 mg`, `hold`)."""
    match = _LAST_BREAK.match(text)
    return (match[1] + ":", match[2]) if match is not None else ("", text)


def split_next(text: str) -> tuple[str, str]:
    """The words between two names: of the first, and (a dose written before it) of the second."""
    order = _ORDER.match(text)
    if order is not None:
        return order[1], order[2]
    match = _LAST_BREAK.match(text)
    if match is None:
        return text, ""
    before, after = match[1], match[2]
    words = after.split()
    if words and not re.match(
        r"^[\s\d./-]+(?:mg|mcg|g|ml|tablets?|tabs?|capsules?|caps?|units?)\b.*$", after.strip(), re.IGNORECASE
    ):
        known = all(
            word.strip(".,()").lower() in EVERYDAY
            or word.strip(".,()").lower() in PHRASES
            or word.strip(".,()").lower() in MAKERS
            for word in words
        )
        if not known:
            return text, ""
    return before, after


_ONLY_STRENGTH: Final = re.compile(r"\s*[\d.,]*\d\s*(?:mg|mcg|g)?\s*/\s*", re.IGNORECASE)
_STRENGTH: Final = re.compile(r"\s*[\d.,]*\d\s*(?:mg|mcg|g)\b", re.IGNORECASE)


def shared_directions(between: str, last: str) -> str:
    """What is said behind the last of several names, where only a strength and a slash stand behind this one.

    >>> shared_directions(" 5mg/", " 2mg IM q6h")
    ' IM q6h'
    """
    strength = _STRENGTH.match(last)
    return last[strength.end() :] if strength is not None and _ONLY_STRENGTH.fullmatch(between) else ""


def split_items(text: str) -> tuple[str, list[str]]:
    """Cut further items of a list (", Vibryd, …", "/metoclop", "with codeine") from the directions before them."""
    parts = _ITEM_MARK.split(text)
    own, depth = parts[0], _depth(parts[0])
    items: list[str] = []
    for mark, part in zip(parts[1::2], parts[2::2], strict=True):
        words = words_of(part)
        lead = 0
        while lead < len(words) and words[lead].key in ("and", "also", "or", "plus", "with"):
            lead += 1
        joined = mark.strip() not in (",", "+")
        if (
            depth <= 0
            and lead < len(words)
            and name_like(words[lead].key)
            and (
                not joined
                or (mark.strip() and _only_salts(own) and not items)
                or (_DOSED.match(part) is not None and any(char.isdigit() for char in own))
            )
        ):
            items.append(part)
        elif items:
            items[-1] += mark + part
        else:
            own += mark + part
        depth += _depth(part)
    return own, items


def _depth(text: str) -> int:
    return sum((char in "([{") - (char in ")]}") for char in text)


def _only_salts(text: str) -> bool:
    """Whether nothing but salts stands between a name and what is joined to it."""
    return all(word.key in SALTS for word in words_of(text))


def name_like(word: str) -> bool:
    """Whether a word may be the name of a medicine: none of the words that we know for something else."""
    return len(word) > 3 and word.isalpha() and word not in _KNOWN


def without(text: str, start: int, end: int, silent: list[tuple[int, int]]) -> str:
    """Part of a text without the names that were not read as taken."""
    kept, at = [], start
    for first, last in silent:
        if first >= start and last <= end:
            kept.append(text[at:first])
            at = last
    kept.append(text[at:end])
    return " ".join(kept)


def first_name(words: list[Word]) -> int:
    """The first word that may be a name: none of those that we know for something else."""
    start = 0
    while start < len(words) and (not words[start].key[0].isalpha() or words[start].key in _KNOWN):
        start += 1
    return start
