"""Words about the patient → facts, conditions, allergies, substances. What is not understood becomes a gap, never an error."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from medsafe.model.medication import Medication
from medsafe.model.patient import Patient, Value
from medsafe.model.report import Assumption, Gap
from medsafe.names.measures import Found, find_measures
from medsafe.names.normal import fold, key
from medsafe.names.patient_words import ALLERGY, BEFORE, FILLER, NO_ALLERGY, NOT, NOW_NOT, SUBSTANCE_WORDS
from medsafe.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from medsafe.names.reader import Reader, Reading

_CLAUSE: Final = re.compile(r"\s*(?:;|\n|\||,(?!\d{3}\b)|(?<=\s)&(?=\s)|(?<=[a-z)])\.(?=\s|$)|(?<=\s)\+(?=\s))\s*")
_JOINED: Final = re.compile(r"\s+(?:and|but|with|who is|who has|on|also|plus)\s+|\s*/\s*(?=[a-z])|\s*[()\[\]]\s*", re.IGNORECASE)
_REGION: Final = re.compile(r"^region\s+([a-z]{2,10})$")


class PatientReading(NamedTuple):
    """What the words about a patient say: facts, and the substances and stopped drugs that they name (line -1)."""

    patient: Patient
    reading: Reading
    region: str = ""


class _Notes:
    """What has been understood so far."""

    __slots__ = ("absent", "allergies", "assumptions", "conditions", "facts", "gaps", "medications", "region", "said_allergies", "substances_absent", "unread")

    def __init__(self) -> None:
        self.facts: dict[str, Value] = {}
        self.conditions: set[str] = set()
        self.absent: set[str] = set()
        self.substances_absent: set[str] = set()
        self.allergies: list[str] = []
        self.said_allergies = False
        self.medications: list[Medication] = []
        self.assumptions: list[Assumption] = []
        self.gaps: list[Gap] = []
        self.unread: list[str] = []
        self.region = ""


class PatientReader:
    """Reads words about a patient, with the names and conditions of one vocabulary."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self.vocabulary: Vocabulary = reader.vocabulary

    def read(self, text: str, as_of: date) -> PatientReading:
        """Read all clauses; each is a fact, a condition, an allergy, a substance or drug, or is reported as not understood."""
        from medsafe.names.reader import Reading

        notes = _Notes()
        in_allergies = False
        for clause in _clauses(fold(text)[:20_000]):
            in_allergies = self._clause(clause, notes, as_of, in_allergies)
        for words in notes.unread:
            notes.gaps.append(Gap("unread", f"patient: {words[:80]!r} was not understood; write it as a condition, a measurement or a medicine", ask=f"what does {words[:80]!r} mean?"))
        self._conflicts(notes)
        patient = Patient(
            facts=notes.facts,
            conditions=frozenset(notes.conditions),
            absent=frozenset(notes.absent - notes.conditions),
            allergies=tuple(dict.fromkeys(notes.allergies)) if notes.said_allergies else None,
            substances_absent=frozenset(notes.substances_absent),
        )
        reading = Reading(tuple(notes.medications), tuple(notes.assumptions), tuple(notes.gaps))
        return PatientReading(patient, reading, notes.region)

    def _conflicts(self, notes: _Notes) -> None:
        for condition in sorted(notes.conditions & notes.absent):
            notes.gaps.append(Gap("conflict", f"patient: {condition} is said to be present and absent; it was taken as present", ask=f"does the patient have {condition}?"))

    # ---- one clause

    def _clause(self, clause: str, notes: _Notes, as_of: date, in_allergies: bool) -> bool:
        """Read one clause; says whether the next may go on with a list of allergies."""
        normal = key(clause)
        if not normal:
            return in_allergies
        region = _REGION.match(normal)
        if region is not None:
            notes.region = region[1]
            return False
        condition = self._condition(normal)
        if condition is not None:
            notes.conditions.add(condition)
            return False
        if NO_ALLERGY.search(normal):
            notes.said_allergies = True
            return False
        allergy = ALLERGY.search(normal)
        if allergy is not None and not _starts_negated(normal):
            self._allergies(normal, notes)
            return normal.startswith(("allerg", "intoleran"))
        if in_allergies and self._drug(normal) is not None and normal == _bare(normal):
            self._allergies(normal, notes)
            return True
        negated = NOT.match(normal)
        if negated is not None:
            self._negated(clause, normal[negated.end() :], notes, as_of)
            return False
        if NOW_NOT.match(normal):
            substance = self._substance(NOW_NOT.sub("", normal, count=1))
            if substance is not None:
                notes.substances_absent.add(substance)
                return False
        self._positive(clause, normal, notes, as_of)
        return False

    def _positive(self, clause: str, normal: str, notes: _Notes, as_of: date) -> None:
        rest, found = find_measures(clause, self.vocabulary)
        self._take(found, notes)
        left = key(rest)
        if not _meaningful(left):
            return
        if self._medicine(rest, left, notes, as_of):
            return
        left = self._conditions_in(left, notes)
        if _meaningful(left):
            parts = [part for part in _JOINED.split(rest) if part]
            if len(parts) > 1:
                for part in parts:
                    self._clause(part, notes, as_of, False)
            else:
                notes.unread.append(left)

    def _take(self, found: Found, notes: _Notes) -> None:
        for name, value in found.facts.items():
            if name in notes.facts and notes.facts[name] != value:
                notes.gaps.append(Gap("conflict", f"patient: {name} is given twice ({notes.facts[name]} and {value}); the first was taken", ask=f"what is the {name}?"))
            else:
                notes.facts[name] = value
        notes.conditions.update(found.conditions)
        notes.gaps.extend(found.gaps)
        notes.assumptions.extend(found.assumptions)

    def _negated(self, clause: str, rest: str, notes: _Notes, as_of: date) -> None:
        for part in re.split(r"\s+(?:or|nor|and)\s+", rest):
            part = BEFORE.sub("", part)
            condition = self._condition(part)
            substance = self._substance(part)
            if condition is not None:
                notes.absent.add(condition)
            elif substance is not None:
                notes.substances_absent.add(substance)
            else:
                before = set(notes.conditions)
                left = self._conditions_in(part, notes)
                notes.absent |= notes.conditions - before
                notes.conditions = before
                if _meaningful(left):
                    notes.unread.append(f"no {left}")

    # ---- conditions

    def _condition(self, normal: str) -> str | None:
        conditions = self.vocabulary.conditions
        found = conditions.get(normal)
        if found is None:
            shorter = BEFORE.sub("", normal)
            if shorter != normal:
                found = conditions.get(shorter)
                normal = shorter
        if found is None and normal.endswith("s"):
            found = conditions.get(normal[:-1])
        return found

    def _conditions_in(self, normal: str, notes: _Notes) -> str:
        """Take every condition named anywhere in the words; returns what is left."""
        words = normal.split()
        left: list[str] = []
        at = 0
        while at < len(words):
            for length in range(min(8, len(words) - at), 0, -1):
                phrase = " ".join(words[at : at + length])
                condition = self.vocabulary.conditions.get(phrase)
                if condition is not None and (length > 1 or len(phrase) > 2):
                    notes.conditions.add(condition)
                    at += length
                    break
            else:
                left.append(words[at])
                at += 1
        return " ".join(left)

    # ---- drugs and substances

    def _drug(self, normal: str) -> tuple[str, ...] | None:
        found = self.reader.lines.names.exact(normal)
        return getattr(found, "drugs", None) if found is not None else None

    def _substance(self, normal: str) -> str | None:
        """The substance named in a few words, as in "non-smoker" or "no wine"."""
        normal = BEFORE.sub("", normal)
        for form in (normal, normal.removesuffix("s"), *(SUBSTANCE_WORDS.get(word, word) for word in normal.split())):
            for name in (form, form.removesuffix("s")):
                drugs = self._drug(name) if name else None
                if drugs is not None and len(drugs) == 1:
                    facts = self.vocabulary.drugs.get(drugs[0])
                    if facts is not None and facts.substance:
                        return drugs[0]
        return None

    def _medicine(self, rest: str, normal: str, notes: _Notes, as_of: date) -> bool:
        """A drug or substance in the patient's words becomes a line of the case, with its dates."""
        substance_text = " ".join(SUBSTANCE_WORDS.get(word, word) for word in normal.split())
        composed = self.reader.lines.find(rest, as_of) or self.reader.lines.find(substance_text, as_of)
        if not composed:
            return False
        for one in composed:
            medication = one.medication._replace(line=-1, text=rest.strip())
            if all(drug in self.vocabulary.drugs and self.vocabulary.drugs[drug].substance for drug in medication.drugs):
                medication = medication._replace(dose=None, daily=(), unread=())  # "4 beers" is not 4 mg
            notes.medications.append(medication)
            notes.gaps.extend(gap._replace(lines=()) for gap in one.gaps if gap.kind != "unread")
        return True

    def _allergies(self, normal: str, notes: _Notes) -> None:
        notes.said_allergies = True
        words = ALLERGY.sub(" ", normal)
        for part in re.split(r"\s+(?:and|or|to)\s+|,", words):
            part = BEFORE.sub("", part.strip())
            if not part or not _meaningful(part):
                continue
            drugs = self._drug(part)
            if drugs is None:
                tokens = part.split()
                found = [drug for token in tokens for drug in (self._drug(token) or ())]
                if found:
                    notes.allergies.extend(found)
                else:
                    notes.allergies.append(part.replace(" ", "-"))
            else:
                notes.allergies.extend(drugs)


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.split(text) if clause.strip()]


def _starts_negated(normal: str) -> bool:
    return NOT.match(normal) is not None


def _bare(normal: str) -> str:
    return " ".join(word for word in normal.split() if not any(char.isdigit() for char in word))


def _meaningful(normal: str) -> bool:
    return any(word not in FILLER for word in normal.split())
