"""The built-in knowledge keeps its own rules: every example judges as written, every rule can fire, nothing lacks a source."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from medsafe import check_regimen, load_knowledge
from medsafe.lint import lint

CODES = Path(__file__).parent / "codes.csv"


def test_the_built_in_layer_has_no_faults() -> None:
    faults = lint()
    assert not faults, "\n".join(map(str, faults[:40]))


def test_every_kind_of_rule_is_there_and_every_rule_has_its_fields() -> None:
    rules = load_knowledge().rules
    assert len(rules) >= 100
    kinds = {rule.kind for rule in rules}
    assert kinds == {"interaction", "duplication", "burden", "habit-forming", "dose-limit", "patient", "monitoring"}
    for rule in rules:
        text = rule.text
        assert text.title and text.sources and text.reviewed and text.reviewed_by, rule.id
        if rule.kind != "monitoring" and rule.severity != "none":
            assert text.effect and text.why and text.action and text.evidence and text.onset, rule.id
        assert not text.title.endswith("."), rule.id


@pytest.mark.parametrize(
    ("name", "drug", "classes"),
    [
        ("Zoloft", "sertraline", {"ssri", "antidepressant"}),
        ("Prozac", "fluoxetine", {"ssri"}),
        ("Effexor", "venlafaxine", {"snri"}),
        ("Cymbalta", "duloxetine", {"snri"}),
        ("amitriptyline", "amitriptyline", {"tca"}),
        ("nortriptyline", "nortriptyline", {"tca"}),
        ("Haldol", "haloperidol", {"first-generation-antipsychotic", "antipsychotic"}),
        ("Risperdal", "risperidone", {"second-generation-antipsychotic", "antipsychotic"}),
        ("Zyprexa", "olanzapine", {"second-generation-antipsychotic"}),
        ("lithium", "lithium", {"mood-stabilizer"}),
        ("Depakote", "valproate", {"mood-stabilizer"}),
        ("Tegretol", "carbamazepine", {"mood-stabilizer"}),
        ("Lamictal", "lamotrigine", {"mood-stabilizer"}),
        ("Ativan", "lorazepam", {"benzodiazepine", "anxiolytic"}),
        ("Xanax", "alprazolam", {"benzodiazepine", "anxiolytic"}),
        ("BuSpar", "buspirone", {"anxiolytic"}),
        ("Ritalin", "methylphenidate", {"stimulant"}),
        ("Concerta", "methylphenidate", {"stimulant"}),
        ("Adderall", "amfetamine", {"stimulant"}),
        ("Vyvanse", "lisdexamfetamine", {"stimulant"}),
    ],
)
def test_the_names_that_the_mission_begins_with(name: str, drug: str, classes: set[str]) -> None:
    (medication,) = check_regimen([name]).medications
    assert medication.drugs == (drug,)
    assert classes <= set(load_knowledge().drug(drug).classes)


@pytest.mark.parametrize(
    "name",
    [
        "Ativan 1 mg three times a day for 8 weeks",
        "Xanax 0.5 mg daily since 2025-01-01",
        "Ritalin 10 mg",
        "Vyvanse 30 mg",
    ],
)
def test_habit_forming_drugs_say_so(name: str) -> None:
    assert any(f.kind == "habit-forming" and f.problem == "dependence" for f in check_regimen([name]).findings)


def test_long_use_of_a_benzodiazepine_weighs_more_than_the_plain_notice() -> None:
    short = check_regimen(["lorazepam 1 mg daily for 2 weeks"]).findings
    long = check_regimen(["lorazepam 1 mg daily for 3 months"]).findings
    assert {f.severity for f in short} == {"minor"}
    assert "moderate" in {f.severity for f in long}


def test_buspirone_is_rated_not_habit_forming_and_offered_instead() -> None:
    knowledge = load_knowledge()
    assert knowledge.drug("buspirone").grades["dependence"] == "none"
    (alprazolam,) = check_regimen(["alprazolam 1 mg daily"]).dependence
    assert "buspirone" in alprazolam.alternatives


@pytest.mark.parametrize(
    ("lines", "severity", "problem"),
    [
        (["phenelzine 15 mg three times a day", "sertraline 50 mg daily"], "contraindicated", "serotonin-toxicity"),
        (
            ["lithium 900 mg daily", "ibuprofen 400 mg three times a day", "lisinopril 10 mg daily"],
            "major",
            "lithium-toxicity",
        ),
        (["lorazepam 1 mg three times a day", "oxycodone 10 mg every 6 hours"], "major", "respiratory-depression"),
        (["citalopram 20 mg daily", "escitalopram 10 mg daily"], "major", "duplicate-therapy"),
        (["Adderall 20 mg twice a day", "Vyvanse 40 mg every morning"], "moderate", "duplicate-therapy"),
        (["valproate 500 mg twice a day", "lamotrigine 25 mg daily"], "major", "skin-reaction"),
        (["carbamazepine 200 mg twice a day", "apixaban 5 mg twice a day"], "major", "loss-of-effect"),
    ],
)
def test_what_a_psychiatrist_would_be_embarrassed_to_miss(lines: list[str], severity: str, problem: str) -> None:
    found = {(p.severity, p.problem) for p in check_regimen(lines).problems}
    assert (severity, problem) in found


def test_a_clean_list_is_quiet() -> None:
    report = check_regimen(
        [
            "sertraline 50 mg daily",
            "amlodipine 5 mg daily",
            "atorvastatin 20 mg at night",
            "metformin 500 mg twice a day",
        ]
    )
    assert report.status == "complete"
    assert {f.severity for f in report.findings} <= {"minor"}


def test_bad_input_costs_only_its_own_line() -> None:
    report = check_regimen(
        [
            "phenelzine 15 mg daily",
            None,
            3,
            "",
            "💊",
            "x" * 100_000,
            "\u202ework\u202c",
            "12345",
            "\x00\x07",
            {"a": 1},
            "sertraline 50 mg daily",
        ]
    )
    assert report.status == "partial"
    assert report.findings[0].severity == "contraindicated" and report.findings[0].lines == (0, 10)
    unread = {line for gap in report.gaps if gap.kind in ("unread", "unrecognised") for line in gap.lines}
    assert unread == set(range(1, 10))


def test_codes_are_those_of_the_reference() -> None:
    """The compact list was made from the reference tables, not from our YAML."""
    knowledge = load_knowledge()
    with CODES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 1_000
    for row in rows:
        if row["drug"] not in knowledge.drugs:
            continue
        codes = knowledge.drug(row["drug"]).codes
        for system in ("rxnorm", "atc"):
            wanted = set(row[system].replace("|", " ").split())
            assert wanted <= set(codes.get(system, ())), (row, codes)
