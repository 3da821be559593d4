"""What a report looks like in every format, and that JSON loses nothing."""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

import sample_reports as sample
from medsafe import check_regimen
from medsafe.errors import InputError
from medsafe.model import report as model
from medsafe.model.report import Report
from medsafe.report import schema
from medsafe.report.change_schema import answer_schema
from medsafe.report.html import TAGS, to_html
from medsafe.report.json import FINDING_ORDER, REPORT_ORDER, finding_to_dict, from_json, to_dict, to_json
from medsafe.report.markdown import to_markdown
from medsafe.report.plot import installed
from medsafe.report.text import cells, to_text
from medsafe.report.wording import EMPTY_LIST, NOTHING_FOUND, NOTHING_READ, PURPOSE

Make = Callable[[], Report]
every_report = pytest.mark.parametrize("make", sample.ALL)
every_format = pytest.mark.parametrize("show", [to_text, to_markdown, to_html])


class TestJson:
    @pytest.mark.parametrize("make", [sample.clean, sample.empty, sample.rich])
    def test_comes_back_equal(self, make: Make) -> None:
        report = make()
        assert from_json(to_json(report)) == report

    @every_report
    def test_comes_back_byte_for_byte(self, make: Make) -> None:
        text = to_json(make())
        assert to_json(from_json(text)) == text == to_json(make())

    @every_report
    def test_matches_the_published_schema(self, make: Make) -> None:
        Draft202012Validator(answer_schema("report")).validate(json.loads(to_json(make())))

    def test_schema_in_docs_is_current(self) -> None:
        published = Path(__file__).parent.parent / "docs/schema/report.json"
        assert json.loads(published.read_text("utf-8")) == answer_schema("report"), "run: make schema"

    def test_schema_is_itself_sound(self) -> None:
        Draft202012Validator.check_schema(answer_schema("report"))

    def test_status_comes_first_and_order_is_documented(self) -> None:
        document = to_dict(sample.rich())
        assert next(iter(document)) == "status"
        assert tuple(document) == REPORT_ORDER == tuple(schema.Report.model_fields)
        assert tuple(document["findings"][0]) == FINDING_ORDER == tuple(schema.Finding.model_fields)

    def test_every_model_mirrors_its_frozen_type(self) -> None:
        shapes = [shape for shape in schema.Shape.__subclasses__() if shape not in (schema.Report, schema.Finding)]
        for shape in shapes:
            fields = [field.alias or name for name, field in shape.model_fields.items()]
            assert fields == list(shape.builds._fields), shape
        assert set(FINDING_ORDER) == {
            *model.RuleText._fields, *model.Finding._fields, "usual_do", "usual_action",
        } - {"about"}  # fmt: skip
        slots = {name for name in typing.get_type_hints(Report) if not name.startswith("_")}
        assert set(REPORT_ORDER) == slots | set(model.Later._fields) | {"equivalents"}

    def test_a_regraded_finding_says_what_holds_and_what_is_usual(self) -> None:
        regraded = finding_to_dict(sample.rich().findings[2])
        assert (regraded["do"], regraded["usual_do"]) == ("monitor", "change")
        assert (regraded["action"], regraded["usual_action"]) == (["Keep and watch."], ["Replace the strongest."])
        plain = finding_to_dict(sample.rich().findings[0])
        assert (plain["usual_do"], plain["usual_action"]) == (None, None)

    def test_numbers_and_sets_are_plain_and_sorted(self) -> None:
        patient = to_dict(sample.rich())["patient"]
        assert patient["facts"] == {"age": 78, "potassium": 3.2, "sex": "female"}
        assert patient["conditions"] == ["dementia", "falls-history"]
        assert '"age":78,' in to_json(sample.rich())

    def test_lone_surrogates_never_reach_json(self) -> None:
        to_json(sample.hostile()).encode("utf-8")

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"status": "fine"}, "status: should be 'complete', 'assumed' or 'partial'"),
            ({"extra": 1}, "extra: is not part of a report"),
            ({"findings": None}, "findings: should be a valid tuple"),
            ({"provenance": {}}, "provenance.as_of: is missing"),
            ({"gaps": [{"kind": "odd"}]}, r"gaps\[0\].kind: should be"),
        ],
    )
    def test_a_wrong_document_is_told_where_it_is_wrong(self, change: dict[str, Any], message: str) -> None:
        document = {**to_dict(sample.rich()), **change}
        with pytest.raises(InputError, match=message):
            from_json(json.dumps(document))

    @pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', "[" * 100_000, b"\xff\xfe\x00", "1" * 10_000])
    def test_what_is_not_a_report_raises_input_error(self, text: str | bytes) -> None:
        with pytest.raises(InputError, match="report"):
            from_json(text)

    def test_every_fault_is_named_at_once(self) -> None:
        with pytest.raises(InputError) as caught:
            from_json("{}")
        assert [name for name in REPORT_ORDER if f"{name}: is missing" not in str(caught.value)] == []


class TestEveryFormat:
    @every_format
    def test_status_stands_before_findings(self, show: Callable[..., str]) -> None:
        shown = show(sample.rich())
        assert shown.index("NOT READ") < shown.index("CONTRAINDICATED") < shown.index("MODERATE") < shown.index("MINOR")

    @every_format
    def test_nothing_found_is_never_called_safe(self, show: Callable[..., str]) -> None:
        assert NOTHING_FOUND in show(sample.clean())
        assert EMPTY_LIST in show(sample.empty())

    @every_format
    def test_a_list_in_which_nothing_was_read_does_not_speak_of_rules(self, show: Callable[..., str]) -> None:
        report = sample.hostile()
        unread = Report("partial", (), (), (), report.medications, report.patient, report.provenance, report.later)
        assert NOTHING_READ in show(unread)
        assert NOTHING_FOUND not in show(unread)

    @every_format
    def test_every_finding_gap_and_reason_is_there(self, show: Callable[..., str]) -> None:
        shown = " ".join(show(sample.rich(), full=True).split())
        for words in (
            "MS-0001", "MS-0003", "MS-0401", "MS-0501", "kratmo", "kratom", "does the patient drink?".capitalize(),
            "mirtazapine", "one is low dose", "ECG", "after 7 days", "seen in every patient", "reviewed monthly",
            "Dr A", "US schedule IV", "age at least 65", "Nardil (phenelzine) prescribing information", "2026.11",
            PURPOSE,
        ):  # fmt: skip
            assert words.replace("(", "").replace(")", "") in re.sub(r"<[^>]+>|[\\*()]", "", shown), words

    @every_format
    def test_what_is_hidden_is_counted(self, show: Callable[..., str]) -> None:
        shown = show(sample.rich(), at_least="major")
        assert "MS-0501" not in shown
        assert "2 findings below major not shown" in shown


class TestText:
    @every_report
    @pytest.mark.parametrize("width", [40, 80, 100])
    def test_no_line_is_wider_than_asked(self, make: Make, width: int) -> None:
        lines = to_text(make(), width=width, full=True).splitlines()
        assert max(map(cells, lines)) <= width
        assert [line for line in lines if line != line.rstrip()] == []

    @every_report
    def test_colour_adds_colour_and_nothing_else(self, make: Make) -> None:
        coloured = to_text(make(), colour=True)
        assert "\x1b[" in coloured
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == to_text(make())

    def test_no_control_character_of_a_list_reaches_the_terminal(self) -> None:
        text = to_text(sample.hostile(), full=True)
        assert {c for c in text if not c.isprintable()} == {"\n"}
        assert text.encode("utf-8")

    def test_a_long_line_is_cut(self) -> None:
        assert len(to_text(sample.hostile())) < 6_000

    def test_parts_stand_under_their_whole(self) -> None:
        text = to_text(sample.rich())
        assert text.index("MS-0003") < text.index("Part of it: contraindicated, avoid: phenelzine + sertraline.")
        assert text.count("MS-0001") == 1

    def test_pairs_of_one_rule_share_its_text(self) -> None:
        about = sample.rule_text()
        pairs = [sample.finding(about, "major", ("a", drug), (0, place)) for place, drug in enumerate("bc", 1)]
        problem = model.Problem("p", "Problem", "major", ("a", "b", "c"), (0, 1))
        report = Report(
            "complete", tuple(pairs), (problem,), (), sample.clean().medications, sample.clean().patient,
            sample.PROVENANCE, model.Later(),
        )  # fmt: skip
        text = to_text(report)
        assert "Avoid: a + b" in text
        assert "Avoid: a + c" in text
        assert text.count("Do not give together.") == 1

    def test_what_one_rule_says_of_several_severities_is_said_once(self) -> None:
        text = page("oxybutynin 5 mg three times a day", "diphenhydramine 50 mg at night", of="84 y, urinary retention")
        assert text.count("Drug that blocks the bladder with retention") == 1
        assert "CONTRAINDICATED: Urinary retention" in text
        assert "Avoid: oxybutynin (line 1) MS-1339" in text, "as severe as the heading says"
        assert "Change: diphenhydramine, moderate (line 2) MS-1339" in text, "less than the heading says"

    def test_what_was_not_read_of_the_patient_is_not_the_list(self) -> None:
        text = page("sertraline 50 mg daily", of="frobnicating")
        assert "Part of what is said of the patient was NOT READ." in text and "list was NOT READ" not in text
        assert "Not judged: 1 part of the words on the patient and" in text
        assert "Part of the list was NOT READ: line 1, nor part of what" in page("blue vervain tea", of="frobnicating")

    def test_a_finding_outside_every_problem_is_still_shown(self) -> None:
        report = sample.rich()
        bare = Report(
            report.status, report.findings, (), (), report.medications, report.patient, report.provenance, report.later
        )
        assert "Other findings" in to_text(bare)
        assert "MS-0401" in to_text(bare)

    def test_a_short_report_says_how_much_it_leaves_out(self) -> None:
        questions = tuple(model.Question(f"question {n}?", "x", "major", ()) for n in range(10))
        clean = sample.clean()
        report = Report(
            "complete", (), (), (), clean.medications, clean.patient, clean.provenance, model.Later(questions=questions)
        )
        assert "and 4 more in the full report" in to_text(report)
        assert "Question 9?" in to_text(report, full=True)


def page(*lines: str, of: str = "") -> str:
    return " ".join(check_regimen(list(lines), of or None).to_text(width=400).split())


def test_json_holds_the_sums_of_equivalents() -> None:
    report = check_regimen(["diazepam 10 mg daily", "lorazepam 1 mg daily"])
    assert [(one["scale"], one["low"]) for one in to_dict(report)["equivalents"]] == [
        (one.scale, one.low) for one in report.equivalents
    ]
    assert report.equivalents[0].low > 10
    assert Report.from_json(report.to_json()).equivalents == report.equivalents


class TestMarkdown:
    def test_words_of_others_stay_words(self) -> None:
        tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(
            to_markdown(sample.hostile())
        )  # fmt: skip
        inline = [child.type for token in tokens for child in token.children or ()]
        assert set(inline) <= {"text", "strong_open", "strong_close", "softbreak", "text_special"}
        assert {token.type for token in tokens} <= {
            "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline",
            "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
        }  # fmt: skip
        assert len([token for token in tokens if token.type == "heading_open"]) == 5

    def test_headings_follow_the_story(self) -> None:
        headings = re.findall(r"^#+ .*", to_markdown(sample.rich()), re.MULTILINE)
        assert headings[0].startswith("# Medication check")
        assert headings[2] == "### CONTRAINDICATED: Serotonin toxicity"
        assert "## Could not be judged" in headings


class Tags(HTMLParser):
    """Which tags and attributes a page really holds, and whether each is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


class TestHtml:
    @every_report
    def test_holds_only_its_own_tags_and_fetches_nothing(self, make: Make) -> None:
        page = Tags(to_html(make()))
        assert page.open == []
        assert page.seen <= {"div", "style", "ul", "span", "bdi", *TAGS.values()}
        assert page.attributes == {"class"}

    def test_words_of_a_user_are_isolated(self) -> None:
        assert "<bdi>&lt;/style&gt;&lt;script&gt;alert(1)&lt;/script&gt;</bdi>" in to_html(sample.hostile())


def test_a_report_shows_itself() -> None:
    report = sample.rich()
    assert report.to_json(indent=1) == to_json(report, indent=1)
    assert Report.from_json(report.to_json()) == report
    assert report.to_dict() == to_dict(report)
    assert report.to_text(full=True) == to_text(report, full=True)
    assert report.to_markdown() == to_markdown(report)
    assert report._repr_html_() == to_html(report, figures=installed())


def test_a_report_without_extras_needs_no_pydantic_and_no_rich(fresh_python: Callable[[str], str]) -> None:
    code = (
        "import sys, sample_reports as s\n"
        "from medsafe.report.text import to_text; from medsafe.report.json import to_json\n"
        "from medsafe.report.markdown import to_markdown; from medsafe.report.html import to_html\n"
        "r = s.rich(); to_text(r), to_json(r), to_markdown(r), to_html(r)\n"
        "print(sorted({'pydantic', 'rich', 'typer', 'yaml', 'rapidfuzz'} & set(sys.modules)))"
    )
    assert fresh_python(code) == "[]"


def test_the_plan_begins_with_what_is_overdue() -> None:
    results = [{"test": "lithium level", "date": "2026-01-01", "value": 0.8}]
    lines = ["lithium 900 mg daily since 2025-01-10", "olanzapine 10 mg daily since 2026-11-01"]
    report = check_regimen(lines, {"age": 45, "results": results}, as_of=date(2026, 11, 23))
    plan = report.to_text(width=400).partition("Follow-up plan")[2].partition("\n\n")[0].strip().splitlines()
    late = ["overdue" in line for line in plan]
    assert late[0] and late == sorted(late, reverse=True) and not late[-1]
