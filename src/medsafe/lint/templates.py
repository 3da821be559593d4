"""First files of a layer, which lint clean and teach by their comments."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from medsafe.errors import InputError
from medsafe.files.reader import read_yaml
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.schema import file_schema
from medsafe.lint.spec import regimens_schema
from medsafe.notation.words import nearest
from medsafe.rules.kinds import KINDS

_EDITOR: Final = "# yaml-language-server: $schema={}\n"
_OWN: Final = ("level", "between", "within", "of", "drug", "allow", "reaches", "at_most", "tests", "when")
_PLAIN: Final = re.compile(r"[A-Za-z0-9][\w /.%-]*")

LAYER: Final = """\
{editor}# Who speaks. Load this layer with: medsafe check list.txt --layer {shown}
name: {name}
title: {title}
# Raise the edition whenever you publish a change; it stands in every report.
edition: {edition}
# Your rules are called {prefix}-0001, {prefix}-0002, … A number is never used twice, even after its rule is gone.
prefix: {prefix}
publisher: {title}
# The built-in knowledge that this layer was written against. An older one is refused.
needs: {{{base}: "{base_edition}"}}
"""

LOCAL: Final = """\
{editor}# What your house calls things, and what it has agreed otherwise. Take the # away in front of what you need.

sources:
  # Every rule points at a source. Say where a reader finds it.
  {name}-guide:
    title: Guide to prescribing of {title}
    kind: guideline
    year: "{year}"

# names: more names for a drug, as people in your house write them.
# names:
#   {drug}: [our own name for it]

# changes: another severity for a rule of an earlier layer, or none. Reports show every change, with its reason.
# changes:
#   {rule}:
#     severity: moderate        # contraindicated, major, moderate or minor; or `disabled: true`
#     reason: Why it is different in this house.
#     agreed: Medicines committee, {today}, minute 4
#     review_by: {next_year}
#     # A rule of the floor also needs:
#     # floor_acknowledged_by: Name and role of who answers for it
"""

REGIMENS: Final = """\
{editor}# Whole lists, and what the report must say of them. Run them with: medsafe test {shown}
regimens:
  a-list-that-must-flag:
    list:
{lines}
    flags:
      {rule}: {severity}       # found at this severity; `any` for any severity
    # passes: [{prefix}-0001]  # must not be found
    # unsure: [{prefix}-0001]  # must wait for a fact
    # mutes: [{prefix}-0001]   # would be found, but is switched off
    # highest: major           # nothing is found above this
"""

RULE: Final = """\
{editor}rules:
  {id}:
    # What: a title as you would say it; `problem` is the id of what may happen to the patient.
    # An id that is nearly right is enough: medsafe lint says which one was meant.
    title: {title}
    kind: {kind}
{body}
    # Who says so, when it was read last, and by whom. No source, no rule.
    sources: [{source}]
    reviewed: {today}
    reviewed_by: Your name and role
    # Show me: lists joined by ` + `, then ` | ` and facts of the patient. Test both sides of every boundary.
    examples:
      flags: [{flags}]
      passes: [{passes}]
"""

_PLACES: Final = "a drug, `any CLASS`, `strong PROPERTY`, with filters: `above 20 mg/day`, `by mouth`, `as needed`"
_SAID: Final = """\
    # How bad: contraindicated, major, moderate or minor. What to do in a word: avoid, change, adjust, monitor or inform.
    severity: {severity}
    do: {do}
    effect: What may happen, in one sentence.
    why: Through what it happens.
    action:
      - What to do instead, at most two lines.
    evidence: probable   # established, probable, suspected or theoretical
"""


def slug(text: str) -> str:
    """An id out of words.

    >>> slug("Old-Age Psychiatry, North")
    'old-age-psychiatry-north'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "clinic"


def prefix_of(name: str) -> str:
    """Two to four capital letters out of a name.

    >>> prefix_of("old-age-psychiatry"), prefix_of("clinic")
    ('OAP', 'CLI')
    """
    letters = "".join(word[0] for word in name.split("-") if word[0].isalpha())
    if len(letters) < 2:
        letters = "".join(filter(str.isalpha, name))[:3]
    letters = (letters + "XX")[: max(2, min(4, len(letters)))].upper()
    return f"{letters}L" if letters == "MS" else letters


def layer_files_for(
    directory: Path, knowledge: KnowledgeBase, prefix: str = "", title: str = "", schemas: str = ""
) -> dict[str, str]:
    """The first files of a layer: path inside it → text."""
    name = slug(directory.resolve().name)
    base = knowledge.stamps[0]
    today = date.today()
    record = next(
        rule
        for rule in knowledge.rules
        if rule.kind == "interaction" and rule.severity == "major" and not rule.withdrawn
    )
    example = next(text for text in _texts(record.spec.get("examples", {}).get("flags", [])) if "|" not in text)
    values = {
        "name": name, "title": title or name.replace("-", " ").capitalize(), "prefix": prefix or prefix_of(name), "shown": directory.name,
        "edition": f'"{today:%Y.%m}"', "base": base.name, "base_edition": base.edition, "year": str(today.year), "today": today.isoformat(),
        "next_year": today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat(), "rule": record.id, "severity": record.severity,
        "drug": next(iter(knowledge.drugs)), "lines": "\n".join(f"      - {line}" for line in example.split(" + ")),
    }  # fmt: skip
    texts = {
        "layer.yaml": ("layer", LAYER),
        "local.yaml": ("knowledge", LOCAL),
        "tests/lists.yaml": ("regimens", REGIMENS),
    }
    files = {
        path: text.format(editor=_editor(schemas or "schema", kind, path), **values)
        for path, (kind, text) in texts.items()
    }
    if not schemas:  # so that editors complete and check without a network, by the very version that reads the files
        for kind, schema in (
            ("layer", file_schema("layer")),
            ("knowledge", file_schema("knowledge")),
            ("regimens", regimens_schema()),
        ):
            files[f"schema/{kind}.json"] = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    return files


def rule_file_for(directory: Path, kind: str, knowledge: KnowledgeBase, schemas: str = "") -> tuple[str, str, str]:
    """A first rule of a kind: its id, the path of its file inside the layer, and the text."""
    if kind not in KINDS:
        near = nearest(kind, KINDS, 1)
        raise InputError(
            f"no kind of rule is called {kind!r}; {f'did you mean {near[0]}? ' if near else ''}there are {', '.join(KINDS)}"
        )
    head, _ = read_yaml(directory / "layer.yaml")
    prefix = str(head.get("prefix", ""))
    if not prefix:
        raise InputError(f"{directory} has no layer.yaml with a prefix; begin with: medsafe new layer {directory}")
    numbers, sources = [0], []
    for path in directory.rglob("*.yaml"):
        table, _ = read_yaml(path)
        rules, named = table.get("rules"), table.get("sources")
        numbers += [
            int(name.rpartition("-")[2]) for name in (rules if isinstance(rules, dict) else ()) if name[-1:].isdigit()
        ]
        sources += list(named) if isinstance(named, dict) else []
    name = f"{prefix}-{max(numbers) + 1:04d}"
    model = _model_of(kind, knowledge)
    source = sources[0] if sources else model["source"]
    where = schemas or ("schema" if (directory / "schema").is_dir() else "")
    head_line = _editor(where, "knowledge", f"rules/{name}.yaml")
    filled = {key: model[key] for key in ("title", "body", "flags", "passes")}
    today = date.today().isoformat()
    text = RULE.format(editor=head_line, id=name, kind=kind, source=source, today=today, **filled)
    return name, f"rules/{name.lower()}.yaml", text


def _editor(schemas: str, kind: str, path: str) -> str:
    if not schemas:
        return ""
    up = "" if schemas.startswith(("http", "/")) else "../" * path.count("/") or "./"
    return _EDITOR.format(f"{up}{schemas}/{kind}.json")


def _texts(value: object) -> Sequence[str]:
    return [value] if isinstance(value, str) else [str(text) for text in value] if isinstance(value, list) else []


def _model_of(kind: str, knowledge: KnowledgeBase) -> Mapping[str, str]:
    """The places, problem and examples of a short built-in rule of the kind, as something to write over."""
    best: tuple[int, str, Mapping[str, object]] | None = None
    for record in knowledge.rules:
        spec = record.spec
        extra = set(spec) & {
            "when",
            "unless",
            "regrade",
            "washout",
            "regions",
            "accepts",
            "say",
            "instead_of",
            "note",
            "routes",
            "alternatives",
        }
        examples = spec.get("examples", {})
        if (
            record.kind != kind
            or record.withdrawn
            or (extra - {"when"})
            or record.text.layer != knowledge.stamps[0].name
        ):
            continue
        if not _texts(examples.get("flags")) or not _texts(examples.get("passes")):
            continue
        size = len(str({key: spec[key] for key in spec if key in _OWN}))
        if best is None or size < best[0]:
            best = (size, record.id, spec)
    if best is None:
        raise InputError(
            f"the knowledge holds no plain rule of kind {kind} to begin with; copy one that is near: medsafe explain"
        )
    spec = best[2]
    examples = spec["examples"]
    assert isinstance(examples, Mapping)
    own = [f"    # When: {_PLACES}."] if kind != "duplication" or "within" in spec else []
    own += [f"    {field}: {_yaml(spec[field])}" for field in _OWN if field in spec]
    problem = [f"    problem: {spec['problem']}"] if spec.get("problem") else []
    said = (
        ""
        if kind == "monitoring"
        else _SAID.format(severity=spec.get("severity", "moderate"), do=spec.get("do", "monitor"))
    )
    return {
        "title": _yaml(f"Say here what this rule is about (begun from {best[1]})"),
        "body": "\n".join([*problem, *own, *said.rstrip("\n").split("\n")]).rstrip(),
        "flags": _yaml(_texts(examples["flags"])[0]),
        "passes": _yaml(_texts(examples["passes"])[0]),
        "source": _texts(spec.get("sources", []))[0],
    }


def _yaml(value: object) -> str:
    """A value on one line of YAML.

    >>> _yaml(["a b", {"x: y": ["1"]}])
    '[a b, {"x: y": [1]}]'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_yaml(str(key))}: {_yaml(part)}" for key, part in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    text = str(value)
    return (
        text
        if _PLAIN.fullmatch(text) and text == text.strip()
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )
