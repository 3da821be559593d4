"""The table of rule kinds: one row a kind. An eighth kind adds a file and a row."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """What a kind of rule may hold, and whether its findings are alerts or entries of the follow-up plan."""

    name: str
    shapes: tuple[str, ...]
    needs: tuple[str, ...]  # fields that must be there, besides the common ones
    may: tuple[str, ...]  # fields of its own
    plan: bool = False


_CONTEXT = ("when", "unless", "regrade", "routes")

KINDS = {
    kind.name: kind
    for kind in (
        Kind("interaction", ("between",), (), ("washout", *_CONTEXT)),
        Kind("duplication", ("within",), ("level",), ("allow", "accepts", *_CONTEXT)),
        Kind("burden", ("of",), ("reaches",), _CONTEXT),
        Kind(
            "habit-forming",
            ("drug", "between", "within", "of"),
            (),
            ("washout", "allow", "level", "accepts", "reaches", *_CONTEXT),
        ),
        Kind("dose-limit", ("drug",), ("at_most",), _CONTEXT),
        Kind("patient", ("drug",), ("when",), _CONTEXT),
        Kind("monitoring", ("drug", "between"), ("tests",), ("washout", *_CONTEXT), plan=True),
    )
}
