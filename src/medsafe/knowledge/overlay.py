"""Many layers over one base: what a clinic's layers change in the compiled form, kept apart from what they share with the built-in one.

The layers are compiled in full, on top of the built-in layer. `difference` then keeps only what became different; `laid_over` puts
that on top of a loaded base without copying it. Places keep the numbers of the base (see `Places.begin`), so little differs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from medsafe.knowledge.rows import place_row, place_text

_MAPS = (
    "open_properties",
    "moieties",
    "names",
    "drugs",
    "products",
    "familiar",
    "conditions",
    "implied",
    "facts",
    "scales",
    "member_of",
    "unrated",
)
_PLAIN = ("plan_from", "base", "repeats", "changes")
_TAILS = ("programs", "unrated_sets")  # lists that only grow
_ABSENT: Any = object()
_LONG = 400  # letters of a row of members from which only its difference is kept


class Over(Mapping[str, Any]):
    """A mapping on top of another one, with what was put in and taken out; shares the rest.

    >>> over = Over({"a": 1, "b": 2}, {"c": 3, "a": 9}, ["b"])
    >>> dict(over), len(over), "b" in over, over.get("b", 0)
    ({'a': 9, 'c': 3}, 2, False, 0)
    """

    __slots__ = ("drop", "put", "under")

    def __init__(self, under: Mapping[str, Any], put: Mapping[str, Any], drop: Sequence[str] = ()):
        self.under, self.put, self.drop = under, put, frozenset(drop)

    def __getitem__(self, name: str) -> Any:
        found = self.put.get(name, _ABSENT)
        if found is not _ABSENT:
            return found
        if name in self.drop:
            raise KeyError(name)
        return self.under[name]

    def get(self, name: str, default: Any = None) -> Any:
        found = self.put.get(name, _ABSENT)
        if found is not _ABSENT:
            return found
        return default if name in self.drop else self.under.get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self.put or (name not in self.drop and name in self.under)

    def __iter__(self) -> Iterator[str]:
        drop, put = self.drop, self.put
        for name in self.under:
            if name not in drop:
                yield name
        for name in put:
            if name not in self.under:
                yield name

    def only_adds(self) -> bool:
        """Whether nothing below is taken out or said otherwise."""
        return not self.drop and not any(name in self.under for name in self.put)

    def __len__(self) -> int:
        return len(self.under) - len(self.drop) + sum(name not in self.under for name in self.put)


class OverRows(Sequence[Any]):
    """Rows of places on top of the base's; a long row that differs by few drugs is put together when it is asked for."""

    __slots__ = ("length", "put", "under")

    def __init__(self, under: Sequence[Any], put: Mapping[str, Any], length: int):
        self.under, self.length = under, length
        self.put = {int(number): row for number, row in put.items()}

    def __getitem__(self, number: Any) -> Any:
        row = self.put.get(number)
        if row is None:
            return self.under[number]
        if isinstance(row, str):
            return row
        (more, put), gone = place_row(row[0]), set(row[1].split())
        always, sometimes = place_row(self.under[number])
        kept = {drug: program for drug, program in sometimes.items() if drug not in gone and drug not in more}
        return place_text({*always}.difference(gone, put).union(more), {**kept, **put})

    def __len__(self) -> int:
        return self.length


class OverSlots:
    """For each place its (slot, rule) pairs: those of the base under the rules' new numbers, and those of new or changed rules."""

    __slots__ = ("moved", "own", "under")

    def __init__(self, under: Mapping[int, Sequence[Sequence[int]]], moved: Sequence[int], own: Mapping[str, Any]):
        self.under, self.moved = under, moved
        self.own = {int(number): pairs for number, pairs in own.items()}

    def get(self, number: int, default: Sequence[Any] = ()) -> Sequence[Sequence[int]]:
        moved = self.moved
        pairs = [(slot, moved[rule]) for slot, rule in self.under.get(number, ()) if moved[rule] >= 0]
        return [*pairs, *self.own.get(number, default)]


def difference(base: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """What differs between the core of the base and that of the base with layers on top, small and ready for JSON."""
    new = _shared_sets(base, json.loads(json.dumps(new, ensure_ascii=False)))
    patch: dict[str, Any] = {name: new[name] for name in _PLAIN}
    patch["maps"] = {name: found for name in _MAPS if (found := difference_of(base[name], new[name])) is not None}
    patch["tails"] = {name: new[name][len(base[name]) :] for name in _TAILS}
    rows = base["places"]
    patch["places"] = {
        str(number): _row(rows[number], row) if number < len(rows) else row
        for number, row in enumerate(new["places"])
        if number >= len(rows) or row != rows[number]
    }
    patch["count"] = len(new["places"])
    patch["rules"], patch["slots"] = _rules(base, new)
    return patch


def difference_of(base: Mapping[str, Any], new: Mapping[str, Any]) -> list[Any] | None:
    """What was put into a table and what was taken out; None where it is the same.

    >>> difference_of({"a": 1, "b": 2}, {"a": 1, "c": 3})
    [{'c': 3}, ['b']]
    """
    put = {name: value for name, value in new.items() if base.get(name, _ABSENT) != value}
    drop = [name for name in base if name not in new]
    return [put, drop] if put or drop else None


def _row(base: str, new: str) -> str | list[str]:
    """A short row as it is; of a long one the members that are new or other than before, and those that are gone."""
    if len(new) < _LONG:
        return new
    before, after = ({**dict.fromkeys(always, -1), **sometimes} for always, sometimes in map(place_row, (base, new)))
    put, gone = difference_of(before, after) or ({}, [])
    sometimes = {drug: program for drug, program in put.items() if program >= 0}
    return [place_text(put.keys() - sometimes.keys(), sometimes), " ".join(gone)]


def _shared_sets(base: Mapping[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The sets of unrated properties under the numbers that the base gave them."""
    sets = list(base["unrated_sets"])
    number = {words: i for i, words in enumerate(sets)}
    for words in new["unrated_sets"]:
        if words not in number:
            number[words] = len(sets)
            sets.append(words)
    unrated = {drug: number[new["unrated_sets"][i]] for drug, i in new["unrated"].items()}
    return {**new, "unrated_sets": sets, "unrated": unrated}


def _rules(base: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[list[Any], dict[str, list[Any]]]:
    """The rules in order, each as its number in the base where it is the same there; and the slots of all others."""
    before, after = _slots_by_rule(base), _slots_by_rule(new)
    known = {rule["id"]: number for number, rule in enumerate(base["rules"])}
    rules: list[Any] = []
    slots: dict[str, list[Any]] = {}
    for number, rule in enumerate(new["rules"]):
        earlier = known.get(rule["id"])
        if earlier is not None and base["rules"][earlier] == rule and before.get(earlier) == after.get(number):
            rules.append(earlier)
            continue
        rules.append(rule)
        for place, slot in sorted(after.get(number, ())):
            slots.setdefault(place, []).append([slot, number])
    return rules, slots


def _slots_by_rule(core: Mapping[str, Any]) -> dict[int, set[tuple[str, int]]]:
    found: dict[int, set[tuple[str, int]]] = {}
    for place, pairs in core["slots"].items():
        for slot, rule in pairs:
            found.setdefault(rule, set()).add((place, slot))
    return found


def laid_over(base: Mapping[str, Any], slots: Mapping[int, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """The core of a base with a difference on top; `slots` is the base's index of slots."""
    core: dict[str, Any] = {name: patch[name] for name in _PLAIN}
    for name in _MAPS:
        found = patch["maps"].get(name)
        core[name] = Over(base[name], *found) if found is not None else base[name]
    for name in _TAILS:
        core[name] = [*base[name], *patch["tails"][name]] if patch["tails"][name] else base[name]
    rows = base["places"]
    core["places"] = (
        OverRows(rows, patch["places"], patch["count"]) if patch["places"] or patch["count"] != len(rows) else rows
    )
    moved = [-1] * len(base["rules"])
    rules = []
    for number, rule in enumerate(patch["rules"]):
        if isinstance(rule, int):
            moved[rule] = number
            rule = base["rules"][rule]
        rules.append(rule)
    core["rules"], core["slots"] = rules, OverSlots(slots, moved, patch["slots"])
    return core


def section_difference(base: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The same for a section that is a table of tables."""
    new = json.loads(json.dumps(new, ensure_ascii=False))
    return {name: found for name, table in new.items() if (found := difference_of(base[name], table)) is not None}


def section_over(base: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """A section of the base with a difference on top."""
    return {name: Over(table, *patch[name]) if name in patch else table for name, table in base.items()}
