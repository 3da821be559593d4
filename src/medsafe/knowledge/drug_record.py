"""All that is known of one drug, put together from the catalogue when somebody asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from medsafe.catalogue.lasting import tail_days
from medsafe.errors import UnknownId
from medsafe.knowledge.records import SCHEDULES, DrugRecord, HalfLife
from medsafe.model.report import SourceRef
from medsafe.names.strangers import is_not_held
from medsafe.notation.words import nearest

if TYPE_CHECKING:
    from medsafe.knowledge.base import KnowledgeBase


def drug_record(knowledge: KnowledgeBase, name: str) -> DrugRecord:
    """The record of a drug, by its id; raises `UnknownId` with the nearest ones."""
    section = knowledge.section("catalogue")
    row = section["drugs"].get(name)
    if row is None:
        holds = knowledge.stranger(name)
        if holds:
            raise UnknownId("drug", name, known_as=is_not_held(name, holds))
        raise UnknownId("drug", name, nearest(name, section["drugs"], 3))
    sources = section["sources"]
    grades = {
        title: grade
        for title, entry in sorted(section["properties"].items())
        for grade, drugs in entry["grades"].items()
        if name in drugs.split()
    }
    held = {
        entry["title"]: cited(entry.get("sources", ()), sources)
        for entry in section["classes"].values()
        if SCHEDULES in entry["is_a"] and name in entry["members"]
    }
    return DrugRecord(
        name, row.get("title") or name.replace("-", " "), tuple(row.get("also", ())), tuple(row.get("brands", ())),
        {system: tuple(codes) for system, codes in row.get("codes", {}).items()}, tuple(row.get("routes", ("mouth",))),
        tuple(row.get("forms", ("immediate-release",))), row.get("moiety", ""),
        tuple(_half_life(part, sources) for part in row.get("half_life", ())),
        tuple(group for group in row["classes"] if not knowledge.read_by_code(group)),
        grades, tuple(sorted(set(section["properties"]) - set(grades))), cited(row.get("sources", ()), sources),
        row.get("note", ""), bool(row.get("substance", False)),
        tuple(held), tuple(row.get("confused_with", ())), bool(row.get("high_alert", False)),
        held, {title: cited(section["properties"][title].get("sources", ()), sources) for title in grades},
    )  # fmt: skip


def _half_life(row: Mapping[str, Any], sources: Mapping[str, Any]) -> HalfLife:
    time, gone = row.get("time", ""), row.get("gone", "")
    by = tuple(row.get("by", ()))
    return HalfLife(time, row.get("of", ""), by, gone, tail_days(time, gone), cited(row.get("sources", ()), sources))


def cited(texts: Iterable[str], sources: Mapping[str, Any]) -> tuple[SourceRef, ...]:
    """References such as `fda-prozac §4` with the title and the locator of their source."""
    found = []
    for text in texts:
        source, _, part = text.partition(" §")
        entry = sources.get(source.strip(), {})
        found.append(SourceRef(source.strip(), part.strip(), entry.get("title", ""), entry.get("locator", "")))
    return tuple(found)
