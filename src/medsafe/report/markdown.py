"""A page as Markdown, with every character of a user's or an author's text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from medsafe.model.report import Report
from medsafe.report.document import Block, Document, Span
from medsafe.report.profiles import Named
from medsafe.report.story import tell

MARKS: Final = {
    "title": "# ",
    "section": "## ",
    "problem": "### ",
    "bullet": "- ",
    "item": "- ",
    "note": "  - ",
}
"""What stands before a block; a block without a mark is a paragraph."""

LISTS: Final = {"bullet": "bullets", "item": "items", "note": "items"}

SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>#|~!&$@^])|(?<=\w)(:)(?=//)|(?<=www)(\.)", re.IGNORECASE)
LEADING: Final = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def to_markdown(report: Report, *, at_least: str = "minor", full: bool = True, profile: Named | None = None) -> str:
    """A report as Markdown; full unless told otherwise."""
    return render_markdown(tell(report, at_least=at_least, full=full, profile=profile))


def render_markdown(page: Document) -> str:
    """Any page as Markdown.

    >>> page = Document()
    >>> page.add("title", "A *sharp* list")
    >>> print(render_markdown(page), end="")
    # A \\*sharp\\* list
    """
    out: list[str] = []
    before = ""
    for block in page.blocks:
        in_list = LISTS.get(block.kind, "")
        if out and not (in_list and before == in_list):
            out.append("")
        out += _table(block) if block.kind == "table" else [MARKS.get(block.kind, "") + _line(block)]
        before = in_list
    return "\n".join(out) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows letter by letter.

    >>> print(escape("<b> [x](http://y) 1*2"))
    \\<b\\> \\[x\\](http\\://y) 1\\*2
    """
    return SPECIAL.sub(lambda found: "\\" + found[0], text)


def _line(block: Block) -> str:
    """Escape the start of the line too: a dash or a number there would open a list."""
    heading = block.kind in ("title", "section", "problem")
    line = "".join(_span(span, heading) for span in block.spans).strip()
    return LEADING.sub(_guard, line)


def _table(block: Block) -> Iterator[str]:
    head, *rest = ([_span(span, False) or " " for span in row] for row in block.rows)
    for row in (head, ["---"] * len(head), *rest):
        yield f"| {' | '.join(row)} |"


def _guard(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def _span(span: Span, heading: bool) -> str:
    """Bold for what must stand out, but never in a heading, and never around outer spaces."""
    text = escape(span.text)
    if heading or span.tone in ("", "quiet", "quoted") or not text.strip():
        return text
    body = text.strip()
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}**{body}**{tail}"
