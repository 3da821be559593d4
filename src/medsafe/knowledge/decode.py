"""Compiled rows → places and facts, each decoded when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from medsafe.knowledge.overlay import Over, OverRows
from medsafe.knowledge.rows import place_row
from medsafe.names.vocabulary import DrugFacts, FactDef, ProductFacts
from medsafe.rules.place import Place
from medsafe.rules.setting import Scale, Setting


class Lazily(Mapping[str, Any]):
    """A mapping whose values are made from compiled rows on first use."""

    def __init__(self, rows: Mapping[str, Any], make: Any, under: Mapping[str, Any] | None = None):
        self._rows, self._make = rows, make
        self._made: dict[str, Any] = {}
        self._under = under if isinstance(rows, Over) and not rows.drop else None
        self._own: Mapping[str, Any] = rows.put if isinstance(rows, Over) else {}

    def __getitem__(self, name: str) -> Any:
        made = self._made.get(name)
        if made is None:
            if self._under is not None and name not in self._own:
                return self._under[name]
            made = self._made[name] = self._make(name, self._rows[name])
        return made

    def __iter__(self) -> Any:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, name: object) -> bool:
        return name in self._rows


class PlaceList(Sequence[Place]):
    """The places of the knowledge, each decoded when a rule first asks for it."""

    def __init__(self, rows: Sequence[Any], programs: list[Any], under: PlaceList | None):
        self._rows, self._programs, self._under = rows, programs, under
        self._own: Mapping[int, Any] = rows.put if isinstance(rows, OverRows) else {}
        self.altered = frozenset(number for number in self._own if under is not None and number < len(under))
        self._made: dict[int, Place] = {}

    def __getitem__(self, number: Any) -> Any:
        if self._under is not None and number not in self._own:
            return self._under[number]
        made = self._made.get(number)
        if made is None:
            row = self._own.get(number, "")
            if self._under is not None and not isinstance(row, str):  # a long row of the base, a little different
                more, gone = row
                made = self._under[number].altered(*place_row(more), gone.split(), self._programs)
            else:
                made = Place(*place_row(self._rows[number]), self._programs)
            self._made[number] = made
        return made

    def __len__(self) -> int:
        return len(self._rows)


def drug_facts(name: str, row: list[Any]) -> DrugFacts:
    """The reader's view of a drug; what a row leaves out at its end is the usual."""
    row = [*row, *[0] * (8 - len(row))]
    return DrugFacts(
        name, row[0] or name.replace("-", " "), tuple(row[1] or ("mouth",)), tuple(row[2] or ("immediate-release",)),
        frozenset(row[4] or ()), bool(row[5]), bool(row[6]), "" if row[7] == "ask" else row[7] or "mg",
    )  # fmt: skip


def product_facts(name: str, row: list[Any]) -> ProductFacts:
    """The reader's view of a product."""
    return ProductFacts(name, row[0], tuple(row[1]), row[2] or None, row[3] or None)


def fact(name: str, row: list[Any]) -> FactDef:
    """A fact that may be known of a patient."""
    return FactDef(
        name, row[0], tuple(row[1]), row[2], row[3], row[4], {word: tuple(also) for word, also in row[5].items()},
        {words: (low, high) for words, (low, high) in row[6].items()}, tuple(row[7]), row[8], row[9],
    )  # fmt: skip


def setting_of(core: Mapping[str, Any], places: Sequence[Place]) -> Setting:
    """What judging needs beside the rules."""
    usual, systemic, forms, substances = {}, {}, {}, []
    for drug, row in core["drugs"].items():
        if len(row) > 1:
            if row[1]:
                usual[drug] = row[1][0]
            if len(row) > 2 and row[2]:
                forms[drug] = tuple(row[2])
            if len(row) > 3 and row[3]:
                systemic[drug] = frozenset(row[3])
            if len(row) > 6 and row[6]:
                substances.append(drug)
    scales = {
        name: Scale(name, title, unit, per_mg, per_hour, places[place].members, published)
        for name, (title, unit, per_mg, per_hour, place, published) in core["scales"].items()
    }
    implied = {name: frozenset(more) for name, more in core["implied"].items()}
    return Setting(usual, systemic, forms, implied, tuple(substances), scales)
