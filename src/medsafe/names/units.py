"""A measured value in the unit that somebody wrote → the unit of the catalogue: `creatinine 124 umol/L` is 1.4 mg/dL."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from medsafe.model.report import Gap
from medsafe.names.vocabulary import FactDef

_PREFIX: Final = {"": 1.0, "m": 1e-3, "u": 1e-6, "mc": 1e-6, "n": 1e-9, "p": 1e-12}
_PER_LITRE: Final = {"l": 1.0, "dl": 10.0, "ml": 1e3}
_CONCENTRATION: Final = re.compile(
    rf"({'|'.join(sorted(_PREFIX, key=len, reverse=True))})(g|mol|eq|iu|u|units?)(?:/({'|'.join(_PER_LITRE)}))?"
)
_COUNTED_IN_THOUSANDS: Final = 200
"""A bare count above this, and above what is plausible in 10^9 per litre, was written per microlitre."""

# Other units, to the one of the catalogue: factor and offset. The master equation of HbA1c: NGSP = 0.09148 x IFCC + 2.152.
_LINEAR: Final[dict[tuple[str, str], tuple[float, float]]] = {
    ("kg", "lb"): (0.45359237, 0.0), ("kg", "lbs"): (0.45359237, 0.0), ("kg", "pounds"): (0.45359237, 0.0), ("kg", "g"): (0.001, 0.0),
    ("cm", "m"): (100.0, 0.0), ("cm", "in"): (2.54, 0.0), ("cm", "inches"): (2.54, 0.0), ("cm", "mm"): (0.1, 0.0),
    ("ms", "s"): (1000.0, 0.0), ("ms", "sec"): (1000.0, 0.0), ("%", "mmol/mol"): (0.09148, 2.152),
}  # fmt: skip


class _Unit(NamedTuple):
    base: str  # g, mol, eq or iu
    per_litre: float


def in_unit_of(fact: FactDef, value: float, unit: str) -> float | None:
    """The value in the unit of the catalogue; None where one cannot be made of the other.

    `unit` is as written, in lower case without spaces; "" is taken as the unit of the catalogue, but for counts per microlitre.

    >>> creatinine = FactDef("creatinine", "Serum creatinine", unit="mg/dL", molar_mass=113.12)
    >>> round(in_unit_of(creatinine, 124, "umol/l"), 2), in_unit_of(creatinine, 1.4, "")
    (1.4, 1.4)
    >>> count = FactDef("anc", "Neutrophils", unit="x10^9/L", high=30)
    >>> in_unit_of(count, 900, ""), in_unit_of(count, 90, "/ul"), in_unit_of(count, 0.9, "x109/l")
    (0.9, 0.09, 0.9)
    >>> in_unit_of(FactDef("prolactin", "Prolactin", unit="ng/mL"), 400, "miu/l") is None
    True
    """
    if fact.unit.startswith("x10^9"):
        return value / 1000 if _per_microlitre(fact, value, unit) else value
    linear = _LINEAR.get((fact.unit, unit))
    if linear is not None:
        return value * linear[0] + linear[1]
    own, written = _parse(fact.unit.lower()), _parse(unit)
    if own is None or written is None:
        return value
    factor = _to_base(fact, written, own.base)
    return None if factor is None else value * factor / own.per_litre


def plausible(fact: FactDef, value: float) -> bool:
    """Whether a person can have this value."""
    return (fact.low is None or value >= fact.low) and (fact.high is None or value <= fact.high)


def implausible(fact: FactDef, written: str) -> Gap:
    """The question about a value that nobody has."""
    title, low, high = fact.title.lower(), fact.low or 0, fact.high or 0
    message = f"patient: {title} {written} is outside what is plausible ({low:g} to {high:g} {fact.unit}); check the value and its unit"
    return Gap("unread", message, ask=f"what is the {title}?")


def _per_microlitre(fact: FactDef, value: float, unit: str) -> bool:
    if not unit:
        return value > max(fact.high or 0, _COUNTED_IN_THOUSANDS)
    return unit.endswith(("/ul", "/mm3")) and not unit.startswith(("k", "x", "10"))


def _parse(unit: str) -> _Unit | None:
    found = _CONCENTRATION.fullmatch(unit)
    if found is None or (found[3] is None and found[2] not in ("mol", "eq")):
        return None
    base = "iu" if found[2].startswith("u") else found[2]
    return _Unit(base, _PREFIX[found[1]] * _PER_LITRE[found[3] or "l"])


def _to_base(fact: FactDef, written: _Unit, base: str) -> float | None:
    """How much of the base of the catalogue one of the written unit is, per litre."""
    if written.base == base:
        return written.per_litre
    if "iu" in (written.base, base):
        return None
    moles = written.per_litre
    if written.base == "eq":
        moles /= fact.charge
    elif written.base == "g":
        moles = moles / fact.molar_mass if fact.molar_mass else 0.0
    if not moles:
        return None
    if base == "mol":
        return moles
    return moles * fact.molar_mass if base == "g" and fact.molar_mass else None
