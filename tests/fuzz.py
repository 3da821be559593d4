"""Throw arbitrary and mutated lines at the reader and the check, and see whether it keeps its promises.

    python tests/fuzz.py [--minutes 1] [--seed 1] [--keep fuzz_failures.csv] [--check-every 50]

The seeds are the lines of `tests/sigs.csv`, names of the catalogue and a few headings and results. Each round cuts, joins, swaps,
repeats and misspells them. For every line it must hold that

- nothing raises;
- every line is accounted for: it has a medication with a drug, a gap or an assumption, or it is empty;
- nothing numeric is invented: each number in a medication stands in the line, in a word of it, or is made of such numbers;
- reading a line again, alone or in another list, says the same.

A line that fails is made as short as it can be and printed; the exit code is their number. Nothing is kept between runs but what
`--keep` names.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import random
import re
import string
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from medsafe import Checker, load_knowledge
from medsafe.model.medication import Medication
from medsafe.names.normal import fold
from medsafe.names.reader import Reader, Reading
from medsafe.names.words import PHRASES

DAY = date(2026, 1, 1)
SIGS = Path(__file__).with_name("sigs.csv")
OTHERS = (
    "Medications:", "Allergies: penicillin (rash)", "NKDA", "PRN:", "none", "Na 128, K 3.4", "lithium level 1.2", "BP 120/80",
    "stopped 2 weeks ago", "d/c'd", "on hold", "x 14 days", "since 2025-11", "until 3/4/2026", "1.", "2)", "- ", "• ", "for sleep",
    "max 4/day", "no more than 2 days per week", "may repeat x1 in 2 h", "(was 20 mg bid)", "increased from 5 mg to 10 mg",
    "{21 (", ") / 7 (", "} Pack", "[Zoloft]", "½ tab", "µg", "1-0-1-0", "q4-6h", "0.5mg", ".5 mg", "5. mg", "1,000 mg", "10^3", "1e9",
)  # fmt: skip
LETTERS = string.ascii_letters + string.digits + " .,;:/()[]{}+-*%#@'\"½µ×–’\t"
ODD = "\0\n\r\u2028\u00a0\u202e\u0301\U0001f48aıſﬁΑАβ①²٣"
SPOONS = {"tsp": 5.0, "teasp": 5.0, "tbsp": 15.0, "tablesp": 15.0}
NUMBER = re.compile(r"\d[\d,]*\.?\d*|\.\d+")


def seeds() -> list[str]:
    """Lines as people write them."""
    with open(SIGS, encoding="utf-8", newline="") as file:
        return [row["line"] for row in csv.DictReader(file)]


def lines(dice: random.Random, known: list[str], names: list[str]) -> Iterator[str]:
    """Endless lines: known ones mutated, parts put together, and noise."""
    words = sorted({word for line in known for word in line.split()} | set(PHRASES))
    while True:
        kind = dice.randrange(10)
        if kind < 5:
            line = mutated(dice.choice(known), dice, known, names)
        elif kind < 8:
            line = " ".join([dice.choice(names), *dice.choices(words, k=dice.randrange(1, 9))])
        elif kind == 8:
            line = dice.choice((" ", ", ", "; ", " + ")).join(dice.choices([*known, *OTHERS], k=dice.randrange(1, 4)))
        else:
            line = "".join(dice.choices(LETTERS + ODD, k=dice.randrange(0, 60)))
        yield line[:300]


def mutated(line: str, dice: random.Random, known: list[str], names: list[str]) -> str:
    """A line with one to four changes."""
    for _ in range(dice.randrange(1, 5)):
        words = line.split(" ")
        at = dice.randrange(len(words))
        change = dice.randrange(10)
        if change == 0:
            del words[at]
        elif change == 1:
            words.insert(at, dice.choice(OTHERS))
        elif change == 2:
            words.insert(at, dice.choice(dice.choice(known).split()))
        elif change == 3:
            other = dice.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        elif change == 4:
            words.insert(at, words[at])
        elif change == 5:
            words[at] = dice.choice(names)
        elif change == 6:
            words = [*words[:at], *dice.choice(known).split(" ")[dice.randrange(3) :]]
        else:
            text = " ".join(words)
            place = dice.randrange(len(text) + 1)
            letter = dice.choice(LETTERS + ODD)
            line = text[:place] + (letter if change < 9 else "") + text[place + (change > 7) :]
            continue
        line = " ".join(words)
    return line


# ---- promises


def invented(line: str, medication: Medication) -> str:
    """A number of a medication that neither stands in its line nor is made of numbers that do; "" for none."""
    plain = re.sub(r"(?<![\d.,])0,(?=\d)", "0.", fold(line).lower())
    plain = re.sub(r"(?<![\d.,])(\d+),(\d)(?=\s*(?:mg|g|mcg|ug|ml)\b)", r"\1.\2", plain)
    written = set()
    for found in NUMBER.findall(plain):
        for text in {found, found.rstrip("."), *found.split(",")}:
            try:
                written.add(float(text.replace(",", "")))
            except ValueError:
                continue
    fractions = re.sub(r"\s*\.?\s*/\s*", "/", plain)
    for whole, over, under in re.findall(r"(?:(\d+) +)?(\d+)/(\d+)", fractions):
        if float(under):
            written.add(float(whole or 0) + float(over) / float(under))
    spoons = {size for word, size in SPOONS.items() if word in plain}
    written |= spoons | {value * size for value in written for size in spoons}
    for word, (kind, value) in PHRASES.items():
        if kind in ("number", "frequency") and isinstance(value, (int, float)) and _stands(word, plain):
            written.add(float(value))
    single = {round(value * scale, 9) for value in written for scale in (1.0, 1000.0, 0.001)}
    parts = single | {1.0, 2.0, 3.0, 4.0, 6.0, 24.0}  # a day's amount in so many parts: "with breakfast and dinner"
    made = single | {round(one * two, 6) for one, two in itertools.product(single, repeat=2)}
    made |= {round(one / two, 6) for one, two in itertools.product(single, parts) if two}
    made |= {round(one + two, 6) for one, two in itertools.product(sorted(single), repeat=2)}
    if medication.dose is not None:
        for value in (medication.dose.low, medication.dose.high):
            if not _near(value, made) and not _near_product(value, single, made):
                return f"dose {value:g}"
    return ""


def _stands(word: str, plain: str) -> bool:
    pattern = r"\s*".join(re.escape(part) for part in word.split())
    return re.search(rf"(?<![a-z]){pattern}(?![a-z])", plain) is not None


def _near(value: float, known: set[float]) -> bool:
    return round(value, 6) in known or any(abs(value - one) <= 1e-6 * max(1.0, abs(one)) for one in known)


def _near_product(value: float, single: set[float], made: set[float]) -> bool:
    """Made of three: a strength per volume, times a volume; a sum, times a count."""
    if any(one and _near(value / one, made) for one in single):
        return True
    return any(
        two and abs(value - one * other / two) <= 1e-6 * max(1.0, abs(value))
        for one, two, other in itertools.product(single, repeat=3)
    )


def broken(line: str, reader: Reader, check: Callable[[list[str]], object] | None) -> str:
    """The promise that a line breaks; "" where all hold."""
    try:
        reading: Reading = reader.read([line], DAY)
        again = reader.read(["sertraline 50 mg daily", line], DAY)
        if check is not None:
            check([line, "lithium 300 mg bid"])
    except Exception:
        return "raised: " + traceback.format_exc().strip().splitlines()[-1]
    said = any(medication.drugs for medication in reading.medications) or reading.gaps or reading.assumptions
    if not said and any(char.isalnum() for char in line):
        return "not accounted for"
    if not reading.medications or any(one.line != 0 for one in reading.medications):
        return "no medication for the line"
    if [one[2:] for one in reading.medications] != [one[2:] for one in again.medications if one.line == 1]:
        return "reads otherwise in another list"
    for medication in reading.medications:
        number = invented(line, medication)
        if number:
            return f"invented: {number}"
        for total in medication.daily:
            if not 0 <= total.amount < 1e15:
                return f"impossible total {total.amount}"
    return ""


def shortened(line: str, fails: Callable[[str], str]) -> str:
    """The shortest line found that fails alike, by leaving out words and then letters."""
    kind = fails(line)[:9]
    for cut in (lambda text: text.split(" "), list):
        parts, glue = cut(line), " " if cut is not list else ""
        at = 0
        while at < len(parts):
            shorter = glue.join(parts[:at] + parts[at + 1 :])
            if fails(shorter)[:9] == kind:
                line, parts = shorter, cut(shorter)
            else:
                at += 1
    return line


def main(arguments: list[str]) -> int:
    """Fuzz for a while; print what failed."""
    parser = argparse.ArgumentParser(description="Throw arbitrary and mutated lines at the reader.")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", help="a CSV file to which failures are added")
    parser.add_argument("--check-every", type=int, default=50, help="run the whole check on one of so many lines")
    given = parser.parse_args(arguments)
    knowledge = load_knowledge()
    reader, checker = Reader(knowledge.vocabulary), Checker(knowledge)
    check = lambda texts: checker.check(texts, as_of=DAY).findings  # noqa: E731
    dice, known = random.Random(given.seed), seeds()
    names = [name for name in knowledge.vocabulary.names if ":" not in name]
    end, tried, failures = time.monotonic() + 60 * given.minutes, 0, dict[str, str]()
    for line in lines(dice, known, names):
        if time.monotonic() > end:
            break
        tried += 1
        whole = check if tried % given.check_every == 0 else None
        why = broken(line, reader, whole)
        if why:
            short = shortened(line, lambda text, whole=whole: broken(text, reader, whole))
            if short not in failures:
                failures[short] = broken(short, reader, whole)
                print(f"{failures[short]}: {short!r}", flush=True)
                if given.keep:
                    with open(given.keep, "a", encoding="utf-8", newline="") as file:
                        csv.writer(file).writerow([failures[short], short])
    print(f"{tried} lines in {given.minutes:g} minutes, seed {given.seed}: {len(failures)} kinds of failure")
    return min(len(failures), 100)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
