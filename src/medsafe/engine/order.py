"""An order (start, stop, change) laid over a list: the lines before, the lines after, and which drugs it moves.

A stopped line stays in the list, stopped on that day, so that rules about washout and fading see it. Positions of lines never change;
what is started comes last.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from medsafe.model.medication import Medication
from medsafe.model.report import Assumption


class Ordered(NamedTuple):
    """The list before and after an order."""

    before: tuple[Medication, ...]
    after: tuple[Medication, ...]
    started: frozenset[str]
    stopped: frozenset[str]
    changed: frozenset[str]
    assumptions: tuple[Assumption, ...]

    @property
    def moved(self) -> frozenset[str]:
        """Every drug that the order touches."""
        return self.started | self.stopped | self.changed


def lay_over(
    current: tuple[Medication, ...],
    start: Iterable[Medication],
    stop: Iterable[Medication],
    change: Iterable[Medication],
    day: date,
) -> Ordered:
    """Apply an order to a list that was read; lines of the order keep the positions that they were given.

    >>> day = date(2026, 1, 1)
    >>> now = (Medication("lithium 900 mg", 0, ("lithium",)), Medication("ibuprofen", 1, ("ibuprofen",)))
    >>> done = lay_over(now, [], [Medication("ibuprofen", -1, ("ibuprofen",))], [], day)
    >>> done.after[1].stop, done.after[1].line, sorted(done.moved)
    (datetime.date(2026, 1, 1), 1, ['ibuprofen'])
    """
    before, after = list(current), list(current)
    notes: list[Assumption] = []
    started: set[str] = set()
    stopped: set[str] = set()
    changed: set[str] = set()
    for order in stop:
        end = order.stop if order.stop is not None else day
        places = _matching(after, order, day)
        if not places and order.drugs:
            as_taken = order._replace(stop=None, stopped=False)
            before.append(as_taken)
            after.append(as_taken)
            places = [len(after) - 1]
            notes.append(_note(order, "is to be stopped and is not on the list; it was read as taken until now"))
        for place in places:
            after[place] = after[place]._replace(stop=end, stopped=end <= day)
            stopped.update(after[place].drugs)
    for order in change:
        places = _matching(after, order, day)
        if not places:
            after.append(order)
            started.update(order.drugs)
            if order.drugs:
                notes.append(_note(order, "is to be changed and is not on the list; it was read as started"))
            continue
        first, *others = places
        old = after[first]
        after[first] = order._replace(
            line=old.line, start=order.start or old.start, indication=order.indication or old.indication
        )
        changed.update(order.drugs)
        for place in others:
            after[place] = after[place]._replace(stop=day, stopped=True)
        if others:
            notes.append(_note(order, f"was read as taking the place of all {len(places)} lines of that drug"))
    for order in start:
        after.append(order if order.start is not None else order._replace(start=day))
        started.update(order.drugs)
    return Ordered(
        tuple(before), tuple(after), frozenset(started), frozenset(stopped), frozenset(changed), tuple(notes)
    )


def _note(order: Medication, what: str) -> Assumption:
    return Assumption(f"{order.text!r} {what}", order.line, order.drugs, "order")


def _matching(lines: list[Medication], order: Medication, day: date) -> list[int]:
    """The current lines that an order means: the same product, else the same drugs."""
    taken = [
        i
        for i, line in enumerate(lines)
        if line.drugs and (line.stop > day if line.stop is not None else not line.stopped)
    ]
    same = [i for i in taken if order.products and lines[i].products == order.products]
    return same or [i for i in taken if set(lines[i].drugs) == set(order.drugs)]
