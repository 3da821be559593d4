"""Who meets whom: the highest severity between each two drugs of a report, and the burdens as rows of numbers; for tables and figures."""

from __future__ import annotations

from typing import Final, NamedTuple

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


MARKS: Final = ("", "mi", "mo", "MA", "CI")
"""What stands for a severity where there is room for two letters, from nothing found to contraindicated."""


def bar_text(bar: Bar, width: int = 12) -> str:
    """A burden as a line of signs, with the threshold as `|` after `width` signs; a bar of more than twice that ends in `>`.

    >>> print(bar_text(Bar("Load", (("a", 2.0), ("b", 1.0)), 3.0, 4.0, "", False, ()), 8))
    ######··| 3 of 4
    >>> print(bar_text(Bar("Load", (("a", 9.0),), 9.0, 4.0, "", True, ()), 8))
    ########|########> 9 of 4
    """
    filled = round(width * bar.total / bar.threshold) if bar.threshold else 0
    over = filled - width
    more = "#" * width + ">" if over > width else "#" * over
    return f"{('#' * filled)[:width]:·<{width}}|{more} {of_threshold(bar)}"


def bar_words(bar: Bar) -> str:
    """A burden in words, for those who do not see its bar.

    >>> bar_words(Bar("Load", (("a", 2.0), ("b", 1.0)), 3.0, 4.0, "", False, ("c",)))
    'Load 3 of 4, a 2, b 1, not rated: c'
    """
    shares = [f"{drug} {points:g}" for drug, points in bar.shares]
    unrated = [f"not rated: {' '.join(bar.unrated)}"] if bar.unrated else []
    return ", ".join([f"{bar.title} {of_threshold(bar)}", *(["reached"] if bar.reached else []), *shares, *unrated])


def pair_words(matrix: Matrix) -> str:
    """The cells of a matrix in words, most severe first, for those who do not see it.

    >>> pair_words(Matrix(("a", "b", "c"), (("", "major", ""), ("major", "minor", ""), ("", "", ""))))
    'major: a + b; minor: b alone; nothing found between the others, which does not mean safe'
    """
    found: dict[str, list[str]] = {}
    for i, drug in enumerate(matrix.drugs):
        for j in range(i, len(matrix.drugs)):
            pair = f"{drug} alone" if i == j else f"{drug} + {matrix.drugs[j]}"
            found.setdefault(matrix.cells[i][j], []).append(pair)
    said = [f"{word}: {', '.join(found[word])}" for word in reversed(SEVERITIES) if word in found]
    return "; ".join([*said, "nothing found between the others, which does not mean safe"])


def of_threshold(bar: Bar) -> str:
    """How far a total has come: `4 of 3 points`."""
    return f"{bar.total:g} of {bar.threshold:g}{f' {bar.unit}' if bar.unit else ''}"
