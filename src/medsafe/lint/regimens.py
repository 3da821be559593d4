"""`medsafe test`: the examples of a layer's rules, and the whole lists in its `tests/`, like a test runner."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from medsafe.engine.check import check
from medsafe.errors import Fault
from medsafe.files.nodes import Table
from medsafe.files.reader import read_yaml
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.collect import Collected, Where
from medsafe.knowledge.examples import DAY, Examples
from medsafe.knowledge.layers import TESTS, shown, yaml_files
from medsafe.knowledge.load import fresh_knowledge, load_knowledge
from medsafe.lint.spec import RegimenSpec
from medsafe.model.patient import Patient
from medsafe.model.report import Report
from medsafe.model.words import RANK
from medsafe.notation.words import nearest, unknown

KEY = "regimens"
"""The top-level key of a test file."""


class Outcome(NamedTuple):
    """One test that ran. `wrong` says what happened instead, and is empty where it passed."""

    name: str
    path: str
    line: int
    wrong: tuple[str, ...] = ()


def run_tests(*layers: str | os.PathLike[str]) -> tuple[list[Outcome], list[Fault]]:
    """Run everything that the layers bring to test themselves; and what is wrong with the test files.

    Raises `KnowledgeError` where the layers cannot be loaded.
    """
    roots = [Path(layer) for layer in layers]
    knowledge = fresh_knowledge(roots, proved=False) if roots else load_knowledge()
    own = {stamp.name for stamp in knowledge.stamps[1:]} or {knowledge.stamps[0].name}
    outcomes = list(_examples(knowledge, own))
    faults: list[Fault] = []
    for root in roots:
        paths, wrong = yaml_files(root, TESTS)
        faults.extend(wrong)
        for path in paths:
            outcomes.extend(_file(path, shown(path, root), knowledge, faults))
    return outcomes, faults


def _examples(knowledge: KnowledgeBase, own: set[str]) -> Iterator[Outcome]:
    examples = Examples(knowledge)
    for record in knowledge.rules:
        if record.text.layer not in own or record.withdrawn:
            continue
        failed = {(failure.key, failure.number): failure.message for failure in examples.failures(record.id)}
        for key, texts in record.spec.get("examples", {}).items():
            for number, text in enumerate([texts] if isinstance(texts, str) else texts):
                wrong = failed.get((key, number))
                yield Outcome(f"{record.id} {key}: {text}", record.text.layer, 0, (wrong,) if wrong else ())


def _file(path: Path, name: str, knowledge: KnowledgeBase, faults: list[Fault]) -> Iterator[Outcome]:
    table, wrong = read_yaml(path, name)
    faults.extend(wrong)
    for key, node in table.items():
        line, column = table.places[key]
        if key != KEY:
            faults.append(Fault(name, line, column, "", unknown(key, (KEY,), "the key of a test file"), "unknown-key"))
        elif not isinstance(node, Table):
            faults.append(
                Fault(
                    name,
                    line,
                    column,
                    "",
                    f"`{KEY}:` must hold a table: a name, and below it `list:`, `flags:` …",
                    "not-a-table",
                )
            )
        else:
            for entry, body in node.items():
                at = node.places[entry]
                reading = Collected()
                spec = reading.model(RegimenSpec, body, Where(name, at[0], at[1], body, ""), entry)
                faults.extend(reading.faults)
                if spec is not None:
                    yield Outcome(entry, name, at[0], tuple(_wrong(spec, knowledge)))


def _wrong(spec: RegimenSpec, knowledge: KnowledgeBase) -> Iterator[str]:
    known = knowledge.section("texts")["rules"]
    named = [*spec.flags, *spec.passes, *spec.unsure, *spec.mutes]
    missing = [rule for rule in named if rule not in known]
    for rule in missing:
        near = nearest(rule, known, 2)
        yield f"no rule is called {rule}" + (f"; did you mean {' or '.join(near)}?" if near else "")
    if missing:
        return
    report = answer(knowledge, spec.list, spec.patient, spec.as_of or DAY, spec.region)
    unread = [gap.message for gap in report.gaps if gap.kind in ("unrecognised", "ambiguous", "unread")]
    yield from (f"a line is not read: {message}" for message in unread)
    found: dict[str, str] = {}
    for finding in report.findings:
        found[finding.rule] = max(found.get(finding.rule, "none"), finding.severity, key=RANK.__getitem__)
    for rule, severity in spec.flags.items():
        if rule not in found:
            yield f"{rule} ({known[rule]['title']}) is not found{_because(report, rule)}"
        elif severity not in ("any", found[rule]):
            yield f"{rule} is found at {found[rule]}, not at {severity}"
    for rule in spec.passes:
        if rule in found:
            yield f"{rule} is found at {found[rule]} but should pass"
    waiting = {rule for gap in report.gaps for rule in gap.rules}
    yield from (f"{rule} does not wait for a fact" for rule in spec.unsure if rule not in waiting)
    muted = {entry.rule for entry in report.muted}
    yield from (f"{rule} is not muted{_because(report, rule)}" for rule in spec.mutes if rule not in muted)
    if spec.highest is not None:
        above = [rule for rule, severity in found.items() if RANK[severity] > RANK[spec.highest]]
        yield from (f"{rule} is found at {found[rule]}, above {spec.highest}" for rule in above)


def answer(knowledge: KnowledgeBase, lines: Sequence[str], patient: str, day: date, region: str = "") -> Report:
    """Read and check one list for one day."""
    reading = knowledge.reader.read(lines, day)
    medications, assumptions, gaps, known = reading.medications, reading.assumptions, reading.gaps, Patient()
    if patient:
        found = knowledge.reader.read_patient(patient, day)
        known, region = found.patient, region or found.region
        medications = (*medications, *found.reading.medications)
        assumptions, gaps = (*assumptions, *found.reading.assumptions), (*gaps, *found.reading.gaps)
    return check(knowledge, medications, known, as_of=day, region=region, assumptions=assumptions, gaps=gaps)


def _because(report: Report, rule: str) -> str:
    for entry in report.considered:
        if entry.rule == rule and entry.verdict != "fires":
            return f": {entry.verdict}, {entry.because}" if entry.because else f": {entry.verdict}"
    return ": these drugs cannot fill it"
