"""Misspelt names: read only where one drug alone is near; everything else is a gap with suggestions."""

from __future__ import annotations

import random
import string
from datetime import date

import pytest

from medsafe import load_knowledge
from medsafe.names.near import REACH, NearNames
from medsafe.names.reader import Reader
from medsafe.names.thirds import Thirds
from medsafe.names.vocabulary import Vocabulary
from small_vocabulary import DAY, SMALL, reader


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_knowledge().vocabulary


def slips(word: str, count: int, rng: random.Random) -> str:
    """A word with letters added, dropped, changed or swapped."""
    for _ in range(count):
        at, letter = rng.randrange(len(word)), rng.choice(string.ascii_lowercase)
        word = {
            0: f"{word[:at]}{letter}{word[at:]}",
            1: word[:at] + word[at + 1 :] if len(word) > 1 else word,
            2: f"{word[:at]}{letter}{word[at + 1 :]}",
            3: f"{word[:at]}{word[at + 1 : at + 2]}{word[at]}{word[at + 2 :]}",
        }[rng.randrange(4)]
    return word


@pytest.mark.parametrize(
    ("written", "drug"),
    [
        ("sertralin", "sertraline"),
        ("sertaline", "sertraline"),
        ("setralime", "sertraline"),
        ("fluoxitene", "fluoxetine"),
        ("quetiapien", "quetiapine"),
        ("welbutrin", "bupropion"),
        ("welbutrin xl 150 mg", "bupropion"),
        ("wellbutrinn", "bupropion"),
        ("invega sustena", "paliperidone"),
        ("invegasustenna", "paliperidone"),
        ("methadonne", "methadone"),
    ],
)
def test_near_enough_and_alone(written: str, drug: str) -> None:
    (medication,) = reader().read([written], DAY).medications
    assert (medication.drugs, medication.how) == ((drug,), "brand" if written == "invegasustenna" else "fuzzy")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("zolf", "fewer than"),
        ("xanx", "fewer than"),
        ("prozax", ""),
        ("fluoxetin duloxetin", ""),
        ("tuoxetine", "more than one"),
        ("metadnoe", "high-alert"),
        ("zzzzzzzz", "no name is within"),
    ],
)
def test_anything_else_is_a_gap(written: str, why: str) -> None:
    reading = reader().read([written], DAY)
    if why:
        assert reading.medications[0].drugs == ()
        assert why in reading.gaps[0].message
        assert reading.gaps[0].kind == "unrecognised"


def test_suggestions_are_at_most_three_drugs_nearest_first() -> None:
    (gap,) = reader().read(["tuoxetine 20 mg"], DAY).gaps
    assert gap.suggestions[:2] == ("duloxetine", "fluoxetine")
    assert len(gap.suggestions) <= 3
    assert "did you mean duloxetine or fluoxetine" in gap.message


def test_the_index_finds_what_looking_at_all_names_finds(vocabulary: Vocabulary) -> None:
    near, rng = NearNames(vocabulary), random.Random(1)
    near._index = Thirds(near.written)
    for _ in range(400):
        query = slips(rng.choice(near.written), rng.choice((1, 2)), rng)
        if len(query) >= 5:
            found = {hit for hit in near.within(query) if hit[0] <= REACH}
            assert set(near.everywhere(query, REACH)) <= found, query


def test_no_wrong_drug_is_ever_read(vocabulary: Vocabulary) -> None:
    """One or two slips in any name of the catalogue, and in every name of every look-alike drug."""
    near, rng = NearNames(vocabulary), random.Random(2)
    near._index = Thirds(near.written)
    names = [*rng.choices(near.named, k=4000)]
    alike = {drug for drug, facts in vocabulary.drugs.items() if facts.confused_with}
    names += [name for name in near.named if near.meaning(name) & alike]
    for name in names:
        written = slips(name, rng.choice((1, 2)), rng)
        if written.replace(" ", "") in near.written:
            continue  # one name has become another: no reader can know
        found = near.find(" ".join(written.split()))
        assert found.name is None or near.meaning(found.name) == near.meaning(name), (name, written, found)


def test_most_slips_in_long_names_are_read(vocabulary: Vocabulary) -> None:
    near, rng = NearNames(vocabulary), random.Random(3)
    near._index = Thirds(near.written)
    generic = [
        name for name, value in vocabulary.names.items() if value[0] == "e" and len(name) >= 10 and name.isalpha()
    ]
    for count, least in ((1, 0.9), (2, 0.85)):
        asked = [slips(name, count, rng) for name in rng.choices(generic, k=500)]
        read = sum(near.find(written).name is not None for written in asked)
        assert read / len(asked) > least


def test_everyday_words_are_no_medicines() -> None:
    said = (
        "patient reports feeling better; continue; discussed with daughter; bring to pharmacy; family aware; see chart"
    )
    real = Reader(load_knowledge().vocabulary)
    for words in said.split("; "):
        assert real.read([words], date(2026, 11, 23)).medications[0].drugs == (), words


def test_the_small_vocabulary_has_no_faults() -> None:
    assert all(value[2:].split("|")[0] in SMALL.drugs or value[2:] in SMALL.products for value in SMALL.names.values())
