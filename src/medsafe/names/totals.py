"""The day's total of each ingredient, as a floor and whether it is all."""

from __future__ import annotations

from typing import Final

from medsafe.model.medication import Amount, DayTotal
from medsafe.names.directions import Act, Directions
from medsafe.names.target import Target
from medsafe.names.words import MILLIGRAMS

_PLURAL: Final = {
    "tablet": "tablets", "capsule": "capsules", "puff": "puffs", "spray": "sprays", "drop": "drops", "patch": "patches",
    "film": "films", "suppository": "suppositories", "sachet": "sachets", "ampoule": "ampoules", "lozenge": "lozenges",
    "application": "applications", "dose": "doses",
}  # fmt: skip


_SWALLOWED_OR_INJECTED: Final = frozenset({"mouth", "tongue", "im", "iv", "sc", "lung"})

_NOT_A_DOSE: Final = frozenset({"eye", "ear", "uterus"})
"""Routes by which the strength written is that of the preparation; what is given in a day is not known."""


class Totals:
    """The day's total of each ingredient, as a floor and whether it is all."""

    __slots__ = ("assumed", "complete", "daily", "example", "form", "level", "unclear", "unit_was_read")

    def __init__(
        self,
        target: Target,
        read: Directions,
        route: str | None,
        example: bool,
        level: bool = False,
        form: str | None = None,
    ):
        self.assumed: list[tuple[str, str]] = []
        self.unclear: list[tuple[str, str]] = []
        self.complete = True
        self.example = example
        self.level = level  # a level of the drug in the blood is known to be measured
        self.unit_was_read = ""
        self.form = form
        self.daily: tuple[DayTotal, ...] = ()
        if not read.acts or not target.drugs:
            return
        sums: dict[str, float] = {}
        units: tuple[str, ...] = ()
        ranged = False
        for act in read.acts:
            amounts, act_units = self._amounts(act, target, read, route)
            if not amounts:
                if act.mass is not None or act.given is not None or act.pair:
                    self.complete = False
                continue
            if units and act_units != units:
                self.complete = False
                continue
            units = act_units
            ranged = ranged or _is_range(act)
            times = self._times(act, read, example)
            for drug, amount in zip(target.drugs, amounts, strict=False):
                total = amount * times
                sums[drug] = max(sums.get(drug, 0.0), total) if read.open_ended else sums.get(drug, 0.0) + total
        if not units:
            return
        if (
            read.open_ended
            or "two amounts" in read.notes
            or "two repeats" in read.notes
            or any(any(char.isdigit() for char in word) for word in read.unread)
        ):
            self.complete = False
        if read.unread and all(act.per_day is None and not act.whole_day for act in read.acts):
            self.complete = False  # what was not understood may be the frequency
        if "two meanings" in read.notes:
            self.complete = False
            self.unclear.append(("the frequency has two meanings", "how many times in a week or month?"))
        sums = self._limited(sums, units[0], read)
        if read.some_days or (read.limit is not None and read.limit_days > 1):
            self.assumed.append(
                ("as-needed", "it is not taken every day; the total is the most for a day on which it is")
            )
        if ranged:
            self.assumed.append(("range", "the upper end of the range was taken for the day's total"))
        self.daily = tuple(
            DayTotal(drug, round(amount, 9), unit, self.complete)
            for (drug, amount), unit in zip(sums.items(), units, strict=False)
        )

    def _amounts(
        self, act: Act, target: Target, read: Directions, route: str | None
    ) -> tuple[tuple[float, ...], tuple[str, ...]]:
        """What one administration holds of each drug, at most, and in which unit a day each is counted."""
        mass, count = act.mass, act.given
        several = len(target.drugs) > 1
        number = 1.0
        if (
            count is not None
            and not act.counted_mass
            and act.per_volume is None
            and (mass is None or count.unit != "mL")
        ):
            number = count.high
        if act.sum_of_day is not None and act.per_day:
            number = act.sum_of_day / act.per_day
        if count is not None and count.unit == "drop" and mass is not None and not act.counted_mass:
            number = 1.0
            if act.per_volume is None:
                self.complete = False
                said = f"{mass.high:g} {mass.unit} of {target.name} may be what the drops hold or the strength of the solution"
                self.unclear.append((said, "how much is given each time?"))
        if act.pair:
            if len(act.pair) != len(target.drugs):
                self.complete = False
                self.unclear.append(
                    (
                        f"the strengths {'/'.join(f'{value:g}' for value in act.pair)} do not match {target.name}",
                        "what is the dose?",
                    )
                )
                return (), ()
            if act.per_volume is not None:
                if count is None or count.unit != "mL":
                    return (), ()
                number = count.high / act.per_volume
            units = act.pair_units or (("mg",) * len(act.pair) if route in ("mouth", "tongue") else ())
            if not units or route in _NOT_A_DOSE:
                return (), ()
            each = [_by_day(value * number, unit) for value, unit in zip(act.pair, units, strict=True)]
            return tuple(amount for amount, _ in each), tuple(unit for _, unit in each)
        if mass is None:
            if count is None or several:
                return (), ()
            if act.sum_of_day is not None and not count.unit:
                self.unclear.append(
                    (
                        f"the doses of {target.name} at the times of the day have no unit",
                        "what is the unit of the doses?",
                    )
                )
                return (), ()
            counted = number if count.unit != "mL" else count.high
            return (counted,), (f"{_PLURAL.get(count.unit, count.unit or 'doses')}/day",)
        if several and mass.low < mass.high:  # 45-105 mg: of two ingredients, or a range of one?
            said = f"'{mass.low:g}-{mass.high:g}{f' {mass.unit}' if mass.unit else ''}' may be a range or two strengths of {target.name}"
            self.unclear.append((said, "how much of each ingredient is it?"))
        if (
            self.form == "depot"
            and act.per_day is None
            and not act.whole_day
            and not read.as_needed
            and not read.stopped
            and not self.example
        ):
            self.complete = False
            said = f"{_shown(mass)} of {target.name} is written without how often"
            self.unclear.append((said, "how often is it injected?"))
            return (), ()
        if several or act.per_weight or route in _NOT_A_DOSE:
            return (), ()
        if route == "patch" and not act.whole_day and not act.per_hour and (act.per_day or 1) < 1:
            return self._untimed(mass, target)
        amount = mass.high * number
        if act.per_volume is not None:
            size = self.volume_of(act)
            if size is None or count is None:
                if (count is not None or act.per_day is not None) and route in _SWALLOWED_OR_INJECTED:
                    size_written = "" if act.per_volume == 1 else f"{act.per_volume:g} "
                    said = f"{_shown(mass)}/{size_written}mL of {target.name} is written without the volume given"
                    self.unclear.append((said, "how many mL are given each time?"))
                return (), ()
            amount = mass.high * count.high / size
        unit = mass.unit
        if route == "skin" and (unit == "g" or act.per_volume is not None) and not self.example:
            return (), ()  # so much of the cream
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
                return (), ()
            if self.level and read.doubtful:
                self.complete = False
                said = f"{mass.high:g} of {target.name} has no unit and may be a dose or a level in the blood"
                self.unclear.append((said, "is it a dose, and in which unit?"))
                return (), ()
            unit = facts.bare_unit if (facts := target.facts) is not None and route in ("mouth", "im") else ""
            if not unit:
                self.complete = False
                self.unclear.append(
                    (f"the dose {mass.high:g} of {target.name} has no unit", "what is the unit of the dose?")
                )
                return (), ()
            self._unit_read(unit)
        if act.per_hour:
            factor = MILLIGRAMS.get(unit)
            return ((amount * factor * 1000,), ("mcg/hour",)) if factor is not None else ((amount,), (f"{unit}/hour",))
        if route == "patch" and unit == "mcg" and not act.whole_day:
            return self._untimed(mass, target)
        amount, unit = _by_day(amount, unit)
        return (amount,), (unit,)

    @staticmethod
    def volume_of(act: Act) -> float | None:
        """What the count of an act is to be divided by, where the strength is per volume; None where it does not say."""
        count = act.given
        if count is None or act.per_volume is None:
            return None
        if count.unit == "mL":
            return act.per_volume
        return 1.0 if count.unit == "ampoule" and act.per_volume != 1 else None  # 234 mg/1.5 mL is what one holds

    def _untimed(self, mass: Amount, target: Target) -> tuple[tuple[float, ...], tuple[str, ...]]:
        """A patch whose rate is not written: nothing is counted, and it is asked."""
        self.complete = False
        said = f"{_shown(mass)} of {target.name} is written without a time"
        self.unclear.append((said, "how much does the patch release in an hour, or in a day?"))
        return (), ()

    def _unit_read(self, unit: str) -> None:
        if not self.unit_was_read:
            self.unit_was_read = unit
            self.assumed.append(("unit", f"no unit is written with the dose; it was read as {unit}"))

    def _times(self, act: Act, read: Directions, example: bool) -> float:
        if act.per_hour and not act.whole_day:
            return 1.0
        times = act.each_day_share if act.whole_day else act.per_day
        if times is not None:
            if times < 1 and not any(kind == "average" for kind, _ in self.assumed):
                self.assumed.append(("average", "it is not taken every day; the day's total is the average"))
            return times
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


def _shown(mass: Amount) -> str:
    return f"{mass.high:g} {mass.unit}".strip()


def _by_day(amount: float, unit: str) -> tuple[float, str]:
    """An amount a day in the unit in which days are counted: masses in mg."""
    factor = MILLIGRAMS.get(unit)
    return (amount * factor, "mg/day") if factor is not None else (amount, f"{unit}/day")


def _one(act: Act) -> float:
    """What one tablet, or one dose, holds."""
    if act.mass is None:
        return 1.0
    return act.mass.high * MILLIGRAMS.get(act.mass.unit or "mg", 1.0)


def _is_range(act: Act) -> bool:
    return any(part is not None and part.low != part.high for part in (act.mass, act.given))
