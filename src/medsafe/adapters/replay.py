"""Many patients' lists from one file, CSV, JSONL or Parquet, for `medsafe diff --replay`."""

from __future__ import annotations

import csv
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
WHOLE: Final = "medications"
"""The column that holds all lines of a list in one row, as JSONL does; Parquet can hold a list in a cell."""

PATIENT: Final = ("patient", "about")

NEEDS: Final = "reading Parquet needs one more package: pip install 'medsafe[tables]'"


def read_cases(name: str) -> Iterator[Case]:
    """The lists of a file, in its order.

    JSONL: `{"id": …, "medications": […], "patient": "…", "as_of": "2026-01-31"}` a line; CSV and Parquet: a row for each medication, with a
    column that says to which list it belongs; Parquet also a row for each list, with a column `medications`. Raises `InputError` with
    the place for what cannot be read, and where Parquet needs a package that is not installed.
    """
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
    groups: dict[str, tuple[list[object], dict[str, Any]]] = {}
    for number, row in enumerate(rows, 2):
        low = {str(key).strip().lower(): value for key, value in row.items() if key is not None}
        group = next((low[key] for key in LISTS if key in low), None)
        if isinstance(low.get(WHOLE), list):
            row_name = str(number - 1 if group is None else group)
            yield _case(row_name, low[WHOLE], low, f"{name}: list {row_name}")
            continue
        columns = [key for key in LINES if key in low]
        if group is None or group == "" or not columns:
            raise InputError(f"{name}:{number}: needs a column “list” that groups the rows, and a column “medication”")
        lines, said = groups.setdefault(str(group), ([], {}))
        lines.append(low[columns[0]])
        said.update((key, value) for key, value in low.items() if said.get(key) in (None, ""))
    for group, (lines, said) in groups.items():
        yield _case(group, lines, said, f"{name}: list {group}")


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
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ModuleNotFoundError:
        raise InputError(f"{path}: {NEEDS}") from None
    with path.open("rb") as file:
        try:
            for batch in ParquetFile(file).iter_batches():
                yield from batch.to_pylist()
        except ArrowException:
            raise InputError(f"{path}: is not a Parquet file, or is not whole") from None
