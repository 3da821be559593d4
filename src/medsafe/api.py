"""The public face: check a list, in a script or in a service."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from medsafe.engine.check import check, status_of
from medsafe.errors import InputError
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.load import load_knowledge
from medsafe.model.change import ChangeReport, Options, Switch
from medsafe.model.kidney import with_kidney
from medsafe.model.medication import Medication
from medsafe.model.patient import Patient
from medsafe.model.report import Assumption, Gap, Report
from medsafe.names.results import known_tests


class _Read(NamedTuple):
    """A case as read: lines, patient, day and region, and what was assumed or not understood."""

    medications: tuple[Medication, ...]
    patient: Patient
    day: date
    region: str
    assumptions: tuple[Assumption, ...]
    gaps: tuple[Gap, ...]


class Checker:
    """Checks many lists against one knowledge base; safe to share between threads.

    >>> checker = Checker(load_knowledge())
    >>> checker.check(["lithium 900 mg daily", "ibuprofen 400 mg three times a day"]).problems[0].problem
    'lithium-toxicity'
    """

    def __init__(self, knowledge: KnowledgeBase):
        if not isinstance(knowledge, KnowledgeBase):
            raise InputError(
                f"a Checker needs the KnowledgeBase that load_knowledge() returns, not {type(knowledge).__name__}"
            )
        self.knowledge = knowledge
        self.reader = knowledge.reader

    def check(
        self,
        medications: Iterable[object] | str,
        patient: str | Patient | Mapping[str, Any] | None = None,
        *,
        as_of: date | None = None,
        region: str | None = None,
    ) -> Report:
        """Read and check one list; see `check_regimen`."""
        read, known, day, where, assumptions, gaps = self._read(medications, patient, as_of, region)
        return check(self.knowledge, read, known, as_of=day, region=where, assumptions=assumptions, gaps=gaps)

    def change(
        self,
        current: Iterable[object] | str,
        start: Iterable[object] | str = (),
        stop: Iterable[object] | str = (),
        change: Iterable[object] | str = (),
        patient: str | Patient | Mapping[str, Any] | None = None,
        *,
        as_of: date | None = None,
        region: str | None = None,
    ) -> ChangeReport:
        """Read a list and an order, and tell what the order does; see `check_change`."""
        from medsafe.engine.change import change as judge_change
        from medsafe.engine.order import lay_over

        case = self._read(current, patient, as_of, region)
        parts, assumptions, gaps = self._order(case, start, change, stop)
        ordered = lay_over(case.medications, parts[0], parts[2], parts[1], case.day)
        return judge_change(
            self.knowledge,
            ordered,
            case.patient,
            as_of=case.day,
            region=case.region,
            assumptions=assumptions,
            gaps=gaps,
        )

    def screen(
        self,
        current: Iterable[object] | str,
        candidates: Iterable[object] | str,
        patient: str | Patient | Mapping[str, Any] | None = None,
        *,
        as_of: date | None = None,
        region: str | None = None,
    ) -> Options:
        """What each candidate would add to a list; see `medsafe.screen`."""
        from medsafe.engine.alternatives import Person, screen, untold

        case = self._read(current, patient, as_of, region)
        (lines,), assumptions, gaps = self._order(case, candidates)
        person = Person(case.patient, case.day, case.region)
        options = screen(self.knowledge, case.medications, [line for line in lines if line.drugs], person)
        gaps = (*gaps, *untold(self.knowledge, case.medications, person))
        return Options(status_of(assumptions, gaps), "", "", options, (), case.medications, assumptions, gaps, case.day)

    def alternatives(
        self,
        current: Iterable[object] | str,
        instead_of: str,
        within: str = "",
        patient: str | Patient | Mapping[str, Any] | None = None,
        *,
        as_of: date | None = None,
        region: str | None = None,
    ) -> Options:
        """The members of a class, each in the place of one drug; see `medsafe.alternatives`."""
        from medsafe.engine.alternatives import Person, members, screen, untold

        case = self._read(current, patient, as_of, region)
        (named,), assumptions, gaps = self._order(case, [instead_of])
        drugs = frozenset(drug for line in named for drug in line.drugs)
        leaving = tuple(line for line in case.medications if drugs & set(line.drugs))
        rest = tuple(line for line in case.medications if not drugs & set(line.drugs))
        within, found = members(self.knowledge, within, next(iter(sorted(drugs)), ""))
        listed = {drug for line in rest if not line.stopped for drug in line.drugs}
        candidates = [self._bare(drug) for drug in found if drug not in listed and drug not in drugs]
        person = Person(case.patient, case.day, case.region)
        options = screen(self.knowledge, rest, candidates, person, leaving or named)
        gaps = (*gaps, *untold(self.knowledge, rest, person))
        return Options(
            status_of(assumptions, gaps), " + ".join(sorted(drugs)), within, options, tuple(sorted(listed.intersection(found))),
            rest, assumptions, gaps, case.day,
        )  # fmt: skip

    def switch(
        self,
        stop: str,
        start: str,
        current: Iterable[object] | str = (),
        patient: str | Patient | Mapping[str, Any] | None = None,
        *,
        as_of: date | None = None,
        region: str | None = None,
    ) -> Switch:
        """What the rules imply for a change from one drug to another; see `medsafe.switch`."""
        from medsafe.engine.alternatives import Person
        from medsafe.engine.switch import switch

        case = self._read(current, patient, as_of, region)
        (old, new), assumptions, gaps = self._order(case, [stop], [start])
        drugs = frozenset(drug for line in (*old, *new) for drug in line.drugs)
        rest = tuple(line for line in case.medications if not drugs & set(line.drugs))
        person = Person(case.patient, next((line.stop for line in old if line.stop), case.day), case.region)
        return switch(self.knowledge, old, new, rest, person, assumptions=assumptions, gaps=gaps)

    def _bare(self, drug: str) -> Medication:
        """A candidate of which only the drug is known."""
        return Medication(self.knowledge.drug_title(drug), -1, (drug,), (), "exact", drug)

    def _order(
        self, case: _Read, *parts: Iterable[object] | str
    ) -> tuple[list[tuple[Medication, ...]], tuple[Assumption, ...], tuple[Gap, ...]]:
        """Read the lines of an order; their positions go on where the list ends, in the order of the parts."""
        assumptions, gaps = [*case.assumptions], [*case.gaps]
        read: list[tuple[Medication, ...]] = []
        offset = max((line.line for line in case.medications), default=-1) + 1
        for part in parts:
            items = [part] if isinstance(part, (str, Medication)) else list(part)
            found = self.reader.read(items, case.day)
            read.append(tuple(line._replace(line=line.line + offset) for line in found.medications))
            for note in found.assumptions:
                assumptions.append(note._replace(line=note.line + offset, message=_renumbered(note.message, offset)))
            for gap in found.gaps:
                places = tuple(line + offset for line in gap.lines)
                gaps.append(gap._replace(lines=places, message=_renumbered(gap.message, offset)))
            offset += len(items)
        return read, tuple(assumptions), tuple(gaps)

    def _read(
        self,
        medications: Iterable[object] | str,
        patient: str | Patient | Mapping[str, Any] | None,
        as_of: date | None,
        region: str | None,
    ) -> _Read:
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
        if known.results:
            results, more_gaps = known_tests(known.results, self.knowledge.section("texts")["test_names"])
            known, gaps = known._replace(results=results), (*gaps, *more_gaps)
        if "creatinine" in known.facts:
            known, notes = with_kidney(known)
            assumptions = (*assumptions, *notes)
        return _Read(read, known, day, where, assumptions, gaps)

    def _patient(
        self, patient: object, day: date
    ) -> tuple[Patient, tuple[tuple[Medication, ...], tuple[Assumption, ...], tuple[Gap, ...]], str]:
        if isinstance(patient, str):
            found = self.reader.read_patient(patient, day)
        elif isinstance(patient, Mapping):
            from medsafe.names.person import read_person

            found = read_person(patient, self.reader, day)
        else:
            what = type(patient).__name__
            raise InputError(f"patient is a text such as '78 y, female, eGFR 40', a mapping or a Patient, not {what}")
        read = found.reading
        return found.patient, (read.medications, read.assumptions, read.gaps), found.region


def check_regimen(
    medications: Iterable[object] | str,
    patient: str | Patient | Mapping[str, Any] | None = None,
    *,
    as_of: date | None = None,
    region: str | None = None,
    knowledge: KnowledgeBase | None = None,
) -> Report:
    """Check a medication list and report what was found, what was assumed and what could not be judged.

    `medications` is a list of lines as written in a chart (or `Medication`s, or one text with a line each); `patient` a short text
    such as "78 y, female, eGFR 40", a mapping such as {"age": 78, "conditions": ["dementia"], "not": ["seizures"]}, or a
    `Patient`; `as_of` the day for which dates are judged, today if left out; `region` (such as
    "eu") picks the severities of that region where they differ; `knowledge` what `load_knowledge` returned, the built-in layer if
    left out. Text never raises: what cannot be read is a gap. Raises `InputError` for arguments of the wrong type and
    `KnowledgeError` where a layer cannot be loaded.

    `findings` holds everything that was found, whatever is shown of it. How loud it is to be is asked afterwards: `report.view(profile)`
    sorts the findings into those that interrupt, those that are shown and those that are kept quiet, and
    `report.to_text(profile=profile)` says how many it kept back.

    >>> report = check_regimen(["Xanax 1 mg three times a day", "oxycodone 10 mg every 6 hours"])
    >>> report.status, report.findings[0].severity
    ('complete', 'major')
    """
    return _checker(knowledge).check(medications, patient, as_of=as_of, region=region)


def check_change(
    current: Iterable[object] | str,
    start: Iterable[object] | str = (),
    stop: Iterable[object] | str = (),
    change: Iterable[object] | str = (),
    patient: str | Patient | Mapping[str, Any] | None = None,
    *,
    as_of: date | None = None,
    region: str | None = None,
    knowledge: KnowledgeBase | None = None,
) -> ChangeReport:
    """What an order does to a list: what it adds, resolves, worsens, eases and leaves, and what stopping does.

    `start` and `change` are lines as in a list (a changed line takes the place of the line with the same drug); `stop` names what
    is stopped on the day `as_of`. A stopped drug stays in sight, so that washouts and the loss of what it protected against are
    judged, with the day on which they end. The other arguments are those of `check_regimen`.

    >>> done = check_change(["clozapine 300 mg daily", "ibuprofen 400 mg daily"], stop=["smoking"], as_of=date(2026, 1, 1))
    >>> [(shift.finding.drugs, shift.now) for shift in done.adds]
    [(('clozapine', 'tobacco'), 'major')]
    """
    return _checker(knowledge).change(current, start, stop, change, patient, as_of=as_of, region=region)


def screen(
    current: Iterable[object] | str,
    candidates: Iterable[object] | str,
    patient: str | Patient | Mapping[str, Any] | None = None,
    *,
    as_of: date | None = None,
    region: str | None = None,
    knowledge: KnowledgeBase | None = None,
) -> Options:
    """What each candidate would add to a list, the least first; shown, never recommended.

    >>> [(option.drug, option.worst) for option in screen(["phenelzine 15 mg daily"], ["sertraline", "agomelatine"]).options]
    [('agomelatine', ''), ('sertraline', 'contraindicated')]
    """
    return _checker(knowledge).screen(current, candidates, patient, as_of=as_of, region=region)


def alternatives(
    current: Iterable[object] | str,
    instead_of: str,
    within: str = "",
    patient: str | Patient | Mapping[str, Any] | None = None,
    *,
    as_of: date | None = None,
    region: str | None = None,
    knowledge: KnowledgeBase | None = None,
) -> Options:
    """Every member of a class in the place of one drug, judged against the rest of the list and the patient, the least added first.

    `within` is the id of a class; left out, the next wider class of the drug. It shows what each would add and never recommends:
    where nobody rated a drug, `unrated` says so.

    >>> found = alternatives(["tamoxifen 20 mg daily", "paroxetine 20 mg daily"], instead_of="paroxetine", within="ssri")
    >>> next(option.worst for option in found.options if option.drug == "fluoxetine")
    'major'
    """
    return _checker(knowledge).alternatives(current, instead_of, within, patient, as_of=as_of, region=region)


def switch(
    stop: str,
    start: str,
    current: Iterable[object] | str = (),
    patient: str | Patient | Mapping[str, Any] | None = None,
    *,
    as_of: date | None = None,
    region: str | None = None,
    knowledge: KnowledgeBase | None = None,
) -> Switch:
    """What the rules imply for a change from one drug to another: washout as dates, or whether both may overlap, with sources.

    `as_of` is the day of the last dose, unless `stop` says another ("fluoxetine stopped 2026-01-01"); `current` is the rest of the list.

    >>> plan = switch("fluoxetine 20 mg daily", "phenelzine 15 mg daily", as_of=date(2026, 1, 1))
    >>> plan.together, plan.earliest
    ('barred', datetime.date(2026, 2, 5))
    """
    return _checker(knowledge).switch(stop, start, current, patient, as_of=as_of, region=region)


def _renumbered(message: str, offset: int) -> str:
    """A message about a line, with the position that the line has in the whole."""
    return re.sub(r"^line (\d+)", lambda found: f"line {int(found[1]) + offset}", message) if offset else message


def _with_said(listed: tuple[Medication, ...], said: tuple[Medication, ...]) -> tuple[Medication, ...]:
    """Add what the patient text says of drugs: dates for a drug that one line lists, else a line of its own."""
    lines = list(listed)
    for med in said:
        about = [i for i, line in enumerate(lines) if line.line >= 0 and line.drugs == med.drugs]
        same = [i for i in about if lines[i].products == med.products] or about
        if len(same) == 1 and not med.stopped and lines[same[0]].start is None:
            line = lines[same[0]]
            lines[same[0]] = line._replace(
                start=med.start,
                stop=line.stop or med.stop,
                duration=line.duration if line.duration is not None else med.duration,
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
