"""How much is known: which drugs have names, codes and ratings, axis by axis, and which knowledge was read longest ago."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.records import PSYCHOTROPIC

GROUPS: Final = ("psychotropic", "co-medication", "substance")


class DrugCoverage(NamedTuple):
    """What is known of one drug, counted."""

    drug: str
    group: str
    names: int
    rxnorm: bool
    atc: bool
    unii: bool
    rated: int  # axes with a grade
    none: int  # axes that a source rated and cleared
    not_expected: int
    unrated: tuple[str, ...]
    rules: int
    oldest_review: str  # ISO day on which a rule about it was last read, the earliest; "" where no rule names it


class AxisCoverage(NamedTuple):
    """One axis in one group of drugs."""

    axis: str
    group: str
    rated: int
    none: int
    not_expected: int
    unrated: int


class GroupCoverage(NamedTuple):
    """One group of drugs: how many, how many names, and how many have a code of each register."""

    group: str
    drugs: int
    names: int
    rxnorm: int
    atc: int
    unii: int
    without_code: int
    oldest_review: str


class Coverage(NamedTuple):
    """The whole table."""

    groups: tuple[GroupCoverage, ...]
    axes: tuple[AxisCoverage, ...]
    drugs: tuple[DrugCoverage, ...]


def coverage(knowledge: KnowledgeBase) -> Coverage:
    """Count everything; for people who decide what to look up next.

    >>> from medsafe import load_knowledge
    >>> [group.group for group in coverage(load_knowledge()).groups]
    ['psychotropic', 'co-medication', 'substance']
    """
    section = knowledge.section("catalogue")
    grades = {name: knowledge.grades(name) for name in sorted(section["properties"])}
    reviews = _reviews(knowledge)
    psychotropic = frozenset(knowledge.classes.get(PSYCHOTROPIC, {"members": ()})["members"])
    drugs = []
    for drug, row in sorted(section["drugs"].items()):
        group = GROUPS[2] if row.get("substance") else GROUPS[0] if drug in psychotropic else GROUPS[1]
        drugs.append(_drug(drug, group, row, grades, reviews.get(drug, [])))
    return Coverage(tuple(_groups(drugs)), tuple(_axes(drugs, grades)), tuple(drugs))


def _drug(
    drug: str, group: str, row: Mapping[str, Any], grades: Mapping[str, Mapping[str, str]], reviews: list[str]
) -> DrugCoverage:
    codes = row.get("codes", {})
    given = [own.get(drug, "") for own in grades.values()]
    unrated = tuple(name for name, own in grades.items() if drug not in own)
    return DrugCoverage(
        drug, group, 1 + len(row.get("also", ())) + len(row.get("brands", ())),
        "rxnorm" in codes, "atc" in codes, "unii" in codes,
        len(given) - len(unrated) - given.count("none") - given.count("not-expected"),
        given.count("none"), given.count("not-expected"), unrated, len(reviews), min(filter(None, reviews), default=""),
    )  # fmt: skip


def _reviews(knowledge: KnowledgeBase) -> dict[str, list[str]]:
    """Drug → the day on which each rule that it could take part in was last read."""
    rows = knowledge.section("texts")["rules"]
    by_place: dict[int, list[str]] = {}
    for spec in knowledge.core["rules"]:
        for place in {*spec.get("places", ()), *(row[2] for row in spec.get("rows", ()))}:
            by_place.setdefault(place, []).append(rows[spec["id"]]["reviewed"])
    found: dict[str, list[str]] = {}
    for place, days in by_place.items():
        for drug in knowledge.members_of(place):
            found.setdefault(drug, []).extend(days)
    return found


def _groups(drugs: Iterable[DrugCoverage]) -> Iterable[GroupCoverage]:
    for group in GROUPS:
        own = [drug for drug in drugs if drug.group == group]
        yield GroupCoverage(
            group, len(own), sum(drug.names for drug in own), sum(drug.rxnorm for drug in own), sum(drug.atc for drug in own),
            sum(drug.unii for drug in own), sum(not (drug.rxnorm or drug.atc or drug.unii) for drug in own),
            min((drug.oldest_review for drug in own if drug.oldest_review), default=""),
        )  # fmt: skip


def _axes(drugs: Iterable[DrugCoverage], grades: Mapping[str, Mapping[str, str]]) -> Iterable[AxisCoverage]:
    members = {group: [drug.drug for drug in drugs if drug.group == group] for group in GROUPS}
    for axis, own in grades.items():
        for group in GROUPS:
            given = [own.get(drug, "") for drug in members[group]]
            none, unexpected, unrated = given.count("none"), given.count("not-expected"), given.count("")
            yield AxisCoverage(axis, group, len(given) - none - unexpected - unrated, none, unexpected, unrated)
