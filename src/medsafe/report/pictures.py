"""Who meets whom, and how near each total is to its threshold: as tables and bars of signs, and as figures where those were asked for."""

from __future__ import annotations

from medsafe.model.report import Report
from medsafe.model.words import RANK, SEVERITIES
from medsafe.report.document import Document, Span, quiet
from medsafe.report.findings import View
from medsafe.report.matrix import MARKS, Matrix, bar_text, bar_words, burden_bars, pair_matrix, pair_words
from medsafe.report.plot import NEEDS, installed, plot_burdens, plot_pairs, to_svg

LEGEND = ", ".join(f"{MARKS[rank]} {SEVERITIES[rank]}" for rank in range(len(SEVERITIES) - 1, 0, -1))


def tell_pairs(page: Document, report: Report, view: View) -> None:
    """The highest severity between each two drugs, where there is more than one pair to tell apart."""
    matrix = pair_matrix(report)
    if not (view.full or view.figures) or len(matrix.drugs) < 2 or not any(map(any, matrix.cells)):
        return
    page.add("section", "Drug by drug")
    if view.figures and installed():
        page.figure(to_svg(plot_pairs(report)), f"Map of the highest severity between two drugs. {pair_words(matrix)}.")
    else:
        _remark(page, view)
    if view.full or not installed():
        page.table(_rows(matrix))
        page.add("item", quiet(f"{LEGEND}; on the diagonal, of the drug alone. An empty cell does not mean safe."))


def _rows(matrix: Matrix) -> list[list[str | Span]]:
    """A number heads a column, so that many drugs fit on a page."""
    rows: list[list[str | Span]] = [["", *(str(i + 1) for i in range(len(matrix.drugs)))]]
    for i, drug in enumerate(matrix.drugs):
        rows.append([f"{i + 1} {drug}", *(Span(MARKS[RANK.get(word, 0)], word) for word in matrix.cells[i])])
    return rows


def tell_bars(page: Document, report: Report, view: View) -> None:
    """Each total as a share of its threshold."""
    bars = burden_bars(report)
    if not bars or not (view.full or view.figures):
        return
    if view.figures and installed():
        page.figure(to_svg(plot_burdens(report)), f"Chart of the totals. {'; '.join(map(bar_words, bars))}.")
    else:
        _remark(page, view)
    if view.full:
        page.table([["Total", "Share of the threshold"], *([bar.title, bar_text(bar)] for bar in bars)])


def _remark(page: Document, view: View) -> None:
    """Figures were asked for and cannot be drawn: say why, once, where the first would stand."""
    said = f"No figure: {NEEDS}."
    if view.figures and not any(block.text == said for block in page.blocks):
        page.add("item", quiet(said))
