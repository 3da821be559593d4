"""How loud medsafe is on ordinary prescribing: `python benchmarks/regimens.py`.

A seeded generator writes synthetic psychiatric regimens from `prescribing.csv` and checks each with age and sex, as a clinic would
send it. Printed: findings at major or above per 100 lines, by kind and by rule, and what a list is asked for.

Where the figures come from, and what is assumed:
- `fills_2022_thousands`: prescribed fills, Medical Expenditure Panel Survey 2022 (AHRQ, summary tables, public domain).
- `claims_2017`: claims of Medicare Part D 2017 (CMS, public data). Adults below 65 are drawn by fills, from 65 on by claims. Where one
  figure is missing it is taken from the other at the median ratio of the psychotropics that have both; so it is where Part D
  shows less than a tenth of what the fills lead to expect (drugs it does not pay).
- Psychotropics in one list: 40.2 % one, 59.8 % two or more, 33.2 % three or more (Mojtabai & Olfson 2010, visits to psychiatrists
  2005-2006, doi:10.1001/archgenpsychiatry.2009.175). How the third is split over three, four and five is assumed.
- Assumed: ages, sex, usual strengths, the number of other drugs by age, how often a second drug of one group is kept. Antibiotics and
  other short courses count a quarter of their fills.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import NamedTuple

from medsafe import Report, check_regimen

TABLE = Path(__file__).with_name("prescribing.csv")
DAY = date(2026, 1, 1)
AGES = {(18, 34): 27, (35, 49): 26, (50, 64): 26, (65, 79): 16, (80, 90): 5}
PSYCHOTROPICS = {1: 40.2, 2: 26.6, 3: 18.0, 4: 10.0, 5: 5.2}
CORE = {
    "antidepressant",
    "antipsychotic",
    "mood-stabiliser",
    "benzodiazepine",
    "anxiolytic",
    "stimulant",
    "sleep",
    "dementia",
    "addiction",
}
BESIDE = {"side-effect", "pain-nerve", "opioid"}
SECOND = {
    "antidepressant": 0.2,
    "sleep": 0.1,
    "benzodiazepine": 0.05,
    "antipsychotic": 0.1,
    "stimulant": 0.1,
    "opioid": 0.1,
}
SECOND |= {
    "mood-stabiliser": 0.25,
    "dementia": 0.6,
    "anxiolytic": 0.5,
    "side-effect": 0.5,
    "pain-nerve": 0.05,
    "body": 1.0,
}
OTHERS = {45: 1.0, 65: 2.3, 200: 4.2}
READING = ("unrecognised", "ambiguous", "unread")
LOUD = ("contraindicated", "major")


class Drug(NamedTuple):
    """One row of the table: a drug with its weights below 65 and from 65 on."""

    name: str
    group: str
    young: float
    old: float
    sex: str
    ages: tuple[int, int]
    doses: tuple[str, ...]


class Regimen(NamedTuple):
    """A patient in words, and the lines."""

    patient: str
    lines: tuple[str, ...]


def prescribing(path: Path = TABLE) -> list[Drug]:
    """The table, with missing figures filled in."""
    with path.open(newline="", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    ratio = median(
        float(r["claims_2017"]) / float(r["fills_2022_thousands"])
        for r in rows
        if r["group"] in CORE and r["claims_2017"] and r["fills_2022_thousands"]
    )
    drugs = []
    for row in rows:
        fills, claims = float(row["fills_2022_thousands"] or 0), float(row["claims_2017"] or 0)
        fills = fills or claims / ratio
        claims = claims if claims > fills * ratio / 10 else fills * ratio
        share = 0.25 if row["group"] == "course" else 1.0
        low, high = (int(n) for n in (row["ages"] or "18-99").split("-"))
        doses = tuple(row["doses"].split("|"))
        drugs.append(Drug(row["name"], row["group"], fills * share, claims * share, row["sex"], (low, high), doses))
    return drugs


def regimens(many: int, seed: int) -> Iterator[Regimen]:
    """The same regimens for the same seed."""
    dice, drugs = random.Random(seed), prescribing()
    for _ in range(many):
        low, high = dice.choices(list(AGES), list(AGES.values()))[0]
        age, sex = dice.randint(low, high), "female" if dice.random() < 0.62 else "male"
        fit = [d for d in drugs if d.sex in ("", sex) and d.ages[0] <= age <= d.ages[1]]
        chosen: list[Drug] = []
        _draw(dice, chosen, [d for d in fit if d.group in CORE], 1, age)
        count = dice.choices(list(PSYCHOTROPICS), list(PSYCHOTROPICS.values()))[0]
        _draw(dice, chosen, [d for d in fit if d.group in CORE | BESIDE], count, age)
        mean = next(m for limit, m in OTHERS.items() if age < limit)
        _draw(dice, chosen, [d for d in fit if d.group not in CORE | BESIDE], count + _poisson(dice, mean), age)
        yield Regimen(f"{age} y, {sex}", tuple(f"{d.name} {dice.choice(d.doses)}" for d in chosen))


def _draw(dice: random.Random, chosen: list[Drug], fit: list[Drug], until: int, age: int) -> None:
    """Add drugs until there are so many; a second one of a group is kept as often as `SECOND` says."""
    weights = [d.young if age < 65 else d.old for d in fit]
    while len(chosen) < until:
        drug = dice.choices(fit, weights)[0]
        again = sum(d.group == drug.group for d in chosen)
        if drug not in chosen and (not again or dice.random() < SECOND.get(drug.group, 0.0) ** again):
            chosen.append(drug)


def _poisson(dice: random.Random, mean: float) -> int:
    """How many events of a unit rate fall before `mean`."""
    count, at = 0, dice.expovariate(1.0)
    while at < mean:
        count, at = count + 1, at + dice.expovariate(1.0)
    return count


def table(title: str, counts: Counter[str], per: float, top: int) -> None:
    """Print the most common, each divided by `per`."""
    print(f"\n{title}")
    for name, count in counts.most_common(top):
        print(f"  {count / per:6.2f}  {count:5}  {name}")


def main() -> None:
    """Write the regimens, check them, print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=2022)
    parser.add_argument("--top", type=int, default=25, help="how many rules and gaps to print")
    parser.add_argument("--print", action="store_true", help="print the regimens, and check nothing")
    parser.add_argument(
        "--show", metavar="RULE", help="print the lists on which this rule fires, and check nothing else"
    )
    options = parser.parse_args()
    kinds, loud, rules, gaps, asked, severities, unread = (Counter[str]() for _ in range(7))
    lines = alarmed = sets = quiet_lists = 0
    for case in regimens(options.lists, options.seed):
        if options.print:
            print(f"{' + '.join(case.lines)} | {case.patient}")
            continue
        report = check_regimen(list(case.lines), case.patient, as_of=DAY)
        if options.show:
            _show(report, case, options.show)
            continue
        lines += len(case.lines)
        high = [f for f in report.findings if f.severity in LOUD]
        alarmed += bool(high)
        quiet_lists += not report.findings
        sets += len({frozenset(f.drugs) for f in high})
        for finding in report.findings:
            severities[str(finding.severity)] += 1
            rules[f"{finding.rule} {finding.severity} {finding.title}"] += 1
            if finding.severity in LOUD:
                kinds[str(finding.kind)] += 1
                loud[f"{finding.rule} {finding.severity} {finding.title}"] += 1
        for gap in report.gaps:
            gaps[str(gap.kind)] += 1
            asked[f"{gap.kind} {', '.join(gap.drugs) if gap.kind == 'unrated' else gap.ask or gap.message}"] += 1
        unread.update(gap.message for gap in report.gaps if gap.kind in READING)
    if options.print or options.show:
        return
    per = lines / 100
    print(f"{options.lists} lists, {lines} lines, seed {options.seed}; columns: per 100 lines, count")
    print(
        f"major or above: {sum(kinds.values()) / per:.1f} findings, {sets / per:.1f} distinct sets of drugs, per 100 lines"
    )
    print(
        f"lists with one: {alarmed / options.lists:.1%}; lists with no finding at all: {quiet_lists / options.lists:.1%}"
    )
    table("all findings by severity", severities, per, 9)
    table("major or above by kind", kinds, per, 9)
    table("major or above by rule", loud, per, options.top)
    table("all findings by rule", rules, per, options.top)
    print(f"\ngaps per list {sum(gaps.values()) / options.lists:.1f}")
    table("gaps by kind (first column: per list)", gaps, options.lists, 9)
    table("gaps by what they ask (first column: per list)", asked, options.lists, options.top)
    if unread:
        table("lines not read", unread, per, 20)


def _show(report: Report, case: Regimen, rule: str) -> None:
    for finding in report.findings:
        if finding.rule == rule:
            print(f"{finding.severity:15} {', '.join(finding.drugs)}  <-  {' + '.join(case.lines)} | {case.patient}")


if __name__ == "__main__":
    main()
