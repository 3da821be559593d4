"""Directions in real notations, with the amount for a day that each one means (`sigs.csv`, checked by eye)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from medsafe import load_knowledge
from medsafe.names.careful import LineParse
from medsafe.names.normal import fold
from medsafe.names.reader import Reader

DAY = date(2026, 11, 23)
ROWS = [
    (row["line"], row["amount"], row["unit"])
    for row in csv.DictReader(Path(__file__).with_name("sigs.csv").read_text("utf-8").splitlines())
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_knowledge().vocabulary)


def test_there_are_enough() -> None:
    assert len(ROWS) >= 300
    assert len({line for line, _, _ in ROWS}) == len(ROWS)


def test_every_one_is_read_exactly(reader: Reader) -> None:
    wrong = {}
    for line, amount, unit in ROWS:
        reading = reader.read([line], DAY)
        totals = [total for medication in reading.medications for total in medication.daily]
        right = not totals if unit == "none" else len(totals) == 1 and totals[0].unit == unit
        if right and unit != "none":
            right = totals[0].amount == pytest.approx(float(amount), rel=1e-3) and not reading.gaps
        if not right:
            wrong[line] = (totals, reading.gaps)
    assert not wrong


def test_the_quick_way_and_the_careful_way_agree(reader: Reader) -> None:
    quick = 0
    for line, _, _ in ROWS:
        careful = [one.medication[2:] for one in LineParse(reader.lines, line, fold(line), DAY, False).result()]
        if reader.lines.template(line.lower(), DAY) is not None:
            quick += 1
            assert [medication[2:] for medication in reader.read([line], DAY).medications] == careful, line
    assert quick > len(ROWS) / 2


@pytest.mark.parametrize(
    "line", ["Synthroid 88", "digoxin 125 daily", "vitamin D 1000 daily", "clonidine 0.1 bid", "potassium 20 bid"]
)
def test_a_number_alone_is_asked_about_where_a_drug_has_several_units(reader: Reader, line: str) -> None:
    reading = reader.read([line], DAY)
    assert reading.medications[0].drugs and not reading.medications[0].daily
    assert "has no unit" in reading.gaps[0].message


def test_a_number_alone_is_in_milligrams_for_others(reader: Reader) -> None:
    assert reader.read(["lisinopril 10"], DAY).medications[0].daily[0].amount == 10
