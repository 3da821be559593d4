"""What a name means, and what comes of a name and its directions."""

from __future__ import annotations

from typing import Final, NamedTuple

from medsafe.model.medication import Medication
from medsafe.model.report import Assumption, Gap
from medsafe.names.vocabulary import DrugFacts, ProductFacts

HOW: Final = {
    "e": "exact", "s": "synonym", "b": "brand", "c": "code", "n": "clinic name", "p": "brand", "f": "fuzzy",
}  # fmt: skip


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
    """One medication and what must be said about it.

    `dated`: the day of the check went into it. `below`: what this line, a heading, makes of the lines below it.
    """

    medication: Medication
    assumptions: tuple[Assumption, ...] = ()
    gaps: tuple[Gap, ...] = ()
    dated: bool = False
    below: str = ""

    def at_line(self, text: str, position: int) -> Composed:
        """The same as it stands in a list, with its place in all that is said of it."""
        where = f"line {position + 1}: "
        return Composed(
            tuple.__new__(Medication, (text, position, *self.medication[2:])),  # as _replace, at a third of the cost
            tuple([Assumption(where + one.message, position, one.drugs, one.kind) for one in self.assumptions]),
            tuple([gap._replace(message=where + gap.message, lines=(position,)) for gap in self.gaps]),
            self.dated,
            self.below,
        )


def shape_of(facts: DrugFacts, product: ProductFacts | None, form: str | None) -> tuple[object, ...]:
    """What decides how directions are put together with a single drug."""
    of_product = (product.form, product.route) if product is not None else ()
    return (facts.routes, facts.forms, facts.bare_unit, form, *of_product)
