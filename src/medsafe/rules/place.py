"""A place of a rule: the drugs that can fill it, each with what must hold of its line."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from typing import Any

from medsafe.model.truth import NO, YES, Truth
from medsafe.rules.case import Case, Use
from medsafe.rules.programs import compile_program, mentions
from medsafe.rules.setting import Check

_ABSENT: Any = object()


class Place:
    """`members` maps a drug to None (always a member) or to the check of its line."""

    __slots__ = ("members", "past", "routed")

    def __init__(self, always: list[str], sometimes: Mapping[str, Any], programs: list[Any]):
        members: dict[str, Check | None] = dict.fromkeys(always)
        past, routed = set(), set()
        checks: dict[int, tuple[Check | None, bool, bool]] = {}  # drugs with one program share its check
        for drug, number in sometimes.items():
            made = checks.get(number)
            if made is None:
                tree = programs[number]
                made = checks[number] = (compile_program(tree), mentions(tree, "stopped"), mentions(tree, "route"))
            members[drug] = made[0]
            if made[1]:
                past.add(drug)
            if made[2]:
                routed.add(drug)
        self.members: MutableMapping[str, Check | None] = members
        self.past = frozenset(past)  # only for these may a stopped line fill the place without a washout
        self.routed = frozenset(routed)  # for these the selector itself says which routes count

    def altered(self, always: list[str], sometimes: Mapping[str, Any], fewer: list[str], programs: list[Any]) -> Place:
        """This place with some drugs more (or members in another way) or fewer; everything else is shared."""
        more = Place(always, sometimes, programs)
        gone = set(fewer)
        if gone:
            kept = {drug: check for drug, check in self.members.items() if drug not in gone}
            more.members = {**kept, **more.members}
        else:
            more.members = ChainMap(dict(more.members), self.members)
        gone.update(always, sometimes)
        more.past = _joined(self.past, gone, more.past)
        more.routed = _joined(self.routed, gone, more.routed)
        return more

    def may_hold(self, case: Case) -> bool:
        """Whether any drug of the case stands here, whatever its line."""
        members = self.members
        if type(members) is dict:
            return not case.by_drug.keys().isdisjoint(members.keys())
        return any(drug in members for drug in case.by_drug)

    def holds(self, use: Use, case: Case) -> Truth:
        """Whether this line is a member, whatever its dates but those that the selector names."""
        check = self.members.get(use.drug, _ABSENT)
        if check is _ABSENT:
            return NO
        return YES if check is None else check(use, case)

    def holds_now(self, use: Use, case: Case) -> Truth:
        """As `holds`, for lines taken now, or stopped ones where the selector speaks of stopping."""
        if not use.current and use.drug not in self.past:
            return NO
        return self.holds(use, case)

    def fills(self, use: Use, case: Case, any_route: bool) -> Truth:
        """As `holds`, through a systemic route unless the rule or the selector opens others."""
        if not any_route and use.drug not in self.routed and case.is_local(use):
            return NO
        return self.holds(use, case)


def _joined(base: frozenset[str], gone: set[str], more: frozenset[str]) -> frozenset[str]:
    """`base` without those gone and with those added: the very same set where that changes nothing."""
    return (base - gone) | more if more or not base.isdisjoint(gone) else base
