"""How the compiled form writes what is read row by row: a place as one text, a table whose rows are parsed when asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def place_text(always: Iterable[str], sometimes: Mapping[str, int]) -> str:
    """A place: the drugs that are always members, then for each program its number and the drugs of which it must hold.

    >>> place_text(["lithium"], {"doxepin": 4, "sertraline": 4, "selegiline": 2})
    'lithium;2 selegiline;4 doxepin sertraline'
    """
    groups: dict[int, list[str]] = {}
    for drug in sorted(sometimes):
        groups.setdefault(sometimes[drug], []).append(drug)
    return ";".join([" ".join(sorted(always)), *(f"{number} {' '.join(groups[number])}" for number in sorted(groups))])


def place_row(text: str) -> tuple[list[str], dict[str, int]]:
    """What `place_text` wrote.

    >>> place_row("lithium;2 selegiline;4 doxepin sertraline")
    (['lithium'], {'selegiline': 2, 'doxepin': 4, 'sertraline': 4})
    """
    always, *groups = text.split(";")
    sometimes: dict[str, int] = {}
    for group in groups:
        number, *drugs = group.split()
        sometimes.update(dict.fromkeys(drugs, int(number)))
    return always.split(), sometimes


def table_text(table: Mapping[str, Any]) -> bytes:
    """A table as lines of JSON: the names of its rows with their lengths, then the rows.

    >>> table_text({"a": [1], "b": {}})
    b'{"a":3,"b":2}\\n[1]\\n{}'
    """
    rows = {name: json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for name, row in table.items()}
    lengths = {name: len(row) for name, row in rows.items()}
    return b"\n".join([json.dumps(lengths, ensure_ascii=False, separators=(",", ":")).encode(), *rows.values()])


class Table(Mapping[str, Any]):
    """What `table_text` wrote, each row parsed when it is first asked for.

    >>> table = Table(table_text({"a": [1], "b": {}}))
    >>> list(table), table["a"], table.get("c", 0)
    (['a', 'b'], [1], 0)
    """

    __slots__ = ("_body", "_made", "_start")

    def __init__(self, body: bytes):
        head = body[: body.find(b"\n")] if b"\n" in body else body
        self._body = body
        self._made: dict[str, Any] = {}
        self._start: dict[str, int] = {}
        at = len(head) + 1
        for name, length in json.loads(head).items():
            self._start[name] = at
            at += length + 1

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            start = self._start[name]
            end = self._body.find(b"\n", start)
            self._made[name] = json.loads(self._body[start : end if end >= 0 else None])
        return self._made[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self._start else default

    def __contains__(self, name: object) -> bool:
        return name in self._start

    def __iter__(self) -> Iterator[str]:
        return iter(self._start)

    def __len__(self) -> int:
        return len(self._start)
