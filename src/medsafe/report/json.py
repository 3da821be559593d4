"""A report, a change, candidates or a switch as plain data and as JSON, and back, without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from datetime import date
from typing import Any

from medsafe.errors import InputError
from medsafe.model.change import ChangeReport, Options, Switch
from medsafe.model.report import Finding, Report

Plain = dict[str, Any]
Answer = Report | ChangeReport | Options | Switch

REPORT_ORDER = (
    "status", "findings", "problems", "gaps", "questions", "accepted", "assumptions", "medications", "patient",
    "monitoring", "burdens", "dependence", "equivalents", "muted", "considered", "provenance",
)  # fmt: skip
"""A report's document: status first, then what was found, what was not judged, and the rest."""

FINDING_ORDER = (
    "rule", "kind", "title", "problem", "severity", "do", "evidence", "onset", "drugs", "lines", "effect", "why",
    "action", "monitor", "acceptable_when", "alternatives", "taper", "because", "could_be", "would_change", "nested_in",
    "usual_do", "usual_action", "sources", "reviewed", "reviewed_by", "layer", "changed_by",
)  # fmt: skip
"""A finding tells its story in this order: what, how bad, who, why, what to do, how sure, who says."""


def to_dict(answer: Answer) -> Plain:
    """An answer as dicts, lists, strings and numbers; the same answer always gives the same document.

    Texts of a rule stand in each of its findings, so that a finding can be read alone.
    """
    names = REPORT_ORDER if isinstance(answer, Report) else answer._fields
    return {name: _plain(getattr(answer, name)) for name in names}


def to_json(answer: Answer, indent: int | None = None) -> str:
    """An answer as JSON text, byte for byte the same for the same answer."""
    return json.dumps(to_dict(answer), ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))


def from_json(text: str | bytes) -> Report:
    """Read a report back; a document that is not a report of this schema raises `InputError` with every fault.

    >>> from_json('{"status": "complete"')
    Traceback (most recent call last):
    medsafe.errors.InputError: a report: line 1, column 22: the JSON ends or breaks here
    """
    report: Report = read_back(text, "Report")
    return report


def read_back(text: str | bytes, what: str) -> Any:
    """Read any answer back from its JSON: `Report`, `ChangeReport`, `Options` or `Switch`."""
    from medsafe.report.base_schema import SAID, read_as  # pydantic is slow to import: only readers pay
    from medsafe.report.change_schema import SHAPES

    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{SAID[what]}: line {error.lineno}, column {error.colno}: the JSON ends or breaks here"
        ) from None
    except (ValueError, RecursionError):
        raise InputError(f"{SAID[what]}: the JSON cannot be read: pass UTF-8 text as medsafe wrote it") from None
    return read_as(next(shape for shape in SHAPES.values() if shape.__name__ == what), document)


def finding_to_dict(finding: Finding) -> Plain:
    """A finding with its rule's texts beside it: `do` and `action` are those that hold here.

    `usual_do` and `usual_action` are what the rule says where no exception changed it, or null where that is the same.
    """
    about = _plain(finding.about)
    own = {name: _plain(getattr(finding, name)) for name in Finding._fields if name != "about"}
    merged = {**about, **own, "usual_do": None, "usual_action": None}
    for name in ("do", "action"):
        if own[name] != about[name]:
            merged[f"usual_{name}"] = about[name]
    return {name: merged[name] for name in FINDING_ORDER}


def _plain(value: Any) -> Any:
    if isinstance(value, Report):
        return to_dict(value)
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Finding):
        return finding_to_dict(value)
    if isinstance(value, tuple):
        if hasattr(value, "_fields"):
            return {name: _plain(getattr(value, name)) for name in value._fields}
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Set):
        return sorted(_plain(item) for item in value)
    if isinstance(value, Mapping):
        return {_plain(key): _plain(value[key]) for key in sorted(value)}
    if isinstance(value, date):
        return value.isoformat()
    return value


def _number(value: float) -> float | int | str:
    """Whole numbers are written as such; JSON has no infinity, so those are words."""
    if value in (float("inf"), float("-inf")) or value != value:
        return str(value)
    return int(value) if value == int(value) else value
