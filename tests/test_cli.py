"""The command line, as somebody at a terminal and as a script meets it."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import sample_reports as sample
from medsafe.adapters import lists
from medsafe.adapters.cli import DONE, EXITS, FOUND, UNJUDGED, WRONG, app, exit_code
from medsafe.adapters.main import main
from medsafe.errors import InputError
from medsafe.report.json import from_json

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples/lists"
DEADLY = ("phenelzine 15 mg three times a day", "sertraline 50 mg daily")


class Said(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command in this process."""

    def command(*arguments: str) -> Said:
        code = main(arguments)
        return Said(code, *capsys.readouterr())

    return command


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Put bytes into standard input."""

    def into(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return into


class TestTeaching:
    def test_alone_it_teaches(self, run: Run) -> None:
        said = run()
        assert said.code == DONE
        assert 'medsafe check "sertraline' in said.out
        assert "No finding never means safe" in said.out

    @pytest.mark.parametrize(
        "command",
        [
            "check",
            "change",
            "alternatives",
            "screen",
            "switch",
            "why",
            "explain",
            "find",
            "drug",
            "kb",
            "lint",
            "schema",
        ],
    )
    def test_every_command_explains_itself_and_stands_in_the_docs(self, run: Run, command: str) -> None:
        assert run(command, "--help").code == DONE
        assert f"`medsafe {command}" in (ROOT / "docs/cli.md").read_text("utf-8")

    def test_docs_know_every_command_and_exit_code(self) -> None:
        page = (ROOT / "docs/cli.md").read_text("utf-8")
        names = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
        names |= {group.name or "" for group in app.registered_groups}
        assert names == set(re.findall(r"^\| `medsafe ([a-z]+)", page, re.MULTILINE))
        assert {int(code) for code in re.findall(r"^\| (\d) \|", page, re.MULTILINE)} == set(EXITS)

    def test_version(self, run: Run) -> None:
        assert re.fullmatch(r"medsafe \d+\.\d+\.\d+\S*\n", run("--version").out)

    def test_without_typer_it_says_what_to_install(self, fresh_python: Callable[[str], str]) -> None:
        code = (
            "import sys; sys.modules['typer'] = None\n"
            "from medsafe.adapters.main import main\n"
            "sys.stderr = sys.stdout\n"
            "print(main(['kb']))"
        )
        assert fresh_python(code).splitlines() == [
            "medsafe: the command line needs two more packages: pip install 'medsafe[cli]'",
            "2",
        ]


class TestCheck:
    def test_arguments(self, run: Run) -> None:
        said = run("check", *DEADLY)
        assert said.code == DONE
        assert said.out.index("Every line was read") < said.out.index("CONTRAINDICATED")
        assert "Avoid: phenelzine + sertraline (lines 1 and 2)" in said.out
        assert said.err == ""

    def test_json_is_a_report(self, run: Run) -> None:
        report = from_json(run("check", *DEADLY, "--format", "json").out)
        assert report.findings[0].severity == "contraindicated"

    @pytest.mark.parametrize(("form", "start"), [("markdown", "# Medication check"), ("html", '<div class="medsafe">')])
    def test_other_formats(self, run: Run, form: str, start: str) -> None:
        assert run("check", *DEADLY, "--format", form).out.startswith(start)

    @pytest.mark.parametrize("name", ["clinic.txt", "clean.txt", "stimulants.csv", "ward.json"])
    def test_example_lists(self, run: Run, name: str) -> None:
        said = run("check", str(EXAMPLES / name))
        assert said.code == DONE
        assert said.err == ""

    def test_a_patient_from_the_file_is_known(self, run: Run) -> None:
        assert "Patient: age 34" in run("check", str(EXAMPLES / "ward.json")).out

    def test_two_patients_are_one_too_many(self, run: Run) -> None:
        said = run("check", str(EXAMPLES / "ward.json"), "--patient", "80 y")
        assert said.code == WRONG
        assert "leave one out" in said.err

    def test_a_rule_of_the_floor_says_so(self, run: Run) -> None:
        assert "Stands on the floor" in run("explain", "MS-0001").out
        assert "Stands on the floor" not in run("explain", "MS-0312").out

    def test_a_profile_quiets_the_page_and_never_the_data(self, run: Run) -> None:
        case = ("warfarin 5 mg daily", "ibuprofen 400 mg daily", "zolpidem 10 mg at night")
        loud, quieted = run("check", *case, "--profile", "strict"), run("check", *case, "--profile", "general")
        assert "kept back" in quieted.out and "kept back" not in loud.out and len(quieted.out) < len(loud.out)
        both = [run("check", *case, "--format", "json", *more).out for more in ((), ("--profile", "general"))]
        assert both[0] == both[1]
        assert run("check", *case, "--profile", "general", "--fail-on", "minor").code == FOUND
        assert run("check", *case, "--profile", "quiet").code == WRONG

    def test_a_profile_quiets_what_an_order_adds(self, run: Run) -> None:
        said = run("change", "warfarin 5 mg", "--start", "zolpidem 10 mg at night", "--profile", "general")
        assert "kept back by the profile general" in said.out

    def test_standard_input(self, run: Run, pipe: Callable[[bytes], None]) -> None:
        pipe("\n".join(DEADLY).encode())
        assert "CONTRAINDICATED" in run("check").out

    def test_standard_input_holds_json_where_it_begins_so(self, run: Run, pipe: Callable[[bytes], None]) -> None:
        pipe(json.dumps(DEADLY).encode())
        assert "CONTRAINDICATED" in run("check", "-").out

    @pytest.mark.parametrize("data", [b"", b"\n\n", b"# only a comment\n", b"[]"])
    def test_an_empty_list_is_an_error_and_not_a_clean_answer(
        self, run: Run, pipe: Callable[[bytes], None], data: bytes
    ) -> None:
        pipe(data)
        said = run("check")
        assert said.code == WRONG
        assert said.out == ""
        assert "nothing was checked" in said.err

    def test_hidden_findings_are_counted(self, run: Run) -> None:
        assert "below contraindicated not shown" in run(
            "check", *DEADLY, "tramadol 50 mg every 6 hours", "--at-least", "contraindicated"
        ).out  # fmt: skip

    def test_as_of_is_the_day_of_the_report(self, run: Run) -> None:
        assert "as of 2026-01-31" in run("check", *DEADLY, "--as-of", "2026-01-31").out

    def test_colour_only_when_wanted(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "\x1b" not in run("check", *DEADLY).out
        assert "\x1b[1;31m" in run("check", *DEADLY, "--colour", "always").out

    def test_hostile_lines_end_as_gaps(self, run: Run) -> None:
        said = run("check", *(line for line in sample.HOSTILE if line and "\ud800" not in line), DEADLY[0], DEADLY[1])
        assert said.code == DONE
        assert "CONTRAINDICATED" in said.out
        assert {c for c in said.out if not c.isprintable()} == {"\n"}

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("check", "nowhere.txt"), "nowhere.txt: no such file"),
            (("check", "x", "--as-of", "yesterday"), "write it as 2026-01-31"),
            (("check", "x", "--at-least", "awful"), "contraindicated, major, moderate, minor"),
            (("check", "x", "--format", "pdf"), "text, json, markdown, html"),
            (("check", "x", "--layer", "nowhere"), "nowhere"),
            (("explain", "MS-999999"), "no rule is called 'MS-999999'"),
            (("drug", "sertralin"), "did you mean sertraline"),
            (("nonsense",), "nonsense"),
        ],
    )
    def test_what_is_wrong_is_said_in_one_message(self, run: Run, arguments: tuple[str, ...], words: str) -> None:
        said = run(*arguments)
        assert said.code == WRONG
        assert words in " ".join(said.err.replace("│", " ").split())
        assert "Traceback" not in said.err


class TestExitCodes:
    def test_found(self, run: Run) -> None:
        assert run("check", *DEADLY, "--fail-on", "major").code == FOUND

    def test_nothing_so_severe(self, run: Run) -> None:
        assert run("check", "sertraline 50 mg daily", "--fail-on", "contraindicated").code == DONE

    def test_an_unread_line_is_never_a_pass(self, run: Run) -> None:
        assert run("check", "sertraline 50 mg daily", "qwertzuiop 3", "--fail-on", "contraindicated").code == UNJUDGED

    def test_open_facts_count_when_asked(self) -> None:
        report = sample.rich()
        assert exit_code(report, None, False) == DONE
        assert exit_code(report, "contraindicated", False) == FOUND
        clean = sample.clean()
        gaps = type(clean)(
            "complete", (), (), (), clean.medications, clean.patient, clean.provenance, report.later
        )  # fmt: skip
        assert exit_code(gaps, "major", False) == DONE
        assert exit_code(gaps, "major", True) == UNJUDGED
        assert exit_code(gaps, "contraindicated", True) == DONE
        assert exit_code(gaps, None, True) == UNJUDGED
        assert exit_code(clean, None, True) == DONE


class TestOtherCommands:
    def test_explain(self, run: Run) -> None:
        said = run("explain", "ms-0001")
        assert said.code == DONE
        for words in ("MS-0001", "between:", "Evidence: ", "Examples", "flags:", "passes:"):
            assert words in said.out

    def test_find_and_drug(self, run: Run) -> None:
        assert "sertraline" in run("find", "Zoloft").out
        assert "sertraline" in run("find", "Zolofft").out
        assert run("find", "qwertzuiop").code == FOUND
        stranger = run("find", "Orfadin")
        assert stranger.code == DONE and "(nitisinone) is a medicine that medsafe does not hold" in stranger.out
        assert "rifampicin" not in stranger.out
        asked = run("drug", "Orfadin")
        assert asked.code == WRONG and "(nitisinone) is a medicine that medsafe does not hold" in asked.err
        assert "cyp2d6-inhibitor" in run("drug", "sertraline").out
        assert run("drug", "Zoloft").out == run("drug", "sertraline").out

    def test_why(self, run: Run) -> None:
        said = run("why", *DEADLY)
        assert "Fires" in said.out
        assert "MS-0001" in said.out
        assert "1 rule considered" in run("why", *DEADLY, "--rule", "MS-0001").out

    def test_kb(self, run: Run) -> None:
        said = run("kb").out
        assert re.search(r"sha256 [0-9a-f]{64}", " ".join(said.split()))
        assert "rules" in said

    def test_schema(self, run: Run) -> None:
        assert json.loads(run("schema", "report").out) == json.loads(
            (ROOT / "docs/schema/report.json").read_text("utf-8")
        )

    def test_lint_of_a_broken_layer_lists_its_faults(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "layer.yaml").write_text("name: elm\nedition: 1\nprefix: ELM\n", "utf-8")
        (tmp_path / "rules.yaml").write_text("rules:\n  ELM-1:\n    kind: interactoin\n", "utf-8")
        said = run("lint", str(tmp_path))
        assert said.code == FOUND
        assert "rules.yaml:3" in said.out
        faults = json.loads(run("lint", str(tmp_path), "--format", "json").out)
        assert {"path", "line", "column", "message", "code"} <= set(faults[0])
        check = run("check", *DEADLY, "--layer", str(tmp_path))
        assert check.code == WRONG
        assert "rules.yaml:3" in check.err


class TestLists:
    def test_editors_and_pharmacies_write_many_encodings(self, tmp_path: Path) -> None:
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
            path = tmp_path / f"{encoding}.txt"
            path.write_bytes("Dépakine 500 mg\r\nlithium 300 mg\r\n".encode(encoding))
            assert lists.read_source(str(path)).items == ("Dépakine 500 mg", "lithium 300 mg")

    def test_csv_cells_become_one_line(self) -> None:
        text = 'Drug,Dose,Route,Frequency,Start,Note\n"a, b",5 mg,mouth,daily,2026-01-01,x\n,,,,,\nc,,,,,\n'
        assert lists.parse_csv(text, "x.csv").items == ("a, b 5 mg by mouth daily since 2026-01-01", "c")

    @pytest.mark.parametrize(
        ("name", "text", "words"),
        [
            ("x.csv", "", "name the columns"),
            ("x.csv", "a,b\n1,2\n", "name the columns"),
            ("x.json", "{", "x.json:1:2"),
            ("x.json", "[" * 100_000, "cannot be read"),
            ("x.json", '{"meds": []}', "'meds'"),
            ("x.json", '"sertraline"', "JSON list"),
            ("x.json", '{"medications": "sertraline"}', "JSON list"),
        ],
    )
    def test_a_wrong_file_says_what_is_wrong(self, name: str, text: str, words: str) -> None:
        with pytest.raises(InputError, match=re.escape(words)):
            lists.parse(text, name)

    def test_a_huge_file_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.txt"
        with path.open("wb") as file:
            file.truncate(lists.LARGEST + 1)
        with pytest.raises(InputError, match="is it a medication list"):
            lists.read_source(str(path))

    def test_a_directory_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="is a directory"):
            lists.read_source(str(tmp_path))


def module(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run `python -m medsafe` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "medsafe", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=300,
        check=False,
    )


def test_as_a_process_with_a_poor_terminal() -> None:
    done = module("check", *DEADLY, "漢方 ☃", PYTHONIOENCODING="ascii")
    assert done.returncode == DONE
    assert b"CONTRAINDICATED" in done.stdout
    assert done.stderr == b""


def test_a_reader_that_goes_away_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m medsafe check 'sertraline 50 mg' --format json --full | head -c 1 > {os.devnull}",
        shell=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.stderr == b""
