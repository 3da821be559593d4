"""A page free of any format: blocks of toned text. The story writes it, and text, Markdown and HTML show it."""

from __future__ import annotations

from typing import Final, NamedTuple

from medsafe.report.clean import clean

BLOCKS: Final = ("title", "lead", "section", "problem", "finding", "detail", "bullet", "item", "note")
"""What a block may be: `item` is a line of a list, `note` belongs to it; `detail` and `bullet` belong to a finding."""

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
        spans = (part if isinstance(part, Span) else Span(part) for part in parts)
        kept = tuple(Span(_inside(span.text), span.tone) for span in spans)
        self.blocks.append(Block(kind, tuple(span for span in kept if span.text)))


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
