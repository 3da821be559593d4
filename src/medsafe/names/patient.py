"""Words about the patient → facts, conditions, allergies, substances. What is not understood becomes a gap, never an error."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from medsafe.model.medication import Medication
from medsafe.model.patient import Patient, Value
from medsafe.model.report import Assumption, Gap
from medsafe.names import patient_words as says
from medsafe.names.condition_codes import read_codes
from medsafe.names.dates import age_on, read_date
from medsafe.names.measures import Found, find_bounds, find_measures
from medsafe.names.normal import fold, key
from medsafe.names.tokens import tokens
from medsafe.names.vocabulary import Vocabulary

if TYPE_CHECKING:
    from medsafe.names.reader import Reader, Reading

_MOST: Final = 20_000
_CLAUSE: Final = re.compile(
    r"\s*(?:;|\n|\||,(?!\d{3}\b)|(?<=\s)&(?=\s)|(?<=[a-z)])\.(?=\s|$)|(?<=\s)\+(?=\s)|\s(?=(?:but no|without|denies)\s))\s*",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"\s+(?:and|but|with|w/|who is|who has|on|also|plus)\s+|\s*/\s*(?=[a-z])|\s*[()\[\]]\s*", re.IGNORECASE
)
_HALVES: Final = re.compile(r"(?<=[a-z])\s*/\s*(?=[a-z]{3})", re.IGNORECASE)
_THOUSANDS: Final = re.compile(r"(?<=[1-9]),(?=\d{3}(?!\d))|(?<=[1-9]\d),(?=\d{3}(?!\d))|(?<=\d{3}),(?=\d{3}(?!\d))")
_DECIMAL_COMMA: Final = re.compile(r"(?<![\d,.])(?:\d{1,3},\d{1,2}|0,\d+)(?![\d,])")
"""`Li 1,3`: a comma with a digit on either side and no space is the decimal point of most of Europe."""
_REGION: Final = re.compile(r"^region\s+([a-z]{2,10})$")
_LONGEST: Final = 8  # words in the longest condition


class PatientReading(NamedTuple):
    """What the words about a patient say: facts, and the substances and stopped drugs that they name (line -1)."""

    patient: Patient
    reading: Reading
    region: str = ""


class _Notes:
    """What has been understood so far."""

    def __init__(self) -> None:
        self.facts: dict[str, Value] = {}
        self.bounds: dict[str, tuple[float, float]] = {}
        self.conditions: set[str] = set()
        self.absent: set[str] = set()
        self.substances_absent: set[str] = set()
        self.allergies: list[str] = []
        self.said_allergies = False
        self.complete = False
        self.medications: list[Medication] = []
        self.assumptions: list[Assumption] = []
        self.gaps: list[Gap] = []
        self.region = ""

    def unread(self, words: str) -> None:
        shown = repr(words.strip()[:80])
        message = f"patient: {shown} was not understood; write it as a condition, a measurement or a medicine"
        self.gaps.append(Gap("unread", message, ask=f"what does {shown} mean?"))

    def comment(self, words: str) -> None:
        self.assumptions.append(Assumption(f"patient: {words.strip()[:80]!r} was not used", -1, (), "comment"))


class PatientReader:
    """Reads words about a patient, with the names and conditions of one vocabulary."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self.vocabulary: Vocabulary = reader.vocabulary

    def read(self, text: str, as_of: date) -> PatientReading:
        """Read all clauses; each is a fact, a condition, an allergy, a substance or drug, or is reported as not understood."""
        from medsafe.names.reader import Reading

        notes = _Notes()
        if len(text) > _MOST:
            message = f"patient: the text has more than {_MOST} characters; what follows them was not read"
            notes.gaps.append(Gap("unread", message, ask="can the words about the patient be shorter?"))
        plain = _THOUSANDS.sub("", fold(text[:_MOST]))
        for comma in _DECIMAL_COMMA.findall(plain):
            message = f"patient: {comma} was read as {comma.replace(',', '.')}"
            notes.assumptions.append(Assumption(message, -1, (), "decimal comma"))
        plain = _DECIMAL_COMMA.sub(lambda found: found[0].replace(",", "."), plain)
        in_allergies = False
        for clause in _CLAUSE.split(read_codes(plain, self.vocabulary.conditions)):
            if clause.strip():
                in_allergies = self._clause(clause, notes, as_of, in_allergies)
        for condition in sorted(notes.conditions & notes.absent):
            message = f"patient: {condition} is said to be present and absent; it was taken as present"
            notes.gaps.append(Gap("conflict", message, ask=f"does the patient have {condition}?"))
        patient = Patient(
            facts=notes.facts,
            conditions=frozenset(notes.conditions),
            absent=frozenset(notes.absent - notes.conditions),
            allergies=tuple(dict.fromkeys(notes.allergies)) if notes.said_allergies else None,
            substances_absent=frozenset(notes.substances_absent),
            conditions_complete=notes.complete,
            bounds={name: limits for name, limits in notes.bounds.items() if name not in notes.facts},
        )
        reading = Reading(tuple(notes.medications), tuple(notes.assumptions), tuple(notes.gaps))
        return PatientReading(patient, reading, notes.region)

    # ---- one clause

    def _clause(self, clause: str, notes: _Notes, as_of: date, in_allergies: bool = False) -> bool:
        """Read one clause; says whether the next may go on with a list of allergies."""
        clause = says.ONE_WORD.sub(r"\1 ", clause)
        normal = key(clause)
        if not normal or self._whole(clause, normal, notes) or self._born(normal, clause, notes, as_of):
            return in_allergies and not normal
        if says.ALLERGY.search(normal) is not None and says.NOT.match(normal) is None:
            self._allergies(normal, notes)
            return normal.startswith(("allerg", "drug allerg", "intoleran", "medication allerg"))
        if in_allergies and self._drugs(normal) is not None:
            self._allergies(normal, notes)
            return True
        negated = says.NOT.match(normal) or says.NOW_NOT.match(normal)
        if negated is not None:
            self._negated(normal[negated.end() :], notes)
            return False
        none = says.NONE_OF.match(normal)
        if none is not None and (self._condition(none[1]) or self._substance(none[1])):
            self._negated(none[1], notes)
            return False
        self._positive(clause, notes, as_of)
        return False

    def _whole(self, clause: str, normal: str, notes: _Notes) -> bool:
        """A clause that is understood as it stands."""
        region = _REGION.match(normal)
        if region is not None:
            notes.region = region[1]
            return True
        halves = [self._condition(key(half)) for half in _HALVES.split(clause)]
        if len(halves) > 1 and None not in halves:
            notes.conditions.update(half for half in halves if half is not None)
            return True
        remission = says.REMISSION.match(normal)
        if remission is not None:
            before, after = self._condition(remission[1]), self.vocabulary.conditions.get("in remission")
            if before is not None and after is not None:
                notes.conditions.update((before, after))
                return True
        closed = says.COMPLETE.match(normal) is not None
        notes.complete = notes.complete or closed
        condition = self._condition(normal)
        if condition is not None:
            notes.conditions.add(condition)
            notes.bounds.update(find_bounds(clause, self.vocabulary))
        elif closed:
            pass
        elif says.NO_ALLERGY.search(normal):
            notes.said_allergies = True
        elif says.NOTHING_TAKEN.match(normal):
            notes.comment(clause)
        elif says.TEETOTAL.match(normal) and self._substance(says.DRINKING) is not None:
            notes.substances_absent.add(self._substance(says.DRINKING) or "")
        else:
            return False
        return True

    def _born(self, normal: str, clause: str, notes: _Notes, as_of: date) -> bool:
        """`born 1950-05-06`: the age on the day of the check. A year alone leaves two ages, and is asked about."""
        born = says.BORN.match(normal)
        if born is None:
            return False
        words = tokens(fold(clause).lower())
        found = next((when for at in range(len(words)) if (when := read_date(words, at)) is not None), None)
        if found is None or found.day is None or found.note or found.day > as_of:
            notes.gaps.append(
                Gap(
                    "unread",
                    f"patient: the birth date in {clause.strip()[:40]!r} may be several days; write it as 1950-12-31",
                    ask="how old is the patient?",
                )
            )
        else:
            self._take(Found({"age": age_on(as_of, found.day)}, (), (), ()), notes)
        return True

    def _positive(self, clause: str, notes: _Notes, as_of: date) -> None:
        if not says.UNSURE & set(key(clause).split()):
            notes.bounds.update(find_bounds(clause, self.vocabulary))
        rest, found = find_measures(clause, self.vocabulary)
        self._take(found, notes)
        left = key(rest)
        # "60M AF": two letters alone are a condition, among other words they may be anything
        whole = self._condition(left)
        if whole is not None:
            notes.conditions.add(whole)
            return
        if not _meaningful(left) or self._medicine(rest, left, notes, as_of) or self._stopped(left, notes, as_of):
            return
        parts = [part for part in _JOINED.split(rest) if part and part.strip()]
        if len(parts) > 1:
            for part in parts:
                self._clause(part, notes, as_of)
            return
        named, remaining = self._conditions_in(left)
        if named and says.UNSURE & set(remaining.split()):
            notes.unread(left)  # "wants to become pregnant", "pregnancy test negative"
            return
        notes.conditions.update(named)
        known = bool(named) or bool(found.facts or found.bounds) or says.HAS_TIME.search(remaining) is not None
        known = known or says.BIRTHS.search(remaining) is not None
        without_time = says.TIME.sub(" ", says.BIRTHS.sub(" ", remaining))
        if not _meaningful(without_time) and known:
            if _meaningful(remaining):
                notes.comment(remaining)
        elif _meaningful(remaining):
            notes.unread(remaining)

    def _take(self, found: Found, notes: _Notes) -> None:
        for name, value in found.facts.items():
            if name in notes.facts and notes.facts[name] != value:
                message = f"patient: {name} is given twice ({notes.facts[name]} and {value}); the first was taken"
                notes.gaps.append(Gap("conflict", message, ask=f"what is the {name}?"))
            else:
                notes.facts[name] = value
        notes.bounds.update(found.bounds)
        notes.conditions.update(found.conditions)
        notes.gaps.extend(found.gaps)
        notes.assumptions.extend(found.assumptions)

    def _negated(self, rest: str, notes: _Notes) -> None:
        """What is said not to be: conditions and substances, several joined by or, nor, and."""
        for part in re.split(r"\s+(?:or|nor|and)\s+", rest):
            part = says.BEFORE.sub("", part)
            condition, substance = self._condition(part), self._substance(part)
            if condition is not None:
                notes.absent.add(condition)
            elif substance is not None:
                notes.substances_absent.add(substance)
            else:
                named, left = self._conditions_in(part)
                notes.absent.update(named)
                if _meaningful(left):
                    notes.unread(f"no {left}")

    # ---- conditions

    def _condition(self, normal: str) -> str | None:
        conditions = self.vocabulary.conditions
        for phrase in (normal, says.BEFORE.sub("", normal)):
            found = conditions.get(phrase) or (conditions.get(phrase[:-1]) if phrase.endswith("s") else None)
            if found is not None:
                return found
        return None

    def _conditions_in(self, normal: str) -> tuple[set[str], str]:
        """Every condition named anywhere in the words, and the words that are left."""
        words = normal.split()
        named: set[str] = set()
        left: list[str] = []
        at = 0
        while at < len(words):
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                phrase = " ".join(words[at : at + length])
                condition = self.vocabulary.conditions.get(phrase)
                if condition is not None and (length > 1 or len(phrase) > 2):
                    named.add(condition)
                    at += length
                    break
            else:
                left.append(words[at])
                at += 1
        return named, " ".join(left)

    # ---- drugs and substances

    def _drugs(self, normal: str) -> tuple[str, ...] | None:
        found = self.reader.lines.names.exact(normal)
        return getattr(found, "drugs", None)

    def _substance(self, normal: str) -> str | None:
        """The substance named in a few words, as in "non-smoker" or "no wine"."""
        words = says.BEFORE.sub("", normal).split()
        for form in (" ".join(words), *words, *(says.SUBSTANCE_WORDS.get(word, "") for word in words)):
            for name in (form, form.removesuffix("s")):
                drugs = self._drugs(name) if name else None
                if drugs is not None and len(drugs) == 1:
                    facts = self.vocabulary.drugs.get(drugs[0])
                    if facts is not None and facts.substance:
                        return drugs[0]
        return None

    def _medicine(self, rest: str, normal: str, notes: _Notes, as_of: date) -> bool:
        """A drug or substance in the patient's words becomes a line of the case, with its dates."""
        former = says.FORMER.match(normal)
        as_written = says.FORMER.sub(
            "", rest.strip().lower().replace("ex-", "ex ", 1), count=1
        )  # with the marks of a date
        words = as_written.split() if former is not None else normal.split()
        plain = " ".join(says.SUBSTANCE_WORDS.get(word, word) for word in words)
        if says.MISSED.search(normal) is not None and self.reader.lines.find(plain, as_of):
            notes.unread(normal)  # "missed lithium twice": asked about, never taken for a course
            return True
        composed = [] if former is not None else self.reader.lines.find(rest, as_of)
        composed = composed or self.reader.lines.find(plain if former is None else _ended(plain), as_of)
        if len({one.medication.drugs for one in composed}) < len(
            composed
        ):  # "drinks 4 beers" names one substance twice
            composed = [max(composed, key=lambda one: (one.medication.stopped, one.medication.per_day or 0))]
        for one in composed:
            medication = one.medication._replace(line=-1, text=rest.strip())
            if self._all_substances(medication.drugs):
                medication = medication._replace(dose=None, daily=(), unread=())  # "4 beers" is not 4 mg
            notes.medications.append(medication)
            notes.gaps.extend(gap for gap in one.gaps if gap.kind != "unread")
        return bool(composed)

    def _stopped(self, normal: str, notes: _Notes, as_of: date) -> bool:
        """`smoker, quit 5 days ago`: the clause says when the one before it ended."""
        if says.QUIT.match(normal) is None or not notes.medications:
            return False
        read = self.reader.lines.directions(normal)
        if not read.stopped or read.unread:
            return False
        stop = read.stop.resolve(as_of) if read.stop is not None else None
        notes.medications[-1] = notes.medications[-1]._replace(stopped=stop is None or stop <= as_of, stop=stop)
        return True

    def _all_substances(self, drugs: tuple[str, ...]) -> bool:
        known = self.vocabulary.drugs
        return all(drug in known and known[drug].substance for drug in drugs)

    def _allergies(self, normal: str, notes: _Notes) -> None:
        notes.said_allergies = True
        for part in re.split(r"\s+(?:and|or|to)\s+", says.ALLERGY.sub(" ", normal)):
            part = says.BEFORE.sub("", part.strip())
            if not _meaningful(part):
                continue
            drugs = self._drugs(part)
            found = (
                list(drugs)
                if drugs is not None
                else [drug for word in part.split() for drug in self._drugs(word) or ()]
            )
            notes.allergies.extend(found or [part.replace(" ", "-")])


def _ended(plain: str) -> str:
    """What somebody was (`ex-smoker since May 2025`) as what was stopped."""
    return plain.replace(" since ", " stopped ") if " since " in plain else f"{plain} stopped"


def _meaningful(normal: str) -> bool:
    return any(word not in says.FILLER for word in normal.split())
