"""The heart of a report: problems, and the findings of each, most severe first, each rule's text said once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from medsafe.model.report import Finding, Report, SourceRef
from medsafe.model.words import RANK
from medsafe.report.document import Document, Span, quiet, strong
from medsafe.report.profiles import Profile
from medsafe.report.wording import DO, few, lines, listing, sentence, stopped


class View(NamedTuple):
    """How much a report shows. `full` adds mechanisms, long lists, tables and the titles of sources; `figures` adds images."""

    at_least: str = "minor"
    full: bool = False
    profile: Profile | None = None
    figures: bool = False


class Group(NamedTuple):
    """Findings of one rule of which the same is said, whatever their drugs and severities, and the groups that are part of them."""

    findings: tuple[Finding, ...]
    parts: tuple[Group, ...] = ()


def tell_findings(page: Document, report: Report, view: View) -> None:
    """Add every finding that the view shows, one clinical problem at a time."""
    told: set[int] = set()
    for problem in report.problems:
        told.update(problem.findings)
        findings = shown((report.findings[position] for position in problem.findings), view)
        if findings:
            _tell(page, findings, problem.title, view)
    rest = shown((f for position, f in enumerate(report.findings) if position not in told), view)
    if rest:
        _tell(page, rest, "Other findings", view)


def tell_short(page: Document, report: Report, view: View) -> None:
    """One line for each problem, where there are so many that the details fill more than a screen."""
    told = [(problem, shown((report.findings[i] for i in problem.findings), view)) for problem in report.problems]
    told = [(problem, findings) for problem, findings in told if findings]
    if len(told) < 3:
        return
    page.add("section", "In short")
    for problem, findings in told:
        first = findings[0]
        more = sum(not finding.nested_in for finding in findings[1:])
        page.add(
            "item",
            Span(f"{first.severity.upper()}:", first.severity),
            f" {problem.title}. {DO.get(first.do, first.do)}: {' + '.join(first.drugs) or 'the whole list'}",
            quiet(f", and {more} more" if more else ""),
        )


def below(report: Report, view: View) -> int:
    """How many findings lie below the level of the view."""
    return sum(RANK[finding.severity] < RANK[view.at_least] for finding in report.findings)


def shown(findings: Iterable[Finding], view: View) -> list[Finding]:
    """The findings at or above the level of the view that its profile, if it has one, does not keep back."""
    loud = [finding for finding in findings if RANK[finding.severity] >= RANK[view.at_least]]
    return loud if view.profile is None else [finding for finding in loud if view.profile.shows(finding)]


def _tell(page: Document, findings: Sequence[Finding], title: str, view: View) -> None:
    severity = max((finding.severity for finding in findings), key=RANK.__getitem__)
    page.add("problem", Span(f"{severity.upper()}:", severity), " ", strong(title))
    for group in group_findings(findings):
        _tell_group(page, group, severity, view)


def group_findings(findings: Sequence[Finding]) -> list[Group]:
    """Put findings of one rule together, and parts (pairs of a triple, say) under the whole that holds them."""
    wholes = {
        position: next((w for w in findings if w.rule == part.nested_in and set(part.drugs) <= set(w.drugs)), None)
        for position, part in enumerate(findings)
        if part.nested_in
    }
    tops = [finding for position, finding in enumerate(findings) if wholes.get(position) is None]
    groups = []
    for group in _alike(tops):
        parts = [findings[position] for position, whole in wholes.items() if whole in group]
        alike = _alike(parts, lambda part: (part.severity, part.do))
        groups.append(Group(tuple(group), tuple(Group(tuple(pairs)) for pairs in alike)))
    return groups


def _alike(findings: Iterable[Finding], also: Callable[[Finding], object] = lambda _: None) -> list[list[Finding]]:
    """Findings of one rule that ask for the same steps."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.action, also(finding)), []).append(finding)
    return list(groups.values())


def _tell_group(page: Document, group: Group, severity: str, view: View) -> None:
    first = group.findings[0]
    for _, alike in groupby(group.findings, _what_decided):
        same = list(alike)
        for finding in same:
            _head(page, finding, severity)
        _facts(page, same[0])
    page.add("detail", " ".join(_texts(first, view)))
    for step in first.action:
        page.add("bullet", sentence(step))
    brief = first.severity == "minor" and not view.full
    if first.monitor and not brief:
        page.add("detail", quiet("Watch: "), stopped("; ".join(first.monitor)))
    if first.acceptable_when and not brief:
        page.add("detail", quiet("Acceptable when: "), stopped(first.acceptable_when))
    if first.alternatives and not brief:
        page.add("detail", quiet("Instead, consider: "), few(first.alternatives, 99 if view.full else 6))
    if first.taper and view.full:
        page.add("detail", quiet("Stopping: "), stopped(first.taper))
    page.add("detail", quiet(_sureness(first, view)))
    for part in group.parts:
        _tell_part(page, part)


def _head(page: Document, finding: Finding, severity: str) -> None:
    """What to do and with which drugs; how severe it is where that is not the severity over the problem."""
    where = lines(finding.lines)
    lesser: list[str | Span] = [", ", Span(finding.severity, finding.severity)] if finding.severity != severity else []
    page.add(
        "finding",
        strong(f"{DO.get(finding.do, finding.do)}: {' + '.join(finding.drugs) or 'the whole list'}"),
        *lesser,
        quiet(f" ({where}) {finding.rule}" if where else f" {finding.rule}"),
    )


def _what_decided(finding: Finding) -> object:
    return finding.because, finding.could_be, finding.would_change


def _facts(page: Document, finding: Finding) -> None:
    if finding.because:
        page.add("detail", quiet("Because: "), stopped("; ".join(finding.because)))
    if finding.could_be:
        page.add("detail", quiet("Could be: "), _could_be(*finding.could_be))
    if finding.would_change:
        page.add("detail", quiet("Would change it: "), stopped("; ".join(finding.would_change)))


def _could_be(low: str, high: str) -> str:
    lowest = "nothing" if low == "none" else low
    return f"{lowest}, until more is known." if low == high else f"from {lowest} to {high}, until more is known."


def _texts(finding: Finding, view: View) -> list[str]:
    texts = [finding.title, finding.effect]
    if view.full or finding.severity == "contraindicated":
        texts.append(finding.why)
    said: list[str] = []
    for text in map(sentence, texts):
        if text and text not in said:
            said.append(text)
    return said


def _sureness(finding: Finding, view: View) -> str:
    said = [f"Evidence: {finding.evidence or 'not stated'}."]
    if finding.onset:
        said.append(f"Onset: within {finding.onset}.")
    if finding.sources:
        cited = [cite(source, view.full) for source in finding.sources]
        said.append(f"Sources: {few(cited, len(cited) if view.full else 4, '; ')}.")
    if finding.changed_by:
        said.append(f"Changed by {finding.changed_by}.")
    return " ".join(said)


def cite(source: SourceRef, full: bool = False) -> str:
    """A source in a few words, or with its title and locator.

    >>> cite(SourceRef("fda-nardil", "§4", "Nardil prescribing information", "NDA 011909"))
    'fda-nardil §4'
    >>> cite(SourceRef("fda-nardil", "§4", "Nardil prescribing information", "NDA 011909"), full=True)
    'Nardil prescribing information §4 (NDA 011909)'
    """
    if not full:
        return f"{source.id} {source.section}".rstrip()
    said = f"{source.title or source.id} {source.section}".rstrip()
    return f"{said} ({source.locator})" if source.locator else said


def _tell_part(page: Document, part: Group) -> None:
    first = part.findings[0]
    pairs = listing([" + ".join(finding.drugs) for finding in part.findings])
    page.add(
        "bullet",
        quiet("Part of it: "),
        Span(first.severity, first.severity),
        f", {DO.get(first.do, first.do).lower()}: {pairs}. {sentence(first.title)}",
        quiet(f" {first.rule}"),
    )
