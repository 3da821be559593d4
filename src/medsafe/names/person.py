"""A patient as a mapping, from JSON or from code → the same `Patient` that words give.

Keys are checked, since they are code: a key that nobody knows raises `InputError` with the nearest one. What stands under a key is
text or numbers from a chart: what is not understood there becomes a gap, and nothing is guessed.

    {"age": 78, "sex": "female", "conditions": ["dementia"], "not": ["seizures"], "allergies": [], "egfr": 40,
     "substances": {"tobacco": False}, "results": [{"test": "lithium-level", "date": "2026-08-01", "value": 0.8}]}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from medsafe.errors import InputError
from medsafe.model.medication import Medication
from medsafe.model.patient import Patient, Result, Value
from medsafe.model.report import Assumption, Gap
from medsafe.names.condition_codes import with_system
from medsafe.names.dates import age_on
from medsafe.names.measures import NOT_KNOWN
from medsafe.names.normal import key
from medsafe.names.results import read_day, read_results, read_texts
from medsafe.names.units import implausible, plausible

if TYPE_CHECKING:
    from medsafe.names.patient import PatientReading
    from medsafe.names.reader import Reader
    from medsafe.names.vocabulary import FactDef

NONE: Final = frozenset(
    {"none", "no", "nil", "nka", "nkda", "no known allergies", "no known drug allergies", "none known"}
)
"""What a chart writes for a patient without allergies."""

LISTS: Final = ("conditions", "not", "allergies")
KEYS: Final = (*LISTS, "substances", "birth_date", "conditions_complete", "results", "facts", "text", "region")
"""Keys with a meaning of their own; every fact, condition and substance of the knowledge is a key too."""


def read_person(given: Mapping[str, Any], reader: Reader, as_of: date) -> PatientReading:
    """Read a mapping about a patient; see the head of this file."""
    from medsafe.names.patient import PatientReading
    from medsafe.names.reader import Reading

    notes = _Notes(reader, as_of)
    for name, value in given.items():
        if not isinstance(name, str):
            raise InputError(f"patient: the keys are words such as 'age', not {type(name).__name__}")
        if value is not None or name == "allergies":
            notes.take(name, value)
    patient = Patient(
        facts=notes.facts,
        conditions=frozenset(notes.conditions),
        absent=frozenset(notes.absent - notes.conditions),
        allergies=None if notes.allergies is None else tuple(dict.fromkeys(notes.allergies)),
        substances_absent=frozenset(notes.substances_absent),
        conditions_complete=notes.closed,
        results=tuple(sorted(notes.results)),
        bounds={name: limits for name, limits in notes.bounds.items() if name not in notes.facts},
    )
    for condition in sorted(notes.absent & notes.conditions):
        notes.gap(
            "conflict",
            f"{condition} is given as present and as absent; it was taken as present",
            f"does the patient have {condition}?",
        )
    return PatientReading(
        patient, Reading(tuple(notes.medications), tuple(notes.assumptions), tuple(notes.gaps)), notes.region
    )


class _Notes:
    """What has been understood so far."""

    def __init__(self, reader: Reader, as_of: date):
        self.reader, self.as_of = reader, as_of
        self.facts: dict[str, Value] = {}
        self.bounds: dict[str, tuple[float, float]] = {}
        self.conditions: set[str] = set()
        self.absent: set[str] = set()
        self.substances_absent: set[str] = set()
        self.allergies: list[str] | None = None
        self.medications: list[Medication] = []
        self.assumptions: list[Assumption] = []
        self.gaps: list[Gap] = []
        self.results: list[Result] = []
        self.closed = False
        self.region = ""

    def gap(self, kind: str, message: str, ask: str = "") -> None:
        self.gaps.append(Gap(kind, f"patient: {message}", ask=ask))

    def take(self, name: str, value: Any) -> None:
        """Read what stands under one key."""
        plain = name.strip().lower().replace("_", "-").replace(" ", "-")
        known = {word.replace("_", "-"): word for word in KEYS}.get(plain)
        if known is not None:
            getattr(self, f"_{known}")(value)
            return
        facts, conditions = self.reader.vocabulary.facts, self.reader.vocabulary.conditions
        if plain in facts:
            self._fact(facts[plain], value)
        elif isinstance(value, bool) and key(name.replace("_", " ")) in conditions:
            (self.conditions if value else self.absent).add(conditions[key(name.replace("_", " "))])
        elif self._is_substance(plain):
            self._substances({plain: value})
        elif isinstance(value, bool) and self._said_so(plain.replace("-", " "), value):
            return
        else:
            from medsafe.notation.words import nearest

            near = nearest(plain, {*KEYS, *facts}, 2)
            hint = (
                f"; did you mean {' or '.join(map(repr, near))}?"
                if near
                else "; write conditions under 'conditions', other words under 'text'"
            )
            raise InputError(f"patient: nothing is called {name!r}{hint}")

    def _said_so(self, words: str, value: bool) -> bool:
        """Take a key such as `smoker` as the words of a chart, where those are understood as a whole."""
        found = self.reader.read_patient(words if value else f"no {words}", self.as_of)
        patient = found.patient
        understood = patient.conditions or patient.absent or patient.substances_absent or found.reading.medications
        if not understood or found.reading.gaps:
            return False
        self.conditions |= patient.conditions
        self.absent |= patient.absent
        self.substances_absent |= patient.substances_absent
        self.medications += found.reading.medications
        return True

    # ---- facts

    def _fact(self, fact: FactDef, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            raise InputError(
                f"patient: {fact.id} is a {'word' if fact.values else 'number'}, not {type(value).__name__}"
            )
        if isinstance(value, str):
            found = self.reader.read_patient(f"{fact.title} {value}", self.as_of)
            self.gaps += found.reading.gaps
            self.assumptions += found.reading.assumptions
            if fact.id in found.patient.facts:
                self.facts[fact.id] = found.patient.facts[fact.id]
            elif fact.id in found.patient.bounds:
                self.bounds[fact.id] = found.patient.bounds[fact.id]
            elif fact.id in fact.values or key(value) in {key(word) for word in fact.values}:
                self.facts[fact.id] = next(word for word in fact.values if key(word) == key(value))
            elif not found.reading.gaps and key(value).partition(" ")[0] not in (*NOT_KNOWN, "not"):
                self.gap(
                    "unread", f"{fact.title.lower()} {value!r} was not understood", f"what is the {fact.title.lower()}?"
                )
        elif fact.values:
            raise InputError(f"patient: {fact.id} is one of {', '.join(fact.values)}, not a number")
        elif not plausible(fact, value):
            self.gaps.append(implausible(fact, f"{value:g}"))
        else:
            self.facts[fact.id] = float(value)

    def _facts(self, value: Any) -> None:
        if not isinstance(value, Mapping):
            raise InputError("patient: 'facts' is a mapping such as {'egfr': 40}")
        for name, one in value.items():
            fact = self.reader.vocabulary.facts.get(str(name).strip().lower().replace("_", "-"))
            if fact is None:
                raise InputError(f"patient: no fact is called {name!r}")
            self._fact(fact, one)

    def _birth_date(self, value: Any) -> None:
        born = read_day(value, "birth_date")
        if born > self.as_of:
            raise InputError(f"patient: birth_date {born.isoformat()} lies after the day of the check")
        self.facts["age"] = age_on(self.as_of, born)

    # ---- conditions, allergies, substances

    def _conditions(self, value: Any) -> None:
        for words in read_texts(value, "conditions"):
            text = with_system(words)
            found = self.reader.read_patient(text, self.as_of)
            self.conditions |= found.patient.conditions
            self.absent |= found.patient.absent
            self.facts = {**found.patient.facts, **self.facts}
            self.bounds |= found.patient.bounds
            self.medications += found.reading.medications
            self._said(found, text)

    def _not(self, value: Any) -> None:
        for text in read_texts(value, "not"):
            found = self.reader.read_patient(f"no {with_system(text).strip()}", self.as_of)
            self.absent |= found.patient.absent
            self.substances_absent |= found.patient.substances_absent
            self._said(found, text)

    def _said(self, found: PatientReading, text: str) -> None:
        self.gaps += found.reading.gaps
        self.assumptions += found.reading.assumptions
        patient = found.patient
        if not (
            patient.conditions
            or patient.absent
            or patient.substances_absent
            or patient.facts
            or patient.bounds
            or found.reading.medications
            or found.reading.gaps
        ):
            self.gap("unread", f"{text!r} was not understood; write it as a condition", f"what does {text!r} mean?")

    def _allergies(self, value: Any) -> None:
        if value is None:
            return  # unknown, which is not the same as none
        self.allergies = []
        for text in read_texts(value, "allergies"):
            if key(text) in NONE:
                continue
            found = self.reader.read_patient(f"allergy to {text}", self.as_of)
            self.allergies += found.patient.allergies or ()
            self.gaps += found.reading.gaps

    def _is_substance(self, name: str) -> bool:
        facts = self.reader.vocabulary.drugs.get(name)
        return facts is not None and facts.substance

    def _substances(self, value: Any) -> None:
        if not isinstance(value, Mapping):
            raise InputError(
                "patient: 'substances' is a mapping such as {'tobacco': False, 'alcohol': '2 glasses a day'}"
            )
        for name, use in value.items():
            plain = str(name).strip().lower().replace("_", "-")
            if not self._is_substance(plain):
                raise InputError(
                    f"patient: {name!r} is not a substance that the knowledge holds; write medicines in the list"
                )
            if use is False:
                self.substances_absent.add(plain)
            elif use is True or isinstance(use, str):
                words = plain if use is True else f"{plain} {use}"
                found = self.reader.read_patient(words, self.as_of)
                self.medications += found.reading.medications
                self.substances_absent |= found.patient.substances_absent
                self._said(found, words)
            elif use is not None:
                raise InputError(f"patient: write {plain} as true, false or words, not {type(use).__name__}")

    # ---- the rest

    def _conditions_complete(self, value: Any) -> None:
        if not isinstance(value, bool):
            raise InputError("patient: 'conditions_complete' is true or false")
        self.closed = value

    def _results(self, value: Any) -> None:
        self.results += read_results(value)

    def _text(self, value: Any) -> None:
        for text in read_texts(value, "text"):
            found = self.reader.read_patient(text, self.as_of)
            patient = found.patient
            self.facts = {**patient.facts, **self.facts}
            self.bounds |= patient.bounds
            self.conditions |= patient.conditions
            self.absent |= patient.absent
            self.substances_absent |= patient.substances_absent
            if patient.allergies is not None:
                self.allergies = [*(self.allergies or ()), *patient.allergies]
            self.medications += found.reading.medications
            self.gaps += found.reading.gaps
            self.assumptions += found.reading.assumptions
            self.region = self.region or found.region

    def _region(self, value: Any) -> None:
        if not isinstance(value, str):
            raise InputError(f"patient: 'region' is a word such as 'eu', not {type(value).__name__}")
        self.region = value.strip().lower()
