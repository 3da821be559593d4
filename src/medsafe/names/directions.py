"""Directions → what they say: dose, times a day, route, dates. Nothing numeric is invented; the rest stays as words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from medsafe.model.medication import Amount

if TYPE_CHECKING:
    from medsafe.names.dates import When


class Act(NamedTuple):
    """One part of the directions: `300 mg in the morning`. A line may have several."""

    mass: Amount | None = None  # amount of drug, in a unit of mass, units, mmol …; unit "" where none was written
    pair: tuple[float, ...] = ()  # strengths of a combination in the order written: 5/325
    pair_units: tuple[str, ...] = ()  # of each; () where none was written
    given: Amount | None = None  # how many tablets, puffs, mL … each time
    per_day: float | None = None
    on_a_day: float | None = None  # times on a day on which it is taken, where `per_day` is spread over the week
    whole_day: bool = False  # the amount is the day's, not the dose's: 600 mg/day
    per_hour: bool = False  # the amount flows every hour: 25 mcg/hour
    sum_of_day: float | None = None  # tablets of a 1-0-1-0 schedule, summed
    per_volume: float | None = None  # mass is in this many mL
    per_weight: bool = False  # per kg of the patient
    counted_mass: bool = False  # the mass is that of all tablets together: "2 tablets (100 mg)"
    each_day_share: float = 1.0  # share of days, for an amount given per week or month


class Directions(NamedTuple):
    """What was read in the words after a name. Independent of the drug and of the day of the check."""

    acts: tuple[Act, ...] = ()
    route: str | None = None
    form: str | None = None
    times: tuple[str, ...] = ()
    days_per_week: float | None = None
    as_needed: bool = False
    start: When | None = None
    stop: When | None = None
    stopped: bool = False
    duration: float | None = None
    indication: str | None = None  # the words written
    limit: Amount | None = None  # at most so much, in mass or in number
    limit_days: float = 1.0  # in so many days
    some_days: bool = False  # the amounts are those of a day on which it is taken, which not every day is
    open_ended: bool = False  # "taper", "as directed": the dose is not fully written
    divided: float | None = None
    planned: bool = False
    salt: bool = False
    solid: bool = False  # tablets or capsules are spoken of
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # words that are no part of the dose: a level, refills, an old dose
    notes: tuple[str, ...] = ()  # what was assumed to read it, in words
    cautions: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether the day of the check changes what was read."""
        return (self.start is not None and self.start.day is None) or (self.stop is not None and self.stop.day is None)

    @property
    def doubtful(self) -> bool:
        """Whether this may be the result of a test: a broken number without unit or time, or so much in a volume."""
        if len(self.acts) != 1 or self.acts[0].mass is None:
            return False
        act, mass = self.acts[0], self.acts[0].mass
        if act.per_day is not None or act.given is not None or act.whole_day or self.as_needed:
            return False
        return act.per_volume is not None or (not mass.unit and mass.high != int(mass.high))

    def on_a_day(self) -> Directions:
        """As needed on some days only: what is taken on such a day, so that no total hides behind an average."""
        acts = tuple(
            act._replace(
                per_day=act.on_a_day or (1.0 if act.per_day is not None and act.per_day < 1 else act.per_day),
                each_day_share=max(act.each_day_share, 1.0),
            )
            for act in self.acts
        )
        return self if acts == self.acts else self._replace(acts=acts, some_days=True)


NOTHING = Directions()
