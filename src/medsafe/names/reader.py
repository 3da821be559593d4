"""The reader: lines as people write them → `Medication`s, and what was assumed or not understood. Text never raises."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from medsafe.model.medication import DayTotal, Medication
from medsafe.model.report import Assumption, Gap
from medsafe.names.lines import LineReader
from medsafe.names.target import Composed
from medsafe.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from medsafe.names.example import ExampleReading
    from medsafe.names.patient import PatientReading

_POSITIONS: Final = 48
_A_POSITION: Final = 1024
_MEMO: Final = 20_000
_new = tuple.__new__


class Reading(NamedTuple):
    """What a list of lines says. Every input position has at least one medication, assumption or gap."""

    medications: tuple[Medication, ...]
    assumptions: tuple[Assumption, ...]
    gaps: tuple[Gap, ...]


class Reader:
    """Reads lines against one vocabulary. Safe to share between threads: its memos only ever repeat work.

    >>> from medsafe.names.vocabulary import DrugFacts, Vocabulary
    >>> reader = Reader(Vocabulary({"sertraline": "e:sertraline"}, {"sertraline": DrugFacts("sertraline", "Sertraline")}, {}, {}, {}))
    >>> reader.read(["Sertraline 50 mg daily"], date(2026, 1, 1)).medications[0].daily
    (DayTotal(drug='sertraline', amount=50.0, unit='mg/day', complete=True),)
    """

    def __init__(self, vocabulary: Vocabulary):
        self.vocabulary = vocabulary
        self.lines = LineReader(vocabulary)
        # Lines repeat: what stands at a position is kept for that position, names alone for every position.
        self._placed: list[dict[object, Medication]] = [{} for _ in range(_POSITIONS)]
        self._alone: dict[str, tuple[object, ...]] = {}
        self._memo: dict[str, tuple[Composed, ...]] = {}

    def read(self, lines: Iterable[object], as_of: date) -> Reading:
        """Read each item: a line of text, a `Medication` (kept), or a mapping in our schema."""
        items = lines if type(lines) is list or type(lines) is tuple else list(lines)
        if len(items) <= _POSITIONS:
            try:
                known = tuple(map(dict.get, self._placed, items))
            except TypeError:  # an item that cannot be a key is no text
                known = (None,)
            if all(known):  # a medication is never empty
                return _new(Reading, (known, (), ()))
        return self._read(items, as_of)

    def _read(self, items: Sequence[object], as_of: date, joined: Container[int] = ()) -> Reading:
        """Read item by item. `joined`: positions that are empty because they were read with another."""
        medications: list[Medication] = []
        assumptions: list[Assumption] = []
        gaps: list[Gap] = []
        headings: dict[int, str] = {}
        alone, memo, template = self._alone.get, self._memo, self.lines.template
        for position, item in enumerate(items):
            if type(item) is not str:
                self._other(item, position, as_of, medications, assumptions, gaps)
                continue
            low = item.lower()
            rest = alone(low)
            if rest is not None:
                medication = _new(Medication, (item, position, *rest))
            else:
                known = template(low, as_of) if item not in memo and item.isascii() else None
                if known is None:
                    below = self._longer(item, position, as_of, medications, assumptions, gaps)
                    if below:
                        headings[position] = below
                    continue
                said, (dose, total, more, notes) = known
                drugs: tuple[str, ...] = said[0]
                daily = (_new(DayTotal, drugs + total),) if total else ()
                medication = _new(Medication, (item, position, *said, *dose, daily, *more))
                if notes:
                    medications.append(medication)
                    where = f"line {position + 1}: "
                    assumptions.extend(
                        [_new(Assumption, (where + note, position, drugs, kind)) for note, kind in notes]
                    )
                    continue
            medications.append(medication)
            if position < _POSITIONS:
                kept = self._placed[position]
                if len(kept) >= _A_POSITION:
                    kept = self._forget(position)
                kept[item] = medication
        reading = Reading(tuple(medications), tuple(assumptions), tuple(gaps))
        if headings:
            from medsafe.names.headings import under_headings

            return under_headings(self.lines, items, as_of, headings, joined, reading)
        return reading

    def _forget(self, position: int) -> dict[object, Medication]:
        """Begin the memory of a position anew; another thread may still be reading the old one."""
        kept: dict[object, Medication] = {}
        self._placed[position] = kept
        return kept

    def _longer(
        self,
        item: str,
        position: int,
        as_of: date,
        medications: list[Medication],
        assumptions: list[Assumption],
        gaps: list[Gap],
    ) -> str:
        """A line that is more than a name met before and directions met before; what it makes of the lines below it."""
        composed = self._memo.get(item) or self._line(item, as_of)
        for one in composed:
            medication, noted, open_ends, *_ = one.at_line(item, position)
            medications.append(medication)
            assumptions.extend(noted)
            gaps.extend(open_ends)
        return composed[0].below

    def _line(self, text: str, as_of: date) -> tuple[Composed, ...]:
        """Read one line at no position in particular; kept unless the day of the check went into it."""
        composed = tuple(self.lines.read(text, as_of))
        if len(self._memo) >= _MEMO:
            self._memo = {}
        if not any(one.dated for one in composed):
            self._memo[text] = composed
            if len(composed) == 1 and not composed[0].assumptions and not composed[0].gaps and self.lines.is_name(text):
                if len(self._alone) >= _MEMO:
                    self._alone = {}
                self._alone[text.lower()] = composed[0].medication[2:]
        return composed

    def _other(
        self,
        item: object,
        position: int,
        as_of: date,
        medications: list[Medication],
        assumptions: list[Assumption],
        gaps: list[Gap],
    ) -> None:
        """An item that is not plain text."""
        from medsafe.names.inputs import medication_from_mapping, text_from_mapping

        if isinstance(item, Medication):
            medications.append(item._replace(line=position))
            return
        if isinstance(item, Mapping):
            made = medication_from_mapping(item, position)
            if made is not None:
                medications.append(made)
                return
            text = text_from_mapping(item)
        else:
            text = str(item) if isinstance(item, str) else ""
        if text:
            self._longer(text, position, as_of, medications, assumptions, gaps)
            return
        what = (
            "nothing"
            if item is None
            else "a mapping without a name or text"
            if isinstance(item, Mapping)
            else "not text"
        )
        gaps.append(
            Gap(
                "unread",
                f"line {position + 1}: it is {what}; write the medicine as text",
                (position,),
                ask="which medicine is it?",
            )
        )
        medications.append(Medication("", position))

    def read_text(self, block: str, as_of: date) -> Reading:
        """Read one text with a line each; positions count all lines, empty ones too.

        Directions that stand on a line below their medicine are read together with it, which is said at their own position.
        """
        from medsafe.names.blocks import lines_of_block

        lines, joined = lines_of_block(block, self.lines)
        reading = self._read(lines, as_of, joined)
        notes = [
            Assumption(f"line {at + 1}: read together with line {above + 1}", at, (), "comment")
            for at, above in joined.items()
        ]
        # A blank line parts what stands on both sides of it, and is nothing that was not read.
        blank = {at for at, line in enumerate(lines) if not line.strip()}
        gaps = tuple(gap for gap in reading.gaps if not blank.issuperset(gap.lines))
        written = block.splitlines()
        medications = tuple(
            one._replace(text=written[one.line]) if one.line in joined else one for one in reading.medications
        )
        return Reading(medications, (*reading.assumptions, *notes), gaps)

    def read_csv(self, text: str, as_of: date) -> Reading:
        """Read a table as CSV, TSV or semicolon-separated text; its columns are detected."""
        from medsafe.names.inputs import lines_of_csv

        return self.read(lines_of_csv(text), as_of)

    def read_json(self, text: str, as_of: date) -> Reading:
        """Read JSON: a list of lines or of objects in our schema, or an object with `medications`."""
        from medsafe.names.inputs import items_of_json

        return self.read(items_of_json(text), as_of)

    def read_patient(self, text: str, as_of: date) -> PatientReading:
        """Read words about the patient: facts, conditions, allergies, substances and stopped drugs."""
        from medsafe.names.patient import PatientReader

        return PatientReader(self).read(text, as_of)

    def read_example(self, text: str, as_of: date) -> ExampleReading:
        """Read an example in the notation of rules."""
        from medsafe.names.example import read_example

        return read_example(self, text, as_of)
