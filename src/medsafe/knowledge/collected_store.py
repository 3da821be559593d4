"""The built-in layer as it was read, kept in the user's cache, so that a clinic's layer is linted without parsing it again.

The same rules hold as for the compiled form (`store`): one file of JSON, used only where its key fits and its checksum is true. The
key is the sha256 of the layer's files and of the code that reads them. Only a layer without a fault is kept.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import TypeAdapter

from medsafe.catalogue.specs import LayerSpec
from medsafe.files.nodes import Items, Node, Table, Text
from medsafe.knowledge.collect import MODELS, Collected, Where, plain
from medsafe.knowledge.layers import LayerFiles, builtin_root
from medsafe.knowledge.store import cache_directory, pack, read, write


def remember(collected: Collected, sha256: str) -> None:
    """Keep what was read of the first layer, if there is a cache and nothing is wrong with the layer."""
    cache = cache_directory()
    if cache is None or collected.faults or len(collected.layers) != 1:
        return
    files = list(dict.fromkeys(where.file for where in collected.where.values()))
    number = {name: i for i, name in enumerate(files)}
    sections: dict[str, Any] = {
        "head": collected.layers[0][0].model_dump(mode="json"),
        "files": files,
        "where": {
            key: [[number[at.file], at.line, at.column] for at in (collected.where[key, entry] for entry in entries)]
            for key, entries in collected.specs.items()
        },
        "extensions": {
            key: [[entry, plain(body), [at.file, at.line, at.column]] for entry, body, at in entries]
            for key, entries in collected.extensions.items()
        },
    }
    for key, entries in collected.specs.items():
        sections[f"specs {key}"] = {entry: plain(collected.where[key, entry].node) or {} for entry in entries}
    try:
        write(cache / _name(sha256), pack(_key(sha256), [], sections, len(collected.specs["rules"])))
    except OSError:
        pass  # a full or read-only disk costs time, never an answer


def remembered(sha256: str) -> Collected | None:
    """What an earlier run read of this very layer, or None."""
    cache = cache_directory()
    stored = read(cache / _name(sha256), _key(sha256)) if cache is not None else None
    if stored is None:
        return None
    found = Collected()
    head = LayerSpec.model_validate_json(stored.sections["head"])
    found.layers.append((head, LayerFiles(builtin_root(), (), sha256)))
    files = json.loads(stored.sections["files"])
    where = json.loads(stored.sections["where"])
    for key, model in MODELS.items():
        body = stored.sections[f"specs {key}"]
        adapter: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, model])  # type: ignore[valid-type]
        found.specs[key] = adapter.validate_json(body)
        nodes = json.loads(body)
        for entry, (file, line, column) in zip(nodes, where[key], strict=True):
            found.where[key, entry] = Where(files[file], line, column, nodes[entry], head.name)
    for key, entries in json.loads(stored.sections["extensions"]).items():
        found.extensions[key] = [
            (entry, _node(body, at[1], at[2]), Where(at[0], at[1], at[2], body, head.name))
            for entry, body, at in entries
        ]
    return found


def _name(sha256: str) -> str:
    return f"read-{_key(sha256)[:32]}.json"


def _key(sha256: str) -> str:
    from medsafe.knowledge.load import compiler_version

    return hashlib.sha256(f"collected {compiler_version()} {sha256}".encode()).hexdigest()


def _node(body: Any, line: int, column: int) -> Node:
    """Plain lists and tables as nodes that all stand where their entry stands."""
    if isinstance(body, dict):
        table = Table(line, column)
        for key, value in body.items():
            table[key] = _node(value, line, column)
            table.places[key] = (line, column)
        return table
    if isinstance(body, list):
        return Items((_node(value, line, column) for value in body), line, column)
    return Text(body, line, column)
