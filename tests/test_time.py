"""Time, to the day: washouts, fading, cross-tapers, schedules; on each side of every boundary."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from knowing import hardest, reader
from medsafe import check_change, check_regimen, switch
from medsafe.engine.change import fades
from medsafe.engine.check import check
from medsafe.engine.schedule import Plan, due_dates, merged
from medsafe.model.patient import Result
from medsafe.model.report import Due, Report

DAY = date(2026, 3, 1)

WASHOUTS = [
    # stopped, started, the first day without a contraindicated finding between the two
    ("fluoxetine 20 mg daily", "phenelzine 15 mg daily", 35),
    ("vortioxetine 10 mg daily", "phenelzine 15 mg daily", 21),
    ("venlafaxine 75 mg daily", "phenelzine 15 mg daily", 7),
    ("duloxetine 60 mg daily", "phenelzine 15 mg daily", 5),
    ("sertraline 50 mg daily", "phenelzine 15 mg daily", 14),
    ("phenelzine 15 mg daily", "sertraline 50 mg daily", 14),
    ("tranylcypromine 20 mg daily", "fluoxetine 20 mg daily", 14),
]


def between(stopped: str, started: str, days: int) -> list[str]:
    report = check_regimen([f"{stopped} (stopped {days} days ago)", started], as_of=DAY)
    return [finding.severity for finding in report.findings if len(finding.lines) == 2]


@pytest.mark.parametrize(("stopped", "started", "days"), WASHOUTS)
def test_washout_ends_on_its_day(stopped: str, started: str, days: int) -> None:
    assert "contraindicated" in between(stopped, started, days - 1)
    assert "contraindicated" not in between(stopped, started, days)
    assert "contraindicated" not in between(stopped, started, days + 1)


@pytest.mark.parametrize(("stopped", "started", "days"), WASHOUTS)
def test_a_switch_names_the_same_day(stopped: str, started: str, days: int) -> None:
    plan = switch(stopped, started, as_of=DAY)
    worst = [step for step in plan.steps if step.finding.severity == "contraindicated"]
    assert plan.together == "barred"
    assert [step.days for step in worst] == [days] * len(worst)
    assert plan.earliest is not None
    assert plan.earliest >= DAY + timedelta(days=days)


LINGERS = [
    # stopped, with, patient, the rule, the last day on which it speaks
    # active metabolites: norfluoxetine keeps inhibiting, while paroxetine has none that lasts
    ("fluoxetine 20 mg daily", "tamoxifen 20 mg daily", "", "MS-0301", 34),
    ("fluoxetine 20 mg daily", "pimozide 2 mg daily", "", "MS-0206", 34),
    # depot tails: the injection outlasts the tablet
    ("naltrexone 50 mg daily by mouth", "oxycodone 10 mg as needed", "", "MS-0601", 2),
    ("Vivitrol 380 mg", "oxycodone 10 mg as needed", "", "MS-0601", 27),
    ("naltrexone 380 mg im monthly", "oxycodone 10 mg as needed", "", "MS-0601", 27),
    # induction that fades
    ("carbamazepine 600 mg daily", "quetiapine 300 mg at night", "", "MS-0448", 21),
    ("rifampicin 600 mg daily", "methadone 60 mg daily", "", "MS-0448", 21),
    ("phenytoin 300 mg daily", "clozapine 300 mg daily", "", "MS-0448", 21),
    ("st johns wort 900 mg daily", "clozapine 300 mg daily", "", "MS-0448", 14),
]


@pytest.mark.parametrize(("stopped", "other", "patient", "rule", "last"), LINGERS)
def test_what_lingers_is_silent_the_day_after_its_last(
    stopped: str, other: str, patient: str, rule: str, last: int
) -> None:
    for days, speaks in ((last - 1, True), (last, True), (last + 1, False), (last + 2, False)):
        report = check_regimen([f"{stopped} (stopped {days} days ago)", other], patient, as_of=DAY)
        assert (rule in [finding.rule for finding in report.findings]) == speaks, days


def test_induction_fades_only_after_the_inducer() -> None:
    """While the inducer is taken another rule speaks; the fading begins with the day it is stopped."""
    taken = check_regimen(["carbamazepine 600 mg daily", "quetiapine 300 mg at night"], as_of=DAY)
    assert "MS-0448" not in [finding.rule for finding in taken.findings]
    assert any(set(f.drugs) == {"carbamazepine", "quetiapine"} for f in taken.findings)


@pytest.mark.parametrize(("stopped", "until"), [("Vivitrol 380 mg", 28), ("naltrexone 50 mg daily by mouth", 3)])
def test_a_change_says_until_when_it_lingers(stopped: str, until: int) -> None:
    answer = check_change([stopped], start=["oxycodone 10 mg as needed"], stop=[stopped], as_of=DAY)
    (barred,) = [shift for shift in answer.adds if shift.finding.rule == "MS-0601"]
    assert barred.until == DAY + timedelta(days=until)


@pytest.mark.parametrize(
    ("line", "depot"),
    [
        ("naltrexone 380 mg im every 4 weeks", True),
        ("naltrexone 380 mg im weekly", True),
        ("naltrexone 50 mg daily by mouth", False),
    ],
)
def test_what_is_injected_once_a_week_or_less_often_is_the_depot(line: str, depot: bool) -> None:
    report = check_regimen([f"{line} (stopped 10 days ago)", "oxycodone 10 mg as needed"], as_of=DAY)
    assert ("MS-0601" in [finding.rule for finding in report.findings]) == depot
    assert "form" not in [question.kind for question in report.questions if question.about == "naltrexone"]


@pytest.mark.parametrize("days", [27, 28, 29])
def test_smoking_fades_to_the_day(days: int) -> None:
    report = check_regimen(["clozapine 300 mg daily"], f"smoking stopped {days} days ago", as_of=DAY)
    assert any(set(f.drugs) == {"clozapine", "tobacco"} for f in report.findings) == (days <= 28)


def test_a_planned_start_waits_for_the_washout() -> None:
    """What is planned begins later; the washout runs on until then."""
    for ahead, found in ((13, True), (14, False), (15, False)):
        start = (DAY + timedelta(days=ahead)).isoformat()
        report = check_regimen(
            [f"phenelzine 15 mg daily until {DAY}", f"sertraline 50 mg daily from {start}"], as_of=DAY
        )
        assert any(f.severity == "contraindicated" and len(f.drugs) == 2 for f in report.findings) == found, ahead


def test_an_unknown_stop_is_a_question_not_a_guess() -> None:
    report = check_regimen(["phenelzine 15 mg daily (stopped)", "sertraline 50 mg daily"], as_of=DAY)
    assert not [f for f in report.findings if len(f.drugs) == 2 and f.severity == "contraindicated"]
    assert any("stopped" in question.ask and question.could_be == "contraindicated" for question in report.questions)


def of_hardest(text: str, day: date) -> Report:
    knowledge = hardest()
    reading = reader(knowledge).read_example(text, DAY)
    return check(knowledge, reading.medications, reading.patient, as_of=day)


def test_a_finding_fades_on_the_day_that_the_check_says() -> None:
    """`fades` looks ahead; checking on that day, and on the day before, says the same."""
    for spec in hardest().core["rules"]:
        for text in hardest().rule(spec["id"]).spec.get("examples", {}).get("flags", ()):
            if "stopped" not in text:
                continue
            reading = reader(hardest()).read_example(text, DAY)
            for finding in of_hardest(text, DAY).findings:
                if finding.rule != spec["id"]:
                    continue
                until = fades(hardest(), reading.medications, reading.patient, DAY, "", finding)
                if until is None:
                    continue
                assert finding.rule not in [f.rule for f in of_hardest(text, until).findings]
                assert finding.rule in [f.rule for f in of_hardest(text, until - timedelta(days=1)).findings]


def test_a_cross_taper_is_known_by_its_dates() -> None:
    until = (DAY + timedelta(days=14)).isoformat()
    tapered = check_regimen([f"sertraline 50 mg daily until {until}", "venlafaxine 75 mg daily"], as_of=DAY)
    both = check_regimen(["sertraline 50 mg daily", "venlafaxine 75 mg daily"], as_of=DAY)

    def worst(report: Report) -> str:
        return next(f.severity for f in report.findings if f.kind == "duplication")

    assert (worst(tapered), worst(both)) == ("moderate", "major")


START = date(2026, 1, 1)


def due(schedule: str, as_of: date, *done: date) -> list[Due]:
    results = [Result("tsh", day) for day in done] or [Result("other", START)]
    return list(due_dates("tsh", [Plan((schedule,), START)], results, as_of))


class TestPlan:
    def test_after(self) -> None:
        on = date(2026, 1, 15)
        assert due("after 2 weeks", on - timedelta(days=1)) == [Due("after 2 weeks", on, "due")]
        assert due("after 2 weeks", on) == [Due("after 2 weeks", on, "due")]
        assert due("after 2 weeks", on + timedelta(days=1)) == [Due("after 2 weeks", on, "overdue")]
        assert due("after 2 weeks", on + timedelta(days=1), on)[0].state == "done"

    def test_every_counts_from_the_last_result(self) -> None:
        (one,) = due("every 3 months", date(2026, 4, 20), date(2026, 3, 31))
        assert (one.on, one.state) == (date(2026, 6, 30), "due")
        (one,) = due("every 3 months", date(2026, 7, 1), date(2026, 3, 31))
        assert one.state == "overdue"

    def test_every_without_results_goes_on_in_its_rhythm(self) -> None:
        (one,) = due_dates("tsh", [Plan(("every 3 months",), START)], [], date(2026, 4, 2))
        assert (one.on, one.state) == (date(2026, 7, 1), "due")

    def test_phases_follow_one_another(self) -> None:
        phases = ("every 1 weeks for 26 weeks", "every 2 weeks for 12 months", "every 1 months")
        plan = [Plan(phases, START)]
        assert [d.when for d in due_dates("anc", plan, [], date(2026, 2, 1))] == list(phases)
        assert [d.when for d in due_dates("anc", plan, [], date(2026, 9, 1))] == list(phases[1:])
        assert [d.when for d in due_dates("anc", plan, [], date(2027, 2, 1))] == list(phases[2:])

    def test_the_shortest_endless_rhythm_serves_the_longer_ones(self) -> None:
        weekly = ("every 1 weeks for 4 weeks", "every 1 weeks for 8 weeks")
        plans = [Plan(("when indicated", "yearly", *weekly), None), Plan(("after 1 months", "every 3 months"), None)]
        assert merged(plans) == (*weekly, "after 1 months", "every 3 months", "when indicated")
        assert merged([Plan(("yearly",), None), Plan(("every 12 months",), None)]) == ("every 12 months",)

    def test_an_unknown_start_gives_no_day(self) -> None:
        assert due_dates("tsh", [Plan(("after 2 weeks",), None)], [], DAY) == (Due("after 2 weeks", None, "unknown"),)

    def test_in_the_report(self) -> None:
        patient = {"results": [{"test": "lithium-level", "date": "2025-11-01", "value": 0.7}]}
        report = check_regimen(["lithium 900 mg daily since 2025-01-01"], patient, as_of=DAY)
        level = next(item for item in report.monitoring if item.test == "lithium-level")
        assert level.overdue
        assert level.next == date(2026, 2, 1)
