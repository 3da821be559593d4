"""One line of a list → its medications: the common shape quickly, any other with care."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from medsafe.model.report import Gap
from medsafe.names.compose import compose, template_of
from medsafe.names.directions import NOTHING, Directions
from medsafe.names.normal import fold, key
from medsafe.names.resolve import Ambiguous, Names, frequency_in
from medsafe.names.target import HOW, Composed, Target, Template
from medsafe.names.vocabulary import Vocabulary
from medsafe.names.words import COUNTED, PHRASES, SALTS

LONGEST_LINE: Final = 2000
MEMO: Final = 20_000

_HEAD: Final = re.compile(r"([a-z][a-z -]*[a-z])(?: |-|, ?|: ?)(?=[\d.])")

_Entry = tuple[tuple[object, ...], "dict[str, Template | None]", Target]
"""A name that was met: what it says, the templates of its shape, and itself."""


class LineReader:
    """Reads single lines. Directions repeat from line to line, so they are kept by their text."""

    def __init__(self, vocabulary: Vocabulary):
        self.vocabulary = vocabulary
        self.names = Names(vocabulary)
        self._directions: dict[str, Directions] = {}
        self._entries: dict[str, _Entry] = {}

    def directions(self, text: str) -> Directions:
        """Read directions (folded, lower case), from memory where the same words came before."""
        found = self._directions.get(text)
        if found is None:
            # Imported when first needed, here and below: a list of bare names is checked without.
            from medsafe.names.cautions import cautions
            from medsafe.names.sig import read_directions

            found = read_directions(text) if text else NOTHING
            danger = cautions(text)
            if danger:
                found = found._replace(cautions=danger)
            if len(self._directions) >= MEMO:
                self._directions = {}
            self._directions[text] = found
        return found

    # ---- one line

    def read(self, text: str, as_of: date, example: bool = False, under: str = "") -> list[Composed]:
        """All medications of one line, at no position yet; at least one, which has no drug where none was read.

        `under`: what the heading above the line makes of it (`unnamed.STOPPED`, `AS_NEEDED`).
        """
        if len(text) > LONGEST_LINE:
            from medsafe.names.gaps import nothing

            message = f"it has more than {LONGEST_LINE} characters and was not read; write one medicine a line"
            return [nothing(text[:LONGEST_LINE], Gap("unread", message, ask="which medicines are meant?"))]
        plain = fold(text)
        quick = self._quick(text, plain, as_of, example) if not under else None
        if quick is not None:
            return [quick]
        from medsafe.names.careful import LineParse

        return LineParse(self, text, plain, as_of, example, under=under).result()

    def template(self, lower: str, as_of: date) -> tuple[tuple[Any, ...], Template] | None:
        """The most common shape of all, quickly: one drug's exact name and directions seen before.

        Gives what the name says (drugs, products, how, name) and what the directions say.
        """
        name, _, rest = lower.partition(" ")
        if not "0" <= rest[:1] <= "9":
            head = _HEAD.match(lower)
            if head is None:
                return None
            name, rest = head[1], lower[head.end() :]
        entry = self._entries.get(name) or self._entry(name)
        if entry is None:
            return None
        said, templates, target = entry
        if rest in templates:
            template = templates[rest]
        else:
            template = template_of(target, self.directions(rest), self.vocabulary, as_of)
            if len(templates) >= MEMO:
                templates.clear()
            templates[rest] = template
        return (said, template) if template is not None else None

    def _entry(self, name: str) -> _Entry | None:
        """A single drug's name, unless a longer name goes on with a digit."""
        target = self.names.target(name)
        if (
            not isinstance(target, Target)
            or target.templates is None
            or name in self.names.before_digit
            or name in SALTS
            or frequency_in(name)
        ):
            return None
        product = target.product
        said = (target.drugs, (product.id,) if product is not None else (), HOW[target.how], target.name)
        entry = self._entries[name] = (said, target.templates, target)
        return entry

    def _quick(self, text: str, plain: str, as_of: date, example: bool) -> Composed | None:
        """A name and then directions that are understood to the last word; None where it is anything else."""
        lower = plain.lower().strip()
        names = self.names
        head = _HEAD.match(lower)
        whole = names.target(lower) if head is None else None
        if whole is None:
            whole = names.exact(plain)
        if isinstance(whole, Target) and len(whole.drugs) > 1 and ", " in plain:
            return None  # a list of names, not a product that happens to hold them
        if whole is not None:
            if isinstance(whole, Ambiguous):
                from medsafe.names.gaps import ambiguous

                return ambiguous(text, whole)
            return compose(text, whole, NOTHING, self.vocabulary, as_of, example)
        if head is None:
            return None
        name = head[1]
        target = names.target(name)
        rest = lower[head.end() :]
        if target is None:
            name, rest = _without_form(key(name), rest, names)
            target = names.target(name)
        if not isinstance(target, Target) or name in names.before_digit or name in SALTS or frequency_in(name):
            return None
        read = self.directions(rest)
        if read.unread or read.open_ended or not read.acts or read.doubtful:
            return None
        if len(target.drugs) > 1 and not read.acts[0].pair:
            return None
        return compose(text, target, read, self.vocabulary, as_of, example)

    def is_name(self, text: str) -> bool:
        """Whether a text is one exact name and nothing else."""
        return isinstance(self.names.target(text.lower()), Target)

    def find(self, text: str, as_of: date) -> list[Composed]:
        """The medicines named in running text (of a patient), read exactly; empty where there is none."""
        from medsafe.names.careful import LineParse
        from medsafe.names.scan import mentions

        plain = fold(text)
        if not any(isinstance(one.target, Target) and one.taken for one in mentions(plain, self.names, talk=True)):
            return []
        composed = LineParse(self, text, plain, as_of, True, talk=True).result()
        return [one for one in composed if one.medication.drugs]


def _without_form(name: str, rest: str, names: Names) -> tuple[str, str]:
    """Move words such as XR, HCl or tablets from the end of a name to the directions, until the catalogue holds the name."""
    for _ in range(3):
        if names.target(name) is not None:
            break  # the longest name wins: potassium citrate is not potassium with a salt
        head, _, last = name.rpartition(" ")
        if not head or (last not in PHRASES and last not in COUNTED):
            break
        name, rest = head, f"{last} {rest}"
    return name, rest
