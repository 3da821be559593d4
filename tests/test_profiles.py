"""How loud a report is, and why somebody went on: neither touches what was found."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from medsafe.errors import InputError
from medsafe.model.report import Report
from medsafe.model.words import KINDS
from medsafe.report.audit import REASONS, append, entry, read
from medsafe.report.html import to_html
from medsafe.report.markdown import to_markdown
from medsafe.report.profiles import PROFILES, Profile, profile_of
from medsafe.report.text import to_text
from sample_reports import rich

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture
def report() -> Report:
    return rich()


class TestProfiles:
    @pytest.mark.parametrize("name", [*PROFILES, "deaf"])
    def test_no_finding_is_lost(self, report: Report, name: str) -> None:
        deaf = Profile(
            "deaf", "contraindicated", "contraindicated", (), KINDS, tuple({f.problem for f in report.findings})
        )
        profile = PROFILES.get(name, deaf)
        before = report.findings
        view = profile.view(report)
        assert sorted(sum(view, ())) == sorted(before) and report.findings is before
        assert {f for f in report.findings if f.severity == "contraindicated"} <= set(view.interruptive)

    def test_strict_is_never_quieter(self, report: Report) -> None:
        strict = PROFILES["strict"].view(report)
        for profile in PROFILES.values():
            assert set(profile.view(report).interruptive) <= set(strict.interruptive)
        assert not strict.quiet

    @pytest.mark.parametrize("name", PROFILES)
    @pytest.mark.parametrize("show", [to_text, to_markdown, to_html])
    def test_a_page_says_how_much_its_profile_keeps_back(
        self, report: Report, name: str, show: Callable[..., str]
    ) -> None:
        view = report.view(name)
        page = show(report, profile=name)
        assert f"Profile {name}" in page.replace("\\", "")
        assert ("kept back" in page) == bool(view.quiet)
        loud = {finding.title for finding in (*view.interruptive, *view.shown)}
        for finding in view.quiet:
            assert finding.title in loud or finding.title not in page
        assert all(finding.rule in page for finding in view.interruptive)

    def test_no_profile_keeps_nothing_back(self, report: Report) -> None:
        page = to_text(report)
        assert "Profile" not in page and all(finding.rule in page for finding in report.findings)

    @pytest.mark.parametrize(
        "table",
        [
            {"name": "x", "shows_at": "loud"},
            {"name": "x", "quiet_kinds": ["burdens"]},
            {"nme": "x"},
            {"shows_at": "minor"},
            "quiet",
        ],
    )
    def test_a_wrong_word_is_named(self, table: dict[str, str]) -> None:
        with pytest.raises(InputError):
            profile_of(table)


class TestAudit:
    def test_few_reasons_each_with_its_own_code(self) -> None:
        assert set(REASONS) == set(KINDS)
        for reasons in REASONS.values():
            assert len(reasons) <= 7 and len({reason.code for reason in reasons}) == len(reasons)
            assert reasons[-1].code == "other"

    def test_lines_are_added_and_nothing_else_changes(self, report: Report, tmp_path: Path) -> None:
        path = tmp_path / "audit.jsonl"
        finding = report.findings[0]
        for who in ("dr-a", "dr-b"):
            append(path, entry(report, finding, who=who, reason="list-wrong", when=NOON, subject="pseudonym-7"))
        first, second = read(path)
        assert (first["who"], second["who"]) == ("dr-a", "dr-b")
        assert first["when"] == "2026-01-31T12:00:00+00:00" and first["rule"] == finding.rule and first["layers"]
        assert path.stat().st_mode & 0o077 == 0

    def test_it_says_no_more_of_the_patient_than_it_was_given(self, report: Report) -> None:
        said = json.dumps(entry(report, report.findings[0], who="dr-a", reason="list-wrong", when=NOON))
        for medication in report.medications:
            assert medication.text not in said
            assert not any(f'"{drug}"' in said for drug in medication.drugs)

    @pytest.mark.parametrize(
        "given", [{"reason": "tired"}, {"reason": "other"}, {"who": " "}, {"when": datetime(2026, 1, 1)}]
    )
    def test_what_is_refused(self, report: Report, given: dict[str, Any]) -> None:
        with pytest.raises(InputError):
            entry(report, report.findings[0], **{"who": "dr-a", "reason": "list-wrong", **given})

    def test_a_torn_line_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.jsonl").write_text('{"who": "x"}\n{"who', "utf-8")
        with pytest.raises(InputError, match=":2:"):
            list(read(tmp_path / "a.jsonl"))
