"""Conditions by their ICD-10 code."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from medsafe import check_regimen, load_knowledge
from medsafe.model.patient import Patient

ROOT = Path(__file__).parent.parent
READ = {row["code"] for row in csv.DictReader((Path(__file__).parent / "icd10.csv").read_text("utf-8").splitlines())}
"""Codes that were looked up in ICD-10 (WHO 2019) or ICD-10-CM (2026), and mean what the condition says."""


def patient(said: Any) -> Patient:
    return check_regimen(["sertraline 50 mg daily"], said).patient


def gaps(said: Any) -> list[str]:
    found = check_regimen(["sertraline 50 mg daily"], said).gaps
    return [gap.message for gap in found if gap.kind == "unread"]


class TestCodes:
    def test_every_code_was_looked_up(self) -> None:
        written = {name for name in load_knowledge().core["conditions"] if name.startswith("icd10:")}
        assert written == {f"icd10:{code.lower()}" for code in READ}
        assert len(written) > 400

    def test_nine_in_ten_conditions_that_are_illnesses_have_one(self) -> None:
        text = (ROOT / "data/vocabulary/conditions.yaml").read_text("utf-8")
        ids = re.findall(r"^  ([a-z0-9-]+):$", text, re.MULTILINE)
        assert len(ids) >= 240
        assert len(re.findall(r"^    codes: ", text, re.MULTILINE)) >= 210


CONCEPTS = list(csv.DictReader((Path(__file__).parent / "snomed.csv").read_text("utf-8").splitlines()))
"""Concepts that stand in the Global Patient Set of SNOMED CT (September 2020, CC BY 4.0), with their display there."""


class TestConcepts:
    def test_every_concept_was_looked_up_and_means_what_was_read(self) -> None:
        known = load_knowledge().core["conditions"]
        written = {name: condition for name, condition in known.items() if name.startswith("snomed:")}
        assert written == {f"snomed:{row['code']}": row["condition"] for row in CONCEPTS}
        assert len(written) > 450
        assert all(re.search(r" \((disorder|finding|situation|event)\)$", row["display"]) for row in CONCEPTS)

    def test_every_check_digit_is_right(self) -> None:
        for row in CONCEPTS:
            assert verhoeff(row["code"]) == 0, row

    @pytest.mark.parametrize(
        ("said", "condition"),
        [
            ("snomed:84757009", "seizure-disorder"),
            ("SNOMED 84757009", "seizure-disorder"),
            ("SNOMED CT: 84757009", "seizure-disorder"),
            ("SNOMED-CT code 84757009 |Epilepsy (disorder)|", "seizure-disorder"),
            ("sctid 84760002 |Schizoaffective disorder, depressive type (disorder)|", "schizoaffective-disorder"),
            ("http://snomed.info/sct|195967001", "asthma"),
            ("60 y, female, snomed:19943007, eGFR 40", "cirrhosis"),
            ({"conditions": ["snomed:38341003"]}, "hypertension"),
            ({"conditions": "SNOMED CT 77386006"}, "pregnant"),
        ],
    )
    def test_a_concept_is_its_condition(self, said: object, condition: str) -> None:
        assert patient(said).conditions == {condition}
        assert gaps(said) == []

    def test_numbers_beside_it_keep_their_meaning(self) -> None:
        said = patient("70 y, SNOMED 38341003, eGFR 40, no SNOMED CT 84757009")
        assert (said.conditions, said.absent) == ({"hypertension"}, {"seizure-disorder"})
        assert (said.facts["age"], said.facts["egfr"]) == (70, 40)

    @pytest.mark.parametrize("said", ["snomed:99999999", "SNOMED 12345678901", "sctid 4598005"])
    def test_a_concept_that_nobody_knows_is_a_gap(self, said: str) -> None:
        assert patient(said).conditions == frozenset()
        assert any("snomed:" in message for message in gaps(said))

    def test_a_bare_number_is_no_concept(self) -> None:
        assert patient("84757009").conditions == frozenset()


def verhoeff(number: str) -> int:
    """The check of SNOMED identifiers; 0 where the last digit is right."""
    times = [[(a + b) % 5 if a < 5 else (a - b) % 5 + 5 for b in range(5)] for a in range(10)]
    table = [
        [times[a][b] if b < 5 else ((a + b - 5) % 5 + 5 if a < 5 else (a - b) % 5) for b in range(10)]
        for a in range(10)
    ]
    shift = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
    check = 0
    for place, digit in enumerate(reversed(number)):
        moved = int(digit)
        for _ in range(place % 8):
            moved = shift[moved]
        check = table[check][moved]
    return check


class TestReading:
    @pytest.mark.parametrize(
        ("said", "condition"),
        [
            ("icd10:G40", "seizure-disorder"),
            ("icd10:G40.3", "seizure-disorder"),
            ("ICD-10 G40.301", "seizure-disorder"),
            ("ICD-10-CM: F32.1", "depression"),
            ("icd10 code F32.3", "psychotic-depression"),
            ("60 y, female, icd10:K74.6, eGFR 40", "cirrhosis"),
            ("icd10:I45.81", "long-qt-syndrome"),
            ("icd10:F32.81", "premenstrual-dysphoric-disorder"),
            ({"conditions": ["icd10:G40.3"]}, "seizure-disorder"),
            ({"conditions": "icd10:H40.20X1"}, "angle-closure-glaucoma"),
        ],
    )
    def test_a_code_is_the_nearest_category_above_it(self, said: object, condition: str) -> None:
        assert patient(said).conditions == {condition}
        assert gaps(said) == []

    def test_several_in_one_text(self) -> None:
        assert patient("icd10:G40 and icd10:I48.0; icd10:E11.9").conditions == {
            "seizure-disorder",
            "atrial-fibrillation",
            "diabetes",
        }

    def test_a_code_can_be_denied(self) -> None:
        said = patient("no icd10:G40.3")
        assert said.conditions == frozenset()
        assert said.absent == {"seizure-disorder"}

    def test_an_unknown_code_is_a_gap_and_no_condition(self) -> None:
        assert patient("icd10:Q99.9").conditions == frozenset()
        assert any("icd10:q99.9" in message for message in gaps("icd10:Q99.9"))

    def test_the_name_of_the_classification_is_no_implant(self) -> None:
        assert patient("ICD-10 F32.1").conditions == {"depression"}
        assert patient("ICD-10").conditions == frozenset()
        assert patient("has an ICD").conditions == {"pacemaker"}

    @pytest.mark.parametrize("code", ["Z00.0", "Z30.9", "Z75", "Z51.8", "T40.2X5", "T43.2", "Z98.8", "Z71.3"])
    def test_a_code_that_only_suggests_a_condition_says_nothing(self, code: str) -> None:
        """An examination, a counselling visit or an adverse effect must neither raise nor silence a warning."""
        assert patient(f"icd10:{code}").conditions == frozenset()

    def test_the_answer_changes_as_with_words(self) -> None:
        lines = ["bupropion 150 mg daily"]
        by_code = check_regimen(lines, "icd10:G40.3", as_of=date(2026, 1, 1))
        by_word = check_regimen(lines, "epilepsy", as_of=date(2026, 1, 1))
        assert by_code.findings == by_word.findings
        assert by_code.findings[0].severity == "contraindicated"
