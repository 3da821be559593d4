"""What looser rules for misspelt names would read, and at what price: the curve in benchmarks/README.md.

    python benchmarks/looser.py --misspellings FILE [--misspellings FILE …] --pairs FILE [--edits 100000]

A name is read when no other medicine is within two edits, or when `near._plainly` says that the rivals do not count. Each row here puts
another rule in its place: which slips of a familiar name it takes, and which rivals it overlooks. Nothing here asserts.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable

from names import attacked, rows, share

from medsafe import load_knowledge
from medsafe.names.near import NearNames
from medsafe.names.normal import key
from medsafe.names.slips import is_far_fetched, is_usual_slip, uncommon_slips
from medsafe.names.vocabulary import Vocabulary

Slip = Callable[[str, str], bool]
Overlooked = Callable[[NearNames, str, str], bool]


def common(name: str, written: str) -> bool:
    """A slip that people often make."""
    return uncommon_slips(name, written, 1) == 0


def far(near: NearNames, other: str, query: str) -> bool:
    """A rare name from which the slip is far-fetched: the rule in force."""
    return other.isalpha() and other not in near.vocabulary.familiar and is_far_fetched(other, query)


def at_two(near: NearNames, other: str, query: str) -> bool:
    """Any name that is two edits away."""
    return bool(near._damerau(query, other.replace(" ", "")) == 2)


def rare_at_two(near: NearNames, other: str, query: str) -> bool:
    """Any rare name that is two edits away."""
    return other not in near.vocabulary.familiar and at_two(near, other, query)


RULES: tuple[tuple[str, Slip, Overlooked], ...] = (
    ("usual slip, rivals far-fetched (in force)", is_usual_slip, far),
    ("common slip, rivals far-fetched", common, far),
    ("any slip, rivals far-fetched", lambda name, written: True, far),
    ("usual slip, rivals rare", is_usual_slip, rare_at_two),
    ("common slip, rivals rare", common, rare_at_two),
    ("any slip, rivals rare", lambda name, written: True, rare_at_two),
    ("any slip, any rival at two edits", lambda name, written: True, at_two),
)


def with_rule(vocabulary: Vocabulary, slip: Slip, overlooked: Overlooked) -> NearNames:
    """A search that overlooks rivals by another rule."""
    near = NearNames(vocabulary)

    def plainly(query: str, name: str, rivals: list[str]) -> bool:
        drugs = near.meaning(name)
        if name not in vocabulary.familiar or not slip(name, query):
            return False
        facts = [vocabulary.drugs[drug] for drug in drugs & vocabulary.drugs.keys()]
        confused = frozenset[str]().union(*(one.confused_with for one in facts))
        return not any(one.high_alert for one in facts) and all(
            not near.meaning(other) & confused and overlooked(near, other, query) for other in rivals
        )

    near._plainly = plainly  # type: ignore[method-assign]
    return near


def main(arguments: list[str]) -> None:
    """Measure each rule and print a row for it."""
    parser = argparse.ArgumentParser(description="What looser rules for misspelt names would read, and at what price.")
    parser.add_argument("--misspellings", action="append", default=[])
    parser.add_argument("--pairs", required=True)
    parser.add_argument("--edits", type=int, default=100_000)
    given = parser.parse_args(arguments)
    vocabulary = load_knowledge().vocabulary
    alike = [key(value) for row in rows(given.pairs) for value in list(row.values())[:2]]
    alike = [name for name in alike if name in vocabulary.names] * 40
    for title, slip, overlooked in RULES:
        near = with_rule(vocabulary, slip, overlooked)
        said = [title]
        for path in given.misspellings:
            read = total = 0
            for row in rows(path):
                written, correct = (key(value) for value in list(row.values())[:2])
                if correct not in vocabulary.names or written in vocabulary.names or len(correct) < 6:
                    continue
                if near._damerau(written, correct) == 1:
                    found = near.find(written).name
                    total, read = total + 1, read + (found is not None and near.meaning(found) == near.meaning(correct))
            said.append(f"read at one edit {share(read, total)}")
        for what, names, dice in (("random", near.named, random.Random(13)), ("look-alike", alike, random.Random(5))):
            tried = dice.choices(names, k=given.edits) if what == "random" else names
            wrong = sum(outcome.startswith("WRONG") for *_, outcome in attacked(near, tried, dice))
            said.append(f"{what} edits wrong {wrong} of {len(tried)}")
        print("; ".join(said), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
