"""How long a drug stays: half-lives by form, the tail of a depot, and rules that count on it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from medsafe import Checker, check_regimen, load_knowledge, switch
from medsafe.adapters.main import main
from medsafe.catalogue.lasting import span, tail_days, tails
from medsafe.catalogue.specs import HalfLifeSpec
from medsafe.engine.change import LONGEST
from medsafe.errors import KnowledgeError

DAY = date(2026, 11, 24)


def severity(line: str, days: int, other: str, rule: str, region: str = "") -> str:
    """What a rule says of a drug whose last dose was so many days ago and another one taken now; empty where it is silent."""
    stopped = DAY - timedelta(days=days)
    report = check_regimen([f"{line}, stopped {stopped.isoformat()}", other], as_of=DAY, region=region)
    return next((finding.severity for finding in report.findings if finding.rule == rule), "")


class TestSpans:
    @pytest.mark.parametrize(
        "text", ["", "long", "3", "5 to 4 days", "-1 days", "3 fortnights", "1 to days", "about 3 days"]
    )
    def test_what_is_no_span_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError, match="no span of time"):
            span(text)

    def test_five_half_lives_of_the_upper_end_and_never_less(self) -> None:
        assert tail_days("1 to 3 weeks") == 105
        assert tail_days("1 hour") == 1
        assert tail_days("24 hours") == 5
        assert tail_days("25 hours") == 6

    def test_what_the_source_says_goes_before_the_reckoning(self) -> None:
        assert tail_days("3 to 6 days", "7 to 8 weeks") == 56

    def test_the_longest_of_drug_and_metabolites_counts_form_by_form(self) -> None:
        own = [
            HalfLifeSpec(time="3 hours"),
            HalfLifeSpec(time="20 hours", of="paliperidone"),
            HalfLifeSpec(time="6 days", by=["risperdal-consta"]),
        ]
        assert tails(own, "risperidone") == {("risperidone",): 5, ("risperdal-consta",): 30}

    def test_an_entry_without_a_time_is_refused(self) -> None:
        with pytest.raises(ValidationError):
            HalfLifeSpec(of="something")


class TestHalfLives:
    def test_every_one_has_a_source_and_a_span(self) -> None:
        knowledge = load_knowledge()
        known = [drug for drug, row in knowledge.section("catalogue")["drugs"].items() if row.get("half_life")]
        assert len(known) >= 110
        for drug in known:
            for one in knowledge.drug(drug).half_life:
                assert one.sources and one.tail >= 1, drug
                assert one.time or one.gone, drug

    def test_active_metabolites_are_told_apart(self) -> None:
        diazepam, nordazepam = load_knowledge().drug("diazepam").half_life
        assert (diazepam.of, diazepam.time) == ("", "20 to 100 hours")
        assert (nordazepam.of, nordazepam.time) == ("nordazepam", "36 to 200 hours")

    def test_the_card_tells_each_form_with_its_source(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["drug", "haloperidol"]) == 0
        page = " ".join(capsys.readouterr().out.split())
        assert "How long it stays half-life: 14 to 37 hours [" in page
        assert "half-life (haloperidol depot): 3 weeks; reckoned as gone after 105 days [" in page
        assert "Stopping and switching antipsychotic drugs (doi 10.18773/austprescr.2019.052)" in page


class TestDepots:
    def test_every_depot_antipsychotic_has_a_tail_of_its_own(self) -> None:
        knowledge = load_knowledge()
        for drug in knowledge.classes["depot-antipsychotic"]["members"]:
            record = knowledge.drug(drug)
            depots = [one for one in record.half_life if one.by or record.forms == ("depot",)]
            assert depots and all(one.sources for one in record.half_life), drug
            assert all(one.tail <= LONGEST for one in record.half_life), drug

    @pytest.mark.parametrize(
        ("line", "days"),
        [
            ("Haldol Decanoate 100 mg every 4 weeks", 105),
            ("fluphenazine decanoate 25 mg every 2 weeks", 72),
            ("flupentixol decanoate 40 mg every 2 weeks", 105),
            ("zuclopenthixol decanoate 200 mg every 2 weeks", 95),
            ("pipotiazine palmitate 100 mg every 4 weeks", 56),
            ("perphenazine decanoate 100 mg every 4 weeks", 135),
            ("Risperdal Consta 50 mg every 2 weeks", 56),
            ("Perseris 120 mg every 4 weeks", 55),
            ("Uzedy 100 mg every 4 weeks", 110),
            ("Invega Sustenna 156 mg every 4 weeks", 245),
            ("Invega Trinza 546 mg every 12 weeks", 695),
            ("Byannli 1000 mg every 24 weeks", 795),
            ("Abilify Maintena 400 mg every 4 weeks", 233),
            ("aripiprazole lauroxil 882 mg every 6 weeks", 285),
            ("ZypAdhera 405 mg every 4 weeks", 244),
        ],
    )
    def test_clozapine_after_a_depot_to_the_day(self, line: str, days: int) -> None:
        assert severity(line, days - 1, "clozapine 25 mg daily", "MS-0702") == "moderate"
        assert severity(line, days, "clozapine 25 mg daily", "MS-0702") == ""
        assert severity(line, days + 1, "clozapine 25 mg daily", "MS-0702") == ""

    def test_tablets_have_no_depot_tail(self) -> None:
        assert severity("haloperidol 5 mg daily by mouth", 1, "clozapine 25 mg daily", "MS-0702") == ""

    def test_european_labels_bar_the_depot_and_not_what_is_left_of_it(self) -> None:
        line = "haloperidol decanoate 100 mg every 4 weeks"
        report = check_regimen([line, "clozapine 25 mg daily"], as_of=DAY, region="eu")
        assert next(f.severity for f in report.findings if f.rule == "MS-0702") == "major"
        assert severity(line, 20, "clozapine 25 mg daily", "MS-0702", "eu") == "moderate"

    def test_what_lengthens_the_qt_interval_does_so_until_the_depot_is_gone(self) -> None:
        line = "haloperidol decanoate 100 mg every 4 weeks"
        assert severity(line, 104, "amiodarone 200 mg daily", "MS-0216") == "major"
        assert severity(line, 105, "amiodarone 200 mg daily", "MS-0216") == ""
        assert severity("haloperidol 5 mg daily by mouth", 20, "amiodarone 200 mg daily", "MS-0216") == ""

    @pytest.mark.parametrize(
        ("days", "expected"),
        [(13, "contraindicated"), (14, "major"), (15, "major"), (299, "major"), (300, ""), (301, "")],
    )
    def test_naltrexone_after_a_buprenorphine_depot(self, days: int, expected: str) -> None:
        assert severity("Sublocade 300 mg every 4 weeks", days, "naltrexone 50 mg daily", "MS-0601") == expected

    @pytest.mark.parametrize(("days", "expected"), [(13, "contraindicated"), (14, ""), (15, "")])
    def test_other_buprenorphine_keeps_the_days_of_the_label(self, days: int, expected: str) -> None:
        for line in ("buprenorphine 8 mg daily by tongue", "buprenorphine patch 10 mcg/hour"):
            assert severity(line, days, "naltrexone 50 mg daily", "MS-0601") == expected


class TestSwitch:
    @pytest.mark.parametrize(
        ("old", "days"),
        [("haloperidol decanoate 100 mg every 4 weeks", 105), ("Invega Hafyera 1560 mg every 24 weeks", 795)],
    )
    def test_a_switch_names_the_day(self, old: str, days: int) -> None:
        answer = switch(old, "clozapine 12.5 mg daily", as_of=DAY)
        step = next(step for step in answer.steps if step.finding.rule == "MS-0702")
        assert (step.days, step.start_from) == (days, DAY + timedelta(days=days))
        assert answer.clear == max(step.start_from or DAY for step in answer.steps)
        assert answer.earliest == DAY  # it is told, and bars nothing

    def test_from_tablets_it_names_none(self) -> None:
        answer = switch("haloperidol 5 mg daily by mouth", "clozapine 12.5 mg daily", as_of=DAY)
        assert not [step for step in answer.steps if step.finding.rule == "MS-0702"]


LAYER = """
drugs:
  slowpine:
    forms: [immediate-release, depot]
    routes: [mouth, im]
    half_life:
      - {time: 10 hours}
      - {time: 10 days, by: slowpine depot}
  quickpine:
    forms: [immediate-release]
rules:
  TT-1:
    title: A test
    kind: interaction
    problem: cns-depression
    between: [clozapine, slowpine]
    washout: {%s}
    severity: major
    evidence: theoretical
    reviewed: 2026-11-24
    reviewed_by: unreviewed
    examples: {flags: [clozapine 100 mg + slowpine 5 mg], passes: [clozapine 100 mg]}
"""


def layer(root: Path, text: str) -> Path:
    (root / "layer.yaml").write_text("name: tails\nedition: 1\nprefix: TT\n", encoding="utf-8")
    (root / "rules.yaml").write_text(text, encoding="utf-8")
    return root


class TestNotation:
    def stays(self, checker: Checker, line: str, days: int) -> bool:
        report = checker.check([f"{line} stopped {days} days ago", "clozapine 100 mg daily"], as_of=DAY)
        return any(finding.rule == "TT-1" for finding in report.findings)

    def test_tail_is_worked_out_form_by_form(self, tmp_path: Path) -> None:
        checker = Checker(knowledge=load_knowledge(layer(tmp_path, LAYER % "tail: slowpine")))
        assert [self.stays(checker, "slowpine 5 mg daily by mouth", days) for days in (2, 3)] == [True, False]
        assert [self.stays(checker, "slowpine 50 mg depot by im", days) for days in (49, 50)] == [True, False]

    def test_days_that_a_rule_writes_go_before_the_tail(self, tmp_path: Path) -> None:
        text = LAYER % "tail: slowpine, 7 days: slowpine depot"
        checker = Checker(knowledge=load_knowledge(layer(tmp_path, text)))
        assert [self.stays(checker, "slowpine 50 mg depot by im", days) for days in (6, 7)] == [True, False]

    def test_a_tail_of_which_nothing_is_known_is_a_fault(self, tmp_path: Path) -> None:
        with pytest.raises(KnowledgeError, match="no half-life is written for quickpine"):
            load_knowledge(layer(tmp_path, LAYER % "tail: [slowpine, quickpine]"))

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ("by: clozapine depot", "names no line of slowpine"),
            ("by: any nonsense", "nonsense"),
            ("sources: nonsense", "nonsense"),
            ("gone: soon", "no span of time"),
        ],
    )
    def test_what_is_wrong_in_a_half_life_is_told(self, tmp_path: Path, wrong: str, said: str) -> None:
        text = (LAYER % "tail: slowpine").replace("{time: 10 hours}", f"{{time: 10 hours, {wrong}}}")
        with pytest.raises(KnowledgeError, match=said):
            load_knowledge(layer(tmp_path, text))
