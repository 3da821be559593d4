"""The coverage of the knowledge as a table for a terminal, and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from medsafe.knowledge.coverage import GROUPS, Coverage

HEADS: Final = ("rated", "none", "not expected", "unrated")


def coverage_text(found: Coverage) -> str:
    """Groups first, then one line an axis with four numbers for each group."""
    groups = _aligned(
        [
            ("group", "drugs", "names", "RxCUI", "ATC", "UNII", "no code", "oldest review"),
            *(tuple(map(str, group)) for group in found.groups),
        ]
    )
    rows = [("axis", *(head for _ in GROUPS for head in HEADS))]
    by_axis: dict[str, list[str]] = {}
    for axis in found.axes:
        by_axis.setdefault(axis.axis, []).extend(map(str, axis[2:]))
    rows += [(axis, *numbers) for axis, numbers in by_axis.items()]
    bare = [drug for drug in found.drugs if drug.rated + drug.none + drug.not_expected == 0]
    complete = [drug for drug in found.drugs if not drug.unrated]
    return (
        f"{groups}\n{_over(rows)}{_aligned(rows)}\n"
        f"{len(complete)} of {len(found.drugs)} drugs have an entry on every axis; {len(bare)} have none on any. "
        "Unrated is not none; --format json lists each drug.\n"
    )


def coverage_json(found: Coverage) -> dict[str, Any]:
    """The same with one entry a drug."""
    return {name: [row._asdict() for row in rows] for name, rows in found._asdict().items()}


def _over(rows: Sequence[Sequence[str]]) -> str:
    """The line above the heads that names the groups."""
    widths = _widths(rows)
    said = " " * widths[0]
    for at, group in enumerate(GROUPS):
        said += "  " + group.ljust(sum(widths[1 + 4 * at : 5 + 4 * at]) + 6)
    return said.rstrip() + "\n"


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Columns of equal width; the first is set left, numbers right.

    >>> print(_aligned([("axis", "rated"), ("qt", "12")]), end="")
    axis  rated
    qt       12
    """
    widths = _widths(rows)
    return "".join(
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths))
        ).rstrip()
        + "\n"
        for row in rows
    )
