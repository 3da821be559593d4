"""The command line: reads arguments, calls the library, prints. Exit codes stand in `EXITS` and in docs/cli.md."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Final

import typer

from medsafe import Checker, load_knowledge
from medsafe.adapters import cards
from medsafe.adapters.coverage_table import coverage_json, coverage_text
from medsafe.adapters.drug_card import drug_card, drug_json
from medsafe.adapters.lists import MedicationList, gather, read_source
from medsafe.errors import InputError, MedsafeError
from medsafe.knowledge.about import drug_rules
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.coverage import coverage
from medsafe.model.report import Report
from medsafe.model.words import RANK, SEVERITIES
from medsafe.report.document import Document
from medsafe.report.html import render_html
from medsafe.report.json import to_json
from medsafe.report.markdown import render_markdown
from medsafe.report.profiles import PROFILES
from medsafe.report.story import tell
from medsafe.report.text import render_text

DONE: Final = 0
FOUND: Final = 1
WRONG: Final = 2
UNJUDGED: Final = 3

EXITS: Final = {
    DONE: "done; with --fail-on: nothing at or above that level was found, and every line was read",
    FOUND: "with --fail-on: a finding at or above that level; lint: a fault",
    WRONG: "the command, the input or the knowledge is wrong; nothing was checked",
    UNJUDGED: "with --fail-on: nothing at that level was found, but a line was not read; "
    "with --fail-on-gaps: or a fact is missing that could raise the answer to that level",
}

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _level(value: str | None) -> str | None:
    if value is not None and value not in SEVERITIES[1:]:
        raise typer.BadParameter(f"{value!r} is not one of: {', '.join(reversed(SEVERITIES[1:]))}")
    return value


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a day; write it as 2026-01-31") from None


def _profile(value: str | None) -> str | None:
    if value is not None and value not in PROFILES:
        raise typer.BadParameter(f"{value!r} is not one of: {', '.join(PROFILES)}")
    return value


def _one_of(*words: str) -> Any:
    def check(value: str) -> str:
        if value not in words:
            raise typer.BadParameter(f"{value!r} is not one of: {', '.join(words)}")
        return value

    return check


Items = Annotated[
    list[str] | None,
    typer.Argument(help="medications as written, or files that end in .txt, .csv or .json; - is standard input"),
]
Files = Annotated[list[str] | None, typer.Option("--file", "-f", help="a list with any other ending")]
PatientText = Annotated[
    str | None, typer.Option("--patient", "-p", help='what is known: "78 y, female, eGFR 40, no seizures"')
]
AsOf = Annotated[date | None, typer.Option(parser=_day, metavar="DAY", help="the day to judge for; today if left out")]
Region = Annotated[str | None, typer.Option(help="whose severities count where regulators differ, such as eu")]
Layers = Annotated[
    list[str] | None, typer.Option("--layer", help="directory of a clinic's layer; repeatable, in order")
]
ProfileName = Annotated[
    str | None,
    typer.Option(
        "--profile",
        callback=_profile,
        help=f"keep quiet what this profile does: {', '.join(PROFILES)}; json always holds all",
    ),
]
Colour = Annotated[
    str, typer.Option("--colour", "--color", callback=_one_of("auto", "always", "never"), help="auto, always or never")
]
RecordFormat = Annotated[
    str,
    typer.Option("--format", callback=_one_of("text", "markdown", "html", "json"), help="text, markdown, html or json"),
]
PageFormat = Annotated[
    str, typer.Option("--format", callback=_one_of("text", "markdown", "html"), help="text, markdown or html")
]


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="print the version and stop")] = False,
) -> None:
    """Checks psychiatric medication lists: interactions, duplications, whole-list burdens, doses, habit-forming drugs.

    Try:

      medsafe check "sertraline 100 mg daily" "tramadol 50 mg as needed" --patient "78 y, female"

      medsafe check list.txt --at-least moderate

      medsafe explain MS-0001

    A report says first what was read. No finding never means safe: the clinician decides.
    """
    if version:
        from medsafe import __version__

        _print(f"medsafe {__version__}\n")
    elif context.invoked_subcommand is None:
        _print(context.get_help() + "\n")


@app.command()
def check(
    items: Items = None,
    file: Files = None,
    patient: PatientText = None,
    as_of: AsOf = None,
    region: Region = None,
    layer: Layers = None,
    profile: ProfileName = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", callback=_one_of("text", "json", "markdown", "html"), help="text, json, markdown, html"
        ),
    ] = "text",
    at_least: Annotated[
        str, typer.Option(callback=_level, help="show findings of this severity and above; json always holds all")
    ] = "minor",
    full: Annotated[bool, typer.Option("--full", help="show mechanisms, full sources and long lists")] = False,
    figures: Annotated[
        bool, typer.Option("--figures", help="with --format html: a map of pairs and a chart of totals (medsafe[plot])")
    ] = False,
    fail_on: Annotated[
        str | None, typer.Option(callback=_level, help="exit 1 for a finding this severe or more")
    ] = None,
    fail_on_gaps: Annotated[bool, typer.Option("--fail-on-gaps", help="exit 3 if an open fact could matter")] = False,
    colour: Colour = "auto",
) -> None:
    """Check a medication list and print the report."""
    report = _report(_gathered(items, file), patient, as_of, region, layer)
    if form == "json":
        _print(to_json(report, indent=2) + "\n")
    else:
        pictured = figures and form == "html"
        _show(tell(report, at_least=at_least, full=full, profile=profile, figures=pictured), form, colour)
    raise typer.Exit(exit_code(report, fail_on, fail_on_gaps))


def exit_code(report: Report, fail_on: str | None, fail_on_gaps: bool) -> int:
    """The exit code that says what a script must know; the meanings stand in `EXITS`."""
    if fail_on is None and not fail_on_gaps:
        return DONE
    level = RANK[fail_on or "minor"]
    if fail_on is not None and any(RANK[finding.severity] >= level for finding in report.findings):
        return FOUND
    if report.status == "partial":
        return UNJUDGED
    open_ends = [gap.could_be for gap in report.gaps] + [f.could_be[1] for f in report.findings if f.could_be]
    if fail_on_gaps and any(RANK.get(severity, 0) >= level for severity in open_ends):
        return UNJUDGED
    return DONE


@app.command()
def why(
    items: Items = None,
    file: Files = None,
    rule: Annotated[str, typer.Option(help="only this rule")] = "",
    patient: PatientText = None,
    as_of: AsOf = None,
    region: Region = None,
    layer: Layers = None,
    form: RecordFormat = "text",
    colour: Colour = "auto",
) -> None:
    """Which rules were considered for a list, and what decided each."""
    if rule:
        load_knowledge(*(layer or ())).rule(rule)
    report = _report(_gathered(items, file), patient, as_of, region, layer)
    if form == "json":
        _print_json([entry._asdict() for entry in cards.considered(report, rule)])
    else:
        _show(cards.why_card(report, rule), form, colour)


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(help="the id of a rule, such as MS-0001")],
    layer: Layers = None,
    form: PageFormat = "text",
    colour: Colour = "auto",
) -> None:
    """What a rule says, when it fires, how sure it is, and who says so."""
    _show(cards.rule_card(load_knowledge(*(layer or ())).rule(rule.upper())), form, colour)


@app.command()
def find(
    name: Annotated[list[str], typer.Argument(help="a name as somebody wrote it")],
    layer: Layers = None,
    form: PageFormat = "text",
    colour: Colour = "auto",
) -> None:
    """Which drugs a name may mean."""
    text = " ".join(name)
    knowledge = load_knowledge(*(layer or ()))
    found = knowledge.find(text)
    holds = knowledge.stranger(text)
    _show(cards.found_card(text, found, holds), form, colour)
    raise typer.Exit(DONE if found or holds else FOUND)


@app.command()
def drug(
    name: Annotated[list[str], typer.Argument(help="an id, a brand or any other exact name")],
    layer: Layers = None,
    form: RecordFormat = "text",
    colour: Colour = "auto",
) -> None:
    """What is known of a drug, its highest doses and washouts by the rules, and what nobody rated."""
    knowledge = load_knowledge(*(layer or ()))
    known = [(knowledge.drug(one), drug_rules(knowledge, one)) for one in _drugs(knowledge, " ".join(name))]
    if form == "json":
        _print_json([drug_json(*one) for one in known])
    else:
        for one in known:
            _show(drug_card(*one), form, colour)


def _drugs(knowledge: KnowledgeBase, text: str) -> list[str]:
    """The ids that a name stands for; an id or an exact name, for a near one could be another drug."""
    if text in knowledge.drugs:
        return [text]
    exact = [found.drug for found in knowledge.find(text) if found.how not in cards.NEAR]
    return list(dict.fromkeys(exact)) or [text]


@app.command()
def kb(
    layer: Layers = None,
    form: RecordFormat = "text",
    colour: Colour = "auto",
    covered: Annotated[
        bool, typer.Option("--coverage", help="count drugs, names, codes and ratings; text, or json with each drug")
    ] = False,
) -> None:
    """Which knowledge is loaded: layers, editions, fingerprints, how much; with --coverage how much is known of its drugs."""
    from medsafe import __version__

    knowledge = load_knowledge(*(layer or ()))
    if covered:
        if form not in ("text", "json"):
            raise InputError("the table of coverage comes as text or json: --format json")
        found = coverage(knowledge)
        _print_json(coverage_json(found)) if form == "json" else _print(coverage_text(found))
        return
    changes = cards.changes_of(knowledge)
    if form == "json":
        layers = [stamp._asdict() for stamp in knowledge.stamps]
        _print_json({"version": __version__, "layers": layers, "counts": knowledge.counts(), "changes": changes})
    else:
        _show(cards.knowledge_card(knowledge.stamps, knowledge.counts(), changes, __version__), form, colour)


def _gathered(items: list[str] | None, files: list[str] | None) -> MedicationList:
    if items or files:
        return gather(items or [], files or [])
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError("name medications or files, or send a list through standard input; medsafe check --help")
    return read_source("-")


def _report(
    given: MedicationList, patient: str | None, as_of: date | None, region: str | None, layers: list[str] | None
) -> Report:
    if not given.items:
        raise InputError("the list holds no medication: nothing was checked")
    if patient is not None and given.patient is not None:
        raise InputError("the file describes the patient, and so does --patient: leave one out")
    checker = Checker(load_knowledge(*(layers or ())))
    known = patient if patient is not None else given.patient
    return checker.check(given.items, known, as_of=as_of, region=region)


def _show(page: Document, form: str, colour: str) -> None:
    if form == "markdown":
        _print(render_markdown(page))
    elif form == "html":
        _print(render_html(page))
    else:
        _print(render_text(page, colour=_coloured(colour), width=_width()))


def _print_json(value: Any) -> None:
    _print(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _coloured(wish: str) -> bool:
    """Colour for a terminal, unless NO_COLOR is set or somebody says otherwise."""
    if wish != "auto":
        return wish == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _width() -> int:
    return min(shutil.get_terminal_size((88, 24)).columns, 100)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; what is wrong is one message, never a traceback."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        app(args=None if arguments is None else list(arguments), prog_name="medsafe")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else WRONG if end.code else DONE
    except MedsafeError as error:
        print(f"medsafe: {error}", file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        # The reader went away, as `head` does; keep the interpreter from complaining when it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    return DONE


from medsafe.adapters import cli_change, cli_layers  # noqa: E402  their commands join `app`, which is made above

assert cli_change and cli_layers
