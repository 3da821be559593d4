"""Other forms of a list: text, CSV, JSON, columns; and that no text whatever raises."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medsafe.names.inputs import items_of_json, lines_of, lines_of_columns, lines_of_csv, text_from_mapping
from medsafe.names.words import COUNTED, PHRASES
from small_vocabulary import DAY, NAMES, reader

READER = reader()


def test_a_text_has_a_line_for_each_position() -> None:
    reading = READER.read_text("Medications:\nZoloft 50 mg daily\n\n- lithium 300 mg bid\n\n", DAY)
    assert [medication.line for medication in reading.medications] == [0, 1, 2, 3]
    assert [medication.drugs for medication in reading.medications] == [(), ("sertraline",), (), ("lithium",)]


def test_directions_below_a_medicine_belong_to_it() -> None:
    reading = READER.read_text(
        "sertraline 100 mg tablet\nCommonly known as: ZOLOFT\nTake 1.5 tablets by mouth daily.\nTake lithium 300 mg bid\n",
        DAY,
    )
    assert [medication.drugs for medication in reading.medications] == [("sertraline",), (), (), ("lithium",)]
    assert reading.medications[0].daily[0].amount == 150
    assert reading.medications[2].text == "Take 1.5 tablets by mouth daily."
    assert [note.line for note in reading.assumptions] == [1, 2]
    assert "line 3: read together with line 1" in reading.assumptions[1].message
    assert not reading.gaps


def test_directions_below_nothing_are_asked_about() -> None:
    assert READER.read_text("Medications:\nTake 1 tablet daily\n", DAY).gaps


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "Drug,Dose,Frequency\nsertraline,50 mg,daily\nlithium,300 mg,bid\n",
            ["sertraline 50 mg daily", "lithium 300 mg bid"],
        ),
        ("Medication\tStrength\tSig\nZoloft\t50 mg\t1 tab daily\n", ["Zoloft 50 mg 1 tab daily"]),
        ("name;dose;unit;route;frequency\nsertraline;50;mg;po;qam\n", ["sertraline 50 mg po qam"]),
        ('drug,sig\n"sertraline","50 mg daily, with food"\n', ["sertraline 50 mg daily, with food"]),
        ("order\nZoloft 50 mg daily\n", ["Zoloft 50 mg daily"]),
        ("drug,dose,prn,status\nlorazepam,1 mg,yes,stopped\n", ["lorazepam 1 mg as needed stopped"]),
        ("sertraline,50 mg,daily\n", ["sertraline 50 mg daily"]),
        ("", []),
        ("\0\n", ["\0"]),
    ],
)
def test_a_table_is_read_by_its_headings(text: str, lines: list[str]) -> None:
    found = lines_of_csv(text)
    assert found == lines or (text == "\0\n" and len(found) <= 1)


def test_a_table_is_read_to_the_end() -> None:
    reading = READER.read_csv("Drug,Dose,Frequency\nsertraline,50 mg,daily\nlithium,300 mg,bid\n", DAY)
    assert [medication.daily[0].amount for medication in reading.medications] == [50, 600]


def test_json_may_hold_lines_orders_or_what_medsafe_wrote() -> None:
    (read,) = READER.read(["sertraline 50-100 mg qhs since 2025-11"], DAY).medications
    written = json.loads(
        json.dumps(
            read._asdict() | {"dose": read.dose._asdict(), "daily": [d._asdict() for d in read.daily]}, default=str
        )
    )
    items = [
        "lithium 300 mg bid",
        {"drug": "Zoloft", "dose": 50, "unit": "mg", "frequency": "daily"},
        written,
        {"colour": "red"},
        None,
    ]
    reading = READER.read_json(json.dumps({"medications": items}), DAY)
    assert reading.medications[2] == read._replace(line=2)
    assert [medication.drugs for medication in reading.medications] == [
        ("lithium",),
        ("sertraline",),
        ("sertraline",),
        (),
        (),
    ]
    assert [gap.lines for gap in reading.gaps] == [(3,), (4,)]
    assert items_of_json("sertraline 50 mg\nlithium") == ["sertraline 50 mg", "lithium"]
    assert items_of_json('"sertraline"') == ["sertraline"]


def test_columns_of_a_data_frame() -> None:
    columns: dict[str, list[Any]] = {
        "Medication Name": ["Zoloft", "lithium", None],
        "dose": [50.0, float("nan"), 1],
        "unit": ["mg", None, "mg"],
        "sig": ["daily", "300 mg bid", ""],
    }
    assert lines_of_columns(columns) == ["Zoloft 50 mg daily", "lithium 300 mg bid", ""]
    assert lines_of_columns({}) == []


def test_mappings_and_texts() -> None:
    assert (
        text_from_mapping({"name": "Zoloft", "start_date": "2026-01-10", "indication": "sleep"})
        == "Zoloft for sleep started 2026-01-10"
    )
    assert lines_of("a\r\nb\n\n") == ["a", "b"]


WORDS = st.one_of(
    st.sampled_from(sorted(PHRASES)),
    st.sampled_from(sorted(COUNTED)),
    st.sampled_from(sorted(NAMES)),
    st.sampled_from(
        "( ) [ ] { } / - + . , ; : # % ½ µg ® 漢 \u202e 😀 \x00 1-0-1 5/325 1/0 3/4/2026 2026-13-45 2026-01-10".split(
            " "
        )
    ),
    st.floats(0, 1e9).map(lambda value: f"{value:g}"),
    st.text(max_size=8),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=80)), max_size=4))
def test_no_text_raises_and_every_line_is_accounted_for(lines: list[str]) -> None:
    reading = READER.read(lines, DAY)
    assert {medication.line for medication in reading.medications} == set(range(len(lines)))
    for position, line in enumerate(lines):
        mine = [medication for medication in reading.medications if medication.line == position]
        assert all(medication.text == line for medication in mine)
        if not any(medication.drugs for medication in mine):
            assert any(position in gap.lines for gap in reading.gaps) or any(
                note.line == position for note in reading.assumptions
            )
        for medication in mine:
            assert all(total.drug in medication.drugs and total.amount >= 0 for total in medication.daily)
    for line in lines:
        READER.read_patient(line, DAY)
        READER.read_example(line, DAY)
        READER.read_csv(line, DAY)
        READER.read_json(line, DAY)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=10).map(" ".join), st.lists(WORDS, max_size=10).map(" ".join))
def test_a_line_is_read_the_same_wherever_it_stands(first: str, second: str) -> None:
    alone = READER.read([first], DAY).medications
    behind = [one for one in READER.read([second, first], DAY).medications if one.line == 1]
    assert [medication[2:] for medication in alone] == [medication[2:] for medication in behind]
