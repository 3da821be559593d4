"""Why a clinician went on in spite of a finding: a few coded reasons, and a file that only grows.

A line of the file holds who, when, which rule at which severity, by which code, layers and fingerprints, and the reason. Of the patient
it holds nothing but what the caller gives as `subject`; no list, no drug, no text of a line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from medsafe.errors import InputError
from medsafe.model.report import Finding, Report


class Reason(NamedTuple):
    """One reason: a code that stays, and the words that are shown."""

    code: str
    words: str


_BENEFIT = Reason("benefit", "Benefit is worth the risk; discussed with the patient")
_MONITORED = Reason("monitored", "Will be monitored as advised")
_TOLERATED = Reason("tolerated", "Taken together before and tolerated")
_ADJUSTED = Reason("adjusted", "Dose or timing is adjusted already")
_SHORT = Reason("short", "Short or changing over: ends soon")
_WRONG = Reason("list-wrong", "The list is not right: not taken, or taken otherwise")
_OTHER = Reason("other", "Another reason, given in the note")
_PALLIATIVE = Reason("palliative", "Comfort is the goal of treatment")
_AUGMENTED = Reason("meant", "Meant: augmentation, or several strengths of one dose")
_SPECIALIST = Reason("specialist", "Advised by a specialist who knows of it")
_DONE = Reason("done", "Was done already; the result is known")
_DECLINED = Reason("declined", "The patient declines")

REASONS: Final[Mapping[str, tuple[Reason, ...]]] = {
    "interaction": (_BENEFIT, _MONITORED, _TOLERATED, _ADJUSTED, _SHORT, _WRONG, _OTHER),
    "duplication": (_AUGMENTED, _SHORT, _TOLERATED, _SPECIALIST, _WRONG, _OTHER),
    "burden": (_BENEFIT, _MONITORED, _TOLERATED, _ADJUSTED, _PALLIATIVE, _WRONG, _OTHER),
    "habit-forming": (_BENEFIT, _SHORT, _SPECIALIST, _ADJUSTED, _PALLIATIVE, _WRONG, _OTHER),
    "dose-limit": (_BENEFIT, _MONITORED, _TOLERATED, _SPECIALIST, _SHORT, _WRONG, _OTHER),
    "patient": (_BENEFIT, _MONITORED, _TOLERATED, _SPECIALIST, _PALLIATIVE, _WRONG, _OTHER),
    "monitoring": (_DONE, _DECLINED, _PALLIATIVE, _WRONG, _OTHER),
}
"""At most seven reasons for each kind of rule: more are not read."""


def entry(
    report: Report,
    finding: Finding,
    *,
    who: str,
    reason: str,
    note: str = "",
    subject: str = "",
    when: datetime | None = None,
) -> dict[str, Any]:
    """What one line of the audit file says. Raises `InputError` for a reason that the kind of rule does not have."""
    allowed = {known.code for known in REASONS[finding.kind]}
    if reason not in allowed:
        raise InputError(
            f"{reason!r} is no reason for a rule of kind {finding.kind}; choose {', '.join(sorted(allowed))}"
        )
    if not who.strip():
        raise InputError("who went on is not said")
    if reason == "other" and not note.strip():
        raise InputError("the reason `other` needs a note")
    moment = when or datetime.now(UTC)
    if moment.tzinfo is None:
        raise InputError("`when` needs a time zone")
    said: dict[str, Any] = {
        "when": moment.astimezone(UTC).isoformat(timespec="seconds"),
        "who": who,
        "what": "override",
        "rule": finding.rule,
        "kind": finding.kind,
        "severity": finding.severity,
        "layer": finding.layer,
        "reason": reason,
        "medsafe": report.provenance.medsafe,
        "layers": [list(stamp) for stamp in report.provenance.layers],
    }
    if note:
        said["note"] = note
    if subject:
        said["subject"] = subject
    return said


def append(path: str | os.PathLike[str], line: Mapping[str, Any]) -> None:
    """Add one line to the file, in one write and to the disk; nothing that stands there is touched. Only its owner may read it."""
    data = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(handle, data) != len(data):
            raise OSError(f"{path}: the line was not written whole")
        os.fsync(handle)
    finally:
        os.close(handle)


def read(path: str | os.PathLike[str]) -> Iterator[dict[str, Any]]:
    """The lines of an audit file, oldest first. Raises `InputError` where a line is not whole."""
    with Path(path).open(encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            try:
                line = json.loads(text)
            except ValueError:
                raise InputError(f"{path}:{number}: the line is not whole; look at how the file was written") from None
            yield line
