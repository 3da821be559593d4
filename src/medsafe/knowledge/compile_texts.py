"""The texts that findings show, and what is known of each drug, as sections that are read when first needed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from medsafe.catalogue.membership import Catalogue
from medsafe.catalogue.specs import (
    ClassSpec,
    ConditionSpec,
    DrugSpec,
    ProblemSpec,
    ProductSpec,
    PropertySpec,
    ScaleSpec,
    SourceSpec,
    TestSpec,
)
from medsafe.knowledge.collect import ChangeSpec, Collected, plain
from medsafe.knowledge.records import SCHEDULES
from medsafe.names.normal import key
from medsafe.rules.spec import RuleSpec


def build_texts(collected: Collected, compiled: Iterable[str]) -> dict[str, Any]:
    """Texts of all rules in force or withdrawn, and the titles of problems, tests and conditions."""
    in_force = frozenset(compiled)
    sources = collected.of("sources", SourceSpec)
    problems = collected.of("problems", ProblemSpec)
    changes = collected.of("changes", ChangeSpec)
    rules: dict[str, Any] = {}
    for name, spec in collected.of("rules", RuleSpec).items():
        if name not in in_force and spec.withdrawn is None:
            continue
        change = changes.get(name)
        rules[name] = {
            "title": spec.title, "problem": spec.problem, "do": (change.do if change and change.do else spec.do),
            "evidence": spec.evidence or "", "onset": spec.onset, "effect": spec.effect, "why": spec.why, "action": spec.action,
            "monitor": spec.monitor, "acceptable_when": spec.acceptable_when, "alternatives": spec.alternatives, "taper": spec.taper,
            "sources": [_source(text, sources) for text in spec.sources],
            "reviewed": spec.reviewed.isoformat() if spec.reviewed else "", "reviewed_by": spec.reviewed_by,
            "layer": collected.where["rules", name].layer, "changed_by": collected.where["changes", name].layer if change else "",
            "severity": spec.severity or "", "floor": spec.floor,
            "withdrawn": spec.withdrawn.model_dump(mode="json") if spec.withdrawn else None,
        }  # fmt: skip
    return {
        "rules": rules,
        "problems": {name: spec.title for name, spec in problems.items()},
        "tests": {name: spec.title for name, spec in collected.of("tests", TestSpec).items()},
        "test_names": {
            key(phrase): name
            for name, spec in collected.of("tests", TestSpec).items()
            for phrase in (*spec.also, spec.title, name)
        },
        "conditions": {name: spec.title for name, spec in collected.of("conditions", ConditionSpec).items()},
        "written": {name: plain(collected.where["rules", name].node) for name in rules},
    }


def _source(text: str, sources: dict[str, SourceSpec]) -> list[str]:
    name, _, section = text.partition(" §")
    spec = sources.get(name.strip())
    return [name.strip(), section.strip(), spec.title if spec else "", spec.locator if spec else ""]


def build_catalogue_section(collected: Collected, catalogue: Catalogue) -> dict[str, Any]:
    """All that is known of each drug, class, property, product and source."""
    classes = collected.of("classes", ClassSpec)
    members_of: dict[str, list[str]] = {}
    for name in classes:
        for drug in catalogue.members(name):
            members_of.setdefault(drug, []).append(name)
    return {
        "drugs": {
            drug: {
                **spec.model_dump(mode="json", exclude_defaults=True),
                "classes": sorted(members_of.get(drug, ())),
            }
            for drug, spec in collected.of("drugs", DrugSpec).items()
        },
        "classes": {
            name: {
                "title": spec.title,
                "is_a": spec.is_a,
                "members": sorted(catalogue.members(name)),
                **({"sources": spec.sources} if SCHEDULES in spec.is_a else {}),  # a drug's page cites the law
            }
            for name, spec in classes.items()
        },
        "properties": {
            name: {
                "title": spec.title,
                "sources": spec.sources,
                "grades": {grade: " ".join(sorted(catalogue.graded(grade, name, False))) for grade in spec.grades},
            }
            for name, spec in collected.of("properties", PropertySpec).items()
        },
        "products": {
            name: spec.model_dump(mode="json", exclude_defaults=True)
            for name, spec in collected.of("products", ProductSpec).items()
        },
        "scales": {name: {"sources": spec.sources} for name, spec in collected.of("scales", ScaleSpec).items()},
        "sources": {
            name: spec.model_dump(mode="json", exclude_defaults=True)
            for name, spec in collected.of("sources", SourceSpec).items()
        },
    }
