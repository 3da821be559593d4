"""What a report says, and in which order: status first, then problems, then what could not be judged, then the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from medsafe.model.asking import ask_together, together
from medsafe.model.medication import Medication
from medsafe.model.report import Burden, Gap, Question, Report
from medsafe.model.words import RANK, SEVERITIES
from medsafe.report.clean import clean
from medsafe.report.document import Document, Span, quiet, quoted, strong
from medsafe.report.findings import View, below, shown, tell_findings, tell_short
from medsafe.report.habit import tell_habit
from medsafe.report.pictures import tell_bars, tell_pairs
from medsafe.report.plan import tell_plan
from medsafe.report.profiles import Named, profile_of
from medsafe.report.wording import (
    EMPTY_LIST,
    NOTHING_FOUND,
    NOTHING_READ,
    PURPOSE,
    STATUS,
    altered,
    count,
    few,
    lines,
    listing,
    medication,
    number,
    overdue,
    patient,
    sentence,
    stopped,
)

Thing = TypeVar("Thing")

LINE_GAPS: Final = ("unrecognised", "ambiguous", "unread", "conflict")
"""Gaps of the list itself; the others are facts nobody gave and drugs nobody rated."""

CHANGED: Final = "Rules that a layer changed"

FEW: Final = 6
"""How many questions and unrated drugs a short report shows."""

BREATH: Final = 8
"""How many things a short report asks about in one question; the most telling stand first."""


def tell(
    report: Report, *, at_least: str = "minor", full: bool = False, profile: Named | None = None, figures: bool = False
) -> Document:
    """Write a report as a page that any format can show; `figures` are for formats that show images."""
    page, view = Document(), View(at_least, full, None if profile is None else profile_of(profile), figures)
    _opening(page, report, view)
    tell_short(page, report, view)
    tell_findings(page, report, view)
    for part in (
        tell_pairs,
        _not_judged,
        _as_read,
        _accepted,
        tell_plan,
        _burdens,
        tell_habit,
        tell_muted,
        tell_changes,
        _about,
    ):
        part(page, report, view)
    return page


def _opening(page: Document, report: Report, view: View) -> None:
    written = len({line.line for line in report.medications if line.line >= 0})
    page.add("title", f"Medication check: {count(written, 'line')}, as of {report.provenance.as_of.isoformat()}")
    if not report.medications:
        page.add("lead", strong(EMPTY_LIST))
    else:
        tell_status(page, report.status, report.gaps)
        hidden = max((gap.could_be for gap in report.gaps if gap.supposed), key=lambda word: RANK[word], default="")
        if hidden:
            page.add(
                "lead", "What was not read may hide what is ", Span(hidden, hidden), ": see below what it would be."
            )
    _tally(page, report, view)


def tell_status(page: Document, status: str, gaps: Sequence[Gap]) -> None:
    """Whether everything was read; what was not is either of the list or of the patient."""
    if status != "partial":
        page.add("lead", STATUS[status])
        return
    unread = [gap for gap in gaps if gap.kind in LINE_GAPS]
    where = lines(place for gap in unread for place in gap.lines if place >= 0)
    of_patient = any(_of_patient(gap) for gap in unread)
    said = STATUS["patient"] if of_patient and all(_of_patient(gap) for gap in unread) else STATUS["partial"]
    also = ", nor part of what is said of the patient" if of_patient and said == STATUS["partial"] else ""
    page.add(
        "lead", Span(said, "major"), f"{f': {where}' if where else ''}{also}. What follows speaks only of the rest."
    )


def _of_patient(gap: Gap) -> bool:
    return not gap.lines and gap.message.startswith("patient:")


def _tally(page: Document, report: Report, view: View) -> None:
    found = Counter(finding.severity for finding in report.findings)
    if any(line.drugs for line in report.medications):
        if not found:
            page.add("lead", strong(NOTHING_FOUND))
    elif report.medications:
        page.add("lead", strong(NOTHING_READ))
    if found:
        said: list[str | Span] = []
        for severity in reversed(SEVERITIES):
            if found[severity]:
                said += [", " if said else "", Span(f"{found[severity]} {severity}", severity)]
        page.add("lead", "Found: ", *said, ".")
    low = below(report, view)
    if low:
        page.add("lead", f"{count(low, 'finding')} below {view.at_least} not shown.")
    _profile(page, report, view)
    late = sum(change.overdue(report.provenance.as_of) for change in report.provenance.changes)
    if late:
        due = f"{count(late, 'change')} of a layer {'was' if late == 1 else 'were'} to be read again before this day"
        page.add("lead", Span(due, "major"), f": see “{CHANGED}”.")
    _open_ends(page, report)


def _profile(page: Document, report: Report, view: View) -> None:
    """Which profile the page was made for, and how much it keeps back: a quiet page must not look like a short answer."""
    if view.profile is None:
        return
    sorted_out = view.profile.view(report)
    said: list[str | Span] = [
        f"Profile {view.profile.name}: {count(len(sorted_out.interruptive), 'finding')} to stop for"
    ]
    if sorted_out.quiet:
        kept = Counter(finding.severity for finding in sorted_out.quiet)
        severities = listing([f"{kept[severity]} {severity}" for severity in reversed(SEVERITIES) if kept[severity]])
        said += [", ", strong(f"{count(len(sorted_out.quiet), 'finding')} kept back"), f" ({severities})"]
    page.add("lead", *said, ".")


def _open_ends(page: Document, report: Report) -> None:
    """How much could not be judged, so that nobody takes a short list of findings for the whole answer."""
    kinds = Counter(
        gap.kind if gap.kind not in LINE_GAPS else "patient" if _of_patient(gap) else "line" for gap in report.gaps
    )
    said = [
        count(kinds["line"], "part of the list", "parts of the list") if kinds["line"] else "",
        f"{count(kinds['patient'], 'part', 'parts')} of the words on the patient" if kinds["patient"] else "",
        f"what hangs on {count(len(report.questions), 'unknown fact')}" if report.questions else "",
        f"{count(kinds['unrated'], 'drug')} that nobody rated" if kinds["unrated"] else "",
    ]
    if any(said):
        page.add("lead", f"Not judged: {listing([words for words in said if words])}.")


def _not_judged(page: Document, report: Report, view: View) -> None:
    asked = {rule for question in report.questions for rule in question.rules}
    of_lines = [gap for gap in report.gaps if gap.kind in LINE_GAPS]
    other = [
        gap for gap in report.gaps if gap not in of_lines and not (gap.kind == "needs-fact" and asked >= {*gap.rules})
    ]
    if of_lines or other:
        page.add("section", "Could not be judged")
    for gap in of_lines:
        tell_gap(page, gap)
    _short(page, other, view, lambda gap: tell_gap(page, gap))
    groups = together(report.questions)
    if groups:
        page.add("section", "Questions that would change the answer, the most telling first")
        _short(page, groups, view, lambda group: tell_question(page, group, view.full))


def _short(page: Document, things: Sequence[Thing], view: View, show: Callable[[Thing], None]) -> None:
    most = len(things) if view.full else FEW
    for thing in things[:most]:
        show(thing)
    if len(things) > most:
        page.add("item", quiet(f"and {len(things) - most} more in the full report"))


def tell_gap(page: Document, gap: Gap) -> None:
    """What was not read, what it may be, and what to ask."""
    place = lines(gap.lines)
    where = "" if not place or gap.message.startswith(place) else f"{place[0].upper()}{place[1:]}: "
    said = where + sentence(clean(gap.message, 300))
    if gap.suggestions and gap.suggestions[0] not in gap.message:
        said += f" Did you mean {listing(gap.suggestions, 'or')}?"
    if gap.ask and gap.ask not in gap.message:
        said += f" {sentence(gap.ask)}"
    page.add("item", said, *_open_end(gap))
    for supposed in gap.supposed:
        page.add("note", f"If it is {supposed}.")


def _could_be(severity: str) -> list[Span]:
    if RANK.get(severity, 0) == 0:
        return []
    return [Span(" Could be "), Span(severity, severity), Span(".")]


def tell_question(page: Document, group: tuple[Question, ...], full: bool) -> None:
    """Questions that are asked in one breath, and what the answer could do."""
    first = group[0]
    eases = f" Could ease what is {first.eases}." if first.eases else ""
    page.add("item", sentence(ask_together(group, 0 if full else BREATH)), *_could_be(first.could_be), eases)


def _open_end(gap: Gap) -> list[Span]:
    return [] if f"up to {gap.could_be}" in gap.message else _could_be(gap.could_be)


def _as_read(page: Document, report: Report, view: View) -> None:
    page.add("section", "How the list was read")
    by_line: dict[int, list[Medication]] = {}
    for line in report.medications:
        by_line.setdefault(line.line, []).append(line)
    for place in sorted(by_line, key=lambda place: (place < 0, place)):
        for line in by_line[place]:
            label = f"{place + 1}. " if place >= 0 else "From the patient text: "
            page.add("item", label, quoted(line.text), " → ", medication(line), *_leftover(line))
        for assumption in report.assumptions:
            if assumption.line == place:
                said = assumption.message.removeprefix(f"line {place + 1}: ")
                page.add("note", quiet("assumed: "), stopped(clean(said, 300)))
    for assumption in report.assumptions:
        if assumption.line not in by_line:
            page.add("item", quiet("Assumed: "), stopped(clean(assumption.message, 300)))
    known = patient(report.patient) or "nothing is known; rules that hang on the patient wait for an answer."
    page.add("item", quiet("Patient: "), known)


def _leftover(line: Medication) -> list[str | Span]:
    if not line.unread or not line.drugs:
        return []
    return ["; not understood: ", quoted(", ".join(line.unread))]


def _accepted(page: Document, report: Report, view: View) -> None:
    if report.accepted:
        page.add("section", "Seen and accepted")
    for pair in report.accepted:
        who = " + ".join(pair.drugs)
        page.add("item", f"{who} ({lines(pair.lines)}): {pair.because}. ", quiet(f"{pair.title}, {pair.rule}"))


def _burdens(page: Document, report: Report, view: View) -> None:
    told = [burden for burden in report.burdens if view.full or burden.reached]
    if told or (view.figures and report.burdens):
        page.add("section", "Totals over the whole list")
    for burden in told:
        _burden(page, burden)
    low = len(report.burdens) - len(told)
    if told and low:
        page.add("item", quiet(f"and {count(low, 'total')} not known to be reached, in the full report"))
    tell_bars(page, report, view)


def _burden(page: Document, burden: Burden) -> None:
    unit = f" {burden.unit}" if burden.unit else ""
    complete = all(share.complete for share in burden.contributors)
    missed = "not reached" if complete and not burden.unrated else "not known to be reached"
    reached = Span("reached", "major") if burden.reached else Span(missed)
    shares = ", ".join(f"{share.drug} {number(share.points)}" for share in burden.contributors)
    page.add(
        "item",
        strong(burden.title),
        f": {'' if complete else 'at least '}{number(burden.total)}{unit}; threshold {number(burden.threshold)} ",
        reached,
        f" ({shares})." if shares else ".",
        quiet(f" Not rated: {few(burden.unrated, FEW)}." if burden.unrated else ""),
    )


def tell_muted(page: Document, report: Report, view: View) -> None:
    """What would have been found, had a layer not switched it off."""
    if report.muted:
        page.add("section", "Switched off by a layer")
    for finding in report.muted:
        page.add(
            "item",
            Span(finding.severity, finding.severity),
            f": {' + '.join(finding.drugs)}. {sentence(finding.title)} Reason: {stopped(finding.reason)} ",
            quiet(f"{finding.rule}, layer {finding.layer}"),
        )


def tell_changes(page: Document, report: Report, view: View) -> None:
    """Each change in force, whether its rule speaks here or not."""
    if report.provenance.changes:
        page.add("section", CHANGED)
    for change in report.provenance.changes:
        late = overdue(change, report.provenance.as_of)
        page.add("item", altered(change), Span(late, "major"), quiet(f" layer {change.layer}"))


def _about(page: Document, report: Report, view: View) -> None:
    origin = report.provenance
    page.add("section", "About this answer")
    rules = {finding.rule: finding.about.reviewed_by for finding in shown(report.findings, view)}
    unsigned = [rule for rule, reader in rules.items() if reader in ("", "unreviewed")]
    if unsigned:
        have = "has" if len(unsigned) == 1 else "have"
        of_all = f"{len(unsigned)} of {count(len(rules), 'rule')}"
        page.add("item", f"{of_all} shown {have} not yet been reviewed by a pharmacist.")
    layers = ", ".join(f"{layer.name} {layer.edition} ({layer.sha256[:12]})" for layer in origin.layers)
    region = f", region {origin.region}" if origin.region else ""
    page.add("item", quiet(f"medsafe {origin.medsafe}, knowledge {layers or 'none'}{region}."))
    page.add("item", quiet(PURPOSE))
