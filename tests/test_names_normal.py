"""One spelling for each name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medsafe.names.normal import fold, key


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Sertraline", "sertraline"),
        ("buPROPion  XL", "bupropion xl"),
        ("Zoloft®", "zoloft"),
        ("Zоlоft", "zoloft"),  # Cyrillic o
        ("Ζoloft", "zoloft"),  # Greek zeta
        ("ｓｅｒｔｒａｌｉｎｅ", "sertraline"),  # full width
        ("Sertràline", "sertraline"),
        ("Zo\u00adlo\u200bft", "zoloft"),  # soft hyphen, zero width space
        ("St. John's-wort", "st johns wort"),
        ("St. John’s wort", "st johns wort"),
        ("dextroamphetamine-amphetamine", "dextroamphetamine amphetamine"),
        ("olanzapine/fluoxetine", "olanzapine fluoxetine"),
        ("Tylenol #3", "tylenol 3"),
        ("rxnorm:36437", "rxnorm:36437"),
        ("ATC: N06AB06", "atc n06ab06"),
        ("Vitamin B12 0.5", "vitamin b12 0.5"),
        ("", ""),
        ("  ...  ", ""),
    ],
)
def test_names_are_compared_in_one_spelling(written: str, expected: str) -> None:
    assert key(written) == expected


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    once = key(text)
    assert key(once) == once


@given(st.text(max_size=60))
def test_folding_goes_letter_by_letter(text: str) -> None:
    assert len(fold(text)) == sum(len(fold(char)) for char in text)
    assert "½" not in fold(text)
