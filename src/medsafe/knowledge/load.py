"""`load_knowledge`: layers by name → a `KnowledgeBase`, from the compiled form where a true one is at hand."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from medsafe.errors import Fault, InputError, KnowledgeError
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.layers import LayerFiles, builtin_root, fingerprint, layer_files
from medsafe.knowledge.rows import table_text
from medsafe.knowledge.store import FORMAT, Stored, cache_directory, pack, read, unpack, write

if TYPE_CHECKING:
    from medsafe.knowledge.compile import Compiled

_DEFAULT: list[KnowledgeBase] = []
_BASES: dict[str, KnowledgeBase] = {}
_LOCK = Lock()

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
    if not chosen and not _DEFAULT:
        _DEFAULT.append(_base(layer_files(builtin_root())))
    return _DEFAULT[0] if not chosen else fresh_knowledge(chosen)


def edition_knowledge(layers: Sequence[Path]) -> KnowledgeBase:
    """For comparing: failing examples are let pass, and where the first layer is an edition of the built-in one, it takes its place."""
    from medsafe.files.reader import read_yaml

    if layers and layers[0].is_dir():
        names = [read_yaml(root / "layer.yaml")[0].get("name") for root in (layers[0], builtin_root())]
        if names[0] == names[1]:
            return fresh_knowledge(layers[1:], layers[0], proved=False)
    return fresh_knowledge(layers, proved=False)


def fresh_knowledge(layers: Sequence[Path], edition: Path | None = None, *, proved: bool = True) -> KnowledgeBase:
    """The built-in layer and these on top, as their files are now; what is at hand in true form is not made again.

    A layer does what its examples say, or it is not loaded; `proved=False` lets it pass, for who asks which of them fail.
    """
    built_in = layer_files(edition or builtin_root())
    found, faults = [built_in[0]], list(built_in[1])
    for root in layers:
        files, wrong = layer_files(root)
        found.append(files)
        faults.extend(wrong)
    if faults:
        raise KnowledgeError(faults)
    base = _base(built_in)
    return KnowledgeBase(_stored(found, base, proved), base) if layers else base


def _base(found: tuple[LayerFiles, list[Fault]]) -> KnowledgeBase:
    """The built-in layer, held once for each state of its files."""
    files, faults = found
    if faults:
        raise KnowledgeError(faults)
    key = fingerprint([files], compiler_version())
    with _LOCK:
        known = _BASES.get(key)
        if known is None:
            known = KnowledgeBase(read(files.root / PACKED, key) or _stored([files], None))
            if len(_BASES) > 1:
                _BASES.clear()
            _BASES[key] = known
    return known


def _stored(found: list[LayerFiles], base: KnowledgeBase | None, proved: bool = True) -> Stored:
    """The compiled form out of the cache, or made anew and kept there."""
    key = fingerprint(found, compiler_version())
    cache = cache_directory()
    if cache is not None:
        kept = read(cache / f"{key[:32]}.json", key)
        if kept is not None and not _expired(kept):
            return kept
    compiled, data = compile_to_bytes(found, key, base)
    if compiled.faults or (proved and compiled.failing):
        raise KnowledgeError([*compiled.faults, *compiled.failing])
    for files in found:  # what was parsed must be what the key was made of
        if layer_files(files.root)[0].sha256 != files.sha256:
            message = "a file changed while the layer was read; load it again"
            raise KnowledgeError([Fault(str(files.root), 0, 0, "", message, "changed")])
    if cache is not None and not compiled.failing:
        try:
            write(cache / f"{key[:32]}.json", data)
        except OSError:
            pass  # a full or read-only disk costs time, never an answer
    stored = unpack(data, key)
    assert stored is not None
    return stored


def _expired(stored: Stored) -> bool:
    """Whether an acknowledgement has run out since the form was made: then it is made anew, which says where."""
    last = str(stored.header.get("expires", ""))
    return bool(last) and last < date.today().isoformat()


def compile_to_bytes(layers: list[LayerFiles], key: str, base: KnowledgeBase | None = None) -> tuple[Compiled, bytes]:
    """Parse, check and compile; the only way that imports yaml and pydantic. Over a base only what differs is packed."""
    from medsafe.knowledge.changes import expires
    from medsafe.knowledge.collect import collect_first
    from medsafe.knowledge.compile import compile_layers
    from medsafe.knowledge.examples import example_faults
    from medsafe.knowledge.overlay import difference, section_difference

    collected = collect_first(layers[0].root, layers[0].sha256).copy()
    for layer in layers[1:]:
        collected.add_layer(layer)
    compiled = compile_layers(collected, over=base)
    stamps = [[head.name, head.edition, files.sha256] for head, files in collected.layers]
    sections: dict[str, Any]
    if compiled.faults:
        sections = {}
    elif base is None:
        trace = compiled.places.trace if compiled.places is not None else {}
        sections = {"core": compiled.core, "strangers": compiled.strangers, "trace": trace}
        for name, tables in (("texts", compiled.texts), ("catalogue", compiled.catalogue)):
            sections.update({f"{name} {table}": table_text(rows) for table, rows in tables.items()})
    else:
        sections = {
            "core": difference(base.core, compiled.core),
            "texts": section_difference(base.section("texts"), compiled.texts),
            "catalogue": section_difference(base.section("catalogue"), compiled.catalogue),
            "strangers": section_difference(base.section("strangers"), compiled.strangers),
        }
    data = pack(key, stamps, sections, len(compiled.rules), expires(collected))
    if base is not None and not compiled.faults:
        stored = unpack(data, key)
        assert stored is not None
        own = {head.name for head, _ in collected.layers[1:]}
        compiled.failing.extend(example_faults(KnowledgeBase(stored, base), collected, own))
    return compiled, data


def compiler_version() -> str:
    """What else, besides the sources, decides the compiled form: the code that makes it."""
    from medsafe import __version__

    package = Path(__file__).parent.parent
    digest = hashlib.sha256(f"{FORMAT} {__version__}".encode())
    for room in ("files", "notation", "catalogue", "knowledge"):
        for path in sorted((package / room).glob("*.py")):
            digest.update(path.read_bytes())
    for path in (
        package / "names" / "normal.py",
        package / "rules" / "conditions.py",
        package / "rules" / "spec.py",
        package / "rules" / "kinds.py",
        package / "model" / "words.py",
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()
