"""A patient as a mapping, and kidney function from creatinine."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from medsafe import InputError, Patient, check_regimen
from medsafe.model.kidney import ckd_epi_2021, cockcroft_gault
from medsafe.model.report import Report

DAY = date(2026, 1, 1)


def read(**given: Any) -> Report:
    return check_regimen(["lithium 900 mg daily"], given, as_of=DAY)


def test_says_the_same_as_words() -> None:
    words = check_regimen(
        ["lithium 900 mg daily"], "78 y, female, eGFR 40, dementia, no seizures, no known allergies", as_of=DAY
    ).patient
    given = read(age=78, sex="F", egfr=40, conditions=["dementia"], **{"not": ["seizures"]}, allergies=[]).patient
    assert given == words


def test_unknown_allergies_are_not_none() -> None:
    assert read(allergies=None).patient.allergies is None
    assert read(allergies=[]).patient.allergies == ()
    assert read(allergies="NKDA").patient.allergies == ()
    assert read(allergies=["lamotrigine"]).patient.allergies == ("lamotrigine",)


def test_substances_and_conditions_as_true_and_false() -> None:
    report = read(tobacco=True, alcohol=False, pregnant=False)
    assert [line.drugs for line in report.medications if line.line < 0] == [("tobacco",)]
    assert report.patient.substances_absent == {"alcohol"}
    assert report.patient.absent == {"pregnant"}


@pytest.mark.parametrize(("born", "age"), [("1956-01-01", 70), ("1956-01-02", 69), ("1955-12-31", 70)])
def test_age_from_the_birth_date(born: str, age: int) -> None:
    assert read(birth_date=born).patient.facts["age"] == age


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"agee": 3}, "did you mean 'age'"),
        ({"age": [3]}, "age is a number, not list"),
        ({"age": True}, "age is a number, not bool"),
        ({"sex": 1}, "one of female, male"),
        ({"conditions": 5}, "'conditions' is a list of words"),
        ({"birth_date": "soon"}, "a day such as 2026-01-31"),
        ({"birth_date": "2027-01-01"}, "after the day of the check"),
        ({"results": ["x"]}, "'test', 'date'"),
        ({"substances": {"sertraline": True}}, "not a substance"),
        ({"conditions_complete": "yes"}, "true or false"),
        ({3: 4}, "keys are words"),
    ],
)
def test_what_code_got_wrong_is_an_error(given: dict[Any, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        check_regimen(["lithium 900 mg daily"], given, as_of=DAY)


@pytest.mark.parametrize(
    "given", [{"egfr": 900}, {"egfr": float("nan")}, {"age": "old"}, {"conditions": ["qwertyuiop"]}, {"cyp2d6": "zz"}]
)
def test_what_a_chart_got_wrong_is_a_gap(given: dict[str, Any]) -> None:
    report = read(**given)
    assert [gap for gap in report.gaps if gap.kind == "unread" and gap.message.startswith("patient")]
    assert not report.patient.facts
    assert not report.patient.conditions


class TestKidney:
    # KDIGO and NKF give these for the 2021 equation; Cockcroft and Gault by hand from the paper.
    @pytest.mark.parametrize(
        ("creatinine", "age", "sex", "egfr"),
        [
            (0.7, 30, "female", 119),
            (0.9, 30, "male", 118),
            (1.0, 50, "female", 69),
            (1.0, 50, "male", 92),
            (2.0, 80, "male", 33),
        ],
    )
    def test_ckd_epi(self, creatinine: float, age: float, sex: str, egfr: int) -> None:
        assert round(ckd_epi_2021(creatinine, age, sex)) == egfr

    def test_cockcroft_gault(self) -> None:
        assert cockcroft_gault(1.0, 40, 72, "male") == pytest.approx(100)
        assert cockcroft_gault(1.0, 40, 72, "female") == pytest.approx(85)

    def test_is_worked_out_and_said(self) -> None:
        for patient in (
            "71 y, female, creatinine 1.2, 62 kg",
            {"age": 71, "sex": "female", "creatinine": 1.2, "weight": 62},
        ):
            report = check_regimen(["lithium 900 mg daily"], patient, as_of=DAY)
            assert report.patient.facts["egfr"] == 48
            assert "Cockcroft and Gault, with 62 kg, is 42 mL/min" in report.assumptions[-1].message

    @pytest.mark.parametrize(
        "patient", ["12 y, male, creatinine 0.6", "creatinine 1.2, female", "71 y, creatinine 1.2"]
    )
    def test_is_not_guessed(self, patient: str) -> None:
        assert "egfr" not in check_regimen(["lithium 900 mg daily"], patient, as_of=DAY).patient.facts

    def test_what_was_measured_stays(self) -> None:
        assert read(age=71, sex="female", creatinine=1.2, egfr=60).patient.facts["egfr"] == 60
        known = Patient(facts={"age": 71.0, "sex": "female", "creatinine": 1.2})
        assert check_regimen(["lithium 900 mg daily"], known, as_of=DAY).patient.facts["egfr"] == 48
