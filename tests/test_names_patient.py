"""Words about the patient."""

from __future__ import annotations

from datetime import date

import pytest

from medsafe.names.patient import PatientReading
from small_vocabulary import DAY, reader

READER = reader()


def read(text: str) -> PatientReading:
    return READER.read_patient(text, DAY)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("78 y", {"age": 78}),
        ("78yo", {"age": 78}),
        ("78-year-old", {"age": 78}),
        ("78 years old", {"age": 78}),
        ("aged 78", {"age": 78}),
        ("age: 78", {"age": 78}),
        ("78F", {"age": 78, "sex": "female"}),
        ("78 y/o man", {"age": 78, "sex": "male"}),
        ("male 34", {"age": 34, "sex": "male"}),
        ("6 months old", {"age": 0.5}),
        ("female", {"sex": "female"}),
        ("sex: M", {"sex": "male"}),
        ("eGFR 40", {"egfr": 40}),
        ("GFR 38 mL/min/1.73m2", {"egfr": 38}),
        ("CrCl 25", {"egfr": 25}),
        ("QTc 470 ms", {"qtc": 470}),
        ("QTc of 0.48 s", {"qtc": 480}),
        ("K 3.1", {"potassium": 3.1}),
        ("K+ = 3.1 mmol/L", {"potassium": 3.1}),
        ("Mg 1.5 mg/dL", {}),
        ("magnesium 1.5 mg/dL", {"magnesium": 0.6172}),
        ("lithium level 1.3", {"lithium-level": 1.3}),
        ("Li 1.3", {"lithium-level": 1.3}),
        ("BMI 17", {"bmi": 17}),
        ("weight 70 kg", {"weight": 70}),
        ("weighs 154 lb", {"weight": 69.85}),
        ("70 kg", {"weight": 70}),
        ("height 5'10\"", {"height": 177.8}),
        ("150/95", {"systolic-bp": 150, "diastolic-bp": 95}),
        ("BP 150/90", {"systolic-bp": 150, "diastolic-bp": 90}),
        ("ANC 1500", {"anc": 1.5}),
        ("type 2 diabetes (A1c 8.2%)", {"hba1c": 8.2}),
        ("CYP2D6 poor metaboliser", {"cyp2d6": "poor-metaboliser"}),
        ("CYP2D6 PM", {"cyp2d6": "poor-metaboliser"}),
        ("2D6 ultrarapid", {"cyp2d6": "ultrarapid-metaboliser"}),
        ("HLA-B*15:02 positive", {"hla-b-15-02": "positive"}),
        ("pregnant 12 weeks", {"gestational-weeks": 12}),
        ("22 weeks pregnant", {"gestational-weeks": 22}),
    ],
)
def test_facts(text: str, facts: dict[str, object]) -> None:
    assert read(text).patient.facts == facts


@pytest.mark.parametrize(
    ("text", "low", "high"), [("eGFR >60", 60.06, 200), ("eGFR < 30", 0, 29.97), ("eGFR <= 30", 0, 30)]
)
def test_a_bound_is_no_value(text: str, low: float, high: float) -> None:
    known = read(text).patient
    assert (known.facts, known.bounds) == ({}, {"egfr": pytest.approx((low, high))})


@pytest.mark.parametrize(
    ("text", "present", "absent"),
    [
        ("history of seizure", "seizure-disorder", ""),
        ("h/o seizures", "seizure-disorder", ""),
        ("no seizures", "", "seizure-disorder"),
        ("not seizure-disorder", "", "seizure-disorder"),
        ("no history of seizures or bipolar disorder", "", "bipolar-disorder seizure-disorder"),
        ("denies psychosis", "", "psychosis"),
        ("dementia without psychosis", "dementia", "psychosis"),
        ("epilepsy/bipolar", "bipolar-disorder seizure-disorder", ""),
        ("AUD in remission", "alcohol-use-disorder in-remission", ""),
        ("depression since 2019", "depression", ""),
        ("depression and type 2 diabetes", "depression diabetes", ""),
        ("pregnant 12 weeks", "pregnant", ""),
        ("not pregnant", "", "pregnant"),
        ("wants to become pregnant", "", ""),
        ("pregnancy test negative", "", ""),
        ("could be pregnant", "", ""),
        ("family history of bipolar disorder", "", ""),
        ("two falls this year", "falls-history", ""),
    ],
)
def test_conditions(text: str, present: str, absent: str) -> None:
    patient = read(text).patient
    assert patient.conditions == set(present.split())
    assert patient.absent == set(absent.split())


@pytest.mark.parametrize(
    ("text", "allergies"),
    [
        ("penicillin allergy", ("benzylpenicillin",)),
        ("allergic to fluoxetine and sulfa", ("fluoxetine", "sulfa")),
        ("allergies: fluoxetine, codeine", ("fluoxetine", "codeine")),
        ("allergy lithium", ("lithium",)),
        ("NKDA", ()),
        ("no known drug allergies", ()),
        ("allergies: none", ()),
        ("depression", None),
    ],
)
def test_allergies(text: str, allergies: tuple[str, ...] | None) -> None:
    assert read(text).patient.allergies == allergies


@pytest.mark.parametrize(
    ("text", "drug", "stopped", "stop"),
    [
        ("smoker", "tobacco", False, None),
        ("smokes 1 ppd", "tobacco", False, None),
        ("quit smoking 2 weeks ago", "tobacco", True, date(2026, 11, 9)),
        ("smoker, quit 5 days ago", "tobacco", True, date(2026, 11, 18)),
        ("ex-smoker", "tobacco", True, None),
        ("exsmoker", "tobacco", True, None),
        ("drinks 4 beers a day", "alcohol", False, None),
        ("4 glasses of wine nightly", "alcohol", False, None),
        ("5 cups of coffee a day", "caffeine", False, None),
        ("sertraline stopped 6 days ago", "sertraline", True, date(2026, 11, 17)),
    ],
)
def test_substances_and_stopped_drugs_are_lines_of_the_case(
    text: str, drug: str, stopped: bool, stop: date | None
) -> None:
    (medication,) = read(text).reading.medications
    assert (medication.drugs, medication.stopped, medication.stop, medication.line) == ((drug,), stopped, stop, -1)
    if drug != "sertraline":
        assert medication.daily == ()


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("non-smoker", {"tobacco"}),
        ("nonsmoker", {"tobacco"}),
        ("never smoked", {"tobacco"}),
        ("no alcohol", {"alcohol"}),
        ("teetotal", {"alcohol"}),
        ("not tobacco", {"tobacco"}),
        ("does not drink or smoke", {"alcohol", "tobacco"}),
        ("alcohol: none", {"alcohol"}),
        ("denies alcohol", {"alcohol"}),
    ],
)
def test_substances_not_taken(text: str, absent: set[str]) -> None:
    found = read(text)
    assert found.patient.substances_absent == absent
    assert not found.reading.medications


def test_what_is_not_understood_is_said() -> None:
    (gap,) = read("zzz yyy, 78 y").reading.gaps
    assert (gap.kind, gap.lines) == ("unread", ())
    assert "'zzz yyy'" in gap.message
    assert read("K 31").reading.gaps[0].message.startswith("patient: serum potassium 31 is outside")
    assert [gap.kind for gap in read("seizures, no seizures").reading.gaps] == ["conflict"]
    assert [gap.kind for gap in read("eGFR 40, eGFR 50").reading.gaps] == ["conflict"]
    assert read("x " * 20_000).reading.gaps


@pytest.mark.parametrize("text", ["missed sertraline for 7 days", "has not taken sertraline for a week"])
def test_missed_doses_are_no_course_of_the_drug(text: str) -> None:
    found = read(text).reading
    assert not found.medications
    assert [gap.kind for gap in found.gaps] == ["unread"]


def test_the_list_of_conditions_may_be_closed() -> None:
    assert read("depression, no other conditions").patient.conditions_complete
    assert not read("depression").patient.conditions_complete


def test_region_and_everything_together() -> None:
    found = read(
        "78 y, female, eGFR 40, smoker, history of seizure, penicillin allergy, 4 glasses of wine nightly, "
        "sertraline stopped 6 days ago, QTc 480, weight 70 kg, K 3.2, CYP2D6 poor metaboliser; region eu"
    )
    assert found.region == "eu"
    assert not found.reading.gaps
    assert len(found.patient.facts) == 7
    assert [medication.drugs[0] for medication in found.reading.medications] == ["tobacco", "alcohol", "sertraline"]


def test_the_notation_of_examples() -> None:
    example = READER.read_example(
        "quetiapine 300 mg + tobacco stopped 28 days ago + selegiline 6 mg daily by patch | age 70 & not alcohol, region eu",
        DAY,
    )
    assert [medication.drugs[0] for medication in example.medications] == ["quetiapine", "tobacco", "selegiline"]
    assert [medication.line for medication in example.medications] == [0, 1, 2]
    assert (example.patient.facts, example.patient.substances_absent, example.region) == (
        {"age": 70},
        {"alcohol"},
        "eu",
    )
    assert not example.gaps
