"""Words of others made fit to print: one line, no control characters, no endless length."""

from __future__ import annotations

LIMIT = 1_000
"""No single piece of text in a report is longer than this many characters."""


def clean(text: str, limit: int = LIMIT) -> str:
    """Return `text` as one line that no terminal, notebook or page can misread.

    White space becomes single spaces; what cannot be printed (escape codes, direction marks, lone surrogates) becomes
    the replacement character, so that the reader sees that something was there.

    >>> clean("sertraline\\n 50 mg")
    'sertraline 50 mg'
    >>> clean("abcdef", limit=4)
    'abc…'
    """
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return " ".join(text.split())
