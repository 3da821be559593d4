"""The notation of examples: lines joined by ` + `, then ` | ` and facts joined by `, ` or ` & `."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from medsafe.model.medication import Medication
from medsafe.model.patient import Patient
from medsafe.model.report import Gap
from medsafe.names.patient import PatientReader
from medsafe.names.reader import Reader


class ExampleReading(NamedTuple):
    """One example: its lines and patient, and what could not be read (a fault of the example's author)."""

    medications: tuple[Medication, ...]
    patient: Patient
    region: str
    gaps: tuple[Gap, ...] = ()


def read_example(reader: Reader, text: str, as_of: date) -> ExampleReading:
    """Read one example of a rule.

    >>> from medsafe.names.vocabulary import DrugFacts, FactDef, Vocabulary
    >>> drugs = {"sertraline": DrugFacts("sertraline", "Sertraline")}
    >>> words = Vocabulary({"sertraline": "e:sertraline"}, drugs, {}, {}, {"age": FactDef("age", "Age")})
    >>> example = read_example(Reader(words), "sertraline 50 mg daily | age 70", date(2026, 1, 1))
    >>> len(example.medications), example.patient.facts
    (1, {'age': 70.0})
    """
    body, _, facts = text.partition(" | ")
    medications: list[Medication] = []
    gaps: list[Gap] = []
    for position, line in enumerate(body.split(" + ")):
        for composed in reader.lines.read(line.strip(), as_of, example=True):
            medications.append(composed.medication._replace(line=position))
            gaps.extend(composed.gaps)
    found = PatientReader(reader).read(facts, as_of)
    gaps.extend(found.reading.gaps)
    return ExampleReading((*medications, *found.reading.medications), found.patient, found.region, tuple(gaps))
