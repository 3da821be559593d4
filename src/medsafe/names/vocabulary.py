"""What the reader of lines needs to know of the catalogue; `knowledge` provides it."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NamedTuple

from medsafe.names.strangers import Strangers


class DrugFacts(NamedTuple):
    """One drug as the reader sees it. The first route is the usual one."""

    id: str
    title: str
    routes: tuple[str, ...] = ("mouth",)
    forms: tuple[str, ...] = ("immediate-release",)
    confused_with: frozenset[str] = frozenset()
    high_alert: bool = False
    substance: bool = False
    bare_unit: str = "mg"  # what a dose by mouth without a unit means; "" where it must be asked


class ProductFacts(NamedTuple):
    """A name that fixes ingredients, and perhaps form and route."""

    id: str
    name: str
    drugs: tuple[str, ...]
    form: str | None = None
    route: str | None = None


class FactDef(NamedTuple):
    """A quantity (`unit`, plausible range) or a word (`values`: id → ways to write it) about the patient.

    `bounds` are words that leave the value between two numbers, `stand_ins` names of other quantities that are taken for it;
    `molar_mass` (g/mol) and `charge` turn the units of laboratories into one another.
    """

    id: str
    title: str
    also: tuple[str, ...] = ()
    unit: str = ""
    low: float | None = None
    high: float | None = None
    values: Mapping[str, tuple[str, ...]] = {}
    bounds: Mapping[str, tuple[float, float]] = {}
    stand_ins: tuple[str, ...] = ()
    molar_mass: float | None = None
    charge: int = 1


class Vocabulary(NamedTuple):
    """All names, by normalised key (`names.normal.key`).

    The value in `names` is `HOW:TARGET`. HOW is one letter: `e` exact (INN), `s` synonym, `b` brand, `c` code, `n` clinic name
    (TARGET is a drug id), `p` product (TARGET is a product id), `a` ambiguous (TARGET is drug ids joined by `|`).
    Codes stand as `rxnorm:36437` and `atc:n06ab06`. `conditions` maps normalised phrases to condition ids. `familiar` holds the
    names that are written so often that a slip in one is likelier than two in a rare one, `strangers` the medicines that are not held.
    """

    names: Mapping[str, str]
    drugs: Mapping[str, DrugFacts]
    products: Mapping[str, ProductFacts]
    conditions: Mapping[str, str]
    facts: Mapping[str, FactDef]
    familiar: Container[str] = frozenset()
    strangers: Strangers | None = None

    def stranger(self, normal: str) -> str:
        """What a medicine holds that exists under this name but is not in the catalogue; "" for any other word."""
        return self.strangers.called(normal) if self.strangers is not None else ""
