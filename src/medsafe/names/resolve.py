"""Words → what they mean in the catalogue: exact in any spelling, else near enough and alone."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Final, NamedTuple

from medsafe.names.normal import key
from medsafe.names.target import Target, Template, shape_of
from medsafe.names.vocabulary import DrugFacts, ProductFacts, Vocabulary
from medsafe.names.words import PHRASES

if TYPE_CHECKING:
    from medsafe.names.near import Near, NearNames

_CODE: Final = re.compile(
    r"^(?:rxnorm|rxcui|rx)\s*(?:code)?\s*[:#= ]\s*(\d+)$|^(?:atc)\s*(?:code)?\s*[:#= ]\s*([a-z]\d\d[a-z]{2}\d\d)$"
)


class Ambiguous(NamedTuple):
    """A name that means several drugs."""

    name: str
    drugs: tuple[str, ...]


class Names:
    """Looks names up. Everything is worked out on first use, so that making one costs nothing."""

    __slots__ = (
        "_combinations",
        "_digits",
        "_first",
        "_near",
        "_near_memo",
        "_shapes",
        "_squeezed",
        "_targets",
        "vocabulary",
    )

    def __init__(self, vocabulary: Vocabulary):
        self.vocabulary = vocabulary
        self._targets: dict[str, Target | Ambiguous] = {}
        self._first: MutableMapping[str, int] | None = None
        self._digits: frozenset[str] | None = None
        self._squeezed: MutableMapping[str, str] | None = None
        self._combinations: frozenset[frozenset[str]] | None = None
        self._shapes: dict[tuple[object, ...], dict[str, Template | None]] = {}
        self._near: NearNames | None = None
        self._near_memo: dict[str, Near] = {}

    def target(self, normal: str) -> Target | Ambiguous | None:
        """What a normalised name means; None when the catalogue does not hold it."""
        found = self._targets.get(normal)
        if found is None:
            value = self.vocabulary.names.get(normal)
            if value is None:
                return None
            found = self._decode(normal, value)
            if found is not None:
                self._targets[normal] = found
        return found

    def _decode(self, normal: str, value: str) -> Target | Ambiguous | None:
        how, _, meant = value.partition(":")
        if how == "a":
            return Ambiguous(normal, tuple(meant.split("|")))
        if how == "p":
            product = self.vocabulary.products.get(meant)
            if product is None:
                return None
            facts = self.vocabulary.drugs.get(product.drugs[0]) if len(product.drugs) == 1 else None
            return Target("p", product.drugs, product.name, facts, product, None, self._templates(facts, product, None))
        drug = self.vocabulary.drugs.get(meant)
        if drug is None:
            return None
        name = drug.id if how == "e" else normal.title() if how == "b" else normal
        form = _form_in(normal, drug)
        return Target(how, (meant,), name, drug, None, form, self._templates(drug, None, form))

    def _templates(
        self, facts: DrugFacts | None, product: ProductFacts | None, form: str | None
    ) -> dict[str, Template | None] | None:
        if facts is None:
            return None
        return self._shapes.setdefault(shape_of(facts, product, form), {})

    def exact(self, words: str) -> Target | Ambiguous | None:
        """The meaning of words that are a name and nothing else, in any spelling; codes too."""
        normal = key(words)
        found = self.target(normal)
        if found is not None:
            return found
        code = _CODE.match(normal)
        if code is not None:
            return self.target(f"rxnorm:{code[1]}" if code[1] else f"atc:{code[2]}")
        squeezed = normal.replace(" ", "")
        if len(squeezed) >= 5:
            other = self.squeezed.get(squeezed)
            if other:
                return self.target(other)
        return None

    @property
    def squeezed(self) -> MutableMapping[str, str]:
        """Names without their spaces → the name; "" where two names of different meaning fall together."""
        if self._squeezed is None:
            made: dict[str, str] = {}
            names = self.vocabulary.names
            for name in names:
                if " " in name:
                    short = name.replace(" ", "")
                    if short in names:
                        if names[short][2:] != names[name][2:]:
                            made[short] = ""
                    elif short in made:
                        if made[short] and names[made[short]][2:] != names[name][2:]:
                            made[short] = ""
                    else:
                        made[short] = name
                else:
                    made.setdefault(name, name)
            self._squeezed = made
        return self._squeezed

    def near(self, normal: str) -> Near:
        """The outcome for a name that the catalogue does not hold; kept, since the same slips come again."""
        found = self._near_memo.get(normal)
        if found is None:
            from medsafe.names.everyday import EVERYDAY, ORDINARY
            from medsafe.names.near import NearNames

            if self._near is None:
                self._near = NearNames(self.vocabulary)
            found = self._near.find(normal)
            if found.name is not None and any(word in ORDINARY or word in EVERYDAY for word in normal.split()):
                found = found._replace(name=None, why="it is an everyday word")
            if len(self._near_memo) >= 20_000:
                self._near_memo = {}
            self._near_memo[normal] = found
        return found

    @property
    def combinations(self) -> frozenset[frozenset[str]]:
        """The sets of drugs that stand together in a product."""
        if self._combinations is None:
            self._combinations = frozenset(
                frozenset(product.drugs) for product in self.vocabulary.products.values() if len(product.drugs) > 1
            )
        return self._combinations

    @property
    def first(self) -> MutableMapping[str, int]:
        """First word of a name → how many words the longest such name has."""
        if self._first is None:
            made: dict[str, int] = {}
            for name in self.vocabulary.names:
                count = name.count(" ") + 1
                word = name if count == 1 else name[: name.index(" ")]
                if count > made.get(word, 0):
                    made[word] = count
            self._first = made
        return self._first

    @property
    def before_digit(self) -> frozenset[str]:
        """Beginnings of names that go on with a digit, as in a vitamin's: such a head must not be cut at the digit."""
        if self._digits is None:
            made = set()
            for name in self.vocabulary.names:
                if " " in name and not name.replace(" ", "").isalpha():
                    words = name.split(" ")
                    for at, word in enumerate(words):
                        if at and word[0].isdigit():
                            made.add(" ".join(words[:at]))
            self._digits = frozenset(made)
        return self._digits


def _form_in(name: str, drug: DrugFacts) -> str | None:
    """The form that a name itself says, where the drug has it: the decanoate is a depot."""
    for word in name.split()[1:]:
        hit = PHRASES.get(word)
        if hit is not None and hit[0] == "form" and hit[1] in drug.forms:
            return str(hit[1])
    return None


def frequency_in(name: str) -> str:
    """The frequency that a name ends in ("… weekly"), which belongs to its directions too; "" for none."""
    first, _, last = name.lower().rpartition(" ")
    hit = PHRASES.get(last) if first else None
    return last if hit is not None and hit[0] == "frequency" else ""
