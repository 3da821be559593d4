"""The few exceptions of medsafe, and `Fault`, one thing that is wrong at one place.

Text from a user never raises: what cannot be read becomes a gap in the report.
Exceptions are for files, code and wiring.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Fault(NamedTuple):
    """One thing that is wrong: where it stands, which word is wrong, what would be right."""

    path: str
    line: int  # 1-based; 0 when the whole file is meant
    column: int  # 1-based; 0 when the whole line is meant
    subject: str  # the id of the rule, drug, class … it belongs to, or ""
    message: str  # lower case: what is wrong and what to do
    code: str  # stable, for editors and CI: "unknown-id", "no-source", …

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column or 1}"
        about = f"{self.subject}: " if self.subject else ""
        return f"{place}: {about}{self.message} [{self.code}]"


class MedsafeError(Exception):
    """The base of every exception that medsafe raises on purpose."""


class KnowledgeError(MedsafeError):
    """A layer cannot be loaded; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        count = len(self.faults)
        head = f"{count} fault{'' if count == 1 else 's'} in the knowledge"
        shown = [str(fault) for fault in self.faults[:50]]
        if count > 50:
            shown.append(f"… and {count - 50} more")
        return "\n".join([head, *shown])


class NotationError(MedsafeError, ValueError):
    """A selector, condition or example that does not follow the notation; `column` is 1-based."""

    def __init__(self, message: str, column: int = 1, text: str = ""):
        self.message, self.column, self.text = message, column, text
        super().__init__(message, column, text)

    def __str__(self) -> str:
        if not self.text:
            return self.message
        return f"{self.message}\n  {self.text}\n  {' ' * (self.column - 1)}^"


class UnknownId(MedsafeError, KeyError):
    """An id that no loaded layer defines; the message names the nearest one, or says in `known_as` what else it is."""

    def __init__(self, kind: str, name: str, near: Iterable[str] = (), known_as: str = ""):
        self.kind, self.name, self.near, self.known_as = kind, name, tuple(near), known_as
        super().__init__(kind, name, self.near, known_as)

    def __str__(self) -> str:
        if self.known_as:
            return self.known_as
        hint = f"; did you mean {' or '.join(self.near)}?" if self.near else ""
        return f"no {self.kind} is called {self.name!r}{hint}"


class InputError(MedsafeError, TypeError):
    """An argument of the wrong type in code that calls medsafe; says which one and what to pass."""
