"""Which rules could these drugs fill? Integers of rule bits, one group for each place; no loop over rules.

The index may say "perhaps", never "no": filters, dates, conditions and sums are judged afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

SLOTS = 2
"""Places by which the index chooses: the two narrowest of a rule. What fills the others is judged afterwards."""


class Index:
    """For each drug one integer with the bits of the rules in whose first, second, … place it may stand, and one for rules that
    need several of their members. Both are put together when the drug is first met, then kept."""

    __slots__ = (
        "width",
        "full",
        "base",
        "_bits",
        "_pairs",
        "slots",
        "_places_of",
        "_open",
        "_unrated_of",
        "_unrated_sets",
        "_unrated_bits",
    )

    def __init__(self, core: Mapping[str, Any]):
        self.width = len(core["rules"])
        self.full = (1 << self.width) - 1
        self.base = 0
        for slot, bits in enumerate(core["base"]):
            self.base |= bits << (slot * self.width)
        slots = core["slots"]
        self.slots: Any = {int(number): pairs for number, pairs in slots.items()} if isinstance(slots, dict) else slots
        self._places_of: Mapping[str, str] = core["member_of"]
        self._unrated_of: Mapping[str, int] = core["unrated"]
        self._unrated_sets: list[str] = core["unrated_sets"]
        self._open: dict[str, list[int]] = {}
        for number, properties in core["open_properties"].items():
            for name in properties:
                self._open.setdefault(name, []).append(int(number))
        self._bits: dict[str, tuple[int, int]] = {}
        self._pairs: dict[str, tuple[int, int]] = {}
        self._unrated_bits: dict[str, tuple[int, int]] = {}

    def bits(self, drug: str) -> tuple[int, int]:
        """Rule bits of one drug: by place, and "one of several"."""
        known = self._bits.get(drug)
        if known is None:
            known = self._bits[drug] = self._collect(map(int, self._places_of.get(drug, "").split()))
        return known

    def pair_bits(self, drug: str) -> tuple[int, int]:
        """The rules in whose first place the drug may stand, and those in whose second."""
        known = self._pairs.get(drug)
        if known is None:
            by_place = self.bits(drug)[0]
            known = self._pairs[drug] = (by_place & self.full, by_place >> self.width & self.full)
        return known

    def unrated(self, drug: str) -> frozenset[str]:
        """The properties, of those that rules name, on which nobody rated the drug."""
        number = self._unrated_of.get(drug)
        return frozenset() if number is None else frozenset(self._unrated_sets[number].split())

    def unrated_bits(self, drug: str) -> tuple[int, int]:
        """The bits that the drug would have if it had every property on which nobody rated it."""
        known = self._unrated_bits.get(drug)
        if known is None:
            places = {number for name in self.unrated(drug) for number in self._open.get(name, ())}
            known = self._unrated_bits[drug] = self._collect(places)
        return known

    def _collect(self, places: Iterable[int]) -> tuple[int, int]:
        by_place = several = 0
        for number in places:
            for slot, rule in self.slots.get(number, ()):
                if slot < SLOTS:
                    by_place |= 1 << (slot * self.width + rule)
                else:
                    several |= 1 << rule
        return by_place, several

    def any(self, drugs: Iterable[str], wanted: int) -> bool:
        """Whether these different drugs could fill any of the wanted rules; most lists are answered by their pairs."""
        bits = self._bits
        seen = self.base
        counted = []
        for drug in drugs:
            pair = bits.get(drug)
            if pair is None:
                pair = self.bits(drug)
            seen |= pair[0]
            if pair[1]:
                counted.append(pair[1])
        if seen & (seen >> self.width) & wanted:
            return True
        once = twice = 0
        for several in counted:
            twice |= once & several
            once |= several
        return bool(twice & wanted)

    def candidates(self, drugs: Iterable[str]) -> int:
        """The bits of all rules that these different drugs could fill."""
        bits = self._bits
        seen, once, twice = self.base, 0, 0
        for drug in drugs:
            pair = bits.get(drug)
            if pair is None:
                pair = self.bits(drug)
            seen |= pair[0]
            several = pair[1]
            twice |= once & several
            once |= several
        return (seen & (seen >> self.width) & self.full) | twice

    def perhaps(self, drugs: Iterable[str], others: Iterable[str]) -> int:
        """As `candidates`, with unrated drugs taken to have the properties, and `others` (substances) taken to be there."""
        seen, once, twice = self.base, 0, 0
        for drug in drugs:
            for by_place, several in (self.bits(drug), self.unrated_bits(drug)):
                seen |= by_place
                twice |= once & several
                once |= several
        for drug in others:
            by_place, several = self.bits(drug)
            seen |= by_place
            twice |= once & several
            once |= several
        return (seen & (seen >> self.width) & self.full) | twice


def numbers(bits: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
