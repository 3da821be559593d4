"""A name that was not read says what each medicine that it may be would bring."""

from __future__ import annotations

import pytest

from medsafe import Medication, Report, check_regimen
from medsafe.model.report import Gap


def unread(items: list[str]) -> Gap:
    (gap,) = (gap for gap in check_regimen(items).gaps if gap.kind in ("ambiguous", "unrecognised"))
    return gap


def test_an_ambiguous_name_says_which_meaning_would_be_a_danger() -> None:
    gap = unread(["lithium 900 mg daily", "HCTZ 25 mg daily"])
    assert gap.suggestions == ("hydrochlorothiazide", "hydrocortisone")
    (said,) = gap.supposed
    assert said.startswith("hydrochlorothiazide: major, Lithium toxicity with lithium (MS-")
    assert gap.could_be == "major"
    assert gap.rules


def test_a_misspelling_that_was_not_taken_says_it_too() -> None:
    gap = unread(["phenelzine 45 mg daily", "tramadone 50 mg daily"])
    assert gap.kind == "unrecognised"
    assert gap.could_be == "contraindicated"
    assert [said.partition(" (")[0] for said in gap.supposed] == [
        "tramadol: contraindicated, Serotonin toxicity with phenelzine",
        "trazodone: contraindicated, Serotonin toxicity with phenelzine",
    ]


def test_a_meaning_that_brings_nothing_is_not_spoken_of() -> None:
    gap = unread(["metformin 500 mg daily", "HCTZ 25 mg daily"])
    assert gap.supposed == ()
    assert gap.could_be == ""


def test_a_far_off_suggestion_is_no_warning() -> None:
    gap = unread(["sertraline 50 mg daily", "blue vervain tea"])
    assert gap.suggestions
    assert gap.supposed == ()


def test_nothing_is_found_for_a_supposed_medicine() -> None:
    """It is a gap, never a finding: nobody said that the medicine is taken."""
    with_it = check_regimen(["lithium 900 mg daily", "HCTZ 25 mg daily"])
    without = check_regimen(["lithium 900 mg daily"])
    assert [f.rule for f in with_it.findings] == [f.rule for f in without.findings]


def test_a_report_leads_with_what_the_unread_line_may_hide() -> None:
    text = check_regimen(["lithium 900 mg daily", "HCTZ 25 mg daily"]).to_text(width=500)
    assert "What was not read may hide what is major" in text.splitlines()[2]
    assert "If it is hydrochlorothiazide: major" in text


def test_it_survives_json() -> None:
    report = check_regimen(["lithium 900 mg daily", "HCTZ 25 mg daily"])
    assert Report.from_json(report.to_json()).gaps == report.gaps


@pytest.mark.parametrize("many", [60])
def test_a_page_of_unread_names_is_not_tried_for_ever(many: int) -> None:
    gaps = [
        gap for gap in check_regimen(["lithium 900 mg daily", *["HCTZ 25 mg"] * many]).gaps if gap.kind == "ambiguous"
    ]
    assert len(gaps) == many
    assert sum(bool(gap.supposed) for gap in gaps) == 40


@pytest.mark.parametrize(
    ("line", "other", "route", "problem"),
    [
        ("miconazole", "warfarin 5 mg daily", "tongue", "Bleeding with warfarin"),
        ("timolol", "verapamil 240 mg daily", "mouth", "Slow heart rate or heart block with verapamil"),
    ],
)
def test_a_route_that_was_not_written_hides_no_danger(line: str, other: str, route: str, problem: str) -> None:
    report = check_regimen([line, other])
    assert report.medications[0].route is None
    (gap,) = (gap for gap in report.gaps if "no route" in gap.message)
    assert gap.lines == (0,)
    assert gap.could_be == "major"
    assert [said.startswith(f"by {route}: major, {problem} (MS-") for said in gap.supposed] == [True]


@pytest.mark.parametrize(
    "items",
    [
        ["timolol 0.5% 1 drop both eyes bid", "verapamil 240 mg daily"],  # written
        ["timolol eye drops", "verapamil 240 mg daily"],  # in the product's name
        ["timolol 10 mg tablet bid", "verapamil 240 mg daily"],  # swallowed: a finding
        ["timolol", "metformin 500 mg daily"],  # another route would bring nothing
        ["salbutamol 100 mcg 2 puffs prn", "phenelzine 45 mg daily"],  # counted as nobody swallows
    ],
)
def test_a_route_is_asked_for_only_where_it_matters(items: list[str]) -> None:
    assert not [gap for gap in check_regimen(items).gaps if "no route" in gap.message]


def test_a_medication_without_a_route_is_asked_about_too() -> None:
    given = [Medication("timolol", drugs=("timolol",)), Medication("verapamil", drugs=("verapamil",), route="mouth")]
    (gap,) = (gap for gap in check_regimen(given).gaps if "no route" in gap.message)
    assert gap.could_be == "major"


def test_a_drug_is_asked_about_once() -> None:
    (gap,) = (
        gap for gap in check_regimen(["timolol", "verapamil 240 mg daily", "timolol"]).gaps if "no route" in gap.message
    )
    assert gap.lines == (0, 2)
