"""A clinic's layers: what they may say and change, what is refused, and that they share what they leave as it is."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from knowing import judged
from medsafe import Checker, KnowledgeError, check_regimen, load_knowledge
from medsafe.knowledge import load as loading
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.collect import collect_first
from medsafe.knowledge.compile import compile_layers
from medsafe.knowledge.floor import State
from medsafe.knowledge.layers import builtin_root, layer_files
from medsafe.knowledge.live import LiveKnowledge
from medsafe.knowledge.overlay import Over, OverRows
from medsafe.knowledge.store import pack, unpack
from medsafe.lint import lint
from medsafe.names.added import AddedNames
from medsafe.names.reader import Reader
from test_lint import HEAD, RULE

LIST = ["warfarin 5 mg daily", "ibuprofen 400 mg three times a day"]
SOON = (date.today() + timedelta(days=30)).isoformat()
PAST = (date.today() - timedelta(days=1)).isoformat()
AGREED = "reason: local audit, agreed: committee 3"

Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def make(text: str = "", name: str = "clinic", prefix: str = "CL", head: str = "", **more: str) -> Path:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        (root / "layer.yaml").write_text(head or f"name: {name}\nedition: '1'\nprefix: {prefix}\n", "utf-8")
        (root / "a.yaml").write_text(text, "utf-8")
        for other, body in more.items():
            (root / f"{other}.yaml").write_text(body, "utf-8")
        return root

    return make


def codes(*roots: Path) -> list[str]:
    return [fault.code for fault in lint(*roots)]


def floor_rule() -> str:
    texts = load_knowledge().section("texts")["rules"]
    return next(name for name, row in texts.items() if row["floor"] and row["severity"] == "contraindicated")


class TestHeads:
    @pytest.mark.parametrize(
        ("line", "code", "words"),
        [
            ("needs: {medsafe: '2999.1'}", "needs", "upgrade"),
            ("needs: {medsave: '2026.1'}", "needs", "did you mean medsafe"),
            ("prefix: cl", "prefix", "capital letters"),
            ("prefix: MS", "prefix", "belongs to the layer 'medsafe'"),
            ("name: medsafe", "two-layers", "rename one"),
            ("edition: ''", "field", "empty"),
        ],
    )
    def test_what_is_refused(self, make: Make, line: str, code: str, words: str) -> None:
        kept = [old for old in HEAD.splitlines() if not old.startswith(line.split(":")[0])]
        root = make(RULE, head="\n".join([*kept, line, ""]))
        faults = [fault for fault in lint(root) if fault.path == "clinic/layer.yaml"]
        assert [fault.code for fault in faults] == [code] and words in faults[0].message and faults[0].line
        with pytest.raises(KnowledgeError, match=words):
            load_knowledge(root)

    def test_an_edition_that_is_there_is_enough(self, make: Make) -> None:
        assert codes(make(RULE, head=HEAD + "needs: {medsafe: '2026.1'}\n")) == []

    def test_a_needed_layer_comes_first(self, make: Make) -> None:
        first = make(RULE)
        second = make(name="ward", head="name: ward\nedition: '1'\nprefix: WA\nneeds: {clinic: '1'}\n")
        assert codes(first, second) == [] and codes(second, first) == ["needs"]

    def test_two_layers_with_one_prefix(self, make: Make) -> None:
        assert codes(make(RULE), make(name="ward")) == ["prefix"]

    def test_a_broken_head_does_not_hide_the_rest(self, make: Make) -> None:
        faults = lint(make("rulez:\n  a: 1\n", head="nme: clinic\n"))
        assert {fault.path for fault in faults} == {"clinic/layer.yaml", "clinic/a.yaml"}


class TestChanges:
    def change(self, make: Make, fields: str, rule: str = "CL-0001", *before: Path) -> list[Any]:
        later = make(f"changes:\n  {rule}: {{{fields}}}\n", "later", "LA")
        return lint(make(RULE), *before, later)

    @pytest.mark.parametrize(
        ("fields", "rule", "code"),
        [
            (f"severity: minor, {AGREED}", "CL-0009", "unknown-id"),
            (f"severity: none, {AGREED}", "CL-0001", "hidden"),
            (AGREED, "CL-0001", "no-change"),
            (f"disabled: true, severity: minor, {AGREED}", "CL-0001", "field"),
            ("severity: minor, reason: '', agreed: x", "CL-0001", "field"),
            ("severity: minor, agreed: x", "CL-0001", "field"),
            (f"severity: minor, over: clinic, {AGREED}", "CL-0001", "over"),
            (f"severity: minor, review_by: {PAST}, {AGREED}", "CL-0001", "review-due"),
        ],
    )
    def test_what_is_refused(self, make: Make, fields: str, rule: str, code: str) -> None:
        faults = self.change(make, fields, rule)
        assert [fault.code for fault in faults] == [code] and faults[0].path == "later/a.yaml" and faults[0].line >= 2

    def test_a_layer_does_not_change_itself(self, make: Make) -> None:
        assert codes(make(RULE + f"changes:\n  CL-0001: {{severity: minor, {AGREED}}}\n")) == ["own-rule"]

    def test_one_layer_changes_a_rule_once(self, make: Make) -> None:
        change = f"changes:\n  MS-0730: {{severity: major, {AGREED}}}\n"
        assert codes(make(change, more=change)) == ["duplicate-id"]

    def test_two_layers_that_conflict(self, make: Make) -> None:
        first = make(f"changes:\n  CL-0001: {{severity: minor, {AGREED}}}\n", "first", "FI")
        faults = self.change(make, f"severity: moderate, {AGREED}", "CL-0001", first)
        assert [fault.code for fault in faults] == ["conflict"] and "over: first" in faults[0].message
        assert self.change(make, f"severity: moderate, over: first, {AGREED}", "CL-0001", first) == []
        assert self.change(make, f"severity: minor, {AGREED}", "CL-0001", first) == []  # they agree

    def test_both_severities_show_in_every_report(self, make: Make) -> None:
        later = make(f"changes:\n  CL-0001: {{severity: minor, {AGREED}}}\n", "later", "LA")
        (change,) = check_regimen(["sertraline 50 mg"], knowledge=load_knowledge(make(RULE), later)).provenance.changes
        assert (change.rule, change.was, change.now, change.layer) == ("CL-0001", "major", "minor", "later")


class TestFloor:
    def test_lowering_needs_an_acknowledgement(self, make: Make) -> None:
        rule = floor_rule()
        for fields in ("disabled: true", "severity: minor", "do: inform", "severity: minor, review_by: 2999-01-01"):
            assert codes(make(f"changes:\n  {rule}: {{{fields}, {AGREED}}}\n")) == ["floor"]
        answered = f"disabled: true, {AGREED}, floor_acknowledged_by: Dr Head, review_by: {SOON}"
        assert codes(make(f"changes:\n  {rule}: {{{answered}}}\n")) == []

    def test_an_acknowledgement_runs_out(self, make: Make) -> None:
        fields = f"disabled: true, {AGREED}, floor_acknowledged_by: Dr Head, review_by: {PAST}"
        root = make(f"changes:\n  {floor_rule()}: {{{fields}}}\n")
        assert codes(root) == ["expired"]
        with pytest.raises(KnowledgeError, match="ran out"):
            load_knowledge(root)

    def test_the_cache_does_not_hide_that_it_ran_out(self, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        fields = f"disabled: true, {AGREED}, floor_acknowledged_by: Dr Head, review_by: {SOON}"
        root = make(f"changes:\n  {floor_rule()}: {{{fields}}}\n")
        assert load_knowledge(root).expires == SOON

        class Later(date):
            @classmethod
            def today(cls) -> Later:
                return cls.fromisoformat(SOON) + timedelta(days=1)

        monkeypatch.setattr(loading, "date", Later)
        monkeypatch.setattr("medsafe.knowledge.changes.date", Later)
        with pytest.raises(KnowledgeError, match="ran out"):
            load_knowledge(root)

    @pytest.mark.parametrize(
        ("new", "faults"),
        [
            ("major", ["floor"]),
            ("contraindicated", []),
            ("contraindicated\n    regrade: [{to: minor, when: pregnant}]", ["floor"]),
            ("contraindicated\n    regrade: [{to: none, when: pregnant}]", []),  # then the floor rule speaks
        ],
    )
    def test_a_rule_cannot_stand_instead_of_the_floor_and_say_less(
        self, make: Make, new: str, faults: list[str]
    ) -> None:
        text = RULE.replace("severity: major", f"severity: {new}\n    instead_of: [{floor_rule()}]")
        assert [code for code in codes(make(text)) if code == "floor"] == faults

    def test_nor_one_that_stands_instead_of_a_rule_that_stands_instead_of_it(self, make: Make) -> None:
        first = RULE.replace("severity: major", f"severity: contraindicated\n    instead_of: [{floor_rule()}]")
        second = RULE.replace("CL-0001", "WA-0001").replace(
            "severity: major", "severity: major\n    instead_of: [CL-0001]"
        )
        second = second.split("sources:\n  clinic-guide")[0]
        later = make(second, "ward", "WA")
        faults = lint(make(first), later)
        assert [(fault.code, fault.path) for fault in faults] == [("floor", "ward/a.yaml")]

    def test_nor_may_a_change_make_it_say_less_through_a_rule_before_it(self, make: Make) -> None:
        first = make(RULE.replace("severity: major", f"severity: contraindicated\n    instead_of: [{floor_rule()}]"))
        for fields, faults in (("severity: minor", ["floor"]), ("do: inform", ["floor"]), ("disabled: true", [])):
            later = make(f"changes:\n  CL-0001: {{{fields}, {AGREED}}}\n", "later", "LA")
            assert codes(first, later) == faults

    @pytest.mark.parametrize(
        ("rule", "added", "drugs"),
        [
            ("between: [[any ssri except any house], warfarin]", "members: {house: [sertraline]}", ["sertraline"]),
            (
                "between: [[any ssri except any house], warfarin]",
                "members: {house: [any ssri]}",
                ["citalopram", "sertraline"],
            ),
            (
                "between: [[any ssri except any house], warfarin]",
                "members: {house: [sertraline above 50 mg/day]}",
                ["sertraline"],
            ),
            (
                "between: [[any ssri except any house], warfarin]",
                "classes: {lesser: {title: L, is_a: [house], members: [sertraline]}}",
                ["sertraline"],
            ),
            (
                "between: [any ssri, warfarin]\n    unless: with any house",
                "members: {house: [omeprazole]}",
                ["omeprazole"],
            ),
            (
                "between: [any ssri, warfarin]\n    when: without any house",
                "members: {house: [omeprazole]}",
                ["omeprazole"],
            ),
            (
                "between: [any ssri, warfarin]\n    regrade: [{to: minor, when: not with any house}]",
                "members: {house: [omeprazole]}",
                [],
            ),
            (
                "between: [any ssri, warfarin]\n    regrade: [{to: minor, when: [[pregnant, one is any house]]}]",
                "members: {house: [sertraline]}",
                ["sertraline"],
            ),
            (
                "between: [any ssri, warfarin]\n    washout: {14 days: anything, 1 days: any house}",
                "members: {house: [sertraline]}",
                ["sertraline"],
            ),
            (
                "between: [any ssri, warfarin]\n    washout: {14 days: anything, 30 days: any house}",
                "members: {house: [sertraline]}",
                [],
            ),
            ("between: [any house, warfarin]", "members: {house: [sertraline]}", []),
            (
                "between: [[any ssri except any house], warfarin]",
                "drugs: {newdrug: {title: N, sources: [clinic-guide]}}",
                [],
            ),
        ],
    )
    def test_a_member_cannot_take_a_drug_away_from_it(
        self, make: Make, rule: str, added: str, drugs: list[str]
    ) -> None:
        floor = RULE.replace("between: [warfarin, ibuprofen]", rule).replace(
            "severity: major", "severity: major\n    floor: true"
        )
        floor += "classes: {house: {title: House, members: [paroxetine]}}\n"
        later = make(f"names: {{warfarin: [our word]}}\n{added}\n", "later", "LA")
        first = make(floor)
        found = [fault for fault in lint(first, later) if fault.path == "later/a.yaml" and fault.code == "floor"]
        assert bool(found) == bool(drugs)
        for fault in found:
            assert fault.line == 2 and fault.column > 1 and "CL-0001" in fault.message
            assert all(drug in fault.message for drug in drugs) and "lets_go" in fault.message
        if drugs:
            with pytest.raises(KnowledgeError, match="catches less"):
                load_knowledge(first, later)

    def test_who_answers_for_it_may_let_a_drug_go_and_every_report_says_so(self, make: Make) -> None:
        floor = RULE.replace("between: [warfarin, ibuprofen]", "between: [[any ssri except any house], warfarin]")
        floor = floor.replace("severity: major", "severity: major\n    floor: true")
        floor = floor.replace("+ ibuprofen 400 mg daily", "+ citalopram 20 mg daily")
        first = make(floor + "classes: {house: {title: House, members: [paroxetine]}}\n")
        members = "members: {house: [sertraline]}\n"

        def later(drugs: str, fields: str) -> Path:
            return make(f"{members}changes:\n  CL-0001: {{lets_go: [{drugs}], {fields}}}\n", "later", "LA")

        def faults(root: Path) -> list[str]:
            return [fault.code for fault in lint(first, root) if fault.path == "later/a.yaml"]

        answered = f"{AGREED}, floor_acknowledged_by: Dr Head, review_by: {SOON}"
        assert faults(later("sertraline", AGREED)) == ["floor"]
        assert faults(later("sertraline", answered.replace(SOON, PAST))) == ["expired"]
        assert faults(later("sertraline, citalopram", answered)) == ["lets-go"]
        assert faults(later("citalopram", answered)) == ["floor", "lets-go"]
        root = later("sertraline", answered)
        assert faults(root) == []
        knowledge = load_knowledge(first, root)
        assert knowledge.expires == SOON
        report = check_regimen(["warfarin 5 mg", "sertraline 50 mg"], knowledge=knowledge)
        assert "CL-0001" not in {finding.rule for finding in report.findings}
        assert "Catches less with sertraline." in report.to_text(width=200)

    def test_no_built_in_class_narrows_a_rule_of_the_floor_by_more_members_of_its_own(self) -> None:
        """The built-in rules of the floor as they are: each compiles, or the comparison would pass it over in silence."""
        root, _ = layer_files(builtin_root())
        collected = collect_first(root.root, root.sha256)
        state = State(collected, [collected.layers[0][0].name])
        assert len(state.rules) > 10 and all(state.rule(name) for name in state.rules)


class TestReview:
    def test_a_change_past_its_day_is_said_in_every_report_and_by_lint(self, make: Make) -> None:
        root = make(f"changes:\n  MS-0730: {{severity: contraindicated, review_by: {PAST}, {AGREED}}}\n")
        assert codes(root) == ["review-due"]
        report = check_regimen(["sertraline 50 mg"], knowledge=load_knowledge(root))
        for page in (report.to_text(width=200), report.to_markdown(), report._repr_html_()):
            assert "1 change of a layer was to be read again before this day" in page
            assert PAST in page.replace("\\", "")
        earlier = check_regimen(["sertraline 50 mg"], as_of=date.fromisoformat(PAST), knowledge=load_knowledge(root))
        assert "to be read again" not in earlier.to_text()

    def test_an_acknowledgement_that_is_not_needed_does_not_hide_it(self, make: Make) -> None:
        fields = f"severity: contraindicated, review_by: {PAST}, floor_acknowledged_by: Dr Head, {AGREED}"
        assert codes(make(f"changes:\n  MS-0730: {{{fields}}}\n")) == ["review-due"]

    def test_what_a_change_alters_beside_the_severity_is_said(self, make: Make) -> None:
        root = make(f"changes:\n  MS-0730: {{do: avoid, {AGREED}}}\n")
        page = check_regimen(["sertraline 50 mg"], knowledge=load_knowledge(root)).to_text(width=200)
        assert "To do: was" in page and "now avoid" in page


class TestFaults:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"rules: {a: &x {title: b}, c: *x}", "anchor"),
            (b"rules:\n\ta: 1", "yaml"),
            (b"names:\n  warfarin: [x]\n  warfarin: [y]", "duplicate-key"),
            ("names:\n  warfarin: [Märcumar]".encode("latin-1"), "encoding"),
            (b"names: " + b"[" * 30 + b"]" * 30, "too-deep"),
            (b"rulez: {}", "unknown-key"),
            (b"names:\n  warfarin: [a\x00b]", "encoding"),
            ("names:\n  warfarin: [x]\n".encode("utf-16"), "encoding"),
            (b"names: {<<: {warfarin: [x]}}", "merge-key"),
            (b"names: !!python/name:os.system {}", "tag"),
            (b"names: {}\n---\nnames: {}", "documents"),
            (b"names:\n  warfarin: [" + b"x" * 300 + b"]", "field"),
        ],
    )
    def test_files_that_cannot_be_read(self, make: Make, data: bytes, code: str) -> None:
        root = make()
        (root / "a.yaml").write_bytes(data)
        faults = lint(root)
        assert faults[0].code == code and faults[0].path == "clinic/a.yaml" and faults[0].line
        with pytest.raises(KnowledgeError):
            load_knowledge(root)

    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            ("names:\n\twarfarin: [x]\n", 2, "a tab indents this line; use spaces"),
            ("names:\n  warfarin:\n\t- x\n", 3, "a tab indents this line; use spaces"),
            ("sources:\n  s: {title: a: b}\n", 2, "quotes"),
            ("sources:\n  s:\n    title: a: b\n", 3, "quotes"),
            ('names:\n  warfarin: ["x\n', 2, "the quote is not closed"),
            ("names:\n  warfarin: [x\n  sertraline: [y]\n", 3, "is missing"),
            (RULE.replace("2026-01-01", "2026-13-01"), 15, "a day that there is"),
            (
                RULE.replace("severity: major", "severity: major\n    when: " + "not " * 9999 + "pregnant"),
                9,
                "longer than",
            ),
        ],
    )
    def test_a_slip_of_the_pen_is_told_in_plain_words(self, make: Make, text: str, line: int, words: str) -> None:
        faults = lint(make(text))
        assert (faults[0].path, faults[0].line) == ("clinic/a.yaml", line) and words in faults[0].message

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("classes:\n  a: {title: A, is_a: [b]}\n  b: {title: B, is_a: [a]}\n", ("a.yaml", 3)),
            ("classes:\n  a: {title: A, members: [any b]}\n  b: {title: B, members: [any a]}\n", ("a.yaml", 2)),
            ("members:\n  ssri: [any antidepressant]\n", ("a.yaml", 2)),
            ("classes:\n  a: {title: A, is_a: [a]}\n", ("a.yaml", 2)),
        ],
    )
    def test_classes_that_contain_themselves(self, make: Make, text: str, place: tuple[str, int]) -> None:
        root = make(text)
        circles = [fault for fault in lint(root) if "contains itself" in fault.message]
        assert [(fault.path, fault.line) for fault in circles] == [(f"clinic/{place[0]}", place[1])]
        with pytest.raises(KnowledgeError, match=f"clinic/{place[0]}:{place[1]}"):
            load_knowledge(root)

    @pytest.mark.parametrize("entry", ["is_a: [c{}]", "members: [any c{}]"])
    def test_a_thousand_classes_in_one_another(self, make: Make, entry: str) -> None:
        rows = [f"  c{i}: {{title: C, {entry.format(i + 1)}}}\n" for i in range(1000)]
        root = make("classes:\n" + "".join(rows) + "  c1000: {title: C, members: [warfarin]}\n")
        assert any("classes deep" in fault.message for fault in lint(root))
        with pytest.raises(KnowledgeError, match="classes deep"):
            load_knowledge(root)

    def test_a_member_that_makes_rules_below_contradict_themselves_is_told_where_it_stands(self, make: Make) -> None:
        root = make("names: {warfarin: [our word]}\nmembers: {reversible-maoi: [phenelzine]}\n")
        faults = lint(root)
        assert faults and {(fault.path, fault.line) for fault in faults} == {("clinic/a.yaml", 2)}

    @pytest.mark.parametrize("ending", [".yml", ".YAML", ".Yml"])
    def test_a_file_that_would_be_left_out_is_told(self, make: Make, ending: str) -> None:
        root = make()
        (root / f"more{ending}").write_text("rules: {}", "utf-8")
        assert codes(root) == ["ending"]
        with pytest.raises(KnowledgeError, match=r"rename it to more\.yaml"):
            load_knowledge(root)

    def test_a_link_to_a_directory_and_one_to_itself(self, make: Make, tmp_path: Path) -> None:
        root = make()
        (tmp_path / "outside").mkdir()
        for name, target in (("sub", tmp_path / "outside"), ("again", root), ("loop.yaml", Path("loop.yaml"))):
            (root / name).symlink_to(target)
        assert codes(root) == ["link", "unreadable", "link"]  # again, loop.yaml, sub
        with pytest.raises(KnowledgeError, match="not followed"):
            load_knowledge(root)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
    def test_a_pipe_does_not_make_anybody_wait(self, make: Make) -> None:
        root = make()
        os.mkfifo(root / "pipe.yaml")
        assert codes(root) == ["unreadable"]

    def test_a_head_that_cannot_be_read_is_one_fault(self, make: Make) -> None:
        root = make()
        (root / "layer.yaml").write_text("name: [", "utf-8")
        assert codes(root) == ["yaml"]
        (root / "layer.yaml").write_text("", "utf-8")
        assert codes(root) == ["field"] * 3

    def test_a_file_that_changes_while_it_is_read(self, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        root = make(RULE)
        whole = loading.compile_to_bytes

        def slow(*given: Any) -> Any:
            (root / "a.yaml").write_text(RULE.replace("severity: major", "severity: minor"), "utf-8")
            return whole(*given)

        monkeypatch.setattr(loading, "compile_to_bytes", slow)
        with pytest.raises(KnowledgeError, match="changed while"):
            load_knowledge(root)
        monkeypatch.undo()
        assert load_knowledge(root).rule("CL-0001").severity == "minor"

    def test_one_file_of_a_hundred_megabytes(self, make: Make) -> None:
        root = make()
        with (root / "big.yaml").open("wb") as file:
            file.truncate(100 * 1024 * 1024)
        (fault,) = lint(root)
        assert fault.code == "too-large" and fault.path.endswith("big.yaml") and "split it" in fault.message

    def test_a_hundred_megabytes(self, make: Make) -> None:
        root = make()
        for number in range(13):
            with (root / f"big{number}.yaml").open("wb") as file:
                file.truncate(8 * 1024 * 1024)
        assert "too-large" in codes(root)

    def test_a_link_out_of_the_layer(self, make: Make, tmp_path: Path) -> None:
        root = make()
        (tmp_path / "secret.yaml").write_text("rules: {}", "utf-8")
        (root / "link.yaml").symlink_to(tmp_path / "secret.yaml")
        assert codes(root) == ["link"]
        with pytest.raises(KnowledgeError, match="leads out"):
            load_knowledge(root)

    def test_a_file_that_is_no_file(self, make: Make) -> None:
        root = make()
        (root / "dir.yaml").mkdir()
        assert codes(root) == ["unreadable"]

    def test_a_grade_that_contradicts_the_base_is_told_where_it_was_written(self, make: Make) -> None:
        properties = load_knowledge().properties
        name, entry = next((n, e) for n, e in properties.items() if len(e["grades"]) > 1 and all(e["grades"].values()))
        first, second = list(entry["grades"])[:2]
        plain = entry["grades"][first].split()[0]
        faults = lint(make(f"grades:\n  {name}: {{{second}: [{plain}]}}\n"))
        if faults:  # a drug that the base grades by a selector is graded twice without a word
            assert [(fault.path, fault.line) for fault in faults] == [("clinic/a.yaml", 2)]

    def test_an_example_that_fails_and_a_selector_without_drugs(self, make: Make) -> None:
        text = RULE.replace("[warfarin, ibuprofen]", "[any house-class, ibuprofen]")
        text += "classes:\n  house-class: {title: Empty, members: []}\n"
        root = make(text)
        assert set(codes(root)) == {"example", "never-fires"}
        with pytest.raises(KnowledgeError, match="one of its places has no drug"):
            load_knowledge(root)
        root = make(RULE.replace("paracetamol 500 mg daily", "ibuprofen 500 mg daily"))
        with pytest.raises(KnowledgeError, match=r"clinic/a.yaml:19:16: CL-0001: the example .* fires at major"):
            load_knowledge(root)


BIG = """
sources:
  clinic-guide: {title: The guide}
drugs:
  newdrugium: {title: Newdrugium, brands: [Newdra], moiety: sertraline, sources: [clinic-guide]}
members:
  ssri: [newdrugium]
names:
  warfarin: [house warfarin]
changes:
  MS-0730: {severity: contraindicated, reason: r, agreed: a}
"""


class TestOverlay:
    """Layers over one base share what they leave as it is, and answer as if everything had been compiled for them alone."""

    @pytest.mark.parametrize("text", [RULE, BIG, BIG + RULE.split("sources:\n  clinic-guide")[0]])
    def test_it_is_the_same_as_the_whole(self, make: Make, text: str) -> None:
        root = make(text)
        base, over = load_knowledge(), load_knowledge(root)
        found = [layer_files(path)[0] for path in (builtin_root(), root)]
        collected = collect_first(found[0].root, found[0].sha256).copy()
        collected.add_layer(found[1])
        whole = compile_layers(collected, over=base)
        assert not whole.faults
        core = json.loads(json.dumps(whole.core))
        for key, value in over.core.items():
            if key in ("slots", "unrated", "unrated_sets"):
                continue
            plain = dict(value) if isinstance(value, Over) else list(value) if isinstance(value, OverRows) else value
            assert plain == core[key], key
        for number in range(len(core["places"])):
            assert sorted(map(tuple, over.core["slots"].get(number))) == sorted(
                map(tuple, core["slots"].get(str(number), ()))
            )
        unrated = {drug: core["unrated_sets"][number].split() for drug, number in core["unrated"].items()}
        assert all(over.index.unrated(drug) == frozenset(unrated.get(drug, ())) for drug in over.drugs)
        for section in ("texts", "catalogue"):
            made = json.loads(json.dumps(getattr(whole, section)))
            assert {name: dict(table) for name, table in over.section(section).items()} == made

    def test_it_answers_as_the_whole_does(self, make: Make) -> None:
        root = make(BIG + RULE.split("sources:\n  clinic-guide")[0])
        over = load_knowledge(root)
        found = [layer_files(path)[0] for path in (builtin_root(), root)]
        collected = collect_first(found[0].root, found[0].sha256).copy()
        collected.add_layer(found[1])
        done = compile_layers(collected)
        sections = {"core": done.core, "texts": done.texts, "catalogue": done.catalogue}
        stored = unpack(pack("x", [list(stamp) for stamp in over.stamps], sections, len(done.rules)), "x")
        assert stored is not None
        whole = KnowledgeBase(stored)
        texts = [text for rule in over.rules for text in rule.spec.get("examples", {}).get("flags", ())][::7]
        swapped = [text.replace("sertraline", "newdrugium") for text in texts if "sertraline" in text]
        assert len(texts) > 100 and swapped
        for text in [*texts, *swapped]:
            assert judged(over, text) == judged(whole, text), text

    def test_a_new_drug_is_a_member_everywhere(self, make: Make) -> None:
        knowledge = load_knowledge(make(BIG))
        mine = check_regimen(
            ["Newdra 50 mg daily", "phenelzine 15 mg daily", "house warfarin 5 mg"], knowledge=knowledge
        )
        theirs = check_regimen(["citalopram 20 mg daily", "phenelzine 15 mg daily"])
        shared = {finding.rule for finding in theirs.findings if "any ssri" in str(knowledge.rule(finding.rule).spec)}
        assert shared <= {finding.rule for finding in mine.findings}
        assert mine.findings[0].severity == "contraindicated" and all(med.drugs for med in mine.medications)

    def test_the_base_is_shared_and_stays_as_it_was(self, make: Make) -> None:
        base, over = load_knowledge(), load_knowledge(make(RULE))
        assert over.vocabulary is base.vocabulary and over.reader is base.reader and over.setting is base.setting
        before = check_regimen(LIST, knowledge=base)
        rules = {finding.rule for finding in check_regimen(LIST, knowledge=over).findings}
        assert rules - {finding.rule for finding in before.findings} == {"CL-0001"}
        assert check_regimen(LIST, knowledge=base) == before

    def test_added_names_are_read_as_if_all_names_were_one_list(self, make: Make) -> None:
        text = "names:\n  warfarin: [house warfarin, Elmotrine, vit k 2 blocker]\n  sertraline: [zolo ft]\n"
        root = make(BIG.split("names:")[0] + text)
        over = load_knowledge(root)
        alone = Reader(over.vocabulary)
        lists = [
            "elmotrin 5 mg", "elmotrine 5 mg daily", "house warfarin 3 mg", "housewarfarin 3 mg", "vit k 2 blocker 5 mg", "zoloft 50 mg",
            "zolo ft 50 mg", "newdrugum 5 mg", "sertralin 50 mg", "warfarine", "sertra", "elmo", "co-codamol 8/500", "xyzzyq 3 mg",
        ]  # fmt: skip
        assert type(over.reader.lines.names) is AddedNames
        for line in lists:
            mine, theirs = (reader.read([line], date(2026, 1, 1)) for reader in (over.reader, alone))
            assert mine[:2] == theirs[:2], line
            assert mine.gaps == theirs.gaps, line

    def test_it_is_small(self, make: Make) -> None:
        over = load_knowledge(make(RULE))
        assert sum(map(len, over._stored.sections.values())) < 30_000

    def test_it_goes_to_another_process(self, make: Make) -> None:
        over = load_knowledge(make(RULE))
        again = pickle.loads(pickle.dumps(over))
        assert Checker(again).check(LIST) == Checker(over).check(LIST)


class TestLive:
    def test_a_broken_file_leaves_the_old_knowledge(self, make: Make) -> None:
        root = make(RULE)
        live = LiveKnowledge(root)
        old = live.current
        assert live.reload() is False
        (root / "a.yaml").write_text("rules: [", "utf-8")
        with pytest.raises(KnowledgeError):
            live.reload()
        assert live.current is old
        (root / "a.yaml").write_text(RULE.replace("severity: major", "severity: minor"), "utf-8")
        assert live.reload() is True and live.current is not old
        found = check_regimen(LIST, knowledge=live.current).findings
        assert [finding.severity for finding in found if finding.rule == "CL-0001"] == ["minor"]

    def test_threads_see_the_whole_old_or_the_whole_new(self, make: Make) -> None:
        """While one thread reloads, others check: each answer fits the knowledge that its provenance names."""
        texts = [RULE.replace("severity: major", f"severity: {word}") for word in ("minor", "contraindicated")]
        root = make(texts[0])
        live = LiveKnowledge(root)
        done, seen, wrong = Event(), set(), []

        def ask() -> None:
            while not done.is_set():
                knowledge = live.current
                report = Checker(knowledge).check(LIST)
                (found,) = [finding.severity for finding in report.findings if finding.rule == "CL-0001"]
                seen.add((report.provenance.layers, found))
                if report.provenance.layers != knowledge.stamps or knowledge.rule("CL-0001").severity != found:
                    wrong.append(report)

        threads = [Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for turn in range(1, 7):
                (root / "a.yaml").write_text("rules: [" if turn % 3 == 0 else texts[turn % 2], "utf-8")
                if turn % 3 == 0:
                    with pytest.raises(KnowledgeError):
                        live.reload()
                else:
                    live.reload()
        finally:
            done.set()
            for thread in threads:
                thread.join()
        assert not wrong and {found for _, found in seen} <= {"minor", "contraindicated"}
        assert len({layers for layers, _ in seen}) == len(seen) == 2

    def test_reloads_at_once_leave_one_whole_knowledge(self, make: Make) -> None:
        root = make(RULE)
        live = LiveKnowledge(root)
        (root / "a.yaml").write_text(RULE.replace("severity: major", "severity: minor"), "utf-8")
        with ThreadPoolExecutor(4) as pool:
            changed = list(pool.map(lambda _: live.reload(), range(4)))
        assert sorted(changed) == [False, False, False, True]
        assert live.current.rule("CL-0001").severity == "minor"
