"""Tables of pairs and totals, and figures of them: readable without colour, without eyes, and without matplotlib."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from medsafe import Report, check_regimen
from medsafe.adapters.main import main
from medsafe.model.words import SEVERITIES
from medsafe.report import pictures, plot
from medsafe.report.matrix import MARKS, bar_text, burden_bars, pair_matrix
from medsafe.report.text import cells

DAY = date(2026, 1, 1)
LIST = ["phenelzine 15 mg daily", "sertraline 100 mg daily", "lithium 900 mg daily", "oxybutynin 5 mg twice a day"]

drawn = pytest.mark.skipif(not plot.installed(), reason="needs medsafe[plot]")


def report(*more: str) -> Report:
    return check_regimen([*LIST, *more], "74 y, female", as_of=DAY)


def section(text: str, title: str) -> list[str]:
    return text.partition(f"\n{title}\n")[2].partition("\n\n")[0].splitlines()


class Images(HTMLParser):
    """The images of a page with their words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            said = dict(attrs)
            source = said["src"] or ""
            assert source.startswith("data:image/svg+xml;base64,")
            self.found.append((said["alt"] or "", b64decode(source.partition(",")[2]).decode("utf-8")))


class TestTables:
    def test_the_matrix_says_what_the_findings_say(self) -> None:
        head, *rows = section(report().to_text(full=True), "Drug by drug")[:5]
        assert head.split() == ["1", "2", "3", "4"]
        assert re.match(r"  1 phenelzine +mi +CI", rows[0])
        matrix = pair_matrix(report())
        for finding in report().findings:
            if len(finding.drugs) == 2:
                i, j = map(matrix.drugs.index, finding.drugs)
                assert SEVERITIES.index(matrix.cells[i][j]) >= SEVERITIES.index(finding.severity)
                assert matrix.cells[i][j] == matrix.cells[j][i]

    def test_a_short_report_has_no_tables(self) -> None:
        assert "Drug by drug" not in report().to_text()
        assert "<table>" not in report().to_html()

    @pytest.mark.parametrize("width", [40, 60, 100])
    def test_many_drugs_go_below_one_another(self, width: int) -> None:
        names = ["haloperidol", "clozapine", "warfarin", "tramadol", "metoprolol", "digoxin", "ibuprofen", "citalopram"]
        lines = report(*names).to_text(full=True, width=width).splitlines()
        assert max(map(cells, lines)) <= width
        heads = [
            int(word)
            for line in section("\n".join(lines), "Drug by drug")
            for word in line.split()
            if line.lstrip()[0].isdigit() and word.isdigit()
        ]
        assert {*range(1, 13)} <= set(heads)

    def test_markdown_and_html_hold_the_same_table(self) -> None:
        markdown, page = report().to_markdown(), report().to_html(full=True)
        assert "| 1 phenelzine | **mi** | **CI** |" in markdown
        assert '<th scope="row">1 phenelzine</th><td class="minor">mi</td><td class="contraindicated">CI</td>' in page

    def test_bars_are_the_burdens(self) -> None:
        said = section(report().to_text(full=True, width=140), "Totals over the whole list")
        for bar in burden_bars(report()):
            row = next(line for line in said if line.startswith(f"  {bar.title} ") and "|" in line)
            assert row.endswith(bar_text(bar))
            assert not (bar.reached and "·" in row)

    def test_every_severity_has_a_mark_and_a_darker_colour(self) -> None:
        assert len(set(MARKS)) == len(MARKS) == len(SEVERITIES) == len(plot.COLOURS)
        grey = [
            sum(w * int(c[i : i + 2], 16) for w, i in ((0.2126, 1), (0.7152, 3), (0.0722, 5))) for c in plot.COLOURS
        ]
        assert all(one - other > 20 for one, other in pairwise(grey))


class TestWithout:
    """Where matplotlib is missing."""

    def test_the_page_says_what_to_install_and_shows_the_table(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pictures, "installed", lambda: False)
        page = report().to_html(figures=True)
        assert page.count(plot.NEEDS.replace("'", "&#x27;")) == 1
        assert "<img" not in page
        assert "<table>" in page
        assert "Drug by drug" in page

    def test_a_notebook_does_not_nag(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(plot, "installed", lambda: False)
        assert report()._repr_html_() == report().to_html()
        assert "medsafe[plot]" not in report()._repr_html_()

    def test_nothing_of_it_is_loaded_before_it_is_used(self, fresh_python: Callable[[str], str]) -> None:
        code = (
            "import sys, medsafe\nr = medsafe.check_regimen(['lithium 900 mg', 'ibuprofen 400 mg'])\n"
            "r.to_html(full=True), r.to_text(full=True)\nprint('matplotlib' in sys.modules)"
        )
        assert fresh_python(code) == "False"


@drawn
class TestDrawn:
    def test_figures_stand_in_the_page_with_words(self) -> None:
        images = Images(report().to_html(figures=True)).found
        assert [words.partition(" ")[0] for words, _ in images] == ["Map", "Chart"]
        assert "contraindicated: phenelzine + sertraline" in images[0][0]
        assert "does not mean safe" in images[0][0]
        assert all(bar.title in images[1][0] for bar in burden_bars(report()))
        for _, svg in images:
            assert ElementTree.fromstring(svg).tag.endswith("svg")

    def test_the_same_report_gives_the_same_page(self) -> None:
        assert report().to_html(figures=True) == report().to_html(figures=True)

    def test_a_notebook_shows_them(self) -> None:
        assert len(Images(report()._repr_html_()).found) == 2

    def test_nothing_found_draws_nothing(self) -> None:
        assert "<img" not in check_regimen(["omeprazole 20 mg daily"], as_of=DAY).to_html(figures=True)

    def test_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", *LIST, "--format", "html", "--figures"]) == 0
        assert len(Images(capsys.readouterr().out).found) == 2
