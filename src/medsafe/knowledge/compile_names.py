"""Every name of the catalogue → what it means. A name that means two drugs is a fault; codes shared by drugs are left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from medsafe.catalogue.specs import AmbiguousSpec, DrugSpec, ProductSpec, StrangerSpec
from medsafe.errors import Fault
from medsafe.files.nodes import Items, Table
from medsafe.knowledge.collect import Collected
from medsafe.names.normal import key

LONGEST_NAME = 200


def compile_names(collected: Collected) -> tuple[dict[str, str], list[Fault]]:
    """Normalised name → `HOW:TARGET` (see `names.vocabulary`), and the names that mean two things."""
    faults: list[Fault] = []
    names: dict[str, str] = {}
    owners: dict[str, tuple[str, str]] = {}
    drugs = collected.of("drugs", DrugSpec)
    products = collected.of("products", ProductSpec)

    def put(name: str, how: str, target: str, subject: tuple[str, str]) -> None:
        normal = key(name)
        if not normal:
            return
        known = names.get(normal)
        value = f"{how}:{target}"
        if known is None:
            names[normal], owners[normal] = value, subject
        elif known != value and known[2:] != target:
            if how == "p" and set(products[target].contains) == {known[2:]}:
                names[normal], owners[normal] = value, subject  # the product says more: form and route
            elif not (known[0] == "p" and set(products[known[2:]].contains) == {target}):
                other = owners[normal]
                faults.append(
                    collected.where[subject].fault(
                        subject[1],
                        f"the name {name!r} means {other[1]!r} already; keep it for one, or write it as ambiguous",
                        "name-means-two",
                    )
                )

    for drug in drugs:
        subject = ("drugs", drug)
        put(drug, "e", drug, subject)
    for drug, spec in drugs.items():
        subject = ("drugs", drug)
        if spec.title:
            put(spec.title, "s", drug, subject)
        for name in spec.also:
            put(name, "s", drug, subject)
        for name in spec.brands:
            put(name, "b", drug, subject)
    for product, made in products.items():
        for name in (made.name, *made.also):
            put(name, "p", product, ("products", product))
    _added_names(collected, names, owners, faults)
    _codes(drugs, names)
    return names, faults


def compile_strangers(collected: Collected, names: Mapping[str, str]) -> dict[str, str]:
    """What a medicine holds → its names, joined by `|`, without those that the catalogue has; of one ingredient its own name too."""
    found: dict[str, str] = {}
    seen: dict[str, str] = {}
    for holds, spec in collected.of("strangers", StrangerSpec).items():
        for name in (*spec.names, *([] if "+" in holds else [holds])):
            normal = key(name)
            if normal and normal not in names:
                seen[normal] = f"{seen[normal]} or {holds}" if normal in seen else holds
    for normal, holds in seen.items():
        found[holds] = f"{found[holds]}|{normal}" if holds in found else normal
    return found


def _added_names(
    collected: Collected, names: dict[str, str], owners: dict[str, tuple[str, str]], faults: list[Fault]
) -> None:
    """`names:` of a layer: more names for a drug, or a name that is ambiguous."""
    drugs = collected.specs["drugs"]
    for entry, body, where in collected.extensions["names"]:
        if isinstance(body, Table):
            spec = collected.model(AmbiguousSpec, body, where, entry)
            if spec is None:
                continue
            missing = [drug for drug in spec.ambiguous if drug not in drugs]
            if missing:
                faults.append(where.fault(entry, f"no drug is called {missing[0]!r}", "unknown-id", ("ambiguous",)))
            elif key(entry) in names and owners[key(entry)][1] not in spec.ambiguous:
                faults.append(
                    where.fault(entry, f"the name {entry!r} means {owners[key(entry)][1]!r} already", "name-means-two")
                )
            else:
                names[key(entry)] = "a:" + "|".join(spec.ambiguous)
        elif isinstance(body, Items) and entry in drugs:
            collected.where.setdefault(("drugs", entry), where)
            for i, name in enumerate(body):
                if len(name) > LONGEST_NAME:
                    message = f"a name has at most {LONGEST_NAME} letters; this has {len(name):,}"
                    faults.append(where.fault(entry, message, "field", (i,)))
                    continue
                normal = key(str(name))
                known = names.get(normal)
                if known is None:
                    names[normal], owners[normal] = f"n:{entry}", ("drugs", entry)
                elif known[2:] != entry:
                    faults.append(
                        where.fault(entry, f"the name {str(name)!r} means {known[2:]!r} already", "name-means-two")
                    )
        else:
            faults.append(
                where.fault(
                    entry,
                    f"no drug is called {entry!r}; write `drug-id: [names]`, or `Name: {{ambiguous: […]}}`",
                    "unknown-id",
                )
            )


def _codes(drugs: dict[str, DrugSpec], names: dict[str, str]) -> None:
    """RxCUI and ATC codes that stand for one drug only."""
    meanings: dict[str, set[str]] = {}
    for drug, code in _each_code(drugs):
        meanings.setdefault(code, set()).add(drug)
    for code, found in meanings.items():
        if len(found) == 1:
            names[code] = f"c:{next(iter(found))}"


def _each_code(drugs: dict[str, DrugSpec]) -> Iterator[tuple[str, str]]:
    for drug, spec in drugs.items():
        for system in ("rxnorm", "atc"):
            for code in spec.codes.get(system, ()):
                yield drug, f"{system}:{code.lower()}"
