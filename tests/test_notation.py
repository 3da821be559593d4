"""The grammar: what it reads, and how its mistakes are said."""

from __future__ import annotations

import pytest

from medsafe.errors import NotationError
from medsafe.notation.condition import parse_any, parse_condition, parse_conditions
from medsafe.notation.selector import parse_selector


@pytest.mark.parametrize(
    ("text", "who", "filters"),
    [
        ("warfarin", ("drug", "warfarin"), ()),
        ("any ssri", ("class", "ssri"), ()),
        ("at least moderate cyp2d6-inhibitor", ("grade", "moderate", "cyp2d6-inhibitor", True), ()),
        ("known qt-risk", ("grade", "known", "qt-risk", False), ()),
        ("anything as needed", ("anything",), (("as-needed",),)),
        ("olanzapine by im or iv", ("drug", "olanzapine"), (("route", "im", "iv"),)),
        (
            "selegiline by patch below 9 mg/day",
            ("drug", "selegiline"),
            (("route", "patch"), ("amount", "<", 9.0, "mg/day")),
        ),
        ("linezolid for at most 14 days", ("drug", "linezolid"), (("taken", "<=", 14.0),)),
        ("methadone for opioid-use-disorder", ("drug", "methadone"), (("indication", "opioid-use-disorder"),)),
        ("tobacco stopped at most 4 weeks ago", ("drug", "tobacco"), (("stopped", "<=", 28.0),)),
        ("tobacco stopped", ("drug", "tobacco"), (("stopped", ">=", 0.0),)),
        (
            "any nsaid as needed at most 2 days/month",
            ("class", "nsaid"),
            (("as-needed",), ("amount", "<=", 2.0, "days/month")),
        ),
        ("any methylphenidate extended-release", ("class", "methylphenidate"), (("form", "extended-release"),)),
        ("sertraline stops within 4 weeks", ("drug", "sertraline"), (("stops-within", 28.0),)),
    ],
)
def test_one_term(text: str, who: tuple[object, ...], filters: tuple[object, ...]) -> None:
    assert parse_selector(text) == ("select", ((who, filters),), ())


def test_except_ends_the_selector() -> None:
    _, terms, without = parse_selector("any ssri or any snri except fluoxetine and paroxetine above 20 mg/day")
    assert [who for who, _ in terms] == [("class", "ssri"), ("class", "snri")]
    assert [who for who, _ in without] == [("drug", "fluoxetine"), ("drug", "paroxetine")]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("not seizure-disorder", ("not", ("condition", "seizure-disorder"))),
        ("age at least 65", ("fact", "age", ">=", 65.0)),
        ("egfr below 30 mL/min", ("fact", "egfr", "<", 30.0)),
        ("cyp2d6 is poor-metaboliser", ("fact-is", "cyp2d6", "poor-metaboliser")),
        ("total at least 90 mg/day", ("total", "", ">=", 90.0)),
        ("total oral-morphine below 50 mg/day", ("total", "oral-morphine", "<", 50.0)),
        ("strengths of one dose", ("one-dose",)),
    ],
)
def test_conditions(text: str, tree: tuple[object, ...]) -> None:
    assert parse_condition(text) == tree


def test_outer_list_is_all_inner_list_is_any() -> None:
    tree = parse_conditions(["age at least 65", ["dementia", {"at least 2 of": ["delirium", "stroke", "falls"]}]])
    assert tree[0] == "all" and tree[2][0] == "any" and tree[2][2][:2] == ("count", 2)
    assert parse_any(["dementia", "delirium"])[0] == "any"


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("any ssri, any snri", 9, "comma"),
        ("citalopram abve 20 mg/day", 12, "abve"),
        ("citalopram above 20 mg/dy", 21, "did you mean 'mg/day'"),
        ("citalopram above many mg/day", 18, "number"),
        ("olanzapine by mouht", 15, "did you mean 'mouth'"),
        ("tobacco stopped at most 28 days", 32, "ago"),
        ("tobacco stopped at mots 28 days ago", 17, "at most"),
        ("", 1, "nothing"),
        ("any", 4, "missing"),
        ("Sertraline", 1, "lower case"),
        ("x for more than 4 wekks", 19, "unit of time"),
    ],
)
def test_mistakes_point_at_the_word(text: str, column: int, words: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse_selector(text)
    assert words in str(caught.value)
    assert caught.value.column == column


def test_a_table_must_count() -> None:
    with pytest.raises(NotationError):
        parse_conditions([{"two of": ["a", "b"]}])
