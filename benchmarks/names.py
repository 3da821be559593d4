"""How well names and directions are read, and how fast.

    python benchmarks/names.py [--lines medication_lines.csv] [--misspellings misspellings.csv] [--pairs lasa_pairs.csv]
                               [--others brands.csv] [--edits 100000] [--missed 20] [--curve benchmarks/names_curve.csv]

`--lines` has the columns text and expected_ingredients (joined by +), `--misspellings` misspelt and correct in its first two
columns, `--pairs` two look-alike names in its first two, `--others` a name and its ingredients (joined by +) in its first two, of
which those that the catalogue lacks are asked. Without them the catalogue's own names are measured, with random slips,
and the directions of `tests/sigs.csv`. Nothing here asserts; seeds are fixed.
"""

from __future__ import annotations

import argparse
import csv
import random
import string
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from zlib import crc32

from timing import best

from medsafe import load_knowledge
from medsafe.names.near import NearNames
from medsafe.names.normal import key
from medsafe.names.reader import Reader
from medsafe.names.slips import is_usual_slip
from medsafe.names.target import Target
from medsafe.names.thirds import Thirds
from medsafe.names.vocabulary import Vocabulary

DAY = date(2026, 1, 1)
SIGS = Path(__file__).parent.parent / "tests" / "sigs.csv"
BANDS = ((5, 5), (6, 7), (8, 9), (10, 12), (13, 99), (6, 99))


def slips(word: str, count: int, dice: random.Random) -> str:
    """A word with letters added, dropped, changed or swapped with their neighbours."""
    for _ in range(count):
        at, letter = dice.randrange(len(word)), dice.choice(string.ascii_lowercase)
        kind = dice.randrange(4)
        if kind == 0:
            word = word[:at] + letter + word[at:]
        elif kind == 1 and len(word) > 1:
            word = word[:at] + word[at + 1 :]
        elif kind == 2:
            word = word[:at] + letter + word[at + 1 :]
        else:
            word = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    return word


def rows(path: str) -> list[dict[str, str]]:
    """A reference file."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def share(part: int, whole: int) -> str:
    """A part of a whole, for people."""
    return f"{part} of {whole} ({100 * part / whole:.2f} %)" if whole else "none"


# ---- names


def expected(reader: Reader, ingredients: str) -> frozenset[str] | None:
    """The drugs of a reference line; None where the catalogue lacks one."""
    drugs: list[str] = []
    for name in ingredients.split("+"):
        if name.strip():
            target = reader.lines.names.exact(name)
            if not isinstance(target, Target):
                return None
            drugs.extend(target.drugs)
    return frozenset(drugs)


def lines(reader: Reader, path: str, missed: int) -> None:
    """Lines of lists: are the drugs that are read the drugs that are written?"""
    outcome: Counter[str] = Counter()
    shown: list[str] = []
    silent = 0
    for row in rows(path):
        drugs = expected(reader, row["expected_ingredients"])
        if not drugs:
            outcome["not in the catalogue" if drugs is None else "names no drug"] += 1
            continue
        reading = reader.read([row["text"]], DAY)
        read = frozenset(drug for medication in reading.medications for drug in medication.drugs)
        if read == drugs:
            outcome["right"] += 1
            continue
        said = bool(reading.gaps)
        silent += not said
        kind = "not read, and said" if read < drugs and said else "more read" if read > drugs else "other drugs read"
        kind = "not read, and not said" if read < drugs and not said else kind
        outcome[kind] += 1
        shown.append(
            f"    {kind}: {row['text'][:70]!r} means {'+'.join(sorted(drugs))}, read {'+'.join(sorted(read)) or 'nothing'}"
        )
    judged = sum(count for kind, count in outcome.items() if kind not in ("not in the catalogue", "names no drug"))
    print(f"lines whose ingredients are in the catalogue, read right: {share(outcome['right'], judged)}")
    print(f"    of those read without a gap: {share(outcome['right'], outcome['right'] + silent)}")
    for kind, count in outcome.most_common():
        print(f"    {count:6} {kind}")
    print("\n".join(random.Random(1).sample(shown, min(missed, len(shown)))))


def misspellings(near: NearNames, path: str, missed: int) -> None:
    """Spellings that people wrote: one or two edits, names of six letters or more. Rules were chosen on one half of them."""
    outcome: Counter[tuple[str, int, str]] = Counter()
    reasons: Counter[str] = Counter()
    shown: list[str] = []
    names = near.vocabulary.names
    for row in rows(path):
        written, correct = (key(value) for value in list(row.values())[:2])
        if correct not in names or written in names or len(correct) < 6:
            continue
        distance = int(near._damerau(written, correct))
        found = near.find(written)
        right = found.name is not None and near.meaning(found.name) == near.meaning(correct)
        first = bool(found.suggestions) and near.meaning(found.suggestions[0]) == near.meaning(correct)
        kind = "read" if right else "WRONG" if found.name else "suggested first" if first else "not read"
        for part in ("all", "held out" if crc32(written.encode()) % 2 else "chosen on"):
            outcome[part, distance, kind] += 1
        if kind != "read":
            reasons[found.why] += 1
            shown.append(
                f"    {kind}: {written!r} for {correct!r}: {found.why or found.name}; {', '.join(found.suggestions)}"
            )
    for edits, part in ((1, "all"), (1, "chosen on"), (1, "held out"), (2, "all"), (2, "chosen on"), (2, "held out")):
        counts = {kind: outcome[part, edits, kind] for kind in ("read", "suggested first", "not read", "WRONG")}
        said = ", ".join(f"{kind} {count}" for kind, count in counts.items())
        title = f"misspellings met, {edits} edit{'s' * (edits > 1)}, {part}:"
        print(f"{title} {share(counts['read'], sum(counts.values()))} read; {said}")
    for why, count in reasons.most_common():
        print(f"    {count:6} not read: {why}")
    print("\n".join(shown[:missed]))


def others(reader: Reader, near: NearNames, path: str, missed: int) -> None:
    """Names of medicines that the catalogue lacks: how many are read as a misspelt name, of the same drug and of another?"""
    asked: dict[str, set[frozenset[str]]] = {}
    for row in rows(path):
        name, ingredients = list(row.values())[:2]
        if key(name).replace(" ", "").isalpha() and reader.lines.names.exact(name) is None:
            drugs = (expected(reader, one) or frozenset((f"?{one}",)) for one in ingredients.split("+"))
            asked.setdefault(key(name), set()).add(frozenset[str]().union(*drugs))
    outcome: Counter[str] = Counter()
    shown: list[str] = []
    for name, meanings in asked.items():
        found = near.find(name)
        if found.name is None:
            continue
        same = any(near.meaning(found.name) & drugs for drugs in meanings)
        kind = "the same drug" if same else "another drug"
        outcome[f"{kind}, {found.distance} edit{'s' * (found.distance > 1)}"] += 1
        if not same:
            shown.append(f"    {name!r} read as {found.name!r}")
    print(f"names that the catalogue lacks: {len(asked)}, of which read as a misspelling of")
    for kind, count in sorted(outcome.items()):
        print(f"    {count:6} {kind}")
    print("\n".join(random.Random(1).sample(shown, min(missed, len(shown)))))


def attacked(near: NearNames, names: Iterable[str], dice: random.Random) -> Iterator[tuple[str, str, int, str]]:
    """One random attack a name: (name, written, edits, outcome)."""
    held = set(near.written)
    for name in names:
        count = dice.choice((1, 2))
        written = " ".join(slips(name, count, dice).split())
        if written.replace(" ", "") in held or not written:
            yield name, written, count, "became a name"
            continue
        found = near.find(written)
        right = found.name is not None and near.meaning(found.name) == near.meaning(name)
        yield name, written, count, "read" if right else f"WRONG {found.name}" if found.name else "not read"


def report_attack(title: str, outcomes: Iterable[tuple[str, str, int, str]]) -> None:
    """Print what became of the attacked names."""
    counted: Counter[str] = Counter()
    for name, written, _, outcome in outcomes:
        counted[outcome.partition(" ")[0] if outcome.startswith("WRONG") else outcome] += 1
        if outcome.startswith("WRONG"):
            print(f"    {outcome}: {written!r} was made from {name!r}")
    total = sum(counted.values())
    print(
        f"{title}: {counted['WRONG']} wrong of {total}; "
        + ", ".join(f"{kind} {count}" for kind, count in counted.most_common())
    )


def look_alikes(near: NearNames, path: str) -> None:
    """Every look-alike pair, both sides, each with one or two slips, forty times."""
    dice, names = random.Random(5), near.vocabulary.names
    held = [key(value) for row in rows(path) for value in list(row.values())[:2]]
    report_attack("look-alike names with slips", attacked(near, [name for name in held if name in names] * 40, dice))


def by_length(near: NearNames, path: str | None) -> None:
    """The curve: what is read of names with one and two slips, by letters, and what a plainer rule would have read wrongly."""
    table = []
    generic = [name for name, value in near.vocabulary.names.items() if value[0] == "e"]
    held = set(near.written)
    for group, pool in (("all names", near.named), ("generic names", generic)):
        for edits in (1, 2):
            for low, high in BANDS:
                dice, counted = random.Random(7), Counter[str]()
                fitting = [name for name in pool if low <= len(name.replace(" ", "")) <= high]
                for name in dice.choices(fitting, k=2000):
                    written = " ".join(slips(name, edits, dice).split())
                    if not written or written.replace(" ", "") in held:
                        continue
                    found = near.find(written)
                    right = found.name is not None and near.meaning(found.name) == near.meaning(name)
                    counted["read" if right else "wrong" if found.name else "asked"] += 1
                    hits = near.within(written.replace(" ", ""))
                    if hits and hits[0][0] <= 2:
                        counted[
                            "nearest right" if near.meaning(hits[0][1]) == near.meaning(name) else "nearest wrong"
                        ] += 1
                total = counted["read"] + counted["wrong"] + counted["asked"]
                row = [counted[kind] / total for kind in ("read", "wrong", "nearest right", "nearest wrong")]
                table.append([group, edits, f"{low}-{high}", total, *(f"{value:.4f}" for value in row)])
    heading = ["names", "edits", "letters", "tried", "read", "wrong", "nearest_right", "nearest_wrong"]
    print("slips in names: read and wrong by our rule; right and wrong if the nearest name were simply taken")
    for line in [heading, *table]:
        print("    " + " ".join(f"{value!s:>14}" for value in line))
    if path:
        with open(path, "w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([heading, *table])


def one_slip(word: str) -> dict[str, float]:
    """What `slips` makes of a word at once, with the chance of each."""
    made: dict[str, float] = defaultdict(float)
    for at in range(len(word)):
        made[word[:at] + word[at + 1 :] if len(word) > 1 else word] += 0.25 / len(word)
        made[word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]] += 0.25 / len(word)
        for letter in string.ascii_lowercase:
            made[word[:at] + letter + word[at:]] += 0.25 / 26 / len(word)
            made[word[:at] + letter + word[at + 1 :]] += 0.25 / 26 / len(word)
    return made


def usual_slips(near: NearNames) -> Iterator[tuple[str, str]]:
    """Every usual slip in a familiar name that the catalogue does not hold as a name."""
    held = set(near.written)
    for name in near.named:
        if name in near.vocabulary.familiar:
            yield from ((name, made) for made in one_slip(name) if made not in held and is_usual_slip(name, made))


def left_to_chance(near: NearNames) -> None:
    """How often two random slips in any name of the catalogue make a text that is read as a familiar name instead."""
    tried = read = despite = 0
    chance = highest = 0.0
    ways: dict[str, dict[str, float]] = {}
    for _, written in usual_slips(near):
        tried += 1
        found = near.find(written)
        if found.name is None:
            continue
        read += 1
        meant = near.meaning(found.name)
        rivals = [other for far, other in near.within(written) if far <= 2 and near.meaning(other) != meant]
        despite += bool(rivals)
        for other in rivals:
            first = ways.setdefault(other, one_slip(other))
            both = sum(p * one_slip(made).get(written, 0) for made, p in first.items() if near._osa(made, written) <= 1)
            chance, highest = chance + both, max(highest, both)
    print(
        f"usual slips in familiar names: read {share(read, tried)}, {despite} of them although a rare name stands near"
    )
    print(
        f"    chance that two random slips in a name of the catalogue are one of these: {chance / len(near.named):.1e}, "
        f"so {chance / len(near.named) * 50_000:.3f} wrong are expected in 100,000 edits, half of them double; "
        f"the likeliest has a chance of {highest:.1e} where its name is the one that is slipped in"
    )


def same_answers(near: NearNames) -> None:
    """Whether the index finds what looking at every name finds."""
    dice, same = random.Random(9), 0
    asked = [
        query
        for query in (slips(dice.choice(near.written), dice.choice((1, 2)), dice) for _ in range(1000))
        if len(query) > 4
    ]
    for query in asked:
        same += {hit for hit in near.within(query) if hit[0] <= 2} >= set(near.everywhere(query, 2))
    print(f"index gives the answers of an exhaustive search: {share(same, len(asked))}")


# ---- directions


def directions(reader: Reader) -> None:
    """The directions of the test table, with the amount for a day."""
    wrong = []
    judged = rows(str(SIGS))
    for row in judged:
        totals = [total for medication in reader.read([row["line"]], DAY).medications for total in medication.daily]
        right = not totals if row["unit"] == "none" else len(totals) == 1 and totals[0].unit == row["unit"]
        if right and totals:
            right = abs(totals[0].amount - float(row["amount"])) <= 1e-3 * float(row["amount"])
        if not right:
            wrong.append(row["line"])
    print(f"directions of tests/sigs.csv exact in dose a day: {share(len(judged) - len(wrong), len(judged))}")
    print("".join(f"    {line}\n" for line in wrong), end="")


def reference_directions(reader: Reader, path: str, missed: int) -> None:
    """Directions of the reference: are they understood to the last word, with a frequency or a reason why there is none?"""
    judged = understood = 0
    shown = []
    for row in rows(path):
        if row.get("kind") not in ("RxNorm name + sig", "clinical free text"):
            continue
        for medication in reader.read([row["text"]], DAY).medications:
            if medication.drugs:
                judged += 1
                whole = not medication.unread
                understood += whole
                if not whole:
                    shown.append(f"    {medication.unread} in {row['text'][-60:]!r}")
    print(f"medications of the reference with directions, understood to the last word: {share(understood, judged)}")
    print("\n".join(shown[:missed]))


# ---- speed


def speed(vocabulary: Vocabulary, near: NearNames) -> None:
    """Ratios to a bare `dict.get` of the same names, and to a search through all names."""
    dice = random.Random(11)
    names = [name for name, value in vocabulary.names.items() if value[0] in "esb" and name.isalpha()]
    chosen = dice.sample(names, 1000)
    written = [name.title() for name in chosen]
    doses = "5 mg|10mg|20 mg|50 mg|0.5 mg|300 mg".split("|")
    sigs = "daily|po bid|tid|1 tab po daily|q6h prn|po bid prn anxiety|at night|twice a day|PO every morning".split("|")
    orders = [f"{name} {dice.choice(doses)} {dice.choice(sigs)}" for name in written]
    reader = Reader(vocabulary)
    lists = [orders[at : at + 10] for at in range(0, len(orders), 10)]
    orders = [order for order in orders if reader.lines.template(order.lower(), DAY) is not None]
    quick = [orders[at : at + 10] for at in range(0, len(orders) - 9, 10)]
    bare = [written[at : at + 10] for at in range(0, len(written), 10)]
    get, target = vocabulary.names.get, reader.lines.names.target
    queries = [slips(dice.choice(near.written), dice.choice((1, 2)), dice) for _ in range(150)]

    def base() -> None:
        for name in chosen:
            get(name)

    def exact() -> None:
        for name in written:
            target(key(name))

    def forget() -> None:
        reader._memo, reader._alone = {}, {}
        for position in range(len(reader._placed)):
            reader._forget(position)

    def new_names() -> None:
        for position in range(len(reader._placed)):
            reader._forget(position)
        for some in bare:
            reader.read(some, DAY)

    def new_lines() -> None:
        forget()
        for some in quick:
            reader.read(some, DAY)

    def cold_lines() -> None:
        reader.lines._directions, reader.lines._entries = {}, {}
        for known in reader.lines.names._shapes.values():
            known.clear()
        forget()
        for some in lists:
            reader.read(some, DAY)

    def again(some_lists: list[list[str]]) -> Callable[[], None]:
        def run() -> None:
            for some in some_lists:
                reader.read(some, DAY)

        return run

    def misspelt() -> None:
        for query in queries:
            near.find(query)

    def exhaustive() -> None:
        for query in queries:
            near._extract(query, near.written, scorer=near._osa, score_cutoff=2, limit=None)

    times = best({"base": base, "exact": exact, "new names": new_names, "new lines": new_lines})
    times |= best({"cold lines": cold_lines}, 5)
    new_names(), new_lines()
    times |= best(
        {"names again": again(bare), "lines again": again(quick), "misspelt": misspelt, "exhaustive": exhaustive}, 7
    )
    unit = times["base"] / len(chosen)
    for name, count, goal in (
        ("exact", len(written), "name in other letters to drug (goal 10)"),
        ("new names", len(written), "the same, to a Medication in a list of ten"),
        ("names again", len(written), "a string met before (goal 3)"),
        ("new lines", 10 * len(quick), "new order line, its directions met before (goal 60)"),
        ("lines again", 10 * len(quick), "order line met before"),
        ("cold lines", len(orders), "new order line, nothing met before"),
    ):
        print(f"{times[name] / count / unit:8.1f} x dict.get  {goal}")
    print(f"    1/{times['exhaustive'] / times['misspelt']:.0f} of an exhaustive search  misspelt name (goal 1/20)")


def main(arguments: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How well names and directions are read, and how fast.")
    for name in ("--lines", "--misspellings", "--pairs", "--others", "--curve"):
        parser.add_argument(name)
    parser.add_argument("--edits", type=int, default=100_000)
    parser.add_argument("--missed", type=int, default=12)
    given = parser.parse_args(arguments)
    vocabulary = load_knowledge().vocabulary
    reader, near = Reader(vocabulary), NearNames(vocabulary)
    near._index = Thirds(near.written)
    print(f"{len(vocabulary.names)} names of {len(vocabulary.drugs)} drugs and {len(vocabulary.products)} products")
    directions(reader)
    if given.lines:
        reference_directions(reader, given.lines, given.missed)
        lines(reader, given.lines, given.missed)
    if given.misspellings:
        misspellings(near, given.misspellings, given.missed)
    if given.pairs:
        look_alikes(near, given.pairs)
    if given.others:
        others(reader, near, given.others, given.missed)
    dice = random.Random(13)
    report_attack("random edits of catalogue names", attacked(near, dice.choices(near.named, k=given.edits), dice))
    left_to_chance(near)
    by_length(near, given.curve)
    same_answers(near)
    speed(vocabulary, near)


if __name__ == "__main__":
    main(sys.argv[1:])
