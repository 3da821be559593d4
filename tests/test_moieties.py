"""Drugs that are one active substance in several forms: a rule, class or grade that holds one of them holds all, or says why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from medsafe import check_regimen, load_knowledge
from medsafe.model.words import OUTSIDE_ORDER
from medsafe.notation.selector import parse_selector

REASONED = yaml.safe_load((Path(__file__).parent / "moieties.yaml").read_text("utf-8"))
OWN: dict[str, str] = REASONED["own"]
"""Members of a group that have facts of their own: what holds of the others need not hold of them."""
RULES: dict[str, dict[str, str]] = REASONED["rules"]
"""Rule → drug → why the rule leaves it out."""


def groups() -> dict[str, frozenset[str]]:
    """Active substance → every drug that is it or shares it."""
    drugs = load_knowledge().section("catalogue")["drugs"]
    found: dict[str, set[str]] = {}
    for drug, row in drugs.items():
        if row.get("moiety"):
            found.setdefault(row["moiety"], {row["moiety"]} & drugs.keys()).add(drug)
    return {moiety: frozenset(members) for moiety, members in found.items()}


def named(rule: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """For each place of a rule: the drugs that it names itself or by a class, and all its members.

    What a rule holds by a grade is the grade's own matter.
    """
    knowledge = load_knowledge()
    spec = knowledge.rule(rule).spec
    compiled = next(one for one in knowledge.core["rules"] if one["id"] == rule)
    written = [*spec.get("between", ()), *(spec[shape] for shape in ("drug", "within") if shape in spec)]
    members = [knowledge.members_of(place) for place in compiled.get("places", ())]
    if isinstance(spec.get("of"), dict):  # a drug may stand in any row of the table
        written = [[text for texts in spec["of"].values() for text in listed(texts)]]
        members = [frozenset().union(*(knowledge.members_of(row[2]) for row in compiled["rows"]))]
    for texts, place in zip(written, members, strict=False):
        held: set[str] = set()
        for text in listed(texts):
            for who, _ in parse_selector(text)[1]:
                held.update([who[1]] if who[0] == "drug" else ())
                held.update(knowledge.classes[who[1]]["members"] if who[0] == "class" else ())
        yield held & place, place


def listed(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, (list, tuple)) else [str(value)]


def left_out(held: frozenset[str], members: frozenset[str]) -> Iterator[str]:
    """Drugs outside a place that share their active substance with one that it names, but for those with facts of their own."""
    for group in GROUPS.values():
        if any(drug not in OWN for drug in group & held):
            yield from sorted(group - members - OWN.keys())


GROUPS = groups()


def test_rules_hold_all_forms_of_an_active_substance() -> None:
    knowledge = load_knowledge()
    missed = set()
    for spec in knowledge.core["rules"]:
        if spec["kind"] == "dose-limit":
            continue  # milligrams of one form are not those of another
        for held, members in named(spec["id"]):
            for drug in left_out(held, members):
                if drug not in RULES.get(spec["id"], {}):
                    missed.add((spec["id"], knowledge.text(spec["id"]).title, drug))
    assert missed == set()


def test_grades_hold_all_forms_of_an_active_substance() -> None:
    """Pharmacology gives a reason where a source rated another form of the same substance."""
    knowledge = load_knowledge()
    contradicted = set()
    for name in knowledge.properties:
        if name.startswith(("cyp", "ugt", "pgp")):
            continue  # how a form is itself metabolised is its own fact
        grades = knowledge.grades(name)
        for group in GROUPS.values():
            own = {drug: grades.get(drug, "") for drug in group if drug not in OWN}
            if any(grade and grade not in OUTSIDE_ORDER for grade in own.values()):
                contradicted |= {(name, drug) for drug, grade in own.items() if grade == "not-expected"}
    allowed = {(name, drug) for name, drugs in REASONED["grades"].items() for drug in drugs}
    assert contradicted == allowed


def test_every_reason_is_still_needed() -> None:
    knowledge = load_knowledge()
    rules = {rule.id for rule in knowledge.rules if not rule.withdrawn}
    assert set(RULES) <= rules
    grouped = frozenset().union(*GROUPS.values())
    assert set(OWN) <= grouped
    assert all(len(reason) > 10 for reason in (*OWN.values(), *(why for own in RULES.values() for why in own.values())))


@pytest.mark.parametrize(
    "patient", ["30 y, female, pregnant", "25 y, female", "28 y, male", "urea cycle disorder", "cirrhosis"]
)
def test_valpromide_is_judged_as_valproate(patient: str) -> None:
    as_valproate = check_regimen(["valproate 1000 mg daily"], patient).findings
    as_valpromide = check_regimen(["valpromide 1000 mg daily"], patient).findings
    assert {(f.rule, f.severity) for f in as_valproate} == {(f.rule, f.severity) for f in as_valpromide}


def test_a_prodrug_meets_the_partners_of_its_drug() -> None:
    for line in ("fosphenytoin 300 mg iv daily", "barbexaclone 100 mg daily"):
        report = check_regimen([line, "ethinylestradiol 0.03 mg + levonorgestrel 0.15 mg daily"])
        assert any(finding.severity in ("major", "moderate") for finding in report.findings)
