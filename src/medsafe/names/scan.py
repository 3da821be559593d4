"""Which names stand in a line, and where: the longest exact name at each word, with what speaks against reading it as taken."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from medsafe.names.everyday import EVERYDAY
from medsafe.names.resolve import Ambiguous, Names
from medsafe.names.target import Target
from medsafe.names.words import COUNTED, MILLIGRAMS, PHRASES

_WORD: Final = re.compile(r"[^\W_]+(?:['.][^\W_]+)*")
_BREAK: Final = re.compile(r"[;()\[\]{}]|: |, |\.\s")
_ASIDE: Final = re.compile(
    r"[(\[]\s*(?:for|not|instead|replac\w*|was|formerly|previously|if|or|avoid|no|unless|vs|versus|failed|allerg\w*)\b[^)\]]*$",
    re.IGNORECASE,
)
_GLUED: Final = re.compile(r"([a-z]{4,})(\d+(?:\.\d+)?(?:mg|mcg|g|ml|ug)?)$")

# Words before a name that say it is not what is taken.
_INSTEAD: Final = (
    "instead of", "in place of", "replaces", "replacing", "rather than", "avoid", "avoids", "allergic to", "allergy to",
    "allergies to", "intolerant to", "intolerant of", "intolerance to", "reaction to", "switched from", "changed from",
    "switching from", "switch from", "change from", "converted from", "failed", "similar to", "interacts with", "caused by",
    "induced by", "unlike", "no", "without", "denies taking", "denies use of", "denies", "refuses", "declines",
    "rash with", "rash to", "rash from", "not with", "never took", "declined", "like",
    "equivalent to", "generic for", "same as", "a form of", "alternative to",
)  # fmt: skip
# The same drug under another name: not a second medicine, and no reason for doubt.
_SAME: Final = frozenset(("generic for", "same as", "equivalent to", "a form of", "like"))
# Words after a name that make it something other than a medicine taken.
_AFTER: Final = frozenset(
    "level levels allergy allergies allergic intolerance deficiency withdrawal dependence abuse misuse use disorder addiction "
    "overdose toxicity cessation screen screening induced free antibodies sensitivity intolerant assay test "
    "avoid avoided contraindicated".split()
)
_USES: Final = frozenset(
    "uses use using smokes smoke smoking drinks drink drinking takes take taking vapes vaping on".split()
)
_LISTING: Final = re.compile(r"[,;:+&]|\band\b|\bplus\b|/|\(|\[|\bor\b", re.IGNORECASE)


class Mention(NamedTuple):
    """A name in a text, from `start` to `end`; `taken` is False where the words around it say otherwise."""

    start: int
    end: int
    target: Target | Ambiguous
    taken: bool = True
    why: str = ""


class Word(NamedTuple):
    """One word in its comparable form, and where it stands."""

    key: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a folded text, as names are compared.

    >>> [word.key for word in words_of("St. John's-wort, p.o. 0.5")]
    ['st', 'johns', 'wort', 'po', '0.5']
    """
    found = []
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if not word.isalnum():
            word = word.replace("'", "")
            if "." in word and not word[0].isdigit():
                word = word.replace(".", "")
        found.append(Word(word, match.start(), match.end()))
    return found


def mentions(text: str, names: Names, talk: bool = False) -> list[Mention]:
    """All names in one segment of a line, left to right. In `talk` of a patient a substance may stand anywhere."""
    words = words_of(text)
    first = names.first
    found: list[Mention] = []
    at, count = 0, len(words)
    while at < count:
        word = words[at]
        most = first.get(word.key)
        if most is not None or (at + 1 < count and len(word.key) > 1 and word.key.isalpha()):
            hit = _longest(text, words, at, most or 0, names)
            if hit is not None:
                target, length = hit
                end = words[at + length - 1].end
                mention = _judge(text, words, at, length, end, target, found, talk)
                if mention is not None:
                    found.append(mention)
                    at += length
                    continue
        elif not word.key.isalpha():
            glued = _GLUED.match(word.key)
            target_glued = names.target(glued[1]) if glued is not None else None
            if glued is not None and target_glued is not None:
                found.append(Mention(word.start, word.start + len(glued[1]), target_glued))
        at += 1
    return found


def _longest(text: str, words: list[Word], at: int, most: int, names: Names) -> tuple[Target | Ambiguous, int] | None:
    for length in range(min(most, len(words) - at), 0, -1):
        if length == 1:
            name = words[at].key
        else:
            inside = text[words[at].start : words[at + length - 1].end]
            if _BREAK.search(inside) is not None:
                continue
            name = " ".join(word.key for word in words[at : at + length])
        target = names.target(name)
        if target is not None and not _is_strength(words, at + length, name, target, names):
            return target, length
    return _spaced(text, words, at, names)


def _is_strength(words: list[Word], after: int, name: str, target: Target | Ambiguous, names: Names) -> bool:
    """Whether the number that ends a name is a strength, for its unit follows: `Ritalin 10 mg`, where `Ritalin 10` is a brand."""
    shorter, _, last = name.rpartition(" ")
    if not last[:1].isdigit() or after >= len(words) or words[after].key not in MILLIGRAMS:
        return False
    other = names.target(shorter)
    return isinstance(other, Target) and isinstance(target, Target) and other.drugs == target.drugs


def _spaced(text: str, words: list[Word], at: int, names: Names) -> tuple[Target | Ambiguous, int] | None:
    """A name written with a space or hyphen where the catalogue has none: `ethinyl estradiol`."""
    if at + 1 >= len(words) or text[words[at].end : words[at + 1].start] not in (" ", "-", " - "):
        return None
    joined = words[at].key + words[at + 1].key
    if len(joined) < 6 or words[at + 1].key in PHRASES or words[at + 1].key in COUNTED or words[at].key in PHRASES:
        return None
    name = names.squeezed.get(joined)
    target = names.target(name) if name else None
    return (target, 2) if target is not None else None


def _judge(
    text: str,
    words: list[Word],
    at: int,
    length: int,
    end: int,
    target: Target | Ambiguous,
    found: list[Mention],
    talk: bool,
) -> Mention | None:
    """Whether the words are a medicine here: taken, mentioned only, or (None) something else."""
    name = words[at].key if length == 1 else " ".join(word.key for word in words[at : at + length])
    start = words[at].start
    if isinstance(target, Ambiguous) and set(target.drugs) <= {drug for one in found for drug in one.target.drugs}:
        return None  # a shorthand for what was named before: "lithium 300 mg bid, Li 0.8"
    after_last = text[found[-1].end : start] if found else text[:start]
    listed = not found and not after_last.strip(" -*•.") or _LISTING.search(after_last[-6:]) is not None
    if length == 1:
        if name in PHRASES or name in COUNTED:
            if found and not listed:
                return None  # a salt or a word of directions
            if not found and at and not listed:
                return None
        again = isinstance(target, Ambiguous) and bool(found)  # "losartan HCT": which one is meant is settled later
        if len(name) <= 3 and not listed and at and not again and not _dose_follows(text, end):
            return None
        if name in EVERYDAY and at and not talk and not (listed and _stands_alone(words, at, text)):
            return None
    substance = isinstance(target, Target) and target.facts is not None and target.facts.substance
    used = at > 0 and words[at - 1].key in _USES
    if substance and at and not listed and not talk and not used:
        return Mention(start, end, target, False, f"{name!r} stands in the directions")
    before = " ".join(word.key for word in words[max(0, at - 3) : at] if not _separated(text, word.end, start))
    for phrase in _INSTEAD:
        if before == phrase or before.endswith(" " + phrase):
            return Mention(start, end, target, False, "" if phrase in _SAME else f"{phrase} {name}")
    if _ASIDE.search(text[:start]) is not None:
        return Mention(start, end, target, False, text[:start].rpartition("(")[2].strip() + f" {name}")
    if before.endswith(" for") or before == "for":
        return Mention(start, end, target, False, f"for {name}")
    following = words[at + length].key if at + length < len(words) else ""
    if (
        following in _AFTER
        and text[end : words[at + length].start].strip() in ("", "-")
        and not _allergy_medicine(text, end, following, target)
    ):
        return Mention(start, end, target, False, f"{name} {following}")
    return Mention(start, end, target)


def _stands_alone(words: list[Word], at: int, text: str) -> bool:
    """Whether an everyday word that is also a name is an item of a list: a dose follows it, or nothing."""
    if at + 1 < len(words):
        hit = PHRASES.get(words[at + 1].key)
        return words[at + 1].key[0].isdigit() or (hit is not None and hit[0] in ("number", "frequency"))
    return len(words[at].key) > 5 and not text[words[at].end :].strip(" .,;)")


def _allergy_medicine(text: str, end: int, following: str, target: Target | Ambiguous) -> bool:
    """A brand that is sold as "… Allergy", or any name that goes on with a dose, is a medicine and no allergy."""
    if not following.startswith("allerg"):
        return False
    return (isinstance(target, Target) and target.how in "bp") or any(char.isdigit() for char in text[end:])


def _separated(text: str, start: int, end: int) -> bool:
    between = text[start:end]
    return any(mark in between for mark in ";:([") or ", " in between


def _dose_follows(text: str, end: int) -> bool:
    return re.match(r"[\s,:-]*\d", text[end : end + 4]) is not None
