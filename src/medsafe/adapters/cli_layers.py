"""The commands for who writes a layer: `lint`, `schema`, `new`, `test`, `diff`."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from medsafe import load_knowledge
from medsafe.adapters.cli import DONE, FOUND, AsOf, _one_of, _print, app
from medsafe.errors import InputError
from medsafe.knowledge.base import KnowledgeBase

SCHEMAS = (
    "layer", "knowledge", "sources", "classes", "properties", "drugs", "products", "familiar", "strangers", "conditions", "facts",
    "problems", "scales", "tests", "rules", "changes", "members", "grades", "names",
)  # fmt: skip
"""The kinds of files of `knowledge.schema`, named here so that other commands need not load it."""

ANSWERS = ("report", "change-report", "options", "switch")
"""What medsafe writes: the names of `report.change_schema`."""

new = typer.Typer(
    help="First files of a layer or a rule, which lint clean and teach by their comments.", no_args_is_help=True
)
app.add_typer(new, name="new")

Paths = Annotated[
    list[str] | None, typer.Argument(help="directories of layers, in order; the built-in one if left out")
]
Editor = Annotated[
    str, typer.Option("--schemas", help="where docs/schema lies, so that an editor completes and checks")
]


@app.command()
def lint(
    paths: Paths = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", callback=_one_of("text", "json", "sarif", "github"), help="text, json, sarif or github"
        ),
    ] = "text",
) -> None:
    """What an author should fix in a layer, each with its place; runs the examples of every rule."""
    from medsafe.lint import lint as lint_layers
    from medsafe.lint.formats import located, render

    with _no_collecting():
        faults = located(lint_layers(*(paths or ())), paths or ())
    _print(render(faults, form))
    raise typer.Exit(FOUND if faults else DONE)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Lint builds much, says a little and ends: looking for garbage on the way would take a fifth of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@app.command()
def schema(
    what: Annotated[
        str,
        typer.Argument(
            callback=_one_of(*ANSWERS, "regimens", *SCHEMAS),
            help=f"{', '.join(ANSWERS)}, regimens, layer, knowledge, rules, drugs, …",
        ),
    ] = "report",
) -> None:
    """The JSON Schema of what medsafe writes (report, change-report, options, switch) or reads (any key of a knowledge file)."""
    if what in ANSWERS:
        from medsafe.report.change_schema import answer_schema

        found = answer_schema(what)
    elif what == "regimens":
        from medsafe.lint.spec import regimens_schema

        found = regimens_schema()
    else:
        from medsafe.knowledge.schema import file_schema

        found = file_schema(what)
    _print(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


@new.command("layer")
def new_layer(
    directory: Annotated[str, typer.Argument(help="a directory that is new or empty; its name is the layer's")],
    prefix: Annotated[str, typer.Option(help="two to eight capital letters before the numbers of your rules")] = "",
    title: Annotated[str, typer.Option(help="the name of your house, in words")] = "",
    schemas: Editor = "",
) -> None:
    """Write a layer that lints clean: layer.yaml, local.yaml and tests/lists.yaml."""
    from medsafe.lint.templates import layer_files_for

    root = Path(directory)
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise InputError(f"{directory} is there already and not empty; name a new directory")
    for path, text in layer_files_for(root, load_knowledge(), prefix, title, schemas).items():
        _write(root / path, text)
    _print(
        f"next: medsafe new rule --kind interaction {directory}\n      medsafe lint {directory}\n      medsafe test {directory}\n"
    )


@new.command("rule")
def new_rule(
    directory: Annotated[str, typer.Argument(help="the layer's directory")],
    kind: Annotated[
        str, typer.Option(help="interaction, duplication, burden, habit-forming, dose-limit, patient or monitoring")
    ],
    schemas: Editor = "",
) -> None:
    """Write a rule with the next number, to be written over."""
    from medsafe.lint.templates import rule_file_for

    name, path, text = rule_file_for(Path(directory), kind, load_knowledge(), schemas)
    _write(Path(directory) / path, text)
    _print(f"{name}: write over it, then: medsafe lint {directory}\n")


def _write(path: Path, text: str) -> None:
    """Write a new file; what stands there is never written over."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{path} is there already; it is left as it is") from None
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or 'cannot be written').lower()}") from None
    _print(f"wrote {path}\n")


@app.command("test")
def run_layer_tests(
    paths: Annotated[list[str], typer.Argument(help="directories of layers, in order")],
    form: Annotated[str, typer.Option("--format", callback=_one_of("text", "json"), help="text or json")] = "text",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="only what fails")] = False,
) -> None:
    """Run the examples of a layer's rules and the whole lists in its tests/."""
    from medsafe.lint.formats import located
    from medsafe.lint.regimens import run_tests

    outcomes, faults = run_tests(*paths)
    faults = located(faults, paths)
    failed = [outcome for outcome in outcomes if outcome.wrong]
    if form == "json":
        said = {"tests": [outcome._asdict() for outcome in outcomes], "faults": [fault._asdict() for fault in faults]}
        _print(json.dumps(said, ensure_ascii=False, indent=2) + "\n")
    else:
        for outcome in failed if quiet else outcomes:
            _print(
                f"{'FAIL' if outcome.wrong else 'ok  '}  {outcome.path}{f':{outcome.line}' if outcome.line else ''}  {outcome.name}\n"
            )
            _print("".join(f"        {words}\n" for words in outcome.wrong))
        _print("".join(f"{fault}\n" for fault in faults))
        _print(
            f"{len(outcomes) - len(failed)} passed, {len(failed)} failed{f', {len(faults)} faults in test files' if faults else ''}\n"
        )
        if not outcomes:
            _print("no test was found: write examples in rules, and lists in tests/*.yaml\n")
    raise typer.Exit(FOUND if failed or faults or not outcomes else DONE)


@app.command()
def diff(
    old: Annotated[
        str,
        typer.Argument(help=f"layers joined by {os.pathsep!r}; `built-in` for none; an edition is named by its data/"),
    ],
    new_: Annotated[str, typer.Argument(metavar="NEW", help="the same, as it would be")],
    replay: Annotated[str, typer.Option(help="lists (.jsonl, .csv, .parquet) to answer with both")] = "",
    as_of: AsOf = None,
    form: Annotated[str, typer.Option("--format", callback=_one_of("text", "json"), help="text or json")] = "text",
) -> None:
    """What changed between two sets of layers or two editions, and which lists would now be answered otherwise."""
    from medsafe.adapters.replay import read_cases
    from medsafe.lint.compare import compare
    from medsafe.lint.compare import replay as answer_both

    sides = _named(old), _named(new_)
    differences = compare(*sides)
    count, answered = answer_both(*sides, read_cases(replay), as_of or date.today()) if replay else (0, [])
    if form == "json":
        said = {
            "differences": [entry._asdict() for entry in differences],
            "replayed": count,
            "answered": [entry._asdict() for entry in answered],
        }
        _print(json.dumps(said, ensure_ascii=False, indent=2) + "\n")
        raise typer.Exit(FOUND if differences or answered else DONE)
    for entry in differences:
        sides_said = f": {entry.was or 'nothing'} → {entry.now or 'nothing'}" if entry.was or entry.now else ""
        _print(f"{entry.kind} {entry.id} {entry.title}: {entry.what}{sides_said}\n".replace(" : ", ": "))
    _print(f"{len(differences)} differences\n")
    if replay:
        for answer in answered:
            _print(
                f"list {answer.name}{': ' + ' → '.join(answer.status) if answer.status[0] != answer.status[1] else ''}\n"
            )
            _print(
                "".join(f"  - {words}\n" for words in answer.gone) + "".join(f"  + {words}\n" for words in answer.come)
            )
        _print(f"{len(answered)} of {count} lists are answered otherwise\n")
    raise typer.Exit(FOUND if differences or answered else DONE)


def _named(words: str) -> KnowledgeBase:
    """Layers joined as in PATH; where the first is an edition of the built-in layer, it takes its place."""
    from medsafe.knowledge.load import edition_knowledge

    return edition_knowledge([Path(part) for part in words.split(os.pathsep) if part and part != "built-in"])
