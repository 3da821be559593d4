"""A patient as a mapping, and kidney function from creatinine."""

from __future__ import annotations

import json
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


FIELDS: list[tuple[str, str, dict[str, Any], str, Any]] = [
    # what issue 6 lists: in short notation, as a mapping, and what it means
    ("age", "78 y", {"age": 78}, "facts.age", 78),
    ("birth date", "born 1947-05-06", {"birth_date": "1947-05-06"}, "facts.age", 78),
    ("sex", "female", {"sex": "female"}, "facts.sex", "female"),
    ("weight", "62 kg", {"weight": 62}, "facts.weight", 62),
    ("pregnancy", "pregnant", {"pregnant": True}, "conditions", "pregnant"),
    ("week of pregnancy", "12 weeks pregnant", {"gestational_weeks": 12}, "facts.gestational-weeks", 12),
    ("childbearing potential", "could become pregnant", {"childbearing_potential": True}, "conditions", "childbearing-potential"),
    ("breast-feeding", "breast-feeding", {"breast_feeding": True}, "conditions", "breast-feeding"),
    ("condition", "history of seizure", {"conditions": ["seizure"]}, "conditions", "seizure-disorder"),
    ("no condition", "no seizures", {"not": ["seizures"]}, "absent", "seizure-disorder"),
    ("allergy", "allergic to lamotrigine", {"allergies": ["lamotrigine"]}, "allergies", "lamotrigine"),
    ("eGFR", "eGFR 40", {"egfr": 40}, "facts.egfr", 40),
    ("creatinine clearance", "CrCl 35", {"text": "CrCl 35"}, "facts.egfr", 35),
    ("creatinine", "creatinine 1.2", {"creatinine": 1.2}, "facts.creatinine", 1.2),
    ("hepatic class", "Child-Pugh B", {"hepatic_class": "child-pugh-b"}, "facts.hepatic-class", "child-pugh-b"),
    ("QTc", "QTc 480", {"qtc": 480}, "facts.qtc", 480),
    ("potassium", "K 3.1", {"potassium": 3.1}, "facts.potassium", 3.1),
    ("magnesium", "magnesium 0.6", {"magnesium": 0.6}, "facts.magnesium", 0.6),
    ("sodium", "Na 128", {"sodium": 128}, "facts.sodium", 128),
    ("calcium", "corrected calcium 2.7", {"calcium": 2.7}, "facts.calcium", 2.7),
    ("lithium level", "lithium level 1.1", {"lithium_level": 1.1}, "facts.lithium-level", 1.1),
    ("valproate level", "valproate level 90", {"valproate_level": 90}, "facts.valproate-level", 90),
    ("clozapine level", "clozapine level 700", {"clozapine_level": 700}, "facts.clozapine-level", 700),
    ("ANC", "ANC 1.2", {"anc": 1.2}, "facts.anc", 1.2),
    ("smoking", "smoker", {"tobacco": True}, "drugs", "tobacco"),
    ("smoking stopped", "stopped smoking 5 days ago", {"substances": {"tobacco": "stopped 5 days ago"}}, "stopped",
     ("tobacco", date(2025, 12, 27))),
    ("former smoker", "ex-smoker since 2025-12-01", {"text": "ex-smoker since 2025-12-01"}, "stopped", ("tobacco", date(2025, 12, 1))),
    ("no smoking", "non-smoker", {"tobacco": False}, "substances_absent", "tobacco"),
    ("alcohol", "drinks alcohol", {"alcohol": True}, "drugs", "alcohol"),
    ("alcohol use disorder", "alcohol use disorder", {"alcohol_use_disorder": True}, "conditions", "alcohol-use-disorder"),
    ("opioid use", "history of opioid use disorder", {"conditions": ["opioid use disorder"]}, "conditions", "opioid-use-disorder"),
    ("CYP2D6", "CYP2D6 poor metaboliser", {"cyp2d6": "poor-metaboliser"}, "facts.cyp2d6", "poor-metaboliser"),
    ("CYP2C19", "CYP2C19 ultrarapid", {"cyp2c19": "ultrarapid-metaboliser"}, "facts.cyp2c19", "ultrarapid-metaboliser"),
    ("CYP2C9", "CYP2C9 poor metaboliser", {"cyp2c9": "poor-metaboliser"}, "facts.cyp2c9", "poor-metaboliser"),
    ("HLA-B*15:02", "HLA-B*15:02 positive", {"hla_b_15_02": "positive"}, "facts.hla-b-15-02", "positive"),
    ("HLA-A*31:01", "HLA-A*31:01 negative", {"hla_a_31_01": "negative"}, "facts.hla-a-31-01", "negative"),
]  # fmt: skip


def said(report: Report, where: str) -> Any:
    """What a report knows of the patient in one place."""
    patient = report.patient
    if where.startswith("facts."):
        return [patient.facts.get(where.removeprefix("facts."))]
    own = [line for line in report.medications if line.line < 0]
    if where == "drugs":
        return [drug for line in own if not line.stopped for drug in line.drugs]
    if where == "stopped":
        return [(drug, line.stop) for line in own if line.stopped for drug in line.drugs]
    return getattr(patient, where) or ()


@pytest.mark.parametrize(("what", "words", "mapping", "where", "value"), FIELDS, ids=[row[0] for row in FIELDS])
class TestEveryField:
    """Each field reads from short notation, from a mapping and from the JSON of that mapping, and means the same."""

    def test_reads(self, what: str, words: str, mapping: dict[str, Any], where: str, value: Any) -> None:
        for given in (words, mapping, json.loads(json.dumps(mapping))):
            report = check_regimen(["sertraline 50 mg daily"], given, as_of=DAY)
            assert value in said(report, where), given
            assert not [gap for gap in report.gaps if gap.kind in ("unread", "unrecognised", "conflict")], given

    def test_goes_to_json_and_back(
        self, what: str, words: str, mapping: dict[str, Any], where: str, value: Any
    ) -> None:
        report = check_regimen(["sertraline 50 mg daily"], words, as_of=DAY)
        assert Report.from_json(report.to_json()).patient == report.patient

    def test_unknown_without_it(self, what: str, words: str, mapping: dict[str, Any], where: str, value: Any) -> None:
        assert value not in said(check_regimen(["sertraline 50 mg daily"], as_of=DAY), where)


@pytest.mark.parametrize(
    "words", ["born 1956-01-01", "DOB: 1956-01-01", "date of birth 1 January 1956", "birth date 1956-01-01"]
)
def test_the_birth_date_in_words(words: str) -> None:
    assert check_regimen([], words, as_of=DAY).patient.facts == {"age": 70}


@pytest.mark.parametrize("words", ["born in 1956", "DOB 03/04/1956", "born 2030-01-01", "born"])
def test_a_birth_date_that_leaves_two_ages_is_asked_about(words: str) -> None:
    report = check_regimen([], words, as_of=DAY)
    assert not report.patient.facts
    assert [gap.kind for gap in report.gaps] == ["unread"]


CODES = [
    "F32.9",
    "icd10:F32.9",
    "ICD-10 F32.9",
    "ICD-10-CM code: M54.5",
    "F20.0",
    {"conditions": ["F32.9"]},
    {"not": ["F20.0"]},
]


@pytest.mark.parametrize("given", CODES)
def test_a_code_is_a_condition_or_a_gap_and_never_an_age(given: Any) -> None:
    report = check_regimen([], given, as_of=DAY)
    patient = report.patient
    assert not patient.facts
    assert "pacemaker" not in patient.conditions
    assert patient.conditions or patient.absent or [gap for gap in report.gaps if gap.kind == "unread"]


@pytest.mark.parametrize("given", ["icd10:Q99.9", "snomed:99999999", {"conditions": ["Q99.9"]}])
def test_an_unknown_code_is_a_gap(given: Any) -> None:
    assert [gap for gap in check_regimen([], given, as_of=DAY).gaps if gap.kind == "unread"]


TESTS = [
    ("lithium level", "lithium-level"),
    ("FBC", "full-blood-count"),
    ("u&e", "urea-electrolytes"),
    ("Body weight and BMI", "weight"),
    ("HLA-B*15:02 typing", "hla-b-15-02"),
]


@pytest.mark.parametrize(("words", "test"), TESTS)
def test_a_result_is_known_by_the_words_of_a_chart(words: str, test: str) -> None:
    report = read(results=[{"test": words, "date": "2025-12-01"}])
    assert [result.test for result in report.patient.results] == [test]
    assert not [gap for gap in report.gaps if gap.kind == "unread"]


def test_a_result_of_an_unknown_test_is_a_gap() -> None:
    report = read(results=[{"test": "lithum level", "date": "2025-12-01"}])
    (gap,) = [gap for gap in report.gaps if gap.kind == "unread"]
    assert "lithum-level" in gap.message
    assert gap.suggestions[0] == "lithium-level"
    assert report.status == "partial"


def charted(text: str) -> Report:
    return check_regimen(["lithium 900 mg daily"], text, as_of=DAY)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("creatinine 124 umol/L", {"creatinine": 1.4027}),
        ("creatinine 0.09 mmol/L", {"creatinine": 1.0181}),
        ("lithium 1.3 mEq/L", {"lithium-level": 1.3}),
        ("Li 1.3", {"lithium-level": 1.3}),
        ("valproate level 500 umol/L", {"valproate-level": 72.105}),
        ("clozapine level 1.1 mg/L", {"clozapine-level": 1100}),
        ("magnesium 1.4 mEq/L", {"magnesium": 0.7}),
        ("HbA1c 53 mmol/mol", {"hba1c": 7.0004}),
        ("TSH 9 uIU/mL", {"tsh": 9}),
        ("ANC 900", {"anc": 0.9}),
        ("ANC 90/uL", {"anc": 0.09}),
        ("ANC 0.9 x10^9/L", {"anc": 0.9}),
        ("ANC 1.2 K/uL", {"anc": 1.2}),
        ("age 3 weeks", {"age": 0.06}),
        ("moderate hepatic impairment", {"hepatic-class": "child-pugh-b"}),
        ("eGFR unknown, sex not known", {}),
    ],
)
def test_units_and_words_of_charts(text: str, facts: dict[str, object]) -> None:
    report = charted(text)
    assert report.patient.facts == facts
    assert not [line for line in report.medications if line.line < 0]
    assert report.status == "complete"


@pytest.mark.parametrize("text", ["age 420", "420 y", "eGFR -5", "ANC 90", "creatinine 124", "prolactin 400 mIU/L"])
def test_what_nobody_has_is_asked_about(text: str) -> None:
    report = charted(text)
    assert not report.patient.facts
    assert report.status == "partial"


def test_unknown_is_no_mistake() -> None:
    assert read(weight="unknown", egfr="not known").status == "complete"


def test_a_child_is_not_the_patient() -> None:
    patient = charted("31 y, female, breast feeding a 3 week old").patient
    assert (patient.facts["age"], patient.conditions) == (31, {"breast-feeding"})


def test_the_gender_is_not_the_sex() -> None:
    """A trans man may become pregnant: the sex is asked, never concluded."""
    assert "sex" not in charted("transgender man, 25 y").patient.facts


def test_a_stage_leaves_the_value_between_bounds() -> None:
    report = charted("CKD 3b")
    assert (report.patient.facts, dict(report.patient.bounds)) == ({}, {"egfr": (30, 44)})
    decided = next(finding for finding in report.findings if finding.rule == "MS-1349")
    assert (decided.severity, decided.because) == ("major", ("eGFR 30 to 44 is below 60",))
    assert next(f.severity for f in charted("CKD 4").findings if f.rule == "MS-1349") == "contraindicated"
    assert Report.from_json(report.to_json()).patient == report.patient
    assert "eGFR 30 to 44" in report.to_text()


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("eGFR 30-44", {"egfr": (30, 44)}),
        ("K 3.1 - 3.4 mmol/L", {"potassium": (3.1, 3.4)}),
        ("QTc 480 (2026-11-01)", {}),
    ],
)
def test_a_range_leaves_the_value_between_its_ends(text: str, bounds: dict[str, tuple[float, float]]) -> None:
    assert charted(text).patient.bounds == bounds


def test_bounds_on_both_sides_of_a_threshold_are_unknown() -> None:
    rules = {q.about: q.rules for q in check_regimen(["desmopressin 0.2 mg at night"], "CKD 3a").questions}
    assert "egfr" in rules, "eGFR 45 to 59 is below 60, but may be below 50"


@pytest.mark.parametrize("text", ["CKD 3b, eGFR 40", "CKD 3b, 70 y, female, creatinine 1.4"])
def test_a_value_stands_before_a_stage(text: str) -> None:
    patient = charted(text).patient
    assert "egfr" in patient.facts and not patient.bounds


@pytest.mark.parametrize("text", ["no CKD 4", "mother has CKD 4", "at risk of CKD 4", "family history of CKD 3b"])
def test_a_stage_of_nobody_or_of_others_says_nothing(text: str) -> None:
    assert not charted(text).patient.bounds


def test_a_vitamin_is_no_potassium() -> None:
    assert "potassium" not in charted("vitamin K not taken").patient.facts


def test_a_clearance_stands_for_the_filtration_rate_and_says_so() -> None:
    report = charted("CrCl 35 mL/min")
    assert report.patient.facts == {"egfr": 35}
    assert [note.message for note in report.assumptions] == [
        "patient: CrCl was taken for the estimated glomerular filtration rate"
    ]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Li 1,3", {"lithium-level": 1.3}),
        ("kreatinin unknown, K 3,1", {"potassium": 3.1}),
        ("ANC 1,500/uL", {"anc": 1.5}),
        ("platelets 80,000", {"platelets": 80}),
        ("magnesium 0,55", {"magnesium": 0.55}),
        ("78,F,eGFR 40", {"age": 78, "sex": "female", "egfr": 40}),
    ],
)
def test_a_comma_inside_a_number_divides_no_clause(text: str, facts: dict[str, object]) -> None:
    report = charted(text)
    assert report.patient.facts == facts
    decimal = [note for note in report.assumptions if note.kind == "decimal comma"]
    assert bool(decimal) == any(mark in text for mark in ("1,3", "3,1", "0,55"))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("60M AF", "atrial-fibrillation"),
        ("78F DM", "diabetes"),
        ("30F MS", "multiple-sclerosis"),
        ("60 y HF", "heart-failure"),
    ],
)
def test_two_letters_after_the_age_are_a_condition(text: str, condition: str) -> None:
    report = charted(text)
    assert report.patient.conditions == {condition}
    assert report.status == "complete"


@pytest.mark.parametrize("text", ["target Li 0.6-0.8", "INR goal 2-3", "aim for a lithium level of 0.8"])
def test_what_is_aimed_at_was_not_measured(text: str) -> None:
    report = charted(text)
    assert (dict(report.patient.facts), dict(report.patient.bounds)) == ({}, {})
    assert report.status == "partial"


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("66F QTc 480 K 3.1", {"qtc": 480.0, "potassium": 3.1}),
        ("66F QTc 480 Na 128 K 3.1", {"qtc": 480.0, "sodium": 128.0, "potassium": 3.1}),
        ("50 y, platelets 90 K", {"platelets": 90.0}),
    ],
)
def test_a_letter_before_a_number_names_the_next_test(said: str, facts: dict[str, float]) -> None:
    known = check_regimen([], said).patient.facts
    assert {name: known.get(name) for name in facts} == facts
