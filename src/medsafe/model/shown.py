"""How answers show themselves: thin doors to the room that knows how, opened only when used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from medsafe.model.report import Report
    from medsafe.report.profiles import Named, View


class Plain:
    """What every answer offers for reading it by a program."""

    __slots__ = ()

    def to_dict(self: Any) -> dict[str, Any]:
        """The answer as dicts, lists, strings and numbers, in the order of the published schema."""
        from medsafe.report.json import to_dict

        return to_dict(self)

    def to_json(self: Any, indent: int | None = None) -> str:
        """The answer as JSON, byte for byte the same for the same answer."""
        from medsafe.report.json import to_json

        return to_json(self, indent)


class ShownAnswer(Plain):
    """What a change, candidates and a switch offer: JSON both ways, and pages. None of them has a truth value."""

    __slots__ = ()

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """An answer of this type read back from its JSON, without loss; raises `InputError` for anything else."""
        from medsafe.report.json import read_back

        answer: Self = read_back(text, cls.__name__)
        return answer

    def to_text(self: Any, *, colour: bool = False, width: int = 88, full: bool = False) -> str:
        """The answer for a terminal."""
        from medsafe.report.change import tell_answer
        from medsafe.report.text import render_text

        return render_text(tell_answer(self, full=full), colour=colour, width=width)

    def to_markdown(self: Any, *, full: bool = True) -> str:
        """The answer as Markdown."""
        from medsafe.report.change import tell_answer
        from medsafe.report.markdown import render_markdown

        return render_markdown(tell_answer(self, full=full))

    def to_html(self: Any, *, full: bool = False) -> str:
        """The answer as one self-contained piece of HTML."""
        from medsafe.report.change import tell_answer
        from medsafe.report.html import render_html

        return render_html(tell_answer(self, full=full))

    def _repr_html_(self) -> str:
        return self.to_html()

    def __bool__(self) -> bool:
        raise TypeError(
            "this answer is neither true nor false: read its status and its findings; "
            "nothing found does not mean that the change is safe"
        )


class Shown(Plain):
    """What `Report` offers for reading it elsewhere."""

    __slots__ = ()

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

    def to_html(self: Any, *, at_least: str = "minor", full: bool = False, figures: bool = False) -> str:
        """The report as one self-contained piece of HTML; `figures` adds a map of pairs and a chart of burdens (`medsafe[plot]`)."""
        from medsafe.report.html import to_html

        return to_html(self, at_least=at_least, full=full, figures=figures)

    def _repr_html_(self: Any) -> str:
        from medsafe.report.html import to_html
        from medsafe.report.plot import installed

        return to_html(self, figures=installed())
