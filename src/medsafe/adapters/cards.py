"""Pages for one rule, one search and the knowledge itself, in the same blocks as a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.find import Found
from medsafe.knowledge.records import RuleRecord
from medsafe.model.report import Considered, LayerStamp, Report
from medsafe.model.words import RANK
from medsafe.names.strangers import is_not_held
from medsafe.report.document import Document, Span, quiet, strong
from medsafe.report.findings import cite
from medsafe.report.wording import DO, altered, count, listing, overdue, sentence, stopped

TEXTS: Final = frozenset(
    "title kind problem severity do effect why action monitor onset acceptable_when alternatives taper evidence "
    "sources reviewed reviewed_by examples withdrawn floor".split()
)
"""Fields of a rule that a card says in words; all others are shown as they were written."""

NEAR: Final = ("part", "fuzzy")
"""How a name was found when nothing is called exactly so."""

HOW: Final = {"part": "holds these letters", "fuzzy": "is spelt alike", "exact": "its own name"}

VERDICTS: Final = {
    "fires": "Fires",
    "unknown": "Could not be judged",
    "instead": "Gives way to a more exact rule",
    "muted": "Switched off by a layer",
    "clear": "Clear",
}


def rule_card(rule: RuleRecord) -> Document:
    """Everything that a rule says, and the rule as it was written."""
    page, text = Document(), rule.text
    page.add("title", f"{rule.id}  {text.title}")
    if rule.withdrawn:
        page.add("lead", Span("WITHDRAWN", "major"), f" {_written(rule.withdrawn)}")
    kind = f"{rule.kind}, {text.problem.replace('-', ' ')}" if text.problem else rule.kind
    page.add("lead", Span(rule.severity, rule.severity), f": {DO.get(text.do, text.do).lower()}. ", quiet(kind))
    if rule.spec.get("floor") == "true":
        page.add("lead", "Stands on the floor: no layer lowers it unless somebody answers for it.")
    page.add("section", "What it says")
    for words in (text.effect, text.why):
        if words:
            page.add("item", sentence(words))
    for step in text.action:
        page.add("item", strong("Do: "), stopped(step))
    for label, words in (
        ("Watch", "; ".join(text.monitor)),
        ("Acceptable when", text.acceptable_when),
        ("Instead, consider", ", ".join(text.alternatives)),
        ("Stopping", text.taper),
    ):
        if words:
            page.add("item", strong(f"{label}: "), stopped(words))
    page.add("section", "When it fires")
    for name, value in rule.spec.items():
        if name not in TEXTS:
            page.add("item", strong(f"{name}: "), _written(value))
    _examples(page, rule.spec.get("examples"))
    _basis(page, rule)
    return page


def _examples(page: Document, examples: Any) -> None:
    if not isinstance(examples, Mapping):
        return
    page.add("section", "Examples")
    for verdict, lists in examples.items():
        for example in lists if isinstance(lists, Sequence) and not isinstance(lists, str) else [lists]:
            page.add("item", strong(f"{verdict}: "), str(example))


def _basis(page: Document, rule: RuleRecord) -> None:
    text = rule.text
    page.add("section", "How sure, and who says")
    page.add(
        "item",
        f"Evidence: {text.evidence or 'not stated'}. ",
        quiet(f"Onset: within {text.onset}." if text.onset else ""),
    )
    for source in text.sources:
        page.add("item", cite(source, full=True))
    changed = f" Changed by {text.changed_by}." if text.changed_by else ""
    page.add("item", quiet(f"Last read {text.reviewed} by: {text.reviewed_by}. Layer {text.layer}.{changed}"))


def found_card(text: str, found: Sequence[Found], holds: str = "") -> Document:
    """What a search for a name found, nearest first; of a medicine that is not held what it `holds`, and nothing near it."""
    page = Document()
    exact = any(one.how not in NEAR for one in found)
    if holds and not exact:
        page.add("title", f"{is_not_held(text, holds)}")
        return page
    if exact:
        page.add("title", f"“{text}” is the name of {listing(list(dict.fromkeys(one.drug for one in found)))}")
    else:
        page.add("title", f"No drug is called “{text}”{'; these come near' if found else ''}")
    for one in found:
        page.add("item", strong(one.drug), f": {one.name} ", quiet(f"({HOW.get(one.how, one.how)})"))
    return page


def knowledge_card(
    stamps: Iterable[LayerStamp], counts: Mapping[str, int], changes: Iterable[str], version: str
) -> Document:
    """Which code and layers are loaded, and how much they hold."""
    page = Document()
    page.add("title", f"medsafe {version}")
    page.add("section", "Layers")
    for stamp in stamps:
        page.add("item", strong(stamp.name), f" {stamp.edition} ", quiet(f"sha256 {stamp.sha256}"))
    page.add("section", "They hold")
    for what, how_many in counts.items():
        page.add("item", strong(f"{how_many:,} "), what)
    for number, change in enumerate(changes):
        if number == 0:
            page.add("section", "Rules that a layer changed")
        page.add("item", change)
    return page


def changes_of(knowledge: KnowledgeBase) -> list[str]:
    """Each change in force, in words."""
    return [f"{altered(change)}{overdue(change, date.today())} Layer {change.layer}." for change in knowledge.changes]


def considered(report: Report, rule: str = "") -> list[Considered]:
    """The rules that these drugs could fill, or the one asked for."""
    return [entry for entry in report.considered if not rule or entry.rule == rule]


def why_card(report: Report, rule: str = "") -> Document:
    """Which rules were considered for a list, and what decided each."""
    page = Document()
    found = considered(report, rule)
    page.add("title", f"{count(len(found), 'rule')} considered")
    page.add("lead", quiet("Rules that these drugs cannot fill are not listed."))
    for verdict, title in VERDICTS.items():
        entries = sorted((entry for entry in found if entry.verdict == verdict), key=lambda e: -RANK[e.severity])
        if entries:
            page.add("section", f"{title}: {len(entries)}")
        for entry in entries:
            _considered(page, entry)
    return page


def _considered(page: Document, entry: Considered) -> None:
    who = f" {' + '.join(entry.drugs)}:" if entry.drugs else ""
    page.add("item", Span(entry.severity, entry.severity), f" {entry.rule}{who} {sentence(entry.title)}")
    page.add("note", quiet(stopped(entry.because)))


def _written(value: Any) -> str:
    """A value of a rule on one line, as it stands in YAML."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_written(part)}" for key, part in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(_written, value)) + "]"
    return str(value)
