"""Many patients' lists from one file, CSV, JSONL or Parquet, for `medsafe diff --replay`."""

from __future__ import annotations

import csv
import importlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from medsafe.errors import InputError
from medsafe.lint.compare import Case

LISTS: Final = ("list", "list_id", "patient_id", "id", "case")
"""Columns that say which rows belong to one list; the first that a file has is taken."""

LINES: Final = ("medication", "medicine", "drug", "name", "product", "order", "text", "line")
PATIENT: Final = ("patient", "about")


def read_cases(name: str) -> Iterator[Case]:
    """The lists of a file. JSONL: `{"id": …, "medications": […], "patient": "…", "as_of": "2026-01-31"}` a line; CSV and Parquet: a
    row for each medication, with a column that says to which list it belongs."""
    path = Path(name)
    try:
        ending = path.suffix.lower()
        if ending in (".jsonl", ".ndjson"):
            yield from _jsonl(path)
        elif ending == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from _grouped(csv.DictReader(file), name)
        elif ending == ".parquet":
            yield from _grouped(_parquet(path), name)
        else:
            raise InputError(f"{name}: a replay reads .jsonl, .csv or .parquet")
    except OSError as error:
        raise InputError(f"{name}: {(error.strerror or 'cannot be read').lower()}") from None
    except UnicodeDecodeError:
        raise InputError(f"{name}: is not UTF-8; save the file as UTF-8") from None


def _jsonl(path: Path) -> Iterator[Case]:
    with path.open(encoding="utf-8-sig") as file:
        for number, text in enumerate(file, 1):
            if not text.strip():
                continue
            try:
                line = json.loads(text)
            except ValueError:
                raise InputError(f"{path}:{number}: the JSON ends or breaks here") from None
            if not isinstance(line, dict) or not isinstance(line.get("medications"), list):
                raise InputError(f"{path}:{number}: write an object with “medications”, a list of lines")
            yield _case(str(line.get("id", number)), line["medications"], line, f"{path}:{number}")


def _grouped(rows: Iterable[Mapping[str, Any]], name: str) -> Iterator[Case]:
    groups: dict[str, tuple[list[str], Mapping[str, Any]]] = {}
    for number, row in enumerate(rows, 2):
        low = {str(key).strip().lower(): value for key, value in row.items() if key is not None}
        group = next((low[key] for key in LISTS if key in low), None)
        line = next((low[key] for key in LINES if key in low), None)
        if group is None or line is None:
            raise InputError(f"{name}:{number}: needs a column “list” that groups the rows, and a column “medication”")
        groups.setdefault(str(group), ([], low))[0].append(str(line))
    for group, (lines, first) in groups.items():
        yield _case(group, lines, first, f"{name}: list {group}")


def _case(name: str, lines: Iterable[object], fields: Mapping[str, Any], where: str) -> Case:
    day = str(fields.get("as_of") or "")
    try:
        as_of = date.fromisoformat(day[:10]) if day else None
    except ValueError:
        raise InputError(f"{where}: as_of {day!r} is not a day; write it as 2026-01-31") from None
    patient = next((str(fields[key]) for key in PATIENT if fields.get(key)), "")
    return Case(name, tuple(str(line) for line in lines if line not in (None, "")), patient, as_of)


def _parquet(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ModuleNotFoundError:
        raise InputError(f"{path}: reading Parquet needs one more package: pip install pyarrow") from None
    for batch in parquet.ParquetFile(path).iter_batches():
        yield from batch.to_pylist()
