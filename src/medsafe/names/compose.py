"""A name and its directions become a `Medication`: dose, totals a day, route, form, dates, and what was assumed."""

from __future__ import annotations

from datetime import date
from typing import Final

from medsafe.model.medication import Amount, Medication
from medsafe.model.report import Assumption, Gap
from medsafe.model.words import LOCAL_ROUTES
from medsafe.names.directions import Directions
from medsafe.names.normal import key
from medsafe.names.target import HOW, Composed, Target, Template
from medsafe.names.totals import Totals
from medsafe.names.vocabulary import Vocabulary

_ALL_ROUTES: Final = ("mouth",)
_INJECTED: Final = frozenset(("sc", "im", "iv"))
_APPLIED: Final = frozenset(("puff", "spray", "drop"))
"""What is counted so is not swallowed."""


def compose(
    text: str, target: Target, read: Directions, vocabulary: Vocabulary, as_of: date, example: bool = False
) -> Composed:
    """Put a name and its directions together. `example`: the notation of rules, where a bare dose is the day's total."""
    if read.as_needed:
        read = read.on_a_day()
    route, form = _route_and_form(target, read, vocabulary)
    if route in _INJECTED and not read.solid:
        read = _without_tablets(read)
    level = len(target.drugs) == 1 and f"{target.drugs[0]}-level" in vocabulary.facts
    totals = Totals(target, read, route, example, level, form)
    daily = totals.daily
    dose, per_day = _dose(read, totals)
    start = read.start.resolve(as_of) if read.start is not None else None
    stop = read.stop.resolve(as_of) if read.stop is not None else None
    stopped = read.stopped and (stop is None or stop <= as_of)
    indication = read.indication
    if indication is not None:
        indication = vocabulary.conditions.get(key(indication), indication)
    product = target.product
    known_route = None if not example and _route_guessed(target, read, route) else route
    if read.remarks:
        read = read._replace(unread=(*read.unread, *read.remarks))
    medication = Medication(
        text, -1, target.drugs, (product.id,) if product is not None else (), HOW[target.how], target.name,
        dose, per_day, daily, known_route, form, read.times, read.days_per_week, read.as_needed, start, stop, stopped,
        read.duration, indication, read.unread,
    )  # fmt: skip
    assumptions: list[Assumption] = []
    gaps: list[Gap] = []
    if not example:
        for kind, message in totals.assumed:
            assumptions.append(Assumption(message, -1, target.drugs, kind))
        for message in read.notes:
            if message.startswith("two dates "):
                said = f"the date {message[10:]} may mean two days; write it as 2026-01-31"
                gaps.append(Gap("unread", said, (), target.drugs, ask="which day is it?"))
            if message.startswith("two "):
                continue
            if message == "meals":
                assumptions.append(
                    Assumption("'with meals' was read as three times a day", -1, target.drugs, "frequency")
                )
                continue
            kind = "frequency" if "hours" in message else "date"
            assumptions.append(Assumption(message, -1, target.drugs, kind))
        for message in read.cautions:
            assumptions.append(Assumption(message, -1, target.drugs, "caution"))
        if read.planned:
            assumptions.append(
                Assumption(f"{target.name} is planned; it was checked as if taken", -1, target.drugs, "planned")
            )
        for words in read.remarks:
            assumptions.append(
                Assumption(f"{words!r} was taken as a comment on {target.name}", -1, target.drugs, "comment")
            )
    for message, ask in totals.unclear:
        gaps.append(Gap("unread", message, (), target.drugs, ask=ask))
    return Composed(medication, tuple(assumptions), tuple(gaps), read.dated)


def template_of(target: Target, read: Directions, vocabulary: Vocabulary, as_of: date) -> Template | None:
    """The template of these directions, or None where they have to be put together with each drug anew."""
    if (
        read.dated
        or read.unread
        or read.remarks
        or read.planned
        or read.open_ended
        or read.doubtful
        or len(target.drugs) != 1
        or not read.acts
    ):
        return None
    composed = compose("", target, read, vocabulary, as_of)
    medication, assumptions = composed.medication, composed.assumptions
    if composed.gaps or len(medication.daily) > 1:
        return None
    total = tuple(medication.daily[0][1:]) if medication.daily else ()
    return Template(medication[6:8], total, medication[9:], tuple((note.message, note.kind) for note in assumptions))


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
    if form == "extended-release" and route in ("im", "sc") and "depot" in forms:
        form = "depot"
    if form is None and facts is not None and (product is None or len(target.drugs) == 1):
        fitting = [one for one in forms if one != "depot" or route in ("im", "sc")]
        if route != "mouth" and len(fitting) > 1:
            fitting = [one for one in fitting if one != "extended-release"]
        form = fitting[0] if len(fitting) == 1 else None
    return route, form


def _without_tablets(read: Directions) -> Directions:
    """`10-12-14` of what is injected: so many of what, is not written."""
    acts = tuple(
        act._replace(given=act.given._replace(unit=""))
        if act.sum_of_day is not None and act.given is not None and act.given.unit == "tablet"
        else act
        for act in read.acts
    )
    return read._replace(acts=acts)


def _route_guessed(target: Target, read: Directions, route: str | None) -> bool:
    """Whether a drug was taken to act only where it is applied, although it is also given to act on the whole body.

    Its route stays open then; rules judge it by its usual one, and the report says what another would bring.
    """
    facts = target.facts
    if read.route is not None or facts is None or route not in LOCAL_ROUTES or LOCAL_ROUTES.issuperset(facts.routes):
        return False
    if target.product is not None and target.product.route is not None:
        return False
    return not any(act.given is not None and act.given.unit in _APPLIED for act in read.acts)


def _dose(read: Directions, totals: Totals) -> tuple[Amount | None, float | None]:
    """What is given each time (the largest, where the parts differ), and how many times a day."""
    dose: Amount | None = None
    per_day: float | None = None
    for act in read.acts:
        mass, count = act.mass, act.given
        times = act.per_day
        one: Amount | None = None
        if mass is not None and act.per_volume is not None:
            size = totals.volume_of(act)
            if count is not None and size is not None:
                one = Amount(mass.low * count.low / size, mass.high * count.high / size, mass.unit)
        elif mass is not None and act.whole_day:
            parts = read.divided or times
            if parts and parts == int(parts):
                one, times = Amount(mass.low / parts, mass.high / parts, mass.unit), parts
            elif read.route == "patch":
                one, times = mass, 1.0
        elif mass is not None and act.per_hour:
            one = mass._replace(unit=f"{mass.unit}/hour")
        elif mass is not None and count is not None and not act.counted_mass and count.unit != "mL":
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
