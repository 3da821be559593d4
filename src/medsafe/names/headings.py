"""Lines below a heading that speaks of them: `STOP taking these medications`, `Allergies:`, `PRN:`.

A heading reaches as far as the next heading or a blank line. Where medicines follow the blank line it is asked whether they are meant
too; until then they are taken, for what is read as stopped may hide a danger.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from medsafe.model.medication import Medication
from medsafe.model.report import Assumption, Gap
from medsafe.names.gaps import allergy_gap, nothing
from medsafe.names.target import Composed
from medsafe.names.unnamed import ALLERGIES, AS_NEEDED, STOPPED, TAKEN

if TYPE_CHECKING:
    from medsafe.names.lines import LineReader
    from medsafe.names.reader import Reading

_SAID: Final = {STOPPED: "as stopped", AS_NEEDED: "as taken when needed", ALLERGIES: "as an allergy"}


class _Reach(NamedTuple):
    """The lines that a heading speaks of, and those of which it is not clear."""

    lines: tuple[int, ...]
    unclear: tuple[int, ...]


def under_headings(
    lines: LineReader,
    items: Sequence[object],
    as_of: date,
    headings: Mapping[int, str],
    joined: Container[int],
    reading: Reading,
) -> Reading:
    """A reading in which the lines below a heading are what it makes of them. `headings`: position → what."""
    at: dict[int, list[Medication]] = {}
    for one in reading.medications:
        at.setdefault(one.line, []).append(one)
    anew: dict[int, list[Composed]] = {}
    notes: list[Assumption] = []
    unclear: list[Gap] = []
    settled: set[int] = set()
    for position, what in headings.items():
        if what == TAKEN:
            continue
        reach = _reach(items, position, what, headings, joined, at)
        title = str(items[position]).strip(" :#*")[:60]
        if reach.lines:
            settled.add(position)
            said = f"{title!r} was read as a heading of what stands below it"
            notes.append(Assumption(f"line {position + 1}: {said}", position, (), "header"))
        for line in reach.lines:
            text = str(items[line])
            if what == ALLERGIES:
                anew[line] = [nothing(text, allergy_gap(text.strip(" -*\u2022"))).at_line(text, line)]
                continue
            anew[line] = [one.at_line(text, line) for one in lines.read(text, as_of, under=what)]
            drugs = tuple(drug for one in anew[line] for drug in one.medication.drugs)
            if drugs:
                said = f"it was read {_SAID[what]}, for it stands below {title!r}"
                notes.append(Assumption(f"line {line + 1}: {said}", line, drugs, "header"))
        if reach.unclear:
            said = f"a blank line stands between it and {title!r}; it was read as taken"
            unclear.append(
                Gap(
                    "unread",
                    f"line {reach.unclear[0] + 1}: {said}",
                    reach.unclear,
                    ask=f"does {title!r} speak of it too?",
                )
            )
    gone = settled | anew.keys()
    medications: list[Medication] = []
    for position in sorted(at):
        medications.extend([one.medication for one in anew[position]] if position in anew else at[position])
    return reading._replace(
        medications=tuple(medications),
        assumptions=(
            *(one for one in reading.assumptions if one.line not in gone),
            *notes,
            *(note for found in anew.values() for one in found for note in one.assumptions),
        ),
        gaps=(
            *(gap for gap in reading.gaps if not gone & set(gap.lines)),
            *unclear,
            *(gap for found in anew.values() for one in found for gap in one.gaps),
        ),
    )


def _reach(
    items: Sequence[object],
    position: int,
    what: str,
    headings: Mapping[int, str],
    joined: Container[int],
    at: Mapping[int, list[Medication]],
) -> _Reach:
    """How far the heading at this position reaches."""
    reached: list[int] = []
    unclear: list[int] = []
    blank = False
    for line in range(position + 1, len(items)):
        item = items[line]
        if line in headings:
            break
        if not isinstance(item, str) or line in joined:
            continue
        if not item.strip():
            blank = blank or bool(reached) or what == ALLERGIES
            continue
        read = at.get(line, [])
        if what == ALLERGIES and any(one.dose is not None or one.per_day is not None for one in read):
            break  # a medicine with its dose is taken
        if not blank:
            reached.append(line)
        elif any(one.drugs and not one.stopped and what != AS_NEEDED for one in read):
            unclear.append(line)
    return _Reach(tuple(reached), tuple(unclear) if reached and what == STOPPED else ())
