"""Each name of the catalogue, written with directions, is read as what it means: the longest name wins, hyphens or not."""

from __future__ import annotations

from datetime import date

from medsafe import load_knowledge
from medsafe.names.reader import Reader

DAY = date(2026, 1, 1)


def test_every_name_with_directions_means_itself() -> None:
    vocabulary = load_knowledge().vocabulary
    reader = Reader(vocabulary)
    wrong, unread = [], []
    total = 0
    for name, value in vocabulary.names.items():
        how, _, target = value.partition(":")
        if how in "ac" or ":" in name:
            continue
        wanted = set(vocabulary.products[target].drugs) if how == "p" else {target}
        for written in {name, name.replace(" ", "-")}:
            total += 1
            read = {drug for med in reader.read([f"{written} 10 mg daily"], DAY).medications for drug in med.drugs}
            if not read:
                unread.append(written)
            elif read != wanted:
                wrong.append((written, sorted(read), sorted(wanted)))
    assert not wrong, (len(wrong), wrong[:40])
    assert len(unread) <= total // 500, (len(unread), unread[:40])


def test_an_answer_does_not_hang_on_what_was_asked_before() -> None:
    vocabulary = load_knowledge().vocabulary
    asked = ["sertralin 50 mg", "Zolft 50 mg", "risperidnoe 1 mg", "wafrarin 5 mg", "blue vervain tea"]
    used = Reader(vocabulary)
    for number in range(30):
        used.read([f"flouxetin{number} 20 mg", f"qwertz{number}"], DAY)
    for line in asked:
        assert used.read([line], DAY) == Reader(vocabulary).read([line], DAY)


def test_a_herb_two_letters_away_is_no_medicine() -> None:
    """Vervain lies two letters from a brand of sertraline."""
    report = Reader(load_knowledge().vocabulary).read(["blue vervain tea"], DAY)
    assert report.medications[0].drugs == () and report.gaps[0].kind == "unrecognised"
