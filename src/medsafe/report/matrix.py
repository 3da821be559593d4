"""Who meets whom: the highest severity between each two drugs of a report, and the burdens as rows of numbers; for tables and figures."""

from __future__ import annotations

from typing import NamedTuple

from medsafe.model.report import Report
from medsafe.model.words import RANK, SEVERITIES


class Matrix(NamedTuple):
    """`cells[i][j]` is the highest severity of the interactions and duplications that name drugs i and j, "" where there is none.

    On the diagonal stand the findings that name the drug alone; totals over the whole list have their own view. An empty cell does
    not mean safe.
    """

    drugs: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


class Bar(NamedTuple):
    """One burden: its share by drug, its threshold, and what nobody rated."""

    title: str
    shares: tuple[tuple[str, float], ...]
    total: float
    threshold: float
    unit: str
    reached: bool
    unrated: tuple[str, ...]


def pair_matrix(report: Report) -> Matrix:
    """The matrix of a report, drugs in the order of the list."""
    drugs = tuple(dict.fromkeys(drug for line in report.medications for drug in line.drugs))
    place = {drug: i for i, drug in enumerate(drugs)}
    ranks = [[0] * len(drugs) for _ in drugs]
    for finding in report.findings:
        named = [place[drug] for drug in finding.drugs if drug in place]
        if len(named) == 1:
            pairs = [(i, i) for i in named]
        elif len(named) == 2 or finding.kind in ("interaction", "duplication"):
            pairs = [(i, j) for i in named for j in named if i != j]
        else:
            continue
        for i, j in pairs:
            ranks[i][j] = max(ranks[i][j], RANK[finding.severity])
    return Matrix(drugs, tuple(tuple(SEVERITIES[rank] if rank else "" for rank in row) for row in ranks))


def burden_bars(report: Report) -> tuple[Bar, ...]:
    """The burdens of a report, those that are reached first, then by how near they are."""
    bars = [
        Bar(
            burden.title, tuple((share.drug, share.points) for share in burden.contributors), burden.total, burden.threshold,
            burden.unit, burden.reached, burden.unrated,
        )
        for burden in report.burdens
    ]  # fmt: skip
    bars.sort(key=lambda bar: (not bar.reached, -(bar.total / bar.threshold if bar.threshold else 0.0), bar.title))
    return tuple(bars)


def bar_text(bar: Bar, width: int = 24) -> str:
    """A burden as a line of signs, with the threshold as `|`.

    >>> bar_text(Bar("Load", (("a", 2.0), ("b", 1.0)), 3.0, 4.0, "", False, ()), 8)
    '######  | 3 of 4'
    """
    full = max(bar.total, bar.threshold) or 1.0
    filled, mark = round(width * bar.total / full), round(width * bar.threshold / full)
    signs = ["#" if i < filled else " " for i in range(max(filled, mark))]
    unit = f" {bar.unit}" if bar.unit else ""
    signs.insert(mark, "|")
    return f"{''.join(signs)} {bar.total:g} of {bar.threshold:g}{unit}"
