"""A case as rules see it: each drug on each line, what is known of the patient, and what had to be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from medsafe.model.medication import Medication
from medsafe.model.patient import Patient
from medsafe.model.truth import INFINITY, NO, UNKNOWN, YES, Truth
from medsafe.model.words import LOCAL_ROUTES

if TYPE_CHECKING:
    from medsafe.rules.setting import Setting

T = TypeVar("T")

Need = tuple[str, str, int]
"""What would have to be known: kind (dose, route, fact, …), its id, and the line it is about (-1 for none)."""

Range = tuple[float, float]


class Use:
    """One drug on one line. `group` is shared by the drugs of one product: they never fill two places of a rule."""

    __slots__ = ("drug", "med", "index", "group", "current", "as_of", "usual")

    def __init__(self, drug: str, med: Medication, index: int, group: int, current: bool, as_of: date, usual: str):
        self.drug, self.med, self.index, self.group = drug, med, index, group
        self.current, self.as_of, self.usual = current, as_of, usual

    @property
    def route(self) -> str:
        """The route written, else the drug's usual one."""
        return self.med.route or self.usual

    @property
    def days_since_stop(self) -> Range:
        stop = self.med.stop
        if stop is None:
            return (0, INFINITY)
        days = (self.as_of - stop).days
        return (days, days)

    @property
    def days_taken(self) -> Range:
        """How long it has been or is to be taken; the longer of what the line says."""
        med = self.med
        known = -1.0
        if med.duration is not None:
            known = med.duration
        if med.start is not None:
            end = med.stop if med.stop is not None and med.stop < self.as_of else self.as_of
            known = max(known, (end - med.start).days)
        return (known, known) if known >= 0 else (0, INFINITY)

    @property
    def days_since_start(self) -> Range:
        start = self.med.start
        if start is None:
            return (0, INFINITY)
        days = max((self.as_of - start).days, 0)
        return (days, days)


class Case:
    """A patient and their medications, ready for judging.

    `needs` collects what was unknown while it is a list; while None, judging is fastest and collects nothing.
    `stirred` has the bits of the rules whose conditions ask about anything that is known or on the list (the others are at rest, and
    say what they always say), `told` those that ask about anything known of the patient. Until the index has found them, all are
    judged in full. `put_off` collects the bits of rules that wait for a fact, where nobody wants to hear yet how far they could go.
    """

    __slots__ = (
        "uses",
        "by_drug",
        "patient",
        "as_of",
        "region",
        "needs",
        "setting",
        "conditions",
        "closed",
        "plain",
        "stirred",
        "told",
        "put_off",
        "listed",
        "_totals",
        "_unmentioned",
    )

    def __init__(self, medications: Iterable[Medication], patient: Patient, as_of: date, region: str, setting: Setting):
        self.patient, self.as_of, self.region, self.setting = patient, as_of, region, setting
        self.needs: list[Need] | None = None
        uses: list[Use] = []
        by_drug: dict[str, list[Use]] = {}
        # a drug's only line where that is current, through a systemic route, no product: a drug that is always a member of a place
        # fills it with this line
        plain: dict[str, Use] = {}
        usual, usually_local = setting.usual_route, setting.usually_local
        for index, med in enumerate(medications):
            stop = med.stop
            current = stop > as_of if stop is not None else not med.stopped
            products = med.products
            ordinary = current and not products and med.route not in LOCAL_ROUTES
            for position, drug in enumerate(med.drugs):
                group = index if products else -1 - index * 64 - position
                use = Use(drug, med, index, group, current, as_of, usual.get(drug, "mouth"))
                uses.append(use)
                if drug in by_drug:
                    by_drug[drug].append(use)
                    plain.pop(drug, None)
                else:
                    by_drug[drug] = [use]
                    if ordinary and drug not in usually_local:
                        plain[drug] = use
        self.uses, self.by_drug, self.plain = uses, by_drug, plain
        self.conditions: frozenset[str] = patient.conditions
        if self.conditions:
            self.conditions = setting.with_implied(self.conditions)
        self.closed = patient.conditions_complete
        self.stirred = self.told = -1
        self.put_off: int | None = None
        self.listed: dict[object, Truth] = {}  # by place: whether any drug of the list stands there
        self._totals: dict[str, Range] = {}
        self._unmentioned: list[str] | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is known of the patient: conditions on the patient alone are all unknown."""
        patient = self.patient
        return patient.allergies is None and not (
            patient.facts or patient.bounds or self.conditions or patient.absent or self.closed
        )

    @property
    def unmentioned(self) -> list[str]:
        """Substances of which neither the list nor the patient text speaks."""
        if self._unmentioned is None:
            said = {*self.by_drug, *self.patient.substances_absent}
            self._unmentioned = [name for name in self.setting.substances if name not in said]
        return self._unmentioned

    def asking(self, judge: Callable[[], T]) -> tuple[T, list[Need]]:
        """What a judgement says, and everything that it had to ask for, each once."""
        self.needs = []
        try:
            said = judge()
            return said, list(dict.fromkeys(self.needs))
        finally:
            self.needs = None

    def ask(self, kind: str, name: str, line: int = -1) -> Truth:
        """Note what would have to be known; always answers `unknown`."""
        if self.needs is not None:
            self.needs.append((kind, name, line))
        return UNKNOWN

    def condition(self, name: str) -> Truth:
        if name in self.conditions:
            return YES
        if name in self.patient.absent or self.closed:
            return NO
        return self.ask("condition", name)

    def is_local(self, use: Use) -> bool:
        """Whether the line acts only where it is applied."""
        route = use.route
        return route in LOCAL_ROUTES and route not in self.setting.systemic_by.get(use.drug, ())

    def allergic(self, drugs: Mapping[str, object]) -> Truth:
        """Whether the patient is allergic to any of these drugs."""
        allergies = self.patient.allergies
        if allergies is None:
            return self.ask("allergies", "")
        return YES if any(name in drugs for name in allergies) else NO

    def total(self, scale: str) -> Range:
        """The day's total on a scale over all current lines: at least the first number, at most the second."""
        if scale not in self._totals:
            self._totals[scale] = self.setting.scales[scale].total(self)
        return self._totals[scale]
