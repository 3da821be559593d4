"""Lint layers: all faults at once, each with file, line, column, and what to do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from medsafe.catalogue.specs import ClassSpec, PropertySpec
from medsafe.errors import Fault
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.changes import floor_lowered
from medsafe.knowledge.collect import ChangeSpec, Collected, collect_first
from medsafe.knowledge.compile import Compiled, compile_layers
from medsafe.knowledge.examples import example_faults
from medsafe.knowledge.layers import builtin_root, layer_files
from medsafe.knowledge.records import READ_BY_CODE
from medsafe.knowledge.store import pack, unpack
from medsafe.notation.selector import parse_selector
from medsafe.rules.kinds import KINDS
from medsafe.rules.spec import RuleSpec


def lint(*layers: str | os.PathLike[str]) -> list[Fault]:
    """Everything that is wrong or unfinished in the built-in layer and the layers named on top of it.

    Faults of the built-in layer are listed only when no other layer is named. Never raises for what a file holds.
    """
    first, _ = layer_files(builtin_root())
    chosen = [Path(layer) for layer in layers if Path(layer).resolve() != first.root.resolve()]
    collected = collect_first(first.root, first.sha256).copy()
    faults: list[Fault] = []
    for root in chosen:
        files, wrong = layer_files(root)
        faults.extend(wrong)
        collected.add_layer(files)
    only = _own_rules(collected) if chosen else None
    compiled = compile_layers(collected, only, catalogue=False)
    faults.extend(compiled.faults)
    mine = {head.name for head, _ in collected.layers[1:]} if chosen else {head.name for head, _ in collected.layers}
    faults.extend(_unfinished(collected, compiled, mine))
    faults.extend(_examples(collected, compiled, mine))
    if chosen and any(fault.path.startswith(f"{first.root.name}/") for fault in faults):
        before = collect_first(first.root, first.sha256).copy()
        known = set(
            compile_layers(before, catalogue=False).faults
        )  # these are not for the author of this layer to mend
        faults = [fault for fault in faults if fault not in known]
    return sorted(set(faults), key=lambda fault: (fault.path, fault.line, fault.column, fault.code))


def _own_rules(collected: Collected) -> frozenset[str]:
    """The rules to compile: those of the named layers, those they change, and those in which their members could be at odds.

    More members can make two lines of a table say different things; nothing else that was sound before can become a fault.
    """
    first = collected.layers[0][0].name
    rules = collected.of("rules", RuleSpec)
    own = {name for name in rules if collected.where["rules", name].layer != first} | set(collected.specs["changes"])
    members = [where.layer for entries in ("members", "grades") for _, _, where in collected.extensions[entries]]
    kinds = ("drugs", "products", "classes", "properties", "scales")
    members += [collected.where[kind, entry].layer for kind in kinds for entry in collected.specs[kind]]
    if any(layer != first for layer in members):
        own |= {name for name, rule in rules.items() if rule.washout or isinstance(rule.of, dict)}
    return frozenset(own)


def _unfinished(collected: Collected, compiled: Compiled, mine: set[str]) -> Iterator[Fault]:
    """What loads, but is not good knowledge yet."""
    yield from _unused(collected, compiled, mine)
    for name, change in collected.of("changes", ChangeSpec).items():
        stands = name in collected.specs["rules"] and floor_lowered(name, collected.of("rules", RuleSpec), change)
        if change.review_by is not None and change.review_by < date.today() and not stands:  # of the floor: refused
            message = f"was to be read again by {change.review_by}; do so and set a new `review_by`"
            yield collected.where["changes", name].fault(name, message, "review-due", ("review_by",))
    for name, spec in collected.of("rules", RuleSpec).items():
        where = collected.where["rules", name]
        if where.layer not in mine or spec.withdrawn is not None:
            continue
        if not spec.sources:
            yield where.fault(name, "has no source; no source, no rule", "no-source")
        if spec.evidence is None and not KINDS[spec.kind].plan and spec.severity != "none":
            yield where.fault(name, "has no `evidence`: established, probable, suspected or theoretical", "no-evidence")
        if spec.reviewed is None or not spec.reviewed_by:
            yield where.fault(
                name, "does not say when and by whom it was last read (`reviewed`, `reviewed_by`)", "no-review"
            )
        fires = [key for key in spec.examples if key not in ("passes", "unsure")]
        if not fires or "passes" not in spec.examples:
            yield where.fault(name, "needs at least one example that flags and one that passes", "no-example")
        if len(spec.action) > 2:
            yield where.fault(
                name, "gives more than two bullets of advice; keep the two that matter", "long-advice", ("action",)
            )
        yield from _traps(name, spec, collected)


def _unused(collected: Collected, compiled: Compiled, mine: set[str]) -> Iterator[Fault]:
    """Classes of these layers that nothing uses."""
    used = compiled.places.used if compiled.places is not None else set()
    used_classes = {name for kind, name in used if kind == "class"} | {*READ_BY_CODE}
    classes = collected.of("classes", ClassSpec)
    if not any(collected.where["classes", name].layer in mine for name in classes):
        return
    for group in classes.values():
        for text in group.members:
            if " " not in text:
                continue  # a drug
            used_classes |= {who[1] for who, _ in parse_selector(text)[1] if who[0] == "class"}
    for graded in collected.of("properties", PropertySpec).values():
        for text in (text for texts in graded.grades.values() for text in texts if " " in text):
            used_classes |= {who[1] for who, _ in parse_selector(text)[1] if who[0] == "class"}
    parents = {parent for group in classes.values() for parent in group.is_a}
    for name in classes:
        where = collected.where["classes", name]
        if (
            where.layer in mine
            and name not in used_classes
            and name not in parents
            and not _serves(name, collected, mine, used_classes)
        ):
            yield where.fault(
                name, "no rule and no class uses this class; remove it, or write the rule it is for", "unused-class"
            )


def _serves(name: str, collected: Collected, mine: set[str], used: set[str]) -> bool:
    """Whether the class brings its members into a class that rules use; those of earlier layers are in use, or they would not be there."""
    classes = collected.of("classes", ClassSpec)
    waiting, seen = list(classes[name].is_a), set()
    while waiting:
        parent = waiting.pop()
        if parent in used or (parent in classes and collected.where["classes", parent].layer not in mine):
            return True
        if parent not in seen and parent in classes:
            seen.add(parent)
            waiting.extend(classes[parent].is_a)
    return False


def _traps(name: str, spec: RuleSpec, collected: Collected) -> Iterator[Fault]:
    """The mistakes of NOTATION §1 that parse, but do not mean what their author thinks."""
    where = collected.where["rules", name]
    places: list[tuple[tuple[str | int, ...], list[str]]] = []
    for i, texts in enumerate(spec.between or ()):
        places.append((("between", i), texts))
    for field in ("drug", "within"):
        texts = getattr(spec, field)
        if texts:
            places.append(((field,), texts))
    for path, texts in places:
        excepted: set[tuple[object, ...]] = set()
        stated: dict[tuple[object, ...], int] = {}
        for i, text in enumerate(texts):
            try:
                _, terms, without = parse_selector(text)
            except ValueError:
                continue
            excepted |= {who for who, filters in without if not filters}
            for who, filters in terms:
                if not filters:
                    stated[who] = i
                if spec.kind != "dose-limit" and any(f[0] == "amount" and f[1] in ("<", "<=") for f in filters):
                    message = (
                        f"{text!r}: a second line of the drug raises the total and would silence the rule; "
                        "use `unless`, `regrade` or `except`"
                    )
                    yield where.fault(name, message, "silencing-limit", (*path, i) if len(texts) > 1 else path)
        for who in excepted & set(stated):
            message = (
                f"{who[-1]} is an alternative here and excepted by another; after `except` write `and`, never a comma"
            )
            yield where.fault(name, message, "excepted-alternative", (*path, stated[who]))


def _examples(collected: Collected, compiled: Compiled, mine: set[str]) -> Iterator[Fault]:
    sections = {
        "core": compiled.core,
        "texts": compiled.texts,
        "catalogue": compiled.catalogue,
        "strangers": compiled.strangers,
    }
    stored = unpack(pack("lint", [["lint", "", ""]], sections, len(compiled.rules)), "lint")
    assert stored is not None
    yield from example_faults(KnowledgeBase(stored), collected, mine)
