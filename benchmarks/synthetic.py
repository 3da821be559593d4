"""A seeded synthetic layer of the planned size: 1,500 drugs, 10,000 names, 300 rules. Not medicine: ids are numbers."""

from __future__ import annotations

import random
from pathlib import Path

DRUGS, CLASSES, RULES, NAMES = 1_500, 200, 300, 10_000
SYLLABLES = (
    "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru pla ste tri cho sha".split()
)


def write_layer(root: Path, seed: int = 7) -> list[str]:
    """Write the layer below `root`; return the drug ids, most used first."""
    dice = random.Random(seed)
    root.mkdir(parents=True, exist_ok=True)
    (root / "layer.yaml").write_text("name: synthetic\nedition: '1'\nprefix: SY\n")
    seen: set[str] = set()

    def word() -> str:
        while True:
            made = "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(3, 5)))
            if made not in seen:
                seen.add(made)
                return made

    drugs = [word() for _ in range(DRUGS)]
    more = [word() for _ in range(NAMES - DRUGS)]
    lines = ["drugs:"]
    for i, drug in enumerate(drugs):
        lines.append(f"  {drug}: {{brands: [{', '.join(more[i::DRUGS])}]}}")
    lines.append("classes:")
    members = [dice.sample(drugs, dice.randint(4, 60)) for _ in range(CLASSES)]
    for i, group in enumerate(members):
        lines.append(f"  c{i}: {{title: class {i}, members: [{', '.join(group)}]}}")
    lines.append("conditions:")
    lines += [f"  k{i}: {{title: condition {i}}}" for i in range(20)]
    lines.append("facts: {age: {title: age}}")
    lines.append("problems:")
    lines += [f"  p{i}: {{title: problem {i}}}" for i in range(12)]
    (root / "catalogue.yaml").write_text("\n".join(lines) + "\n")
    (root / "rules.yaml").write_text("rules:\n" + "".join(_rule(i, dice) for i in range(RULES)))
    return drugs


def _rule(number: int, dice: random.Random) -> str:
    severity = dice.choice(["contraindicated", "major", "moderate", "moderate", "minor"])
    one, two, three = (f"any c{dice.randrange(CLASSES)}" for _ in range(3))
    if number < 200:
        kind, body = "interaction", f"between: [{one}, {two}]"
        if number % 4 == 0:
            body += f"\n    regrade: [{{to: minor, when: k{dice.randrange(20)}}}]"
    elif number < 232:
        kind, body = "duplication", f"within: {one}\n    level: class"
    elif number < 237:
        kind, body = "burden", f"of: {{1: [{one}, {two}], 2: [{three}]}}\n    reaches: 4"
    elif number < 247:
        kind, body = "interaction", f"between: [{one}, {two}, {three}]"
    else:
        kind, body = "patient", f"drug: {one}\n    when: {dice.choice(['age at least 65', f'k{dice.randrange(20)}'])}"
    return (
        f"  SY-{number:04}:\n    title: Rule {number}\n    kind: {kind}\n    problem: p{number % 12}\n    {body}\n"
        f"    severity: {severity}\n    effect: An effect.\n    why: A reason.\n    action: [Do this.]\n"
    )
