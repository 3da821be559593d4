"""Which rules could these drugs fill, and of which do the conditions hear of them? Integers of rule bits; no loop over rules.

The index may say "perhaps", never "no": filters, dates, conditions and sums are judged afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from medsafe.model.truth import YES
from medsafe.rules.case import Case
from medsafe.rules.conditions import conditions_of, leaves

SLOTS = 2
"""Places by which the index chooses: the two narrowest of a rule. What fills the others is judged afterwards."""

HEARS = SLOTS + 1
"""Beside the slots and "one of several": the conditions of the rule ask about the drugs of the place."""


class Index:
    """For each drug integers with the bits of the rules in whose first, second, … place it may stand, of those that need several of
    their members, and of those whose conditions ask about it. They are put together when the drug is first met, then kept."""

    __slots__ = (
        "width", "full", "base", "pairs", "singles", "speaking", "until_told", "slots", "_restless", "_regional", "_rules",
        "_of_patient", "_bits", "_pairs", "_places_of", "_open", "_unrated_of", "_unrated_sets", "_unrated_bits",
    )  # fmt: skip

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
        self._bits: dict[str, tuple[int, int, int, int]] = {}
        self._pairs: dict[str, tuple[int, int, int]] = {}
        self._unrated_bits: dict[str, tuple[int, int, int, int]] = {}
        self._of_patient: dict[tuple[str, str], int] = {}
        self._rules = core["rules"]
        self.pairs = self.singles = 0  # rules of two places, and of one drug
        # rules that cannot fire while nothing that they ask about is known of the patient, whatever the lines
        self.until_told = 0
        self.speaking = 0  # rules that require nothing, or what holds where nothing is known
        self._restless = 0  # rules with a condition that hangs on the lines in any case
        self._regional = 0  # rules whose severity hangs on the region
        for number, spec in enumerate(self._rules):
            bit, rest = 1 << number, spec["rest"]
            if spec["shape"] == "drug":
                self.singles |= bit
            elif spec["shape"] == "between" and len(spec["places"]) == 2:
                self.pairs |= bit
            if spec.get("until_told"):
                self.until_told |= bit
            if not rest:
                self._restless |= bit
            elif rest[0] == YES:
                self.speaking |= bit
            if "regions" in spec or any(row[3] for row in spec.get("exceptions", ())):
                self._regional |= bit

    def bits(self, drug: str) -> tuple[int, int, int, int]:
        """Rule bits of one drug: by place, "one of several", "asked about", and by place whatever the line says."""
        known = self._bits.get(drug)
        if known is None:
            known = self._bits[drug] = self._collect(map(int, self._places_of.get(drug, "").split()))
        return known

    def pair_bits(self, drug: str) -> tuple[int, int, int]:
        """The rules in whose first place the drug may stand, those in whose second; and of both those where that hangs on the line."""
        known = self._pairs.get(drug)
        if known is None:
            width, full = self.width, self.full
            some, _, _, sure = self.bits(drug)
            doubtful = some ^ sure
            known = self._pairs[drug] = (some & full, some >> width & full, (doubtful | doubtful >> width) & full)
        return known

    def stirred(self, case: Case, heard: int) -> int:
        """The rules whose conditions ask about anything on the list (`heard`) or said beside it; `told` has those about the patient."""
        found = heard | self._restless
        for drug in case.patient.substances_absent:
            found |= self.bits(drug)[2]
        return found | self._regional if case.region else found

    def told(self, case: Case) -> int:
        """The rules whose conditions ask about a fact, a condition or an allergy that is known of the patient."""
        if case.blank:
            return 0
        asked, patient = self._asked_of_patient(), case.patient
        found = asked["condition", ""] if case.closed else 0
        if patient.allergies is not None:
            found |= asked["allergies", ""]
        for name in (*case.conditions, *patient.absent):
            found |= asked.get(("condition", name), 0)
        for name in (*patient.facts, *patient.bounds):
            found |= asked.get(("fact", name), 0)
        return found

    def _asked_of_patient(self) -> Mapping[tuple[str, str], int]:
        """For each fact and condition, for any condition, and for allergies the rules that ask about it."""
        if not self._of_patient:
            found = {("condition", ""): 0, ("allergies", ""): 0}
            for number, spec in enumerate(self._rules):
                for leaf in (leaf for tree in conditions_of(spec) for leaf in leaves(tree)):
                    kind = leaf[0]
                    if kind in ("allergic", "allergic-it"):
                        found["allergies", ""] |= 1 << number
                    elif kind in ("fact", "fact-is"):
                        found["fact", leaf[1]] = found.get(("fact", leaf[1]), 0) | 1 << number
                    elif kind == "condition":
                        found["condition", leaf[1]] = found.get(("condition", leaf[1]), 0) | 1 << number
                        found["condition", ""] |= 1 << number
            self._of_patient = found
        return self._of_patient

    def unrated(self, drug: str) -> frozenset[str]:
        """The properties, of those that rules name, on which nobody rated the drug."""
        number = self._unrated_of.get(drug)
        return frozenset() if number is None else frozenset(self._unrated_sets[number].split())

    def unrated_bits(self, drug: str) -> tuple[int, int, int, int]:
        """The bits that the drug would have if it had every property on which nobody rated it."""
        known = self._unrated_bits.get(drug)
        if known is None:
            places = {number for name in self.unrated(drug) for number in self._open.get(name, ())}
            known = self._unrated_bits[drug] = self._collect(places)
        return known

    def _collect(self, places: Iterable[int]) -> tuple[int, int, int, int]:
        by_place = several = heard = sure = 0
        for number in places:
            for slot, rule in self.slots.get(number if number >= 0 else ~number, ()):
                if slot < SLOTS:
                    bit = 1 << (slot * self.width + rule)
                    by_place |= bit
                    if number >= 0:
                        sure |= bit
                elif slot == SLOTS:
                    several |= 1 << rule
                else:
                    heard |= 1 << rule
        return by_place, several, heard, sure

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
        return self.meet(drugs)[0]

    def meet(self, drugs: Iterable[str]) -> tuple[int, int]:
        """The bits of all rules that these different drugs could fill, and of those whose conditions ask about any of them."""
        bits = self._bits
        seen, once, twice, heard = self.base, 0, 0, 0
        for drug in drugs:
            by_place, several, asked, _ = bits.get(drug) or self.bits(drug)
            seen |= by_place
            heard |= asked
            if several:
                twice |= once & several
                once |= several
        return (seen & (seen >> self.width) & self.full) | twice, heard

    def perhaps(self, drugs: Iterable[str], others: Iterable[str]) -> int:
        """As `candidates`, with unrated drugs taken to have the properties, and `others` (substances) taken to be there."""
        seen, once, twice = self.base, 0, 0
        for drug in drugs:
            for by_place, several, _, _ in (self.bits(drug), self.unrated_bits(drug)):
                seen |= by_place
                twice |= once & several
                once |= several
        for drug in others:
            by_place, several, _, _ = self.bits(drug)
            seen |= by_place
            twice |= once & several
            once |= several
        return (seen & (seen >> self.width) & self.full) | twice


def numbers(bits: int) -> list[int]:
    """The positions of the bits that are set, lowest first.

    >>> numbers(0b100110)
    [1, 2, 5]
    """
    found = []
    while bits:  # from the highest, for its position is at hand
        number = bits.bit_length() - 1
        found.append(number)
        bits ^= 1 << number
    found.reverse()
    return found
