"""JSON Schemas of knowledge files, made from the models that read them, so that editors complete and check while one types."""

from __future__ import annotations

import copy
from typing import Any

from pydantic import BaseModel, BeforeValidator
from pydantic.json_schema import models_json_schema

from medsafe.catalogue.specs import AmbiguousSpec, LayerSpec
from medsafe.knowledge.collect import MODELS
from medsafe.rules import spec as rules

DIALECT = "https://json-schema.org/draft/2020-12/schema"
LISTS: dict[str, str] = {
    "members": "More members of classes.",
    "grades": "More members of graded properties.",
    "names": "More names.",
}
KINDS = ("layer", "knowledge", *MODELS, *LISTS)
"""What a schema can be asked for: `layer` is layer.yaml, `knowledge` a file with any of the keys, the others one key each."""

_TEXTS: dict[str, Any] = {"type": "array", "items": {"type": ["string", "number"]}}


def file_schema(what: str) -> dict[str, Any]:
    """The JSON Schema of one kind of file.

    >>> sorted(file_schema("members")["properties"])
    ['members']
    >>> file_schema("layer")["required"]
    ['name', 'edition', 'prefix']
    """
    if what == "layer":
        schema = _models([LayerSpec])
        return {"$schema": DIALECT, "title": "medsafe: layer.yaml", **schema["$defs"].pop("LayerSpec"), **_rest(schema)}
    keys = [what] if what != "knowledge" else [*MODELS, *LISTS]
    schema = _models([MODELS[key] for key in keys if key in MODELS] + ([AmbiguousSpec] if "names" in keys else []))
    return {
        "$schema": DIALECT,
        "title": f"medsafe: {'a knowledge file' if what == 'knowledge' else what}",
        "type": "object",
        "additionalProperties": what != "knowledge" or False,
        "properties": {key: _entries(key) for key in keys},
        **_rest(schema),
    }


def _entries(key: str) -> dict[str, Any]:
    if key in MODELS:
        model = MODELS[key]
        return {
            "type": ["object", "null"],
            "additionalProperties": {"$ref": f"#/$defs/{model.__name__}"},
            "description": _said(model),
        }
    inner: dict[str, Any] = _TEXTS
    if key == "grades":
        inner = {"type": "object", "additionalProperties": _TEXTS}
    elif key == "names":
        inner = {"anyOf": [_TEXTS, {"$ref": "#/$defs/AmbiguousSpec"}]}
    return {"type": ["object", "null"], "additionalProperties": inner, "description": LISTS[key]}


def _said(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().split("\n")[0]


def _rest(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$defs": schema["$defs"]} if schema["$defs"] else {}


def _models(models: list[type[BaseModel]]) -> dict[str, Any]:
    _, schema = models_json_schema([(model, "validation") for model in models])
    found = copy.deepcopy(schema)
    found.setdefault("$defs", {})
    nested: list[type[BaseModel]] = [rules.Regrade, rules.Say]
    known = {model.__name__: model for model in [*models, *nested]}
    for name, body in found["$defs"].items():
        body.pop("title", None)
        for field, info in known[name].model_fields.items() if name in known else ():
            listed = any(isinstance(part, BeforeValidator) for part in info.metadata)
            if listed and "anyOf" not in body["properties"][field]:
                body["properties"][field] = _or_one(body["properties"][field])
    _loosen(found)
    return found


def _or_one(listed: dict[str, Any]) -> dict[str, Any]:
    """A list that may be written as its only entry, without brackets."""
    head = {key: listed[key] for key in ("default",) if key in listed}
    bare = {key: value for key, value in listed.items() if key not in ("default", "title")}
    return {"anyOf": [bare.get("items", {}), bare], **head}


def _loosen(node: Any) -> None:
    """YAML editors see numbers where we read text (`edition: 2026.11`), so a plain text may look like a number."""
    if isinstance(node, dict):
        if "title" in node and isinstance(node["title"], str) and ("type" in node or "anyOf" in node or "enum" in node):
            del node["title"]
        if node.get("type") == "string" and not node.keys() & {"enum", "format", "const", "pattern"}:
            node["type"] = ["string", "number"]
        for value in node.values():
            _loosen(value)
    elif isinstance(node, list):
        for value in node:
            _loosen(value)
