"""The reader: lines as people write them → `Medication`s, and what was assumed or not understood. Text never raises."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Iterable, Mapping, NamedTuple

from medsafe.model.medication import Medication
from medsafe.model.report import Assumption, Gap
from medsafe.names.compose import Composed
from medsafe.names.lines import LineReader
from medsafe.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from medsafe.names.example import ExampleReading
    from medsafe.names.patient import PatientReading

_MEMO_LIMIT = 20_000


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
        self._memo: dict[str, list[Composed]] = {}

    def read(self, lines: Iterable[object], as_of: date) -> Reading:
        """Read each item: a line of text, a `Medication` (kept), or a mapping in our schema."""
        medications: list[Medication] = []
        assumptions: list[Assumption] = []
        gaps: list[Gap] = []
        for position, item in enumerate(lines):
            if isinstance(item, str):
                for composed in self.lines.read(item, position, as_of):
                    medications.append(composed.medication)
                    assumptions.extend(composed.assumptions)
                    gaps.extend(composed.gaps)
            elif isinstance(item, Medication):
                medications.append(item._replace(line=position))
            else:
                gaps.append(_not_text(item, position))
                medications.append(Medication("", position))
        return Reading(tuple(medications), tuple(assumptions), tuple(gaps))

    def read_patient(self, text: str, as_of: date) -> PatientReading:
        """Read words about the patient: facts, conditions, allergies, substances and stopped drugs."""
        from medsafe.names.patient import PatientReader

        return PatientReader(self).read(text, as_of)

    def read_example(self, text: str, as_of: date) -> ExampleReading:
        """Read an example in the notation of rules."""
        from medsafe.names.example import read_example

        return read_example(self, text, as_of)


def _not_text(item: object, position: int) -> Gap:
    what = "nothing" if item is None else "a mapping" if isinstance(item, Mapping) else "not text"
    return Gap("unread", f"line {position + 1} is {what}; write the medicine as text", (position,))
