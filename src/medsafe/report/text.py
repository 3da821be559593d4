"""A page as text for a terminal: wrapped, plain or coloured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import combining, east_asian_width

from medsafe.model.report import Report
from medsafe.report.document import Block, Document, Span
from medsafe.report.profiles import Named
from medsafe.report.story import tell

INDENTS: Final = {
    "title": ("", ""),
    "lead": ("", "  "),
    "section": ("", "  "),
    "problem": ("", "  "),
    "finding": ("  ", "    "),
    "detail": ("    ", "    "),
    "bullet": ("    - ", "      "),
    "item": ("  ", "     "),
    "note": ("     ", "     "),
    "figure": ("  ", "  "),
}
"""What stands before the first line of a block, and before the others."""

PIECES: Final = re.compile(r" +|[^ ]+")

COLOURS: Final = {
    "contraindicated": "1;31",
    "major": "31",
    "moderate": "33",
    "minor": "36",
    "strong": "1",
    "quiet": "2",
    "title": "1",
    "section": "1;4",
}


def to_text(
    report: Report,
    *,
    colour: bool = False,
    width: int = 88,
    at_least: str = "minor",
    full: bool = False,
    profile: Named | None = None,
) -> str:
    """A report as text that ends with a line break; `colour` adds terminal colours and nothing else."""
    return render_text(tell(report, at_least=at_least, full=full, profile=profile), colour=colour, width=width)


def render_text(page: Document, *, colour: bool = False, width: int = 88) -> str:
    """Any page as text.

    >>> page = Document()
    >>> page.add("title", "Findings")
    >>> page.add("bullet", "Do not give together.")
    >>> print(render_text(page), end="")
    Findings
        - Do not give together.
    """
    out: list[str] = []
    for block in page.blocks:
        if out and block.kind in ("section", "problem"):
            out.append("")
        out += (_table if block.kind == "table" else _wrap)(block, max(width, 40), colour)
    return "\n".join(out) + "\n"


Unit = list[Span]
"""Letters that no line break may part, with the space before them; several spans where the tone changes inside."""


def _wrap(block: Block, width: int, colour: bool) -> Iterator[str]:
    first, rest = INDENTS[block.kind]
    line: list[Span] = []
    indent, room = first, width - len(first)
    for unit in _units(block.spans, width - len(rest)):
        size = sum(cells(span.text) for span in unit)
        if line and size > room:
            yield indent + _paint(line, block.kind, colour)
            line, indent, room = [], rest, width - len(rest)
        if not line:
            unit = [Span(unit[0].text.lstrip(), unit[0].tone), *unit[1:]]
        line += unit
        room -= sum(cells(span.text) for span in unit)
    yield (indent + _paint(line, block.kind, colour)).rstrip()


def _table(block: Block, width: int, colour: bool) -> Iterator[str]:
    """A table in columns as wide as their words; what does not fit beside the first column goes below, in a table of its own."""
    heads = [row[0] for row in block.rows]
    rest = [row[1:] for row in block.rows]
    edge = min(max(cells(head.text) for head in heads), width // 2)
    while any(rest):
        room = width - 2 - edge
        sizes = [min(max(cells(span.text) for span in column) + 1, room) for column in zip(*rest)]
        many = max(sum(1 for i in range(len(sizes)) if sum(sizes[: i + 1]) <= room), 1)
        for head, row in zip(heads, rest):
            said = [Span(_filled(head.text, edge), head.tone)]
            said += [Span(" " + _filled(span.text, size - 1), span.tone) for span, size in zip(row[:many], sizes)]
            yield "  " + _paint(_stripped(said), block.kind, colour)
        rest = [row[many:] for row in rest]


def _filled(text: str, size: int) -> str:
    """Text in so many columns, cut or filled with space."""
    while cells(text) > size:
        text = text[:-2] + "…"
    return text + " " * (size - cells(text))


def _stripped(spans: list[Span]) -> list[Span]:
    """Without space at the end of the line."""
    while spans and not spans[-1].text.strip():
        spans = spans[:-1]
    return [*spans[:-1], Span(spans[-1].text.rstrip(), spans[-1].tone)] if spans else []


def _units(spans: Iterable[Span], width: int) -> Iterator[Unit]:
    unit: Unit = []
    gap = ""
    for text, tone in spans:
        for piece in PIECES.findall(text):
            if piece.isspace():
                gap = piece
                continue
            if unit and gap:
                yield from _fitting(unit, width)
                unit = []
            unit.append(Span(gap + piece, tone))
            gap = ""
    if unit:
        yield from _fitting(unit, width)


def _fitting(unit: Unit, width: int) -> Iterator[Unit]:
    """Break what is longer than a whole line."""
    if sum(cells(span.text) for span in unit) <= width:
        yield unit
        return
    half = max(width // 2, 1)
    for text, tone in unit:
        for start in range(0, len(text), half):
            yield [Span(text[start : start + half], tone)]


def _paint(line: list[Span], kind: str, colour: bool) -> str:
    if not colour:
        return "".join(text for text, _ in line)
    painted = []
    for span in _joined(line):
        code = COLOURS.get(span.tone) or COLOURS.get(kind)
        painted.append(f"\x1b[{code}m{span.text}\x1b[0m" if code else span.text)
    return "".join(painted)


def _joined(line: list[Span]) -> list[Span]:
    spans: list[Span] = []
    for text, tone in line:
        if spans and spans[-1].tone == tone:
            spans[-1] = Span(spans[-1].text + text, tone)
        else:
            spans.append(Span(text, tone))
    return spans


def cells(text: str) -> int:
    """How many columns of a terminal a text fills.

    >>> cells("mg"), cells("漢方")
    (2, 4)
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
