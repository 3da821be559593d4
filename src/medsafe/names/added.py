"""A few names on top of many: the reader of a clinic's layer shares what was worked out for the names below it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, MutableMapping

from medsafe.names.near import REACH, Near, NearNames
from medsafe.names.resolve import Names
from medsafe.names.vocabulary import Vocabulary


class AddedNames(Names):
    """As `Names`, where `vocabulary` is that of `under` and the names `added`, none of which `under` has."""

    __slots__ = ("added", "under")

    def __init__(self, vocabulary: Vocabulary, under: Names, added: Mapping[str, str]):
        super().__init__(vocabulary)
        self.under, self.added = under, added

    def _own(self) -> Names:
        """The added names alone."""
        return Names(self.vocabulary._replace(names=self.added))

    @property
    def squeezed(self) -> MutableMapping[str, str]:
        """Names without their spaces → the name; "" where two names of different meaning fall together."""
        if self._squeezed is None:
            names, below, made = self.vocabulary.names, self.under.squeezed, {}
            for short, name in self._own().squeezed.items():
                other = names.get(short) or names.get(below.get(short, ""))
                clash = not name or below.get(short) == "" or (other is not None and other[2:] != names[name][2:])
                made[short] = "" if clash else below.get(short, name)
            self._squeezed = ChainMap(made, below)
        return self._squeezed

    @property
    def first(self) -> MutableMapping[str, int]:
        """First word of a name → how many words the longest such name has."""
        if self._first is None:
            below = self.under.first
            made = {word: max(count, below.get(word, 0)) for word, count in self._own().first.items()}
            self._first = ChainMap(made, below)
        return self._first

    @property
    def before_digit(self) -> frozenset[str]:
        """Beginnings of names that go on with a digit."""
        if self._digits is None:
            own = self._own().before_digit
            self._digits = self.under.before_digit | own if own else self.under.before_digit
        return self._digits

    @property
    def combinations(self) -> frozenset[frozenset[str]]:
        """The sets of drugs that stand together in a product."""
        if self.vocabulary.products is self.under.vocabulary.products:
            return self.under.combinations
        return super().combinations

    def near(self, normal: str) -> Near:
        """The outcome for a name that the catalogue does not hold."""
        if self._near is None:
            if self.under._near is None:
                self.under._near = NearNames(self.under.vocabulary)
            self._near = AddedNear(self, self.under._near)
        return super().near(normal)


class AddedNear(NearNames):
    """As `NearNames`, looking among the names below and among the few that were added."""

    def __init__(self, names: AddedNames, under: NearNames):
        super().__init__(names.vocabulary._replace(names={}))
        self.vocabulary, self._under, self._added = names.vocabulary, under, names.added
        self._take(names.added)

    def meaning(self, name: str) -> frozenset[str]:
        """The drugs that a name means."""
        return super().meaning(name) if name in self._added else self._under.meaning(name)

    def everywhere(self, query: str, reach: int) -> list[tuple[int, str]]:
        """(distance, name) of every name within `reach` edits, nearest first."""
        return sorted([*self._under.everywhere(query, reach), *super().everywhere(query, reach)])

    def beginning(self, query: str) -> list[str]:
        """The names that go on where the query ends."""
        return sorted(
            [*self._under.beginning(query), *super().beginning(query)], key=lambda name: name.replace(" ", "")
        )

    def within(self, query: str) -> list[tuple[int, str]]:
        """The names within two edits; names a little farther may stand at the end."""
        return sorted([*self._under.within(query), *self._closer(query, super().everywhere(query, REACH + 1))])

    def names_of(self, drug: str) -> list[str]:
        """All names of one drug."""
        return [*self._under.names_of(drug), *super().names_of(drug)]
