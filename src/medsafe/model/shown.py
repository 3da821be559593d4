"""How a report shows itself: thin doors to the room that knows how, opened only when used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medsafe.model.report import Report


class Shown:
    """What `Report` offers for reading it elsewhere."""

    __slots__ = ()

    def to_dict(self: Any) -> dict[str, Any]:
        """The report as dicts, lists, strings and numbers, in the order of the published schema."""
        from medsafe.report.json import to_dict

        return to_dict(self)

    def to_json(self: Any, indent: int | None = None) -> str:
        """The report as JSON, byte for byte the same for the same report."""
        from medsafe.report.json import to_json

        return to_json(self, indent)

    @staticmethod
    def from_json(text: str | bytes) -> Report:
        """A report read back from its JSON, without loss; raises `InputError` for anything else."""
        from medsafe.report.json import from_json

        return from_json(text)

    def to_text(
        self: Any, *, colour: bool = False, width: int = 88, at_least: str = "minor", full: bool = False
    ) -> str:
        """The report for a terminal: status first, then problems, then what could not be judged."""
        from medsafe.report.text import to_text

        return to_text(self, colour=colour, width=width, at_least=at_least, full=full)

    def to_markdown(self: Any, *, at_least: str = "minor", full: bool = True) -> str:
        """The report as Markdown."""
        from medsafe.report.markdown import to_markdown

        return to_markdown(self, at_least=at_least, full=full)

    def _repr_html_(self: Any) -> str:
        from medsafe.report.html import to_html

        return to_html(self)
