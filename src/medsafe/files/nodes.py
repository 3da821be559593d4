"""Strings, lists and tables that remember where they stood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class Text(str):
    """A scalar, exactly as written."""

    line: int
    column: int

    def __new__(cls, value: str, line: int = 0, column: int = 0) -> Text:
        self = super().__new__(cls, value)
        self.line, self.column = line, column
        return self


class Items(list["Node"]):
    """A YAML sequence."""

    def __init__(self, values: Iterable[Node] = (), line: int = 0, column: int = 0):
        super().__init__(values)
        self.line, self.column = line, column


class Table(dict[str, "Node"]):
    """A YAML mapping; `places` holds where each key stands."""

    def __init__(self, line: int = 0, column: int = 0):
        super().__init__()
        self.line, self.column = line, column
        self.places: dict[str, tuple[int, int]] = {}


Node = Text | Items | Table


def place(node: Node, path: Sequence[str | int]) -> tuple[int, int]:
    """The line and column of what stands at `path` below `node`, or of the nearest thing above it.

    >>> table = Table(1, 1); table["a"] = Items([Text("x", 2, 6)], 2, 4); table.places["a"] = (2, 1)
    >>> place(table, ["a", 0]), place(table, ["a", 7]), place(table, ["b"])
    ((2, 6), (2, 4), (1, 1))
    """
    for step in path:
        below: Node | None = None
        if isinstance(node, Table) and isinstance(step, str):
            below = node.get(step)
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            below = node[step]
        if below is None:
            break
        node = below
    return node.line, node.column
