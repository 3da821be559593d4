"""What a layer's author works with: templates, lint formats, tests of whole lists, diff, schemas, and the layers in examples/."""

from __future__ import annotations

import json
import re
import sys
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest
import yaml

from medsafe import load_knowledge
from medsafe.adapters.main import main
from medsafe.adapters.replay import read_cases
from medsafe.errors import Fault, InputError
from medsafe.knowledge.schema import KINDS as SCHEMAS
from medsafe.knowledge.schema import file_schema
from medsafe.lint import lint
from medsafe.lint.compare import compare, replay
from medsafe.lint.formats import FORMATS, render
from medsafe.lint.regimens import run_tests
from medsafe.lint.spec import regimens_schema
from medsafe.lint.templates import layer_files_for, prefix_of, rule_file_for
from medsafe.rules.kinds import KINDS
from test_lint import HEAD, RULE, layer

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(path.name for path in (ROOT / "examples/layers").iterdir())
FAULTS = [
    Fault("clinic/a.yaml", 3, 5, "CL-0001", "50% of\nit, wrong", "unknown-id"),
    Fault("clinic/b.yaml", 0, 0, "", "cannot be read", "unreadable"),
]


def written(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


class TestTemplates:
    def test_a_new_layer_with_a_rule_of_each_kind_lints_clean_and_passes_its_tests(self, tmp_path: Path) -> None:
        root = tmp_path / "elm-ward"
        written(root, layer_files_for(root, load_knowledge()))
        for number, kind in enumerate(KINDS, 1):
            name, path, text = rule_file_for(root, kind, load_knowledge())
            assert name == f"EW-{number:04d}"
            written(root, {path: text})
        assert [str(fault) for fault in lint(root)] == []
        outcomes, faults = run_tests(root)
        assert not faults and len(outcomes) >= 2 * len(KINDS) and not [o for o in outcomes if o.wrong]

    def test_what_is_commented_out_would_lint_clean_too(self, tmp_path: Path) -> None:
        root = tmp_path / "elm-ward"
        files = layer_files_for(root, load_knowledge())
        local = re.sub(r"^# (names:\n|changes:\n)|^# (  )", r"\1\2", files["local.yaml"], flags=re.MULTILINE)
        assert "\nnames:" in local and "\nchanges:" in local
        written(root, {**files, "local.yaml": local})
        assert [str(fault) for fault in lint(root)] == []

    @pytest.mark.parametrize(
        ("name", "prefix"), [("ms", "MSL"), ("a", "AX"), ("st-mary-s-ward-4", "SMSW"), ("42", "XX")]
    )
    def test_prefixes(self, name: str, prefix: str) -> None:
        assert prefix_of(name) == prefix

    def test_unknown_kind_and_missing_layer(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="did you mean interaction"):
            rule_file_for(tmp_path, "interactoin", load_knowledge())
        with pytest.raises(InputError, match="medsafe new layer"):
            rule_file_for(tmp_path, "interaction", load_knowledge())


class TestFormats:
    @pytest.mark.parametrize("form", FORMATS)
    def test_no_fault_and_two(self, form: str) -> None:
        assert render([], form) is not None
        said = render(FAULTS, form)
        assert "clinic/a.yaml" in said and "unreadable" in said

    def test_annotations_stay_on_one_line(self) -> None:
        lines = render(FAULTS, "github").splitlines()
        assert lines[0] == "::error file=clinic/a.yaml,line=3,col=5,title=unknown-id::CL-0001: 50%25 of%0Ait, wrong"
        assert lines[1].startswith("::error file=clinic/b.yaml,title=unreadable::")

    def test_sarif(self) -> None:
        (run,) = json.loads(render(FAULTS, "sarif"))["runs"]
        region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
        assert region == {"startLine": 3, "startColumn": 5} and {
            rule["id"] for rule in run["tool"]["driver"]["rules"]
        } == {
            "unknown-id",
            "unreadable",
        }


class TestRegimens:
    def outcomes(self, tmp_path: Path, text: str) -> tuple[list[str], list[str]]:
        root = layer(tmp_path, RULE)
        written(
            root,
            {"tests/t.yaml": "regimens:\n  one:\n    list: [warfarin 5 mg daily, ibuprofen 400 mg daily]\n" + text},
        )
        outcomes, faults = run_tests(root)
        assert [o.wrong for o in outcomes if o.path == "clinic"] == [(), ()]
        return [words for o in outcomes for words in o.wrong], [fault.code for fault in faults]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("    flags: {CL-0001: major}\n", ""),
            ("    flags: {CL-0001: any}\n    passes: [MS-0001]\n", ""),
            ("    flags: {CL-0001: minor}\n", "at major, not at minor"),
            ("    flags: {MS-0001: any}\n", "cannot fill it"),
            ("    flags: {CL-0009: any}\n", "did you mean CL-0001"),
            ("    passes: [CL-0001]\n", "should pass"),
            ("    unsure: [CL-0001]\n", "does not wait"),
            ("    mutes: [CL-0001]\n", "is not muted"),
            ("    highest: moderate\n", "above moderate"),
        ],
    )
    def test_what_is_said(self, tmp_path: Path, text: str, words: str) -> None:
        wrong, faults = self.outcomes(tmp_path, text)
        assert not faults
        assert any(words in said for said in wrong) if words else not wrong

    def test_a_broken_test_file_is_a_fault(self, tmp_path: Path) -> None:
        assert self.outcomes(tmp_path, "    flag: {CL-0001: any}\n")[1] == ["field"]
        assert self.outcomes(tmp_path, "regimen: {}\n")[1] == ["unknown-key"]

    def test_a_test_file_that_would_be_left_out_or_lies_outside_is_a_fault(self, tmp_path: Path) -> None:
        root = written(layer(tmp_path, RULE), {"tests/a.yml": "regimens: {}\n"})
        (tmp_path / "b.yaml").write_text("regimens: {}\n", "utf-8")
        (root / "tests/b.yaml").symlink_to(tmp_path / "b.yaml")
        assert [fault.code for fault in run_tests(root)[1]] == ["ending", "link"]

    def test_a_line_that_is_not_read_fails(self, tmp_path: Path) -> None:
        root = layer(tmp_path, RULE)
        written(root, {"tests/t.yaml": "regimens:\n  one:\n    list: [xyzzyq 5 mg]\n"})
        assert any("is not read" in words for o in run_tests(root)[0] for words in o.wrong)


class TestDiff:
    def test_what_changed_and_which_lists_are_answered_otherwise(self, tmp_path: Path) -> None:
        old = load_knowledge(layer(tmp_path / "1", RULE))
        new = load_knowledge(
            layer(tmp_path / "2", RULE.replace("severity: major", "severity: minor").replace("Use par", "Take par"))
        )
        found = {(d.kind, d.id, d.what): (d.was, d.now) for d in compare(old, new)}
        assert found[("rule", "CL-0001", "severity")] == ("major", "minor")
        assert found[("rule", "CL-0001", "action")] == ("Use paracetamol.", "Take paracetamol.")
        assert ("layer", "clinic", "content") in found and len(found) == 3
        assert compare(old, old) == []
        (tmp_path / "lists.csv").write_text(
            "list,medication,patient\n1,warfarin 5 mg daily,78 y\n1,ibuprofen 400 mg daily,\n2,sertraline 50 mg,\n",
            "utf-8",
        )
        count, answered = replay(old, new, read_cases(str(tmp_path / "lists.csv")), date(2026, 1, 1))
        assert count == 2 and [entry.name for entry in answered] == ["1"]
        assert answered[0].gone == ("CL-0001 major (warfarin + ibuprofen)",) or "CL-0001 major" in answered[0].gone[0]

    def test_added_removed_and_members(self, tmp_path: Path) -> None:
        base, more = load_knowledge(), load_knowledge(layer(tmp_path, RULE + "members:\n  ssri: [warfarin]\n"))
        found = {(d.kind, d.id, d.what) for d in compare(base, more)}
        assert (
            ("rule", "CL-0001", "added") in found
            and ("class", "ssri", "members") in found
            and ("layer", "clinic", "added") in found
        )
        assert ("rule", "CL-0001", "removed") in {(d.kind, d.id, d.what) for d in compare(more, base)}

    def test_cases(self, tmp_path: Path) -> None:
        path = tmp_path / "lists.jsonl"
        path.write_text('{"id": 7, "medications": ["a", "b"], "patient": "40 y", "as_of": "2026-01-31"}\n\n', "utf-8")
        (case,) = read_cases(str(path))
        assert case == ("7", ("a", "b"), "40 y", date(2026, 1, 31))
        path.write_text('{"medications": "a"}\n', "utf-8")
        with pytest.raises(InputError, match=r"jsonl:1"):
            list(read_cases(str(path)))
        with pytest.raises(InputError, match=r"reads \.jsonl"):
            list(read_cases("lists.xlsx"))

    def test_parquet_is_read_as_csv_is(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        arrow = pytest.importorskip("pyarrow")
        parquet = pytest.importorskip("pyarrow.parquet")
        day = date(2026, 1, 31)
        rows = {
            "list": [1, 1, 2, 2],
            "medication": ["warfarin 5 mg daily", "ibuprofen 400 mg daily", "sertraline 50 mg daily", None],
            "patient": [None, "78 y", None, None],
            "as_of": [day, day, day, day],
        }
        lists = {"id": ["a"], "medications": [["warfarin 5 mg daily", "ibuprofen 400 mg daily"]], "patient": ["78 y"]}
        parquet.write_table(arrow.table(rows), tmp_path / "rows.parquet")
        parquet.write_table(arrow.table(lists), tmp_path / "lists.parquet")
        two = ("warfarin 5 mg daily", "ibuprofen 400 mg daily")
        assert list(read_cases(str(tmp_path / "rows.parquet"))) == [
            ("1", two, "78 y", day),
            ("2", ("sertraline 50 mg daily",), "", day),
        ]
        assert list(read_cases(str(tmp_path / "lists.parquet"))) == [("a", two, "78 y", None)]
        root = layer(tmp_path, RULE)
        assert main(["diff", "built-in", str(root), "--replay", str(tmp_path / "rows.parquet")]) == 1
        said = capsys.readouterr().out
        assert "list 1\n" in said and "+ CL-0001 major" in said and "1 of 2 lists are answered otherwise" in said
        (tmp_path / "torn.parquet").write_bytes(b"PAR1 and no more")
        for name, words in (("torn.parquet", "not a Parquet file"), ("none.parquet", "no such file")):
            assert main(["diff", "built-in", "built-in", "--replay", str(tmp_path / name)]) == 2
            assert words in capsys.readouterr().err

    def test_without_pyarrow_it_says_what_to_install(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "a.parquet").write_bytes(b"")
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(InputError, match=r"medsafe\[tables\]"):
            list(read_cases(str(tmp_path / "a.parquet")))

    def test_an_empty_cell_is_no_line(self, tmp_path: Path) -> None:
        path = tmp_path / "lists.csv"
        path.write_text("list,medication\n1,sertraline 50 mg\n1,\n", "utf-8")
        assert [case.lines for case in read_cases(str(path))] == [("sertraline 50 mg",)]
        path.write_text("list,medication\n,sertraline 50 mg\n", "utf-8")
        with pytest.raises(InputError, match=":2: needs a column"):
            list(read_cases(str(path)))

    def test_an_edition_takes_the_place_of_the_built_in_layer(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        edition = written(
            tmp_path / "data",
            {
                "layer.yaml": "name: medsafe\nedition: '2020.1'\nprefix: MS\n",
                "a.yaml": "drugs:\n  house-drug: {title: House drug, sources: [s]}\nsources: {s: {title: S}}\n",
            },
        )
        assert main(["diff", str(edition), str(edition)]) == 0
        assert "0 differences" in capsys.readouterr().out


class TestSchemas:
    @pytest.mark.parametrize("what", [*SCHEMAS, "regimens"])
    def test_the_committed_schema_is_current(self, what: str) -> None:
        schema = regimens_schema() if what == "regimens" else file_schema(what)
        jsonschema.Draft202012Validator.check_schema(schema)
        assert json.loads((ROOT / f"docs/schema/{what}.json").read_text("utf-8")) == schema, "run: make schema"

    @pytest.mark.parametrize("name", EXAMPLES)
    def test_the_examples_fit_as_an_editor_sees_them(self, name: str) -> None:
        for path in sorted((ROOT / "examples/layers" / name).rglob("*.yaml")):
            kind = "layer" if path.name == "layer.yaml" else "regimens" if path.parent.name == "tests" else "knowledge"
            document = json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
            jsonschema.validate(document, json.loads((ROOT / f"docs/schema/{kind}.json").read_text("utf-8")))
            first = path.read_text("utf-8").splitlines()[0]
            assert (path.parent / first.partition("$schema=")[2]).resolve() == ROOT / f"docs/schema/{kind}.json"

    def test_a_mistake_is_seen(self) -> None:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({"rules": {"A-1": {"title": "x", "kind": "interactoin"}}}, file_schema("rules"))


class TestExamples:
    @pytest.mark.parametrize("name", EXAMPLES)
    def test_each_worked_layer_lints_clean_and_passes(self, name: str) -> None:
        root = ROOT / "examples/layers" / name
        assert [str(fault) for fault in lint(root)] == []
        outcomes, faults = run_tests(root)
        assert outcomes and not faults
        assert [(o.name, o.wrong) for o in outcomes if o.wrong] == []

    def test_all_three_together(self) -> None:
        roots = [ROOT / "examples/layers" / name for name in EXAMPLES]
        assert len(EXAMPLES) == 3 and lint(*roots) == []
        assert len(load_knowledge(*roots).stamps) == 4


class TestCommands:
    def test_from_nothing_to_a_tested_layer(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        root = str(tmp_path / "elm-ward")
        assert main(["new", "layer", root, "--title", "Elm ward"]) == 0
        assert main(["new", "rule", "--kind", "interaction", root]) == 0
        assert main(["lint", root]) == 0 and main(["test", root, "-q"]) == 0
        assert main(["diff", "built-in", root]) == 1
        assert "rule EW-0001" in capsys.readouterr().out
        assert main(["new", "layer", root]) == 2  # never writes over what is there
        assert main(["check", "sertraline 50 mg", "--layer", root]) == 0

    def test_the_guide_word_for_word(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        guide = (ROOT / "docs/clinic-layers.md").read_text("utf-8")
        rule, changes, regimens = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
        root = tmp_path / "elm-clinic"
        assert main(["new", "layer", str(root), "--title", "Elm Clinic", "--prefix", "ELM"]) == 0
        assert main(["new", "rule", "--kind", "interaction", str(root)]) == 0
        soon = (date.today() + timedelta(days=90)).isoformat()
        changes = re.sub(r"review_by: [-\d]+", f"review_by: {soon}", changes)
        for path, text in (("rules/elm-0001.yaml", rule), ("changes.yaml", changes), ("tests/ward-3.yaml", regimens)):
            (root / path).write_text(text, "utf-8")
        capsys.readouterr()
        assert main(["lint", str(root)]) == 0, capsys.readouterr().out
        assert main(["test", str(root), "-q"]) == 0, capsys.readouterr().out
        assert "4 passed, 0 failed" in capsys.readouterr().out
        assert main(["check", "fluvoxamine 50 mg", "tizanidine 2 mg", "--layer", str(root)]) == 0
        assert "For it answers A. Elm, medical director until" in " ".join(capsys.readouterr().out.split())
        (root / "rules/elm-0001.yaml").write_text(rule.replace("any nsaid]", "any nsaids]"), "utf-8")
        assert main(["lint", str(root)]) == 1
        said = re.search(r"`(elm-clinic/rules/elm-0001\.yaml:.*?\])`", guide)
        assert said is not None and said[1] in capsys.readouterr().out

    @pytest.mark.parametrize("form", FORMATS)
    def test_lint_names_files_as_they_were_named(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
    ) -> None:
        root = layer(tmp_path, RULE.replace("warfarin, ibuprofen]", "warfrin, ibuprofen]"), HEAD)
        assert main(["lint", str(root), "--format", form]) == 1
        assert f"{root.as_posix()}/clinic.yaml" in capsys.readouterr().out

    def test_a_failing_example_fails_the_test_and_can_still_be_compared(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        root = layer(tmp_path, RULE.replace("paracetamol 500", "ibuprofen 500"))
        assert main(["test", str(root)]) == 1
        assert "FAIL  clinic  CL-0001 passes" in capsys.readouterr().out
        assert main(["diff", "built-in", str(root)]) == 1
        assert "rule CL-0001" in capsys.readouterr().out
        assert main(["check", "warfarin 5 mg", "--layer", str(root)]) == 2  # nor did the others leave it in the cache
        assert "fires at major but should pass" in capsys.readouterr().err

    def test_a_failing_list_fails_the_command(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        root = layer(tmp_path, RULE)
        written(root, {"tests/t.yaml": "regimens:\n  one: {list: [warfarin 5 mg daily], flags: {CL-0001: any}}\n"})
        assert main(["test", str(root)]) == 1
        said = capsys.readouterr().out
        assert "FAIL  clinic/tests/t.yaml:2  one" in said and "2 passed, 1 failed" in said
