"""What is fast, as ratios within one process and run: `python benchmarks/ratios.py`.

Variants are shuffled within a round, each is called untimed first, and the minimum of many rounds counts. Nothing here asserts.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from synthetic import write_layer
from timing import best

from medsafe import Checker, Medication, Patient, load_knowledge
from medsafe.engine.check import check, could_fire
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.layers import layer_files
from medsafe.knowledge.load import compile_to_bytes
from medsafe.knowledge.store import unpack
from medsafe.model.truth import YES
from medsafe.rules.case import Case

DAY = date(2026, 1, 1)
ROUNDS = 25
ON_LISTS = (
    "ssri tca second-generation-antipsychotic benzodiazepine opioid nsaid ace-inhibitor thiazide statin ppi doac gabapentinoid "
    "beta-blocker macrolide stimulant antihistamine corticosteroid"
).split()


def naive(knowledge: KnowledgeBase, meds: tuple[Medication, ...], patient: Patient) -> list[Any]:
    """The oracle: every rule is judged, whatever the drugs. It knows as well as the check does which rules are at rest."""
    case, index = Case(meds, patient, DAY, "", knowledge.setting), knowledge.index
    case.told = index.told(case)
    case.stirred = index.stirred(case, index.meet(case.by_drug)[1]) | case.told
    found = []
    for number in range(knowledge.plan_from):
        rule = knowledge.rule_number(number)
        found.extend(v for v in rule.judge(rule, case) if v.truth == YES)
    return found


def table_of(knowledge: KnowledgeBase) -> dict[tuple[str, str], int]:
    """Pairs of drugs that some rule is about, as a plain dict: the base that ratios are taken to."""
    drugs = list(knowledge.drugs)
    dice = random.Random(1)
    return dict.fromkeys((tuple(dice.sample(drugs, 2)) for _ in range(100_000)), 1)


def lists(
    knowledge: KnowledgeBase, groups: list[list[str]], size: int, wanted: Callable[[int], bool], many: int
) -> list[tuple[str, ...]]:
    """Seeded lists, one drug out of each of `size` groups, whose check gives a wanted number of findings."""
    dice = random.Random(3)
    found: list[tuple[str, ...]] = []
    for _ in range(20_000):
        chosen = tuple(dict.fromkeys(dice.choice(group) for group in dice.sample(groups, size)))
        if len(chosen) < size:
            continue
        meds = tuple(Medication(text=d, line=i, drugs=(d,)) for i, d in enumerate(chosen))
        if wanted(len(check(knowledge, meds, Patient(), as_of=DAY).findings)):
            found.append(chosen)
            if len(found) >= many:
                break
    return found


def single_checks(title: str, knowledge: KnowledgeBase, groups: list[list[str]], common: list[list[str]]) -> None:
    """Print the ratios of one knowledge base."""
    table = table_of(knowledge)
    clean = lists(knowledge, groups, 10, lambda n: n == 0, 20)
    busy = lists(knowledge, common, 10, lambda n: 10 <= n <= 14, 20)
    print(f"\n{title}: {knowledge.counts()}")
    if not clean or not busy:
        print(f"  too few lists found: {len(clean)} clean, {len(busy)} busy")
        return

    def meds(chosen: tuple[str, ...]) -> tuple[Medication, ...]:
        return tuple(Medication(text=d, line=i, drugs=(d,)) for i, d in enumerate(chosen))

    clean_meds, busy_meds = [meds(c) for c in clean], [meds(c) for c in busy]
    patient = Patient()
    checker = Checker(knowledge)
    names = knowledge.vocabulary.names
    variants: dict[str, Callable[[], Any]] = {
        "45 bare look-ups": lambda: [[table.get(p) for p in combinations(c, 2)] for c in busy],
        "10 dict.get and 45 look-ups": lambda: [
            ([names.get(d) for d in c], [table.get(p) for p in combinations(c, 2)]) for c in busy
        ],
        "could anything fire?": lambda: [could_fire(knowledge, c) for c in busy],
        "choosing the candidates": lambda: [knowledge.index.candidates(c) for c in busy],
        "clean list": lambda: [check(knowledge, m, patient, as_of=DAY) for m in clean_meds],
        "a dozen findings": lambda: [check(knowledge, m, patient, as_of=DAY) for m in busy_meds],
        "ten names to report": lambda: [checker.check(list(c), as_of=DAY) for c in busy],
    }
    times = best(variants, ROUNDS, 3)
    slow = best({"naive": lambda: [naive(knowledge, m, patient) for m in busy_meds[:3]]}, ROUNDS)["naive"] / 3
    each = {name: seconds / len(busy) for name, seconds in times.items()}
    each["clean list"] = times["clean list"] / len(clean)
    base, named = each["45 bare look-ups"], each["10 dict.get and 45 look-ups"]
    rows = [
        ("could anything fire?", each["could anything fire?"] / base, "≤ 0.5"),
        ("choosing the candidate rules", each["choosing the candidates"] / base, "≤ 1"),
        ("full check of a clean list of 10", each["clean list"] / base, "aim ≤ 4"),
        ("full check of 10 with a dozen findings", each["a dozen findings"] / base, "aim ≤ 10"),
        ("the same, to a naive loop over all rules", each["a dozen findings"] / slow, "≤ 0.05"),
        ("ten exact names to report, to 10 dict.get and 45 look-ups", each["ten names to report"] / named, "aim ≤ 10"),
    ]
    for name, ratio, goal in rows:
        print(f"  {name:60} {ratio:8.3f}   {goal}")


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As installed: with bytecode, which pydantic has too."""


def cold_starts() -> None:
    """Fresh processes, one after another, best of many."""
    scripts = {
        "pass": "pass",
        "import medsafe": "import medsafe",
        "one pydantic model": "from pydantic import BaseModel\nclass M(BaseModel):\n    a: int",
        "five names": "import medsafe; medsafe.check_regimen(['sertraline','lithium','ibuprofen','lorazepam','metformin']).findings",
    }
    times = dict.fromkeys(scripts, float("inf"))
    for _ in range(15):
        for name, code in scripts.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, env=ENVIRONMENT)
            times[name] = min(times[name], time.perf_counter() - start)
    print("\ncold start")
    print(f"  {'import medsafe, to pass':60} {times['import medsafe'] / times['pass']:8.3f}   ≤ 1.3")
    print(
        f"  {'import, load and first check, to one pydantic model':60} {times['five names'] / times['one pydantic model']:8.3f}   ≤ 1.5"
    )


def main() -> None:
    """Print all ratios."""
    knowledge = load_knowledge()
    # one drug out of each of ten classes, as on a real list, rather than ten of one class
    classes = [knowledge.classes[name]["members"] for name in ON_LISTS]
    single_checks("built-in knowledge", knowledge, [list(knowledge.drugs)] * 10, classes)
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory) / "synthetic"
        drugs = write_layer(root)
        files, faults = layer_files(root)
        compiled, data = compile_to_bytes([files], "bench")
        assert not faults and not compiled.faults, compiled.faults[:3]
        stored = unpack(data, "bench")
        assert stored is not None
        single_checks("synthetic knowledge", KnowledgeBase(stored), [drugs] * 10, [drugs[:400]] * 10)
    cold_starts()


if __name__ == "__main__":
    main()
