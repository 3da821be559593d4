"""One line of a list: which names stand in it, and which directions belong to which name."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from medsafe.model.medication import Medication
from medsafe.model.report import Gap
from medsafe.names.compose import Composed, Target, compose
from medsafe.names.directions import NOTHING, Directions
from medsafe.names.normal import fold, key
from medsafe.names.resolve import Ambiguous, Names
from medsafe.names.sig import read_directions
from medsafe.names.vocabulary import Vocabulary

LONGEST_LINE: Final = 2000
_HEAD: Final = re.compile(r"\s*([a-zA-Z][a-zA-Z' -]*?)[\s,:-]+(?=[\d.]|\d)")


class LineReader:
    """Reads single lines. Directions repeat from line to line, so they are kept by their text."""

    def __init__(self, vocabulary: Vocabulary):
        self.vocabulary = vocabulary
        self.names = Names(vocabulary)
        self._directions: dict[str, Directions] = {}

    def directions(self, text: str) -> Directions:
        """Read directions, from memory where the same words came before."""
        found = self._directions.get(text)
        if found is None:
            found = read_directions(text) if text else NOTHING
            if len(self._directions) > 20_000:
                self._directions = {}
            self._directions[text] = found
        return found

    def read(self, text: str, line: int, as_of: date, example: bool = False) -> list[Composed]:
        """All medications of one line."""
        if len(text) > LONGEST_LINE:
            gap = Gap("unread", f"line {line + 1} is longer than {LONGEST_LINE} characters and was not read; write one medicine a line", (line,))
            return [Composed(Medication(text[:LONGEST_LINE], line), (), (gap,))]
        plain = fold(text)
        target, rest = self.split(plain)
        if target is None:
            return [self.unknown(text, line)]
        if isinstance(target, Ambiguous):
            return [self.ambiguous(text, line, target)]
        read = self.directions(rest.lower().strip())
        return [compose(text, line, target, read, self.vocabulary, as_of, example)]

    def find(self, text: str, as_of: date) -> list[Composed]:
        """The drug named somewhere in running text, with the words around it as directions; empty where there is none."""
        words = fold(text).split()
        for at in range(len(words)):
            for length in range(min(len(words) - at, 5), 0, -1):
                name = key(" ".join(words[at : at + length]))
                found = self.names.target(name) if len(name) > 2 else None
                if isinstance(found, Target):
                    rest = " ".join([*words[:at], *words[at + length :]]).lower()
                    return [compose(text, -1, found, self.directions(rest), self.vocabulary, as_of, example=True)]
        return []

    def split(self, plain: str) -> tuple[Target | Ambiguous | None, str]:
        """The name with which a line begins, longest first, and the rest."""
        words = plain.split()
        whole = self.names.exact(plain)
        if whole is not None:
            return whole, ""
        for length in range(min(len(words), 7), 0, -1):
            found = self.names.target(key(" ".join(words[:length])))
            if found is not None:
                return found, " ".join(words[length:])
        return None, plain

    def unknown(self, text: str, line: int) -> Composed:
        """A line in which no drug was read."""
        shown = text.strip()[:60]
        message = f"line {line + 1}: no medicine was recognised in {shown!r}; check the spelling or write the generic name"
        return Composed(Medication(text, line, unread=(text,) if text else ()), (), (Gap("unrecognised", message, (line,), ask="which medicine is it?"),))

    def ambiguous(self, text: str, line: int, found: Ambiguous) -> Composed:
        """A name that means several drugs: asked, not guessed."""
        message = f"line {line + 1}: {found.name!r} may mean {' or '.join(found.drugs)}; write which one"
        gap = Gap("ambiguous", message, (line,), suggestions=found.drugs[:3], ask=f"which medicine is {found.name!r}?")
        return Composed(Medication(text, line, unread=(text,)), (), (gap,))
