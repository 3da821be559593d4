"""The commands about a change of a list: `change`, `alternatives`, `screen`, `switch`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from medsafe import Checker, load_knowledge
from medsafe.adapters.cli import (
    AsOf,
    Colour,
    Files,
    Items,
    Layers,
    PatientText,
    ProfileName,
    Region,
    _gathered,
    _one_of,
    _print,
    _show,
    app,
)
from medsafe.errors import InputError
from medsafe.model.change import ChangeReport, Options, Switch
from medsafe.report.change import tell_answer
from medsafe.report.json import to_json

Form = Annotated[
    str,
    typer.Option("--format", callback=_one_of("text", "json", "markdown", "html"), help="text, json, markdown or html"),
]
Full = Annotated[bool, typer.Option("--full", help="show everything")]


@app.command()
def change(
    items: Items = None,
    file: Files = None,
    start: Annotated[list[str] | None, typer.Option("--start", help="a line to start; repeatable")] = None,
    stop: Annotated[list[str] | None, typer.Option("--stop", help="a drug to stop, or smoking; repeatable")] = None,
    to: Annotated[list[str] | None, typer.Option("--to", help="a line as it is to be from now on; repeatable")] = None,
    patient: PatientText = None,
    as_of: AsOf = None,
    region: Region = None,
    layer: Layers = None,
    profile: ProfileName = None,
    form: Form = "text",
    full: Full = False,
    colour: Colour = "auto",
) -> None:
    """What an order adds, resolves, worsens and eases, and what stopping does."""
    if not (start or stop or to):
        raise InputError("name what is to change: --start LINE, --stop DRUG, --to LINE")
    current, known = _list(items, file, patient)
    answer = Checker(load_knowledge(*(layer or ()))).change(
        current, start or (), stop or (), to or (), known, as_of=as_of, region=region
    )
    _out(answer, form, full, colour, profile)


@app.command()
def alternatives(
    instead_of: Annotated[str, typer.Option("--instead-of", help="the drug to stand in for")],
    items: Items = None,
    file: Files = None,
    within: Annotated[str, typer.Option(help="the class whose members are tried; left out, the next wider one")] = "",
    patient: PatientText = None,
    as_of: AsOf = None,
    region: Region = None,
    layer: Layers = None,
    form: Form = "text",
    full: Full = False,
    colour: Colour = "auto",
) -> None:
    """What each member of a class would add in the place of a drug; shows, never recommends."""
    current, known = _list(items, file, patient)
    checker = Checker(load_knowledge(*(layer or ())))
    answer = checker.alternatives(current, instead_of, within, known, as_of=as_of, region=region)
    _out(answer, form, full, colour)


@app.command()
def screen(
    candidate: Annotated[list[str], typer.Option("--candidate", help="a line that might be added; repeatable")],
    items: Items = None,
    file: Files = None,
    patient: PatientText = None,
    as_of: AsOf = None,
    region: Region = None,
    layer: Layers = None,
    form: Form = "text",
    full: Full = False,
    colour: Colour = "auto",
) -> None:
    """What each candidate would add to a list; shows, never recommends."""
    current, known = _list(items, file, patient)
    checker = Checker(load_knowledge(*(layer or ())))
    answer = checker.screen(current, candidate, known, as_of=as_of, region=region)
    _out(answer, form, full, colour)


@app.command()
def switch(
    stop: Annotated[str, typer.Argument(help="the line to stop")],
    start: Annotated[str, typer.Argument(help="the line to start")],
    rest: Annotated[list[str] | None, typer.Argument(help="the rest of the list")] = None,
    file: Files = None,
    patient: PatientText = None,
    as_of: AsOf = None,
    region: Region = None,
    layer: Layers = None,
    form: Form = "text",
    full: Full = False,
    colour: Colour = "auto",
) -> None:
    """What the rules ask between two drugs: washout as dates, or whether both may overlap."""
    current, known = _list(rest, file, patient) if rest or file else ((), patient)
    checker = Checker(load_knowledge(*(layer or ())))
    answer = checker.switch(stop, start, current, known, as_of=as_of, region=region)
    _out(answer, form, full, colour)


def _list(items: list[str] | None, files: list[str] | None, patient: str | None) -> tuple[tuple[Any, ...], Any]:
    given = _gathered(items, files)
    if not given.items:
        raise InputError("the list holds no medication: nothing was checked")
    if patient is not None and given.patient is not None:
        raise InputError("the file describes the patient, and so does --patient: leave one out")
    return given.items, patient if patient is not None else given.patient


def _out(
    answer: ChangeReport | Options | Switch, form: str, full: bool, colour: str, profile: str | None = None
) -> None:
    if form == "json":
        _print(to_json(answer, indent=2) + "\n")
    else:
        _show(tell_answer(answer, full=full, profile=profile), form, colour)
