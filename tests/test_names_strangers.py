"""Medicines that are not held: said to be what they are, and never read as one that is held."""

from __future__ import annotations

from datetime import date

import pytest

from medsafe import load_knowledge
from medsafe.names.near import NearNames
from medsafe.names.reader import Reading

DAY = date(2026, 1, 1)


def read(line: str) -> Reading:
    return load_knowledge().reader.read([line], DAY)


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("Orfadin 10 mg bid", "nitisinone"),
        ("Condylox gel", "podofilox"),
        ("Thrombin-JMI", "thrombin"),
        ("Digibind", "digoxin antibodies"),
        ("Nereus 85 mg", "tradipitant"),
        ("Foundayo 0.8 mg daily", "orforglipron"),
        ("Five Star Lip Protection", "avobenzone+homosalate+octisalate"),
    ],
)
def test_a_medicine_that_is_not_held_is_said_to_be_what_it_is(line: str, holds: str) -> None:
    reading = read(line)
    assert not any(medication.drugs for medication in reading.medications)
    (gap,) = reading.gaps
    assert gap.kind == "unrecognised" and f"({holds}) is a medicine that medsafe does not hold" in gap.message
    assert gap.suggestions == ()


def test_beside_a_medicine_that_is_held() -> None:
    reading = read("sertraline 50 mg daily, Orfadin 10 mg")
    assert [medication.drugs for medication in reading.medications] == [("sertraline",)]
    assert any("(nitisinone)" in gap.message for gap in reading.gaps)


def test_no_stranger_is_read_as_a_misspelling_or_is_a_name_of_the_catalogue() -> None:
    vocabulary = load_knowledge().vocabulary
    assert vocabulary.strangers is not None
    near = NearNames(vocabulary)
    assert len(vocabulary.strangers.holds) > 2500
    for name in vocabulary.strangers.holds:
        assert name not in vocabulary.names
        assert near.find(name).name is None, name


@pytest.mark.parametrize("line", ["Losartan HCT", "enalapril maleate/HCTZ", "Auro-Losartan Hct"])
def test_a_short_name_is_settled_by_the_drug_that_it_is_sold_with(line: str) -> None:
    reading = read(line)
    assert reading.medications[0].drugs[1:] == ("hydrochlorothiazide",)
    assert any("was read as hydrochlorothiazide" in note.message for note in reading.assumptions)


@pytest.mark.parametrize("line", ["HCTZ 25 mg", "sertraline HCT", "losartan 50 mg, HCTZ 25 mg"])
def test_alone_or_beside_a_drug_that_it_is_not_sold_with_it_is_asked(line: str) -> None:
    assert "hydrochlorothiazide" not in {drug for one in read(line).medications for drug in one.drugs}
    assert "ambiguous" in {gap.kind for gap in read(line).gaps}


def test_a_short_product_name_does_not_swallow_a_longer_one() -> None:
    reading = read("Buckley's Complete Extra Strength Cough, Cold & Flu Day")
    assert reading.gaps and "menthol" not in {drug for one in reading.medications for drug in one.drugs}


@pytest.mark.parametrize(
    "line", ["Neutrogena", "Clearasil", "Sucrets", "Coly Mycin S", "Benzhydramine 25 mg", "Dibenzacepin"]
)
def test_a_name_of_several_contents_is_asked_and_not_read(line: str) -> None:
    reading = read(line)
    assert not any(medication.drugs for medication in reading.medications)
    assert {gap.kind for gap in reading.gaps} == {"ambiguous"}


@pytest.mark.parametrize(
    ("line", "drugs"),
    [
        ("Parkinane LP 5 mg", ("trihexyphenidyl",)),
        ("Neutrogena T/Gel shampoo", ("coal-tar",)),
        ("Sucrets DM", ("dextromethorphan",)),
        ("Capzasin Quick Relief", ("capsaicin", "menthol")),
    ],
)
def test_a_longer_name_of_a_range_is_read(line: str, drugs: tuple[str, ...]) -> None:
    assert [medication.drugs for medication in read(line).medications] == [drugs]
