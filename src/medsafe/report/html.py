"""A page as one self-contained piece of HTML: escaped, without scripts, links or anything to fetch."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import Final

from medsafe.model.report import Report
from medsafe.report.document import Block, Document, Span
from medsafe.report.profiles import Named
from medsafe.report.story import tell

TAGS: Final = {
    "title": "h2",
    "lead": "p",
    "section": "h3",
    "problem": "h3",
    "finding": "p",
    "detail": "p",
    "bullet": "li",
    "item": "li",
    "note": "li",
}

LISTS: Final = {"bullet": "bullets", "item": "items", "note": "items"}
"""The list that a block stands in."""

STYLE: Final = """
.medsafe{font:14px/1.45 system-ui,sans-serif;max-width:60em}
.medsafe h2{font-size:1.25em;margin:.4em 0}.medsafe h3{font-size:1.05em;margin:1em 0 .3em}
.medsafe p{margin:.15em 0}.medsafe ul{margin:.2em 0 .2em 1.2em;padding:0}
.medsafe .finding{margin:.6em 0 0 .8em}.medsafe .detail{margin-left:1.6em}.medsafe .bullets{margin-left:2.8em}
.medsafe .finding+.finding{margin-top:0}
.medsafe .contraindicated{color:#b00020;font-weight:700}.medsafe .major{color:#b00020}
.medsafe .moderate{color:#8a5300}.medsafe .minor{color:#00629b}
.medsafe table{border-collapse:collapse;margin:.4em 0 .4em .8em;font-size:.9em}
.medsafe td,.medsafe th{border:1px solid #999;padding:.1em .4em;text-align:left;font-weight:400}
.medsafe td.contraindicated,.medsafe td.major{font-weight:700}
.medsafe img{max-width:100%;height:auto}
.medsafe .note{list-style:none}.medsafe .strong{font-weight:600}.medsafe .quiet{opacity:.7}
""".strip()


def to_html(
    report: Report, *, at_least: str = "minor", full: bool = False, profile: Named | None = None, figures: bool = False
) -> str:
    """A report as HTML for a notebook or a page; `figures` adds images, or says what to install for them."""
    return render_html(tell(report, at_least=at_least, full=full, profile=profile, figures=figures))


def render_html(page: Document) -> str:
    """Any page as HTML.

    >>> page = Document()
    >>> page.add("lead", "5 < 6")
    >>> render_html(page).splitlines()[-2]
    '<p class="lead">5 &lt; 6</p>'
    """
    out = ['<div class="medsafe">', f"<style>{STYLE}</style>"]
    open_list = ""
    for block in page.blocks:
        wanted = LISTS.get(block.kind, "")
        if open_list and open_list != wanted:
            out.append("</ul>")
        if wanted and open_list != wanted:
            out.append(f'<ul class="{wanted}">')
        open_list = wanted
        out.append(_block(block))
    if open_list:
        out.append("</ul>")
    return "\n".join([*out, "</div>"]) + "\n"


def _block(block: Block) -> str:
    if block.kind == "table":
        return _table(block)
    if block.kind == "figure":
        return _figure(block)
    tag = TAGS[block.kind]
    inside = "".join(map(_span, block.spans))
    return f'<{tag} class="{block.kind}">{inside}</{tag}>'


def _table(block: Block) -> str:
    """The first row and the first column say what the cells are about, also to a reader that speaks."""
    head, *rest = block.rows
    top = "".join(f'<th scope="col">{_span(span)}</th>' for span in head)
    rows = [
        f'<tr><th scope="row">{_span(row[0])}</th>'
        + "".join(
            f'<td class="{span.tone}">{escape(span.text)}</td>' if span.tone else f"<td>{escape(span.text)}</td>"
            for span in row[1:]
        )
        + "</tr>"
        for row in rest
    ]
    return f"<table><tr>{top}</tr>{''.join(rows)}</table>"


def _figure(block: Block) -> str:
    """The image stands in the page itself, apart from its styles and ids; its words are read out in its place."""
    image = b64encode(block.image.encode("utf-8")).decode("ascii")
    return f'<p class="figure"><img alt="{escape(block.text)}" src="data:image/svg+xml;base64,{image}"></p>'


def _span(span: Span) -> str:
    """Words of a user are isolated, so that right-to-left text cannot rearrange what stands around them."""
    text = escape(span.text)
    if span.tone == "quoted":
        return f"<bdi>{text}</bdi>"
    return f'<span class="{span.tone}">{text}</span>' if span.tone else text
