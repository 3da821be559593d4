"""Which sums over the whole list could reach their threshold? Packed lanes: one addition a drug answers for all of them.

A lane counts what the drugs of a list add at most, in thousandths and rounded up, beside a bias that sets its highest bit once the
threshold is reached. Lanes are wide enough for all drugs of the knowledge at once, so none can spill into the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil, floor
from typing import Any

from medsafe.knowledge.index import numbers
from medsafe.rules.rule import Rule

PARTS = 1000
"""Points are counted in thousandths."""


class Reach:
    """The lanes of the stacks that grow towards their threshold; like the index, it may say "perhaps", never "no"."""

    __slots__ = ("_added", "_bias", "_high", "_laned", "_rule_bit", "_rule_number", "_stacks", "_width")

    def __init__(
        self, specs: Sequence[Mapping[str, Any]], stacks: Iterable[int], drugs: int, rule_number: Callable[[int], Rule]
    ):
        self._rule_number = rule_number
        self._stacks = [n for n in stacks if "scale" not in specs[n] and specs[n]["reaches"][0] in (">", ">=")]
        self._added: dict[str, int] = {}
        self._rule_bit: dict[int, int] = {}
        self._bias = self._laned = 0
        thresholds = [max(floor(specs[n]["reaches"][1] * PARTS), 0) for n in self._stacks]
        most = max((ceil(row[0] * PARTS) for n in self._stacks for row in specs[n]["rows"]), default=0)
        self._width = max(drugs * most, *thresholds, 1).bit_length() + 1
        for lane, (number, threshold) in enumerate(zip(self._stacks, thresholds)):
            highest = self._width * (lane + 1) - 1
            self._bias += (1 << highest) - (threshold << self._width * lane)
            self._rule_bit[highest] = 1 << number
            self._laned |= 1 << number
        self._high = sum(1 << highest for highest in self._rule_bit)

    def possible(self, candidates: int, drugs: Iterable[str]) -> int:
        """The candidates without the stacks that these different drugs cannot reach, whatever their lines."""
        laned = candidates & self._laned
        if not laned:
            return candidates
        added, total = self._added, self._bias
        for drug in drugs:
            more = added.get(drug)
            if more is None:
                more = added[drug] = self._lanes(drug)
            total += more
        reached = 0
        for place in numbers(total & self._high):
            reached |= self._rule_bit[place]
        return candidates ^ laned | laned & reached

    def _lanes(self, drug: str) -> int:
        return sum(
            ceil(self._rule_number(number).points_of(drug).most * PARTS) << self._width * lane
            for lane, number in enumerate(self._stacks)
        )
