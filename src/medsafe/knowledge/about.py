"""What the rules hold of one drug: highest doses, washouts, equivalents. Looked up when somebody asks, so that no fact stands twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.report import SourceRef
from medsafe.notation.saying import say_conditions
from medsafe.rules.rule import Rule


class DoseLimit(NamedTuple):
    """The most that a source allows, of which lines of the drug, and when."""

    rule: str
    at_most: str
    of: str  # the part of the drug's use that is meant, such as `loxapine by mouth`; empty means any
    when: str
    sources: tuple[SourceRef, ...]


class Washout(NamedTuple):
    """How long to wait between this drug and others. `order` is `before` where this drug is the one stopped, else `after`."""

    rule: str
    order: str
    least: float  # days
    most: float
    others: tuple[str, ...]  # as the rule names them
    sources: tuple[SourceRef, ...]


class Counting(NamedTuple):
    """What one unit of the drug's day total counts for on a scale."""

    scale: str
    title: str
    unit: str
    per_mg: float | None
    per_mcg_hour: float | None
    published: tuple[float, float] | None  # the lowest and the highest factor, where sources differ
    sources: tuple[SourceRef, ...]


class DrugRules(NamedTuple):
    """Everything that rules say of one drug's dose and timing."""

    doses: tuple[DoseLimit, ...]
    washouts: tuple[Washout, ...]
    scales: tuple[Counting, ...]


def drug_rules(knowledge: KnowledgeBase, drug: str) -> DrugRules:
    """What the rules in force say of a drug, by its id; nothing for a drug of which they say nothing.

    >>> from medsafe import load_knowledge
    >>> found = drug_rules(load_knowledge(), "fluoxetine")
    >>> found.doses[0].at_most, max(washout.most for washout in found.washouts)
    ('80 mg/day', 35.0)
    """
    doses: list[DoseLimit] = []
    washouts: list[Washout] = []
    for number, spec in enumerate(knowledge.core["rules"]):
        if "muted" in spec or not any(drug in knowledge.members_of(place) for place in spec.get("places", ())):
            continue
        if spec["kind"] == "dose-limit":
            doses.append(_dose(knowledge, spec["id"], drug))
        elif "washout" in spec:
            washouts.extend(_washouts(knowledge, knowledge.rule_number(number), drug))
    doses.sort(key=lambda limit: (bool(limit.when), bool(limit.of), limit.rule))
    washouts.sort(key=lambda washout: (washout.order != "before", -washout.most, washout.rule))
    return DrugRules(tuple(doses), tuple(washouts), tuple(_scales(knowledge, drug)))


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [str(part) for part in value]


def _dose(knowledge: KnowledgeBase, name: str, drug: str) -> DoseLimit:
    written = knowledge.rule(name).spec
    own = [text for text in _listed(written["drug"]) if text.startswith(f"{drug} ")]
    when = say_conditions(written["when"]) if "when" in written else ""
    return DoseLimit(name, str(written.get("at_most", "")), " or ".join(own), when, knowledge.text(name).sources)


def _washouts(knowledge: KnowledgeBase, rule: Rule, drug: str) -> Iterator[Washout]:
    """Both directions of one rule: after stopping the drug, and before starting it."""
    places = [_listed(place) for place in knowledge.rule(rule.id).spec["between"]]
    for position, place in enumerate(rule.places):
        if drug not in place.members:
            continue
        others = [other for at, other in enumerate(rule.places) if at != position]
        named = tuple(text for at, texts in enumerate(places) if at != position for text in texts)
        sources = knowledge.text(rule.id).sources
        stopped = _days(rule, [drug])
        if stopped:
            yield Washout(rule.id, "before", min(stopped), max(stopped), named, sources)
        started = _days(rule, sorted({other for place in others for other in place.members} - {drug}))
        if started:
            yield Washout(rule.id, "after", min(started), max(started), named, sources)
        if place is others[0]:
            return  # both places hold the same drugs: the second says the same


def _days(rule: Rule, drugs: Sequence[str]) -> set[float]:
    """The days that hold for these drugs after they were stopped; the most exact line that always holds ends the search."""
    found: set[float] = set()
    for drug in drugs:
        for row in rule.washout:
            if drug in row.place.members:
                found.add(row.value)
                if row.place.members[drug] is None:
                    break
    return found


def _scales(knowledge: KnowledgeBase, drug: str) -> Iterator[Counting]:
    for name, scale in sorted(knowledge.setting.scales.items()):
        per_mg, per_hour = scale.per_mg.get(drug), scale.per_mcg_hour.get(drug)
        if per_mg is not None or per_hour is not None:
            span = scale.published.get(drug)
            published = (span[0], span[1]) if span is not None else None
            yield Counting(name, scale.title, scale.unit, per_mg, per_hour, published, knowledge.scale_sources(name))
