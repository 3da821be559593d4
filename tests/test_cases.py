"""The worked cases of docs/cases: every page answers as it says."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parent.parent / "docs/cases").glob("[0-9]*.md"))


def test_there_are_ten() -> None:
    index = (PAGES[0].parent / "README.md").read_text("utf-8")
    assert len(PAGES) == 10
    assert all(f"({page.name})" in index for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_page_answers_as_it_says(page: Path) -> None:
    text = page.read_text("utf-8").replace("\n```", "\n\n```")  # an answer ends with an empty line
    examples = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(examples, out=said.append)
    assert not runner.failures, "".join(said)
    assert runner.tries > 3
