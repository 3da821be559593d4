"""Changes, alternatives, screens and switches: the same engine, asked twice."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from medsafe import (
    ChangeReport,
    InputError,
    Options,
    Switch,
    UnknownId,
    alternatives,
    check_change,
    check_regimen,
    load_knowledge,
    screen,
    switch,
)
from medsafe.adapters.cli_layers import ANSWERS
from medsafe.adapters.main import main
from medsafe.model.words import RANK
from medsafe.report.change_schema import SHAPES, answer_schema

DAY = date(2026, 1, 1)
WARD = [
    "lithium 900 mg daily",
    "ibuprofen 400 mg three times a day",
    "sertraline 100 mg daily",
    "aspirin 81 mg daily",
    "omeprazole 20 mg daily",
]


def pairs(answer: ChangeReport, part: str) -> set[tuple[str, ...]]:
    return {shift.finding.drugs for shift in getattr(answer, part)}


class TestChange:
    def test_start_adds(self) -> None:
        answer = check_change(WARD, start=["lisinopril 10 mg daily"], as_of=DAY)
        assert ("lisinopril", "lithium") in pairs(answer, "adds")
        assert not answer.resolves
        assert all(shift.through == ("lisinopril",) for shift in answer.adds if len(shift.finding.drugs) == 1)

    def test_stop_resolves(self) -> None:
        answer = check_change(WARD, stop=["ibuprofen"], as_of=DAY)
        assert ("ibuprofen", "lithium") in pairs(answer, "resolves")
        assert not answer.adds

    def test_stopping_what_protects_makes_worse(self) -> None:
        answer = check_change(WARD, stop=["omeprazole"], patient="71 y, female", as_of=DAY)
        raised = [shift for shift in answer.worsens if "omeprazole" in shift.through]
        assert raised
        assert all("omeprazole" not in shift.finding.drugs for shift in raised)
        assert {rule for one in answer.stopping for rule in one.unmasks} >= {shift.finding.rule for shift in raised}

    def test_a_stopped_drug_stays_in_sight(self) -> None:
        answer = check_change(
            ["fluoxetine 20 mg daily"], start=["phenelzine 15 mg daily"], stop=["fluoxetine"], as_of=DAY
        )
        barred = next(shift for shift in answer.adds if shift.now == "contraindicated")
        assert barred.until == date(2026, 2, 5)
        assert answer.after.medications[0].stop == DAY

    def test_change_keeps_its_place_and_its_start(self) -> None:
        answer = check_change(
            ["citalopram 40 mg daily since 2024-05-01", "omeprazole 20 mg daily"],
            change=["citalopram 20 mg daily"],
            as_of=DAY,
        )
        line = answer.after.medications[0]
        assert (line.line, line.start, line.daily[0].amount) == (0, date(2024, 5, 1), 20)
        eased = next(shift for shift in answer.eases if set(shift.finding.drugs) == {"citalopram", "omeprazole"})
        assert RANK[eased.now] < RANK[eased.was]

    def test_what_is_not_on_the_list_is_an_assumption(self) -> None:
        answer = check_change(
            ["clozapine 300 mg daily"], stop=["smoking"], change=["sertraline 50 mg daily"], as_of=DAY
        )
        assert {note.kind for note in answer.assumptions} == {"order"}
        assert ("clozapine", "tobacco") in pairs(answer, "adds")
        assert ("clozapine", "sertraline") in pairs(answer, "adds")

    def test_an_order_that_was_not_read_is_a_gap_with_its_line(self) -> None:
        answer = check_change(["lithium 900 mg daily"], start=["xqzzyv 10 mg daily"], as_of=DAY)
        assert answer.status == "partial"
        assert [gap.lines for gap in answer.gaps if gap.kind == "unrecognised"] == [(1,)]

    def test_nothing_changes_nothing(self) -> None:
        answer = check_change(WARD, as_of=DAY)
        assert answer.before == answer.after
        assert not (answer.adds or answer.resolves or answer.worsens or answer.eases)
        assert [shift.finding for shift in answer.leaves] == list(answer.after.findings), "in the order of a report"

    def test_has_no_truth_value(self) -> None:
        for answer in (check_change(WARD), screen(WARD, ["mirtazapine"]), switch("sertraline", "mirtazapine")):
            with pytest.raises(TypeError, match="neither true nor false"):
                bool(answer)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.sampled_from(
                [*WARD, "clozapine 300 mg daily", "fluoxetine 20 mg daily", "zzz", "tramadol 50 mg as needed"]
            ),
            max_size=5,
        ),
        st.lists(
            st.sampled_from(["phenelzine 15 mg daily", "warfarin 5 mg daily", "", "lorazepam 1 mg at night"]),
            max_size=2,
        ),
        st.lists(st.sampled_from(["smoking", "lithium", "sertraline", "qwerty", "fluoxetine 20 mg"]), max_size=2),
        st.lists(st.sampled_from(["lithium 600 mg daily", "sertraline 200 mg daily", "?"]), max_size=2),
    )
    def test_every_finding_goes_somewhere(
        self, current: list[str], start: list[str], stop: list[str], change: list[str]
    ) -> None:
        """Before and after are two plain checks, and each of their findings stands in exactly one part."""
        answer = check_change(current, start, stop, change, as_of=DAY)
        after = [s.finding for part in ("adds", "worsens", "eases", "leaves") for s in getattr(answer, part)]
        assert sorted(after, key=repr) == sorted(answer.after.findings, key=repr)
        assert len(answer.resolves) + len(answer.worsens) + len(answer.eases) + len(answer.leaves) == len(
            answer.before.findings
        )
        assert answer == check_change(current, start, stop, change, as_of=DAY)


class TestAlternatives:
    def test_every_option_says_what_a_check_says(self) -> None:
        """The list with the candidate, checked on its own, has exactly the findings that the option adds."""
        rest = ["tamoxifen 20 mg daily", "metoprolol 50 mg twice a day"]
        found = alternatives([*rest, "paroxetine 20 mg daily"], "paroxetine", "ssri", "52 y, female", as_of=DAY)
        base = {(f.rule, f.drugs): f.severity for f in check_regimen(rest, "52 y, female", as_of=DAY).findings}
        for option in found.options:
            report = check_regimen([*rest, option.drug], "52 y, female", as_of=DAY)
            new = {(f.rule, f.drugs, f.severity) for f in report.findings if base.get((f.rule, f.drugs)) != f.severity}
            assert {(s.finding.rule, s.finding.drugs, s.now) for s in option.adds} == new, option.drug

    def test_least_added_first(self) -> None:
        found = alternatives(
            ["warfarin 5 mg daily", "paroxetine 20 mg daily"], "paroxetine", "antidepressant", as_of=DAY
        )
        worst = [RANK.get(option.worst, 0) for option in found.options if not option.same_moiety]
        assert worst == sorted(worst)
        assert "paroxetine" not in [option.drug for option in found.options]
        assert all(option.because for option in found.options)

    @pytest.mark.parametrize(("patient", "said"), [(None, True), ("45 y", False)])
    def test_a_patient_of_whom_nothing_is_known_is_said(self, patient: str | None, said: bool) -> None:
        """Else a candidate that age or pregnancy speaks against would look as good as any."""
        lines = ["tamoxifen 20 mg daily", "paroxetine 20 mg daily"]
        for found in (
            alternatives(lines, "paroxetine", "ssri", patient, as_of=DAY),
            screen(lines, ["citalopram 20 mg daily"], patient, as_of=DAY),
        ):
            assert ["needs-fact" in gap.kind for gap in found.gaps] == [True] * said
            assert ("Nothing is known of the patient" in " ".join(found.to_text(width=500).split())) is said
            assert found.status == "complete"

    def test_washout_after_what_is_left(self) -> None:
        found = alternatives(["fluoxetine 20 mg daily"], "fluoxetine", "antidepressant", as_of=DAY)
        option = next(option for option in found.options if option.drug == "phenelzine")
        assert option.earliest == date(2026, 2, 5)
        assert option.washout[0].now == "contraindicated"

    def test_what_few_rules_know_stands_apart_on_the_page(self) -> None:
        """`nothing found` of a drug that the rules hardly know must not head the page."""
        found = alternatives(["paroxetine 20 mg daily"], "paroxetine", "antidepressant", as_of=DAY)
        page = found.to_text(full=True)
        known, scarce = page.split("Few rules speak of these")
        assert "  sertraline: " in known
        assert "  nomifensine: " in scarce
        assert page.count(": ") > len(found.options)

    def test_members_on_the_list_are_left_out(self) -> None:
        found = alternatives(["sertraline 50 mg daily", "paroxetine 20 mg daily"], "paroxetine", "ssri", as_of=DAY)
        assert found.skipped == ("sertraline",)

    def test_the_same_substance_comes_last(self) -> None:
        found = alternatives(["citalopram 20 mg daily"], "citalopram", "ssri", as_of=DAY)
        assert [option.drug for option in found.options if option.same_moiety] == ["escitalopram"]
        assert found.options[-1].drug == "escitalopram"

    @pytest.mark.parametrize(
        ("drug", "within"),
        [("sertraline", "antidepressant"), ("alprazolam", "sedative-hypnotic"), ("quetiapine", "antipsychotic")],
    )
    def test_the_next_wider_class_is_tried(self, drug: str, within: str) -> None:
        assert alternatives([drug], drug, as_of=DAY).within == within

    def test_an_unknown_class_says_what_was_meant(self) -> None:
        with pytest.raises(UnknownId, match="antidepressant"):
            alternatives(["sertraline 50 mg"], "sertraline", "antidepresant")

    def test_hundreds_within_a_second(self) -> None:
        classes = ("antidepressant", "antipsychotic", "antihypertensive", "sedative-hypnotic")
        names = sorted({name for one in classes for name in load_knowledge().classes[one]["members"]})[:300]
        screen(WARD, names[:3], "71 y, female", as_of=DAY)
        start = time.process_time()
        found = screen(WARD, names, "71 y, female", as_of=DAY)
        assert len(found.options) >= 290
        assert time.process_time() - start < 2.0  # half a second alone on one core; room for a busy machine


class TestSwitch:
    def test_within_ssris_both_may_overlap(self) -> None:
        plan = switch("sertraline 100 mg daily", "escitalopram 10 mg daily", as_of=DAY)
        assert plan.together == "with care"
        assert plan.earliest == DAY
        assert plan.stopping[0].taper

    def test_the_last_dose_may_be_written(self) -> None:
        plan = switch("fluoxetine 20 mg daily stopped 2025-12-20", "phenelzine 15 mg daily", as_of=DAY)
        assert plan.last_dose == date(2025, 12, 20)
        assert plan.earliest == date(2026, 1, 24)

    def test_the_rest_of_the_list_is_met(self) -> None:
        plan = switch(
            "fluoxetine 20 mg daily", "venlafaxine 75 mg daily", ["tramadol 50 mg four times a day"], as_of=DAY
        )
        assert any(set(finding.drugs) >= {"tramadol", "venlafaxine"} for finding in plan.then)


class TestUnread:
    @pytest.mark.parametrize(
        ("old", "new"), [("zzz 5 mg", "sertraline 50 mg daily"), ("sertraline 50 mg daily", "zzz 5 mg")]
    )
    def test_a_drug_that_was_not_read_gives_no_day(self, old: str, new: str) -> None:
        answer = switch(old, new, as_of=DAY)
        assert (answer.status, answer.together, answer.earliest, answer.clear) == ("partial", "not judged", None, None)
        page = answer.to_text(width=400)
        assert "Nothing can be said of the switch" in page and "a drug not read" in page
        assert "ask for no days" not in page and "line 1: Line 1" not in page
        assert Switch.from_json(answer.to_json()) == answer


def test_a_switch_says_the_same_thing_once() -> None:
    page = " ".join(switch("phenelzine 45 mg daily", "sertraline 50 mg daily", as_of=DAY).to_text().split())
    assert page.count("Irreversible MAO inhibitor with a serotonin reuptake inhibitor") == 2, "a heading in each part"
    assert page.count("which can kill within hours") == 1


def some_answers() -> list[ChangeReport | Options | Switch]:
    """One of each kind, and candidates on top of a list; with dates, gaps, questions and a word that is not understood."""
    order = (
        ["phenelzine 15 mg daily", "qwertz 5 mg"],
        ["omeprazole", "smoking"],
        ["lithium 600 mg daily since May 2025"],
    )
    return [
        check_change(WARD, *order, patient="71 y, creatinine 1.1, female", as_of=DAY),
        alternatives(
            [*WARD, "fluoxetine 20 mg"], "fluoxetine", "antidepressant", {"age": 30, "allergies": []}, as_of=DAY
        ),
        screen(WARD, ["mirtazapine 15 mg at night", "tramadol 50 mg as needed"], as_of=DAY),
        switch("fluoxetine 20 mg daily", "phenelzine 15 mg daily", WARD, as_of=DAY),
        switch("haloperidol decanoate 100 mg every 4 weeks", "clozapine 12.5 mg", as_of=DAY),
    ]


class TestJson:
    def test_comes_back_as_it_went(self) -> None:
        for answer in some_answers():
            back = type(answer).from_json(answer.to_json())
            assert back == answer
            assert type(back) is type(answer)
            assert back.to_json() == answer.to_json()
            assert json.loads(answer.to_json()) == json.loads(json.dumps(answer.to_dict()))

    def test_matches_the_published_schema(self) -> None:
        names = {shape.__name__: name for name, shape in SHAPES.items()}
        for answer in some_answers():
            schema = answer_schema(names[type(answer).__name__])
            Draft202012Validator.check_schema(schema)
            Draft202012Validator(schema).validate(json.loads(answer.to_json()))

    @pytest.mark.parametrize("name", ANSWERS)
    def test_the_schema_in_docs_is_current(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert tuple(SHAPES) == ANSWERS
        published = Path(__file__).parent.parent / f"docs/schema/{name}.json"
        assert json.loads(published.read_text("utf-8")) == answer_schema(name), "run: make schema"
        assert main(["schema", name]) == 0
        assert json.loads(capsys.readouterr().out) == answer_schema(name)

    def test_what_is_not_such_an_answer_says_where(self) -> None:
        plan = json.loads(switch("fluoxetine", "phenelzine", as_of=DAY).to_json())
        plan["together"], plan["steps"][0]["days"] = "maybe", "soon"
        del plan["earliest"]
        with pytest.raises(InputError) as caught:
            Switch.from_json(json.dumps(plan))
        said = str(caught.value)
        assert said.startswith("not a switch of this version")
        assert all(place in said for place in ("together:", "steps[0].days:", "earliest: is missing"))
        with pytest.raises(InputError, match="a change of a list: line 1, column"):
            ChangeReport.from_json("{")
        with pytest.raises(InputError, match="not candidates"):
            Options.from_json(json.dumps(plan))


class TestPages:
    def test_pages(self) -> None:
        change, options, _, plan, _ = some_answers()
        assert "Adds: " in change.to_text()
        assert "it does not recommend" in " ".join(options.to_text().split())
        assert "Earliest first dose: 2026-02-05" in plan.to_text()
        for answer in (change, options, plan):
            assert answer.to_markdown().startswith("# ")
            assert answer._repr_html_().startswith('<div class="medsafe">')
            assert re.search("\x1b", answer.to_text(colour=True))
            assert len(answer.to_text(full=True)) >= len(answer.to_text())

    @pytest.mark.parametrize(
        "words",
        [
            ("change", "clozapine 300 mg daily", "--stop", "smoking"),
            ("alternatives", "paroxetine 20 mg", "--instead-of", "paroxetine"),
            ("screen", "phenelzine 15 mg", "--candidate", "sertraline", "--candidate", "buspirone"),
            ("switch", "fluoxetine 20 mg", "phenelzine 15 mg", "lithium 900 mg"),
        ],
    )
    @pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
    def test_commands(self, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], form: str) -> None:
        assert main([*words, "--as-of", "2026-01-01", "--format", form]) == 0
        assert capsys.readouterr().out.strip()

    def test_a_change_of_nothing_says_what_to_name(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["change", "lithium 900 mg"]) == 2
        assert "--start" in capsys.readouterr().err


def test_figures_say_what_to_install(fresh_python: Callable[[str], str]) -> None:
    code = """
import sys
sys.modules["matplotlib"] = sys.modules["matplotlib.figure"] = None
from medsafe import InputError, check_regimen
from medsafe.report.plot import plot_pairs
try:
    plot_pairs(check_regimen(["lithium 900 mg"]))
except InputError as error:
    print(error)
"""
    assert "medsafe[plot]" in fresh_python(code)


def test_stopping_says_how_to_taper_even_where_nothing_was_found_before() -> None:
    answer = check_change(["lithium 900 mg daily"], stop=["lithium"], as_of=DAY)
    assert [one.taper for one in answer.stopping] == [("Lithium over 4 weeks to 3 months; antiepileptics over weeks.",)]
    assert any(
        "4 weeks to 3 months" in taper
        for one in switch("lithium 900 mg", "valproate", as_of=DAY).stopping
        for taper in one.taper
    )


def test_the_same_assumption_about_several_lines_is_said_once() -> None:
    page = " ".join(switch("fluoxetine 20 mg", "phenelzine 45 mg", as_of=DAY).to_text(width=400).split())
    assert page.count("no frequency is written") == 1 and "lines 1 and 2: no frequency" in page
