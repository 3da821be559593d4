"""Read the files of all layers and merge them into one set of specs, each knowing where it stands."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from medsafe.catalogue import specs
from medsafe.catalogue.specs import LayerSpec, Names, Spec
from medsafe.errors import Fault
from medsafe.files.nodes import Items, Node, Table, Text, place
from medsafe.files.reader import read_yaml
from medsafe.knowledge.heads import check_head
from medsafe.knowledge.layers import KEYS, LayerFiles, layer_files, shown
from medsafe.notation.words import unknown
from medsafe.rules.spec import Do, RuleSpec, Severity


class ChangeSpec(Spec):
    """A clinic's change to a rule of an earlier layer, by id."""

    reason: str
    agreed: str
    severity: Severity | None = None
    do: Do | None = None
    disabled: bool = False
    lets_go: Names = []  # drugs with which a floor rule catches less, by members that a layer adds
    over: str = ""  # the layer whose change of the same rule this one replaces
    floor_acknowledged_by: str = ""
    review_by: date | None = None
    note: str = ""


class Where(NamedTuple):
    """Where an entry stands, and its nodes, so that any part of it can be pointed at.

    `node` is plain lists and tables, without places, where the entry comes from the memory of an earlier run.
    """

    file: str
    line: int
    column: int
    node: Any
    layer: str

    def fault(self, subject: str, message: str, code: str, path: tuple[str | int, ...] = (), shift: int = 0) -> Fault:
        known = path and isinstance(self.node, (Text, Items, Table))
        line, column = place(self.node, path) if known else (self.line, self.column)
        return Fault(self.file, line, column + shift, subject, message, code)


MODELS: dict[str, type[BaseModel]] = {
    "sources": specs.SourceSpec,
    "classes": specs.ClassSpec,
    "properties": specs.PropertySpec,
    "drugs": specs.DrugSpec,
    "products": specs.ProductSpec,
    "familiar": specs.FamiliarSpec,
    "strangers": specs.StrangerSpec,
    "conditions": specs.ConditionSpec,
    "facts": specs.FactSpec,
    "problems": specs.ProblemSpec,
    "scales": specs.ScaleSpec,
    "tests": specs.TestSpec,
    "rules": RuleSpec,
    "changes": ChangeSpec,
}
_ADDING = ("members", "grades", "names")  # these extend what stands elsewhere, so one id may come several times

M = TypeVar("M", bound=BaseModel)


@lru_cache(maxsize=2)
def collect_first(root: Path, sha256: str) -> Collected:
    """The layer that others stand on, read once for each state of its files; copy it before adding to it."""
    from medsafe.knowledge.collected_store import remember, remembered

    collected = remembered(sha256)
    if collected is None:
        collected = Collected()
        files, faults = layer_files(root)
        collected.faults.extend(faults)
        collected.add_layer(files)
        remember(collected, sha256)
    return collected


class Collected:
    """All entries of all layers. `faults` lists everything that could not be taken."""

    def __init__(self) -> None:
        self.heads: dict[str, Where] = {}  # layer name → its layer.yaml
        self.origin: dict[tuple[str, str, str], tuple[Where, tuple[str | int, ...]]] = {}  # members that a layer added
        self.replaced: dict[str, tuple[ChangeSpec, Where]] = {}  # rule → the change that a later layer stands over
        self.layers: list[tuple[LayerSpec, LayerFiles]] = []
        self.specs: dict[str, dict[str, Any]] = {key: {} for key in MODELS}
        self.where: dict[tuple[str, str], Where] = {}
        self.extensions: dict[str, list[tuple[str, Node, Where]]] = {key: [] for key in _ADDING}
        self.faults: list[Fault] = []

    def copy(self) -> Collected:
        """A copy on top of which another layer may be read. Specs are frozen, but for the lists that compiling thins out."""
        other = Collected()
        other.layers, other.heads, other.replaced = list(self.layers), dict(self.heads), dict(self.replaced)
        other.specs = {key: dict(entries) for key, entries in self.specs.items()}
        for name, group in other.of("classes", specs.ClassSpec).items():
            other.specs["classes"][name] = group.model_copy(update={"members": list(group.members)})
        for name, graded in other.of("properties", specs.PropertySpec).items():
            grades = {grade: list(members) for grade, members in graded.grades.items()}
            other.specs["properties"][name] = graded.model_copy(update={"grades": grades})
        other.where = dict(self.where)
        other.extensions = {key: list(entries) for key, entries in self.extensions.items()}
        other.faults = list(self.faults)
        return other

    def of(self, key: str, model: type[M]) -> dict[str, M]:
        """The specs under one key, typed."""
        found: dict[str, M] = self.specs[key]
        return found

    def add_layer(self, layer: LayerFiles) -> None:
        """Read one layer on top of those before it."""
        head: LayerSpec | None = None
        tables: list[tuple[Path, Table]] = []
        for path in layer.files:
            table, faults = read_yaml(path, shown(path, layer.root))
            self.faults.extend(faults)
            if path.relative_to(layer.root).as_posix() == "layer.yaml":
                name = shown(path, layer.root)
                where = Where(name, 1, 1, table, "")
                if table or not faults:
                    head = self.model(LayerSpec, table, where, "layer")
                # a broken layer.yaml does not hide what is wrong in the other files
                head = head or LayerSpec.model_construct(set(), name=layer.root.name, edition="", prefix="")
                self.faults.extend(check_head(head, where, self))
                self.heads.setdefault(head.name, where)
            else:
                tables.append((path, table))
        if head is None:
            return
        self.layers.append((head, layer))
        for path, table in tables:
            self._add_file(shown(path, layer.root), table, head)

    def _add_file(self, name: str, table: Table, layer: LayerSpec) -> None:
        for key, node in table.items():
            line, column = table.places[key]
            if key not in KEYS:
                self.faults.append(
                    Fault(name, line, column, "", unknown(key, KEYS, "a key of a knowledge file"), "unknown-key")
                )
                continue
            if isinstance(node, Text) and not node:
                continue
            if not isinstance(node, Table):
                self.faults.append(Fault(name, line, column, "", f"`{key}:` must hold a table of ids", "not-a-table"))
                continue
            for entry, body in node.items():
                at = node.places[entry]
                self._add_entry(key, entry, body, Where(name, at[0], at[1], body, layer.name), layer)

    def _add_entry(self, key: str, entry: str, body: Node, where: Where, layer: LayerSpec) -> None:
        if key in _ADDING:
            self.extensions[key].append((entry, body, where))
            return
        earlier = self.where.get((key, entry))
        if earlier is not None and (key != "changes" or earlier.layer == layer.name):
            message = f"{entry!r} stands already in {earlier.file}:{earlier.line}; an id is given once"
            self.faults.append(where.fault(entry, message, "duplicate-id"))
            return
        if key == "rules" and layer.prefix and not entry.startswith(f"{layer.prefix}-"):
            message = f"rules of the layer {layer.name!r} begin with `{layer.prefix}-`"
            self.faults.append(where.fault(entry, message, "prefix"))
        spec = self.model(MODELS[key], body, where, entry)
        if spec is not None:
            if earlier is not None:
                self.replaced[entry] = (self.specs[key][entry], earlier)
            self.specs[key][entry] = spec
            self.where[key, entry] = where

    def model(self, model: type[M], body: Node, where: Where, entry: str) -> M | None:
        """The entry as its model reads it; what is wrong with it is added to `faults`."""
        written = plain(body)
        if isinstance(written, str) and not written:
            written = {}
        try:
            return model.model_validate(written)
        except ValidationError as error:
            for problem in error.errors():
                path = tuple(step for step in problem["loc"] if isinstance(step, (str, int)))
                self.faults.append(where.fault(entry, _message(problem, model, path), "field", path))
            return None


def plain(node: Any) -> Any:
    """Nodes as plain lists, tables and strings."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return str(node)


def _message(problem: Any, model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """What pydantic found, in the words of someone who writes YAML."""
    field = ".".join(str(step) for step in path)
    kind = problem["type"]
    if kind == "extra_forbidden":
        return unknown(str(path[-1]), model.model_fields, "a field here")
    if kind == "missing":
        return f"the field `{field}` is missing"
    if kind in ("literal_error", "enum"):
        return f"`{field}` must be one of {problem['ctx']['expected']}".replace("'", "")
    if kind in ("list_type", "tuple_type"):
        return f"`{field}` must be a list"
    if kind in ("dict_type", "model_type"):
        return f"`{field}` must be a table" if field else "a table of fields is expected here"
    if kind == "string_type":
        return f"`{field}` must be a text, not a list or a table"
    if kind.startswith("date"):
        return f"`{field}` must be a day that there is, written as 2026-01-31"
    if kind.startswith(("int", "float")):
        return f"`{field}` must be a number"
    if kind.startswith("bool"):
        return f"`{field}` must be true or false"
    return f"`{field}`: {problem['msg'][:1].lower()}{problem['msg'][1:]}"
