"""A page as one self-contained piece of HTML: escaped, without scripts, links or anything to fetch."""

from __future__ import annotations

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
.medsafe .finding{margin:.6em 0 0 .8em}.medsafe .detail,.medsafe .bullets{margin-left:1.6em}
.medsafe .contraindicated{color:#b00020;font-weight:700}.medsafe .major{color:#b00020}
.medsafe .moderate{color:#8a5300}.medsafe .minor{color:#00629b}
.medsafe .note{list-style:none}.medsafe .strong{font-weight:600}.medsafe .quiet{opacity:.7}
""".strip()


def to_html(report: Report, *, at_least: str = "minor", full: bool = False, profile: Named | None = None) -> str:
    """A report as HTML for a notebook or a page."""
    return render_html(tell(report, at_least=at_least, full=full, profile=profile))


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
    tag = TAGS[block.kind]
    inside = "".join(map(_span, block.spans))
    return f'<{tag} class="{block.kind}">{inside}</{tag}>'


def _span(span: Span) -> str:
    """Words of a user are isolated, so that right-to-left text cannot rearrange what stands around them."""
    text = escape(span.text)
    if span.tone == "quoted":
        return f"<bdi>{text}</bdi>"
    return f'<span class="{span.tone}">{text}</span>' if span.tone else text
