"""A name and its directions become a `Medication`: dose, totals a day, route, form, dates, and what was assumed."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from medsafe.model.medication import Amount, DayTotal, Medication
from medsafe.model.report import Assumption, Gap
from medsafe.names.directions import Act, Directions
from medsafe.names.normal import key
from medsafe.names.vocabulary import DrugFacts, ProductFacts, Vocabulary
from medsafe.names.words import MILLIGRAMS

HOW: Final = {
    "e": "exact", "s": "synonym", "b": "brand", "c": "code", "n": "clinic name", "p": "brand", "f": "fuzzy",
}  # fmt: skip
_PLURAL: Final = {
    "tablet": "tablets", "capsule": "capsules", "puff": "puffs", "spray": "sprays", "drop": "drops", "patch": "patches",
    "film": "films", "suppository": "suppositories", "sachet": "sachets", "ampoule": "ampoules", "lozenge": "lozenges",
    "application": "applications", "dose": "doses",
}  # fmt: skip
_NOT_A_DOSE: Final = frozenset({"eye", "ear", "uterus"})
"""Routes by which the strength written is that of the preparation; what is given in a day is not known."""
_ALL_ROUTES: Final = ("mouth",)


class Target(NamedTuple):
    """What a name means: one drug, or a product with its ingredients."""

    how: str  # a letter of `HOW`
    drugs: tuple[str, ...]
    name: str  # as the catalogue writes it
    facts: DrugFacts | None  # of a single drug
    product: ProductFacts | None = None
    form: str | None = None  # that the name itself says: "… decanoate"
    templates: dict[str, Template | None] | None = None  # shared by all targets of the same shape


class Template(NamedTuple):
    """What some directions say for every single drug of one shape (routes, forms): all of a `Medication` but the drug."""

    dose: tuple[object, ...]  # dose and times a day
    total: tuple[object, ...]  # amount, unit, complete of the day's total; () where there is none
    rest: tuple[object, ...]  # route and what follows
    notes: tuple[tuple[str, str], ...]  # message and kind of each assumption


class Composed(NamedTuple):
    """One medication and what must be said about it. `dated`: the day of the check went into it."""

    medication: Medication
    assumptions: tuple[Assumption, ...] = ()
    gaps: tuple[Gap, ...] = ()
    dated: bool = False


def compose(
    text: str, target: Target, read: Directions, vocabulary: Vocabulary, as_of: date, example: bool = False
) -> Composed:
    """Put a name and its directions together. `example`: the notation of rules, where a bare dose is the day's total."""
    route, form = _route_and_form(target, read, vocabulary)
    totals = _Totals(target, read, route, example)
    daily = totals.daily
    dose, per_day = _dose(read, totals)
    start = read.start.resolve(as_of) if read.start is not None else None
    stop = read.stop.resolve(as_of) if read.stop is not None else None
    stopped = read.stopped and (stop is None or stop <= as_of)
    indication = read.indication
    if indication is not None:
        indication = vocabulary.conditions.get(key(indication), indication)
    product = target.product
    medication = Medication(
        text, -1, target.drugs, (product.id,) if product is not None else (), HOW[target.how], target.name,
        dose, per_day, daily, route, form, read.times, read.days_per_week, read.as_needed, start, stop, stopped,
        read.duration, indication, read.unread,
    )  # fmt: skip
    assumptions: list[Assumption] = []
    gaps: list[Gap] = []
    if not example:
        for kind, message in totals.assumed:
            assumptions.append(Assumption(message, -1, target.drugs, kind))
        for message in read.notes:
            if message.startswith("two "):
                continue
            if message == "meals":
                assumptions.append(
                    Assumption("'with meals' was read as three times a day", -1, target.drugs, "frequency")
                )
                continue
            assumptions.append(Assumption(message, -1, target.drugs, "date"))
        for message in read.cautions:
            assumptions.append(Assumption(message, -1, target.drugs, "caution"))
        if read.planned:
            assumptions.append(
                Assumption(f"{target.name} is planned; it was checked as if taken", -1, target.drugs, "planned")
            )
    for message, ask in totals.unclear:
        gaps.append(Gap("unread", message, (), target.drugs, ask=ask))
    return Composed(medication, tuple(assumptions), tuple(gaps), read.dated)


def template_of(target: Target, read: Directions, vocabulary: Vocabulary, as_of: date) -> Template | None:
    """The template of these directions, or None where they have to be put together with each drug anew."""
    if read.dated or read.unread or read.planned or read.open_ended or len(target.drugs) != 1 or not read.acts:
        return None
    medication, assumptions, gaps, _ = compose("", target, read, vocabulary, as_of)
    if gaps or len(medication.daily) > 1:
        return None
    total = tuple(medication.daily[0][1:]) if medication.daily else ()
    return Template(medication[6:8], total, medication[9:], tuple((note.message, note.kind) for note in assumptions))


def shape_of(facts: DrugFacts, product: ProductFacts | None, form: str | None) -> tuple[object, ...]:
    """What decides how directions are put together with a single drug."""
    of_product = (product.form, product.route) if product is not None else ()
    return (facts.routes, facts.forms, facts.bare_unit, form, *of_product)


def _route_and_form(target: Target, read: Directions, vocabulary: Vocabulary) -> tuple[str | None, str | None]:
    product, facts = target.product, target.facts
    if facts is None and target.drugs:
        facts = vocabulary.drugs.get(target.drugs[0])
    routes = facts.routes if facts is not None else _ALL_ROUTES
    forms = facts.forms if facts is not None else ()
    form = read.form or (product.form if product is not None else None) or target.form
    route = read.route or (product.route if product is not None else None)
    if route is None and read.solid and "mouth" in routes:
        route = "mouth"
    if route is None:
        route = routes[0] if routes else None
        if form == "depot" and route not in ("im", "sc"):
            route = next((found for found in routes if found in ("im", "sc")), "im")
        elif form == "extended-release" and route != "mouth" and "mouth" in routes:
            route = "mouth"
    if form is None and facts is not None and (product is None or len(target.drugs) == 1):
        fitting = [one for one in forms if one != "depot" or route in ("im", "sc")]
        if route != "mouth" and len(fitting) > 1:
            fitting = [one for one in fitting if one != "extended-release"]
        form = fitting[0] if len(fitting) == 1 else None
    return route, form


class _Totals:
    """The day's total of each ingredient, as a floor and whether it is all."""

    __slots__ = ("assumed", "complete", "daily", "example", "unclear", "unit_was_read")

    def __init__(self, target: Target, read: Directions, route: str | None, example: bool):
        self.assumed: list[tuple[str, str]] = []
        self.unclear: list[tuple[str, str]] = []
        self.complete = True
        self.example = example
        self.unit_was_read = ""
        self.daily: tuple[DayTotal, ...] = ()
        if not read.acts or not target.drugs:
            return
        sums: dict[str, float] = {}
        unit = ""
        known = False
        ranged = False
        for act in read.acts:
            amounts, act_unit = self._amounts(act, target, read, route)
            if not amounts:
                if act.mass is not None or act.given is not None or act.pair:
                    self.complete = False
                continue
            if unit and act_unit != unit:
                self.complete = False
                continue
            unit, known = act_unit, True
            ranged = ranged or _is_range(act)
            times = self._times(act, read, example)
            for drug, amount in zip(target.drugs, amounts, strict=False):
                total = amount * times
                sums[drug] = max(sums.get(drug, 0.0), total) if read.open_ended else sums.get(drug, 0.0) + total
        if not known:
            return
        if (
            read.open_ended
            or "two amounts" in read.notes
            or any(any(char.isdigit() for char in word) for word in read.unread)
        ):
            self.complete = False
        if read.unread and all(act.per_day is None and not act.whole_day for act in read.acts):
            self.complete = False  # what was not understood may be the frequency
        if "two meanings" in read.notes:
            self.complete = False
            self.unclear.append(("the frequency has two meanings", "how many times in a week or month?"))
        sums = self._limited(sums, unit, read)
        if ranged:
            self.assumed.append(("range", "the upper end of the range was taken for the day's total"))
        self.daily = tuple(DayTotal(drug, round(amount, 9), unit, self.complete) for drug, amount in sums.items())

    def _amounts(self, act: Act, target: Target, read: Directions, route: str | None) -> tuple[tuple[float, ...], str]:
        """What one administration holds of each drug, at most, and in which unit a day it is counted."""
        mass, count = act.mass, act.given
        several = len(target.drugs) > 1
        number = 1.0
        if count is not None and not act.counted_mass and act.per_volume is None:
            number = count.high
        if act.sum_of_day is not None and act.per_day:
            number = act.sum_of_day / act.per_day
        if act.pair:
            if len(act.pair) != len(target.drugs):
                self.complete = False
                self.unclear.append(
                    (
                        f"the strengths {'/'.join(f'{value:g}' for value in act.pair)} do not match {target.name}",
                        "what is the dose?",
                    )
                )
                return (), ""
            if act.per_volume is not None:
                if count is None or count.unit != "mL":
                    return (), ""
                number = count.high / act.per_volume
            unit = act.pair_unit or ("mg" if route == "mouth" else "")
            if not unit or route in _NOT_A_DOSE:
                return (), ""
            factor = MILLIGRAMS.get(unit)
            if not act.pair_unit:
                self._unit_read("mg")
            if factor is None:
                return tuple(value * number for value in act.pair), f"{unit}/day"
            return tuple(value * factor * number for value in act.pair), "mg/day"
        if mass is None:
            if count is None or several:
                return (), ""
            return (
                number if count.unit != "mL" else count.high,
            ), f"{_PLURAL.get(count.unit, count.unit or 'doses')}/day"
        if several or act.per_weight or route in _NOT_A_DOSE:
            return (), ""
        amount = mass.high * number
        if act.per_volume is not None:
            if count is None or count.unit not in ("mL", "ampoule"):
                return (), ""
            amount = mass.high * count.high / (act.per_volume if count.unit == "mL" else 1)
        unit = mass.unit
        if route == "skin" and (unit == "g" or act.per_volume is not None) and not self.example:
            return (), ""  # so much of the cream
        if not unit:
            if (
                count is None
                and mass.high <= 3
                and mass.high == int(mass.high)
                and not act.whole_day
                and act.per_day is not None
            ):
                self.complete = False
                self.unclear.append(
                    (
                        f"the dose {mass.high:g} of {target.name} has no unit",
                        f"is it {mass.high:g} mg or {mass.high:g} of something else?",
                    )
                )
                return (), ""
            unit = facts.bare_unit if (facts := target.facts) is not None and route in ("mouth", "im") else ""
            if not unit:
                self.complete = False
                self.unclear.append(
                    (f"the dose {mass.high:g} of {target.name} has no unit", "what is the unit of the dose?")
                )
                return (), ""
            self._unit_read(unit)
        factor = MILLIGRAMS.get(unit)
        if act.per_hour:
            return ((amount * factor * 1000,), "mcg/hour") if factor is not None else ((amount,), f"{unit}/hour")
        if route == "patch" and unit == "mcg" and not act.whole_day:
            self.complete = False
            self.unclear.append(
                (
                    f"{mass.high:g} mcg of a {target.name} patch is written without a time",
                    "how much does it release in an hour, or in a day?",
                )
            )
            return (), ""
        if factor is not None:
            return (amount * factor,), "mg/day"
        return (amount,), f"{unit}/day"

    def _unit_read(self, unit: str) -> None:
        if not self.unit_was_read:
            self.unit_was_read = unit
            self.assumed.append(("unit", f"no unit is written with the dose; it was read as {unit}"))

    def _times(self, act: Act, read: Directions, example: bool) -> float:
        if act.whole_day:
            return act.each_day_share
        if act.per_hour:
            return 1.0
        if act.per_day is not None:
            return act.per_day
        if read.as_needed:
            if read.limit is None:
                self.complete = False
            return 1.0
        if read.stopped or read.limit is not None:
            return 1.0
        self.assumed.append(("frequency", "no frequency is written; the dose was read as the day's total"))
        return 1.0

    def _limited(self, sums: dict[str, float], unit: str, read: Directions) -> dict[str, float]:
        limit = read.limit
        if limit is None or len(sums) != 1:
            return sums
        (drug, total), act = next(iter(sums.items())), read.acts[0]
        factor = MILLIGRAMS.get(limit.unit)
        most: float | None = None
        if factor is not None and unit == "mg/day":
            most = limit.high * factor
        elif limit.unit in (
            "",
            "tablet",
            "capsule",
            "puff",
            "spray",
            "film",
            "lozenge",
            "patch",
            "suppository",
            "dose",
            "sachet",
            "ampoule",
        ):
            one = _one(act)
            if limit.unit == "" and act.mass is not None and limit.high > 20:
                most = limit.high * MILLIGRAMS.get(act.mass.unit or "mg", 1.0)
            elif limit.unit == "dose":
                most = limit.high * one * (act.given.high if act.given is not None and act.mass is not None else 1.0)
            else:
                most = limit.high * one
        if most is None:
            return sums
        open_dose = act.per_day is None and not act.whole_day
        return {drug: most if open_dose else min(total, most)}


def _one(act: Act) -> float:
    """What one tablet, or one dose, holds."""
    if act.mass is None:
        return 1.0
    return act.mass.high * MILLIGRAMS.get(act.mass.unit or "mg", 1.0)


def _is_range(act: Act) -> bool:
    return any(part is not None and part.low != part.high for part in (act.mass, act.given))


def _dose(read: Directions, totals: _Totals) -> tuple[Amount | None, float | None]:
    """What is given each time (the largest, where the parts differ), and how many times a day."""
    dose: Amount | None = None
    per_day: float | None = None
    for act in read.acts:
        mass, count = act.mass, act.given
        times = act.per_day
        one: Amount | None = None
        if mass is not None and act.per_volume is not None:
            if count is not None:
                size = act.per_volume if count.unit == "mL" else 1
                one = (
                    Amount(mass.low * count.low / size, mass.high * count.high / size, mass.unit)
                    if count.unit in ("mL", "ampoule")
                    else None
                )
        elif mass is not None and act.whole_day:
            parts = read.divided or times
            if parts:
                one, times = Amount(mass.low / parts, mass.high / parts, mass.unit), parts
            elif read.route == "patch":
                one, times = mass, 1.0
        elif mass is not None and act.per_hour:
            one = mass._replace(unit=f"{mass.unit}/hour")
        elif mass is not None and count is not None and not act.counted_mass:
            one = Amount(mass.low * count.low, mass.high * count.high, mass.unit)
        elif mass is not None:
            one = mass._replace(unit=f"{mass.unit}/kg") if act.per_weight else mass
        elif count is not None:
            one = count
        if one is not None and not one.unit and totals.unit_was_read:
            one = one._replace(unit=totals.unit_was_read)
        if one is not None and (dose is None or (one.unit == dose.unit and one.high > dose.high)):
            dose = one
        if (
            times is None
            and not act.whole_day
            and not act.per_hour
            and not read.as_needed
            and not read.stopped
            and (mass or count or act.pair)
        ):
            times = 1.0
        if times is not None:
            per_day = max(per_day or 0.0, times) if read.open_ended else (per_day or 0.0) + times
    return dose, per_day
