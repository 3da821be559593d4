"""The follow-up plan of a page: what to test, when next, and what is late."""

from __future__ import annotations

from datetime import date

from medsafe.model.report import Due, MonitoringItem, Report
from medsafe.report.document import Document, Span, quiet, strong
from medsafe.report.findings import View
from medsafe.report.wording import listing, schedule


def tell_plan(page: Document, report: Report, view: View) -> None:
    """Tests that share their times, days and drugs share a line, the most urgent first; a full page has every day."""
    plan: dict[tuple[object, ...], list[MonitoringItem]] = {}
    for test in report.monitoring:
        days = test.due if view.full else _state(test, report)
        plan.setdefault((test.schedule, test.drugs, days), []).append(test)
    if plan:
        page.add("section", "Follow-up plan")
    for tests in sorted(plan.values(), key=lambda alike: _urgency(alike[0])):
        first = tests[0]
        titles, when = ", ".join(test.title for test in tests), schedule(first.schedule)
        page.add("item", strong(titles), f": {when}", quiet(f" for {listing(first.drugs)}"), *_state(first, report))
        if view.full and any(due.on for due in first.due):
            page.add("note", "; ".join(_day(due) for due in first.due if due.on), ".")


def _urgency(test: MonitoringItem) -> tuple[bool, date]:
    """What is overdue comes first, the longest first; then what is next."""
    return not test.overdue, test.next or date.max


def _state(test: MonitoringItem, report: Report) -> tuple[Span, ...]:
    """What is overdue, what has passed without anybody saying whether it was done, else what comes next."""
    if test.next is None:
        return ()
    if test.next < report.provenance.as_of:
        return (Span(f"; overdue since {test.next.isoformat()}", "major"),)
    passed = [due.on for due in test.due if due.on is not None and due.state == "unknown" and due.when != "before"]
    open_end = (Span(f"; was due {max(passed).isoformat()}, no result given"),) if passed else ()
    return (*open_end, Span(f"; next {test.next.isoformat()}"))


def _day(due: Due) -> str:
    said = {"unknown": "no result given"}.get(due.state, due.state)
    return f"{schedule([due.when])} {due.on}: {said}"
