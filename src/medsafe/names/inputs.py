"""Other forms of a list: one text, CSV or TSV, JSON, columns of a data frame. Each becomes a list of items for the reader."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from medsafe.model.medication import Amount, DayTotal, Medication

# The names of columns and fields, as people write them, best first.
_NAME: Final = (
    "medication",
    "medication_name",
    "drug",
    "drug_name",
    "medicine",
    "name",
    "product",
    "description",
    "generic_name",
    "generic",
    "brand_name",
    "brand",
    "item",
    "preparation",
    "display",
)
_LINE: Final = ("text", "line", "order", "order_text", "full_order", "medication_order", "prescription")
_STRENGTH: Final = ("strength", "dose", "dosage", "dose_text", "amount", "quantity_per_dose")
_UNIT: Final = ("unit", "units", "dose_unit", "dose_units", "strength_unit")
_FORM: Final = ("form", "dose_form", "formulation", "dosage_form")
_ROUTE: Final = ("route", "administration_route", "route_of_administration")
_FREQUENCY: Final = (
    "frequency",
    "freq",
    "sig",
    "directions",
    "instructions",
    "schedule",
    "how_often",
    "dosage_instruction",
    "signature",
)
_INDICATION: Final = ("indication", "reason", "for", "diagnosis")
_AS_NEEDED: Final = ("as_needed", "prn")
_START: Final = ("start", "start_date", "started", "date_started", "begin_date")
_STOP: Final = ("stop", "stop_date", "end_date", "stopped", "date_stopped", "end")
_STATUS: Final = ("status", "state")
_ALL: Final = (
    _NAME,
    _LINE,
    _STRENGTH,
    _UNIT,
    _FORM,
    _ROUTE,
    _FREQUENCY,
    _INDICATION,
    _AS_NEEDED,
    _START,
    _STOP,
    _STATUS,
)
_KNOWN: Final = frozenset(name for names in _ALL for name in names)
_MOST: Final = 200_000


def lines_of(block: str) -> list[str]:
    """The lines of one text, each with its position; empty lines at the end are left out.

    >>> lines_of("sertraline 50 mg\\nlithium 900 mg\\n")
    ['sertraline 50 mg', 'lithium 900 mg']
    """
    lines = block.splitlines()
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def lines_of_csv(text: str) -> list[str]:
    """One line for each row. Columns are found by their heading; without one, the cells are joined in order.

    >>> lines_of_csv("Drug,Dose,Frequency\\nsertraline,50 mg,daily\\n")
    ['sertraline 50 mg daily']
    """
    sample = text[:4096]
    delimiter = max(
        (",", ";", "\t", "|"),
        key=lambda mark: min((line.count(mark) for line in sample.splitlines()[:5] if line.strip()), default=0),
    )
    try:
        rows = list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter))
    except csv.Error:
        return lines_of(text)
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return []
    heading = [_plain(cell) for cell in rows[0]]
    if not _is_heading(heading):
        return [" ".join(cell.strip() for cell in row if cell.strip()) for row in rows]
    return [text_from_mapping(dict(zip(heading, row))) or " ".join(cell for cell in row if cell) for row in rows[1:]]


def items_of_json(text: str) -> list[object]:
    """The items of a JSON text; a text that is no JSON is read as lines.

    >>> items_of_json('["sertraline 50 mg", {"drug": "lithium", "dose": "900 mg"}]')
    ['sertraline 50 mg', {'drug': 'lithium', 'dose': '900 mg'}]
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return list(lines_of(text))
    if isinstance(found, Mapping):
        for name in ("medications", "lines", "items", "entries"):
            if isinstance(found.get(name), list):
                return list(found[name])
        return [found]
    return list(found) if isinstance(found, list) else [found]


def lines_of_columns(columns: Mapping[str, Sequence[object]]) -> list[str]:
    """One line for each row of a data frame given as its columns (pandas: `frame.to_dict("list")`, polars: `frame.to_dict()`).

    >>> lines_of_columns({"medication": ["sertraline"], "dose": [50], "unit": ["mg"], "frequency": ["daily"]})
    ['sertraline 50 mg daily']
    """
    named = {_plain(str(name)): list(values) for name, values in columns.items()}
    count = max((len(values) for values in named.values()), default=0)
    return [
        text_from_mapping({name: values[at] for name, values in named.items() if at < len(values)})
        for at in range(count)
    ]


def text_from_mapping(item: Mapping[Any, Any]) -> str:
    """One order as a line, from fields such as name, dose, unit, route, frequency, indication.

    >>> text_from_mapping({"drug": "Zoloft", "strength": "50 mg", "sig": "1 tab daily", "prn": False})
    'Zoloft 50 mg 1 tab daily'
    """
    fields = {_plain(str(name)): value for name, value in item.items()}
    line = _first(fields, _LINE)
    if line:
        return line
    name = _first(fields, _NAME)
    if not name:
        return ""
    parts = [name]
    strength = _first(fields, _STRENGTH)
    if strength:
        unit = _first(fields, _UNIT)
        parts.append(f"{strength} {unit}" if unit and not any(char.isalpha() for char in strength) else strength)
    parts += [found for found in (_first(fields, names) for names in (_FORM, _ROUTE, _FREQUENCY)) if found]
    if _truth(fields, _AS_NEEDED):
        parts.append("as needed")
    indication = _first(fields, _INDICATION)
    if indication:
        parts.append(f"for {indication}")
    start, stop = _first(fields, _START), _first(fields, _STOP)
    if start:
        parts.append(f"started {start}")
    if stop:
        parts.append(
            "stopped"
            if stop.lower() in ("true", "yes", "y")
            else ""
            if stop.lower() in ("false", "no", "n")
            else f"until {stop}"
        )
    if _first(fields, _STATUS).lower() in (
        "stopped",
        "discontinued",
        "on hold",
        "on-hold",
        "held",
        "inactive",
        "completed",
        "ended",
    ):
        parts.append("stopped")
    return " ".join(part for part in parts if part)


def medication_from_mapping(item: Mapping[Any, Any], line: int) -> Medication | None:
    """A `Medication` written out by medsafe (its JSON), or None where the mapping is something else."""
    drugs = item.get("drugs")
    if (
        not isinstance(drugs, (list, tuple))
        or not drugs
        or not all(isinstance(drug, str) for drug in drugs)
        or "read_as" not in item
    ):
        return None
    try:
        dose = item.get("dose")
        return Medication(
            text=str(item.get("text", "")),
            line=line,
            drugs=tuple(drugs),
            products=tuple(item.get("products") or ()),
            how=str(item.get("how") or ""),
            read_as=str(item.get("read_as") or ""),
            dose=Amount(float(dose["low"]), float(dose["high"]), str(dose["unit"]))
            if isinstance(dose, Mapping)
            else None,
            per_day=_number(item.get("per_day")),
            daily=tuple(
                DayTotal(str(one["drug"]), float(one["amount"]), str(one["unit"]), bool(one["complete"]))
                for one in item.get("daily") or ()
            ),
            route=item.get("route"),
            form=item.get("form"),
            times=tuple(item.get("times") or ()),
            days_per_week=_number(item.get("days_per_week")),
            as_needed=bool(item.get("as_needed")),
            start=_date(item.get("start")),
            stop=_date(item.get("stop")),
            stopped=bool(item.get("stopped")),
            duration=_number(item.get("duration")),
            indication=item.get("indication"),
            unread=tuple(item.get("unread") or ()),
        )
    except (KeyError, TypeError, ValueError):
        return None


def _plain(name: str) -> str:
    return "_".join(name.strip().lower().replace("-", " ").replace("_", " ").replace("/", " ").split())


def _is_heading(cells: Iterable[str]) -> bool:
    known = [cell for cell in cells if cell in _KNOWN]
    return any(cell in _NAME or cell in _LINE for cell in known)


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str:
    for name in names:
        value = fields.get(name)
        if value is None or isinstance(value, (bool, Mapping, list, tuple)) or value != value:
            continue
        text = f"{value:g}" if isinstance(value, float) else str(value).strip()
        if text and text.lower() not in ("nan", "none", "null", "n/a"):
            return text
    return ""


def _truth(fields: Mapping[str, object], names: tuple[str, ...]) -> bool:
    for name in names:
        value = fields.get(name)
        if isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            return value == 1
        if isinstance(value, str):
            return value.strip().lower() in ("true", "yes", "y", "1", "prn", "x", "as needed")
    return False


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else None


def _date(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, date) else None
