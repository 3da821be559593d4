"""How a report shows itself: thin doors to the room that knows how, opened only when used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from medsafe.model.report import Report
    from medsafe.report.profiles import Named, View


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
        self: Any,
        *,
        colour: bool = False,
        width: int = 88,
        at_least: str = "minor",
        full: bool = False,
        profile: Named | None = None,
    ) -> str:
        """The report for a terminal: status first, then problems, then what could not be judged.

        `profile` (see `view`) keeps quiet findings off the page, and the page says how many.
        """
        from medsafe.report.text import to_text

        return to_text(self, colour=colour, width=width, at_least=at_least, full=full, profile=profile)

    def to_markdown(self: Any, *, at_least: str = "minor", full: bool = True, profile: Named | None = None) -> str:
        """The report as Markdown; `profile` as in `to_text`."""
        from medsafe.report.markdown import to_markdown

        return to_markdown(self, at_least=at_least, full=full, profile=profile)

    def view(self: Any, profile: Named) -> View:
        """The findings sorted by a profile into `interruptive`, `shown` and `quiet`; together they are all of `findings`.

        A profile is named (`psychiatry`, `general`, `primary-care`, `strict`) or a table of its fields. Raises `InputError` for one
        that is not known.

        >>> from medsafe import check_regimen
        >>> report = check_regimen(["phenelzine 15 mg daily", "sertraline 50 mg daily"])
        >>> view = report.view("primary-care")
        >>> view.interruptive[0].rule, sum(map(len, view)) == len(report.findings)
        ('MS-0001', True)
        """
        from medsafe.report.profiles import profile_of

        return profile_of(profile).view(self)

    def _repr_html_(self: Any) -> str:
        from medsafe.report.html import to_html

        return to_html(self)
