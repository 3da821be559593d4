"""Medicines that exist but that the knowledge does not hold: named as what they are, and never read as one that it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from medsafe.model.report import Gap
from medsafe.names.normal import key
from medsafe.names.thirds import Thirds

_SHORTEST: Final = 5  # letters from which a slip in a stranger's name is looked for


class Strangers:
    """Names by what they hold: `{"podofilox": "condylox"}`, several joined by `|`. Nothing is read before the first name is asked for.

    >>> strangers = Strangers(lambda: {"nitisinone": "orfadin|nityr"})
    >>> strangers.called("orfadin"), strangers.called("sertraline"), strangers.as_near("orfadine")
    ('nitisinone', '', 'orfadin')
    """

    __slots__ = ("_holds", "_index", "_osa", "_table", "_written")

    def __init__(self, table: Callable[[], Mapping[str, str]]):
        self._table = table
        self._holds: dict[str, str] | None = None
        self._index: Thirds | None = None

    @property
    def holds(self) -> dict[str, str]:
        """Normalised name → what the medicine holds."""
        if self._holds is None:
            self._holds = {name: what for what, names in self._table().items() for name in names.split("|")}
        return self._holds

    def called(self, normal: str) -> str:
        """What a medicine of this name holds; "" where no stranger has it."""
        return self.holds.get(normal, "")

    def as_near(self, query: str) -> str:
        """A stranger's name within one slip of a name without spaces; "" for none."""
        if self._index is None:
            from rapidfuzz.distance import OSA

            self._osa = OSA.distance
            self._written = [name.replace(" ", "") for name in self.holds]
            self._written = [name for name in self._written if len(name) >= _SHORTEST]
            self._index = Thirds(self._written)
        found = [self._written[at] for at in self._index.candidates(query)]
        return min((name for name in found if self._osa(query, name, score_cutoff=1) <= 1), default="")


def not_held(written: str, holds: str) -> Gap:
    """What is said of a stranger on a list.

    >>> not_held("Orfadin", "nitisinone").message
    "'Orfadin' (nitisinone) is a medicine that medsafe does not hold; nothing was checked for it"
    """
    what = "" if key(holds) == key(written) else f" ({holds})"
    message = f"{written!r}{what} is a medicine that medsafe does not hold; nothing was checked for it"
    return Gap("unrecognised", message, ask=f"who has checked {written!r} against the rest of the list?")
