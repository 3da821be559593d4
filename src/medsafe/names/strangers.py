"""Medicines that exist but that the knowledge does not hold: named as what they are, and never read as one that it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from medsafe.model.report import Gap
from medsafe.names.normal import key


class Strangers:
    """Names by what they hold: `{"podofilox": "condylox"}`, several joined by `|`. Nothing is read before the first name is asked for.

    >>> strangers = Strangers(lambda: {"nitisinone": "orfadin|nityr"})
    >>> strangers.called("orfadin"), strangers.called("sertraline")
    ('nitisinone', '')
    """

    __slots__ = ("_holds", "_table")

    def __init__(self, table: Callable[[], Mapping[str, str]]):
        self._table = table
        self._holds: dict[str, str] | None = None

    @property
    def holds(self) -> dict[str, str]:
        """Normalised name → what the medicine holds."""
        if self._holds is None:
            self._holds = {name: what for what, names in self._table().items() for name in names.split("|")}
        return self._holds

    def called(self, normal: str) -> str:
        """What a medicine of this name holds; "" where no stranger has it."""
        return self.holds.get(normal, "")


def is_not_held(written: str, holds: str) -> str:
    """What a stranger is, in words.

    >>> is_not_held("Orfadin", "nitisinone")
    "'Orfadin' (nitisinone) is a medicine that medsafe does not hold"
    """
    what = "" if key(holds) == key(written) else f" ({holds})"
    return f"{written!r}{what} is a medicine that medsafe does not hold"


def not_held(written: str, holds: str) -> Gap:
    """What is said of a stranger on a list.

    >>> not_held("Orfadin", "nitisinone").message
    "'Orfadin' (nitisinone) is a medicine that medsafe does not hold; nothing was checked for it"
    """
    message = f"{is_not_held(written, holds)}; nothing was checked for it"
    return Gap("unrecognised", message, ask=f"who has checked {written!r} against the rest of the list?")
