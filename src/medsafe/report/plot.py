"""Figures of a report: a heat map of pairs and a bar chart of burdens. Needs `pip install 'medsafe[plot]'`.

Figures are made without a window: they can be saved, shown in a notebook, or put into a page as SVG text.
"""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from medsafe.errors import InputError
from medsafe.model.report import Report
from medsafe.model.words import RANK, SEVERITIES
from medsafe.report.matrix import MARKS, burden_bars, of_threshold, pair_matrix

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NEEDS: Final = "figures need one more package: pip install 'medsafe[plot]'"
COLOURS: Final = ("#fafafa", "#cfe3f1", "#f0b04f", "#cf4a33", "#5c0011")
"""One colour a severity, from nothing found to contraindicated: each darker than the one before, so that grey tells them apart too."""
TONES: Final = (
    "#9ecae9",
    "#f2cf5b",
    "#b5d7d2",
    "#f0b6c8",
    "#a8d08d",
    "#d9c27a",
    "#c9d9ee",
    "#f4a7a3",
    "#d9d4cf",
    "#b9b2b0",
)
"""Colours of drugs in a bar, all light enough for the drug's number, which says which it is."""
MOST: Final = 12
"""How many burdens one chart shows."""


def plot_pairs(report: Report) -> Figure:
    """A heat map: the highest severity between each two drugs. An empty cell means that nothing was found, not that it is safe."""
    figure_type = _figure()
    matrix = pair_matrix(report)
    size = max(3.0, 0.45 * len(matrix.drugs) + 1.6)
    figure: Figure = figure_type(figsize=(size + 2.4, size), layout="constrained")
    axes = figure.add_subplot()
    places = range(len(matrix.drugs))
    axes.set_xticks(places, matrix.drugs, rotation=45, ha="right")
    axes.set_yticks(places, matrix.drugs)
    axes.set_xlim(-0.5, max(len(matrix.drugs) - 0.5, 0.5))
    axes.set_ylim(max(len(matrix.drugs) - 0.5, 0.5), -0.5)
    axes.set_aspect("equal")
    for i in places:
        for j in places:
            word = matrix.cells[i][j]
            axes.fill(
                [j - 0.5, j + 0.5, j + 0.5, j - 0.5],
                [i - 0.5, i - 0.5, i + 0.5, i + 0.5],
                color=COLOURS[RANK.get(word, 0)],
                ec="white",
            )
            if word:
                axes.text(
                    j,
                    i,
                    MARKS[RANK[word]],
                    ha="center",
                    va="center",
                    color="white" if RANK[word] > 2 else "black",
                    fontsize=8,
                )
    for rank in range(len(SEVERITIES) - 1, 0, -1):
        axes.fill([], [], color=COLOURS[rank], label=f"{MARKS[rank]} {SEVERITIES[rank]}")
    axes.fill([], [], color=COLOURS[0], ec="black", label="empty: nothing found,\nwhich does not mean safe")
    axes.legend(loc="upper left", bbox_to_anchor=(1.01, 1.0), frameon=False, fontsize=8)
    unread = "; part of the list was not read" if report.status == "partial" else ""
    axes.set_title(f"Highest severity between two drugs{unread}", fontsize=10)
    return figure


def plot_burdens(report: Report) -> Figure:
    """A bar a burden, as a share of its threshold, stacked by drug; drugs that nobody rated are named, never counted as zero."""
    figure_type = _figure()
    bars = burden_bars(report)[:MOST]
    figure: Figure = figure_type(figsize=(8.0, 0.5 * len(bars) + 1.4), layout="constrained")
    axes = figure.add_subplot()
    drugs = pair_matrix(report).drugs
    tones = {drug: TONES[i % len(TONES)] for i, drug in enumerate(drugs)}
    numbers = {drug: i + 1 for i, drug in enumerate(drugs)}
    shown = [drug for drug in drugs if any(drug == share for bar in bars for share, _ in bar.shares)]
    for row, bar in enumerate(bars):
        left = 0.0
        for drug, points in bar.shares:
            width = points / bar.threshold if bar.threshold else 0.0
            axes.barh(row, width, left=left, color=tones[drug], edgecolor="white")
            axes.text(left + width / 2, row, str(numbers[drug]), ha="center", va="center", fontsize=7)
            left += width
        unrated = f", not rated: {len(bar.unrated)}" if bar.unrated else ""
        axes.text(
            max(left, 1.0) + 0.03,
            row,
            of_threshold(bar) + unrated,
            va="center",
            fontsize=8,
        )
    axes.set_xlim(0, max([1.0, *(bar.total / bar.threshold for bar in bars if bar.threshold)]) * 1.5)
    axes.axvline(1.0, color="#8b0a1a", linewidth=1)
    axes.set_yticks(range(len(bars)), [bar.title for bar in bars], fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel("share of the threshold; 1 is reached")
    handles = [axes.barh(0, 0, color=tones[drug], label=f"{numbers[drug]} {drug}") for drug in shown]
    if handles:
        axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, fontsize=8)
    return figure


def to_svg(figure: Figure) -> str:
    """A figure as SVG text that stands alone; the same report gives the same text, when the figure is fresh."""
    import matplotlib

    out = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "medsafe", "svg.fonttype": "path"}):
        figure.savefig(out, format="svg", bbox_inches="tight", metadata={"Date": None})
    return out.getvalue()


def installed() -> bool:
    """Whether figures can be drawn here."""
    return find_spec("matplotlib") is not None


def _figure() -> Any:
    """The type of a figure; `InputError` says what to install where matplotlib is missing."""
    try:
        from matplotlib.figure import Figure as FigureType
    except ModuleNotFoundError as missing:
        if (missing.name or "").split(".")[0] != "matplotlib":
            raise
        raise InputError(NEEDS) from None
    return FigureType
