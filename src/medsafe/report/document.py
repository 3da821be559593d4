"""A page free of any format: blocks of toned text. The story writes it, and text, Markdown and HTML show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from medsafe.report.clean import clean

BLOCKS: Final = (
    "title",
    "lead",
    "section",
    "problem",
    "finding",
    "detail",
    "bullet",
    "item",
    "note",
    "table",
    "figure",
)
"""What a block may be: `item` is a line of a list, `note` belongs to it; `detail` and `bullet` belong to a finding.

A `table` has rows, the first of which is its head; a `figure` has an image, and its words say what the image shows.
"""

TONES: Final = ("contraindicated", "major", "moderate", "minor", "strong", "quiet", "quoted", "")
"""A severity, an emphasis, or `quoted` for words that a user wrote."""


class Span(NamedTuple):
    """A few words in one tone."""

    text: str
    tone: str = ""


class Block(NamedTuple):
    """One paragraph, heading or list item."""

    kind: str
    spans: tuple[Span, ...]
    rows: tuple[tuple[Span, ...], ...] = ()
    image: str = ""  # SVG

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)


class Document:
    """Blocks in reading order.

    >>> page = Document()
    >>> page.add("title", "Medication check: ", strong("2 lines"))
    >>> page.blocks[0].text
    'Medication check: 2 lines'
    """

    __slots__ = ("blocks",)

    def __init__(self) -> None:
        self.blocks: list[Block] = []

    def add(self, kind: str, *parts: str | Span) -> None:
        """Add a block of plain or toned words; everything is made fit to print on the way in."""
        kept = map(_fit, parts)
        self.blocks.append(Block(kind, tuple(span for span in kept if span.text)))

    def table(self, rows: Iterable[Iterable[str | Span]]) -> None:
        """Add a table of as many cells in each row; the first row and the first column are heads."""
        self.blocks.append(Block("table", (), tuple(tuple(map(_fit, row)) for row in rows)))

    def figure(self, image: str, words: str) -> None:
        """Add an image (SVG), and the words for those who do not see it."""
        self.blocks.append(Block("figure", (_fit(words),), (), image))


def _fit(part: str | Span) -> Span:
    text, tone = part if isinstance(part, Span) else (part, "")
    return Span(_inside(text), tone)


def strong(text: str) -> Span:
    """Words that stand out."""
    return Span(text, "strong")


def quiet(text: str) -> Span:
    """Words that step back."""
    return Span(text, "quiet")


def quoted(text: str, limit: int = 160) -> Span:
    """Words that a user wrote, cut to a length that leaves the page readable."""
    return Span(clean(text, limit), "quoted")


def _inside(text: str) -> str:
    """Clean the words of a span, and keep the space at either end that joins it to the next."""
    body = clean(text)
    if not body:
        return " " if text else ""
    return (" " if text[0] == " " else "") + body + (" " if text[-1] == " " else "")
