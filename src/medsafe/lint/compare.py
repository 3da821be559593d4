"""`medsafe diff`: what changed between two states of the knowledge, rule by rule, and which lists would now be answered otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from medsafe.knowledge.base import KnowledgeBase
from medsafe.lint.regimens import answer
from medsafe.model.report import Report


class Difference(NamedTuple):
    """One entry that was added, removed or altered. `was` and `now` are its words before and after."""

    kind: str  # rule, drug, class, property, layer
    id: str
    title: str
    what: str  # added, removed, withdrawn, or the field that changed
    was: str = ""
    now: str = ""


class Answered(NamedTuple):
    """One list that is answered otherwise: findings (rule and severity) that went, and that came."""

    name: str
    gone: tuple[str, ...]
    come: tuple[str, ...]
    status: tuple[str, str]


class Case(NamedTuple):
    """One list of a replay."""

    name: str
    lines: tuple[str, ...]
    patient: str = ""
    as_of: date | None = None


def compare(old: KnowledgeBase, new: KnowledgeBase) -> list[Difference]:
    """Everything that differs, rules first."""
    found = list(_rules(old, new))
    before, after = {s.name: s for s in old.stamps}, {s.name: s for s in new.stamps}
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        if was != now:
            edition = (was.edition if was else "", now.edition if now else "")
            what = (
                "added"
                if was is None
                else "removed"
                if now is None
                else "edition"
                if edition[0] != edition[1]
                else "content"
            )
            found.append(Difference("layer", name, "", what, *edition))
    found.extend(_drugs(old, new))
    found.extend(_members(old, new))
    return found


def _rules(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Difference]:
    before, after = old.section("texts"), new.section("texts")
    stands = tuple({spec["id"]: spec for spec in knowledge.core["rules"]} for knowledge in (old, new))
    for name in sorted({*before["rules"], *after["rules"]}):
        was, now = before["rules"].get(name), after["rules"].get(name)
        if was is None or now is None:
            yield Difference("rule", name, (now or was)["title"], "added" if was is None else "removed")
            continue
        if now["withdrawn"] and not was["withdrawn"]:
            yield Difference("rule", name, now["title"], "withdrawn", "", now["withdrawn"].get("reason", ""))
            continue
        one, other = stands[0].get(name, {}), stands[1].get(name, {})
        for field in ("severity", "muted"):
            if one.get(field, "") != other.get(field, ""):
                yield Difference("rule", name, now["title"], field, str(one.get(field, "")), str(other.get(field, "")))
        written = (before["written"][name], after["written"][name])
        for field in dict.fromkeys([*written[0], *written[1]]):
            sides = [words(side.get(field, "")) for side in written]
            if sides[0] != sides[1] and field != "severity":
                yield Difference("rule", name, now["title"], field, *sides)
        if was["do"] != now["do"] and written[0].get("do") == written[1].get("do"):
            yield Difference("rule", name, now["title"], "do", was["do"], now["do"])


def _drugs(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Difference]:
    before, after = set(old.drugs), set(new.drugs)
    yield from (Difference("drug", drug, new.drug_title(drug), "added") for drug in sorted(after - before))
    yield from (Difference("drug", drug, old.drug_title(drug), "removed") for drug in sorted(before - after))


def _members(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Difference]:
    pairs = [("class", old.classes, new.classes, _class_members), ("property", old.properties, new.properties, _graded)]
    for kind, before, after, members in pairs:
        for name in sorted({*before, *after}):
            if before.get(name) == after.get(name):
                continue
            was, now = (members(side[name]) if name in side else set() for side in (before, after))
            title = (after.get(name) or before[name])["title"]
            if was != now:
                yield Difference(kind, name, title, "members", " ".join(sorted(was - now)), " ".join(sorted(now - was)))


def _class_members(entry: Mapping[str, Any]) -> set[str]:
    return set(entry["members"])


def _graded(entry: Mapping[str, Any]) -> set[str]:
    return {f"{drug}:{grade}" for grade, drugs in entry["grades"].items() for drug in drugs.split()}


def words(value: Any) -> str:
    """A value of a rule on one line.

    >>> words(["any ssri", ["a", "b"]]), words({"to": "minor"})
    ('any ssri; [a; b]', 'to: minor')
    """
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {words(part)}" for key, part in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(f"[{words(part)}]" if isinstance(part, (list, tuple)) else words(part) for part in value)
    return str(value)


def replay(old: KnowledgeBase, new: KnowledgeBase, cases: Iterable[Case], day: date) -> tuple[int, list[Answered]]:
    """Check each list with both; how many there were, and those that are answered otherwise."""
    count, found = 0, []
    for case in cases:
        count += 1
        reports = [answer(side, case.lines, case.patient, case.as_of or day) for side in (old, new)]
        before, after = (_said(report) for report in reports)
        status = (reports[0].status, reports[1].status)
        if before != after or status[0] != status[1]:
            found.append(Answered(case.name, tuple(sorted(before - after)), tuple(sorted(after - before)), status))
    return count, found


def _said(report: Report) -> set[str]:
    findings = {f"{finding.rule} {finding.severity} ({' + '.join(finding.drugs)})" for finding in report.findings}
    return findings | {f"{rule} not judged ({gap.kind})" for gap in report.gaps for rule in gap.rules}
