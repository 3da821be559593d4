"""Misspelt names: read only where one drug alone is near; everything else is a gap with suggestions."""

from __future__ import annotations

import random
import string
from datetime import date

import pytest

from medsafe import load_knowledge
from medsafe.names.near import REACH, NearNames
from medsafe.names.reader import Reader
from medsafe.names.slips import is_far_fetched
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


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("zolft", "zoloft"),  # zylet and zyllt are two letters away
        ("trazadone", "trazodone"),  # razadyne
        ("ziprexa", "zyprexa"),  # hiprex
        ("fluoxetin", "fluoxetine"),  # fluoxetine olanzapine only goes on
        ("captorpil", "captopril"),  # castor oil is two letters away only without its space
        ("miconole", "miconazole"),  # miochol e
        ("docuset", "docusate"),
        ("ibuprufin", "ibuprofen"),
    ],
)
def test_a_rare_or_longer_name_does_not_stand_in_the_way(vocabulary: Vocabulary, written: str, name: str) -> None:
    assert NearNames(vocabulary).find(written).name == name


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("adderal", "more than one"),  # inderal is on its list of look-alikes
        ("fuoxetine", "more than one"),  # duloxetine is as familiar
        ("caffine", "more than one"),  # a rare name, but caffeine is not listed as familiar
        ("amlodepine", "more than one"),  # S-amlodipine may have lost its letter
        ("alegra", "more than one"),  # kaletra may have lost a letter
        ("trilofan", "more than one"),
        ("robnin", "too short"),
        ("adipost", "seldom confuse"),  # a brand that the catalogue lacks, two uncommon letters from adoport
        ("enoxapirna", "no name is within"),
    ],
)
def test_a_doubtful_name_is_asked_for_with_three_suggestions(vocabulary: Vocabulary, written: str, why: str) -> None:
    found = NearNames(vocabulary).find(written)
    assert found.name is None
    assert why in found.why
    assert len(found.suggestions) <= 3


def test_a_familiar_name_is_needed_for_a_reading_beside_a_rare_one(vocabulary: Vocabulary) -> None:
    without = NearNames(vocabulary._replace(familiar=frozenset()))
    found = without.find("zolft")
    assert (found.name, found.suggestions) == (None, ("zoloft", "zylet", "zyllt"))
    clinic = NearNames(vocabulary._replace(familiar={"zoloft", "zylet"}))
    assert clinic.find("zolft").name is None  # both are written every day


def test_what_may_be_read_beside_a_rare_name_comes_from_it_by_two_written_letters_only(vocabulary: Vocabulary) -> None:
    """The only readings that are not certain by construction: a rare name with any one slip never becomes one of them."""
    near, held = NearNames(vocabulary), set(vocabulary.names)
    tried = 0
    for name in sorted(name for name in near.named if name in vocabulary.familiar)[::9]:
        for at in range(1, len(name)):
            written = name[:at] + name[at + 1 :]
            found = near.find(written) if written not in held else None
            if found is None or found.name is None:
                continue
            meant = near.meaning(found.name)
            for far, other in near.within(written):
                if far <= REACH and near.meaning(other) != meant and " " not in other:
                    tried += 1
                    assert far == REACH, (written, other)
                    assert other not in vocabulary.familiar
                    assert is_far_fetched(other, written)
                    assert not any(vocabulary.drugs[drug].high_alert for drug in meant & vocabulary.drugs.keys())
    assert tried > 20


def test_a_name_that_also_stands_without_its_space_is_reached_without_it() -> None:
    names = {"puri nethol": "b:mercaptopurine", "purinethol": "b:mercaptopurine", "peritol": "b:cyproheptadine"}
    near = NearNames(SMALL._replace(names=names))
    found = near.find("purithol")  # Purinethol without two letters, and two letters from Peritol
    assert (found.name, found.why) == (None, "more than one medicine is within two letters of it")


def test_an_answer_does_not_hang_on_what_was_asked_before(vocabulary: Vocabulary) -> None:
    asked = ["zolft", "metadnoe", "enoxaprain", "enoxapirna", "captorpil", "trazadone", "docuset", "simthicone"]
    first = NearNames(vocabulary)
    forward = {written: first.find(written) for written in asked}
    second = NearNames(vocabulary)
    backward = {written: second.find(written) for written in reversed(asked)}
    assert forward == backward == {written: first.find(written) for written in asked}


def test_the_gap_says_why_and_what_may_be_meant(vocabulary: Vocabulary) -> None:
    (gap,) = Reader(vocabulary).read(["adderal 10 mg bid"], DAY).gaps
    assert gap.message == (
        "line 1: no medicine is recognised in 'adderal 10 mg bid': more than one medicine is within two letters of it; "
        "did you mean adderall or inderal or andepra?"
    )
    assert gap.suggestions == ("adderall", "inderal", "andepra")


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


def test_one_odd_slip_is_not_enough_where_a_look_alike_stands_near(vocabulary: Vocabulary) -> None:
    """trazadol is one letter from tramadol and three from trazodone, yet whoever wrote it may have meant either."""
    near = NearNames(vocabulary)
    found = near.find("trazadol")
    assert (found.name, found.why) == (None, "it is easily confused with trazodone")
    assert near.find("trazadone").name == "trazodone"  # a vowel for another is the usual slip
