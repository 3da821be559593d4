"""Misspelt names: the one drug that is near enough, with no other drug in reach. Otherwise suggestions, never a guess.

A reading is taken only when every name within two edits (letters added, dropped, changed, or swapped with the neighbour) belongs
to the same drug. Whoever wrote one drug's name with up to two slips can then not be read as another's. One exception: the slips that
most misspellings are, in a familiar name, where a rare name would need two far-fetched ones (`_plainly`). `benchmarks/README.md` says
from which curves the numbers were chosen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from medsafe.names.slips import is_far_fetched, is_usual_slip, uncommon_slips
from medsafe.names.thirds import Thirds

if TYPE_CHECKING:
    from medsafe.names.vocabulary import Vocabulary

REACH: Final = 2
"""Edits within which no other drug may stand."""
SHORTEST: Final = 5
"""Letters below which a name is never corrected."""
TWO_EDITS_FROM: Final = 7
"""Letters from which two edits may be corrected: shorter names that the catalogue lacks lie too near to those it has."""
ANY_TWO_EDITS_FROM: Final = 9
"""Letters from which they may be any; before, both must be such as people commonly make."""
HIGH_ALERT_TWO_EDITS_FROM: Final = 9
"""The same for a high-alert drug."""
HIGH_ALERT_REACH: Final = 3
"""Edits within which no other drug may stand where a high-alert drug is read with two edits."""
LOOK_ALIKE_MARGIN: Final = 2
"""How much farther than the reading a drug on its look-alike list must stand."""
LONGEST: Final = 60


class Near(NamedTuple):
    """The outcome for a name that the catalogue does not hold."""

    name: str | None  # the catalogue's name that was meant, or None
    distance: int
    suggestions: tuple[str, ...]  # names, best first, one for each drug
    why: str  # why no reading was taken


class NearNames:
    """All names of a vocabulary, to be searched with slips in them. Costs nothing until the first misspelling."""

    def __init__(self, vocabulary: Vocabulary):
        from rapidfuzz import process
        from rapidfuzz.distance import OSA, DamerauLevenshtein

        self._extract, self._osa, self._damerau = process.extract, OSA.distance, DamerauLevenshtein.distance
        self.vocabulary = vocabulary
        self._take(vocabulary.names)
        self._meanings: dict[str, frozenset[str]] = {}
        self._neighbours: dict[str, list[str]] = {}
        self._of_drug: dict[str, list[str]] | None = None
        self._index: Thirds | None = None
        self._sorted: list[tuple[str, str]] | None = None

    def _take(self, names: Iterable[str]) -> None:
        """Keep the names that may be searched, shortest first."""
        found = [(name.replace(" ", ""), name) for name in names if ":" not in name]
        kept = [pair for pair in found if len(pair[0]) >= SHORTEST - 1 and not pair[0].isdigit()]
        kept.sort(key=lambda pair: len(pair[0]))
        self.written: list[str] = [short for short, _ in kept]  # without spaces
        self.named: list[str] = [name for _, name in kept]  # as the catalogue holds them

    def meaning(self, name: str) -> frozenset[str]:
        """The drugs that a name of the catalogue means; with "?" where it may mean several."""
        found = self._meanings.get(name)
        if found is None:
            how, _, target = self.vocabulary.names[name].partition(":")
            if how == "p":
                product = self.vocabulary.products.get(target)
                found = frozenset(product.drugs) if product is not None else frozenset()
            elif how == "a":
                found = frozenset((*target.split("|"), "?"))
            else:
                found = frozenset((target,))
            self._meanings[name] = found
        return found

    def everywhere(self, query: str, reach: int) -> list[tuple[int, str]]:
        """(distance, name) of every name within `reach` edits, nearest first, by looking at all that are as long."""
        start = bisect_left(self.written, len(query) - reach, key=len)
        end = bisect_right(self.written, len(query) + reach, key=len)
        hits = self._extract(query, self.written[start:end], scorer=self._osa, score_cutoff=reach, limit=None)
        return sorted((int(distance), self.named[start + at]) for _, distance, at in hits)

    def beginning(self, query: str) -> list[str]:
        """The names that go on where the query ends."""
        if self._sorted is None:
            self._sorted = sorted(zip(self.written, self.named, strict=True))
        at = bisect_left(self._sorted, (query, ""))
        found = []
        while at < len(self._sorted) and self._sorted[at][0].startswith(query):
            found.append(self._sorted[at][1])
            at += 1
        return found

    def within(self, query: str) -> list[tuple[int, str]]:
        """The same for two edits, by the index; names a little farther may stand at the end."""
        if self._index is None:
            self._index = Thirds(self.written)  # always: an answer must not hang on how many were asked before
        named, written, osa = self.named, self.written, self._osa
        cutoff = REACH + 1
        hits = []
        for at in self._index.candidates(query):
            distance = osa(query, written[at], score_cutoff=cutoff)
            if distance <= cutoff:
                hits.append((distance, named[at]))
        return self._closer(query, hits)

    def _closer(self, query: str, hits: list[tuple[int, str]]) -> list[tuple[int, str]]:
        """Two slips in one place (letters swapped, and one put between them) count as two."""
        return sorted(
            (REACH, name)
            if distance == REACH + 1 and self._damerau(query, name.replace(" ", ""), score_cutoff=REACH) <= REACH
            else (distance, name)
            for distance, name in hits
        )

    def find(self, normal: str) -> Near:
        """Read a normalised name that the catalogue does not hold."""
        query = normal.replace(" ", "")
        if len(query) < SHORTEST:
            return Near(None, 0, (), f"names of fewer than {SHORTEST} letters are not corrected")
        if len(query) > LONGEST:
            return Near(None, 0, (), "no medicine has so long a name")
        holds = self.vocabulary.stranger(normal)
        if holds:
            return Near(None, 0, (), f"it is a medicine that is not held here ({holds})")
        hits = self.within(query)
        why, distance, name = self._judge(normal, query, hits)
        if not why:
            return Near(name, distance, (name,), "")
        longer = [(0, one) for one in self.beginning(query)]
        return Near(None, distance, self._one_a_drug(hits + longer), why)

    def _judge(self, normal: str, query: str, hits: list[tuple[int, str]]) -> tuple[str, int, str]:
        """Why the nearest name is not read ("" if it is), how far it is, and the name."""
        if not hits or hits[0][0] > REACH:
            return "no name is within two letters of it", 0, ""
        distance, name = hits[0]
        drugs = self.meaning(name)
        # of the drug's names that are as near, the longest has the most letters right
        name = max((one for far, one in hits if far == distance and self.meaning(one) == drugs), key=len)
        near = [other for far, other in hits if far <= REACH and self._reaches(normal, other)]
        near += [other for other in self.beginning(query) if not other.startswith(name + " ")]
        rivals = [other for other in near if self.meaning(other) != drugs]
        if rivals and not (distance == 1 and self._plainly(query, name, rivals)):
            return "more than one medicine is within two letters of it", distance, name
        if "?" in drugs:
            return "the name means several medicines", distance, name
        if distance > 1 and query[0] != name[0] and query[1] != name[0]:
            return "the first letter differs, and another one too", distance, name  # vervain is not Serlain
        letters = min(len(query), len(name.replace(" ", "")))
        if letters < SHORTEST or (distance > 1 and letters < TWO_EDITS_FROM):
            return "it is too short a name for so many differences", distance, name
        if distance > 1 and letters < ANY_TWO_EDITS_FROM and uncommon_slips(name.replace(" ", ""), query, REACH) != 0:
            return "it differs by letters that people seldom confuse, too many for so short a name", distance, name
        if normal.count(" ") > name.count(" ") and self._osa(normal, name, score_cutoff=REACH) > REACH:
            return "the words are divided otherwise", distance, name
        return self._refused(query, name, hits, drugs), distance, name

    def _plainly(self, query: str, name: str, rivals: list[str]) -> bool:
        """Whether a familiar name is meant although rare ones stand near: the slip is usual, and from the others far-fetched."""
        familiar, drugs = self.vocabulary.familiar, self.meaning(name)
        if name not in familiar or not is_usual_slip(name, query):
            return False
        facts = [self.vocabulary.drugs[drug] for drug in sorted(drugs & self.vocabulary.drugs.keys())]
        if any(one.high_alert for one in facts):
            return False
        confused = frozenset[str]().union(*(one.confused_with for one in facts))
        return all(
            other.isalpha()
            and other not in familiar
            and not self.meaning(other) & confused
            and is_far_fetched(other, query)
            for other in rivals
        )

    def _reaches(self, normal: str, other: str) -> bool:
        """Whether two slips make the text of a name that is as near without spaces: with them, these must be lost too."""
        return other.count(" ") <= normal.count(" ") or self._left(normal, other, REACH)

    def _left(self, normal: str, other: str, reach: int) -> bool:
        """Whether so many slips leave the text of a name; a word that loses all its letters takes its space with it."""
        if self._damerau(normal, other, score_cutoff=reach) <= reach:
            return True
        words = other.split()
        return any(
            self._left(normal, " ".join(words[:at] + words[at + 1 :]), reach - len(word))
            for at, word in enumerate(words)
            if len(word) <= reach
        )

    def _refused(self, query: str, name: str, hits: list[tuple[int, str]], drugs: frozenset[str]) -> str:
        """Why a drug that asks for more is not read: a look-alike stands near (trazadol), or it is high-alert and two edits away."""
        if hits[0][0] < REACH and is_usual_slip(name, query):
            return ""
        short = name.replace(" ", "")
        for drug in sorted(drugs & self.vocabulary.drugs.keys()):
            facts = self.vocabulary.drugs[drug]
            if facts.high_alert and hits[0][0] == REACH:
                if min(len(query), len(short)) < HIGH_ALERT_TWO_EDITS_FROM:
                    return "a high-alert medicine with so short a name is read only with one letter wrong"
                if uncommon_slips(short, query, REACH) in (None, REACH):
                    return "a high-alert medicine is not read with two letters wrong that people seldom confuse"
                most = HIGH_ALERT_REACH
                if any(self._osa(query, other, score_cutoff=most) <= most for other in self._around(short, drugs)):
                    return "a high-alert medicine is read only when no other is near"
            most = REACH + LOOK_ALIKE_MARGIN - 1
            for other in sorted(facts.confused_with - drugs):
                if any(self._osa(query, alike, score_cutoff=most) <= most for alike in self.names_of(other)):
                    return f"it is easily confused with {other}"
        return ""

    def _around(self, short: str, drugs: frozenset[str]) -> list[str]:
        """Other drugs' names that may be too near to what is two edits from this name; looked for once for each name."""
        found = self._neighbours.get(short)
        if found is None:
            hits = self.everywhere(short, REACH + HIGH_ALERT_REACH)
            found = [name.replace(" ", "") for _, name in hits if self.meaning(name) != drugs]
            self._neighbours[short] = found
        return found

    def names_of(self, drug: str) -> list[str]:
        """All names of one drug, without spaces."""
        if self._of_drug is None:
            made: dict[str, list[str]] = {}
            for short, name in zip(self.written, self.named, strict=True):
                for one in self.meaning(name):
                    made.setdefault(one, []).append(short)
            self._of_drug = made
        return self._of_drug.get(drug, [])

    def _one_a_drug(self, hits: list[tuple[int, str]]) -> tuple[str, ...]:
        seen: set[frozenset[str]] = set()
        names: list[str] = []
        for _, name in hits:
            drugs = self.meaning(name)
            if drugs not in seen:
                seen.add(drugs)
                names.append(name)
                if len(names) == 3:
                    break
        return tuple(names)
