"""The public face: check a list, in a script or in a service."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Iterable, Mapping

from medsafe.engine.check import check
from medsafe.errors import InputError
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.load import load_knowledge
from medsafe.model.medication import Medication
from medsafe.model.patient import Patient
from medsafe.model.report import Assumption, Gap, Report
from medsafe.names.reader import Reader


class Checker:
    """Checks many lists against one knowledge base; safe to share between threads.

    >>> checker = Checker(load_knowledge())
    >>> checker.check(["lithium 900 mg daily", "ibuprofen 400 mg three times a day"]).problems[0].problem
    'lithium-toxicity'
    """

    def __init__(self, knowledge: KnowledgeBase):
        if not isinstance(knowledge, KnowledgeBase):
            raise InputError(f"a Checker needs the KnowledgeBase that load_knowledge() returns, not {type(knowledge).__name__}")
        self.knowledge = knowledge
        self.reader = Reader(knowledge.vocabulary)

    def check(
        self,
        medications: Iterable[object] | str,
        patient: str | Patient | Mapping[str, Any] | None = None,
        *,
        as_of: date | None = None,
        region: str | None = None,
    ) -> Report:
        """Read and check one list; see `check_regimen`."""
        day = _day(as_of)
        if isinstance(medications, str):
            reading = self.reader.read_text(medications, day)
        elif isinstance(medications, Medication) or not isinstance(medications, Iterable):
            raise InputError("medications is a list of lines, or one text with a line each")
        else:
            reading = self.reader.read(medications, day)
        read, assumptions, gaps = reading.medications, reading.assumptions, reading.gaps
        where = region or ""
        known = Patient()
        if isinstance(patient, Patient):
            known = patient
        elif patient is not None:
            known, more, said = self._patient(patient, day)
            where = where or said
            read, assumptions, gaps = _with_said(read, more[0]), (*assumptions, *more[1]), (*gaps, *more[2])
        return check(self.knowledge, read, known, as_of=day, region=where, assumptions=assumptions, gaps=gaps)

    def _patient(
        self, patient: object, day: date
    ) -> tuple[Patient, tuple[tuple[Medication, ...], tuple[Assumption, ...], tuple[Gap, ...]], str]:
        if not isinstance(patient, str):
            raise InputError(f"patient is a text such as '78 y, female, eGFR 40' or a Patient, not {type(patient).__name__}")
        found = self.reader.read_patient(patient, day)
        return found.patient, tuple(found.reading), found.region


def check_regimen(
    medications: Iterable[object] | str,
    patient: str | Patient | None = None,
    *,
    as_of: date | None = None,
    region: str | None = None,
    knowledge: KnowledgeBase | None = None,
) -> Report:
    """Check a medication list and report what was found, what was assumed and what could not be judged.

    `medications` is a list of lines as written in a chart (or `Medication`s, or one text with a line each); `patient` a short text
    such as "78 y, female, eGFR 40" or a `Patient`; `as_of` the day for which dates are judged, today if left out; `region` (such as
    "eu") picks the severities of that region where they differ; `knowledge` what `load_knowledge` returned, the built-in layer if
    left out. Text never raises: what cannot be read is a gap. Raises `InputError` for arguments of the wrong type and
    `KnowledgeError` where a layer cannot be loaded.

    >>> report = check_regimen(["Xanax 1 mg three times a day", "oxycodone 10 mg every 6 hours"])
    >>> report.status, report.findings[0].severity
    ('complete', 'major')
    """
    return _checker(knowledge).check(medications, patient, as_of=as_of, region=region)


def _with_said(listed: tuple[Medication, ...], said: tuple[Medication, ...]) -> tuple[Medication, ...]:
    """Add what the patient text says of drugs: dates for a drug that one line lists, else a line of its own."""
    lines = list(listed)
    for med in said:
        about = [i for i, line in enumerate(lines) if line.line >= 0 and line.drugs == med.drugs]
        same = [i for i in about if lines[i].products == med.products] or about
        if len(same) == 1 and not med.stopped and lines[same[0]].start is None:
            line = lines[same[0]]
            lines[same[0]] = line._replace(
                start=med.start, stop=line.stop or med.stop, duration=line.duration if line.duration is not None else med.duration
            )
        else:
            lines.append(med)
    return tuple(lines)


_CHECKERS: dict[int, Checker] = {}


def _checker(knowledge: KnowledgeBase | None) -> Checker:
    """One Checker for each knowledge base in use, so that what was decoded and read is not decoded and read again."""
    base = knowledge if knowledge is not None else load_knowledge()
    known = _CHECKERS.get(id(base))
    if known is None or known.knowledge is not base:
        if len(_CHECKERS) > 64:
            _CHECKERS.clear()
        known = _CHECKERS[id(base)] = Checker(base)
    return known


def _day(as_of: date | None) -> date:
    if as_of is None:
        return date.today()
    if isinstance(as_of, datetime):
        return as_of.date()
    if not isinstance(as_of, date):
        raise InputError(f"as_of is a date such as date(2026, 11, 23), not {type(as_of).__name__}")
    return as_of
