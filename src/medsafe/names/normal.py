"""One spelling for each name: the key under which the catalogue holds it and the reader looks for it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Letters of other scripts that look like Latin ones, and letters that Unicode does not take apart.
_LOOK_ALIKE: Final = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХЗавеѕіјкмнорстухгʹԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχγɑıłŁøØđĐðÐħĦŧŦ",
        "ABESIJKMHOPCTYX3abesijkmhopctyxr'dqwABEZHIKMNOPTYXabeiknoptuxgailLoOdDdDhHtT",
    )
)
_SEVERAL: Final = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH",
    "µ": "u", "μ": "u", "×": "x", "÷": "/", "⁄": "/", "∕": "/", "•": "-", "·": "-", "●": "-", "▪": "-", "‣": "-", "◦": "-",
    "½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "―": "-", "⁃": "-",
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "®": "", "™": "", "©": "", "℠": "", "…": "...", "→": "->", "⇒": "->", "≤": "<=", "≥": ">=", "°": "",
}  # fmt: skip


class _Folding(dict[int, str]):
    """Per character: what stands for it in plain letters. Filled as characters are met, bounded by Unicode."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if code < 128:
            plain = char
        elif char in _LOOK_ALIKE:
            plain = _LOOK_ALIKE[char]
        elif char in _SEVERAL:
            plain = _SEVERAL[char]
        else:
            parts = unicodedata.normalize("NFKD", char)
            kept = (part for part in parts if unicodedata.category(part) not in ("Mn", "Cf", "Me"))
            plain = "".join(_LOOK_ALIKE.get(part, _SEVERAL.get(part, part)) for part in kept)
            if plain.isspace():
                plain = " "
        self[code] = plain
        return plain


_FOLD: Final = _Folding()


def fold(text: str) -> str:
    """Write text in plain letters: no diacritics, no look-alike letters of other scripts, no trademark signs.

    >>> fold("Zоloft® 1½ tab, 50 µg")
    'Zoloft 1 1/2 tab, 50 ug'
    """
    return text if text.isascii() else text.translate(_FOLD)


# A name is its letters and digits: dots and apostrophes fall away, all other marks are a space.
_MARKS: Final = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) not in ".:'"} | {
    ord("'"): ""
}
_DOT: Final = re.compile(r"\.(?!\d)|(?<!\d)\.")
_COLON: Final = re.compile(r"\s*:(?=\s|$)|(?<!\S):")


def key(text: str) -> str:
    """The form in which names are compared: lower case, plain letters, no marks, single spaces.

    >>> key("Zoloft®"), key("St. John's-wort"), key("buPROPion  XL"), key("rxnorm:36437")
    ('zoloft', 'st johns wort', 'bupropion xl', 'rxnorm:36437')
    """
    if not text.isascii():
        text = text.translate(_FOLD).casefold()
    else:
        text = text.lower()
    words = text.split()
    if "".join(words).isalnum():  # the common case, without the slower steps below
        return " ".join(words)
    text = text.translate(_MARKS)
    if "." in text:
        text = _DOT.sub("", text)
    if ":" in text:
        text = _COLON.sub(" ", text)
    return " ".join(text.split())
