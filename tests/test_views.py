"""The habit-forming view and the follow-up plan: what stands in them, and what a page says of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from medsafe import KnowledgeError, Report, check_regimen, load_knowledge

DAY = date(2026, 1, 1)
LIST = [
    "oxycodone 10 mg four times a day since 2025-06-01",
    "lorazepam 1 mg three times a day since 2025-12-04",
    "temazepam 30 mg at night",
    "omeprazole 20 mg daily",
]

SCHEDULES = """
sources:
  act: {title: List of controlled drugs, kind: statute, year: "2026"}
classes:
  nsw-8: {title: New South Wales schedule 8, is_a: [controlled-drug], members: [oxycodone], sources: [act]}
  nsw-4d: {title: New South Wales schedule 4D, is_a: [controlled-drug], members: [lorazepam, temazepam], sources: [act]}
"""


def check(lines: list[str] = LIST, patient: str | None = None, **more: Any) -> Report:
    return check_regimen(lines, patient, as_of=DAY, **more)


def section(page: str, title: str) -> str:
    return " ".join(page.partition(f"\n{title}\n")[2].partition("\n\n")[0].split())


class TestDependence:
    @pytest.mark.parametrize(
        ("since", "days", "over"), [("2025-12-05", 27, False), ("2025-12-04", 28, False), ("2025-12-03", 29, True)]
    )
    def test_duration_stands_against_the_limit(self, since: str, days: int, over: bool) -> None:
        report = check([f"lorazepam 1 mg daily since {since}"])
        (drug,) = report.dependence
        assert (drug.days, drug.limit, drug.limit_rule) == (days, 28, "MS-0963")
        assert (drug.limit_rule in [finding.rule for finding in report.findings]) == over
        assert f"Taken for {days} days; at most 28 days recommended. MS-0963" in section(
            report.to_text(), "Habit-forming"
        )

    def test_an_unknown_duration_is_said(self) -> None:
        assert "It is not written how long it is taken; at most 28 days" in section(check().to_text(), "Habit-forming")

    def test_equivalents_carry_the_published_range(self) -> None:
        by_drug = {drug.drug: drug for drug in check().dependence}
        (lorazepam,), (temazepam,) = by_drug["lorazepam"].equivalents, by_drug["temazepam"].equivalents
        assert (lorazepam.low, lorazepam.high, lorazepam.published) == (15, 15, (15, 30))
        assert temazepam.published == (15, 20.01)
        total = next(one for one in check().equivalents if one.scale == "diazepam-equivalent")
        assert total.low == pytest.approx(35.01)
        assert total.published == (30, pytest.approx(50.01))
        said = section(check().to_text(), "Habit-forming")
        assert "All together: 35.01 mg/day of diazepam equivalents (30 to 50.01 by the published factors)." in said
        assert "60 mg/day of oral morphine equivalents (60 to 80 by the published factors)." in said

    def test_opioids_carry_the_published_range_and_one_without_has_none(self) -> None:
        report = check_regimen(["tapentadol 100 mg twice a day", "morphine 30 mg twice a day"])
        (tapentadol,), (morphine,) = (
            drug.equivalents for drug in sorted(report.dependence, key=lambda d: d.drug, reverse=True)
        )
        assert (tapentadol.low, tapentadol.published) == (80, (60, 80))
        assert (morphine.low, morphine.published) == (60, (60, 60))
        assert (
            "All together: 140 mg/day of oral morphine equivalents (120 to 140 by the published factors)."
            in " ".join(report.to_text().split())
        )

    def test_an_open_dose_leaves_the_sum_open(self) -> None:
        report = check(["lorazepam as needed", "temazepam 15 mg at night"])
        assert [(one.high, one.published[1]) for one in report.equivalents] == [(None, None)]
        assert "All together: at least" in section(report.to_text(), "Habit-forming")

    def test_risky_combinations_are_the_serious_findings_between_them(self) -> None:
        report = check(patient="58 y, drinks alcohol")
        by_drug = {drug.drug: [report.findings[i] for i in drug.risky_with] for drug in report.dependence}
        assert ("MS-0600", ("lorazepam", "oxycodone")) in [(f.rule, f.drugs) for f in by_drug["lorazepam"]]
        assert any("alcohol" in finding.drugs for finding in by_drug["oxycodone"])
        assert all(f.severity in ("major", "contraindicated") for found in by_drug.values() for f in found)
        assert "With: oxycodone major MS-0600" in section(report.to_text(), "Habit-forming")

    @pytest.mark.parametrize("show", [Report.to_text, Report.to_markdown, Report.to_html])
    def test_every_page_has_taper_and_alternatives(self, show: Callable[[Report], str]) -> None:
        page = " ".join(show(check()).replace("\\", "").split())
        for words in (
            "Cut 5 to 10 % every 2 to 4 weeks",
            "buspirone",
            "at most 28 days recommended",
            "All together",
        ):
            assert words in page

    def test_cleared_drugs_stand_in_one_line_of_a_full_page(self) -> None:
        assert "Rated as not habit-forming: omeprazole." in section(check().to_text(full=True), "Habit-forming")
        assert "omeprazole" not in section(check().to_text(), "Habit-forming")

    def test_a_stopped_drug_is_no_longer_counted(self) -> None:
        assert "lorazepam" not in [
            d.drug for d in check(["lorazepam 1 mg daily (stopped 2025-12-01)", "sertraline 50 mg"]).dependence
        ]

    def test_a_layer_brings_schedules(self, tmp_path: Path) -> None:
        (tmp_path / "layer.yaml").write_text('name: law\ntitle: Law\nedition: "2026.11"\nprefix: LAW\n', "utf-8")
        (tmp_path / "schedules.yaml").write_text(SCHEDULES, "utf-8")
        report = check(knowledge=load_knowledge(tmp_path))
        held = {drug.drug: drug.schedules for drug in report.dependence}
        assert set(held["oxycodone"]) == {
            "US Schedule II", "UK Schedule 2", "UN 1961 Schedule I", "New South Wales schedule 8",
        }  # fmt: skip
        assert set(held["lorazepam"]) == {
            "US Schedule IV", "UK Schedule 4 part 1", "UN 1971 Schedule IV", "New South Wales schedule 4D",
        }  # fmt: skip
        assert held["omeprazole"] == ()
        for page in (report.to_text(width=500), report.to_markdown(), report.to_html()):
            assert "US Schedule II" in page
            assert "New South Wales schedule 4D" in page
        assert Report.from_json(report.to_json()) == report

    def test_a_range_must_hold_the_factor_in_use(self, tmp_path: Path) -> None:
        (tmp_path / "layer.yaml").write_text('name: law\ntitle: Law\nedition: "2026.11"\nprefix: LAW\n', "utf-8")
        (tmp_path / "scale.yaml").write_text(
            "sources: {act: {title: A, kind: guideline, year: '2026'}}\n"
            "scales: {law-units: {title: Units, per_mg: {lorazepam: 4}, published: {lorazepam: [5, 10]}, sources: [act]}}\n",
            "utf-8",
        )
        with pytest.raises(KnowledgeError, match="lowest and the highest factor"):
            load_knowledge(tmp_path)


class TestPlan:
    def plan(self, since: str, results: list[dict[str, object]] | None = None, full: bool = False) -> str:
        patient = {"age": 40, "results": results} if results is not None else {"age": 40}
        report = check_regimen([f"lithium 900 mg daily since {since}"], patient, as_of=DAY)
        return section(report.to_text(full=full), "Follow-up plan")

    def test_overdue(self) -> None:
        assert "every 3 months for lithium; overdue since 2025-11-01" in self.plan(
            "2025-01-01", [{"test": "lithium level", "date": "2025-08-01", "value": 0.7}]
        )

    @pytest.mark.parametrize(
        ("done", "said"),
        [
            ("2025-10-02", "next 2026-01-02"),
            ("2025-10-01", "next 2026-01-01"),
            ("2025-09-30", "overdue since 2025-12-30"),
        ],
    )
    def test_on_the_day_and_on_either_side(self, done: str, said: str) -> None:
        assert f"for lithium; {said}" in self.plan("2025-01-01", [{"test": "lithium level", "date": done}])

    def test_what_passed_without_a_result_is_not_called_done_or_overdue(self) -> None:
        assert "was due 2025-12-29, no result given; next" in self.plan("2025-12-22")

    def test_a_full_page_has_every_day(self) -> None:
        said = self.plan("2025-12-22", [{"test": "lithium level", "date": "2025-12-29", "value": 0.6}], full=True)
        assert "before 2025-12-22: done; after 1 week 2025-12-29: done; every 3 months 2026-03-29: due." in said

    def test_no_days_where_no_start_is_known(self) -> None:
        said = section(check_regimen(["lithium 900 mg daily"], as_of=DAY).to_text(), "Follow-up plan")
        assert "every 3 months for lithium" in said
        assert "2026" not in said

    @pytest.mark.parametrize("show", [Report.to_markdown, Report.to_html])
    def test_every_page_has_it(self, show: Callable[[Report], str]) -> None:
        patient = {"results": [{"test": "lithium level", "date": "2025-08-01"}]}
        report = check_regimen(["lithium 900 mg daily since 2025-01-01"], patient, as_of=DAY)
        assert "overdue since 2025-11-01" in show(report)
