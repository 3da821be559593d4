"""The schedules of controlled drugs, against the schedules that marketed products and Federal Register rules state."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from medsafe import check_regimen, load_knowledge
from medsafe.adapters.main import main
from medsafe.engine.alternatives import members
from medsafe.knowledge.records import SCHEDULES

LISTED = Path(__file__).parent / "us_schedules.csv"
ROWS = [(row["drugs"].split("+"), row["schedule"]) for row in csv.DictReader(LISTED.read_text("utf-8").splitlines())]
JURISDICTIONS = ("US ", "UK ", "UN ")


def schedules() -> dict[str, frozenset[str]]:
    classes = load_knowledge().classes
    return {name: frozenset(entry["members"]) for name, entry in classes.items() if SCHEDULES in entry["is_a"]}


class TestAgainstTheListings:
    def test_there_is_something_to_compare(self) -> None:
        assert sum(len(drugs) == 1 for drugs, _ in ROWS) >= 95
        assert sum(len(drugs) > 1 for drugs, _ in ROWS) >= 20

    @pytest.mark.parametrize(("drugs", "schedule"), [row for row in ROWS if len(row[0]) == 1])
    def test_each_single_ingredient_is_in_the_schedule_of_its_products(self, drugs: list[str], schedule: str) -> None:
        held = {name for name, members in schedules().items() if drugs[0] in members}
        if schedule == "none":
            assert not {name for name in held if name.startswith("us-")}
        else:
            assert f"us-schedule-{schedule.lower()}" in held

    @pytest.mark.parametrize(("drugs", "schedule"), [row for row in ROWS if len(row[0]) > 1])
    def test_each_combination_is_in_a_schedule_of_its_ingredients(self, drugs: list[str], schedule: str) -> None:
        names = (f"us-schedule-{schedule.lower()}", f"us-schedule-{schedule.lower()}-in-combinations")
        assert any(drug in schedules()[name] for drug in drugs for name in names if name in schedules())


class TestKeptApart:
    @pytest.mark.parametrize(
        ("drug", "held"),
        [
            ("gabapentin", ["UK Schedule 3"]),
            ("pregabalin", ["US Schedule V", "UK Schedule 3"]),
            ("tramadol", ["US Schedule IV", "UK Schedule 3"]),
            (
                "sodium-oxybate",
                [
                    "US Schedule I unless it is an approved product",
                    "US Schedule III",
                    "UK Schedule 2",
                    "UN 1971 Schedule II",
                ],
            ),
            ("daridorexant", ["US Schedule IV"]),
            ("sertraline", []),
        ],
    )
    def test_drugs_that_countries_treat_differently(self, drug: str, held: list[str]) -> None:
        assert list(load_knowledge().drug(drug).schedules) == held

    def test_codeine_says_its_combinations(self) -> None:
        (codeine,) = [one for one in check_regimen(["co-codamol 30/500 qds"]).dependence if one.drug == "codeine"]
        assert "US Schedule II" in codeine.schedules
        assert "US Schedule III in some combinations" in codeine.schedules
        assert "UK Schedule 5 as a preparation of low strength" in codeine.schedules

    def test_every_title_says_whose_schedule_it_is(self) -> None:
        for name in schedules():
            assert load_knowledge().classes[name]["title"].startswith(JURISDICTIONS)

    def test_no_drug_stands_in_two_plain_schedules_of_one_list(self) -> None:
        plain = {
            name: drugs for name, drugs in schedules().items() if "-in-" not in name and "preparations" not in name
        }
        for prefix in ("us-", "uk-", "un-1971-"):
            own = [drugs for name, drugs in plain.items() if name.startswith(prefix) and "unless" not in name]
            twice = {drug for i, drugs in enumerate(own) for more in own[i + 1 :] for drug in drugs & more}
            assert twice == set()

    def test_what_a_law_holds_is_never_called_harmless_by_mere_pharmacology(self) -> None:
        grades = load_knowledge().dependence_grades
        hormones = {
            "chorionic-gonadotrophin",
            "clenbuterol",
            "prasterone",
            "somatropin",
        }  # held for sport, not for dependence
        held = frozenset().union(*schedules().values()) - hormones
        assert {drug for drug in held if grades.get(drug) in (None, "not-expected")} == set()


class TestUse:
    def test_a_schedule_is_no_class_to_choose_an_alternative_from(self) -> None:
        for drug in ("zopiclone", "pregabalin", "lasmiditan", "somatropin"):
            assert "schedule" not in members(load_knowledge(), "", drug)[0]
            assert members(load_knowledge(), "", drug)[0] != SCHEDULES

    def test_the_card_says_controlled(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["drug", "tramadol"]) == 0
        page = capsys.readouterr().out
        assert "controlled: US Schedule IV [" in page and "controlled: UK Schedule 3 [" in page
