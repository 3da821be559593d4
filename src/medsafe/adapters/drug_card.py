"""The page of one drug: names, what it is, law, doses and timing with their rules, ratings, and what nobody rated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from medsafe.knowledge.about import DrugRules, Washout
from medsafe.knowledge.records import DrugRecord
from medsafe.model.report import SourceRef
from medsafe.model.words import OUTSIDE_ORDER
from medsafe.report.document import Document, Span, quiet, strong
from medsafe.report.findings import cite
from medsafe.report.wording import count_days, few, number

ORDERS: Final = {"before": "after the last dose, before", "after": "after the last dose of"}
"""How a washout reads: this drug first, or the other first."""

SOURCES: Final = 6
"""Sources named on one line; `medsafe explain RULE` names all."""


def drug_card(drug: DrugRecord, rules: DrugRules) -> Document:
    """Everything that is known of a drug, and what nobody rated."""
    page = Document()
    page.add("title", drug.title if drug.title == drug.id else f"{drug.title} ({drug.id})")
    codes = [f"{system} {code}" for system, values in drug.codes.items() for code in values]
    if drug.also or drug.brands or codes or drug.confused_with:
        page.add("section", "Names")
    for label, values in (
        ("also", drug.also),
        ("brands", drug.brands),
        ("codes", codes),
        ("easily confused with", drug.confused_with),
    ):
        if values:
            page.add("item", strong(f"{label}: "), ", ".join(values))
    page.add("section", "What it is")
    for label, words in (
        ("classes", ", ".join(drug.classes)),
        ("routes", ", ".join(drug.routes)),
        ("forms", ", ".join(drug.forms)),
        ("shares its active moiety with", drug.moiety),
        ("controlled", ", ".join(drug.schedules)),
        ("high-alert", "an error with it can do great harm" if drug.high_alert else ""),
        ("half-life", drug.half_life),
        ("note", drug.note),
    ):
        if words:
            page.add("item", strong(f"{label}: "), words)
    _doses_and_timing(page, rules)
    _grades(page, drug)
    if drug.sources:
        page.add("section", "Sources")
    for source in drug.sources:
        page.add("item", cite(source, full=True))
    return page


def drug_json(drug: DrugRecord, rules: DrugRules) -> dict[str, Any]:
    """The same as plain values for a program."""
    return {
        **drug._asdict(),
        "sources": [source._asdict() for source in drug.sources],
        **{
            name: [{**row._asdict(), "sources": [source._asdict() for source in row.sources]} for row in rows]
            for name, rows in rules._asdict().items()
        },
    }


def _doses_and_timing(page: Document, rules: DrugRules) -> None:
    if any(rules):
        page.add("section", "Dose and timing, by the rules")
    for limit in rules.doses:
        of = f" for {limit.of}" if limit.of else ""
        when = f", when {limit.when}" if limit.when else ""
        page.add(
            "item", strong("highest labelled dose: "), f"{limit.at_most}{of}{when} ", _by([limit.rule], limit.sources)
        )
    for scale in rules.scales:
        for factor, unit in ((scale.per_mg, "mg"), (scale.per_mcg_hour, "mcg/hour")):
            if factor is not None:
                counts = f"1 {unit} counts for {number(factor)} mg: {scale.title} "
                page.add("item", strong("equivalent: "), counts, _by((), scale.sources))
    for order in ORDERS:
        rows = [washout for washout in rules.washouts if washout.order == order]
        for days in sorted({(row.least, row.most) for row in rows}, key=lambda span: -span[1]):
            _washout(page, order, days, [row for row in rows if (row.least, row.most) == days])


def _washout(page: Document, order: str, days: tuple[float, float], rows: Sequence[Washout]) -> None:
    """All washouts of the same length in one line."""
    least, most = days
    span = count_days(most) if least == most else f"{number(least)} to {count_days(most)}"
    others = list(dict.fromkeys(other for row in rows for other in row.others))
    sources = list(dict.fromkeys(source for row in rows for source in row.sources))
    said = f"{span} {ORDERS[order]} {', '.join(others)} "
    page.add("item", strong("washout: "), said, _by([row.rule for row in rows], sources))


def _by(rules: Iterable[str], sources: Iterable[SourceRef]) -> Span:
    """The rules that say so, and their sources."""
    cited = [cite(source) for source in sources]
    return quiet(f"({'; '.join(filter(None, (', '.join(rules), few(cited, SOURCES))))})")


def _grades(page: Document, drug: DrugRecord) -> None:
    """What it has, one property a line; then what it was rated or thought not to have, and what nobody rated."""
    page.add("section", "Graded properties")
    for name, grade in sorted(drug.grades.items()):
        if grade not in OUTSIDE_ORDER:
            page.add("item", strong(f"{name}: "), grade)
    for grade, label in (("none", "rated and cleared of: "), ("not-expected", "not expected, by its pharmacology: ")):
        names = [name for name, given in sorted(drug.grades.items()) if given == grade]
        if names:
            page.add("item", quiet(label), ", ".join(names))
    if drug.unrated:
        page.add("item", quiet("nobody rated it on: "), ", ".join(drug.unrated), quiet(" (unknown is not none)"))
