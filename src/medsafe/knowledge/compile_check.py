"""Put the catalogue together and check that every id that it points at exists."""

from __future__ import annotations

from collections.abc import Iterable

from medsafe.catalogue.membership import DEEPEST, Catalogue
from medsafe.catalogue.specs import ClassSpec, ConditionSpec, DrugSpec, ProductSpec, PropertySpec, ScaleSpec, Spec
from medsafe.errors import Fault, NotationError, UnknownId
from medsafe.files.nodes import Items, Table
from medsafe.knowledge.collect import Collected, M
from medsafe.notation.selector import parse_selector
from medsafe.notation.words import nearest


def extend(collected: Collected, faults: list[Fault]) -> None:
    """`members:` and `grades:` add to classes and properties that stand elsewhere."""
    classes, properties = collected.of("classes", ClassSpec), collected.of("properties", PropertySpec)
    for entry, body, where in collected.extensions["members"]:
        if entry not in classes:
            faults.append(where.fault(entry, str(UnknownId("class", entry, nearest(entry, classes, 2))), "unknown-id"))
        elif not isinstance(body, Items):
            faults.append(where.fault(entry, "members are a list", "field"))
        else:
            spec = classes[entry]
            classes[entry] = spec.model_copy(update={"members": [*spec.members, *map(str, body)]})
            collected.origin.update((("classes", entry, str(text)), (where, (i,))) for i, text in enumerate(body))
    for entry, body, where in collected.extensions["grades"]:
        if entry not in properties:
            faults.append(
                where.fault(entry, str(UnknownId("property", entry, nearest(entry, properties, 2))), "unknown-id")
            )
        elif not isinstance(body, Table) or not all(isinstance(items, Items) for items in body.values()):
            faults.append(where.fault(entry, "grades are a table of lists", "field"))
        else:
            graded = dict(properties[entry].grades)
            for grade, items in body.items():
                graded[grade] = [*graded.get(grade, ()), *map(str, items)]
                collected.origin.update(
                    (("properties", entry, str(text)), (where, (grade, i))) for i, text in enumerate(items)
                )
            properties[entry] = properties[entry].model_copy(update={"grades": graded})


def build_catalogue(collected: Collected) -> Catalogue:
    """The catalogue as membership sees it."""
    drugs = collected.of("drugs", DrugSpec)
    classes = collected.of("classes", ClassSpec)
    return Catalogue(
        drugs,
        [drug for drug, spec in drugs.items() if spec.substance],
        {name: spec.contains for name, spec in collected.of("products", ProductSpec).items()},
        {name: spec.members for name, spec in classes.items()},
        {name: spec.is_a for name, spec in classes.items()},
        {name: spec.grades for name, spec in collected.of("properties", PropertySpec).items()},
    )


def check_catalogue(collected: Collected, catalogue: Catalogue, faults: list[Fault], sound: str = "") -> None:
    """Every id that a catalogue entry points at exists; membership can be worked out; grades do not contradict.

    `sound` names a layer whose entries were checked before; of those, only what other layers extend is checked again.
    """
    extended = {
        (kind, name)
        for key, kind in (("members", "classes"), ("grades", "properties"))
        for name, _, where in collected.extensions[key]
        if where.layer != sound
    }
    faults.extend(_cycles(collected, catalogue))
    drugs = collected.of("drugs", DrugSpec)
    sources = collected.specs["sources"]

    def of(kind: str, model: type[M]) -> dict[str, M]:
        return {
            name: spec
            for name, spec in collected.of(kind, model).items()
            if collected.where[kind, name].layer != sound or (kind, name) in extended
        }

    def refer(kind: str, entry: str, what: str, name: str, known: Iterable[str], path: tuple[str | int, ...]) -> None:
        if name not in known:
            where = collected.where[kind, entry]
            faults.append(where.fault(entry, str(UnknownId(what, name, nearest(name, known, 2))), "unknown-id", path))

    for kind in (
        "classes",
        "properties",
        "drugs",
        "products",
        "familiar",
        "strangers",
        "conditions",
        "facts",
        "scales",
    ):
        for entry, spec in of(kind, Spec).items():
            for i, source in enumerate(getattr(spec, "sources", ())):
                refer(kind, entry, "source", source.split(" §")[0].strip(), sources, ("sources", i))
    for drug, spec in of("drugs", DrugSpec).items():
        for i, other in enumerate(spec.confused_with):
            refer("drugs", drug, "drug", other, drugs, ("confused_with", i))
        _check_half_lives(collected, catalogue, drug, spec, faults)
        for i, half_life in enumerate(spec.half_life):
            for j, source in enumerate(half_life.sources):
                refer("drugs", drug, "source", source.split(" §")[0].strip(), sources, ("half_life", i, "sources", j))
        if spec.moiety:
            refer("drugs", drug, "drug", spec.moiety, drugs, ("moiety",))
    for product, made in of("products", ProductSpec).items():
        for i, drug in enumerate(made.contains):
            refer("products", product, "drug", drug, drugs, ("contains", i))
    conditions = collected.of("conditions", ConditionSpec)
    for name, condition in of("conditions", ConditionSpec).items():
        for i, general in enumerate(condition.implies):
            refer("conditions", name, "condition", general, conditions, ("implies", i))
    classes = collected.of("classes", ClassSpec)
    for name, group in of("classes", ClassSpec).items():
        for i, parent in enumerate(group.is_a):
            refer("classes", name, "class", parent, classes, ("is_a", i))
        _members_fault(collected, catalogue, "classes", name, ("members",), group.members, faults)
    for name, graded in of("properties", PropertySpec).items():
        where_is: dict[str, str] = {}
        for grade, texts in graded.grades.items():
            _members_fault(collected, catalogue, "properties", name, ("grades", grade), texts, faults)
            for i, text in enumerate(texts):
                if text in where_is:
                    message = f"{text} is graded {where_is[text]!r} and {grade!r}; keep one"
                    faults.append(
                        _where(collected, "properties", name, text, ("grades", grade, i), message, "two-grades", 0)
                    )
                where_is[text] = grade
    for name, scale in of("scales", ScaleSpec).items():
        for field in ("per_mg", "per_mcg_hour"):
            for drug in getattr(scale, field):
                refer("scales", name, "drug", drug, drugs, (field, drug))
        for drug, (low, high) in scale.published.items():
            factor = {**scale.per_mg, **scale.per_mcg_hour}.get(drug)
            if factor is None or not 0 < low <= factor <= high:
                message = f"{drug}: `published` is the lowest and the highest factor, with the one in use between them"
                faults.append(_where(collected, "scales", name, drug, ("published", drug), message, "range", 0))


def _check_half_lives(
    collected: Collected, catalogue: Catalogue, drug: str, spec: DrugSpec, faults: list[Fault]
) -> None:
    """`by` names lines of this very drug."""
    for i, half_life in enumerate(spec.half_life):
        for j, text in enumerate(half_life.by):
            path: tuple[str | int, ...] = ("half_life", i, "by", j)
            try:
                named = set(catalogue.selector(parse_selector(text)))
            except (NotationError, UnknownId) as error:
                faults.append(collected.where["drugs", drug].fault(drug, str(error), "unknown-id", path))
                continue
            if drug not in named:
                message = f"`by: {text}` names no line of {drug}"
                faults.append(collected.where["drugs", drug].fault(drug, message, "never-fires", path))


def _cycles(collected: Collected, catalogue: Catalogue) -> list[Fault]:
    """Classes that belong to themselves by `is_a`; each circle is told once, and cut, so that membership can be worked out."""
    faults: list[Fault] = []
    classes = collected.of("classes", ClassSpec)
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        for i, parent in enumerate(classes[name].is_a):
            if parent in path:
                circle = " → ".join([*path[path.index(parent) :], parent])
                message = f"the class contains itself: {circle}; take one `is_a` out"
                faults.append(collected.where["classes", name].fault(name, message, "cycle", ("is_a", i)))
                catalogue.part(name, parent)
            elif len(path) >= DEEPEST:
                message = f"lies more than {DEEPEST} classes deep; use fewer levels"
                faults.append(collected.where["classes", name].fault(name, message, "too-deep", ("is_a", i)))
                catalogue.part(name, parent)
            elif parent in classes and parent not in done:
                walk(parent, (*path, parent))
        done.add(name)

    for name in classes:
        if name not in done:
            walk(name, (name,))
    return faults


def _members_fault(
    collected: Collected,
    catalogue: Catalogue,
    kind: str,
    name: str,
    path: tuple[str | int, ...],
    texts: list[str],
    faults: list[Fault],
) -> None:
    """Each member on its own, so that every mistake is listed; what is wrong is then taken out, so that the rest can be judged."""
    for i, text in reversed(list(enumerate(texts))):
        if text in catalogue.drugs:
            continue
        try:
            catalogue.selector(parse_selector(text))
        except (NotationError, UnknownId) as error:
            shift = error.column - 1 if isinstance(error, NotationError) else 0
            message = error.message if isinstance(error, NotationError) else str(error)
            code = "notation" if isinstance(error, NotationError) else "unknown-id"
            faults.append(_where(collected, kind, name, text, (*path, i), message, code, shift))
            texts.remove(text)


def _where(
    collected: Collected,
    kind: str,
    name: str,
    text: str,
    path: tuple[str | int, ...],
    message: str,
    code: str,
    shift: int,
) -> Fault:
    """A fault of one member, where it was written: in the entry itself, or in the layer that extended it."""
    where, path = collected.origin.get((kind, name, text), (collected.where[kind, name], path))
    return where.fault(name, message, code, path, shift)
