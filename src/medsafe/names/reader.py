"""The reader: lines as people write them → `Medication`s, and what was assumed or not understood. Text never raises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from medsafe.model.medication import Medication
from medsafe.model.report import Assumption, Gap
from medsafe.names.compose import Composed
from medsafe.names.lines import LineReader
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
                known = [placed.get(item) for placed, item in zip(self._placed, items)]
            except TypeError:  # an item that cannot be a key is no text
                known = [None]
            if None not in known:
                return Reading(tuple(known), (), ())  # type: ignore[arg-type]
        return self._read(items, as_of)

    def _read(self, items: list[object] | tuple[object, ...], as_of: date) -> Reading:
        medications: list[Medication] = []
        assumptions: list[Assumption] = []
        gaps: list[Gap] = []
        alone, memo, placed = self._alone, self._memo, self._placed
        for position, item in enumerate(items):
            if type(item) is str:
                rest = alone.get(item.lower())
                if rest is not None:
                    medication = _new(Medication, (item, position, *rest))
                    medications.append(medication)
                    _keep(placed, position, item, medication)
                    continue
                composed = memo.get(item)
                if composed is None:
                    composed = self._line(item, as_of)
                if len(composed) == 1 and not composed[0].assumptions and not composed[0].gaps:
                    medication = _new(Medication, (item, position, *composed[0].medication[2:]))
                    medications.append(medication)
                    if not composed[0].dated:
                        _keep(placed, position, item, medication)
                    continue
                for one in composed:
                    medications.append(one.medication._replace(text=item, line=position))
                    assumptions.extend([note.at(position) for note in map(_Said, one.assumptions)])
                    gaps.extend([_gap_at(gap, position) for gap in one.gaps])
            elif isinstance(item, Medication):
                medications.append(item._replace(line=position))
            else:
                self._other(item, position, as_of, medications, assumptions, gaps)
        return Reading(tuple(medications), tuple(assumptions), tuple(gaps))

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
        self, item: object, position: int, as_of: date, medications: list[Medication], assumptions: list[Assumption], gaps: list[Gap]
    ) -> None:
        """An item that is not plain text."""
        from medsafe.names.inputs import medication_from_mapping, text_from_mapping

        if isinstance(item, Mapping):
            made = medication_from_mapping(item, position)
            if made is not None:
                medications.append(made)
                return
            text = text_from_mapping(item)
        else:
            text = str(item) if isinstance(item, str) else ""
        if text:
            reading = self.read([text], as_of)
            medications.extend([one._replace(line=position) for one in reading.medications])
            assumptions.extend([_Said(one._replace(message=one.message.partition(": ")[2])).at(position) for one in reading.assumptions])
            gaps.extend([_gap_at(one._replace(message=one.message.partition(": ")[2]), position) for one in reading.gaps])
            return
        what = "nothing" if item is None else "a mapping without a name or text" if isinstance(item, Mapping) else "not text"
        gaps.append(Gap("unread", f"line {position + 1}: it is {what}; write the medicine as text", (position,), ask="which medicine is it?"))
        medications.append(Medication("", position))

    def read_text(self, block: str, as_of: date) -> Reading:
        """Read one text with a line each; positions count all lines, empty ones too."""
        from medsafe.names.inputs import lines_of

        return self.read(lines_of(block), as_of)

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


def _keep(placed: list[dict[object, Medication]], position: int, item: str, medication: Medication) -> None:
    if position < _POSITIONS:
        kept = placed[position]
        if len(kept) >= _A_POSITION:
            kept = placed[position] = {}  # a new one: another thread may be reading the old
        kept[item] = medication


class _Said(NamedTuple):
    """An assumption before it has a place."""

    note: Assumption

    def at(self, position: int) -> Assumption:
        note = self.note
        return Assumption(f"line {position + 1}: {note.message}", position, note.drugs, note.kind)


def _gap_at(gap: Gap, position: int) -> Gap:
    return gap._replace(message=f"line {position + 1}: {gap.message}", lines=(position,))
