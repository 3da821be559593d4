"""Collected specs → the compiled form: plain lists, strings and integers, ready to be written as JSON.

Four sections: `core` (what judging needs), `texts` (what findings show), `catalogue` (what is known of each drug), `strangers` (names of
medicines that are not held).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from medsafe.catalogue.specs import DrugSpec, FactSpec, PropertySpec
from medsafe.errors import Fault, NotationError, UnknownId
from medsafe.knowledge.changes import check_changes, check_instead
from medsafe.knowledge.collect import ChangeSpec, Collected, Where
from medsafe.knowledge.compile_check import build_catalogue, check_catalogue, extend
from medsafe.knowledge.compile_core import build_core
from medsafe.knowledge.compile_names import compile_names, compile_strangers
from medsafe.knowledge.compile_rules import RuleCompiler, Trouble
from medsafe.knowledge.compile_texts import build_catalogue_section, build_texts
from medsafe.knowledge.floor import check_narrowing
from medsafe.knowledge.places import Places
from medsafe.notation.selector import parse_selector
from medsafe.notation.words import nearest
from medsafe.rules.spec import RuleSpec

if TYPE_CHECKING:
    from medsafe.knowledge.base import KnowledgeBase


class Compiled:
    """What compiling gives: the sections, all faults, and what lint needs to look further."""

    def __init__(self) -> None:
        self.core: dict[str, Any] = {}
        self.texts: dict[str, Any] = {}
        self.catalogue: dict[str, Any] = {}
        self.strangers: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.failing: list[Fault] = []  # examples that do not judge as written, where they were run
        self.places: Places | None = None
        self.rules: dict[str, dict[str, Any]] = {}


def compile_layers(
    collected: Collected,
    only: frozenset[str] | None = None,
    *,
    catalogue: bool = True,
    over: KnowledgeBase | None = None,
) -> Compiled:
    """Compile everything that was collected; faults are listed, never raised here.

    `only` names the rules to compile, where no other could have changed (lint); `catalogue=False` leaves that section out;
    `over` is the base whose numbers places keep.
    """
    done = Compiled()
    done.faults.extend(collected.faults)
    done.faults.extend(check_narrowing(collected))  # before `extend`: it asks for each layer on its own
    extend(collected, done.faults)
    members = build_catalogue(collected)
    check_catalogue(collected, members, done.faults, "" if only is None else collected.layers[0][0].name)
    names, faults = compile_names(collected)
    done.faults.extend(faults)
    done.strangers = {"names": compile_strangers(collected, names)}
    facts = {name: frozenset(spec.values) for name, spec in collected.of("facts", FactSpec).items()}
    places = Places(members, collected.specs["conditions"], facts, collected.specs["scales"])
    done.places = places
    if over is not None:
        places.keep_numbers(over.core, over.trace)
    _compile_rules(collected, places, done, only)
    done.core = build_core(collected, places, names, done.rules, done.faults)
    done.texts = build_texts(collected, done.rules)
    if catalogue:
        done.catalogue = build_catalogue_section(collected, members)
    return done


def _added(
    collected: Collected, places: Places, layer: str, drug: str
) -> tuple[str, Where, tuple[str | int, ...]] | None:
    """Where a later layer made a drug a member of something: the place to mend what was sound before it."""
    later = [head.name for head, _ in collected.layers]
    later = later[later.index(layer) + 1 :]
    for (_, entry, text), (where, path) in collected.origin.items():
        if where.layer in later and (text == drug or drug in places.catalogue.selector(parse_selector(text))):
            return entry, where, path
    return None


def _compile_rules(collected: Collected, places: Places, done: Compiled, only: frozenset[str] | None) -> None:
    properties = collected.of("properties", PropertySpec)
    compiler = RuleCompiler(places, properties, collected.specs["scales"], collected.of("drugs", DrugSpec))
    changes = collected.of("changes", ChangeSpec)
    rules = collected.of("rules", RuleSpec)
    for name, spec in rules.items():
        where = collected.where["rules", name]
        if spec.withdrawn is not None or (only is not None and name not in only):
            continue
        places.begin(name)
        try:
            done.rules[name] = compiler.compile(name, spec, changes.get(name))
            done.faults.extend(_never(name, done.rules[name], where, places))
        except Trouble as trouble:
            added = _added(collected, places, where.layer, trouble.drug) if trouble.drug else None
            if added is not None:
                entry, at, path = added
                done.faults.append(
                    at.fault(entry, f"by this member, in {name}, {trouble.message}; take it out", trouble.code, path)
                )
            else:
                done.faults.append(where.fault(name, trouble.message, trouble.code, trouble.path, trouble.shift))
        for i, other in enumerate(spec.instead_of):
            if other not in rules:
                done.faults.append(
                    where.fault(
                        name, str(UnknownId("rule", other, nearest(other, rules, 2))), "unknown-id", ("instead_of", i)
                    )
                )
        for what, value, known in (
            ("problem", [spec.problem] if spec.problem else [], collected.specs["problems"]),
            ("test", list(spec.tests or ()), collected.specs["tests"]),
            ("source", [text.split(" §")[0].strip() for text in spec.sources], collected.specs["sources"]),
        ):
            for one in value:
                if one not in known:
                    path = {"problem": ("problem",), "test": ("tests",), "source": ("sources",)}[what]
                    done.faults.append(
                        where.fault(name, str(UnknownId(what, one, nearest(one, known, 2))), "unknown-id", path)
                    )
        if spec.alternatives:
            try:
                places.place(list(spec.alternatives))
            except (NotationError, UnknownId) as error:
                done.faults.append(where.fault(name, str(error), "unknown-id", ("alternatives",)))
    done.faults.extend(check_changes(collected))
    done.faults.extend(check_instead(collected))


def _never(name: str, rule: Mapping[str, Any], where: Where, places: Places) -> Iterator[Fault]:
    """A rule that no list can fill."""
    sets = [places.members(number) for number in rule.get("places", ())]
    if any(not members for members in sets):
        yield where.fault(name, "can never fire: one of its places has no drug", "never-fires")
    elif rule["shape"] == "between" and len(set().union(*sets)) < len(sets):
        yield where.fault(name, "can never fire: its places need different drugs and there are too few", "never-fires")
    elif rule["shape"] == "within" and sets and rule["level"] in ("class", "purpose") and len(sets[0]) <= rule["allow"]:
        yield where.fault(
            name, f"can never fire: {len(sets[0])} drugs in all, and {rule['allow']} are allowed", "never-fires"
        )
