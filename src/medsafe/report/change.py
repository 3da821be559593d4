"""Pages for a change of a list, for candidates, and for a switch; in the same blocks as a report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from medsafe.model.asking import together
from medsafe.model.change import ChangeReport, Option, Options, Shift, Stopping, Switch
from medsafe.model.report import Finding, Gap, Question
from medsafe.report.document import Document, Span, quiet, quoted, strong
from medsafe.report.findings import View, cite
from medsafe.report.profiles import Named, profile_of
from medsafe.report.story import LINE_GAPS, tell_changes, tell_gap, tell_muted, tell_question, tell_status
from medsafe.report.wording import DO, PURPOSE, count, few, lines, listing, schedule, sentence, stopped

MOVES: Final = (
    ("adds", "Adds", "added"),
    ("worsens", "Makes worse", "worse"),
    ("eases", "Eases", "eased"),
    ("resolves", "Resolves", "resolved"),
    ("leaves", "Leaves as it is", "as before"),
)
TOGETHER: Final = {
    "barred": "The rules bar taking both at once: stop the one before the other begins.",
    "with care": "A cross-taper is possible with care: the rules speak while both are taken.",
    "not judged": "Nothing can be said of the switch: one of its drugs was not read.",
    "nothing found": "The rules in force find nothing while both are taken. This does not mean that it is safe.",
}
_LINE: Final = re.compile(r"line (\d+): ")
SHOWN: Final = 12
"""How many candidates a short page shows."""
SCARCE: Final = 3
"""A candidate that fewer rules know than this part of the best known one stands apart: nothing found says little of it."""


def tell_answer(
    answer: ChangeReport | Options | Switch, *, full: bool = False, profile: Named | None = None
) -> Document:
    """The page of any of the three; a profile quiets findings of a change."""
    if isinstance(answer, ChangeReport):
        return tell_change(answer, full=full, profile=profile)
    return tell_options(answer, full=full) if isinstance(answer, Options) else tell_switch(answer, full=full)


def tell_change(answer: ChangeReport, *, full: bool = False, profile: Named | None = None) -> Document:
    """What an order does: new and worse first, then what it resolves, then what stopping asks for.

    A profile keeps its quiet findings off the page, and each section says how many.
    """
    page = Document()
    quieting = None if profile is None else profile_of(profile)
    page.add("title", f"What the change does, as of {answer.after.provenance.as_of.isoformat()}")
    tell_status(page, answer.status, answer.gaps)
    counted = [f"{len(getattr(answer, name))} {word}" for name, _, word in MOVES]
    page.add("lead", f"Findings: {listing(counted)}.")
    if not answer.adds and not answer.worsens:
        page.add("lead", strong("Nothing new found by the rules in force. This does not mean that the change is safe."))
    for name, title, _ in MOVES:
        shifts: tuple[Shift, ...] = getattr(answer, name)
        if not shifts:
            continue
        page.add("section", f"{title}: {len(shifts)}")
        brief = name in ("resolves", "leaves") and not full
        loud = [shift for shift in shifts if quieting is None or quieting.shows(shift.finding)]
        for shift in loud:
            _shift(page, shift, brief)
        if quieting is not None and len(loud) < len(shifts):
            page.add("item", quiet(f"{len(shifts) - len(loud)} kept back by the profile {quieting.name}"))
    _stopping(page, answer.stopping)
    if answer.monitoring:
        page.add("section", "Tests that it adds to the plan")
    for item in answer.monitoring:
        page.add("item", strong(item.title), f": {schedule(item.schedule)} ", quiet(f"for {listing(item.drugs)}"))
    _open_ends(page, answer.gaps, answer.questions, full)
    _assumed(page, [note.message for note in answer.assumptions])
    tell_muted(page, answer.after, View())
    tell_changes(page, answer.after, View())
    page.add("item", quiet(PURPOSE))
    return page


def _shift(page: Document, shift: Shift, brief: bool) -> None:
    finding = shift.finding
    moved = (
        f"{shift.was} to {shift.now}: "
        if shift.was and shift.now and shift.was != shift.now
        else f"{shift.now or shift.was}: "
    )
    page.add(
        "finding",
        Span(moved, shift.now or shift.was),
        strong(" + ".join(finding.drugs)),
        f", {DO.get(finding.do, finding.do).lower()}. {sentence(finding.title)}",
        quiet(f" {finding.rule}"),
    )
    if shift.through and set(shift.through) != set(finding.drugs):
        page.add("detail", quiet("Through: "), listing(shift.through))
    if shift.until is not None:
        page.add(
            "detail",
            quiet("Until: "),
            f"the rule is silent from {shift.until.isoformat()} on, if nothing else changes.",
        )
    if brief:
        return
    _why(page, finding)


def _why(page: Document, finding: Finding) -> None:
    if finding.effect:
        page.add("detail", sentence(finding.effect))
    if finding.because:
        page.add("detail", quiet("Because: "), stopped("; ".join(finding.because)))
    if finding.would_change:
        page.add("detail", quiet("Would change it: "), stopped("; ".join(finding.would_change)))
    for step in finding.action:
        page.add("bullet", sentence(step))
    if finding.sources:
        page.add("detail", quiet(f"Sources: {'; '.join(map(cite, finding.sources))}."))


def _stopping(page: Document, stopping: Sequence[Stopping]) -> None:
    told = [one for one in stopping if one.taper or one.unmasks or one.withdrawal not in ("none", "not-expected")]
    if told:
        page.add("section", "Stopping")
    for one in told:
        said = (
            "nobody rated symptoms on stopping"
            if one.withdrawal == "unrated"
            else f"symptoms or rebound on stopping: {one.withdrawal}"
        )
        page.add("item", strong(one.drug), f": {said}.")
        for taper in one.taper:
            page.add("note", sentence(taper))
        if one.unmasks:
            page.add("note", f"It protected: see {listing(one.unmasks)}.")


def _open_ends(page: Document, gaps: Sequence[Gap], questions: Sequence[Question], full: bool) -> None:
    unread = [gap for gap in gaps if gap.kind in LINE_GAPS]
    if unread or questions:
        page.add("section", "Could not be judged")
    for gap in unread:
        tell_gap(page, gap)
    groups = together(questions)
    shown = groups if full else groups[:4]
    for group in shown:
        tell_question(page, group, full)
    if len(groups) > len(shown):
        page.add("item", quiet(f"and {count(len(groups) - len(shown), 'more question')}"))


def _assumed(page: Document, messages: Sequence[str]) -> None:
    if messages:
        page.add("section", "How the list was read")
    said: dict[str, list[int]] = {}
    for message in messages:
        line = _LINE.match(message)
        said.setdefault(message[line.end() :] if line else message, []).extend([int(line[1]) - 1] if line else [])
    for message, places in said.items():
        where = f"{lines(places)}: " if places else ""
        page.add("item", quiet("assumed: "), stopped(where + message))


def tell_options(answer: Options, *, full: bool = False) -> Document:
    """Candidates, the least added first; the page says what each adds, never which to take."""
    page = Document()
    where = f" in the place of {answer.instead_of}" if answer.instead_of else ""
    within = f", members of {answer.within}" if answer.within else ""
    page.add("title", f"{count(len(answer.options), 'candidate')}{where}{within}, as of {answer.as_of.isoformat()}")
    tell_status(page, answer.status, answer.gaps)
    page.add("lead", "What each would add to the rest of the list, the least first. It shows; it does not recommend.")
    for gap in answer.gaps:
        if gap.kind == "needs-fact":
            page.add("lead", stopped(sentence(gap.message)))
    most = max((option.known for option in answer.options), default=0)
    scarce = [option for option in answer.options if option.known * SCARCE < most]
    told = [option for option in answer.options if option not in scarce]
    _some(page, told, full)
    if scarce:
        page.add("section", "Few rules speak of these, so little was judged")
    _some(page, scarce, full)
    if answer.skipped:
        page.add("item", quiet(f"On the list already: {few(answer.skipped, 6)}."))
    _open_ends(page, answer.gaps, (), full)
    _assumed(page, [note.message for note in answer.assumptions])
    page.add("item", quiet(PURPOSE))
    return page


def _some(page: Document, options: Sequence[Option], full: bool) -> None:
    shown = options if full else options[:SHOWN]
    for option in shown:
        _option(page, option, full)
    if len(shown) < len(options):
        page.add("item", quiet(f"and {len(options) - len(shown)} more with --full"))


def _option(page: Document, option: Option, full: bool) -> None:
    page.add(
        "item",
        quoted(option.text),
        ": ",
        Span(option.worst or "nothing found", option.worst),
        f". {sentence(option.because)}",
    )
    if option.unrated:
        page.add("note", quiet(f"Nobody rated it on: {few(option.unrated, 4)}."))
    if full:
        for shift in option.adds:
            page.add("note", f"adds {shift.now}: {stopped(shift.finding.title)} ", quiet(shift.finding.rule))
        for shift in option.eases:
            page.add("note", f"eases: {stopped(shift.finding.title)} ", quiet(shift.finding.rule))


def tell_switch(answer: Switch, *, full: bool = False) -> Document:
    """A switch: whether both may overlap, then each constraint as a date, then what comes with the new drug."""
    page = Document()
    old, new = (name or "a drug not read" for name in (answer.stop, answer.start))
    page.add("title", f"From {old} to {new}, last dose {answer.last_dose.isoformat()}")
    tell_status(page, answer.status, answer.gaps)
    page.add("lead", TOGETHER[answer.together])
    if answer.together != "not judged":
        page.add("lead", *_when(answer))
    if answer.steps:
        page.add("section", "After the last dose")
    for step in answer.steps:
        until = (
            f"{count(step.days, 'day')}, so from {step.start_from.isoformat()}"
            if step.start_from and step.days is not None
            else "no end is known"
        )
        page.add(
            "finding",
            Span(step.finding.severity, step.finding.severity),
            f": {until}. {sentence(step.finding.title)}",
            quiet(f" {step.finding.rule}"),
        )
        _why(page, step.finding)
    told = {step.finding for step in answer.steps}
    if answer.overlap:
        page.add("section", "While both are taken")
    for finding in answer.overlap:
        page.add(
            "finding",
            Span(finding.severity, finding.severity),
            f": {sentence(finding.title)}",
            quiet(f" {finding.rule}"),
        )
        if finding not in told:
            _why(page, finding)
    if answer.then:
        page.add("section", f"What {answer.start} then meets")
    for finding in answer.then:
        page.add(
            "item",
            Span(finding.severity, finding.severity),
            f" {' + '.join(finding.drugs)}: {sentence(finding.title)}",
            quiet(f" {finding.rule}"),
        )
    _stopping(page, answer.stopping)
    _open_ends(page, answer.gaps, answer.questions, full)
    _assumed(page, [note.message for note in answer.assumptions])
    page.add("item", quiet(PURPOSE))
    return page


def _when(answer: Switch) -> list[str | Span]:
    if answer.earliest is None:
        return [strong("No day is known from which the rules are silent.")]
    if answer.steps and answer.earliest > answer.last_dose:
        return [
            "Earliest first dose: ",
            strong(_day(answer.earliest)),
            f"; no serious finding between the two is left then{_clear(answer)}.",
        ]
    return [f"The rules in force ask for no days between the two{_clear(answer)}."]


def _clear(answer: Switch) -> str:
    return (
        f", and none at all from {_day(answer.clear)}"
        if answer.clear is not None and answer.clear != answer.earliest
        else ""
    )


def _day(day: date) -> str:
    return day.isoformat()
