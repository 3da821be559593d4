"""Headings that speak of the lines below them, as discharge lists and charts have them."""

from __future__ import annotations

import pytest

from medsafe import check_regimen
from medsafe.model.medication import Medication
from medsafe.names.reader import Reading
from small_vocabulary import DAY, reader

READER = reader()


def read(text: str) -> Reading:
    return READER.read_text(text, DAY)


def lines(reading: Reading) -> dict[int, Medication]:
    return {one.line + 1: one for one in reading.medications if one.drugs}


@pytest.mark.parametrize(
    "heading",
    [
        "STOP taking these medications",
        "STOP taking these medications:",
        "Discontinued:",
        "Discontinued medications",
        "Stopped medications:",
        "Medications to STOP:",
        "Medications stopped during this admission",
        "Medications discontinued on discharge:",
        "Past medications",
        "Previous psychiatric medications:",
        "On hold:",
        "Held on admission:",
        "Do not take:",
        "No longer taking:",
        "## Stopped ##",
        "Inactive medications",
    ],
)
def test_what_stands_below_a_heading_that_stops_is_stopped(heading: str) -> None:
    reading = read(f"lithium 300 mg bid\n{heading}\n- sertraline 50 mg daily\n- Xanax 1 mg")
    found = lines(reading)
    assert [found[at].stopped for at in (1, 3, 4)] == [False, True, True]
    assert found[3].daily[0].amount == 50
    notes = [one for one in reading.assumptions if one.kind == "header"]
    assert [one.line for one in notes] == [1, 2, 3]
    assert notes[1].message == f"line 3: it was read as stopped, for it stands below {heading.strip(' #:')!r}"
    assert reading.gaps == ()


@pytest.mark.parametrize("status", ["Stopped", "on hold", "discontinued", "Held on admission", "not taking", "PRN"])
def test_a_status_on_a_line_of_its_own_may_be_of_the_line_above_and_says_nothing_of_those_below(status: str) -> None:
    reading = read(f"sertraline 50 mg daily\n{status}\nlithium 300 mg bid")
    assert [(one.stopped, one.as_needed) for one in lines(reading).values()] == [(False, False)] * 2
    assert 1 in {line for gap in reading.gaps for line in gap.lines} | {note.line for note in reading.assumptions}


@pytest.mark.parametrize(
    "heading",
    [
        "CONTINUE taking these medications",
        "START taking these medications",
        "CHANGE how you take these medications",
        "TAKE these medications",
        "CONTINUE taking:",
        "Current medications:",
        "Discharge medications",
        "New medications:",
        "Active:",
        "Follow-up:",
        "Ask your doctor about these medications",
    ],
)
def test_the_next_heading_ends_it(heading: str) -> None:
    reading = read(f"STOP taking these medications\nsertraline 50 mg\n{heading}\nlithium 300 mg bid")
    assert [one.stopped for one in lines(reading).values()] == [True, False]


@pytest.mark.parametrize(
    "heading", ["CONTINUE taking:", "Keep taking:", "START taking these medications", "Active:", "Follow-up:", "Plan:"]
)
def test_a_heading_of_what_is_taken_is_no_line_that_was_not_read(heading: str) -> None:
    reading = read(f"{heading}\nlithium 300 mg bid")
    assert reading.gaps == ()
    assert [one.stopped for one in lines(reading).values()] == [False]


def test_a_list_of_lines_has_headings_too() -> None:
    reading = READER.read(["Stopped:", "sertraline 50 mg", "Current:", "lithium 300 mg bid"], DAY)
    assert [one.stopped for one in reading.medications if one.drugs] == [True, False]
    again = READER.read(["sertraline 50 mg", "lithium 300 mg bid"], DAY)
    assert [one.stopped for one in again.medications] == [False, False]


def test_a_blank_line_ends_it_and_what_follows_is_asked_about() -> None:
    reading = read("STOP taking these medications\n\nsertraline 50 mg\n\nlithium 300 mg bid\nXanax 1 mg bid")
    assert [one.stopped for one in lines(reading).values()] == [True, False, False]
    (gap,) = reading.gaps
    assert gap.lines == (4, 5)
    assert gap.message.startswith("line 5: a blank line stands between it and 'STOP taking these medications'")
    assert "read as taken" in gap.message


def test_a_blank_line_before_the_next_heading_is_no_doubt() -> None:
    text = "STOP taking these medications\nsertraline 50 mg\n\nCONTINUE taking these medications\nlithium 300 mg bid"
    reading = read(text)
    assert [one.stopped for one in lines(reading).values()] == [True, False]
    assert reading.gaps == ()


def test_blank_lines_of_a_text_are_no_gaps() -> None:
    assert read("lithium 300 mg bid\n\nsertraline 50 mg daily\n").gaps == ()


def test_labels_below_a_medicine_do_not_end_it() -> None:
    reading = read(
        "STOP taking these medications\nsertraline 50 mg\nReason: rash\nCommonly known as: ZOLOFT\nXanax 1 mg"
    )
    assert [one.stopped for one in lines(reading).values()] == [True, True]


def test_lines_that_go_on_with_a_medicine_do_not_end_it() -> None:
    text = "STOP taking these medications\nsertraline 50 mg\nTake 1 tablet daily\nXanax 1 mg\nTake 1 tablet at night\nlithium 300 mg"
    assert [one.stopped for one in lines(read(text)).values()] == [True, True, True]


def test_a_heading_that_stops_nothing_is_asked_about() -> None:
    reading = read("sertraline 50 mg daily\nSTOP taking these medications")
    assert "write on each that it is stopped" in reading.gaps[0].message
    assert not reading.medications[0].stopped


@pytest.mark.parametrize(
    "heading",
    [
        "Allergies:",
        "ALLERGIES",
        "Drug allergies:",
        "Adverse reactions:",
        "Allergies as of 11/20/2026",
        "You are allergic to the following",
    ],
)
def test_what_stands_below_allergies_is_not_taken(heading: str) -> None:
    reading = read(f"{heading}\nsertraline - rash\nXanax\n\nlithium 300 mg bid")
    assert list(lines(reading)) == [5]
    said = [gap.message for gap in reading.gaps]
    assert any("sertraline" in message and "allergy" in message for message in said)
    assert any("Xanax" in message for message in said)


def test_a_dose_below_allergies_is_of_a_medicine_taken() -> None:
    reading = read("Allergies:\nsertraline 50 mg daily\nlithium")
    assert list(lines(reading)) == [2, 3]


def test_no_allergies_end_a_list_of_allergies() -> None:
    assert list(lines(read("Allergies:\nNKDA\nlithium"))) == [3]


@pytest.mark.parametrize("heading", ["PRN:", "PRN medications", "As needed medications:", "When required:"])
def test_what_stands_below_as_needed_is_as_needed(heading: str) -> None:
    found = lines(read(f"lithium 300 mg bid\n{heading}\nXanax 1 mg bid\nRegular medications:\nsertraline 50 mg"))
    assert [found[at].as_needed for at in (1, 3, 5)] == [False, True, False]


def test_a_medication_that_is_given_is_not_changed_by_a_heading() -> None:
    given = READER.read(["sertraline 50 mg daily"], DAY).medications[0]
    assert READER.read(["Stopped:", given], DAY).medications[1] == given._replace(line=1)


def test_a_stopped_medicine_brings_no_finding_of_taking_both() -> None:
    taken = check_regimen("tramadol 50 mg qid\nsertraline 50 mg daily")
    stopped = check_regimen("tramadol 50 mg qid\nSTOP taking these medications\nsertraline 50 mg daily")
    assert {"major"} <= {one.severity for one in taken.findings}
    both = {"tramadol", "sertraline"}
    assert not [one for one in stopped.findings if both <= set(one.drugs)]
