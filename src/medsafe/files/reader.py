"""Read one YAML file into nodes, refusing what a knowledge file has no use for and what an attacker would use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from medsafe.errors import Fault
from medsafe.files.nodes import Items, Node, Table, Text

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 20


def read_yaml(path: Path, shown: str | None = None) -> tuple[Table, list[Fault]]:
    """The file's table and everything that is wrong with its YAML. A broken file gives an empty or partial table."""
    name = shown or str(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return Table(), [
                Fault(name, 0, 0, "", f"the file has {size:,} bytes; split it below {MAX_BYTES:,}", "too-large")
            ]
        data = path.read_bytes()
    except OSError as error:
        return Table(), [Fault(name, 0, 0, "", f"cannot be read: {error.strerror or 'unknown reason'}", "unreadable")]
    return parse_yaml(data, name)


def parse_yaml(data: bytes, name: str) -> tuple[Table, list[Fault]]:
    """Parse bytes as `read_yaml` does.

    >>> table, faults = parse_yaml(b"a: [x, 'no']\\na: 2", "demo.yaml")
    >>> table["a"], str(faults[0])
    (['x', 'no'], 'demo.yaml:2:1: the key "a" stands twice, first in line 1; keep one [duplicate-key]')
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return Table(), [Fault(name, line, 1, "", "is not UTF-8; save the file as UTF-8", "encoding")]
    odd = _ODD.search(text)
    if odd:
        line, column = text.count("\n", 0, odd.start()) + 1, odd.start() - text.rfind("\n", 0, odd.start())
        message = f"holds a character that is no text (U+{ord(odd[0]):04X}); take it out"
        return Table(), [Fault(name, line, column, "", message, "encoding")]
    builder = _Builder(name)
    try:
        root = builder.build(_events(text))
    except _Refused:
        return Table(), builder.faults
    except Exception as error:  # yaml's own errors share no useful base with a mark
        builder.faults.append(_yaml_fault(error, name, text))
        return Table(), builder.faults
    if root is None:
        return Table(), builder.faults
    if not isinstance(root, Table):
        builder.fault(root, "the file must hold a table of keys such as `rules:` or `drugs:`", "not-a-table")
        return Table(), builder.faults
    return root, builder.faults


def _events(text: str) -> Iterator[Any]:
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return iter(yaml.parse(text, Loader=loader))


_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # YAML refuses them, and does not say where

_SAID = (
    (
        "mapping values are not allowed",
        "a colon with a space after it begins a value; put the text in quotes if it is meant as text",
    ),
    ("expected ',' or '}'", "a `,` or a `}` is missing before this; put a text that holds `, : { }` in quotes"),
    ("expected ',' or ']'", "a `,` or a `]` is missing before this; put a text that holds `, [ ]` in quotes"),
    ("unexpected end of stream", "the quote is not closed"),
    (
        "expected <block end>",
        "this is indented otherwise than what it belongs to; let entries of one table begin in one column",
    ),
    ("could not find expected ':'", "a key without a colon; write `key: value`, and quote a text of several lines"),
)
"""What the YAML library says, and what it means for who wrote the file."""


def _yaml_fault(error: Exception, name: str, text: str) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", "") or "this cannot be read as YAML")
    if "end of stream" in problem:
        mark = getattr(error, "context_mark", None) or mark
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
    rows = text.splitlines()
    before = rows[line - 1][:column] if 0 < line <= len(rows) else ""
    said = next((meant for words, meant in _SAID if words in problem), f"{problem}; mend the YAML here")
    if "\t" in before and not before.strip():
        said = "a tab indents this line; use spaces"
    return Fault(name, line, column, "", said, "yaml")


class _Refused(Exception):
    """Reading stops: the file uses something that is refused."""


class _Builder:
    def __init__(self, name: str):
        self.name = name
        self.faults: list[Fault] = []

    def fault(self, node: Node, message: str, code: str) -> None:
        self.faults.append(Fault(self.name, node.line, node.column, "", message, code))

    def refuse(self, event: Any, message: str, code: str) -> None:
        mark = event.start_mark
        self.faults.append(Fault(self.name, mark.line + 1, mark.column + 1, "", message, code))
        raise _Refused

    def build(self, events: Iterator[Any]) -> Node | None:
        """One pass with an explicit stack, so that depth is ours to limit and nothing recurses."""
        root: Node | None = None
        stack: list[tuple[Items | Table, Text | None]] = []
        documents = 0
        for event in events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self.refuse(event, "a second document begins; keep one document a file", "documents")
                continue
            if kind in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                continue
            if kind == "AliasEvent":
                self.refuse(event, "aliases (*name) are not allowed; write the value out", "alias")
            if kind in ("SequenceEndEvent", "MappingEndEvent"):
                stack.pop()
                continue
            if getattr(event, "anchor", None):
                self.refuse(event, "anchors (&name) are not allowed; write the value out", "anchor")
            if getattr(event, "tag", None):
                self.refuse(event, "tags (!name) are not allowed; write a plain value", "tag")
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            node: Node
            if kind == "ScalarEvent":
                node = Text(event.value, line, column)
            elif kind == "SequenceStartEvent":
                node = Items((), line, column)
            else:
                node = Table(line, column)
            if not stack:
                root = node
            else:
                self._attach(stack, node, event)
            if not isinstance(node, Text):
                stack.append((node, None))
                if len(stack) > MAX_DEPTH:
                    self.refuse(event, f"nested deeper than {MAX_DEPTH} levels", "too-deep")
        return root

    def _attach(self, stack: list[tuple[Items | Table, Text | None]], node: Node, event: Any) -> None:
        holder, waiting = stack[-1]
        if isinstance(holder, Items):
            holder.append(node)
        elif waiting is None:
            if not isinstance(node, Text):
                self.refuse(event, "a key must be plain words, not a list or a table", "key")
            elif node == "<<":
                self.refuse(event, "merge keys (<<) are not allowed; write the values out", "merge-key")
            else:
                stack[-1] = (holder, node)
        else:
            stack[-1] = (holder, None)
            if waiting in holder:
                first = holder.places[waiting][0]
                message = f'the key "{waiting}" stands twice, first in line {first}; keep one'
                self.faults.append(Fault(self.name, waiting.line, waiting.column, "", message, "duplicate-key"))
            else:
                holder[str(waiting)] = node
                holder.places[str(waiting)] = (waiting.line, waiting.column)
