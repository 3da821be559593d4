"""The core of the compiled form: rules in order, places, index, names; everything that judging needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from medsafe.catalogue.specs import ConditionSpec, DrugSpec, FactSpec, FamiliarSpec, ProductSpec, ScaleSpec
from medsafe.errors import Fault, NotationError, UnknownId
from medsafe.knowledge.collect import ChangeSpec, Collected
from medsafe.knowledge.index import HEARS, SLOTS
from medsafe.knowledge.places import Places
from medsafe.knowledge.rows import place_text
from medsafe.model.truth import NO, UNKNOWN, YES, Truth
from medsafe.model.words import RANK
from medsafe.names.normal import key
from medsafe.rules.conditions import conditions_of, folded, leaves, of_nobody, of_untold
from medsafe.rules.kinds import KINDS
from medsafe.rules.spec import RuleSpec


def build_core(
    collected: Collected, places: Places, names: dict[str, str], rules: dict[str, dict[str, Any]], faults: list[Fault]
) -> dict[str, Any]:
    """Rules numbered most severe first, plan rules last, and for each place the bits of the rules that it can fill."""
    order = sorted(rules.values(), key=lambda rule: (KINDS[rule["kind"]].plan, -_highest(rule), rule["id"]))
    drugs = collected.of("drugs", DrugSpec)
    moieties = {drug: spec.moiety for drug, spec in drugs.items() if spec.moiety}
    moieties.update({moiety: moiety for moiety in set(moieties.values())})
    places.begin("shared moieties")
    shared = places.intern(dict.fromkeys(moieties, 1))
    substances = {drug for drug, spec in drugs.items() if spec.substance}
    # place → (slot, rule); slot SLOTS is "seen twice", HEARS "asked about"
    slots: dict[int, list[tuple[int, int]]] = {}
    base = [0] * SLOTS
    repeats: list[int] = []
    for number, rule in enumerate(order):
        places.begin(f"slots of {rule['id']}")
        for place_number, slot in (*_slots(rule, places, shared), *_heard(rule)):
            slots.setdefault(place_number, []).append((slot, number))
        if "when" in rule and of_nobody(rule["when"])[1] != YES:
            rule["until_told"] = True
        rule["rest"] = _at_rest(rule, lambda number: not substances.isdisjoint(places.members(number)))
        shape = rule["shape"]
        if shape == "within" and rule["level"] in ("product", "ingredient"):
            repeats.append(number)
        used = min(len(rule["places"]), SLOTS) if shape == "between" else 1 if _counts_once(rule) else 0
        for slot in range(used, SLOTS):
            if used:
                base[slot] |= 1 << number
    core: dict[str, Any] = {
        "rules": order,
        "plan_from": next((i for i, rule in enumerate(order) if KINDS[rule["kind"]].plan), len(order)),
        "slots": {str(number): pairs for number, pairs in slots.items()},
        "base": base,
        "repeats": repeats,
        "moieties": moieties,
        "names": names,
        "drugs": {drug: _drug_row(drug, spec) for drug, spec in drugs.items()},
        "products": {
            name: [spec.name, spec.contains, spec.form or "", spec.route or ""]
            for name, spec in collected.of("products", ProductSpec).items()
        },
        "familiar": _familiar(collected, names, faults),
        "conditions": _condition_names(collected, faults),
        "implied": _implied(collected),
        "facts": {
            name: [
                spec.title, spec.also, spec.unit, spec.low, spec.high, spec.values,
                {key(words): bounds for words, bounds in spec.bounds.items()}, spec.stand_ins, spec.molar_mass, spec.charge,
            ]
            for name, spec in collected.of("facts", FactSpec).items()
        },
        "scales": {
            name: [
                spec.title, spec.unit, spec.per_mg, spec.per_mcg_hour,
                _safe_place(places, spec.leaves_out, collected, name, faults), spec.published,
            ]
            for name, spec in collected.of("scales", ScaleSpec).items()
        },
        "unrated": {},
        "changes": [
            [
                name,
                change.severity or ("none" if change.disabled else ""),
                change.reason,
                change.agreed,
                collected.where["changes", name].layer,
                change.review_by.isoformat() if change.review_by else "",
                _beside(change, collected.of("rules", RuleSpec)[name]),
            ]
            for name, change in collected.of("changes", ChangeSpec).items()
            if name in rules
        ],
    }  # fmt: skip
    places.close()
    core["unrated_sets"], core["unrated"] = _unrated(collected, places)
    # last, for rules and scales add places while they are compiled
    core["places"] = [place_text(always, sometimes) for always, sometimes in places.places]
    core["programs"] = places.programs
    core["open_properties"] = {str(n): sorted(props) for n, props in enumerate(places.properties) if props}
    core["member_of"] = _member_of(places, slots)
    return core


def _member_of(places: Places, slots: Iterable[int]) -> dict[str, str]:
    """For each drug the places that hold it, of those that rules fill or ask about: the index reads its row when it first meets the
    drug. A place in which something must hold of the line stands as its complement, `~number`."""
    found: dict[str, list[str]] = {}
    for number in sorted(slots):
        always, sometimes = places.places[number]
        for drug in always:
            found.setdefault(drug, []).append(str(number))
        for drug in sometimes:
            found.setdefault(drug, []).append(str(~number))
    return {drug: " ".join(numbers) for drug, numbers in sorted(found.items())}


def _beside(change: ChangeSpec, rule: RuleSpec) -> list[str]:
    """What a change alters beside the severity, in words."""
    found = [f"to do: was {rule.do}, now {change.do}"] if change.do and change.do != rule.do else []
    found += [f"catches less with {', '.join(sorted(change.lets_go))}"] if change.lets_go else []
    until = f" until {change.review_by}" if change.review_by else ""
    return found + ([f"for it answers {change.floor_acknowledged_by}{until}"] if change.floor_acknowledged_by else [])


def _highest(rule: dict[str, Any]) -> int:
    return RANK[rule["severity"]]


def _counts_once(rule: dict[str, Any]) -> bool:
    """Whether a single drug may make the rule fire."""
    if rule["shape"] in ("drug", "between"):
        return True
    if rule["shape"] == "within":
        return bool(rule.get("places")) and rule["allow"] == 0
    if rule.get("scale"):
        return True
    sign, threshold, _ = rule["reaches"]
    most = max((row[0] for row in rule["rows"]), default=0.0)
    return bool(sign in ("<", "<=") or most >= threshold)


def _slots(rule: dict[str, Any], places: Places, shared: int) -> Iterable[tuple[int, int]]:
    shape = rule["shape"]
    if shape in ("between", "drug"):
        narrow = (
            rule["places"]
            if len(rule["places"]) <= SLOTS
            else sorted(rule["places"], key=lambda n: len(places.members(n)))
        )
        return [(number, slot) for slot, number in enumerate(narrow[:SLOTS])]
    if shape == "within":
        if rule["level"] == "moiety" and not rule.get("places"):
            return [(shared, SLOTS)]
        if rule["level"] in ("product", "ingredient"):
            return []
        return [(number, 0 if _counts_once(rule) else SLOTS) for number in rule["places"]]
    if rule.get("scale"):
        spec_place = rule["scale_place"]
        return [(spec_place, 0)]
    slot = 0 if _counts_once(rule) else SLOTS
    members = {drug: 1 for _, _, number in rule["rows"] for drug in places.members(number)}
    properties = frozenset(name for _, _, number in rule["rows"] for name in places.properties[number])
    return [(places.intern(members, properties), slot)]


def _heard(rule: dict[str, Any]) -> Iterable[tuple[int, int]]:
    """The places of drugs that the conditions of a rule ask about."""
    asked = {leaf[1] for tree in conditions_of(rule) for leaf in leaves(tree) if leaf[0] in ("one", "with", "without")}
    return [(number, HEARS) for number in sorted(asked)]


def _at_rest(rule: dict[str, Any], substance_in: Callable[[int], bool]) -> list[Truth]:
    """What each condition says while nothing is known that they ask about; empty where one hangs on the lines in any case."""
    found = [YES] if "when" not in rule else []
    for tree in conditions_of(rule):
        value = folded(tree, lambda leaf: _leaf_at_rest(leaf, substance_in))
        if not isinstance(value, int):
            return []
        found.append(value)
    return found


def _leaf_at_rest(leaf: Any, substance_in: Callable[[int], bool]) -> Truth | None:
    """`substance_in` tells whether a substance stands in a place: nobody may have mentioned it."""
    if leaf[0] == "one":
        return NO
    if leaf[0] in ("with", "without"):
        value = UNKNOWN if substance_in(leaf[1]) else NO
        return value if leaf[0] == "with" else 2 - value
    return of_untold(leaf)


def _drug_row(drug: str, spec: DrugSpec) -> list[Any]:
    """The reader's and the judge's view of a drug; defaults are left out at the end of the row."""
    row: list[Any] = [
        spec.title, spec.routes if spec.routes != ["mouth"] else 0, spec.forms if spec.forms != ["immediate-release"] else 0,
        spec.systemic_by or 0, spec.confused_with or 0, int(spec.high_alert), int(spec.substance),
        spec.bare_unit if spec.bare_unit != "mg" else 0,
    ]  # fmt: skip
    while row and not row[-1]:
        row.pop()
    return row


def _familiar(collected: Collected, names: dict[str, str], faults: list[Fault]) -> dict[str, int]:
    """The names that are often written; each must be one of the catalogue."""
    found: dict[str, int] = {}
    for entry, spec in collected.of("familiar", FamiliarSpec).items():
        for i, name in enumerate(spec.names):
            if key(name) not in names:
                message = f"no medicine is called {name!r}"
                faults.append(collected.where["familiar", entry].fault(entry, message, "unknown-id", ("names", i)))
            found[key(name)] = 1
    return found


def _condition_names(collected: Collected, faults: list[Fault]) -> dict[str, str]:
    """Normalised phrase → condition id; a phrase that means two conditions is a fault."""
    found: dict[str, str] = {}
    for name, spec in collected.of("conditions", ConditionSpec).items():
        for phrase in (name, spec.title, *spec.also):
            normal = key(phrase)
            if found.setdefault(normal, name) != name:
                message = f"{phrase!r} means the condition {found[normal]!r} already; keep it for one"
                faults.append(collected.where["conditions", name].fault(name, message, "name-means-two"))
    return found


def _implied(collected: Collected) -> dict[str, list[str]]:
    direct = {name: spec.implies for name, spec in collected.of("conditions", ConditionSpec).items()}
    found: dict[str, list[str]] = {}
    for name in direct:
        seen: set[str] = set()
        waiting = list(direct[name])
        while waiting:
            general = waiting.pop()
            if general not in seen:
                seen.add(general)
                waiting.extend(direct.get(general, ()))
        if seen:
            found[name] = sorted(seen)
    return found


def _safe_place(places: Places, texts: list[str], collected: Collected, name: str, faults: list[Fault]) -> int:
    places.begin(f"scale {name}")
    try:
        return places.place(texts) if texts else places.intern({})
    except (NotationError, UnknownId) as error:
        faults.append(collected.where["scales", name].fault(name, str(error), "notation", ("leaves_out",)))
        return places.intern({})


def _unrated(collected: Collected, places: Places) -> tuple[list[str], dict[str, int]]:
    """For each drug the properties that rules use in a place and on which nobody rated it; equal sets are kept once."""
    wanted = sorted({name for number in range(len(places.places)) for name in places.properties[number]})
    rated = {name: places.catalogue.rated(name) for name in wanted}
    sets: dict[str, int] = {}
    found: dict[str, int] = {}
    for drug in sorted(collected.specs["drugs"]):
        words = " ".join(name for name in wanted if drug not in rated[name])
        if words:
            found[drug] = sets.setdefault(words, len(sets))
    return list(sets), found
