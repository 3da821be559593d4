"""What the report asks: nothing lost, best first, and few enough to read."""

from __future__ import annotations

from datetime import date

import pytest

from medsafe import Report, check_regimen
from medsafe.model.asking import LONE, TOGETHER, ask_together, together
from medsafe.model.words import RANK

DAY = date(2026, 1, 1)
WEIGHT = (0, 1, 3, 9, 27)

PSYCHIATRIC = [
    (["lithium 900 mg daily", "sertraline 100 mg daily", "quetiapine 300 mg at night", "lamotrigine 200 mg daily"], "34 y, female"),
    (["clozapine 400 mg daily", "valproate 1000 mg daily", "lorazepam 1 mg as needed"], "45 y, male, smoker"),
    (["citalopram 40 mg daily", "haloperidol 5 mg daily", "ondansetron 4 mg as needed"], "71 y, female"),
    (["methylphenidate 36 mg daily", "fluoxetine 40 mg daily", "clonidine 0.1 mg at night"], "17 y, male"),
    (["methadone 80 mg daily", "diazepam 10 mg twice a day", "mirtazapine 30 mg at night"], "39 y, male"),
    (["valproate 1500 mg daily", "risperidone 4 mg daily"], "28 y, female"),
    (["phenelzine 45 mg daily", "trazodone 50 mg at night"], "52 y, female"),
    (["donepezil 10 mg daily", "oxybutynin 5 mg twice a day", "olanzapine 5 mg at night"], "84 y, female, dementia"),
    (["bupropion 300 mg daily", "naltrexone 50 mg daily", "topiramate 100 mg daily"], "41 y, female"),
    (["amitriptyline 75 mg at night", "tramadol 50 mg four times a day", "zolpidem 10 mg at night"], "58 y, male"),
]  # fmt: skip


def check(case: tuple[list[str], str]) -> Report:
    return check_regimen(*case, as_of=DAY)


@pytest.mark.parametrize("case", PSYCHIATRIC, ids=lambda case: case[0][0].split()[0])
class TestPsychiatricLists:
    def test_few_enough_to_read(self, case: tuple[list[str], str]) -> None:
        report = check(case)
        asked = [gap for gap in report.gaps if gap.kind == "needs-fact"]
        assert len(asked) <= 18
        assert len(together(report.questions)) <= 20
        assert len(report.questions) > len(asked)

    def test_most_telling_first(self, case: tuple[list[str], str]) -> None:
        """Answer yes to each question about a condition: the first moves at least as much as the last."""
        report = check(case)
        asked = [question for question in report.questions if question.kind == "condition"]
        assert _moved(report, case, asked[0].about) >= _moved(report, case, asked[-1].about)
        assert _moved(report, case, asked[0].about) > 0


def _moved(before: Report, case: tuple[list[str], str], condition: str) -> int:
    after = check_regimen(case[0], {"text": case[1], condition.replace("-", "_"): True}, as_of=DAY)
    old = {(f.rule, f.drugs): f.severity for f in before.findings}
    new = {(f.rule, f.drugs): f.severity for f in after.findings}
    return sum(abs(WEIGHT[RANK[old.get(key, "none")]] - WEIGHT[RANK[new.get(key, "none")]]) for key in {*old, *new})


def test_nothing_is_lost_by_asking_together() -> None:
    for case in PSYCHIATRIC:
        report = check(case)
        waiting = {row.rule for row in report.considered if row.verdict == "unknown"}
        gaps = [gap for gap in report.gaps if gap.kind == "needs-fact"]
        assert {rule for gap in gaps for rule in gap.rules} == waiting
        assert waiting <= {rule for question in report.questions for rule in question.rules}
        groups = together(report.questions)
        assert sorted(q for group in groups for q in group) == sorted(report.questions)
        for group in groups:
            words = ask_together(group)
            assert all(question.title in words for question in group) or len(group) == 1
        page = " ".join(report.to_text(full=True, width=100).split())
        assert all(question.title in page for question in report.questions if question.kind in TOGETHER)


def test_each_gap_says_how_high_it_could_lead() -> None:
    for case in PSYCHIATRIC:
        report = check(case)
        rank = {row.rule: RANK[row.severity] for row in report.considered}
        for gap in (gap for gap in report.gaps if gap.kind == "needs-fact"):
            assert RANK[gap.could_be] >= max(rank[rule] for rule in gap.rules)
            assert gap.rules[0] == gap.rule
            assert str(len(gap.rules)) in gap.message


def test_what_many_rules_wait_for_is_asked_alone() -> None:
    for group in (group for case in PSYCHIATRIC for group in together(check(case).questions)):
        assert len(group) == 1 or all(len(question.rules) < LONE for question in group)
        assert len({(question.kind, question.could_be, question.eases) for question in group}) == 1


def test_what_may_be_hidden_is_asked_before_what_could_only_ease() -> None:
    questions = check(
        (["methadone 80 mg daily", "diazepam 10 mg daily"], "41 y, male, QTc 480, alcohol use disorder")
    ).questions
    first = next(question for question in questions if question.could_be)
    assert questions.index(first) < min(i for i, question in enumerate(questions) if question.about == "end-of-life")


def test_a_question_that_can_only_ease_says_so() -> None:
    report = check((["clonazepam 2 mg twice a day since 2025-01-01"], "40 y, female"))
    easing = next(question for question in report.questions if question.about == "end-of-life")
    assert (easing.could_be, easing.eases) == ("", "major")
    assert "Could ease what is major." in " ".join(report.to_text(full=True).split())
