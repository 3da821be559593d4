"""A short round of `fuzz.py`: lines cut, joined and misspelt keep the reader's promises."""

from __future__ import annotations

import itertools
import random

import fuzz
from medsafe import Checker, load_knowledge
from medsafe.names.reader import Reader


def test_mutated_lines_keep_the_promises() -> None:
    knowledge = load_knowledge()
    reader, checker = Reader(knowledge.vocabulary), Checker(knowledge)
    names = [name for name in knowledge.vocabulary.names if ":" not in name]
    wrong = {}
    for number, line in enumerate(itertools.islice(fuzz.lines(random.Random(20), fuzz.seeds(), names), 1000)):
        check = None if number % 50 else lambda texts: checker.check(texts, as_of=fuzz.DAY).findings
        why = fuzz.broken(line, reader, check)
        if why:
            wrong[line] = why
    assert not wrong


def test_the_promises_can_be_broken() -> None:
    reader = Reader(load_knowledge().vocabulary)
    medication = reader.read(["sertraline 50 mg daily"], fuzz.DAY).medications[0]
    assert fuzz.invented("sertraline 50 mg daily", medication) == ""
    assert fuzz.invented("sertraline 70 mg daily", medication) == "dose 50"
    assert fuzz.broken("sertraline 50 mg daily", reader, None) == ""
    assert fuzz.broken("sertraline", reader, lambda texts: 1 / 0).startswith("raised: ZeroDivisionError")
