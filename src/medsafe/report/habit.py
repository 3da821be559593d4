"""The habit-forming view of a page: every point explained, no probability."""

from __future__ import annotations

from medsafe.model.report import Dependence, Equivalent, Report
from medsafe.model.words import OUTSIDE_ORDER
from medsafe.report.document import Document, Span, quiet, strong
from medsafe.report.findings import View
from medsafe.report.wording import count_days, few, number, sentence


def tell_habit(page: Document, report: Report, view: View) -> None:
    """Each habit-forming drug; then what they count for together, and in a full page the drugs that sources cleared."""
    cleared = [drug for drug in report.dependence if drug.grade in OUTSIDE_ORDER and not drug.schedules]
    told = [drug for drug in report.dependence if drug not in cleared and (view.full or not _slight(drug))]
    if told or any(view.full or drug.taper for drug in cleared):
        page.add("section", "Habit-forming")
    for drug in told:
        _drug(page, report, drug, view)
    for total in report.equivalents if told else ():
        page.add("item", strong("All together"), f": {_amount(total)}.")
    slight = [drug.drug for drug in report.dependence if drug not in told and drug not in cleared]
    if told and slight:
        page.add("item", quiet(f"Of low grade: {few(slight, 6)}."))
    slow = [drug.drug for drug in cleared if drug.taper]
    if slow:
        page.add("item", f"Not habit-forming, but not to be stopped at once: {', '.join(slow)}.")
    cleared = [drug for drug in cleared if not drug.taper]
    if view.full and cleared:
        page.add("item", quiet(f"Rated as not habit-forming: {', '.join(drug.drug for drug in cleared)}."))


def _slight(drug: Dependence) -> bool:
    """Of low grade, and no rule and no schedule speaks of it."""
    return not (drug.findings or drug.schedules or drug.risky_with) and drug.grade in ("low", *OUTSIDE_ORDER)


def _drug(page: Document, report: Report, drug: Dependence, view: View) -> None:
    grade = "nobody rated it" if drug.grade == "unrated" else drug.grade
    schedules = f"; {few(drug.schedules, 99 if view.full else 6)}" if drug.schedules else ""
    page.add("item", strong(drug.drug), f": {grade}{schedules}.", *_duration(drug))
    for one in drug.equivalents:
        page.add("note", f"Counts for {_amount(one)}.")
    if drug.risky_with:
        page.add("note", quiet("With: "), *_partners(report, drug))
    for taper in drug.taper:
        page.add("note", quiet("Stopping: "), sentence(taper))
    if drug.alternatives:
        page.add("note", quiet("Instead, consider: "), f"{few(drug.alternatives, 99 if view.full else 6)}.")


def _duration(drug: Dependence) -> list[str | Span]:
    """How long it is taken, against the longest that the rules accept."""
    if drug.limit is None:
        return [f" Taken for {count_days(drug.days)}."] if drug.days is not None else []
    most = f"at most {count_days(drug.limit)} recommended"
    if drug.days is None:
        return [f" It is not written how long it is taken; {most}.", quiet(f" {drug.limit_rule}")]
    over = drug.days > drug.limit
    return [
        " ",
        Span(f"Taken for {count_days(drug.days)}", "major" if over else ""),
        f"; {most}.",
        quiet(f" {drug.limit_rule}"),
    ]


def _partners(report: Report, drug: Dependence) -> list[str | Span]:
    """Each serious combination of the view, with its severity and rule."""
    said: list[str | Span] = []
    for position in drug.risky_with:
        finding = report.findings[position]
        others = " + ".join(name for name in finding.drugs if name != drug.drug)
        said += [
            "; " if said else "",
            f"{others} ",
            Span(finding.severity, finding.severity),
            quiet(f" {finding.rule}"),
        ]
    return [*said, "."]


def _amount(one: Equivalent) -> str:
    """The sum, and what the lowest and highest published factors make of it where they differ."""
    least, most = one.published
    scale = one.title.partition(",")[0]
    said = (
        f"{'' if one.high is not None else 'at least '}{number(one.low)} {one.unit} of {scale[:1].lower()}{scale[1:]}"
    )
    if most is not None and (least, most) != (one.low, one.high):
        said += f" ({number(least)} to {number(most)} by the published factors)"
    return said
