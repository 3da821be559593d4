"""How long a drug stays in the body after its last dose, worked out from the half-lives that sources give."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from medsafe.model.words import DAYS

if TYPE_CHECKING:
    from medsafe.catalogue.specs import HalfLifeSpec

HALVINGS: Final = 5
"""Half-lives after which about 3 % of a drug is left: the days of a tail, where no source says how long it lasts."""

Tails = dict[tuple[str, ...], int]
"""Selectors of lines → days after the last dose."""

_SPAN: Final = re.compile(r"(\d+(?:\.\d+)?)(?: to (\d+(?:\.\d+)?))? ([a-z]+?)s?")


def span(text: str) -> tuple[float, float]:
    """The lowest and the highest of a span of time, in days; raises `ValueError` where it is none.

    >>> span("3 weeks"), span("12 to 36 hours")
    ((21.0, 21.0), (0.5, 1.5))
    """
    found = _SPAN.fullmatch(text)
    if found is None or found[3] not in DAYS or float(found[2] or found[1]) < float(found[1]):
        raise ValueError(f"{text!r} is no span of time such as `25 to 49 days`")
    unit = DAYS[found[3]]
    return float(found[1]) * unit, float(found[2] or found[1]) * unit


def tail_days(time: str, gone: str = "") -> int:
    """Days after the last dose for which the drug is reckoned with: what a source says, else five of the longest half-lives.

    >>> tail_days("25 to 49 days"), tail_days("3 to 6 days", "7 to 8 weeks")
    (245, 56)
    """
    if gone:
        return math.ceil(span(gone)[1])
    return math.ceil(round(HALVINGS * span(time)[1], 6))


def tails(half_lives: Iterable[HalfLifeSpec], drug: str) -> Tails:
    """For each set of lines that has a half-life of its own (tablets, a depot, a product) the longest tail, metabolites included."""
    found: Tails = {}
    for half_life in half_lives:
        lines = tuple(half_life.by) or (drug,)
        found[lines] = max(found.get(lines, 0), tail_days(half_life.time, half_life.gone))
    return found
