"""A text with a line each: lines that go on with the medicine above them are read together with it."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from medsafe.names.inputs import lines_of
from medsafe.names.lines import LineReader
from medsafe.names.normal import fold
from medsafe.names.scan import mentions
from medsafe.names.unnamed import header_line, names_again

_GOES_ON: Final = re.compile(
    r"^\s*(?:sig|directions?|instructions?|how to take)\s*[:.]"
    r"|^\s*(?:take|give|inject|apply|use|place|insert|inhale|dissolve|instill|chew|spray)\s"
    r"|^\s*\(?commonly known as\b",
    re.IGNORECASE,
)


class Block(NamedTuple):
    """The lines of a text, where each line that goes on with another is empty; and which line it goes on with."""

    lines: list[str]
    joined: dict[int, int]


def lines_of_block(text: str, reader: LineReader) -> Block:
    """Cut a text at its ends of lines and put directions that stand below a medicine with it."""
    lines = lines_of(text)
    joined: dict[int, int] = {}
    last = -1
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if last >= 0 and _GOES_ON.match(line) and not header_line(line):
            plain = fold(line)
            found = [one for one in mentions(plain, reader.names) if one.taken]
            if not found or names_again(plain):
                lines[last] = f"{lines[last].rstrip()} ; {line.strip()}" if not found else lines[last]
                joined[at], lines[at] = last, ""
                continue
        last = at if any(one.taken for one in mentions(fold(line), reader.names)) else -1
    return Block(lines, joined)
