"""Faults for people, editors and CI: text, JSON, SARIF 2.1.0 and GitHub annotations."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from medsafe.errors import Fault

FORMATS = ("text", "json", "sarif", "github")

WARNINGS = frozenset({"long-advice", "review-due", "unused-class"})
"""Codes of faults with which a layer still loads and judges as written."""


def located(faults: Iterable[Fault], roots: Sequence[str | os.PathLike[str]]) -> list[Fault]:
    """The faults with paths as the caller named the layers, so that an editor can open them.

    >>> fault = Fault("clinic/a.yaml", 3, 1, "", "no such drug", "unknown-id")
    >>> located([fault], ["layers/clinic"])[0].path
    'layers/clinic/a.yaml'
    """
    prefixes = {f"{Path(root).name}/": f"{Path(root).as_posix()}/" for root in roots}
    found = []
    for fault in faults:
        for name, path in prefixes.items():
            if len(name) > 1 and fault.path.startswith(name):
                fault = fault._replace(path=path + fault.path[len(name) :])
                break
        found.append(fault)
    return found


def level(fault: Fault) -> str:
    """`error` for what makes a layer unfit, `warning` for what its author should look at."""
    return "warning" if fault.code in WARNINGS else "error"


def render(faults: Sequence[Fault], form: str) -> str:
    """The faults in one of `FORMATS`.

    >>> print(render([Fault("a.yaml", 3, 5, "CL-0001", "no drug is called 'x'", "unknown-id")], "github"), end="")
    ::error file=a.yaml,line=3,col=5,title=unknown-id::CL-0001: no drug is called 'x'
    >>> render([], "text")
    'nothing to fix\\n'
    """
    if form == "json":
        return (
            json.dumps([{**fault._asdict(), "level": level(fault)} for fault in faults], ensure_ascii=False, indent=2)
            + "\n"
        )
    if form == "sarif":
        return json.dumps(_sarif(faults), ensure_ascii=False, indent=2) + "\n"
    if form == "github":
        return "".join(f"{_annotation(fault)}\n" for fault in faults)
    count = len(faults)
    end = f"{count} fault{'' if count == 1 else 's'} to fix\n" if count else "nothing to fix\n"
    return "".join(f"{fault}\n" for fault in faults) + end


def _said(fault: Fault) -> str:
    return f"{fault.subject}: {fault.message}" if fault.subject else fault.message


def _annotation(fault: Fault) -> str:
    places = {"file": fault.path}
    if fault.line:
        places.update(line=str(fault.line), col=str(fault.column or 1))
    places["title"] = fault.code
    said = ",".join(
        f"{name}={_escaped(value).replace(',', '%2C').replace(':', '%3A')}" for name, value in places.items()
    )
    return f"::{level(fault)} {said}::{_escaped(_said(fault))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _sarif(faults: Sequence[Fault]) -> dict[str, Any]:
    from medsafe import __version__

    results = []
    for fault in faults:
        place: dict[str, Any] = {"artifactLocation": {"uri": fault.path}}
        if fault.line:
            place["region"] = {"startLine": fault.line, "startColumn": fault.column or 1}
        results.append(
            {
                "ruleId": fault.code,
                "level": level(fault),
                "message": {"text": _said(fault)},
                "locations": [{"physicalLocation": place}],
            }
        )
    codes = sorted({fault.code for fault in faults})
    driver = {"name": "medsafe lint", "version": __version__, "rules": [{"id": code} for code in codes]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
