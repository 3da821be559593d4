"""`load_knowledge`: layers by name → a `KnowledgeBase`, from the compiled form where a true one is at hand."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from medsafe.errors import Fault, InputError, KnowledgeError
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.layers import LayerFiles, builtin_root, fingerprint, layer_files
from medsafe.knowledge.store import FORMAT, Stored, cache_directory, pack, read, unpack, write

if TYPE_CHECKING:
    from medsafe.knowledge.compile import Compiled

_DEFAULT: dict[tuple[str, ...], KnowledgeBase] = {}

PACKED = "compiled.json"
"""The compiled form that a wheel carries beside the YAML it was made from."""


def load_knowledge(*layers: str | os.PathLike[str]) -> KnowledgeBase:
    """Load the built-in layer and, on top of it, the directories named, left to right.

    With no argument, `MEDSAFE_LAYERS` (directories separated as in PATH) names the layers, if it is set.
    Raises `KnowledgeError` with every fault and its place when a layer is broken; nothing is half-loaded.

    >>> load_knowledge().stamps[0].name
    'medsafe'
    """
    for layer in layers:
        if not isinstance(layer, (str, os.PathLike)):
            raise InputError(f"a layer is named by its directory, as text or path; this is {type(layer).__name__}")
    chosen = [Path(layer) for layer in layers]
    if not chosen:
        chosen = [Path(name) for name in os.environ.get("MEDSAFE_LAYERS", "").split(os.pathsep) if name]
    names = tuple(str(path) for path in chosen)
    if not names and names in _DEFAULT:
        return _DEFAULT[names]
    base = KnowledgeBase(_stored([builtin_root(), *chosen]))
    if not names:
        _DEFAULT[names] = base
    return base


def _stored(roots: list[Path]) -> Stored:
    found: list[LayerFiles] = []
    faults: list[Fault] = []
    for root in roots:
        layer, wrong = layer_files(root)
        found.append(layer)
        faults.extend(wrong)
    if faults:
        raise KnowledgeError(faults)
    key = fingerprint(found, compiler_version())
    if len(roots) == 1:
        packed = read(roots[0] / PACKED, key)
        if packed is not None:
            return packed
    cache = cache_directory()
    if cache is not None:
        kept = read(cache / f"{key[:32]}.json", key)
        if kept is not None:
            return kept
    compiled, data = compile_to_bytes(found, key)
    if compiled.faults:
        raise KnowledgeError(compiled.faults)
    if cache is not None:
        try:
            write(cache / f"{key[:32]}.json", data)
        except OSError:
            pass  # a full or read-only disk costs time, never an answer
    stored = unpack(data, key)
    assert stored is not None
    return stored


def compile_to_bytes(layers: list[LayerFiles], key: str) -> tuple["Compiled", bytes]:
    """Parse, check and compile; the only way that imports yaml and pydantic."""
    from medsafe.knowledge.collect import collect_first
    from medsafe.knowledge.compile import compile_layers

    collected = collect_first(layers[0].root, layers[0].sha256).copy()
    for layer in layers[1:]:
        collected.add_layer(layer)
    compiled = compile_layers(collected)
    stamps = [[head.name, head.edition, files.sha256] for head, files in collected.layers]
    sections = {"core": compiled.core, "texts": compiled.texts, "catalogue": compiled.catalogue}
    return compiled, pack(key, stamps, sections, len(compiled.rules))


def compiler_version() -> str:
    """What else, besides the sources, decides the compiled form: the code that makes it."""
    from medsafe import __version__

    package = Path(__file__).parent.parent
    digest = hashlib.sha256(f"{FORMAT} {__version__}".encode())
    for room in ("files", "notation", "catalogue", "knowledge"):
        for path in sorted((package / room).glob("*.py")):
            digest.update(path.read_bytes())
    for path in (package / "names" / "normal.py", package / "rules" / "spec.py", package / "rules" / "kinds.py", package / "model" / "words.py"):
        digest.update(path.read_bytes())
    return digest.hexdigest()
