"""Medication lists from files and standard input: text, CSV or JSON → items that `check_regimen` takes."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from medsafe.errors import InputError

LARGEST: Final = 8_000_000
"""A file of more bytes than this is refused: no list of one patient is so long."""

SUFFIXES: Final = (".txt", ".csv", ".json")
"""An argument with one of these endings names a file; no drug is written like that."""

NAME_COLUMNS: Final = ("medication", "medicine", "drug", "name", "product", "order", "text", "line")
"""Headings of the column that names the drug; the first that a file has is taken."""

OTHER_COLUMNS: Final = {
    "dose": "{}",
    "strength": "{}",
    "unit": "{}",
    "form": "{}",
    "route": "by {}",
    "frequency": "{}",
    "sig": "{}",
    "directions": "{}",
    "indication": "for {}",
    "start": "since {}",
    "stop": "until {}",
}
"""Headings whose cells are added to the name, in this order, and how each reads in a line."""


class MedicationList(NamedTuple):
    """What one file holds: its lines or records, and the patient where it names one."""

    items: tuple[Any, ...]
    patient: Any = None


def gather(arguments: Sequence[str], files: Sequence[str]) -> MedicationList:
    """Join arguments, files and standard input (`-`) into one list, in the order given.

    >>> gather(["sertraline 50 mg", "tramadol 50 mg"], []).items
    ('sertraline 50 mg', 'tramadol 50 mg')
    """
    parts = [read_source(word) if is_file(word) else MedicationList((word,)) for word in arguments]
    parts += [read_source(name) for name in files]
    patients = [part.patient for part in parts if part.patient is not None]
    if len(patients) > 1:
        raise InputError("two files describe a patient: check one patient at a time")
    return MedicationList(tuple(item for part in parts for item in part.items), patients[0] if patients else None)


def is_file(argument: str) -> bool:
    """Whether an argument names a file rather than a medication.

    >>> is_file("list.txt"), is_file("-"), is_file("sertraline 50 mg")
    (True, True, False)
    """
    return argument == "-" or argument.lower().endswith(SUFFIXES)


def read_source(name: str) -> MedicationList:
    """Read a file, or standard input when the name is `-`; the ending says what it holds, else its first letter."""
    try:
        data = sys.stdin.buffer.read(LARGEST + 1) if name == "-" else _bytes(Path(name))
    except OSError as error:
        raise InputError(f"{name}: {(error.strerror or 'cannot be read').lower()}") from None
    if len(data) > LARGEST:
        raise InputError(f"{name}: holds more than {LARGEST // 1_000_000} MB; is it a medication list?")
    return parse(decode(data), name)


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def decode(data: bytes) -> str:
    """Text from bytes as editors and pharmacies write them: UTF-8, UTF-16 with its mark, else Windows Latin.

    >>> decode(b"\\xef\\xbb\\xbfvalproate"), decode("Dépakine".encode("cp1252"))
    ('valproate', 'Dépakine')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def parse(text: str, name: str) -> MedicationList:
    """A list from text: JSON and CSV by ending or first letter, else one medication a line."""
    ending = Path(name).suffix.lower()
    if ending == ".json" or (ending not in SUFFIXES and text.lstrip()[:1] in ("[", "{")):
        return parse_json(text, name)
    return parse_csv(text, name) if ending == ".csv" else parse_lines(text)


def parse_lines(text: str) -> MedicationList:
    """One medication a line; empty lines and lines that begin with # are left out.

    >>> parse_lines("# at home\\nsertraline 50 mg daily\\n\\nlorazepam 1 mg as needed\\n").items
    ('sertraline 50 mg daily', 'lorazepam 1 mg as needed')
    """
    lines = (line.strip() for line in text.splitlines())
    return MedicationList(tuple(line for line in lines if line and not line.startswith("#")))


def parse_json(text: str, name: str) -> MedicationList:
    """A list of lines or records, or an object with `medications` and, if known, `patient`.

    >>> parse_json('{"medications": ["sertraline 50 mg"], "patient": "78 y"}', "x.json")
    MedicationList(items=('sertraline 50 mg',), patient='78 y')
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{name}:{error.lineno}:{error.colno}: the JSON ends or breaks here") from None
    except (ValueError, RecursionError):
        raise InputError(f"{name}: the JSON cannot be read") from None
    patient = None
    if isinstance(document, dict):
        unknown = sorted(set(document) - {"medications", "patient"})
        if unknown or "medications" not in document:
            found = f", not {', '.join(map(repr, unknown))}" if unknown else ""
            raise InputError(f"{name}: an object holds “medications” and, if known, “patient”{found}")
        document, patient = document["medications"], document.get("patient")
    if not isinstance(document, list):
        raise InputError(f"{name}: write the medications as a JSON list")
    return MedicationList(tuple(document), patient)


def parse_csv(text: str, name: str) -> MedicationList:
    """One medication a row, under a row of headings; cells that belong together are joined into one line.

    >>> parse_csv("drug;dose;frequency\\nsertraline;50 mg;daily\\n", "x.csv").items
    ('sertraline 50 mg daily',)
    """
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InputError(f"{name}: the table cannot be read: {error}") from None
    heads = [head.strip().casefold().replace("_", " ") for head in rows[0]] if rows else []
    named = next((column for column in NAME_COLUMNS if column in heads), None)
    if named is None:
        raise InputError(f"{name}:1: name the columns in the first row; one of them is “medication”")
    wanted = [(heads.index(named), "{}")]
    wanted += [(heads.index(column), words) for column, words in OTHER_COLUMNS.items() if column in heads]
    return MedicationList(tuple(line for row in rows[1:] if (line := _row(row, wanted))))


def _row(cells: Sequence[str], wanted: Iterable[tuple[int, str]]) -> str:
    said = ((words, cells[place].strip()) for place, words in wanted if place < len(cells))
    return " ".join(words.format(cell) for words, cell in said if cell)
