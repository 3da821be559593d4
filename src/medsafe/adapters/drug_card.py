"""The page of one drug: names, what it is, law, how long it stays, doses and timing with their rules, ratings; and their sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from medsafe.knowledge.about import DrugRules, Washout
from medsafe.knowledge.records import DrugRecord
from medsafe.model.report import SourceRef
from medsafe.model.words import OUTSIDE_ORDER
from medsafe.report.document import Document, Span, quiet, strong
from medsafe.report.findings import cite
from medsafe.report.wording import count, count_days, number

ORDERS: Final = {"before": "after the last dose, before", "after": "after the last dose of"}
"""How a washout reads: this drug first, or the other first."""


FEW: Final = 2
"""So many sources are marked with the part of them that is meant; of more, the numbers alone."""


class Numbered:
    """The sources of a page, numbered in the order in which it first points at them, and told in full at its end."""

    def __init__(self) -> None:
        self.order: dict[str, tuple[int, SourceRef]] = {}

    def mark(self, sources: Iterable[SourceRef]) -> Span:
        """The numbers of these sources, as they stand beside what they say; nothing where there is no source."""
        parts: dict[int, str] = {}
        for source in sources:
            place, _ = self.order.setdefault(source.id, (len(self.order) + 1, source))
            sign = " §" if source.section[:1].isdigit() else " "
            parts.setdefault(place, f"{sign}{source.section}" if source.section else "")
        if len(parts) <= FEW:
            said = [f"{place}{section}" for place, section in sorted(parts.items())]
        else:
            said = _runs(sorted(parts))
        return quiet(f" [{', '.join(said)}]" if said else "")


def _runs(numbers: Sequence[int]) -> list[str]:
    """Ascending numbers, with neighbours drawn together.

    >>> _runs([1, 2, 3, 7, 9, 10])
    ['1-3', '7', '9-10']
    """
    runs: list[list[int]] = []
    for one in numbers:
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return [str(first) if first == last else f"{first}-{last}" for first, last in runs]


def drug_card(drug: DrugRecord, rules: DrugRules) -> Document:
    """Everything that is known of a drug, each with its sources, and what nobody rated."""
    page, key = Document(), Numbered()
    page.add("title", drug.title if drug.title == drug.id else f"{drug.title} ({drug.id})")
    codes = [f"{system} {code}" for system, values in drug.codes.items() for code in values]
    named = [
        (label, values)
        for label, values in (
            ("also", drug.also),
            ("brands", drug.brands),
            ("codes", codes),
            ("easily confused with", drug.confused_with),
        )
        if values
    ]
    if named or drug.sources:
        page.add("section", "Names", key.mark(drug.sources))
    for label, values in named:
        page.add("item", strong(f"{label}: "), ", ".join(values))
    page.add("section", "What it is")
    for label, words in (
        ("classes", ", ".join(drug.classes)),
        ("routes", ", ".join(drug.routes)),
        ("forms", ", ".join(drug.forms)),
        ("shares its active moiety with", drug.moiety),
        ("high-alert", "an error with it can do great harm" if drug.high_alert else ""),
        ("note", drug.note),
    ):
        if words:
            page.add("item", strong(f"{label}: "), words)
    for title in drug.schedules:
        page.add("item", strong("controlled: "), title, key.mark(drug.schedule_sources[title]))
    _stay(page, drug, key)
    _doses_and_timing(page, rules, key)
    _grades(page, drug, key)
    if key.order:
        page.add("section", "Sources")
    for place, source in key.order.values():
        page.add("item", quiet(f"{place}  "), cite(source._replace(section=""), full=True))
    return page


def _stay(page: Document, drug: DrugRecord, key: Numbered) -> None:
    """How fast it leaves, form by form, with the days that a rule reckons with where it counts a depot that was stopped."""
    if drug.half_life:
        page.add("section", "How long it stays")
    for one in drug.half_life:
        lines = f" ({', '.join(one.by)})" if one.by else ""
        of = f" of {one.of}" if one.of else ""
        said = [one.time or "not known"]
        if one.gone:
            said.append(f"gone {one.gone} after the last dose")
        if one.by and not one.of:
            said.append(f"reckoned as gone after {count(one.tail, 'day')}")
        page.add("item", strong(f"half-life{of}{lines}: "), "; ".join(said), key.mark(one.sources))


def drug_json(drug: DrugRecord, rules: DrugRules) -> dict[str, Any]:
    """The same as plain values for a program."""
    return {
        **drug._asdict(),
        "sources": [source._asdict() for source in drug.sources],
        "half_life": [
            {**one._asdict(), "sources": [source._asdict() for source in one.sources]} for one in drug.half_life
        ],
        **{
            name: {title: [source._asdict() for source in cited] for title, cited in held.items()}
            for name, held in (("schedule_sources", drug.schedule_sources), ("grade_sources", drug.grade_sources))
        },
        **{
            name: [{**row._asdict(), "sources": [source._asdict() for source in row.sources]} for row in rows]
            for name, rows in rules._asdict().items()
        },
    }


def _doses_and_timing(page: Document, rules: DrugRules, key: Numbered) -> None:
    if any(rules):
        page.add("section", "Dose and timing, by the rules")
    for limit in rules.doses:
        of = f" for {limit.of}" if limit.of else ""
        when = f", when {limit.when}" if limit.when else ""
        said = f"{limit.at_most}{of}{when}"
        page.add("item", strong("highest labelled dose: "), said, quiet(f" ({limit.rule})"), key.mark(limit.sources))
    for scale in rules.scales:
        span = f" ({number(scale.published[0])} to {number(scale.published[1])} published)" if scale.published else ""
        for factor, unit in ((scale.per_mg, "mg"), (scale.per_mcg_hour, "mcg/hour")):
            if factor is not None:
                counts = f"1 {unit} counts for {number(factor)} mg{span}: {scale.title}"
                page.add("item", strong("equivalent: "), counts, key.mark(scale.sources))
    for order in ORDERS:
        rows = [washout for washout in rules.washouts if washout.order == order]
        for days in sorted({(row.least, row.most) for row in rows}, key=lambda span: -span[1]):
            _washout(page, order, days, [row for row in rows if (row.least, row.most) == days], key)


def _washout(page: Document, order: str, days: tuple[float, float], rows: Sequence[Washout], key: Numbered) -> None:
    """All washouts of the same length in one line."""
    least, most = days
    span = count_days(most) if least == most else f"{number(least)} to {count_days(most)}"
    others = list(dict.fromkeys(other for row in rows for other in row.others))
    said = f"{span} {ORDERS[order]} {', '.join(others)}"
    by = quiet(f" ({', '.join(row.rule for row in rows)})")
    page.add("item", strong("washout: "), said, by, key.mark(source for row in rows for source in row.sources))


def _grades(page: Document, drug: DrugRecord, key: Numbered) -> None:
    """What it has, with the lists that were read for it; then what it was rated or thought not to have, and what nobody rated."""
    page.add("section", "Graded properties")
    for name, grade in sorted(drug.grades.items()):
        if grade not in OUTSIDE_ORDER:
            page.add("item", strong(f"{name}: "), grade, key.mark(drug.grade_sources[name]))
    for grade, label in (("none", "rated and cleared of: "), ("not-expected", "not expected, by its pharmacology: ")):
        names = [name for name, given in sorted(drug.grades.items()) if given == grade]
        if names:
            read = key.mark(source for name in names for source in drug.grade_sources[name]) if grade == "none" else ""
            page.add("item", quiet(label), ", ".join(names), read)
    if drug.unrated:
        page.add("item", quiet("nobody rated it on: "), ", ".join(drug.unrated), quiet(" (unknown is not none)"))
