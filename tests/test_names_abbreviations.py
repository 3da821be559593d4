"""Unsafe abbreviations of drugs (ISMP, List of Error-Prone Abbreviations) are asked back with their candidates, and never read."""

from __future__ import annotations

import pytest

from medsafe import check_regimen

ISMP = {
    "APAP": "paracetamol",
    "ARA A": "cytarabine",
    "AT II": "angiotensin-ii",
    "AT III": "angiotensin-ii",
    "AZT": "zidovudine azathioprine azithromycin aztreonam",
    "CPZ": "prochlorperazine chlorpromazine",
    "DOR": "doravirine dolutegravir",
    "DTO": "opium",
    "HCT": "hydrocortisone hydrochlorothiazide",
    "HCTZ": "hydrochlorothiazide hydrocortisone",
    "IV Vanc": "vancomycin ertapenem",
    "Levo": "levofloxacin norepinephrine",
    "MgSO4": "magnesium-sulfate morphine",
    "MS": "morphine magnesium-sulfate",
    "MSO4": "morphine magnesium-sulfate",
    "MTX": "methotrexate mitoxantrone",
    "Neo": "phenylephrine neostigmine",
    "Nitro drip": "glyceryl-trinitrate nitroprusside",
    "NoAC": "apixaban dabigatran edoxaban rivaroxaban",
    "Norflox": "norfloxacin orphenadrine",
    "OXY": "oxytocin oxycodone",
    "PCA": "procainamide morphine",
    "PIT": "oxytocin vasopressin",
    "PNV": "multivitamin phenoxymethylpenicillin",
    "PTU": "propylthiouracil mercaptopurine",
    "T3": "codeine liothyronine",
    "TAC": "triamcinolone tetracaine cocaine",
    "TAF": "tenofovir-alafenamide tenofovir-disoproxil",
    "TDF": "tenofovir-disoproxil tenofovir-alafenamide",
    "TNK": "tenecteplase alteplase",
    "tPA": "alteplase tenecteplase",
    "ZnSO4": "zinc morphine",
}
"""Abbreviation → what is meant and what it is mistaken for, where the catalogue holds it.

Not among them: HCl, which is written after hundreds of names as their salt, and Na before a name.
"""

PSYCHIATRIC = {
    "MPH": "methylphenidate methadone morphine",
    "AMI": "amitriptyline amiodarone amisulpride",
    "BUP": "bupropion buprenorphine buspirone",
    "CBZ": "carbamazepine carbimazole",
    "DPH": "diphenhydramine phenytoin",
    "DEX": "dexamfetamine dexamethasone dextromethorphan",
    "MDZ": "midazolam metronidazole",
    "KCl": "potassium-chloride",
    "NTG": "glyceryl-trinitrate",
    "ISMN": "isosorbide-mononitrate",
    "VPA": "valproate",
    "LTG": "lamotrigine",
    "LEV": "levetiracetam levofloxacin",
    "OLZ": "olanzapine",
    "QTP": "quetiapine",
    "CLZ": "clozapine clonazepam",
    "CZP": "clonazepam certolizumab-pegol",
}


@pytest.mark.parametrize(("short", "candidates"), [*ISMP.items(), *PSYCHIATRIC.items()])
@pytest.mark.parametrize("line", ["{}", "{} 20 mg daily"])
def test_it_is_asked_back_and_not_read(short: str, candidates: str, line: str) -> None:
    report = check_regimen([line.format(short)])
    assert [medication.drugs for medication in report.medications] == [()]
    assert report.status == "partial"
    (gap,) = [gap for gap in report.gaps if gap.kind == "ambiguous"]
    assert set(candidates.split()) <= set(gap.suggestions)
    assert all(drug in gap.message for drug in candidates.split())
    assert gap.ask.endswith("?")


def test_one_candidate_is_asked_too() -> None:
    (gap,) = [gap for gap in check_regimen(["APAP 500 mg every 6 hours"]).gaps if gap.kind == "ambiguous"]
    assert gap.message == "line 1: 'apap' is not a safe name; write paracetamol if that is meant"
    assert gap.ask == "is 'apap' paracetamol?"


@pytest.mark.parametrize(
    ("line", "drugs"),
    [
        ("hydrocodone/APAP 5-325 mg every 6 hours as needed", ("hydrocodone", "paracetamol")),
        ("Tylenol (APAP) 500 mg", ("paracetamol",)),
        ("MS Contin 15 mg bid", ("morphine",)),
    ],
)
def test_a_full_name_that_holds_one_is_still_read(line: str, drugs: tuple[str, ...]) -> None:
    report = check_regimen([line])
    assert report.medications[0].drugs == drugs
    assert not [gap for gap in report.gaps if gap.kind == "ambiguous"]


def test_what_a_shorthand_would_bring_is_supposed() -> None:
    (gap,) = [gap for gap in check_regimen(["Li 300 mg bid", "indometacin 50 mg tid"]).gaps if gap.kind == "ambiguous"]
    assert gap.suggestions == ("lithium",)
    assert any("lithium" in sentence and "indometacin" in sentence for sentence in gap.supposed)


@pytest.mark.parametrize(
    "line", ["lithium 300 mg bid, Li 0.8", "divalproex 500 mg bid, VPA 85", "Li level 0.7", "Li 0.8 mmol/L"]
)
def test_a_shorthand_that_names_a_result_is_not_asked_back(line: str) -> None:
    assert not [gap for gap in check_regimen([line]).gaps if gap.kind == "ambiguous"]


def test_the_words_of_a_chart_are_not_names() -> None:
    report = check_regimen(["sertraline 50 mg daily"], "MS, QTc 450 ms")
    assert report.patient.conditions == {"multiple-sclerosis"}
    assert report.patient.facts["qtc"] == 450
    assert len(report.medications) == 1
